"""Capture day: her leave, the sealed tray, her word on each frame, and the photographer's licence."""

from datetime import datetime, timedelta
from io import BytesIO
from unittest.mock import patch

import numpy as np
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from PIL import Image

from studio.decisions import YES
from studio.imaging import plates
from studio.imaging.frames import Reading
from studio.imaging.scene import Figure
from studio.jobs import work
from studio.live.models import Announcement
from studio.media import actions as media
from studio.people.models import Person
from studio.register.models import Entry
from studio.twins import actions
from studio.twins.models import BarredMark, CaptureFrame, CaptureLicence, CaptureSession, Plate
from tests import crew
from tests.crew import NOW


def photograph(width: int = 32, height: int = 48) -> bytes:
    out = BytesIO()
    Image.fromarray(np.full((height, width, 3), 90, np.uint8)).save(out, "JPEG")
    return out.getvalue()


def figure() -> Figure:
    picture = np.full((48, 32, 3), 90, np.uint8)
    alpha = np.zeros((48, 32), np.uint8)
    alpha[8:44, 10:22] = 255
    parts = np.where(alpha > 0, plates.PARTS["forearm_l"], 0).astype(np.uint8)
    return Figure(picture, alpha, parts, {"left_shoulder": (20.0, 12.0)}, worn=np.zeros((48, 32), np.uint8))


class Day(TestCase):
    """She has a twin; Jonas shows a code on his screen."""

    def setUp(self) -> None:
        self.twin = crew.twin(name="Nia")
        self.nia, self.jonas = self.twin.owner, crew.person("Jonas Vehr")
        self.session = actions.show_code(self.jonas, device="his screen", now=NOW)

    def open(self, *, now: datetime = NOW) -> CaptureSession:
        decision, session = actions.open_session(
            self.session, self.twin, by=self.nia, now=now, evidence=crew.fresh(now)
        )
        assert session, decision
        return session

    def taken(self, session: CaptureSession, reading: Reading | None = None, *, read: bool = True) -> CaptureFrame:
        file = SimpleUploadedFile("front.jpg", photograph())
        upload = media.receive(file, by=self.jonas, about=session.topic, now=NOW, under=self.twin.gate_name)
        decision, frame = actions.take_frame(upload, session, shot="front", by=self.jonas, now=NOW)
        assert frame, decision
        if read:
            with patch("studio.twins.working.read_frame", return_value=reading or Reading(90.0, ())):
                work.drain("draft")
        return CaptureFrame.objects.for_page().get(pk=frame.pk)

    def kept(self, frame: CaptureFrame, found: Figure | None = None) -> CaptureFrame:
        actions.keep_frame(frame, by=self.nia, now=NOW)
        with (
            patch("studio.twins.actions.plates.may_be_plate", return_value=YES),
            patch("studio.twins.actions.plates.plates.read_plate", return_value=found),
        ):
            work.drain("draft")
        return CaptureFrame.objects.for_page().get(pk=frame.pk)


class OpeningTests(Day):
    def test_she_opens_it_and_he_is_credited(self) -> None:
        session = self.open()
        assert session.capture
        self.assertTrue(session.is_open(NOW))
        self.assertEqual(
            [(each.person, each.craft) for each in session.capture.crew.all()], [(self.jonas, "photography")]
        )
        self.assertTrue(Entry.objects.filter(chain=self.twin.gate_name, kind="capture-opened").exists())

    def test_not_with_a_sign_in_of_this_morning(self) -> None:
        old = crew.fresh(NOW - timedelta(hours=1))
        decision, _ = actions.open_session(self.session, self.twin, by=self.nia, now=NOW, evidence=old)
        self.assertEqual(decision.code, "fresh-sign-in")

    def test_the_code_is_good_for_ten_minutes(self) -> None:
        late = NOW + timedelta(minutes=11)
        decision, _ = actions.open_session(self.session, self.twin, by=self.nia, now=late, evidence=crew.fresh(late))
        self.assertEqual(decision.code, "code-ended")

    def test_a_code_that_she_came_by_opens_for_nobody_else(self) -> None:
        actions.arrive(self.session, by=self.nia, now=NOW)
        other = crew.twin()
        decision, _ = actions.open_session(self.session, other, by=other.owner, now=NOW, evidence=crew.fresh())
        self.assertEqual(decision.code, "code-used")

    def test_nobody_opens_anothers_twin(self) -> None:
        decision, _ = actions.open_session(self.session, self.twin, by=crew.person(), now=NOW, evidence=crew.fresh())
        self.assertEqual(decision.code, "not-owner")

    def test_it_is_not_his_own_to_open(self) -> None:
        self.assertEqual(actions.arrive(self.session, by=self.jonas, now=NOW).code, "not-with-yourself")

    def test_another_session_of_hers_closes(self) -> None:
        first = self.open()
        self.session = actions.show_code(crew.person(), device="another screen", now=NOW)
        self.open()
        first.refresh_from_db()
        self.assertFalse(first.is_open(NOW))


