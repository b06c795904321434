from datetime import date, timedelta

from django.test import SimpleTestCase

from studio.home.rules import bar, consent_word, greeting, per_cent, reckoned, share_words
from studio.pricing import PricedUse, Rate, price, settle

FIRST = date(2026, 5, 12)


def lines_of(rate: Rate, use: PricedUse, commission_bps: int = 2000) -> list[dict[str, object]]:
    """As the ledger keeps them."""
    quote = price(rate, use)
    lines = (*quote.lines, *settle(quote, commission_bps).lines)
    return [{"code": line.code, "arithmetic": line.arithmetic} for line in lines]


class ReckonedTests(SimpleTestCase):
    def test_it_says_the_rate_the_factors_that_count_the_fee_and_the_agencys_part(self) -> None:
        rate = Rate(120_000, "EUR", channels={"instagram": 3500}, notice={90: 11_500})
        found = reckoned(lines_of(rate, PricedUse("instagram", "FR", 90, notice_days=90)))
        assert found
        self.assertEqual(
            (found.rate, [(factor.code, factor.text) for factor in found.factors], found.fee, found.commission),
            ("1200.00", [("channel", "0.35"), ("days", "90/365"), ("notice", "1.15")], "119.09", "23.82"),
        )
        self.assertEqual(found.share, "20")

    def test_a_minimum_is_the_fee(self) -> None:
        rate = Rate(10_000, "EUR", minimum_minor=5_000)
        found = reckoned(lines_of(rate, PricedUse("print", "FR", 1), commission_bps=0))
        assert found
        self.assertEqual((found.fee, found.commission), ("50.00", ""))

    def test_a_payment_has_no_rate(self) -> None:
        self.assertIsNone(reckoned([]))


class WordsTests(SimpleTestCase):
    def test_per_cent_is_text_from_text(self) -> None:
        for factor, said in (("0.20", "20"), ("0.1250", "12.5"), ("0.05", "5"), ("1.00", "100"), ("0.1234", "12.34")):
            with self.subTest(factor):
                self.assertEqual(per_cent(factor), said)

    def test_a_share_of_ten_thousand_reads_the_same(self) -> None:
        self.assertEqual([share_words(bps) for bps in (2000, 1250, 10_000)], ["20", "12.5", "100"])

    def test_the_greeting_follows_her_clock(self) -> None:
        self.assertEqual([greeting(hour) for hour in (7, 12, 18)], ["morning", "day", "evening"])

    def test_consent_reads_as_the_nearest_of_the_shared_words(self) -> None:
        for switch, asks, ever, word in (
            ("paused", ["none"], True, "paused"),
            ("open", [], False, "none"),
            ("open", [], True, "lapsed"),
            ("open", ["each-piece"], True, "asks"),
            ("open", ["each-piece", "none"], True, "yes"),
        ):
            with self.subTest(word):
                self.assertEqual(consent_word(switch, asks, ever=ever), word)


class BarTests(SimpleTestCase):
    def place(self, begins: int, ends: int) -> object:
        return bar(FIRST + timedelta(begins), FIRST + timedelta(ends), first=FIRST, days=60, width=420)

    def test_both_days_are_included(self) -> None:
        found = bar(FIRST, FIRST, first=FIRST, days=60, width=420)
        self.assertEqual(found and (found.x, found.width), (0.0, 7.0))

    def test_what_lies_beyond_the_line_is_cut_off(self) -> None:
        found = bar(FIRST - timedelta(9), FIRST + timedelta(900), first=FIRST, days=60, width=420)
        self.assertEqual(found and (found.x, found.width), (0.0, 420.0))

    def test_what_is_over_or_far_away_has_no_bar(self) -> None:
        self.assertEqual((self.place(-9, -1), self.place(60, 80)), (None, None))
