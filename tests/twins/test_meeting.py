"""The first meeting is private, and a never is honoured wherever a picture could be made."""

from django.test import TestCase
from django.urls import reverse

from studio.consent import actions as consent
from studio.imaging.metadata import read_xmp
from studio.jobs import work
from studio.jobs.models import Job
from studio.looks import actions as looks
from studio.looks.casting import casting_of
from studio.media import actions as media
from studio.previews import actions as previews
from studio.previews.models import Preview
from studio.twins import actions
from studio.twins.models import Capture, OwnPicture, Plate, Twin
from tests import crew, story
from tests.crew import NOW


class AskTests(TestCase):
    def setUp(self) -> None:
        self.brush = story.paints(self)
        self.twin = crew.twin(state=Twin.State.CAPTURED)
        self.plate = crew.plate(self.twin)

    def ask(self) -> list[OwnPicture]:
        return actions.ask_first_pictures(self.twin, by=self.twin.owner, now=NOW)[1]

    def test_one_picture_of_each_capture_in_nothing_but_her_cover(self) -> None:
        crew.plate(self.twin, "walking")
        self.assertEqual(len(self.ask()), 2)
        work.drain("draft")
        self.assertEqual([len(scene.pieces) for scene in self.brush.scenes], [0, 0])
        self.assertEqual(OwnPicture.objects.made().count(), 2)

    def test_it_is_sealed_under_her_key_and_carries_its_mark(self) -> None:
        self.ask()
        work.drain("draft")
        own = OwnPicture.objects.get()
        assert own.picture
        self.assertEqual(own.picture.sealed_under, self.twin.gate_name)
        self.assertEqual(read_xmp(media.load(own.picture))["source_type"], "composite")

    def test_it_needs_no_licence_of_the_photographer_for_her_own_eyes(self) -> None:
        Capture.objects.update(licensed_at=None)
        self.ask()
        work.drain("draft")
        self.assertEqual(OwnPicture.objects.made().count(), 1)

    def test_she_may_ask_even_when_she_is_paused(self) -> None:
        consent.pause(self.twin, by=self.twin.owner, now=NOW)
        self.ask()
        work.drain("draft")
        self.assertEqual(OwnPicture.objects.made().count(), 1)

    def test_asking_again_asks_for_nothing_twice(self) -> None:
        self.ask()
        self.assertEqual(self.ask(), [])

    def test_nobody_else_asks(self) -> None:
        decision, _ = actions.ask_first_pictures(self.twin, by=crew.person(), now=NOW)
        self.assertEqual(decision.code, "not-owner")

    def test_what_is_barred_while_it_is_made_is_not_kept(self) -> None:
        story.paints(self, lambda: Plate.objects.update(barred_at=NOW))
        self.ask()
        work.drain("draft")
        self.assertFalse(OwnPicture.objects.made().exists())
        self.assertEqual(Job.objects.get().code, "never-again")


class AnswerTests(TestCase):
    def setUp(self) -> None:
        self.twin = crew.twin()
        self.plate = crew.plate(self.twin)
        self.own = crew.own_picture(self.plate, answer="")

    def answer(self, answer: str) -> OwnPicture:
        decision, picture = actions.answer_picture(self.own, answer, by=self.twin.owner, now=NOW)
        assert picture, decision
        return picture

    def test_this_is_me(self) -> None:
        self.assertEqual(self.answer("me").answer, "me")
        self.assertEqual(list(OwnPicture.objects.hers()), [self.own])

    def test_what_is_not_her_is_erased_and_another_light_can_be_tried(self) -> None:
        blob = self.own.picture
        assert blob
        self.assertIsNone(self.answer("not-me").picture)
        blob.refresh_from_db()
        self.assertIsNotNone(blob.erased_at)
        _, other = actions.ask_again(self.own, by=self.twin.owner, now=NOW)
        assert other
        self.assertNotEqual(other.light, self.own.light)

    def test_a_never_bars_the_capture_and_takes_it_off_the_comp_card(self) -> None:
        self.answer("me")
        card = crew.own_picture(self.plate, light="butterfly")
        assert card.picture
        actions.choose_comp_card(self.twin, [(card.picture, "in her cover")], by=self.twin.owner, now=NOW)
        self.answer("never")
        self.plate.refresh_from_db()
        self.assertEqual(self.plate.barred_at, NOW)
        self.assertFalse(self.twin.comp_card.exists())
        card.plate.refresh_from_db()
        self.assertEqual(actions.ask_again(card, by=self.twin.owner, now=NOW)[0].code, "never-again")

    def test_only_she_answers_and_only_in_one_of_three_ways(self) -> None:
        self.assertEqual(actions.answer_picture(self.own, "me", by=crew.person(), now=NOW)[0].code, "not-owner")
        self.assertEqual(
            actions.answer_picture(self.own, "maybe", by=self.twin.owner, now=NOW)[0].code, "not-an-answer"
        )

    def test_she_opens_a_capture_again(self) -> None:
        self.answer("never")
        self.plate.refresh_from_db()
        self.assertTrue(actions.open_plate_again(self.plate, by=self.twin.owner, now=NOW))
        self.assertTrue(Plate.objects.usable().exists())


