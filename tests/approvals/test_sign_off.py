"""From a picked preview to a master with nothing missing."""

from datetime import timedelta
from io import BytesIO
from unittest.mock import patch

import numpy as np
import pytest
from django.test import TestCase
from PIL import Image

from studio.approvals import actions, clearance
from studio.approvals.models import Master, Note, Verdict
from studio.assets.models import Asset
from studio.consent import actions as consent
from studio.consent.models import PieceApproval
from studio.credits import actions as credits
from studio.imaging import fingerprints, marks
from studio.jobs import work
from studio.jobs.models import Job
from studio.media import actions as media
from studio.people.models import Notice
from studio.previews.models import Preview
from studio.register.models import Entry
from tests import crew, story
from tests.crew import NOW

PIN = {"type": "pin", "points": [[0.4, 0.2]]}


class ReviewTestCase(TestCase):
    story: story.Story

    @classmethod
    def setUpTestData(cls) -> None:
        with story.backstage():
            cls.story = story.ready()

    def setUp(self) -> None:
        self.clock = story.clock(self)
        self.brush = story.paints(self)

    def missing(self, master: Master) -> list[str]:
        return [each.decision.code for each in clearance.missing(story.again(master), NOW)]

    def settled(self, master: Master) -> bool:
        return not clearance.settle(story.again(master), NOW)


class NoteTests(ReviewTestCase):
    preview: Preview

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        with story.backstage():
            cls.preview = story.made(cls.story)

    def note(self, who: str, *, asks_change: bool = False, key: str = "n") -> tuple[str, Note | None]:
        decision, note = actions.draw_note(
            self.preview,
            shape=PIN,
            words="Longer sleeve",
            asks_change=asks_change,
            by=self.story.crew[who],
            now=NOW,
            key=key,
        )
        return decision.code, note

    def test_anybody_on_the_call_sheet_leaves_a_note(self) -> None:
        _ok, note = self.note("hair")
        assert note
        self.assertEqual((note.shape, note.asks_change), (PIN, False))

    def test_only_art_direction_asks_for_a_change(self) -> None:
        self.assertEqual(self.note("hair", asks_change=True), ("not-art-director", None))
        self.assertEqual(self.note("art-direction", asks_change=True)[0], "ok")

    def test_those_who_made_the_look_read_what_is_asked(self) -> None:
        self.note("art-direction", asks_change=True)
        told = Notice.objects.filter(code="change-asked")
        self.assertIn(self.story.stylist, {notice.to for notice in told})
        self.assertNotIn(self.story.director, {notice.to for notice in told})

    def test_sent_twice_it_is_one_note(self) -> None:
        self.note("hair")
        self.note("hair")
        self.assertEqual(Note.objects.count(), 1)

    def test_a_note_stays_to_be_read_when_it_is_done(self) -> None:
        _ok, note = self.note("hair")
        assert note
        actions.resolve_note(note, by=self.story.stylist, now=NOW)
        note.refresh_from_db()
        self.assertEqual((note.resolved_by, note.resolved_at), (self.story.stylist, NOW))


@pytest.mark.scales
class PickTests(ReviewTestCase):
    def test_the_master_is_kept_sealed_and_lossless_and_its_proof_is_marked(self) -> None:
        master = story.picked(self.story)
        assert master.picture and master.proof
        self.assertEqual(master.picture.names, (self.story.twin.gate_name,))
        self.assertEqual(
            (master.picture.content_type, master.pixel_hash), ("image/png", fingerprints.pixel_hash(story.painted()))
        )
        self.assertEqual(master.proof.height_px, 500 + marks.strip_height_px(400))
        self.assertEqual(master.proof.names, (self.story.twin.gate_name,))

    def test_only_art_direction_picks(self) -> None:
        preview = story.made(self.story)
        decision, master = actions.pick(preview, by=self.story.stylist, now=NOW, key="k")
        self.assertEqual((decision.code, master), ("not-art-director", None))

    def test_a_stand_in_is_not_picked(self) -> None:
        self.story.look = crew.look(self.story.shoot, by=self.story.stylist)
        decision, _master = actions.pick(story.made(self.story, key="s"), by=self.story.director, now=NOW, key="k")
        self.assertEqual(decision.code, "stand-in-only")

    def test_while_she_pauses_nothing_is_picked(self) -> None:
        preview = story.made(self.story)
        consent.pause(self.story.twin, by=self.story.owner, now=NOW)
        decision, _master = actions.pick(preview, by=self.story.director, now=NOW, key="k")
        self.assertEqual((decision.code, Master.objects.count()), ("owner-paused", 0))

    def test_picked_twice_it_is_rendered_once(self) -> None:
        master = story.picked(self.story)
        renders = len(self.brush.scenes)
        self.assertEqual(story.picked(self.story, story.fresh(master.preview)), master)
        self.assertEqual(len(self.brush.scenes), renders)

    def test_a_rendering_that_was_stopped_can_be_asked_for_again(self) -> None:
        preview = story.made(self.story)
        actions.pick(preview, by=self.story.director, now=NOW, key="k1")
        consent.pause(self.story.twin, by=self.story.owner, now=NOW)
        work.drain("draft")
        self.assertEqual(Master.objects.get().state, "stopped")
        consent.resume(self.story.twin, by=self.story.owner, now=NOW, fresh=True)
        actions.pick(preview, by=self.story.director, now=NOW, key="k2")
        work.drain("draft")
        self.assertEqual(Master.objects.get().state, "made")

    def test_whoever_is_credited_is_asked_for_her_credit(self) -> None:
        story.picked(self.story)
        asked = Notice.objects.filter(code="confirm-credit").values_list("to__name", flat=True)
        self.assertLessEqual({"Ana Ruiz", "Jonas Vehr", "Mei Lund", "Otto Brandt", "Iris Falk"}, set(asked))


