"""What she asks for: in versions, in factors that lose no digit, and never binding what was signed before."""

from datetime import date
from typing import Any

from django.test import SimpleTestCase, TestCase

from studio.consent import actions
from studio.consent.models import RateCard
from studio.consent.rate_cards import rate_card_of
from studio.consent.rates import fee_of, rate_card_lacks, rate_of
from studio.consent.terms import Pay, TermsError
from studio.money import Money
from studio.pricing import PricedUse, price
from tests import crew
from tests.crew import NOW, terms


def pay(**fields: Any) -> Pay:
    given: dict[str, Any] = {
        "day_rate_minor": 100_000,
        "channels": {"print": "1.50"},
        "days": {"90": "0.60", "30": "0.25"},
        "notice": {"30": "1.05"},
    }
    return Pay.from_json(given | fields)


class RateTests(SimpleTestCase):
    def test_the_shortest_step_that_holds_the_days_counts(self) -> None:
        for days, fee in ((30, 25_000), (31, 60_000), (90, 60_000), (365, 100_000)):
            with self.subTest(days=days):
                found = price(rate_of(pay()), PricedUse("own-site", "DE", days)).fee
                self.assertEqual(found, Money(fee, "EUR"))

    def test_a_factor_by_days_names_whole_days(self) -> None:
        for wrong in ({"0": "1.0"}, {"a month": "0.3"}, {"-3": "1"}):
            with self.subTest(wrong), self.assertRaises(TermsError):
                pay(days=wrong)

    def test_each_piece_in_each_channel_is_paid(self) -> None:
        agreed = terms(pay=pay(days={}))
        window: dict[str, Any] = {
            "territories": ("DE",),
            "starts_on": date(2026, 1, 1),
            "ends_on": date(2026, 12, 31),
        }
        once = fee_of(agreed, channels=("own-site", "print"), pieces=1, **window)
        self.assertEqual(once, Money(250_000, "EUR"))
        self.assertEqual(fee_of(agreed, channels=("own-site", "print"), pieces=3, **window), Money(750_000, "EUR"))

    def test_what_cannot_be_reckoned_with_is_named(self) -> None:
        self.assertEqual(rate_card_lacks(pay()), [])
        for lacking, fields in (
            ("day-rate", {"day_rate_minor": 0}),
            ("channels", {"channels": {"smoke-signals": "1.00"}}),
            ("channels", {"channels": {"print": "0.00001"}}),
            ("territories", {"territories": {"DE": "0"}}),
            ("notice", {"notice": {"31": "1.00"}}),
            ("kill-fee", {"kill_fee_bps": 10_001}),
            ("crew-share", {"crew_share_bps": 10_001}),
            ("pay-day", {"pay_within_days": 0}),
        ):
            with self.subTest(fields):
                self.assertEqual(rate_card_lacks(pay(**fields)), [lacking])


class SetRateCardTests(TestCase):
    def setUp(self) -> None:
        self.twin = crew.twin()

    def set(self, **fields: Any) -> Any:
        return actions.set_rate_card(self.twin, pay(**fields), by=self.twin.owner, now=NOW)

    def test_a_change_is_a_new_version(self) -> None:
        self.set()
        self.set(day_rate_minor=120_000)
        self.assertEqual([card.version for card in RateCard.objects.order_by("version")], [1, 2])
        card = rate_card_of(self.twin)
        assert card
        self.assertEqual(card.day_rate_minor, 120_000)

    def test_the_same_again_is_no_new_version(self) -> None:
        self.assertEqual(self.set()[1], self.set()[1])

    def test_only_she_sets_it(self) -> None:
        self.assertEqual(actions.set_rate_card(self.twin, pay(), by=crew.person(), now=NOW)[0].code, "not-owner")

    def test_what_cannot_be_reckoned_with_is_refused(self) -> None:
        self.assertEqual(self.set(day_rate_minor=0)[0].values["missing"], "day-rate")

    def test_licences_keep_what_was_signed(self) -> None:
        version = crew.grant(self.twin, crew.house())
        before = dict(version.terms)
        self.set()
        version.refresh_from_db()
        self.assertEqual(version.terms, before)
