"""What a use costs, in lines that can be checked by hand: the total is never anything but their sum.

Fee = day rate x channel x territory x days x notice, rounded to whole units after each factor, never under the minimum.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from studio.money import WHOLE_BPS, Money, rounded_share, total

YEAR_DAYS = 365
NO_FACTOR = "1.00"
OF_THE_CREW = ("crew", "crew-part")


@dataclass(frozen=True, slots=True)
class Rate:
    """What she asks. Factors are basis points (12,000 = x 1.20); what has no factor of its own counts x 1.00.

    channels: by channel, "print". territories: by how far it goes, "FR", "EU" or "world".
    days: (up to so many days, factor), shortest first; longer uses than the last step, and all without steps, are
    paid by the day, as parts of 365. notice: by the days that a delivered picture may stay after she withdraws.
    """

    day_rate_minor: int
    currency: str
    channels: Mapping[str, int] = field(default_factory=dict)
    territories: Mapping[str, int] = field(default_factory=dict)
    days: tuple[tuple[int, int], ...] = ()
    notice: Mapping[int, int] = field(default_factory=dict)
    minimum_minor: int = 0

    def __post_init__(self) -> None:
        factors = [*self.channels.values(), *self.territories.values(), *self.notice.values()]
        if min([self.day_rate_minor, self.minimum_minor, *factors, *(factor for _, factor in self.days)]) < 0:
            raise ValueError("a rate has no negative amounts or factors")
        if list(self.days) != sorted(self.days):
            raise ValueError(f"days must go from the shortest to the longest, got {self.days}")


@dataclass(frozen=True, slots=True)
class PricedUse:
    """One picture, in one channel and territory, for so many days, the first and the last one counted."""

    channel: str
    territory: str
    days: int
    notice_days: int = 0

    def __post_init__(self) -> None:
        if self.days < 1:
            raise ValueError(f"days must be 1 or more, got {self.days}")


@dataclass(frozen=True, slots=True)
class Line:
    """code: what the line is for, put into words by the page. arithmetic: "600.00 x 1.20 = 720.00".

    amount_minor: what the line adds to those above it. rule: where its number comes from, "rate.channels.print".
    """

    code: str
    arithmetic: str
    amount_minor: int
    rule: str


@dataclass(frozen=True, slots=True)
class Quote:
    lines: tuple[Line, ...]
    currency: str

    @property
    def fee(self) -> Money:
        return _sum(self.lines, self.currency)


@dataclass(frozen=True, slots=True)
class Settlement:
    """How a fee is shared out. The house pays `fee` and no more; `commission` comes out of it; `net` is hers."""

    fee: Money
    commission: Money
    lines: tuple[Line, ...]

    @property
    def net(self) -> Money:
        return _sum(self.lines, self.fee.currency)


def price(rate: Rate, use: PricedUse) -> Quote:
    """The lines of one use under one rate."""
    running = Money(rate.day_rate_minor, rate.currency)
    lines = [Line("day-rate", running.plain(), running.minor, "rate.day_rate")]
    for code, numerator, denominator, rule in _factors(rate, use):
        after = Money(rounded_share(running.minor, numerator, denominator), rate.currency)
        arithmetic = f"{running.plain()} x {_factor_text(numerator, denominator)} = {after.plain()}"
        lines.append(Line(code, arithmetic, after.minor - running.minor, rule))
        running = after
    if running.minor < rate.minimum_minor:
        least = Money(rate.minimum_minor, rate.currency)
        lacking = least - running
        lines.append(Line("minimum", f"{least.plain()} - {running.plain()}", lacking.minor, "rate.minimum"))
    return Quote(tuple(lines), rate.currency)


def settle(quote: Quote, commission_bps: int) -> Settlement:
    """Her agency's commission, as she agreed it in the mandate, is taken out of her fee. The rest is hers."""
    if not 0 <= commission_bps <= WHOLE_BPS:
        raise ValueError(f"commission_bps must be 0 to {WHOLE_BPS}, got {commission_bps}")
    fee = quote.fee
    commission = fee.share(commission_bps)
    lines = [Line("fee", " + ".join(f"{_plain(quote, line)}" for line in quote.lines), fee.minor, "quote")]
    if commission_bps:
        arithmetic = f"{fee.plain()} x {_factor_text(commission_bps, WHOLE_BPS)} = {commission.plain()}"
        lines.append(Line("commission", arithmetic, -commission.minor, "mandate.commission"))
    return Settlement(fee, commission, tuple(lines))


