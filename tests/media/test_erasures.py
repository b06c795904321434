"""The erasure list: signed lines outside the database, added and never changed."""

from pathlib import Path

from django.test import SimpleTestCase

from studio.media import erasures
from tests.crew import NOW


class ErasureListTests(SimpleTestCase):
    def setUp(self) -> None:
        erasures.path().unlink(missing_ok=True)
        erasures.add("twin:a", at=NOW)
        erasures.add("twin:b", at=NOW)

    def tearDown(self) -> None:
        erasures.path().unlink(missing_ok=True)

    def change(self, old: str, new: str) -> None:
        file = erasures.path()
        file.write_text(file.read_text().replace(old, new, 1))

    def test_a_name_stands_on_it_once(self) -> None:
        self.assertFalse(erasures.add("twin:a", at=NOW))
        self.assertEqual(erasures.names(), ["twin:a", "twin:b"])

    def test_a_changed_line_is_found(self) -> None:
        self.change("twin:a", "twin:c")
        with self.assertRaises(erasures.BrokenListError):
            erasures.names()

    def test_a_line_taken_out_is_found(self) -> None:
        file = erasures.path()
        file.write_text(file.read_text().split("\n", 1)[1])
        with self.assertRaises(erasures.BrokenListError):
            erasures.names()

    def test_a_line_that_was_not_finished_is_written_anew(self) -> None:
        with erasures.path().open("a") as file:
            file.write('{"seq": 3, "na')
        erasures.add("twin:c", at=NOW)
        self.assertEqual(erasures.names(), ["twin:a", "twin:b", "twin:c"])

    def test_a_list_kept_elsewhere_is_taken_over(self) -> None:
        elsewhere = Path(str(erasures.path()) + ".kept")
        erasures.path().rename(elsewhere)
        self.assertEqual((erasures.take_over(elsewhere), erasures.take_over(elsewhere)), (2, 0))
        self.assertEqual(erasures.names(), ["twin:a", "twin:b"])
        elsewhere.unlink()
