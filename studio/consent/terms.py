"""What a licence can say, typed. Deny by default: empty means denied, and an exclusion beats any permission."""

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Self

import pycountry

TESTS = "tests"
INTERNAL = "internal"  # a purpose, and the only channel of that purpose
PURPOSES = (TESTS, "e-commerce", "editorial", "campaign", "social", "in-store", INTERNAL)
CATEGORIES = (
    "outerwear", "knitwear", "shirts", "jersey", "dresses", "skirts", "trousers", "denim", "suiting", "evening",
    "bridal", "sportswear", "footwear", "bags", "accessories", "jewellery", "eyewear", "beauty", "fragrance",
    "hosiery", "lingerie", "swim", "fur", "leather", "alcohol", "tobacco", "gambling", "politics", "medical", "nudity",
)  # fmt: skip
CLOSED = ("politics", "medical", "nudity")  # no licence opens these
CHANNELS = (
    "own-site", "marketplace", "newsletter", "instagram", "tiktok", "facebook", "youtube", "pinterest", "print",
    "lookbook", "press", "in-store", "out-of-home", "tv", INTERNAL,
)  # fmt: skip
WORLD = "WORLD"
ALTERATIONS = ("hair-colour", "body-shape", "skin", "marks")  # skin tone and a younger age: never, so not here
COMPETING = ("never", "ask", "allow")
APPROVALS = ("each-piece", "named", "none")
NOTICE_DAYS = (0, 30, 90, 180)
NAME_FORMS = ("none", "stage", "legal", "pseudonym")
REPRESENTED_BY = ("none", "counsel", "union")
PREVAILS = ("owner", "house")  # whose language's text holds where the two differ
INTENDED_USE_LETTERS = 20
YEARS_AT_MOST = 10
TEST_DAYS_AT_MOST = 7

COUNTRIES = frozenset(country.alpha_2 for country in pycountry.countries)
CURRENCY = re.compile(r"[A-Z]{3}")


class TermsError(ValueError):
    """Names the term, what it may be, and what it was."""


Reader = Callable[[str, Any], Any]


def _wrong(name: str, may_be: str, value: object) -> TermsError:
    return TermsError(f"{name} must be {may_be}, got {value!r}")