@pytest.mark.scales
class SignOffTests(ReviewTestCase):
    master: Master

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        with story.backstage():
            cls.master = story.picked(cls.story)

    def test_it_is_bound_to_what_was_seen_and_stands_in_the_register(self) -> None:
        verdict = story.signed(self.story, self.master)
        self.assertEqual(verdict.binding["pixel_hash"], self.master.pixel_hash)
        self.assertEqual(verdict.binding["grants"], {str(self.story.twin.id): str(self.story.version.id)})
        entry = Entry.objects.get(chain=self.story.twin.gate_name, kind="signed-off")
        self.assertEqual(entry.body["binding"], verdict.binding_hash)

    def test_only_art_direction_signs(self) -> None:
        decision, _verdict = actions.sign_off(self.master, by=self.story.stylist, now=NOW, key="k")
        self.assertEqual(decision.code, "not-art-director")

    def test_signed_twice_it_is_one_sign_off(self) -> None:
        self.assertEqual(story.signed(self.story, self.master), story.signed(self.story, self.master))

    def test_without_pixels_there_is_nothing_to_sign(self) -> None:
        Master.objects.update(made_at=None)
        decision, _verdict = actions.sign_off(story.again(self.master), by=self.story.director, now=NOW, key="k")
        self.assertEqual(decision.code, "master-missing")

    def test_a_corrected_spelling_does_not_ask_again(self) -> None:
        story.signed(self.story, self.master)
        story.confirmed(self.story)
        self.story.stylist.name = "Ana Ruíz"
        self.story.stylist.save()
        credits.confirm(self.story.shoot, by=self.story.director, now=NOW, name_form="pseudonym", name="I. F.")
        self.assertEqual(self.missing(self.master), [])

    def assert_asks_again(self) -> None:
        self.assertIn("signed-before-a-change", self.missing(self.master))

    def test_another_person_in_the_credits_asks_again(self) -> None:
        story.signed(self.story, self.master)
        crew.booked(self.story.shoot, "casting", name="Bo Ek")
        self.assert_asks_again()

    def test_a_new_version_of_the_licence_asks_again(self) -> None:
        story.signed(self.story, self.master)
        signer = self.story.version.house_signed_by
        evidence = {"method": "passkey", "signed_in_at": NOW.isoformat()}
        decision, _version = consent.sign_grant(
            self.story.twin,
            self.story.house,
            crew.terms(pieces=20),
            by=self.story.owner,
            house_signed_by=signer,
            now=NOW,
            evidence=evidence,
            grant=self.story.version.grant,
        )
        assert decision, decision
        self.assert_asks_again()

    def test_a_changed_pixel_asks_again(self) -> None:
        story.signed(self.story, self.master)
        Master.objects.update(pixel_hash="0" * 64)
        self.assert_asks_again()

    def test_what_is_changed_in_the_look_afterwards_is_another_picture_and_asks_nobody(self) -> None:
        story.signed(self.story, self.master)
        story.confirmed(self.story)
        late = crew.booked(self.story.shoot, "hair", name="Sol Berg")
        story.set_slot(self.story, "hair", {"style": "dry"}, by=late, now=NOW + timedelta(hours=1))
        self.assertEqual(self.missing(self.master), [])

    def test_signed_again_the_new_one_counts(self) -> None:
        story.signed(self.story, self.master)
        crew.booked(self.story.shoot, "casting", name="Bo Ek")
        story.signed(self.story, self.master, key="again")
        self.assertNotIn("signed-before-a-change", self.missing(self.master))
        self.assertEqual(Verdict.objects.filter(ended_at=None).count(), 1)

    def test_taken_back_it_is_missing_again(self) -> None:
        story.signed(self.story, self.master)
        self.assertTrue(actions.take_back(self.master, by=self.story.director, now=NOW))
        self.assertIn("signed-before-a-change", self.missing(self.master))
        self.assertFalse(actions.take_back(self.master, by=self.story.director, now=NOW))

    def test_on_its_way_to_be_sealed_it_is_not_taken_back(self) -> None:
        story.signed(self.story, self.master)
        story.confirmed(self.story)
        self.assertTrue(self.settled(self.master))
        self.assertEqual(actions.take_back(self.master, by=self.story.director, now=NOW).code, "already-done")


