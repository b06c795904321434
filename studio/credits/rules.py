"""Who is credited, and what still stands in the way. Pure functions of plain values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from studio.decisions import YES, Decision, no

WORKING_DAYS = 3
SATURDAY = 5

EXPECTED = ("photography", "styling", "make-up", "hair")
"""Every fashion picture has these; one that is missing was either forgotten or is declared "none used"."""

FILLED_BY_SLOTS = (
    *EXPECTED,
    "nails",
    "set-design",
    "lighting",
    "retouching",
    "ai-direction",
    "tailoring",
    "styling-assistance",
    "digital-operator",
)
"""Crafts whose work is seen in a slot: being booked is not enough, the slot says who did it."""

ORDER = (
    "photography",
    "styling",
    "make-up",
    "hair",
    "nails",
    "set-design",
    "lighting",
    "tailoring",
    "movement-direction",
    "casting",
    "creative-direction",
    "art-direction",
    "production",
    "ai-direction",
    "retouching",
    "digital-operator",
    "photo-assistance",
    "styling-assistance",
)


@dataclass(frozen=True, slots=True)
class Part:
    """One thing one person did, before names are put to it. source: slot, call-sheet, capture or correction."""

    person: UUID
    craft: str
    source: str


def drawn(
    slots: Iterable[tuple[UUID, str]],
    call_sheet: Iterable[tuple[UUID, str]],
    capture: Iterable[tuple[UUID, str]],
    added: Iterable[tuple[UUID, str]] = (),
    removed: Iterable[tuple[UUID, str]] = (),
) -> list[Part]:
    """Every (person, craft) once, in the order credits are read. Nobody types one, nobody is left out."""
    gone = set(removed)
    found: dict[tuple[UUID, str], str] = {}
    for source, pairs in (
        ("slot", slots),
        ("call-sheet", ((who, craft) for who, craft in call_sheet if craft not in FILLED_BY_SLOTS)),
        ("capture", capture),
        ("correction", added),
    ):
        for pair in pairs:
            if pair not in gone:
                found.setdefault(pair, source)
    place = {craft: rank for rank, craft in enumerate(ORDER)}
    parts = [Part(person, craft, source) for (person, craft), source in found.items()]
    return sorted(
        parts, key=lambda part: (place.get(part.craft, len(place)), part.source == "capture", str(part.person))
    )


def counts_as_yes_on(asked_at: datetime, zone_day: date | None = None) -> date:
    """Silence on a credit is yes after three working days, marked "not yet confirmed"."""
    day = zone_day or asked_at.date()
    left = WORKING_DAYS
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < SATURDAY
    return day


def is_confirmed(asked_at: datetime | None, confirmed_at: datetime | None, today: date) -> Decision:
    """May the credit stand? An answer, or silence for long enough."""
    if confirmed_at:
        return YES
    if asked_at is None:
        return no("not-confirmed", fix="confirm-credit")
    day = counts_as_yes_on(asked_at)
    return YES if today >= day else no("not-confirmed", fix="confirm-credit", until=day.isoformat())


OUTCOMES = {
    "missing": ("added", "kept"),
    "not-me": ("removed", "kept"),
    "other-person": ("removed", "kept"),
}
"""What may come of a dispute. Whoever says that hers is missing never loses one by saying so."""


def may_settle(kind: str, outcome: str, *, by_herself: bool) -> Decision:
    """Nobody adds a credit to herself, though she may let her own word drop."""
    if outcome not in OUTCOMES.get(kind, ()):
        return no("not-a-choice")
    return no("settled-by-another") if by_herself and outcome == "added" else YES


def missing_crafts(parts: Iterable[Part], none_used: Iterable[str]) -> list[str]:
    present = {part.craft for part in parts} | set(none_used)
    return [craft for craft in EXPECTED if craft not in present]


def credit_line(named: Mapping[str, list[str]]) -> str:
    """"Photography Jonas Vehr; styling Ana Ruiz": what the file carries as one line."""
    return "; ".join(f"{craft} {', '.join(names)}" for craft, names in named.items())
