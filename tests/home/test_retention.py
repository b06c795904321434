"""The table of how long what is kept, row by row, and the night that sees to it."""

from datetime import datetime, timedelta
from io import StringIO
from unittest.mock import patch

from django.core.management import call_command
from django.test import TestCase

from studio.consent import actions as consent
from studio.consent.models import Grant, GrantVersion
from studio.credits import actions as credits
from studio.home import retention
from studio.ledger import actions as ledger
from studio.ledger import statements
from studio.ledger.models import Posting
from studio.media import actions as media
from studio.media.models import Upload
from studio.people.models import Seat
from studio.previews.models import Preview
from studio.previews.pictures import may_show
from studio.register.actions import verify
from studio.register.models import Access, Entry
from studio.register.triggers import missing
from studio.twins.models import CaptureFrame, CaptureSession
from tests import crew, story
from tests.crew import NOW

DAY = timedelta(days=1)


def removed(name: str, now: datetime, *, doing: bool = True) -> int:
    row = next(each for each in retention.TABLE if each.name == name)
    return row.sweep(now, doing=doing)


class WithdrawnPreviewsTests(TestCase):
    def setUp(self) -> None:
        story.clock(self)
        story.paints(self)
        self.told = story.ready()
        self.preview = story.made(self.told)

    def withdraw(self) -> None:
        decision, _ = consent.withdraw(self.told.version.grant, by=self.told.owner, now=NOW)
        assert decision

    def is_gone(self) -> bool:
        return story.fresh(self.preview).picture.erased_at is not None  # type: ignore[union-attr]

    def test_they_go_a_day_after_the_withdrawal(self) -> None:
        self.withdraw()
        self.assertEqual(removed("withdrawn-previews", NOW + DAY - timedelta(minutes=1)), 0)
        self.assertEqual(removed("withdrawn-previews", NOW + DAY), 1)
        self.assertTrue(self.is_gone())
        self.assertEqual(removed("withdrawn-previews", NOW + DAY), 0)

    def test_those_of_a_licence_in_force_stay(self) -> None:
        self.assertEqual(removed("withdrawn-previews", NOW + 400 * DAY), 0)

    def test_not_while_a_credit_of_theirs_is_disputed(self) -> None:
        credits.dispute(
            self.told.shoot, craft="styling", kind="not-me", words="", by=self.told.stylist, now=NOW
        )
        self.withdraw()
        self.assertEqual(removed("withdrawn-previews", NOW + 2 * DAY), 0)

    def test_a_dry_run_counts_and_takes_nothing(self) -> None:
        self.withdraw()
        self.assertEqual(removed("withdrawn-previews", NOW + DAY, doing=False), 1)
        self.assertFalse(self.is_gone())


class WithdrawnMastersTests(TestCase):
    def test_what_never_went_out_goes_after_thirty_days(self) -> None:
        story.clock(self)
        story.paints(self)
        told = story.ready()
        master = story.picked(told)
        consent.withdraw(told.version.grant, by=told.owner, now=NOW)
        self.assertEqual(removed("withdrawn-masters", NOW + 29 * DAY), 0)
        self.assertEqual(removed("withdrawn-masters", NOW + 30 * DAY), 2)
        self.assertTrue(story.again(master).picture.erased_at)  # type: ignore[union-attr]

    def test_what_was_delivered_stays_while_it_is_not_paid(self) -> None:
        story.clock(self)
        story.paints(self)
        told = story.ready()
        story.delivered(told)
        consent.withdraw(told.version.grant, by=told.owner, now=NOW)
        self.assertEqual(removed("withdrawn-previews", NOW + 31 * DAY), 0)
        self.assertEqual(removed("withdrawn-masters", NOW + 31 * DAY), 0)


class TriesTests(TestCase):
    def setUp(self) -> None:
        story.clock(self)
        story.paints(self)
        self.told = story.ready()
        self.preview = story.made(self.told)

    def test_after_ninety_days_only_a_small_picture_is_left(self) -> None:
        self.assertEqual(removed("tries", NOW + 89 * DAY), 0)
        self.assertEqual(removed("tries", NOW + 90 * DAY), 1)
        small = story.fresh(self.preview).picture
        assert small
        self.assertLessEqual(max(small.width_px, small.height_px), 256)
        self.assertIn(b"http://ns.adobe.com/xap/1.0/", media.load(small))
        self.assertEqual(small.names, (self.told.twin.gate_name,))
        self.assertEqual(removed("tries", NOW + 90 * DAY), 0)

    def test_it_is_for_her_eyes_alone(self) -> None:
        removed("tries", NOW + 90 * DAY)
        reduced = story.fresh(self.preview)
        self.assertTrue(may_show(reduced, {}, self.told.owner, NOW))
        self.assertEqual(may_show(reduced, {}, self.told.stylist, NOW).code, "try-ended")

    def test_one_that_was_picked_stays(self) -> None:
        Preview.objects.update(choice=Preview.Choice.PICK)
        self.assertEqual(removed("tries", NOW + 90 * DAY), 0)


class ShortRowsTests(TestCase):
    def test_what_arrived_and_came_to_nothing_goes_after_a_day(self) -> None:
        upload = Upload.objects.create(
            by=crew.person(), about="board:1", file_name="a.jpg", size_bytes=1, created_at=NOW
        )
        self.assertEqual(removed("arriving", NOW + DAY), 0)
        self.assertEqual(removed("arriving", NOW + DAY + timedelta(minutes=1)), 1)
        upload.refresh_from_db()
        self.assertEqual(upload.code, "upload-lost")

    def test_who_looked_is_forgotten_after_a_year(self) -> None:
        Access.objects.create(at=NOW, subject="blob:1", what="card")
        self.assertEqual(removed("access-log", NOW + 365 * DAY), 0)
        self.assertEqual(removed("access-log", NOW + 366 * DAY), 1)
        self.assertFalse(Access.objects.exists())


