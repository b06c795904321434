"""The line of options on a twin: who is first, second and third. Plain values in, no database or clock.

Two holds meet when they are for the same category, a common place and a common day. Among those that meet, whoever
placed first stands first; a hold's rank is one more than the number of those before it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from studio.consent.terms import WORLD
from studio.decisions import YES, Decision, no

LINE_AT_MOST = 3


@dataclass(frozen=True, slots=True)
class Hold:
    """id: empty for one that is only wanted."""

    id: str
    house: str
    category: str
    territory: str
    starts_on: date
    ends_on: date
    placed_at: datetime

    @property
    def place_in_line(self) -> tuple[datetime, str]:
        return self.placed_at, self.id


def meets(one: Hold, other: Hold) -> bool:
    return (
        one.category == other.category
        and (one.territory == other.territory or WORLD in {one.territory, other.territory})
        and one.starts_on <= other.ends_on
        and other.starts_on <= one.ends_on
    )


def before(hold: Hold, line: Iterable[Hold]) -> list[Hold]:
    """Those it has to wait for, the first of them first."""
    ahead = [other for other in line if other.place_in_line < hold.place_in_line and meets(hold, other)]
    return sorted(ahead, key=lambda other: other.place_in_line)


def rank(hold: Hold, line: Iterable[Hold]) -> int:
    return len(before(hold, line)) + 1


def ranks(line: Iterable[Hold]) -> dict[str, int]:
    """By id. Two that meet are never both first."""
    standing = list(line)
    return {hold.id: rank(hold, standing) for hold in standing}


def firsts_before(hold: Hold, line: Iterable[Hold]) -> list[Hold]:
    """Whom a challenge is put to: those before it who wait for nobody themselves."""
    standing = list(line)
    return [other for other in before(hold, standing) if not before(other, standing)]


def may_hold(wanted: Hold, line: Iterable[Hold], booked: Iterable[Hold]) -> Decision:
    """A fourth is refused, and so is what is booked. Nothing said here tells by whom."""
    standing = list(line)
    for other in booked:
        if meets(wanted, other):
            return no(
                "taken-exclusively",
                fix="ask-after",
                category=other.category,
                territory=other.territory.replace(WORLD, "world"),
                until=other.ends_on,
            )
    if any(other.house == wanted.house and meets(wanted, other) for other in standing):
        return no("held-already")
    if len([other for other in standing if meets(wanted, other)]) >= LINE_AT_MOST:
        return no("line-full", most=LINE_AT_MOST)
    return YES
