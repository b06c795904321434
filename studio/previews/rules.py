"""What the marks of many come to, and how many pictures may be asked for at once. Pure functions of plain values."""

from collections.abc import Sequence
from dataclasses import dataclass

from studio.decisions import YES, Decision, no

NONE, PICK, LEAVE = "none", "pick", "leave"
STARS_MOST = 5
AT_ONCE_MOST = 12
TWINS_AT_ONCE_MOST = 60


@dataclass(frozen=True, slots=True)
class Marked:
    """What one person says of a frame."""

    choice: str = NONE
    rating: int = 0


def settled(marks: Sequence[Marked]) -> Marked:
    """Picked is what anybody picks; left is what somebody leaves and nobody picks; the most stars that any gave."""
    choices = {mark.choice for mark in marks}
    choice = next((each for each in (PICK, LEAVE) if each in choices), NONE)
    return Marked(choice, max((mark.rating for mark in marks), default=0))


def may_ask_for(count: int, *, most: int = AT_ONCE_MOST) -> Decision:
    if count < 1:
        return no("nothing-ticked")
    return YES if count <= most else no("too-many-at-once", asked=count, most=most)


def covers(left: int | None, asked: int) -> Decision:
    """left: previews that a licence for tests still covers; None where none are counted."""
    if left is None or asked <= left:
        return YES
    return no("tests-too-few", asked=asked, left=max(left, 0))