class TrayTests(TestCase):
    def setUp(self) -> None:
        self.twin = crew.twin()
        session = CaptureSession.objects.create(
            photographer=crew.person(), twin=self.twin, shown_at=NOW, code_until=NOW, opened_at=NOW
        )
        self.frame = CaptureFrame.objects.create(
            session=session, shot="front", state="ready", at=NOW, picture=crew.blob(under=self.twin.gate_name)
        )

    def test_a_photograph_that_she_has_not_kept_in_time_is_erased_for_silence_is_no(self) -> None:
        picture = self.frame.picture
        assert picture
        self.assertEqual(removed("tray", NOW + 30 * DAY - timedelta(minutes=1)), 0)
        self.assertEqual(removed("tray", NOW + 30 * DAY), 1)
        self.frame.refresh_from_db()
        picture.refresh_from_db()
        self.assertEqual((self.frame.state, self.frame.picture), ("refused", None))
        self.assertIsNotNone(picture.erased_at)
        self.assertEqual(removed("tray", NOW + 30 * DAY), 0)
        self.assertTrue(Entry.objects.filter(chain=self.twin.gate_name, kind="frame-refused").exists())

    def test_what_she_kept_stays(self) -> None:
        CaptureFrame.objects.update(state="kept")
        self.assertEqual(removed("tray", NOW + 400 * DAY), 0)


class EvidenceTests(TestCase):
    def setUp(self) -> None:
        self.house, self.twin = crew.house(), crew.twin()
        self.version = crew.grant(self.twin, self.house)

    def ended(self) -> None:
        Grant.objects.update(state=Grant.State.LAPSED, state_at=NOW)

    def years_on(self, years: int) -> datetime:
        return datetime(2026 + years, 12, 31, 12, tzinfo=NOW.tzinfo) + DAY

    def test_what_was_agreed_goes_ten_years_after_its_last_day(self) -> None:
        self.ended()
        self.assertEqual(removed("evidence", self.years_on(10) - DAY), 0)
        self.assertEqual(removed("evidence", self.years_on(10)), 1)
        self.assertFalse(GrantVersion.objects.exists())

    def test_the_setting_says_how_many_years(self) -> None:
        self.ended()
        with self.settings(EVIDENCE_YEARS=6):
            self.assertEqual(removed("evidence", self.years_on(6)), 1)

    def test_a_licence_in_force_stays(self) -> None:
        self.assertEqual(removed("evidence", self.years_on(30)), 0)

    def test_the_tables_can_be_changed_no_more_than_before(self) -> None:
        self.ended()
        removed("evidence", self.years_on(10))
        self.assertEqual(missing(), [])

    def test_the_register_still_holds(self) -> None:
        self.ended()
        removed("evidence", self.years_on(10))
        self.assertTrue(Entry.objects.filter(chain=self.twin.gate_name, kind="granted").exists())
        self.assertEqual(verify(), [])


class PaidTests(TestCase):
    def setUp(self) -> None:
        story.clock(self)
        story.paints(self)
        self.told = story.ready()
        self.delivery = story.delivered(self.told)
        self.late = NOW.replace(year=NOW.year + 11)

    def pay(self) -> None:
        debt = Posting.objects.get(kind=Posting.Kind.DELIVERY)
        payer = Seat.objects.filter(organisation=self.told.house).first()
        assert payer
        decision, _ = ledger.post_payment(debt, self.told.owner, by=payer.person, now=NOW, key="paid")
        assert decision, decision

    def test_what_is_not_paid_stays_for_ever(self) -> None:
        self.assertEqual(removed("evidence", self.late), 0)

    def test_what_was_paid_goes_whole_and_the_books_still_add_up(self) -> None:
        self.pay()
        self.assertEqual(removed("evidence", self.late), 1)
        self.assertFalse(Posting.objects.exists())
        self.assertEqual(statements.verify(), [])

    def test_a_licence_stays_with_the_finished_picture_made_under_it(self) -> None:
        self.pay()
        Grant.objects.update(state=Grant.State.LAPSED, state_at=NOW)
        removed("evidence", self.late)
        self.assertTrue(GrantVersion.objects.exists())


class NightTests(TestCase):
    def setUp(self) -> None:
        Access.objects.create(at=NOW - 400 * DAY, subject="blob:1", what="card")

    def test_it_is_done_once_a_night_and_written_down(self) -> None:
        night = NOW.replace(hour=2, minute=1)
        self.assertTrue(retention.nightly(night))
        self.assertEqual(retention.nightly(night + timedelta(hours=3)), [])
        entry = Entry.objects.get(kind="retention")
        self.assertEqual(entry.body["removed"]["access-log"], 1)

    def test_it_is_caught_up_with_after_a_night_off(self) -> None:
        retention.nightly(NOW.replace(hour=2, minute=1))
        self.assertTrue(retention.nightly(NOW.replace(hour=15) + 3 * DAY))

    def test_before_two_it_is_still_the_last_night(self) -> None:
        retention.nightly(NOW)
        self.assertEqual(retention.nightly(NOW.replace(hour=1) + DAY), [])

    def test_the_command_says_a_line_for_each_row(self) -> None:
        out = StringIO()
        with patch("django.utils.timezone.now", lambda: NOW):
            call_command("retention", dry_run=True, stdout=out)
        lines = out.getvalue().splitlines()
        self.assertEqual(len(lines), len(retention.TABLE))
        self.assertTrue(all(line.startswith("Would remove") for line in lines))
        self.assertTrue(Access.objects.exists())
