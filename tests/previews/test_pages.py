from django.test import TestCase
from django.urls import reverse

from studio.consent import actions as consent
from studio.live import kinds
from studio.previews import actions
from studio.previews.models import Preview
from tests import crew, story
from tests.crew import NOW
from tests.story import HTMX


class PreviewPagesTests(TestCase):
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
        crew.signed_in(self.client, self.story.stylist)

    def test_the_stage_shows_the_newest_picture(self) -> None:
        page = self.client.get(reverse("previews:stage", args=[self.story.look.id]), headers=HTMX)
        self.assertContains(page, "Version 1, made by the draft engine")

    def test_the_stage_says_why_a_picture_was_not_made(self) -> None:
        story.set_slot(self.story, "hair", {"style": "dry"}, by=self.story.crew["hair"])
        second = story.asked(self.story, key="k2")
        actions.cancel_preview(second, by=self.story.stylist, now=NOW)
        page = self.client.get(reverse("previews:stage", args=[self.story.look.id]), headers=HTMX)
        self.assertContains(page, "Version 2 was not made.")

    def test_asking_again_for_what_was_made_shows_that_picture(self) -> None:
        first = dict(self.story.look.slots.get(kind="hair").value)
        story.set_slot(self.story, "hair", {"style": "dry"}, by=self.story.crew["hair"])
        story.made(self.story, key="k2")
        story.set_slot(self.story, "hair", first, by=self.story.crew["hair"])
        url = reverse("previews:request", args=[self.story.look.id])
        page = self.client.post(url, {"key": "k3"}, headers=HTMX)
        self.assertContains(page, "Version 1, made by the draft engine")
        self.assertNotIn("every 700ms", page.content.decode())

    def test_the_work_asks_for_itself_again_until_it_is_done(self) -> None:
        story.set_slot(self.story, "hair", {"style": "dry"}, by=self.story.crew["hair"])
        story.asked(self.story, key="k2")
        url = reverse("previews:stage", args=[self.story.look.id])
        self.assertContains(self.client.get(url), "every 700ms")
        consent.pause(self.story.twin, by=self.story.owner, now=NOW)
        self.assertNotContains(self.client.get(url), "every 700ms")

    def test_the_contact_sheet_shows_a_veil_while_she_pauses(self) -> None:
        consent.pause(self.story.twin, by=self.story.owner, now=NOW)
        page = self.client.get(reverse("previews:sheet", args=[self.story.look.id]))
        self.assertContains(page, "has paused this twin")
        self.assertNotContains(page, "/m/")

    def test_a_pick_is_kept_and_shown(self) -> None:
        url = reverse("previews:choose", args=[self.preview.id])
        page = self.client.post(url, {"choice": "pick", "rating": 4}, headers=HTMX)
        self.assertContains(page, 'data-state="pick"')
        self.preview.refresh_from_db()
        self.assertEqual((self.preview.choice, self.preview.rating), ("pick", 4))

    def test_without_script_the_sheet_comes_back(self) -> None:
        page = self.client.post(reverse("previews:choose", args=[self.preview.id]), {"choice": "leave", "rating": 0})
        self.assertRedirects(page, reverse("previews:sheet", args=[self.story.look.id]))

    def test_six_stars_there_are_not(self) -> None:
        page = self.client.post(reverse("previews:choose", args=[self.preview.id]), {"choice": "pick", "rating": 6})
        self.assertEqual(page.status_code, 422)

    def test_who_asked_may_cancel_and_others_may_not(self) -> None:
        story.set_slot(self.story, "hair", {"style": "dry"}, by=self.story.crew["hair"])
        second = story.asked(self.story, key="k2")
        url = reverse("previews:cancel", args=[second.id])
        self.assertEqual(crew.signed_in(self.client, self.story.crew["hair"]).post(url).status_code, 404)
        crew.signed_in(self.client, self.story.stylist).post(url, headers=HTMX)
        self.assertEqual(story.fresh(second).state, "cancelled")

    def test_a_stranger_finds_none_of_it(self) -> None:
        crew.signed_in(self.client, crew.person())
        for name, thing in (("stage", self.story.look), ("sheet", self.story.look)):
            self.assertEqual(self.client.get(reverse(f"previews:{name}", args=[thing.id])).status_code, 404)
        for name in ("cancel", "choose"):
            self.assertEqual(self.client.post(reverse(f"previews:{name}", args=[self.preview.id])).status_code, 404)

    def test_who_sees_the_shoot_may_listen_to_its_previews(self) -> None:
        found = kinds.find(f"preview:{self.preview.id}")
        assert found
        kind, topic_id = found
        self.assertTrue(kind.may_enter(topic_id, self.story.stylist))
        self.assertFalse(kind.may_enter(topic_id, crew.person()) or kind.may_enter("x", self.story.stylist))