class NeverAgainTests(TestCase):
    """Where a barred capture, or one that its photographer has not licensed, would be used by others."""

    def setUp(self) -> None:
        story.clock(self)
        story.paints(self)
        self.story = story.ready()
        self.other = crew.plate(self.story.twin, "walking")

    def bar(self) -> None:
        own = crew.own_picture(self.story.plate, answer="")
        actions.answer_picture(own, "never", by=self.story.owner, now=NOW)

    def unlicense(self) -> None:
        Capture.objects.filter(pk=self.story.plate.capture_id).update(licensed_at=None)

    def test_it_is_not_offered_in_casting(self) -> None:
        for close in (self.bar, self.unlicense):
            with self.subTest(close.__name__):
                close()
                card = casting_of(self.story.look, session_key="s", now=NOW).yes[0]
                self.assertEqual([pose.plate for pose in card.poses], [self.other.pk])

    def test_it_is_not_cast(self) -> None:
        self.bar()
        plate = Plate.objects.select_related("capture").get(pk=self.story.plate.pk)
        version = self.story.look.slots.get(kind="twin").version
        decision, _ = looks.cast(
            self.story.look, [(self.story.twin, plate)], base_version=version, by=self.story.producer, now=NOW
        )
        self.assertEqual(decision.code, "not-available")

    def test_no_preview_is_asked_for_of_it(self) -> None:
        self.bar()
        decision, _ = previews.request_preview(self.story.look, by=self.story.stylist, now=NOW, key="p")
        self.assertEqual(decision.code, "pose-not-offered")

    def test_one_that_waits_is_gone_and_one_in_the_making_is_not_kept(self) -> None:
        story.asked(self.story)
        self.bar()
        self.assertEqual(Job.objects.get(kind="preview").state, "stopped")

    def test_without_the_photographers_licence_nothing_in_the_making_is_kept(self) -> None:
        story.asked(self.story)
        self.unlicense()
        work.drain("draft")
        self.assertFalse(Preview.objects.made().exists())
        self.assertEqual(Job.objects.get(kind="preview").code, "pose-not-offered")


class BarredMarkTests(TestCase):
    """What a machine cannot check becomes a question to whoever looks."""

    def setUp(self) -> None:
        story.clock(self)
        story.paints(self)
        self.story = story.ready()
        actions.bar_mark(self.story.twin, kind="tattoo", place="left-forearm", by=self.story.owner, now=NOW)

    def test_a_pose_that_shows_the_place_says_so_in_casting(self) -> None:
        Plate.objects.update(shows=["left-forearm"])
        card = casting_of(self.story.look, session_key="s", now=NOW).yes[0]
        self.assertTrue(card.poses[0].bars)

    def test_each_picture_asks_whoever_signs_it_off(self) -> None:
        preview = story.made(self.story)
        crew.signed_in(self.client, self.story.director)
        page = self.client.get(reverse("approvals:preview", args=[preview.pk]))
        self.assertContains(page, "Nia lets no picture show this: tattoo, the left forearm.")