def read_text(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise _wrong(name, "text", value)
    return value.strip()


def read_yes(name: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise _wrong(name, "true or false", value)
    return value


def read_count(name: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise _wrong(name, "a whole number of 0 or more", value)
    return value


def read_cap(name: str, value: Any) -> int | None:
    return None if value is None else read_count(name, value)


def read_day(name: str, value: Any) -> date:
    try:
        return value if isinstance(value, date) else date.fromisoformat(value)
    except (TypeError, ValueError):
        raise _wrong(name, "a day like 2026-05-31", value) from None


def read_words(name: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        raise _wrong(name, "a list of words", value)
    return tuple(dict.fromkeys(read_text(name, word) for word in value))


def one_of(*codes: Any) -> Reader:
    def read(name: str, value: Any) -> Any:
        if isinstance(value, bool) or value not in codes:
            raise _wrong(name, f"one of {', '.join(map(str, codes))}", value)
        return value

    return read


def some_of(*codes: str) -> Reader:
    def read(name: str, value: Any) -> tuple[str, ...]:
        words = read_words(name, value)
        for word in words:
            if word not in codes:
                raise _wrong(name, f"some of {', '.join(codes)}", word)
        return words

    return read


def read_territory(name: str, value: Any) -> str:
    if not isinstance(value, str) or not (value == WORLD or value in COUNTRIES):
        raise _wrong(name, f"ISO 3166-1 codes of two capitals, or {WORLD}", value)
    return value


def read_territories(name: str, value: Any) -> tuple[str, ...]:
    return tuple(read_territory(name, code) for code in read_words(name, value))


def read_currency(name: str, value: Any) -> str:
    if not isinstance(value, str) or not CURRENCY.fullmatch(value):
        raise _wrong(name, "a currency of three capitals", value)
    return value


def read_factors(name: str, value: Any) -> dict[str, str]:
    """Factors are decimal text ("0.60"): no binary fraction ever touches money."""
    if not isinstance(value, Mapping):
        raise _wrong(name, "a mapping of names to decimals", value)
    return {read_text(name, key): _decimal(name, factor) for key, factor in value.items()}


def read_day_factors(name: str, value: Any) -> dict[str, str]:
    """By up to so many days, the shortest first: {"30": "0.25", "90": "0.60"}."""
    factors = read_factors(name, value)
    if not all(most.isascii() and most.isdigit() and int(most) > 0 for most in factors):
        raise _wrong(name, "factors by whole numbers of days", value)
    return dict(sorted(factors.items(), key=lambda each: int(each[0])))


def _decimal(name: str, value: Any) -> str:
    try:
        if isinstance(value, str) and Decimal(value).is_finite() and Decimal(value) >= 0:
            return value
    except InvalidOperation:
        pass
    raise _wrong(name, 'a decimal as text, like "0.60"', value)


def term(default: Any, read: Reader) -> Any:
    return field(default=default, metadata={"read": read})


class FromJson:
    """Strict both ways: a name that is not a term is refused, and so is a value that is not the term's."""

    __slots__ = ()

    @classmethod
    def from_json(cls, value: Any) -> Self:
        if not isinstance(value, Mapping):
            raise _wrong(cls.__name__, "a mapping", value)
        known = {each.name: each for each in fields(cls)}  # type: ignore[arg-type]
        if unknown := sorted(set(value) - set(known)):
            raise TermsError(f"{cls.__name__} has no term {', '.join(unknown)}")
        read = {name: known[name].metadata["read"](name, given) for name, given in value.items()}
        try:
            return cls(**read)
        except TypeError:
            missing = [name for name, each in known.items() if name not in value and _is_required(each)]
            raise TermsError(f"{cls.__name__} lacks {', '.join(missing)}") from None

    def to_json(self) -> dict[str, Any]:
        return {each.name: _plain(getattr(self, each.name)) for each in fields(self)}  # type: ignore[arg-type]


def _is_required(each: Any) -> bool:
    return each.default is MISSING and each.default_factory is MISSING


def _plain(value: Any) -> Any:
    if isinstance(value, FromJson):
        return value.to_json()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return dict(value) if isinstance(value, Mapping) else value


@dataclass(frozen=True, slots=True)
class Pay(FromJson):
    """Fee = day rate x channel x territory x days x notice, never under the minimum. bps: parts of 10,000.

    days: a factor by up to so many days; what is longer than them all is paid as parts of 365.
    """

    currency: str = term("EUR", read_currency)
    day_rate_minor: int = term(0, read_count)
    channels: Mapping[str, str] = field(default_factory=dict, metadata={"read": read_factors})
    territories: Mapping[str, str] = field(default_factory=dict, metadata={"read": read_factors})
    days: Mapping[str, str] = field(default_factory=dict, metadata={"read": read_day_factors})
    notice: Mapping[str, str] = field(default_factory=dict, metadata={"read": read_factors})
    minimum_minor: int = term(0, read_count)
    kill_fee_bps: int = term(0, read_count)
    commission_bps: int = term(0, read_count)
    crew_share_bps: int = term(0, read_count)
    pay_within_days: int = term(30, read_count)


@dataclass(frozen=True, slots=True)
class Exclusive(FromJson):
    """Category x territory x window that nobody else gets."""

    category: str = field(metadata={"read": one_of(*CATEGORIES)})
    territory: str = field(metadata={"read": read_territory})
    starts_on: date = field(metadata={"read": read_day})
    ends_on: date = field(metadata={"read": read_day})


def read_exclusives(name: str, value: Any) -> tuple[Exclusive, ...]:
    if not isinstance(value, list | tuple):
        raise _wrong(name, "a list", value)
    return tuple(each if isinstance(each, Exclusive) else Exclusive.from_json(each) for each in value)


def read_pay(name: str, value: Any) -> Pay:
    return value if isinstance(value, Pay) else Pay.from_json(value)


@dataclass(frozen=True, slots=True)
class Terms(FromJson):
    """One version of a licence. First and last day are both included, in the owner's own time zone."""

    starts_on: date = field(metadata={"read": read_day})
    ends_on: date = field(metadata={"read": read_day})
    brands: tuple[str, ...] = term((), read_words)
    product_lines: tuple[str, ...] = term((), read_words)
    intended_use: str = term("", read_text)
    represented_by: str = term("none", one_of(*REPRESENTED_BY))
    purposes: tuple[str, ...] = term((), some_of(*PURPOSES))
    test_previews: int = term(0, read_count)
    categories: tuple[str, ...] = term((), some_of(*CATEGORIES))
    never_categories: tuple[str, ...] = term((), some_of(*CATEGORIES))
    channels: tuple[str, ...] = term((), some_of(*CHANNELS))
    territories: tuple[str, ...] = term((), read_territories)
    never_scenes: tuple[str, ...] = term((), read_words)
    never_poses: tuple[str, ...] = term((), read_words)
    never_beside: tuple[str, ...] = term((), read_words)
    alterations: tuple[str, ...] = term((), some_of(*ALTERATIONS))
    competing: str = term("never", one_of(*COMPETING))
    exclusivity: tuple[Exclusive, ...] = term((), read_exclusives)
    pieces: int = term(0, read_count)
    pieces_a_month: int | None = term(None, read_cap)
    approval: str = term("each-piece", one_of(*APPROVALS))
    approver: str = term("", read_text)  # whom she names, by id
    notice_days: int = term(0, one_of(*NOTICE_DAYS))
    pay: Pay = field(default_factory=Pay, metadata={"read": read_pay})
    name_form: str = term("none", one_of(*NAME_FORMS))
    shown_name: str = term("", read_text)
    prevails: str = term("owner", one_of(*PREVAILS))

    @property
    def tests_only(self) -> bool:
        return TESTS in self.purposes

    @property
    def last_day(self) -> date:
        """Tests end after seven days, whatever else is written."""
        if not self.tests_only:
            return self.ends_on
        return date.fromordinal(min(self.ends_on.toordinal(), self.starts_on.toordinal() + TEST_DAYS_AT_MOST - 1))

    def lacking(self) -> list[str]:
        """The terms that must be right before anybody can sign, by name."""
        checks = {
            "intended_use": len(self.intended_use) >= INTENDED_USE_LETTERS,
            "purposes": bool(self.purposes) and (not self.tests_only or self.purposes == (TESTS,)),
            "test_previews": not self.tests_only or self.test_previews > 0,
            "categories": bool(self.categories) and not set(self.categories) & set(CLOSED),
            "channels": self.tests_only or bool(self.channels),
            "territories": self.tests_only or bool(self.territories),
            "days": self.starts_on <= self.ends_on <= min(self.last_day, _years_after(self.starts_on, YEARS_AT_MOST)),
            "exclusivity": not self.tests_only or not self.exclusivity,
            "approver": self.approval != "named" or bool(self.approver),
            "shown_name": self.name_form in {"none", "legal"} or bool(self.shown_name),
        }
        return [name for name, holds in checks.items() if not holds]


def _years_after(day: date, years: int) -> date:
    if day.year + years > date.max.year:
        return date.max
    return date(day.year + years, day.month, min(day.day, 28) if day.month == 2 else day.day)


@dataclass(frozen=True, slots=True)
class StandingRules(FromJson):
    """Her nevers, across all licences. No licence and no agency opens what stands here."""

    never_houses: tuple[str, ...] = term((), read_words)
    never_brands: tuple[str, ...] = term((), read_words)
    never_purposes: tuple[str, ...] = term((), some_of(*PURPOSES))
    never_categories: tuple[str, ...] = term((), some_of(*CATEGORIES))
    never_channels: tuple[str, ...] = term((), some_of(*CHANNELS))
    never_territories: tuple[str, ...] = term((), read_territories)
    never_alterations: tuple[str, ...] = term((), some_of(*ALTERATIONS))
    never_scenes: tuple[str, ...] = term((), read_words)
    never_poses: tuple[str, ...] = term((), read_words)
    never_beside: tuple[str, ...] = term((), read_words)
    asks_each_piece: bool = term(default=False, read=read_yes)
