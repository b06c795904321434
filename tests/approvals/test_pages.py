import json

from django.test import TestCase
from django.urls import reverse

from studio.approvals.models import Master, Note, Verdict
from studio.consent import actions as consent
from studio.jobs import work
from studio.previews.models import Preview
from tests import crew, story
from tests.crew import NOW
from tests.story import HTMX


class ReviewPageTests(TestCase):
    story: story.Story
    preview: Preview

    @classmethod
    def setUpTestData(cls) -> None:
        with story.backstage():
            cls.story = story.ready()
            cls.preview = story.made(cls.story)

    def setUp(self) -> None:
        story.clock(self)
        story.paints(self)
        self.url = self.address("preview")
        crew.signed_in(self.client, self.story.director)

    def address(self, name: str) -> str:
        return reverse(f"approvals:{name}", args=[self.preview.id])

    def test_the_shoot_s_review_shows_each_look_with_its_newest_picture(self) -> None:
        page = self.client.get(reverse("approvals:shoot", args=[self.story.shoot.id]))
        self.assertContains(page, "1 look to review")
        self.assertContains(page, self.url)

    def test_the_director_reads_what_to_do_next(self) -> None:
        self.assertContains(self.client.get(self.url), "Pick this one")

    def test_a_note_is_drawn(self) -> None:
        shape = json.dumps({"type": "box", "points": [[0.1, 0.1], [0.2, 0.3]]})
        form = {"key": "n", "shape": shape, "words": "Longer", "asks_change": "on"}
        self.assertRedirects(self.client.post(self.address("draw_note"), form), self.url)
        self.assertContains(self.client.get(self.url), "A change is asked.")

    def test_a_note_beside_the_picture_is_refused_with_a_sentence(self) -> None:
        shape = json.dumps({"type": "box", "points": [[3, 3]]})
        page = self.client.post(self.address("draw_note"), {"key": "n", "shape": shape, "words": "Longer"})
        self.assertContains(page, "The drawing does not lie on the picture.", status_code=409)
        self.assertFalse(Note.objects.exists())

    def test_a_note_without_words_is_asked_for_again(self) -> None:
        self.assertEqual(self.client.post(self.address("draw_note"), {"key": "n"}).status_code, 422)

    def test_a_note_is_done(self) -> None:
        self.client.post(self.address("draw_note"), {"key": "n", "words": "Longer"})
        self.client.post(reverse("approvals:resolve_note", args=[Note.objects.get().id]))
        self.assertEqual(Note.objects.get().resolved_by, self.story.director)

    def test_picked_and_signed_she_reads_what_is_still_missing(self) -> None:
        self.assertRedirects(self.client.post(self.address("pick"), {"key": "p"}), self.url)
        work.drain("draft")
        self.assertContains(self.client.get(self.url), "Sign off")
        self.assertRedirects(self.client.post(self.address("sign_off"), {"key": "s"}), self.url)
        page = self.client.get(self.url)
        self.assertContains(page, "Still missing")
        self.assertContains(page, "Ana Ruiz")

    def test_while_it_is_rendered_the_panel_asks_for_itself_again(self) -> None:
        self.client.post(self.address("pick"), {"key": "p"})
        self.assertContains(self.client.get(self.address("verdict"), headers=HTMX), "every 1s")

    def test_the_last_yes_sends_it_off(self) -> None:
        master = story.picked(self.story, self.preview)
        story.confirmed(self.story)
        self.client.post(self.address("sign_off"), {"key": "s"})
        self.assertIsNotNone(story.again(master).cleared_at)
        self.assertContains(self.client.get(self.url), "It seals itself.")

    def test_who_may_not_pick_is_told_so(self) -> None:
        crew.signed_in(self.client, self.story.stylist)
        page = self.client.post(self.address("pick"), {"key": "p"})
        self.assertContains(page, "The sign-off belongs to art direction", status_code=409)

    def test_paused_the_refusal_is_a_sentence_and_the_picture_is_veiled(self) -> None:
        consent.pause(self.story.twin, by=self.story.owner, now=NOW)
        page = self.client.post(self.address("pick"), {"key": "p"})
        self.assertContains(page, "has paused this twin", status_code=409)
        self.assertNotContains(page, "/m/", status_code=409)

    def test_paused_the_proof_is_veiled(self) -> None:
        story.picked(self.story, self.preview)
        self.assertContains(self.client.get(self.url), "Proof of")
        consent.pause(self.story.twin, by=self.story.owner, now=NOW)
        self.assertNotContains(self.client.get(self.url), "/m/")

    def test_she_takes_her_yes_back(self) -> None:
        master = story.picked(self.story, self.preview)
        story.signed(self.story, master)
        self.client.post(self.address("take_back"))
        self.assertFalse(Verdict.objects.filter(ended_at=None).exists())
        self.assertEqual(self.client.post(self.address("take_back")).status_code, 409)

    def test_a_stranger_finds_none_of_it(self) -> None:
        story.picked(self.story, self.preview)
        self.client.post(self.address("draw_note"), {"key": "n", "words": "Longer"})
        crew.signed_in(self.client, crew.person())
        for name in ("preview", "verdict"):
            self.assertEqual(self.client.get(self.address(name)).status_code, 404)
        for name in ("draw_note", "pick", "sign_off", "take_back"):
            self.assertEqual(self.client.post(self.address(name), {"key": "k"}).status_code, 404)
        self.assertEqual(
            self.client.post(reverse("approvals:resolve_note", args=[Note.objects.get().id])).status_code, 404
        )
        self.assertEqual(self.client.get(reverse("approvals:shoot", args=[self.story.shoot.id])).status_code, 404)
        self.assertEqual((Note.objects.count(), Master.objects.count(), Verdict.objects.count()), (1, 1, 0))
