import re

from django.test import SimpleTestCase
from django.utils import translation

from studio.decisions import Decision, no
from studio.web.sentences import SENTENCES, TABLES, TERMS, consent_word, sentence, way_on


def names_in(words: object) -> set[str]:
    return set(re.findall(r"%\((\w+)\)s", str(words)))


class SentenceTests(SimpleTestCase):
    def test_every_code_can_be_said_without_any_value(self) -> None:
        for code in SENTENCES:
            with self.subTest(code):
                said = sentence(no(code)) + way_on(no(code))
                self.assertNotRegex(said, r"%\(|%s|\bNone\b")

    def test_every_code_can_be_said_with_all_its_values(self) -> None:
        for code, words in SENTENCES.items():
            with self.subTest(code):
                values = {name: f"Z{name}" for name in names_in(words.what)}
                said = sentence(no(code, **values))
                for value in values.values():
                    self.assertIn(value, said)

    def test_every_refusal_ends_as_a_sentence_and_so_does_its_way_on(self) -> None:
        for code in SENTENCES:
            with self.subTest(code):
                self.assertRegex(sentence(no(code, shared="He shares this.")), r"[.…”]$")
                self.assertRegex(way_on(no(code)), r"^$|[.]$")

    def test_no_sentence_shouts_or_begs_pardon(self) -> None:
        for code, words in SENTENCES.items():
            with self.subTest(code):
                self.assertNotRegex(f"{words.what} {words.next} {words.bare}", r"(?i)!|\bsorry\b|\bplease\b|\boops\b")

    def test_a_bare_form_needs_fewer_values(self) -> None:
        for code, words in SENTENCES.items():
            with self.subTest(code):
                self.assertLess(names_in(words.bare), names_in(words.what) | {"anything"})

    def test_the_days_of_a_licence_are_written_out(self) -> None:
        said = sentence(no("out-of-days", starts="2026-05-01", ends="2026-06-30"))
        self.assertEqual(said, "The licence runs from 1 May 2026 to 30 June 2026, and this falls outside.")

    def test_a_rival_reads_what_is_taken_and_never_by_whom(self) -> None:
        refusal = no("taken-exclusively", category="denim", territory="DE", until="2026-05-31", by="Corvane")
        self.assertEqual(sentence(refusal), "Taken for denim, Germany, until 31 May 2026.")

    def test_several_places_are_listed(self) -> None:
        self.assertIn("France, Germany and Italy", sentence(no("territory-not-granted", territory="FR,DE,IT")))

    def test_an_owner_who_shares_no_reason_gives_none(self) -> None:
        self.assertEqual(
            sentence(no("not-available", shared="")), "Not available for this brief. The owner shares no reason."
        )

    def test_an_owner_who_shares_one_is_quoted(self) -> None:
        self.assertIn("Write to Perron.", sentence(no("not-available", shared="Write to Perron.")))

    def test_a_craft_is_told_whose_it_is(self) -> None:
        refusal = no("not-booked-for", slot="light", craft="photography", booked="styling", who="Jonas Vehr")
        self.assertEqual(sentence(refusal), "Light is set by photography; you are booked for styling.")
        self.assertEqual(way_on(refusal), "Ask Jonas Vehr, or have the producer book you.")

    def test_codes_of_the_trade_read_as_words(self) -> None:
        self.assertIn("out-of-home", sentence(no("channel-not-granted", channel="out-of-home")))
        self.assertIn("own site", sentence(no("channel-not-granted", channel="own-site")))

    def test_a_name_with_a_per_cent_sign_is_only_a_name(self) -> None:
        self.assertIn("100 %(x)s wool", sentence(no("brand-not-allowed", brand="100 %(x)s wool")))

    def test_a_code_nobody_wrote_a_sentence_for_still_says_something(self) -> None:
        self.assertEqual(sentence(no("from-the-future")), "This cannot be done now.")

    def test_a_fix_gives_a_way_on_where_the_sentence_has_none(self) -> None:
        SENTENCES["only-here"] = type(SENTENCES["stale"])("It is so.")
        self.addCleanup(SENTENCES.pop, "only-here")
        self.assertEqual(way_on(no("only-here", fix="ask-her")), "Ask the owner.")

    def test_the_readers_language_is_used_and_put_back(self) -> None:
        with translation.override("en"):
            said = sentence(no("embargo", until="2026-09-01"), "fr")
            self.assertIn("septembre", said)
            self.assertEqual(translation.get_language(), "en")

    def test_a_place_has_its_name_in_the_readers_language(self) -> None:
        self.assertIn("Tyskland", sentence(no("territory-not-granted", territory="DE"), "sv"))

    def test_every_state_of_consent_has_a_word(self) -> None:
        self.assertEqual(consent_word("paused"), "Paused by its owner")

    def test_an_allowed_decision_is_not_a_refusal(self) -> None:
        self.assertTrue(Decision(allowed=True))

    def test_no_code_has_two_sentences(self) -> None:
        self.assertEqual(sum(len(table) for table in TABLES), len(SENTENCES))

    def test_terms_are_spelt_as_codes(self) -> None:
        for code in TERMS:
            self.assertRegex(code, r"^[a-z][a-z0-9-]*$")
