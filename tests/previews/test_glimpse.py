import json
from io import BytesIO
from typing import Any

import numpy as np
from django.conf import settings
from django.test import TestCase
from django.urls import reverse
from PIL import Image

from studio.consent import actions as consent
from studio.imaging import watermark
from studio.looks.models import SlotChange
from studio.media.models import Blob
from studio.previews import glimpses
from studio.previews.models import Preview, Sitting
from studio.previews.rendering import kept_under
from studio.register import access
from studio.register.models import Access
from tests import crew, story
from tests.crew import NOW


class GlimpseTests(TestCase):
    story: story.Story

    @classmethod
    def setUpTestData(cls) -> None:
        with story.backstage():
            cls.story = story.ready()

    def setUp(self) -> None:
        story.clock(self)
        self.brush = story.paints(self)
        self.url = reverse("previews:glimpse", args=[self.story.look.id])
        crew.signed_in(self.client, self.story.crew["photography"])
        glimpses.stages().forget()

    def asks(self, turn: int = 1, **sent: str) -> Any:
        return self.client.post(self.url, {"window": "w", "turn": turn, **sent})

    def test_a_light_is_seen_before_it_is_kept(self) -> None:
        changes, blobs = SlotChange.objects.count(), Blob.objects.count()
        answer = self.asks(slot="light", set_up="split")
        self.assertEqual(answer["Content-Type"], "image/webp")
        self.assertEqual(self.brush.scenes[-1].light.set_up, "split")
        self.assertEqual((SlotChange.objects.count(), Blob.objects.count()), (changes, blobs))
        self.assertFalse(Preview.objects.exists())

    def test_the_picture_says_what_it_is_and_whose_hand_was_on_it(self) -> None:
        answer = self.asks()
        self.assertIn(b"digitalsourcetype/composite<", answer.content)
        with Image.open(BytesIO(answer.content)) as opened:
            pixels = np.asarray(opened.convert("RGB"))
        found = watermark.detect(pixels, secret=settings.WATERMARK_SECRET.encode())
        self.assertEqual(found, Sitting.objects.get().mark)

    def test_whoever_had_it_stands_in_the_twins_access_log(self) -> None:
        access.flush()
        before = set(Access.objects.values_list("pk", flat=True))
        self.asks()
        access.flush()
        line = Access.objects.exclude(pk__in=before).get(what="glimpse")
        by = self.story.crew["photography"]
        self.assertEqual((line.subject, line.by), (f"glimpse:{self.story.twin.pk}", str(by.pk)))

    def test_no_browser_keeps_it(self) -> None:
        self.assertIn("no-store", self.asks()["Cache-Control"])

    def test_a_pause_ends_it_with_a_sentence(self) -> None:
        consent.pause(self.story.twin, by=self.story.owner, now=NOW)
        self.assertContains(self.asks(), "has paused", status_code=410)

    def test_a_pause_while_it_is_drawn_leaves_no_picture(self) -> None:
        self.brush.meanwhile = lambda: consent.pause(self.story.twin, by=self.story.owner, now=NOW)
        answer = self.asks()
        self.assertEqual((answer.status_code, answer["Content-Type"].split(";")[0]), (410, "text/html"))

    def test_a_newer_one_ends_the_older(self) -> None:
        def another() -> None:
            self.brush.meanwhile = None
            self.asks(turn=2)

        self.brush.meanwhile = another
        self.assertEqual(self.asks().status_code, 204)

    def test_whoever_may_not_set_the_slot_does_not_try_it(self) -> None:
        crew.signed_in(self.client, self.story.stylist)
        answer = self.asks(slot="light", set_up="split")
        self.assertContains(answer, "is set by photography", status_code=409)

    def test_it_opens_as_no_page_of_its_own(self) -> None:
        sent = {"window": "w", "turn": 1}
        self.assertEqual(self.client.post(self.url, sent, headers={"Sec-Fetch-Dest": "document"}).status_code, 404)

    def test_what_was_kept_goes_when_her_gate_turns(self) -> None:
        glimpses.stages().beside(kept_under([self.story.twin]), gone=()).take("a", lambda: 1)
        consent.pause(self.story.twin, by=self.story.owner, now=NOW)
        glimpses.kept_for("stages")
        self.assertEqual(glimpses.stages().names(), set())

    def test_where_the_pieces_lie_goes_with_it(self) -> None:
        answer = self.asks()
        self.assertEqual(json.loads(answer["Doublure-Laid"]), {})


class CountedTests(TestCase):
    def test_a_licence_for_counted_tests_gives_no_glimpse(self) -> None:
        with story.backstage():
            told = story.ready(purposes=("tests",), test_previews=5)
            answer = glimpses.glimpse(told.look, by=told.stylist, now=NOW)
        self.assertEqual(answer[0].code, "glimpse-counted")
