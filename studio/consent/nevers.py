"""What a change of her nevers adds and takes out, and which licences it cuts into. Plain values in and out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any

from studio.consent.rules import Licence
from studio.consent.terms import WORLD, StandingRules

WHOLE, ASKS = "whole", "asks"


@dataclass(frozen=True, slots=True)
class Cut:
    """What can no longer be done under one licence. kind: WHOLE, ASKS, or the name of a term of the licence."""

    kind: str
    codes: tuple[str, ...] = ()


def added(before: StandingRules, after: StandingRules) -> StandingRules:
    """Only what is new in `after`."""
    values: dict[str, Any] = {}
    for each in fields(StandingRules):
        old, new = getattr(before, each.name), getattr(after, each.name)
        is_list = isinstance(new, tuple)
        values[each.name] = tuple(code for code in new if code not in old) if is_list else new and not old
    return StandingRules(**values)


def is_empty(nevers: StandingRules) -> bool:
    return nevers == StandingRules()


def cuts(nevers: StandingRules, licence: Licence) -> list[Cut]:
    """What these nevers forbid of what the licence allows. The licence itself stands as it was signed."""
    if licence.house in nevers.never_houses:
        return [Cut(WHOLE)]
    found = [Cut(kind, codes) for kind, codes in _forbidden(nevers, licence) if codes]
    if any(_is_all(cut, licence) for cut in found):
        return [Cut(WHOLE)]
    if nevers.asks_each_piece and licence.terms.approval == "none":
        found.append(Cut(ASKS))
    return found


def new_cuts(before: StandingRules, after: StandingRules, licence: Licence) -> list[Cut]:
    """What this change takes away, over what was forbidden before it."""
    known = cuts(before, licence)
    if Cut(WHOLE) in known:
        return []
    now = cuts(after, licence)
    return now if Cut(WHOLE) in now else cuts(added(before, after), licence)


def _forbidden(nevers: StandingRules, licence: Licence) -> Iterator[tuple[str, tuple[str, ...]]]:
    terms = licence.terms
    yield "purposes", _both(terms.purposes, nevers.never_purposes)
    yield "categories", _both(terms.categories, nevers.never_categories)
    yield "channels", _both(terms.channels, nevers.never_channels)
    yield "territories", _places(terms.territories, nevers.never_territories)
    yield "alterations", _both(terms.alterations, nevers.never_alterations)


def _is_all(cut: Cut, licence: Licence) -> bool:
    if cut.kind == "alterations":
        return False
    allowed = getattr(licence.terms, cut.kind)
    return bool(allowed) and set(allowed) <= set(cut.codes)


def _both(allowed: Iterable[str], never: Iterable[str]) -> tuple[str, ...]:
    there = set(never)
    return tuple(code for code in allowed if code in there)


def _places(allowed: tuple[str, ...], never: tuple[str, ...]) -> tuple[str, ...]:
    """The world as a never closes every place; a country is cut out of the world."""
    if WORLD in never:
        return allowed
    return never if WORLD in allowed else _both(allowed, never)
