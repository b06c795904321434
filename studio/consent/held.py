"""Options as the pages of a house, of an agency and of the owner show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from studio.consent.actions import may_book
from studio.consent.agencies import booking_seats
from studio.consent.facts import facts_of
from studio.consent.lines import Ranked, ranked
from studio.consent.models import Grant, GrantVersion, Option
from studio.consent.models.negotiating import OptionQuerySet
from studio.consent.rates import fee_of
from studio.consent.sides import house_seats
from studio.consent.terms import Terms
from studio.decisions import Decision
from studio.money import Money
from studio.people.models import Person

OWNER, HOUSE, AGENCY = "owner", "house", "agency"
PARTS = (OWNER, HOUSE, AGENCY)
OVER_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Held:
    """One option as one side sees it. booking: whether this reader may book it, where the house has confirmed."""

    ranked: Ranked
    part: str
    may_sign: bool = False
    booking: Decision | None = None
    pressed_until: datetime | None = None  # by when the one it challenges answers, and never who that is

    @property
    def option(self) -> Option:
        return self.ranked.option

    @property
    def rank(self) -> int:
        return self.ranked.rank

    @property
    def fee(self) -> Money:
        return Money(self.option.fee_minor, self.option.currency)

    @property
    def waits(self) -> bool:
        """Whether it waits for this reader's hand."""
        option = self.option
        if self.part == HOUSE:
            return option.state == Option.State.CHALLENGED
        if option.state != Option.State.FIRM:
            return False
        return self.part == OWNER or bool(self.booking)


def options_for(person: Person, now: datetime) -> OptionQuerySet:
    """On her own twins, of her houses, and those an agency of hers handles under a mandate."""
    houses = [seat.organisation_id for seat in house_seats(person, now)]
    agencies = booking_seats(person, now).values("organisation")
    handled = Q(mandate__agency__in=agencies, mandate__ended_at=None)
    rows = Option.objects.filter(Q(twin__owner=person) | Q(house__in=houses) | handled).distinct()
    related = ("twin__owner", "house", "mandate__agency", "mandate__twin__owner", "challenged_by__house")
    return rows.select_related(*related)


def part_of(option: Option, person: Person, now: datetime) -> str:
    if option.twin.owner_id == person.pk:
        return OWNER
    return HOUSE if any(seat.organisation_id == option.house_id for seat in house_seats(person, now)) else AGENCY


def held_for(person: Person, options: Iterable[Option], now: datetime) -> list[Held]:
    """What waits first, then by its days. A constant number of queries, however many there are."""
    seats = {seat.organisation_id: seat for seat in house_seats(person, now)}
    shown = list(options)
    facts = facts_of(list({option.twin_id: option.twin for option in shown}.values()), now)
    pressed = pressed_by(shown)
    found = []
    for each in ranked(shown):
        option = each.option
        seat = seats.get(option.house_id)
        part = OWNER if option.twin.owner_id == person.pk else HOUSE if seat else AGENCY
        firm = option.state == Option.State.FIRM and part != HOUSE
        booking = may_book(option, person, now, facts[option.twin_id]) if firm else None
        found.append(Held(each, part, bool(seat and seat.may_sign), booking, pressed.get(option.pk)))
    return sorted(found, key=lambda held: (not held.waits, held.option.starts_on, held.rank, held.option.placed_at))


def pressed_by(options: Iterable[Option]) -> dict[Any, datetime | None]:
    """Until when each of these waits for an answer to its challenge."""
    challenged = Option.objects.filter(challenged_by__in=options, state=Option.State.CHALLENGED)
    return dict(challenged.order_by("challenge_until").values_list("challenged_by", "challenge_until"))


def signed_terms(option: Option, today: date) -> Terms | None:
    """The newest terms this house has signed with her that are in force, to reckon from."""
    rows = GrantVersion.objects.filter(
        grant__twin=option.twin, grant__house=option.house, grant__state=Grant.State.IN_FORCE, ends_on__gte=today
    )
    found = [Terms.from_json(row.terms) for row in rows.order_by("-signed_at", "-number")]
    covering = [terms for terms in found if not terms.tests_only and option.category in terms.categories]
    return covering[0] if covering else None


def least_fee(option: Option, terms: Terms, channels: Iterable[str], pieces: int) -> Money:
    return fee_of(
        terms,
        channels=channels,
        territories=(option.territory,),
        starts_on=option.starts_on,
        ends_on=option.ends_on,
        pieces=pieces,
    )
