"""What a worker stores, and what it must not."""

from io import BytesIO

import numpy as np
import pytest
from django.conf import settings
from django.test import TestCase
from PIL import Image

from studio.consent import actions as consent
from studio.consent.models import Grant
from studio.imaging import marks, metadata, watermark
from studio.jobs import actions as jobs
from studio.jobs import work
from studio.media import actions as media
from studio.media.models import Blob
from studio.previews import actions, rendering
from studio.previews.models import Preview
from studio.web.sentences import sentence
from tests import story
from tests.crew import NOW
from tests.story import SIZE


def kept() -> int:
    return Blob.objects.filter(content_type="image/webp").count()


@pytest.mark.scales
class RenderingTests(TestCase):
    story: story.Story

    @classmethod
    def setUpTestData(cls) -> None:
        with story.backstage():
            cls.story = story.ready()

    def setUp(self) -> None:
        story.clock(self)

    def drawn(self) -> Preview:
        """Asked for, and whatever the worker made of it."""
        preview = story.asked(self.story)
        work.drain("draft")
        return story.fresh(preview)

    def assert_nothing_was_stored(self, preview: Preview) -> None:
        self.assertEqual((preview.made_at, preview.picture, kept()), (None, None, 0))

    def pause(self) -> None:
        consent.pause(self.story.twin, by=self.story.owner, now=NOW)

    def withdraw(self) -> None:
        consent.withdraw(self.story.version.grant, by=self.story.owner, now=NOW)

    def test_the_picture_is_kept_under_the_twins_key(self) -> None:
        story.paints(self)
        preview = self.drawn()
        assert preview.picture
        self.assertEqual((preview.state, preview.picture.names), ("made", (self.story.twin.gate_name,)))

    def test_the_engine_gets_what_was_frozen(self) -> None:
        brush = story.paints(self)
        self.drawn()
        (scene,) = brush.scenes
        self.assertEqual((len(scene.figures), len(scene.pieces), scene.light.set_up), (1, 1, "rembrandt"))

    def test_withdrawn_between_the_request_and_the_worker_nothing_is_made(self) -> None:
        brush = story.paints(self)
        preview = story.asked(self.story)
        self.withdraw()
        work.drain("draft")
        preview = story.fresh(preview)
        self.assert_nothing_was_stored(preview)
        self.assertEqual((preview.state, brush.scenes), ("stopped", []))

    def test_a_licence_that_ends_unseen_fails_the_job_when_the_worker_asks(self) -> None:
        brush = story.paints(self)
        preview = story.asked(self.story)
        Grant.objects.update(state=Grant.State.LAPSED)
        work.drain("draft")
        preview = story.fresh(preview)
        self.assert_nothing_was_stored(preview)
        self.assertEqual((preview.state, preview.ending.code, brush.scenes), ("failed", "not-available", []))

    def test_paused_in_the_middle_the_engine_is_stopped_at_its_next_step(self) -> None:
        story.paints(self, self.pause)
        preview = self.drawn()
        self.assert_nothing_was_stored(preview)
        self.assertEqual((preview.state, preview.ending.code), ("stopped", "owner-paused"))

    def test_why_it_was_not_made_can_be_said(self) -> None:
        story.paints(self, self.pause)
        self.assertIn("Paused", sentence(self.drawn().ending))

    def test_withdrawn_between_the_last_step_and_the_storing_nothing_is_stored(self) -> None:
        story.paints(self)
        with pytest.MonkeyPatch.context() as late:
            store = rendering.store

            def store_late(*args: object) -> object:
                self.withdraw()
                return store(*args)  # type: ignore[arg-type]

            late.setattr(rendering, "store", store_late)
            preview = self.drawn()
        self.assert_nothing_was_stored(preview)
        self.assertEqual(preview.state, "stopped")

    def test_a_job_taken_from_its_worker_stores_nothing(self) -> None:
        story.paints(self)
        with pytest.MonkeyPatch.context() as late:
            late.setattr(jobs, "finish", lambda job: False)
            preview = self.drawn()
        self.assert_nothing_was_stored(preview)

    def test_cancelled_while_it_waits_it_is_gone(self) -> None:
        brush = story.paints(self)
        preview = story.asked(self.story)
        actions.cancel_preview(preview, by=self.story.stylist, now=NOW)
        work.drain("draft")
        self.assertEqual((story.fresh(preview).state, brush.scenes), ("cancelled", []))

    def test_cancelled_while_it_runs_it_ends_at_its_next_step(self) -> None:
        story.paints(self, lambda: actions.cancel_preview(Preview.objects.get(), by=self.story.stylist, now=NOW))
        preview = self.drawn()
        self.assert_nothing_was_stored(preview)
        self.assertEqual(preview.state, "cancelled")

    def test_what_is_made_cannot_be_cancelled(self) -> None:
        story.paints(self)
        decision = actions.cancel_preview(self.drawn(), by=self.story.stylist, now=NOW)
        self.assertEqual(decision.code, "already-done")


class FileTests(TestCase):
    """What the stored picture says of itself."""

    content: bytes
    preview: Preview
    story: story.Story

    @classmethod
    def setUpTestData(cls) -> None:
        with story.backstage():
            cls.story = story.ready()
            cls.preview = story.made(cls.story)
        assert cls.preview.picture
        cls.content = media.load(cls.preview.picture)

    def pixels(self) -> "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]":
        with Image.open(BytesIO(self.content)) as image:
            return np.asarray(image.convert("RGB"))

    def test_it_says_by_what_means_it_was_made(self) -> None:
        facts = metadata.read_xmp(self.content)
        self.assertEqual(facts["source_type"], "composite")
        self.assertEqual(facts["studio_id"], f"urn:uuid:{self.preview.id}")

    def test_it_names_nobody(self) -> None:
        facts = metadata.read_xmp(self.content)
        self.assertEqual((facts["contributors"], facts["persons_shown"]), ((), ()))
        self.assertNotIn(b"Nia", self.content)

    def test_it_carries_an_invisible_mark(self) -> None:
        secret = settings.WATERMARK_SECRET.encode()
        self.assertEqual(watermark.detect(self.pixels(), secret=secret), self.preview.mark)

    def test_the_visible_mark_lies_beneath_the_picture(self) -> None:
        height, width = SIZE
        pixels = self.pixels()
        self.assertEqual(pixels.shape, (height + marks.strip_height_px(width), width, 3))
        self.assertLess(np.abs(pixels[:height].astype(int) - story.painted()).mean(), 10)
        self.assertLess(pixels[height:].mean(), 60)

    def test_the_row_says_the_same_as_the_file(self) -> None:
        self.assertEqual(self.preview.source_type, "composite")
