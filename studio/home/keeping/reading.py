"""What the page of keeping says of one twin, and what erasing it would do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, Q

from studio.assets.copies import Copy, copies_of
from studio.consent.erasure_receipts import kept_words
from studio.consent.facts import day_of
from studio.consent.letters import path_of
from studio.consent.models import Contact, Grant, Option, Request, Standstill
from studio.home import retention
from studio.home.money import sums
from studio.home.stopping import Effect, effects_of
from studio.jobs.models import Job
from studio.ledger.statements import owed_to
from studio.media.models import Blob
from studio.money import Money
from studio.twins.actions.keeping import AGAIN_MONTHS, times_due
from studio.twins.models import Capture, Mandate, Twin


@dataclass(frozen=True, slots=True)
class Day:
    """One capture day: how many of its plates are in use, how many she retired."""

    capture: Capture
    in_use: int
    retired: int


@dataclass(frozen=True, slots=True)
class Age:
    """How old the twin is, and when its owner is asked about it next."""

    as_of_on: date
    is_due: bool
    next_on: date | None


def page_of(twin: Twin, *, now: datetime) -> dict[str, Any]:
    today = day_of(twin.owner, now)
    contact = Contact.objects.filter(owner=twin.owner, ended_at=None).first()
    return {
        "twin": twin,
        "today": today,
        "age": age_of(twin, today),
        "days": days_of(twin),
        "contact": contact,
        "contact_path": path_of(contact) if contact else "",
        "stands": Standstill.objects.filter(owner=twin.owner, ended_at=None).first(),
        "table": retention.TABLE,
        "licences": Grant.objects.filter(twin=twin, state=Grant.State.IN_FORCE).count(),
        "is_retired": twin.state == Twin.State.RETIRED,
        "topics": [twin.gate_name],
    }


def age_of(twin: Twin, today: date) -> Age:
    times = times_due(twin.as_of_on, today)
    if twin.no_reminders_at or twin.state == Twin.State.RETIRED:
        return Age(twin.as_of_on, bool(times), None)
    return Age(twin.as_of_on, bool(times), months_after(twin.as_of_on, settings.REFRESH_MONTHS + times * AGAIN_MONTHS))


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the last of a month that is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise ValueError(f"no day {months} months after {day}")


def days_of(twin: Twin) -> list[Day]:
    rows = twin.captures.annotate(
        in_use=Count("plates", filter=Q(plates__retired_at=None)),
        retired=Count("plates", filter=Q(plates__retired_at__isnull=False)),
    )
    return [Day(row, row.in_use, row.retired) for row in rows.order_by("-captured_on") if row.in_use or row.retired]


@dataclass(frozen=True, slots=True)
class Erasing:
    """Said before it is done. kept: what stays and why."""

    pictures: int
    plates: int
    jobs: int
    effects: tuple[Effect, ...]
    mandates: int
    requests: int
    options: int
    copies: tuple[Copy, ...]
    owed: tuple[Money, ...]
    shared_with: int  # pictures that also show somebody else's twin
    kept: tuple[tuple[str, str], ...]
    kept_years: int

    @property
    def comes_down(self) -> Sequence[Any]:
        return sorted((each for effect in self.effects for each in effect.comes_down), key=lambda each: each.on)


def erasing_of(twin: Twin, now: datetime) -> Erasing:
    grants = Grant.objects.filter(twin=twin, state=Grant.State.IN_FORCE).select_related("twin__owner", "house")
    sealed = Blob.objects.readable().sealed_by(twin.gate_name).filter(variant_of=None)
    lines = owed_to(twin.owner, today=day_of(twin.owner, now)).lines
    return Erasing(
        pictures=sealed.count(),
        plates=twin.plates.count(),
        jobs=Job.objects.alive().filter(stops__name=twin.gate_name).count(),
        effects=tuple(effects_of(twin, list(grants.order_by("number")), now)),
        mandates=Mandate.objects.filter(twin=twin, signed_at__isnull=False, ended_at=None).count(),
        requests=Request.objects.open().filter(twin=twin).count(),
        options=Option.objects.alive().filter(twin=twin).count(),
        copies=tuple(copies_of(twin, now)),
        owed=tuple(sums(line.left for line in lines if line.left and line.twin == twin.name)),
        shared_with=sealed.exclude(sealed_under=twin.gate_name).count(),
        kept=tuple(kept_words()),
        kept_years=settings.EVIDENCE_YEARS,
    )
