"""What a page says of plain values: a greeting, a word for consent, arithmetic in one line, the place of a bar."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from studio.pricing import Factor as Factor
from studio.pricing import Reckoned as Reckoned
from studio.pricing import per_cent as per_cent
from studio.pricing import reckoned as reckoned
from studio.pricing import share_words as share_words

MORNING_ENDS, EVENING_BEGINS = 12, 18


def greeting(hour: int) -> str:
    """ "morning", "day" or "evening", by her own clock."""
    if hour < MORNING_ENDS:
        return "morning"
    return "evening" if hour >= EVENING_BEGINS else "day"


def consent_word(switch: str, approvals: Iterable[str], *, ever: bool) -> str:
    """One of the shared consent states. approvals: how each licence in force asks; ever: there was one before."""
    if switch != "open":
        return "paused"
    asked = set(approvals)
    if not asked:
        return "lapsed" if ever else "none"
    return "yes" if "none" in asked else "asks"


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of days on a line `width` long. Parts outside the line are cut off."""

    x: float
    width: float


def bar(starts_on: date, ends_on: date, *, first: date, days: int, width: float) -> Bar | None:
    """Where a stretch lies on a line that begins on `first` and shows `days`; both its days are included."""
    begin = max((starts_on - first).days, 0)
    end = min((ends_on - first).days + 1, days)
    if end <= begin:
        return None
    return Bar(round(begin * width / days, 1), round((end - begin) * width / days, 1))