@pytest.mark.scales
class ClearanceTests(ReviewTestCase):
    master: Master

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        with story.backstage():
            cls.master = story.picked(cls.story)

    def test_it_lists_what_is_missing_and_who_can_settle_it(self) -> None:
        left = clearance.missing(self.master, NOW)
        self.assertEqual(left[0].decision.code, "not-signed-off")
        self.assertEqual(left[0].who, (self.story.director,))
        waiting = {each.who[0].name for each in left if each.decision.code == "not-confirmed"}
        self.assertEqual(waiting, {"Jonas Vehr", "Ana Ruiz", "Mei Lund", "Otto Brandt", "Iris Falk", "Vera Holm"})

    def test_while_she_pauses_that_is_what_is_missing(self) -> None:
        consent.pause(self.story.twin, by=self.story.owner, now=NOW)
        (only,) = clearance.missing(self.master, NOW)
        self.assertEqual((only.decision.code, only.who), ("owner-paused", (self.story.owner,)))

    def test_a_withdrawn_licence_is_missing_without_more_words(self) -> None:
        consent.withdraw(self.story.version.grant, by=self.story.owner, now=NOW)
        self.assertEqual(self.missing(self.master), ["not-available"])

    def test_weights_that_are_not_for_business_end_in_no_delivery(self) -> None:
        self.master.preview.engine = "diffusion"
        self.assertEqual([each.decision.code for each in clearance.licence_missing(self.master)], ["no-checkpoint"])

    def test_two_who_look_at_once_send_it_off_once(self) -> None:
        story.signed(self.story, self.master)
        story.confirmed(self.story)
        first, second = story.again(self.master), story.again(self.master)
        clearance.settle(first, NOW)
        clearance.settle(second, NOW)
        self.assertEqual((Asset.objects.count(), Job.objects.filter(kind="seal").count()), (1, 1))

    def test_housekeeping_finds_what_became_clear_by_itself(self) -> None:
        story.signed(self.story, self.master)
        self.assertEqual(clearance.settle_signed(NOW), 0)
        self.assertEqual(clearance.settle_signed(NOW + timedelta(days=7)), 1)
        self.assertIsNotNone(story.again(self.master).cleared_at)

    def test_what_fails_to_start_leaves_it_unsent(self) -> None:
        story.signed(self.story, self.master)
        story.confirmed(self.story)
        with (
            patch("studio.approvals.clearance._WHEN_CLEAR", [lambda master, now: 1 / 0]),
            self.assertRaises(ZeroDivisionError),
        ):
            clearance.settle(self.master, NOW)
        self.assertIsNone(story.again(self.master).cleared_at)


@pytest.mark.scales
class PieceTests(TestCase):
    """A licence under which each finished piece asks her."""

    story: story.Story
    master: Master

    @classmethod
    def setUpTestData(cls) -> None:
        with story.backstage():
            cls.story = story.ready(approval="each-piece")
            cls.master = story.picked(cls.story)
            story.signed(cls.story, cls.master)
            story.confirmed(cls.story)

    def setUp(self) -> None:
        story.clock(self)

    def codes(self) -> list[str]:
        return [each.decision.code for each in clearance.missing(story.again(self.master), NOW)]

    def test_she_is_asked_about_exactly_these_pixels(self) -> None:
        asked = PieceApproval.objects.get()
        self.assertEqual((asked.pixel_hash, asked.about), (self.master.pixel_hash, str(self.master.id)))
        self.assertTrue(Notice.objects.filter(to=self.story.owner, code="piece-asks-you").exists())

    def test_her_word_is_what_is_missing(self) -> None:
        self.assertEqual(self.codes(), ["approval-missing"])

    def test_her_yes_clears_it(self) -> None:
        consent.answer_piece(PieceApproval.objects.get(), yes=True, by=self.story.owner, now=NOW)
        self.assertEqual(self.codes(), [])
        self.assertEqual(clearance.settle_signed(NOW), 1)

    def test_her_no_ends_it(self) -> None:
        consent.answer_piece(PieceApproval.objects.get(), yes=False, by=self.story.owner, now=NOW)
        self.assertEqual(self.codes(), ["piece-refused"])

    def test_her_yes_to_one_file_opens_no_other(self) -> None:
        consent.answer_piece(PieceApproval.objects.get(), yes=True, by=self.story.owner, now=NOW)
        Master.objects.update(pixel_hash="0" * 64)
        self.assertIn("approval-missing", self.codes())


class MasterPixelsTests(ReviewTestCase):
    def test_the_master_s_own_pixels_come_back_as_they_were(self) -> None:
        master = story.picked(self.story)
        assert master.picture
        with Image.open(BytesIO(media.load(master.picture))) as image:
            self.assertTrue((np.asarray(image) == story.painted()).all())
