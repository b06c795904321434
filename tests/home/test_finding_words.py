"""How words are folded, and how a question is read. No database."""

from unittest import TestCase

from studio.home.finding import query
from studio.home.finding.words import BYTES_MOST, asked_for, words_of


class WordsTests(TestCase):
    def test_capitals_accents_and_ligatures_are_one_letter_for_who_looks(self) -> None:
        self.assertEqual(
            words_of("Élodie’s SMØR œuvre Straße"), [b"elodie", b"s", b"smor", b"oeuvre", b"strasse"]
        )

    def test_an_article_number_is_found_whole_and_in_parts(self) -> None:
        self.assertEqual(words_of("BLC-2041/A"), [b"blc", b"2041", b"a", b"blc2041a"])

    def test_a_word_that_is_said_twice_is_kept_once(self) -> None:
        self.assertEqual(words_of("coat, Coat; COAT"), [b"coat"])

    def test_a_long_word_is_cut_where_its_beginning_still_finds_it(self) -> None:
        word = "å" * 100
        self.assertTrue(words_of(word)[0].startswith(asked_for(word[:20])[0]))
        self.assertLessEqual(len(words_of(word)[0]), BYTES_MOST)

    def test_a_seed_is_one_word_however_it_is_typed(self) -> None:
        for typed in ("seed 42", "seed:42", "Seed = 42"):
            with self.subTest(typed):
                self.assertEqual(asked_for(typed), [b"seed42"])


class QueryTests(TestCase):
    def test_a_colour_is_read_in_any_language_beside_other_words(self) -> None:
        for typed in ("navy coat", "coat navy", "bleu marine coat", "#1c2442 coat"):
            with self.subTest(typed):
                colour = query.read(typed).colour
                assert colour
                self.assertEqual((colour.hex, colour.beside), ("#1c2442", (b"coat",)))

    def test_the_longest_name_of_a_colour_counts(self) -> None:
        colour = query.read("forest green").colour
        assert colour
        self.assertEqual((colour.hex, colour.beside), ("#224830", ()))

    def test_three_figures_say_a_colour_too(self) -> None:
        colour = query.read("#fff").colour
        assert colour
        self.assertEqual(colour.hex, "#ffffff")

    def test_a_state_that_is_typed_stays_a_word_as_well(self) -> None:
        read = query.read("picked coat")
        self.assertEqual((read.state, read.beside_state, read.words), ("picked", (b"coat",), (b"picked", b"coat")))

    def test_a_state_that_is_chosen_narrows_all_words(self) -> None:
        read = query.read("picked coat", state="paused")
        self.assertEqual((read.state, read.beside_state), ("paused", (b"picked", b"coat")))

    def test_an_unknown_state_is_none(self) -> None:
        self.assertFalse(query.read("  ", state="everything"))
