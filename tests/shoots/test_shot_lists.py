"""A shot list out of Excel and back: separators, encodings, days, faults with their lines, and no formula."""

from datetime import date

from django.test import SimpleTestCase
from hypothesis import given
from hypothesis import strategies as st

from studio.shoots.shot_lists import FORMULA, Read, defused, fused, read, read_day, written

HEADS = "SKU,View,Twin,Due,State,What it shows\n"


def faults(read: Read) -> list[tuple[int, str]]:
    return [(fault.line, fault.decision.code) for fault in read.faults]


class ReadTests(SimpleTestCase):
    def test_it_reads_what_excel_writes_wherever_it_was_bought(self) -> None:
        text = "Référence;Vue;Mannequin;Échéance\r\nA-1042;dos;Zoé Blå;31.05.2026\r\n"
        files = {
            "UTF-8 with its mark": text.encode("utf-8-sig"),
            "UTF-8": text.encode(),
            "Windows": text.encode("cp1252"),
            "Unicode text": text.replace(";", "\t").encode("utf-16"),
            "sep": ("sep=;\r\n" + text).encode("utf-8"),
            "commas": text.replace(";", ",").encode("utf-8"),
        }
        for name, content in files.items():
            with self.subTest(name):
                row = read(content).rows[0]
                said = (row.sku, row.view, row.twin, row.due_on)
                self.assertEqual(said, ("A-1042", "back", "Zoé Blå", date(2026, 5, 31)))

    def test_each_wrong_row_is_told_with_the_line_it_begins_on(self) -> None:
        rows = 'A-1,front,,,,"two\nlines"\nA-1,Front,,,,again\n,,,,,\n,back,,,,\n'
        rows += "A-2,above,,32/13/2026,,\nA-3,,,05/06/2026,,\n"
        self.assertEqual(
            faults(read((HEADS + rows).encode())),
            [
                (4, "list-twice"),
                (6, "list-says-nothing"),
                (7, "list-no-such-view"),
                (7, "list-no-day"),
                (8, "list-two-days"),
            ],
        )

    def test_one_day_that_can_be_read_in_one_way_settles_the_others(self) -> None:
        due = [row.due_on for row in read((HEADS + "A,,,05/06/2026,,\nB,,,25/06/2026,,\n").encode()).rows]
        self.assertEqual(due, [date(2026, 6, 5), date(2026, 6, 25)])
        due = [row.due_on for row in read((HEADS + "A,,,05/06/2026,,\nB,,,06/25/2026,,\n").encode()).rows]
        self.assertEqual(due, [date(2026, 5, 6), date(2026, 6, 25)])

    def test_what_is_no_list_is_refused_as_a_whole(self) -> None:
        for content, code in (
            (b"", "list-empty"),
            (HEADS.encode(), "list-empty"),
            (b"\x89PNG\r\n\0\0", "list-no-text"),
            (b"\xff\xfe\x41", "list-no-text"),
            (b"Name;Price\nCoat;12\n", "list-no-heading"),
            (b"SKU\n" + b"A\n" * 300_000, "list-too-large"),
            (b"SKU\n" + b"".join(b"A%d\n" % n for n in range(2_001)), "list-too-long"),
        ):
            with self.subTest(code):
                self.assertEqual(faults(read(content))[0][1], code)

    def test_a_day_needs_its_year(self) -> None:
        self.assertEqual(read_day("31.5.26")[1], "list-no-day")
        self.assertEqual(read_day("2026-02-30")[1], "list-no-day")


class WrittenTests(SimpleTestCase):
    @given(st.text())
    def test_no_cell_begins_a_formula_and_each_comes_back(self, value: str) -> None:
        self.assertFalse(defused(value).lstrip(" ").startswith(FORMULA))
        self.assertEqual(fused(defused(value)), value)

    @given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=60)))
    def test_what_goes_out_comes_in_again(self, said: list[str]) -> None:
        plain = list({sku.casefold(): sku for sku in (" ".join(each.split()) for each in said) if sku}.values())
        for separator in (",", ";"):
            content = written(["SKU", "View"], [[sku, "front"] for sku in plain], separator=separator)
            self.assertEqual([row.sku for row in read(content).rows], plain)
