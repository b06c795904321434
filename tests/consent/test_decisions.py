"""`decisions.csv` is the rule as a lawyer reads it: a situation, a licence, a question, and the answer. Run in full."""

import csv
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import TestCase

from studio.consent import rules
from studio.consent.rules import Facts, Use, may_use, outward
from studio.web import sentences
from tests.consent.literal import literally
from tests.consent.reading_rows import USUAL_LICENCE, licence_of, row_of

OF_THE_HOUSE = {rules.CREW, rules.GUEST, rules.ENGINE}
with (Path(__file__).parent / "decisions.csv").open(newline="", encoding="utf-8") as table:
    ROWS = list(csv.DictReader(table))


class Private:
    shares_reason = False


class DecisionTableTests(TestCase):
    @contextmanager
    def each(self, line: int, row: dict[str, str]) -> Iterator[tuple[Facts, Use]]:
        with self.subTest(f"line {line}", term=row["term"]):
            yield row_of(row["situation"], row["licence"], row["asked"])

    def test_each_row_is_answered_as_it_says(self) -> None:
        for line, row in enumerate(ROWS, start=2):
            with self.each(line, row) as asked:
                decision = may_use(*asked)
                self.assertEqual((row["answer"], row["code"]), ("yes" if decision else "no", decision.code), decision)

    def test_and_as_the_table_of_terms_says_word_by_word(self) -> None:
        for line, row in enumerate(ROWS, start=2):
            with self.each(line, row) as asked:
                self.assertEqual(row["answer"], "yes" if literally(*asked) else "no")

    def test_each_row_says_what_the_house_reads_and_never_of_a_rival(self) -> None:
        for line, row in enumerate(ROWS, start=2):
            with self.each(line, row) as (facts, use):
                told = outward(may_use(facts, use), Private(), act=use.act)
                self.assertEqual(row["the house reads"], told.code if use.viewer in OF_THE_HOUSE else "")
                self.assertNotIn("Kessel", " ".join(told.values.values()))

    def test_every_no_has_a_sentence(self) -> None:
        codes = {row["code"] for row in ROWS} | {row["the house reads"] for row in ROWS}
        self.assertEqual(codes - set(sentences.SENTENCES), {"ok", ""})

    def test_it_is_long_and_varied_and_says_nothing_twice(self) -> None:
        questions = Counter((row["situation"], row["licence"], row["asked"]) for row in ROWS)
        self.assertEqual([question for question, times in questions.items() if times > 1], [])
        self.assertGreaterEqual(len(ROWS), 300)
        uses = [row_of(row["situation"], row["licence"], row["asked"])[1] for row in ROWS]
        self.assertLessEqual(set(rules.ACTS), {use.act for use in uses})
        self.assertLessEqual(set(rules.VIEWERS), {use.viewer for use in uses})

    def test_what_is_usual_is_spelt_out_in_its_first_row(self) -> None:
        self.assertEqual(ROWS[0]["licence"], USUAL_LICENCE)
        self.assertEqual(licence_of(USUAL_LICENCE, 1), licence_of("the usual", 1))
