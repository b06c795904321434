"""A row changed behind our back is found at its row."""

from datetime import UTC, datetime
from io import StringIO

from django.core.management import CommandError, call_command
from django.test import TestCase

from studio.register import triggers
from studio.register.actions import Fault, append, verify
from studio.register.models import Entry, Head

NOW = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)


class VerifyTests(TestCase):
    def setUp(self) -> None:
        for number in range(1, 5):
            append("twin:1", "piece", body={"n": number, "place": "Malmö"}, now=NOW)
        append("org:1", "opened", body={}, now=NOW)

    def behind_our_back(self, seq: int, **changes: object) -> None:
        with triggers.lifted():
            Entry.objects.filter(chain="twin:1", seq=seq).update(**changes)

    def test_an_untouched_register_has_no_fault(self) -> None:
        self.assertEqual(verify(), [])

    def test_a_changed_row_is_found_at_its_row(self) -> None:
        for change in ({"body": {"n": 9}}, {"at": NOW.replace(hour=10)}, {"by": "x"}, {"kind": "y"}, {"subject": "z"}):
            with self.subTest(change=change):
                before = Entry.objects.filter(chain="twin:1", seq=2).values(*change)[0]
                self.behind_our_back(2, **change)
                self.assertEqual(verify(), [Fault("twin:1", 2, "changed")])
                self.behind_our_back(2, **before)

    def test_a_row_hashed_anew_no_longer_leads_to_the_next(self) -> None:
        entry = Entry.objects.get(chain="twin:1", seq=2)
        entry.body = {"n": 9}
        self.behind_our_back(2, body=entry.body, hash=entry.digest())
        self.assertEqual(verify("twin:1"), [Fault("twin:1", 3, "unlinked")])

    def test_a_row_taken_out_is_missing(self) -> None:
        with triggers.lifted():
            Entry.objects.filter(chain="twin:1", seq=2).delete()
        self.assertEqual(verify(), [Fault("twin:1", 2, "missing")])

    def test_a_chain_cut_short_does_not_reach_its_head(self) -> None:
        with triggers.lifted():
            Entry.objects.filter(chain="twin:1", seq=4).delete()
        self.assertEqual(verify(), [Fault("twin:1", 4, "head")])

    def test_a_chain_taken_out_whole_is_missed_by_its_head(self) -> None:
        with triggers.lifted():
            Entry.objects.filter(chain="org:1").delete()
        self.assertEqual(verify(), [Fault("org:1", 1, "head")])

    def test_a_chain_whose_head_was_removed_is_told(self) -> None:
        Head.objects.filter(chain="org:1").delete()
        self.assertEqual(verify(), [Fault("org:1", 1, "head")])

    def test_the_command_names_the_row(self) -> None:
        self.behind_our_back(3, kind="other")
        told = StringIO()
        with self.assertRaises(CommandError):
            call_command("verify_register", stderr=told)
        self.assertIn("twin:1, entry 3, was changed", told.getvalue())

    def test_the_command_says_that_all_holds(self) -> None:
        told = StringIO()
        call_command("verify_register", stdout=told)
        self.assertIn("Checked 2 chains", told.getvalue())
