"""What a mandate may say. Plain values in, a reasoned decision out; nothing here knows a database or a clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from studio.consent.representing import POWERS
from studio.consent.terms import WORLD
from studio.decisions import YES, Decision, no

NEW_YORK = "US-NY"
LAWS = ("", NEW_YORK, "FR", "DE", "IT", "ES", "NL", "SE", "DK", "GB", "US-CA")
FAIR_COMMISSION_BPS = 2_000
FAIR_YEARS = 3
WHOLE_BPS = 10_000


@dataclass(frozen=True, slots=True)
class MandateTerms:
    """law: ISO 3166-2 of the law that governs it, "US-NY"; empty where neither side named one."""

    territories: tuple[str, ...]
    may: tuple[str, ...]
    commission_bps: int
    starts_on: date
    ends_on: date
    mother: bool = False
    exclusive: bool = False
    law: str = ""


def may_offer(terms: MandateTerms, today: date) -> Decision:
    """What no side can sign is not offered either. The law of New York caps a commission and a length."""
    if not _is_whole(terms) or terms.ends_on < today:
        return no("mandate-not-right")
    if terms.law == NEW_YORK:
        return next(iter(beyond_new_york(terms)), YES)
    return YES


def _is_whole(terms: MandateTerms) -> bool:
    return (
        bool(terms.territories)
        and bool(terms.may)
        and set(terms.may) <= set(POWERS)
        and terms.law in LAWS
        and 0 <= terms.commission_bps <= WHOLE_BPS
        and terms.starts_on <= terms.ends_on
    )


def beyond_new_york(terms: MandateTerms) -> list[Decision]:
    """Refusals where that law governs."""
    found = []
    if terms.commission_bps > FAIR_COMMISSION_BPS:
        found.append(no("mandate-share-over-law", most=FAIR_COMMISSION_BPS // 100))
    if is_long(terms):
        found.append(no("mandate-years-over-law", most=FAIR_YEARS))
    return found


def warnings(terms: MandateTerms) -> list[Decision]:
    """What she reads before she signs and the agency before it offers. A warning hinders nobody."""
    found = []
    if terms.commission_bps > FAIR_COMMISSION_BPS:
        found.append(no("mandate-share-high", most=FAIR_COMMISSION_BPS // 100))
    if is_long(terms):
        found.append(no("mandate-years-long", most=FAIR_YEARS))
    return found


def is_long(terms: MandateTerms) -> bool:
    """More than so many years, both days included."""
    first = terms.starts_on
    leap_day = (first.month, first.day) == (2, 29)
    month, day = (3, 1) if leap_day else (first.month, first.day)
    return terms.ends_on >= date(first.year + FAIR_YEARS, month, day)


def clash(terms: MandateTerms, others: Iterable[tuple[str, MandateTerms]], today: date) -> Decision:
    """Where one of two mandates is exclusive they share no place. others: by the agency's name; only she reads it."""
    for agency, other in others:
        shared = _shared(terms.territories, other.territories)
        is_now = other.ends_on >= max(today, terms.starts_on) and other.starts_on <= terms.ends_on
        if shared and is_now and (terms.exclusive or other.exclusive):
            return no("mandate-clash", agency=agency, territory=", ".join(shared).replace(WORLD, "world"))
    return YES


def _shared(one: tuple[str, ...], other: tuple[str, ...]) -> list[str]:
    if WORLD in one:
        return list(other)
    return list(one) if WORLD in other else [code for code in one if code in other]