class ClosingTests(Day):
    def test_either_closes_it_and_his_screen_hears_at_once(self) -> None:
        for by in (self.nia, self.jonas):
            with self.subTest(by.name):
                self.session = actions.show_code(self.jonas, device="his screen", now=NOW)
                session = self.open()
                self.assertTrue(actions.close_session(session, by=by, now=NOW))
                session.refresh_from_db()
                self.assertFalse(session.is_open(NOW))
                told = Announcement.objects.filter(topic=session.topic).latest("id").message
                self.assertEqual(told["what"], "closed")

    def test_a_stranger_does_not(self) -> None:
        self.assertEqual(actions.close_session(self.open(), by=crew.person(), now=NOW).code, "not-yours")

    def test_after_three_hours_it_is_over_by_itself(self) -> None:
        session = self.open()
        after = NOW + timedelta(hours=3)
        self.assertFalse(session.is_open(after))
        self.assertEqual(actions.close_due(after), 1)
        self.assertEqual(Entry.objects.filter(kind="capture-over").values_list("by", flat=True).get(), "")
        session.refresh_from_db()
        self.assertEqual(session.closed_at, after)

    def test_nothing_comes_in_any_more(self) -> None:
        session = self.open()
        actions.close_session(session, by=self.nia, now=NOW)
        session.refresh_from_db()
        upload = media.receive(SimpleUploadedFile("a.jpg", photograph()), by=self.jonas, about="x", now=NOW)
        self.assertEqual(
            actions.take_frame(upload, session, shot="front", by=self.jonas, now=NOW)[0].code, "session-closed"
        )


class TrayTests(Day):
    def test_a_file_is_sealed_under_her_key_from_its_arrival_on(self) -> None:
        frame = self.taken(self.open(), read=False)
        assert frame.upload
        self.assertEqual(frame.upload.sealed_under, self.twin.gate_name)

    def test_it_comes_in_with_its_focus_and_its_framing(self) -> None:
        frame = self.taken(self.open(), Reading(12.5, ("hands", "feet")))
        assert frame.picture
        self.assertEqual((frame.state, frame.sharpness, frame.outside), ("ready", 12.5, ["hands", "feet"]))
        self.assertEqual(frame.picture.sealed_under, self.twin.gate_name)

    def test_what_a_shot_does_not_need_is_not_missed(self) -> None:
        session = self.open()
        frame = self.taken(session, read=False)
        actions.name_shot(frame, "face-front", by=self.jonas, now=NOW)
        with patch("studio.twins.working.read_frame", return_value=Reading(30.0, ("hands", "feet"))):
            work.drain("draft")
        frame.refresh_from_db()
        self.assertEqual(frame.outside, [])

    def test_refused_it_is_erased_at_once(self) -> None:
        frame = self.taken(self.open())
        blob = frame.picture
        assert blob
        self.assertTrue(actions.refuse_frame(frame, by=self.nia, now=NOW))
        blob.refresh_from_db()
        frame.refresh_from_db()
        self.assertIsNotNone(blob.erased_at)
        self.assertEqual((frame.state, frame.picture), ("refused", None))

    def test_refused_on_its_way_in_it_never_arrives(self) -> None:
        frame = self.taken(self.open(), read=False)
        actions.refuse_frame(frame, by=self.nia, now=NOW)
        work.drain("draft")
        frame.refresh_from_db()
        self.assertEqual((frame.state, frame.picture), ("refused", None))

    def test_kept_it_becomes_a_plate_and_leaves_the_tray(self) -> None:
        frame = self.kept(self.taken(self.open()), figure())
        assert frame.plate
        self.assertEqual((frame.plate.pose, frame.plate.view, frame.plate.framing), ("front", "front", "full"))
        self.assertEqual(frame.plate.shows, ["left-forearm"])
        self.assertIsNone(frame.picture)

    def test_a_frame_in_which_nobody_is_found_is_kept_and_is_no_plate(self) -> None:
        frame = self.kept(self.taken(self.open()), None)
        self.assertEqual((frame.state, frame.code, frame.plate), ("kept", "nobody-found", None))
        self.assertIsNotNone(frame.picture)

    def test_too_small_a_frame_is_kept_and_is_no_plate(self) -> None:
        frame = self.taken(self.open())
        actions.keep_frame(frame, by=self.nia, now=NOW)
        work.drain("draft")
        frame = CaptureFrame.objects.for_page().get(pk=frame.pk)
        self.assertEqual((frame.state, frame.code, frame.plate), ("kept", "too-small", None))

    def test_only_she_decides(self) -> None:
        frame = self.taken(self.open())
        for verb in (actions.keep_frame, actions.refuse_frame):
            self.assertEqual(verb(frame, by=self.jonas, now=NOW).code, "not-owner")

    def test_what_is_no_picture_is_told_in_its_row(self) -> None:
        session = self.open()
        upload = media.receive(
            SimpleUploadedFile("a.jpg", b"no picture"), by=self.jonas, about="x", now=NOW, under=self.twin.gate_name
        )
        _, frame = actions.take_frame(upload, session, shot="front", by=self.jonas, now=NOW)
        assert frame
        work.drain("draft")
        frame.refresh_from_db()
        self.assertEqual((frame.state, frame.code), ("lost", "not-a-picture"))


