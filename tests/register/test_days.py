"""Each day is closed once, with a signed hash that anybody can check who kept it."""

from datetime import UTC, datetime, timedelta
from io import StringIO

from django.core.management import CommandError, call_command
from django.test import TestCase

from studio.register import days, rules, signing, triggers
from studio.register.actions import append
from studio.register.days import DayFault, close_days, places_of, record_of, verify_days
from studio.register.models import DailyHead, DayLeaf, Entry

MONDAY = datetime(2026, 5, 11, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def morning_after(day: datetime) -> datetime:
    return days.end_of(day.date()) + timedelta(minutes=5)


class DaysTests(TestCase):
    def setUp(self) -> None:
        for chain in ("twin:1", "twin:2", "org:1"):
            append(chain, "opened", body={}, now=MONDAY)

    def closed(self, day: datetime = MONDAY) -> DailyHead:
        close_days(morning_after(day))
        return DailyHead.objects.get(day=day.date())

    def test_a_day_holds_where_every_chain_stood(self) -> None:
        append("twin:1", "piece", body={}, now=morning_after(MONDAY))  # the next day's
        closed = self.closed()
        self.assertEqual(closed.chains, 3)
        self.assertEqual(set(closed.leaves.values_list("chain", "seq")), {("twin:1", 1), ("twin:2", 1), ("org:1", 1)})

    def test_it_is_signed_by_the_studio(self) -> None:
        closed = self.closed()
        self.assertEqual(closed.key, signing.signer().public)
        self.assertTrue(signing.is_signed(closed.key, rules.signed_text("day", closed.fields()), closed.signature))

    def test_closing_twice_closes_once(self) -> None:
        self.closed()
        self.assertEqual(close_days(morning_after(MONDAY)), [])
        self.assertEqual(DailyHead.objects.count(), 1)

    def test_a_day_names_the_day_before(self) -> None:
        first = self.closed()
        second = self.closed(MONDAY + DAY)
        self.assertEqual(second.prev, first.hash)

    def test_only_chains_that_moved_are_written_down_again(self) -> None:
        self.closed()
        append("twin:1", "piece", body={}, now=MONDAY + DAY)
        second = self.closed(MONDAY + DAY)
        self.assertEqual([row.chain for row in second.leaves.all()], ["twin:1"])
        self.assertEqual(second.chains, 3)

    def test_missed_days_are_made_up_for_and_say_that_they_are_late(self) -> None:
        self.closed()
        append("twin:2", "piece", body={}, now=MONDAY + 2 * DAY)
        made = close_days(morning_after(MONDAY + 4 * DAY))
        self.assertEqual([row.day.day for row in made], [12, 13, 14, 15])
        self.assertEqual([row.is_late for row in made], [True, True, True, False])
        self.assertEqual(DayLeaf.objects.get(chain="twin:2", seq=2).day_id.day, 13)

    def test_nothing_is_closed_before_anything_happened(self) -> None:
        self.assertEqual(close_days(MONDAY), [])

    def test_a_proof_leads_from_ones_own_place_to_the_root_and_tells_of_no_other_chain(self) -> None:
        closed = self.closed()
        [place] = places_of(closed, ["twin:1"])
        at = rules.leaf(place["chain"], place["seq"], place["hash"])
        for side, other in place["proof"]:
            at = rules.node(other, at) if side == "left" else rules.node(at, other)
        self.assertEqual(at, closed.root)
        self.assertNotIn("twin:2", str(place))

    def test_every_number_of_chains_has_its_proofs(self) -> None:
        for count in range(1, 20):
            leaves = [rules.leaf(f"twin:{number}", 1, "") for number in range(count)]
            for place in range(count):
                at = leaves[place]
                for side, other in rules.proof_of(leaves, place):
                    at = rules.node(other, at) if side == "left" else rules.node(at, other)
                with self.subTest(count=count, place=place):
                    self.assertEqual(at, rules.root_of(leaves))

    def test_a_record_carries_its_key_and_signature(self) -> None:
        self.assertLessEqual({"day", "root", "prev", "late", "key", "signature"}, set(record_of(self.closed())))


class VerifyDaysTests(TestCase):
    def setUp(self) -> None:
        for number in range(3):
            append("twin:1", "piece", body={"n": number}, now=MONDAY + number * DAY)
            append("org:1", "piece", body={"n": number}, now=MONDAY)
            close_days(morning_after(MONDAY + number * DAY))

    def test_untouched_days_hold(self) -> None:
        self.assertEqual(verify_days(), [])

    def test_a_changed_day_is_found(self) -> None:
        tuesday = (MONDAY + DAY).date()
        for change, codes in (
            ({"is_late": True}, {"changed", "signature"}),
            ({"root": "0" * 64}, {"changed", "root", "signature"}),
            ({"prev": "0" * 64}, {"changed", "unlinked", "signature"}),
            ({"signature": "0" * 128}, {"signature"}),
            ({"key": "0" * 64}, {"other-key"}),
            ({"chains": 9}, {"changed", "root", "signature"}),
        ):
            with self.subTest(change=change):
                before = DailyHead.objects.filter(day=tuesday).values(*change)[0]
                with triggers.lifted():
                    DailyHead.objects.filter(day=tuesday).update(**change)
                self.assertEqual({fault.code for fault in verify_days()}, codes)
                with triggers.lifted():
                    DailyHead.objects.filter(day=tuesday).update(**before)

    def test_a_chain_rewritten_whole_no_longer_stands_under_the_day_it_was_signed(self) -> None:
        entry = Entry.objects.get(chain="twin:1", seq=1)
        entry.body = {"n": 9}
        with triggers.lifted():
            Entry.objects.filter(id=entry.id).update(body=entry.body, hash=entry.digest())
        self.assertIn(DayFault(MONDAY.date(), "entry"), verify_days())

    def test_the_command_names_the_day(self) -> None:
        with triggers.lifted():
            DailyHead.objects.filter(day=MONDAY.date()).update(signature="0" * 128)
        told = StringIO()
        with self.assertRaises(CommandError):
            call_command("verify_register", stderr=told)
        self.assertIn("The day 2026-05-11 has a signature that is not right.", told.getvalue())
