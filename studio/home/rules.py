"""What a page says of plain values: a greeting, a word for consent, arithmetic in one line, the place of a bar."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

MORNING_ENDS, EVENING_BEGINS = 12, 18
NO_FACTOR = "1.00"


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
class Factor:
    """One factor of a fee: "channel" and "0.35", or "days" and "90/365"."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A fee in one line: rate, factors that change it, fee, and what the agency keeps. Amounts are plain text."""

    rate: str
    factors: tuple[Factor, ...]
    fee: str
    commission: str = ""
    share: str = ""  # per cent, without the sign


def reckoned(lines: Iterable[Mapping[str, Any]]) -> Reckoned | None:
    """From the ledger's own lines ("600.00 x 1.20 = 720.00"). None where there is no rate: a payment, a reversal."""
    rate = fee = commission = share = ""
    factors: list[Factor] = []
    for line in lines:
        code, text = str(line["code"]), str(line["arithmetic"])
        before, _, after = text.partition(" = ")
        factor = before.partition(" x ")[2]
        if code == "day-rate":
            rate = fee = text
        elif code == "minimum":
            fee = text.partition(" - ")[0]
        elif code == "commission":
            commission, share = after, per_cent(factor)
        elif factor:
            fee = after
            factors += [] if factor == NO_FACTOR and code != "channel" else [Factor(code, factor)]
    return Reckoned(rate, tuple(factors), fee, commission, share) if rate else None


def per_cent(factor: str) -> str:
    """ "20" for "0.20", "12.5" for "0.1250": text in, text out, so that no figure is rounded."""
    whole, _, part = factor.partition(".")
    digits = (part + "00")[:2], (part + "00")[2:].rstrip("0")
    number = str(int(whole or "0") * 100 + int(digits[0]))
    return f"{number}.{digits[1]}" if digits[1] else number


def share_words(bps: int) -> str:
    """The same for parts of 10,000: "20" for 2,000, "12.5" for 1,250."""
    return per_cent(f"{bps // 10_000}.{bps % 10_000:04d}")


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
