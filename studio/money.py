"""Money is whole: an integer of minor units and a currency. No float ever touches it.

It is written in one form everywhere, in the reader's own signs: "1,104.00 EUR", "1 104,00 EUR".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from babel import Locale
from babel.numbers import format_decimal, get_currency_precision, get_decimal_symbol

WHOLE_BPS = 10_000
NBSP = "\u00a0"
MINUS = "\u2212"


class OtherCurrency(ValueError):
    """Two currencies met in one sum or comparison. There is no rate here to bring them together."""


@dataclass(frozen=True, slots=True)
class Money:
    """minor: in the currency's smallest unit (cents; yen have none smaller). currency: ISO 4217, "EUR"."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.minor, int) or isinstance(self.minor, bool):
            raise TypeError(f"minor must be an int, got {self.minor!r}")
        if len(self.currency) != 3 or not (self.currency.isascii() and self.currency.isupper()):
            raise ValueError(f"currency must be three capitals, got {self.currency!r}")

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __bool__(self) -> bool:
        return self.minor != 0

    def __lt__(self, other: "Money") -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.minor <= self._same(other)

    def __gt__(self, other: "Money") -> bool:
        return self.minor > self._same(other)

    def __ge__(self, other: "Money") -> bool:
        return self.minor >= self._same(other)

    def share(self, bps: int) -> "Money":
        """So many parts of 10,000, rounded half up. Who takes a share keeps the rest by subtracting it."""
        return Money(rounded_share(self.minor, bps, WHOLE_BPS), self.currency)

    def split(self, parts: int) -> tuple["Money", ...]:
        """As even as whole units allow; the parts add up exactly, and the first ones bear the odd units."""
        if parts < 1:
            raise ValueError(f"parts must be 1 or more, got {parts}")
        each, odd = divmod(self.minor, parts)
        return tuple(Money(each + (number < odd), self.currency) for number in range(parts))

    @property
    def amount(self) -> Decimal:
        """In major units, exactly: 1234 cents are 12.34."""
        return Decimal(self.minor).scaleb(-get_currency_precision(self.currency))

    def plain(self) -> str:
        """The number alone, the same in every language, for arithmetic: "600.00"."""
        return f"{self.amount:f}"

    def words(self, locale: str) -> str:
        """As every page and paper shows it: "1,104.00 EUR", "1 104,00 EUR"."""
        return f"{figure(self.plain(), locale)}{NBSP}{self.currency}"

    def _same(self, other: "Money") -> int:
        if not isinstance(other, Money):
            raise TypeError(f"money only meets money, got {other!r}")
        if other.currency != self.currency:
            raise OtherCurrency(f"{self.currency} met {other.currency}")
        return other.minor


def total(amounts: Iterable[Money], currency: str) -> Money:
    """The sum, 0 of `currency` when there is nothing to add."""
    return sum(amounts, start=Money(0, currency))


def figure(plain: str, locale: str) -> str:
    """A number as arithmetic writes it, "-1200.00", in a language's signs: "−1,200.00", "−1 200,00"."""
    spoken = Locale.parse(locale.replace("_", "-"), sep="-")
    whole, point, part = plain.lstrip("-").partition(".")
    grouped = format_decimal(int(whole), locale=spoken)
    return f"{MINUS if plain.startswith('-') else ''}{grouped}{get_decimal_symbol(spoken) if point else ''}{part}"


def rounded_share(minor: int, numerator: int, denominator: int) -> int:
    """minor x numerator / denominator, rounded half away from zero, so that a reversal is the exact mirror."""
    if denominator <= 0:
        raise ValueError(f"denominator must be above 0, got {denominator}")
    product = minor * numerator
    nearest = (2 * abs(product) + denominator) // (2 * denominator)
    return nearest if product >= 0 else -nearest
