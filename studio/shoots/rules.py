"""Who may do what on a shoot, and what its brief still lacks. Pure functions of plain values."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from studio.decisions import YES, Decision, no

NAME_MOST = 120
WORDS_MOST = 240
YEARS_MOST = 10
BRANDS_MOST = 20
PRODUCING_ROLES = ("admin", "producer")
PLANNING_CRAFTS = ("production", "creative-direction", "art-direction", "photography", "styling")

# What a twin's owner has to know before she can say yes, and what a delivery needs besides.
FOR_CASTING = ("purpose", "categories", "channels", "territories", "starts_on", "ends_on")
FOR_DELIVERY = ("intended_use", *FOR_CASTING)


class BriefLike(Protocol):
    @property
    def intended_use(self) -> str: ...
    @property
    def purpose(self) -> str: ...
    @property
    def categories(self) -> list[str]: ...
    @property
    def channels(self) -> list[str]: ...
    @property
    def territories(self) -> list[str]: ...
    @property
    def starts_on(self) -> date | None: ...
    @property
    def ends_on(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class Fields:
    """A brief as somebody filled it in. Empty means not said yet."""

    intended_use: str = ""
    purpose: str = ""
    categories: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    visible_brands: tuple[str, ...] = ()
    product_lines: tuple[str, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None


def brief_missing(brief: BriefLike, needed: Collection[str] = FOR_CASTING) -> list[str]:
    """The fields that are still empty, in the order the form asks for them."""
    return [name for name in needed if not getattr(brief, name)]


def may_cast_from(brief: BriefLike) -> Decision:
    """Nobody is asked for a yes to something that is not said."""
    return _whole(brief, FOR_CASTING)


def may_deliver_from(brief: BriefLike) -> Decision:
    return _whole(brief, FOR_DELIVERY)


def _whole(brief: BriefLike, needed: Collection[str]) -> Decision:
    missing = brief_missing(brief, needed)
    if not missing:
        return YES
    return no("brief-incomplete", fix="fill-brief", missing=",".join(name.replace("_", "-") for name in missing))


def may_produce(*, produces: bool) -> Decision:
    return YES if produces else no("not-producer")


def may_open(roles: Collection[str], name: str) -> Decision:
    """A producer or an admin of the house opens its shoots; a name is enough to begin."""
    if not set(roles) & set(PRODUCING_ROLES):
        return no("not-producer")
    return named(name)


def named(name: str) -> Decision:
    if not name.strip():
        return no("name-needed")
    return YES if len(name.strip()) <= NAME_MOST else no("name-too-long", most=NAME_MOST)


def may_plan(crafts: Collection[str], *, produces: bool) -> Decision:
    """The shot list is kept by those who plan the pictures; everybody on it may tick."""
    return YES if produces or set(crafts) & set(PLANNING_CRAFTS) else no("not-planning")


def worded(words: str) -> Decision:
    if not words.strip():
        return no("words-needed")
    return YES if len(words.strip()) <= WORDS_MOST else no("words-too-long", most=WORDS_MOST)


def may_be_brief(fields: Fields, known: Mapping[str, Collection[str]]) -> Decision:
    """known: the codes there are, for "purpose", "categories", "channels" and "territories"."""
    refusals = [*_unknown(fields, known), *_days(fields), *_brands(fields)]
    return refusals[0] if refusals else YES


def _unknown(fields: Fields, known: Mapping[str, Collection[str]]) -> Iterator[Decision]:
    if fields.purpose and fields.purpose not in known["purpose"]:
        yield no("not-a-choice")
    for name in ("categories", "channels", "territories"):
        if set(getattr(fields, name)) - set(known[name]):
            yield no("not-a-choice")


def _days(fields: Fields) -> Iterator[Decision]:
    """Both days count. Ten years is the longest that anybody can be asked for."""
    first, last = fields.starts_on, fields.ends_on
    if first and last and last < first:
        yield no("days-reversed", starts=first, ends=last)
    if first and last and (last.year - first.year, last.month, last.day) >= (YEARS_MOST, first.month, first.day):
        yield no("days-too-many", most=YEARS_MOST)


def _brands(fields: Fields) -> Iterator[Decision]:
    for names in (fields.visible_brands, fields.product_lines):
        if len(names) > BRANDS_MOST or any(len(name) > NAME_MOST for name in names):
            yield no("brands-too-many", most=BRANDS_MOST)


def may_embargo(until: datetime | None, now: datetime) -> Decision:
    """An embargo is lifted by its day, or by the producer: never by setting a day that has passed."""
    return no("embargo-passed") if until is not None and until < now else YES
