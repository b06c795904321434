"""A chain in plain words, the newest act first, a month or all of it, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils import timezone

from studio.home.register.names import names_of, sentence_of
from studio.people.models import Organisation, Person, Role, Seat
from studio.register.models import DailyHead, Entry, Head
from studio.twins.models import Twin

A_PAGE = 40


@dataclass(frozen=True, slots=True)
class Chain:
    """One that the reader may read whole. key: how an address names it."""

    name: str
    title: str
    key: str
    twin: Twin | None = None


@dataclass(frozen=True, slots=True)
class Row:
    entry: Entry
    words: str


@dataclass(frozen=True, slots=True)
class Month:
    first: date
    entries: int

    @property
    def key(self) -> str:
        return self.first.strftime("%Y-%m")


@dataclass(frozen=True, slots=True)
class Happened:
    rows: tuple[Row, ...]
    months: tuple[Month, ...]
    head: Head
    last_day: DailyHead | None
    older: int | None
    newer: int | None


def chains_of(person: Person, now: datetime) -> list[Chain]:
    """Her own twins', also of those she has erased; and of organisations she is an admin of."""
    twins = Twin.objects.of(person).select_related("owner").order_by("created_at")
    seats = Seat.objects.in_force(now).filter(person=person, role=Role.ADMIN).select_related("organisation")
    return [chain_of_twin(twin) for twin in twins] + [
        chain_of_organisation(seat.organisation) for seat in seats.order_by("organisation__name")
    ]


def chain_of_twin(twin: Twin) -> Chain:
    return Chain(twin.gate_name, twin.name, f"twin-{twin.pk}", twin)


def chain_of_organisation(organisation: Organisation) -> Chain:
    return Chain(f"org:{organisation.pk}", organisation.name, f"org-{organisation.pk}")


def happened(chain: Chain, *, reader: Person, month: date | None, number: int) -> Happened:
    """Fifteen queries or fewer, however many entries there are."""
    rows = Entry.objects.filter(chain=chain.name)
    months = _months(chain.name)
    if month:
        rows = rows.filter(at__gte=begin_of(month), at__lt=begin_of(next_month(month)))
    first = (number - 1) * A_PAGE
    found = list(rows.order_by("-at", "-seq")[first : first + A_PAGE + 1])
    shown, more = found[:A_PAGE], len(found) > A_PAGE
    names = names_of(shown)
    return Happened(
        rows=tuple(Row(entry, sentence_of(entry, names, reader)) for entry in shown),
        months=tuple(months),
        head=Head.objects.filter(chain=chain.name).first() or Head(chain=chain.name),
        last_day=DailyHead.objects.order_by("day").last(),
        older=number + 1 if more else None,
        newer=number - 1 if number > 1 else None,
    )


def _months(chain: str) -> Sequence[Month]:
    """By the clock the reader lives by."""
    zone = timezone.get_current_timezone()
    rows = Entry.objects.filter(chain=chain).annotate(month=TruncMonth("at", tzinfo=zone)).values("month").order_by()
    counted = rows.annotate(n=Count("id")).order_by("-month")
    return [Month(row["month"].date(), row["n"]) for row in counted]


def begin_of(day: date) -> datetime:
    """Its midnight where the reader lives."""
    return timezone.make_aware(datetime(day.year, day.month, day.day)).astimezone(UTC)


def next_month(first: date) -> date:
    return (first.replace(day=1) + timedelta(days=32)).replace(day=1)


def month_in(text: str) -> date | None:
    """"2026-05", or None for all of it."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
