"""What a licence can say is read strictly, written back the same, and told in sentences."""

import unittest
from datetime import date

from hypothesis import given, settings

from studio.consent import terms, words
from studio.consent.terms import Exclusive, StandingRules, Terms, TermsError
from studio.consent.wording import sentences_of
from tests.consent.strategies import any_rules, any_terms

LEAST = {"starts_on": "2026-05-01", "ends_on": "2026-06-30"}


class FromJsonTests(unittest.TestCase):
    def test_what_is_not_said_is_denied(self) -> None:
        read = Terms.from_json(LEAST)
        for name in ("purposes", "categories", "channels", "territories", "alterations"):
            self.assertEqual(getattr(read, name), ())
        self.assertEqual((read.pieces, read.competing, read.approval), (0, "never", "each-piece"))

    def test_what_is_not_a_term_is_named(self) -> None:
        for wrong, named in (
            ({"training": True}, "has no term training"),
            ({"channels": ["billboard"]}, "channels must be some of"),
            ({"channels": "own-site"}, "channels must be a list of words"),
            ({"territories": ["fr"]}, "territories must be ISO 3166-1"),
            ({"notice_days": 31}, "notice_days must be one of 0, 30, 90, 180"),
            ({"notice_days": False}, "notice_days"),
            ({"pieces": -1}, "pieces must be a whole number of 0 or more, got -1"),
            ({"pieces": True}, "pieces"),
            ({"starts_on": "May"}, "starts_on must be a day"),
            ({"alterations": ["skin-tone"]}, "alterations must be some of"),
            ({"pay": {"channels": {"print": 0.8}}}, "channels must be a decimal as text"),
            ({"pay": {"channels": {"print": "NaN"}}}, "channels must be a decimal as text"),
        ):
            with self.subTest(wrong), self.assertRaisesRegex(TermsError, named):
                Terms.from_json({**LEAST, **wrong})

    def test_what_is_missing_is_named(self) -> None:
        with self.assertRaisesRegex(TermsError, "lacks ends_on"):
            Terms.from_json({"starts_on": "2026-05-01"})
        with self.assertRaisesRegex(TermsError, "must be a mapping"):
            Terms.from_json([])

    @given(any_terms)
    @settings(max_examples=100, deadline=None)
    def test_terms_come_back_as_they_were_written(self, given_terms: Terms) -> None:
        self.assertEqual(Terms.from_json(given_terms.to_json()), given_terms)

    @given(any_rules)
    @settings(max_examples=50, deadline=None)
    def test_so_do_standing_rules(self, rules: StandingRules) -> None:
        self.assertEqual(StandingRules.from_json(rules.to_json()), rules)

    def test_exclusivities_and_pay_too(self) -> None:
        one = Exclusive("denim", "DE", date(2026, 5, 1), date(2026, 5, 31))
        whole = Terms.from_json({**LEAST, "exclusivity": [one.to_json()], "pay": {"day_rate_minor": 5}})
        self.assertEqual((whole.exclusivity, whole.pay.day_rate_minor), ((one,), 5))
        self.assertEqual(Terms.from_json(whole.to_json()), whole)


class LackingTests(unittest.TestCase):
    def test_tests_stand_alone(self) -> None:
        mixed = Terms.from_json({**LEAST, "purposes": ["tests", "campaign"]})
        self.assertIn("purposes", mixed.lacking())

    def test_tests_last_seven_days_at_most_and_shut_nobody_out(self) -> None:
        def lacking(**fields: object) -> list[str]:
            return Terms.from_json({**LEAST, "purposes": ["tests"], "test_previews": 2, **fields}).lacking()

        self.assertNotIn("days", lacking(ends_on="2026-05-07"))
        self.assertIn("days", lacking(ends_on="2026-05-08"))
        exclusive = {"category": "denim", "territory": "DE", "starts_on": "2026-05-01", "ends_on": "2026-05-07"}
        self.assertIn("exclusivity", lacking(exclusivity=[exclusive]))

    def test_a_country_is_one_that_there_is(self) -> None:
        with self.assertRaisesRegex(TermsError, "territories must be ISO 3166-1"):
            Terms.from_json({**LEAST, "territories": ["XX"]})

    def test_ten_years_at_most(self) -> None:
        long = Terms.from_json({"starts_on": "2026-01-01", "ends_on": "2036-01-02"})
        self.assertIn("days", long.lacking())
        leap = Terms.from_json({"starts_on": "2028-02-29", "ends_on": "2038-02-28"})
        self.assertNotIn("days", leap.lacking())


class WordsTests(unittest.TestCase):
    def test_every_code_has_a_word(self) -> None:
        for kind, codes in (
            ("purpose", terms.PURPOSES),
            ("category", terms.CATEGORIES),
            ("channel", terms.CHANNELS),
            ("alteration", terms.ALTERATIONS),
            ("approval", terms.APPROVALS),
            ("competing", terms.COMPETING),
            ("notice", terms.NOTICE_DAYS),
            ("name-form", terms.NAME_FORMS),
            ("represented-by", terms.REPRESENTED_BY),
        ):
            with self.subTest(kind):
                self.assertEqual(set(words.KINDS[kind]), {str(code) for code in codes})

    def test_countries_have_names_and_the_world_comes_first(self) -> None:
        self.assertEqual(words.label("territory", "DE"), "Germany")
        self.assertEqual(words.choices("territory")[0][0], terms.WORLD)
        self.assertNotIn("EU", dict(words.choices("territory")))


class SentencesTests(unittest.TestCase):
    def test_each_term_is_told(self) -> None:
        told = "\n".join(
            sentences_of(
                Terms.from_json(
                    {
                        **LEAST,
                        "intended_use": "Coats for the autumn",
                        "purposes": ["campaign"],
                        "categories": ["outerwear", "denim"],
                        "never_categories": ["fur"],
                        "channels": ["own-site", "instagram"],
                        "territories": ["FR", "WORLD"],
                        "alterations": ["hair-colour"],
                        "never_scenes": ["smoking"],
                        "pieces": 1,
                        "pieces_a_month": 1,
                        "notice_days": 90,
                        "pay": {"day_rate_minor": 120000, "commission_bps": 2000},
                    }
                ),
                "en",
                house="Corvane",
            )
        )
        for words_told in (
            "Corvane may use your twin",
            "Coats for the autumn",
            "for campaign",
            "in outerwear and denim",
            "Never in fur",
            "own site and Instagram",
            "France and the world",
            "1 May 2026 to 30 June 2026",
            "hair colour",
            "smoking",
            "At most 1 piece may",
            "90 days",
            "1,200.00\u00a0EUR",
            "20\u00a0%",
            "training",
        ):
            with self.subTest(words_told):
                self.assertIn(words_told, told)
