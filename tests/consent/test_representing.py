"""What an agency may do, and which bookings it may confirm: only what lies whole inside terms she has signed."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from unittest import TestCase

from hypothesis import assume, given
from hypothesis import strategies as st

from studio.consent.rates import fee_of
from studio.consent.representing import POWERS, Acting, Booking, may_act, may_confirm
from studio.consent.rules import Licence
from studio.consent.terms import CATEGORIES, CHANNELS, WORLD, Terms
from studio.money import Money
from studio.web.sentences import sentence
from tests.crew import NOW, terms

DAY = date(2026, 5, 12)


def acting(**fields: Any) -> Acting:
    said: dict[str, Any] = {"owner": "Nia", "territories": ("DE", "FR"), "may": POWERS}
    return Acting(**({"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)} | said | fields))


def licence(**fields: Any) -> Licence:
    return Licence(version="1", house="corvane", terms=terms(**fields))


def booking(**fields: Any) -> Booking:
    said: dict[str, Any] = {
        "house": "corvane",
        "category": "outerwear",
        "territory": "DE",
        "channels": ("own-site",),
        "starts_on": date(2026, 6, 1),
        "ends_on": date(2026, 6, 30),
        "pieces": 2,
        "fee": Money(1_000_000, "EUR"),
    }
    return Booking(**(said | fields))


class MayActTests(TestCase):
    def test_the_last_day_counts(self) -> None:
        self.assertTrue(may_act(acting(), "hold", ("DE",), date(2026, 12, 31)))
        self.assertEqual(may_act(acting(), "hold", ("DE",), date(2027, 1, 1)).code, "no-mandate")

    def test_an_ended_mandate_lets_nothing(self) -> None:
        for mandate in (None, acting(ended=True)):
            self.assertEqual(may_act(mandate, "hold", ("DE",), DAY).code, "no-mandate")

    def test_it_does_what_the_mandate_says_and_no_more(self) -> None:
        decision = may_act(acting(may=("negotiate",)), "hold", ("DE",), DAY)
        self.assertEqual(sentence(decision), "Your mandate for Nia does not let you hold options.")

    def test_outside_its_territories_it_reads_where_its_mandate_reaches(self) -> None:
        decision = may_act(acting(), "negotiate", ("DE", "IT"), DAY)
        self.assertEqual(sentence(decision), "Your mandate for Nia covers Germany and France; this is for Italy.")

    def test_a_list_of_countries_does_not_cover_the_world(self) -> None:
        self.assertFalse(may_act(acting(), "hold", (WORLD,), DAY))
        self.assertTrue(may_act(acting(territories=(WORLD,)), "hold", ("IT", WORLD), DAY))


class MayConfirmTests(TestCase):
    def beyond(self, **fields: Any) -> str:
        return may_confirm(acting(territories=(WORLD,)), licence(), booking(**fields), DAY).values.get("beyond", "")

    def test_inside_signed_terms_it_may(self) -> None:
        self.assertTrue(may_confirm(acting(), licence(), booking(), DAY))

    def test_each_term_is_asked(self) -> None:
        for beyond, fields in (
            ("category", {"category": "denim"}),
            ("territory", {"territory": "US"}),
            ("channels", {"channels": ("tv",)}),
            ("days", {"ends_on": date(2027, 1, 1)}),
            ("pieces", {"pieces": 11, "fee": Money(100_000_000, "EUR")}),
            ("pieces", {"pieces": 0}),
            ("price", {"fee": Money(1, "EUR")}),
            ("price", {"fee": Money(1_000_000, "USD")}),
        ):
            with self.subTest(fields):
                self.assertEqual(self.beyond(**fields), beyond)

    def test_pieces_that_were_taken_are_gone(self) -> None:
        taken = replace(licence(), pieces={str(number): "2026-05" for number in range(9)})
        self.assertEqual(may_confirm(acting(), taken, booking(), DAY).values["beyond"], "pieces")

    def test_another_houses_licence_is_none(self) -> None:
        self.assertEqual(may_confirm(acting(), licence(), booking(house="kessel"), DAY).code, "booking-not-licensed")
        self.assertEqual(may_confirm(acting(), None, booking(), DAY).code, "booking-not-licensed")

    def test_a_licence_for_tests_books_nothing(self) -> None:
        tests = licence(purposes=("tests",))
        self.assertEqual(may_confirm(acting(), tests, booking(), DAY).code, "booking-not-licensed")

    def test_a_licence_that_ended_books_nothing(self) -> None:
        over = replace(licence(), in_force=False)
        self.assertEqual(may_confirm(acting(), over, booking(), DAY).code, "booking-not-licensed")

    def test_the_mandates_own_territories_are_asked_first(self) -> None:
        self.assertEqual(may_confirm(acting(territories=("FR",)), licence(), booking(), DAY).code, "outside-mandate")

    def test_the_least_price_is_what_her_terms_say(self) -> None:
        least = fee_of(
            terms(),
            channels=("own-site",),
            territories=("DE",),
            starts_on=date(2026, 6, 1),
            ends_on=date(2026, 6, 30),
            pieces=2,
        )
        self.assertTrue(may_confirm(acting(), licence(), booking(fee=least), DAY))
        self.assertEqual(self.beyond(fee=least - Money(1, "EUR")), "price")


day = st.integers(0, 500).map(lambda offset: date(2025, 10, 1) + timedelta(days=offset))
bookings = st.builds(
    Booking,
    house=st.sampled_from(["corvane", "kessel"]),
    category=st.sampled_from(CATEGORIES),
    territory=st.sampled_from(["DE", "FR", "IT", "US", WORLD]),
    channels=st.lists(st.sampled_from(CHANNELS), unique=True, max_size=3).map(tuple),
    starts_on=day,
    ends_on=day,
    pieces=st.integers(0, 20),
    fee=st.integers(0, 5_000_000).map(lambda minor: Money(minor, "EUR")),
)
mandates = st.builds(
    acting,
    territories=st.lists(st.sampled_from(["DE", "FR", "US", WORLD]), unique=True).map(tuple),
    may=st.lists(st.sampled_from(POWERS), unique=True).map(tuple),
    ended=st.booleans(),
)


class WholeInsideTests(TestCase):
    """A yes is never more than the mandate, and never more than what she signed."""

    @given(mandates, bookings)
    def test_a_yes_lies_inside_both(self, mandate: Acting, wanted: Booking) -> None:
        signed = licence(never_categories=("fur",))
        if not may_confirm(mandate, signed, wanted, DAY):
            return
        said: Terms = signed.terms
        self.assertTrue(not mandate.ended and "confirm" in mandate.may)
        self.assertTrue(WORLD in mandate.territories or wanted.territory in mandate.territories)
        self.assertEqual(wanted.house, signed.house)
        self.assertIn(wanted.category, said.categories)
        self.assertIn(wanted.territory, said.territories)
        self.assertTrue(wanted.channels and set(wanted.channels) <= set(said.channels))
        self.assertTrue(said.starts_on <= wanted.starts_on <= wanted.ends_on <= said.ends_on)
        self.assertTrue(1 <= wanted.pieces <= said.pieces)

    @given(bookings, st.integers(1, 1_000_000))
    def test_to_pay_more_never_turns_a_yes_into_a_no(self, wanted: Booking, more: int) -> None:
        everywhere = acting(territories=(WORLD,))
        assume(may_confirm(everywhere, licence(), wanted, DAY).code in {"ok", "booking-beyond-terms"})
        dearer = replace(wanted, fee=wanted.fee + Money(more, "EUR"))
        if may_confirm(everywhere, licence(), wanted, DAY):
            self.assertTrue(may_confirm(everywhere, licence(), dearer, DAY))

    @given(mandates, bookings)
    def test_it_is_total(self, mandate: Acting, wanted: Booking) -> None:
        for signed in (None, licence(), licence(territories=(WORLD,), categories=CATEGORIES[:20])):
            self.assertIn(may_confirm(mandate, signed, wanted, NOW.date()).allowed, {True, False})
