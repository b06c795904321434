"""Her yes makes the deal memo before anything is made: where it is missing, no door opens that makes or lets out."""

from unittest.mock import patch

from django.test import TestCase

from studio.approvals import actions as approvals
from studio.approvals import clearance
from studio.assets import actions as assets
from studio.assets.models import Asset, Delivery
from studio.consent.models import DealMemo
from studio.jobs import work
from studio.jobs.models import Job
from studio.previews import actions as previews
from tests import crew, story
from tests.crew import NOW


class MemoTests(TestCase):
    def setUp(self) -> None:
        story.clock(self)
        story.paints(self)
        self.story = story.ready()

    def lose_it(self) -> None:
        lost = patch.object(DealMemo.objects, "filter", return_value=DealMemo.objects.none())
        lost.start()
        self.addCleanup(lost.stop)

    def test_no_preview_is_asked_for(self) -> None:
        self.lose_it()
        decision, _ = previews.request_preview(self.story.look, by=self.story.stylist, now=NOW, key="m")
        self.assertEqual(decision.code, "memo-missing")

    def test_no_preview_that_was_asked_for_before_is_made(self) -> None:
        preview = story.asked(self.story)
        self.lose_it()
        work.drain("draft")
        preview.refresh_from_db()
        self.assertIsNone(preview.made_at)
        self.assertEqual(Job.objects.get(about=str(preview.id)).code, "memo-missing")

    def test_no_picture_is_picked(self) -> None:
        preview = story.made(self.story)
        self.lose_it()
        decision, _ = approvals.pick(preview, by=self.story.director, now=NOW, key="m")
        self.assertEqual(decision.code, "memo-missing")

    def test_no_master_that_was_picked_before_is_made(self) -> None:
        preview = story.made(self.story)
        _decision, master = approvals.pick(preview, by=self.story.director, now=NOW, key="m")
        assert master
        self.lose_it()
        work.drain("draft")
        self.assertIsNone(story.again(master).made_at)

    def test_none_is_signed_off(self) -> None:
        master = story.picked(self.story)
        self.lose_it()
        decision, _ = approvals.sign_off(master, by=self.story.director, now=NOW, key="m")
        self.assertEqual(decision.code, "memo-missing")

    def test_none_is_sealed(self) -> None:
        master = story.cleared(self.story)
        self.lose_it()
        self.assertEqual([each.decision.code for each in clearance.missing(master, NOW)], ["memo-missing"])
        work.drain("seal")
        self.assertFalse(Asset.objects.filter(master=master, sealed_at__isnull=False).exists())

    def test_none_is_delivered_or_taken(self) -> None:
        asset = story.sealed(self.story)
        delivery = story.delivered(self.story, asset)
        self.lose_it()
        decision, _ = assets.deliver(
            story.first_file(asset), story.wanted(), by=self.story.producer, now=NOW, key="again"
        )
        self.assertEqual((decision.code, Delivery.objects.count()), ("memo-missing", 1))
        self.assertEqual(assets.take(delivery, by=self.story.producer, now=NOW)[0].code, "memo-missing")

    def test_tests_have_their_memo_too(self) -> None:
        twin = crew.twin()
        version = crew.grant(twin, self.story.house, purposes=("tests",))
        self.assertTrue(DealMemo.objects.filter(version=version).exists())