@dataclass(frozen=True, slots=True)
class CrewShare:
    """What the house pays the crew of her captures on top of the fee, and the equal parts of each of them."""

    whole: Money
    parts: tuple[Money, ...]
    lines: tuple[Line, ...]

    def lines_of(self, place: int) -> tuple[Line, ...]:
        """How one part came about."""
        part = self.parts[place]
        arithmetic = f"{self.whole.plain()} / {len(self.parts)} = {part.plain()}"
        return (*self.lines, Line("crew-part", arithmetic, part.minor, "terms.pay.crew_share"))


def crew_share(fee: Money, bps: int, people: int) -> CrewShare:
    """Nothing of it is the owner's. Where there is nobody to pay it is nothing; the first bear the odd units."""
    if not 0 <= bps <= WHOLE_BPS:
        raise ValueError(f"bps must be 0 to {WHOLE_BPS}, got {bps}")
    whole = fee.share(bps) if people else Money(0, fee.currency)
    if not whole:
        return CrewShare(whole, (), ())
    arithmetic = f"{fee.plain()} x {_factor_text(bps, WHOLE_BPS)} = {whole.plain()}"
    return CrewShare(whole, whole.split(people), (Line("crew", arithmetic, whole.minor, "terms.pay.crew_share"),))


def basis_points(factor: str) -> int:
    """A factor written as a decimal, "1.20", as basis points. Raises ValueError when it is finer than that."""
    points = Decimal(factor) * WHOLE_BPS
    if not points.is_finite() or points != points.to_integral_value():
        raise ValueError(f"factor must have at most four decimals, got {factor!r}")
    return int(points)


def _factors(rate: Rate, use: PricedUse) -> Iterator[tuple[str, int, int, str]]:
    """(code, numerator, denominator, rule) of each factor, in the order of the formula; x 1.00 is shown too."""
    yield "channel", *_agreed(rate.channels.get(use.channel), f"channels.{use.channel}")
    yield "territory", *_agreed(rate.territories.get(use.territory), f"territories.{use.territory}")
    step = next(((most, bps) for most, bps in rate.days if use.days <= most), None)
    if step:
        yield "days", step[1], WHOLE_BPS, f"rate.days.{step[0]}"
    else:
        yield "days", use.days, YEAR_DAYS, "rate.days-of-365"
    yield "notice", *_agreed(rate.notice.get(use.notice_days), f"notice.{use.notice_days}")


def _agreed(bps: int | None, name: str) -> tuple[int, int, str]:
    return (WHOLE_BPS, WHOLE_BPS, "rate.no-factor") if bps is None else (bps, WHOLE_BPS, f"rate.{name}")


def _factor_text(numerator: int, denominator: int) -> str:
    """ "1.20" for basis points, without digits that say nothing; "90/365" for days."""
    if denominator != WHOLE_BPS:
        return f"{numerator}/{denominator}"
    exact = f"{Decimal(numerator) / WHOLE_BPS:.4f}"
    return exact[:-2] if exact.endswith("00") else exact


def _plain(quote: Quote, line: Line) -> str:
    amount = Money(line.amount_minor, quote.currency).plain()
    return f"({amount})" if line.amount_minor < 0 else amount


def _sum(lines: tuple[Line, ...], currency: str) -> Money:
    return total((Money(line.amount_minor, currency) for line in lines), currency)


# The same arithmetic in one line.


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
        elif code in OF_THE_CREW:
            continue  # on top of the fee
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
