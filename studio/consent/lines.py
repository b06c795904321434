"""The line of options of a twin, as the rules of `holds` read it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from studio.consent.holds import Hold, meets, ranks
from studio.consent.models import Option
from studio.twins.models import Twin


def hold_of(option: Option) -> Hold:
    return Hold(
        id=str(option.pk),
        house=str(option.house_id),
        category=option.category,
        territory=option.territory,
        starts_on=option.starts_on,
        ends_on=option.ends_on,
        placed_at=option.placed_at,
    )


def line_of(twin: Twin) -> list[Hold]:
    return [hold_of(each) for each in Option.objects.alive().filter(twin=twin)]


def booked_of(twin: Twin) -> list[Hold]:
    return [hold_of(each) for each in Option.objects.filter(twin=twin, state=Option.State.CONFIRMED)]


@dataclass(frozen=True, slots=True)
class Ranked:
    """rank: 1, 2 or 3; 0 for one that is booked or over. behind: how many wait for it."""

    option: Option
    rank: int
    behind: int = 0


def ranked(options: Iterable[Option]) -> list[Ranked]:
    """Each with its place in the whole line of its twin, in one further query."""
    shown = list(options)
    lines: dict[UUID, list[Hold]] = defaultdict(list)
    for each in Option.objects.alive().filter(twin__in={option.twin_id for option in shown}):
        lines[each.twin_id].append(hold_of(each))
    places = {twin_id: ranks(line) for twin_id, line in lines.items()}
    found: list[Ranked] = []
    for option in shown:
        line = lines[option.twin_id]
        rank = places.get(option.twin_id, {}).get(str(option.pk), 0)
        mine = hold_of(option)
        behind = sum(other.place_in_line > mine.place_in_line and meets(mine, other) for other in line) if rank else 0
        found.append(Ranked(option, rank, behind))
    return found

