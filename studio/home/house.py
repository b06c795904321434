"""A house's page: its shoots and what blocks them, what went out, what it owes and which licences it holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Prefetch, Q

from studio.assets.models import Delivery, Takedown
from studio.consent.models import Request
from studio.home.licences import Licence, licences_of
from studio.home.money import sums
from studio.ledger.statements import Line, owed_by
from studio.money import Money
from studio.people.models import Organisation
from studio.shoots.forms import BriefForm
from studio.shoots.models import Shoot
from studio.shoots.rules import FOR_DELIVERY, brief_missing
from studio.shoots.uses import brief_of

DELIVERIES_SHOWN = 12
PAYMENTS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Going:
    """A shoot in progress in numbers. The counts are annotations of `shoots_of`."""

    shoot: Any
    brief_lacks: tuple[str, ...]
    is_out: bool

    @property
    def blocks(self) -> bool:
        shoot = self.shoot
        return bool(self.brief_lacks or shoot.disputed or shoot.open_changes or not shoot.people)


@dataclass(frozen=True, slots=True)
class Page:
    house: Organisation
    going_on: tuple[Going, ...]
    finished: int
    deliveries: tuple[Delivery, ...]
    owes: tuple[Line, ...]  # what is still to be paid, the first day first
    paid: tuple[Line, ...]  # the last payments that were written down
    total: tuple[Money, ...]
    overdue: tuple[Money, ...]
    licences: tuple[Licence, ...]
    requests: tuple[Request, ...]  # open ones, those that wait for the house first
    coming_down: int  # copies that have to come down by a day
    asks_a_hand: int  # those of them that nobody has acknowledged, or whose day is near

    @property
    def unfinished(self) -> int:
        return sum(each.shoot.picked for each in self.going_on)

    @property
    def answers(self) -> int:
        """How many of the requests wait for somebody who signs for the house."""
        return sum(each.turn == "house" and each.state == Request.State.OPEN for each in self.requests)

    @property
    def ending(self) -> list[Licence]:
        return [each for each in self.licences if each.ends_soon]

    @property
    def held(self) -> list[Licence]:
        return [each for each in self.licences if each.in_force]


def page(house: Organisation, *, now: datetime) -> Page:
    today = now.date()
    rows = shoots_of(house)
    statement = owed_by(house, today=today)
    owes = sorted((line for line in statement.lines if line.left), key=lambda line: line.pay_on or today)
    down = Takedown.objects.filter(renewed_at=None).order_by("last_on")
    gone_out = Delivery.objects.filter(house=house).for_page().prefetch_related(Prefetch("takedowns", down))
    deliveries = gone_out.order_by("-at")[:DELIVERIES_SHOWN]
    return Page(
        house=house,
        going_on=tuple(going(row, now) for row in rows if row.state == Shoot.State.OPEN),
        finished=sum(row.state == Shoot.State.DONE for row in rows),
        deliveries=tuple(deliveries),
        owes=tuple(owes),
        paid=tuple(reversed([line for line in statement.lines if line.is_payment]))[:PAYMENTS_SHOWN],
        total=tuple(sums(line.left for line in owes)),
        overdue=tuple(sums(line.left for line in owes if line.state == "overdue")),
        licences=tuple(licences_of(today, house=house)),
        requests=tuple(requests_of(house)),
        coming_down=Takedown.objects.open().filter(house=house).count(),
        asks_a_hand=Takedown.objects.waiting(today).filter(house=house).count(),
    )


def requests_of(house: Organisation) -> list[Request]:
    """What the house asks for and is not settled."""
    rows = Request.objects.open().filter(house=house).select_related("twin__owner", "asked_by")
    return sorted(rows, key=lambda each: (each.turn != "house" or each.state != Request.State.OPEN, each.lapses_at))


def shoots_of(house: Organisation) -> Sequence[Any]:
    """Each with its numbers, in one query."""
    look = "looks__previews"
    counted = {
        "people": Count("call_sheet__person", filter=Q(call_sheet__ended_at=None), distinct=True),
        "looks_begun": Count("looks", distinct=True),
        "made": Count(look, filter=Q(**{f"{look}__made_at__isnull": False}), distinct=True),
        "picked": Count(
            f"{look}__master", filter=Q(**{f"{look}__master__cleared_at": None}), distinct=True
        ),
        "sealed": Count(
            f"{look}__master__asset", filter=Q(**{f"{look}__master__asset__sealed_at__isnull": False}), distinct=True
        ),
        "open_changes": Count(
            f"{look}__notes",
            filter=Q(**{f"{look}__notes__asks_change": True, f"{look}__notes__resolved_at": None}),
            distinct=True,
        ),
        "disputed": Count("disputes", filter=Q(disputes__settled_at=None), distinct=True),
    }
    rows = Shoot.objects.filter(house=house).select_related("house", "brief").annotate(**counted)
    return list(rows.order_by("-opened_at"))


def going(shoot: Shoot, now: datetime) -> Going:
    lacking = brief_missing(brief_of(shoot), FOR_DELIVERY)
    return Going(shoot, tuple(str(BriefForm.base_fields[name].label) for name in lacking), shoot.is_out(now))