class LicenceTests(Day):
    def setUp(self) -> None:
        super().setUp()
        session = self.open()
        assert session.capture
        self.capture = session.capture

    def sign(self, by: Person, now: datetime = NOW) -> str:
        return actions.license_captures(self.capture, by=by, now=now, evidence=crew.fresh())[0].code

    def test_until_he_signs_nobody_but_she_uses_a_plate(self) -> None:
        plate = crew.plate(self.twin, capture=self.capture)
        self.assertFalse(Plate.objects.usable().exists())
        self.assertEqual(self.sign(self.jonas), "ok")
        self.assertEqual(Plate.objects.usable().get(), plate)

    def test_the_text_he_read_is_kept_with_its_hash(self) -> None:
        self.sign(self.jonas)
        licence = CaptureLicence.objects.get()
        self.assertIn("to Nia for good", licence.text)
        self.assertEqual((licence.by, len(licence.sha256), licence.evidence), (self.jonas, 64, crew.fresh()))

    def test_nobody_else_signs_for_him_and_not_with_an_old_sign_in(self) -> None:
        self.assertEqual(self.sign(self.nia), "not-the-photographer")
        self.assertEqual(self.sign(self.jonas, NOW + timedelta(hours=1)), "fresh-sign-in")

    def test_that_days_hair_and_make_up_are_credited(self) -> None:
        noe = crew.person("Noé Sarr")
        self.assertTrue(actions.credit(self.capture, noe, "hair", by=self.jonas, now=NOW))
        self.assertEqual(
            set(self.capture.crew.values_list("person__name", "craft")),
            {("Jonas Vehr", "photography"), ("Noé Sarr", "hair")},
        )

    def test_she_does_not_make_herself_the_photographer_who_licenses_to_her(self) -> None:
        for who in (self.nia, crew.person("A second account of hers")):
            decision = actions.credit(self.capture, who, "photography", by=self.nia, now=NOW)
            self.assertEqual(decision.code, "photographer-names-photographer")
            self.assertEqual(self.sign(who), "not-the-photographer")
        self.assertFalse(Plate.objects.usable().exists())

    def test_he_names_the_second_photographer_of_the_day(self) -> None:
        second = crew.person("Ida Lund")
        self.assertTrue(actions.credit(self.capture, second, "photography", by=self.jonas, now=NOW))
        self.assertEqual(self.sign(second), "ok")

    def test_a_slip_is_taken_back_before_the_day_is_signed_over_and_not_after(self) -> None:
        noe = crew.person("Noé Sarr")
        actions.credit(self.capture, noe, "hair", by=self.jonas, now=NOW)
        row = self.capture.crew.select_related("capture__twin__owner").get(craft="hair")
        self.assertTrue(actions.take_back_credit(row, by=self.jonas, now=NOW))
        actions.credit(self.capture, noe, "hair", by=self.jonas, now=NOW)
        self.sign(self.jonas)
        row = self.capture.crew.select_related("capture__twin__owner").get(craft="hair")
        self.assertEqual(actions.take_back_credit(row, by=self.jonas, now=NOW).code, "capture-signed")

    def test_a_stranger_names_nobody(self) -> None:
        self.assertEqual(actions.credit(self.capture, self.nia, "hair", by=crew.person(), now=NOW).code, "not-yours")


class MarkTests(Day):
    def test_a_plate_that_shows_the_place_says_so(self) -> None:
        bare, other = crew.plate(self.twin, shows=["left-forearm"]), crew.plate(self.twin, shows=["neck"])
        _, mark = actions.bar_mark(self.twin, kind="tattoo", place="left-forearm", by=self.nia, now=NOW)
        assert mark
        self.assertEqual(actions.marks_shown_by([bare, other]), {bare.pk: [mark], other.pk: []})
        actions.lift_mark(mark, by=self.nia, now=NOW)
        self.assertEqual(actions.marks_shown_by([bare])[bare.pk], [])

    def test_she_draws_it_on_a_frame(self) -> None:
        frame = self.taken(self.open())
        box = [0.1, 0.2, 0.3, 0.1]
        actions.bar_mark(self.twin, kind="scar", place="neck", by=self.nia, now=NOW, frame=frame, box=box)
        self.assertEqual(BarredMark.objects.get().box, box)

    def test_a_box_beyond_the_picture_or_a_place_that_is_none_is_refused(self) -> None:
        for place, box in (("neck", [0.9, 0.2, 0.3, 0.1]), ("neck", [0.1, 0.2]), ("wing", [])):
            decision, _ = actions.bar_mark(self.twin, kind="scar", place=place, by=self.nia, now=NOW, box=box)
            self.assertEqual(decision.code, "mark-not-right")
