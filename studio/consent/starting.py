"""What a request begins from: the shoot's brief and her rate card, until somebody changes a word of it."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from studio.consent.terms import CLOSED, TEST_DAYS_AT_MOST, TESTS, Pay, Terms

TESTS_AT_FIRST = 12
YEAR = timedelta(days=364)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a house wants to make, as its brief says it. Empty where the brief says nothing yet."""

    intended_use: str = ""
    purpose: str = ""
    categories: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None
    brands: tuple[str, ...] = field(default=())
    alterations: tuple[str, ...] = ()


def first_terms(wish: Wish, *, today: date, name: str, pay: Pay | None = None) -> Terms:
    """name: the owner's, as her twin is shown. pay: her rate card; without one the house fills in what it offers."""
    starts_on = max(today, wish.starts_on or today)
    ends_on = wish.ends_on if wish.ends_on and wish.ends_on >= starts_on else starts_on + YEAR
    return Terms(
        starts_on=starts_on,
        ends_on=ends_on,
        intended_use=wish.intended_use,
        purposes=(wish.purpose,) if wish.purpose and wish.purpose != TESTS else (),
        categories=_open(wish.categories),
        channels=wish.channels,
        territories=wish.territories,
        brands=wish.brands,
        alterations=wish.alterations,
        pieces=1,
        approval="each-piece",
        notice_days=30,
        name_form="stage",
        shown_name=name,
        pay=pay or Pay(),
    )


def first_tests(wish: Wish, *, today: date) -> Terms:
    """A yes to tests only: so many previews, a week from today, never off the board, not paid."""
    return Terms(
        starts_on=today,
        ends_on=today + timedelta(days=TEST_DAYS_AT_MOST - 1),
        intended_use=wish.intended_use,
        purposes=(TESTS,),
        test_previews=TESTS_AT_FIRST,
        categories=_open(wish.categories),
        approval="none",
    )


def _open(categories: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(each for each in categories if each not in CLOSED)
