import pytest
from django.test import TestCase
from django.urls import reverse

from studio.consent import actions as consent
from studio.consent.models import Gate
from studio.consent.models import TestTaken as Taken
from studio.consent.terms import StandingRules
from studio.jobs.models import Job
from studio.live.models import Announcement
from studio.looks import actions as looks
from studio.looks.models import Recipe
from studio.previews import actions
from studio.previews.models import Preview, PreviewTwin
from studio.twins.models import StandIn
from tests import crew, story
from tests.crew import NOW
from tests.story import HTMX


@pytest.mark.scales
class RequestPreviewTests(TestCase):
    story: story.Story

    @classmethod
    def setUpTestData(cls) -> None:
        with story.backstage():
            cls.story = story.ready()

    def setUp(self) -> None:
        story.clock(self)

    def test_it_queues_a_job_that_each_reach_of_the_switch_stops(self) -> None:
        preview = story.asked(self.story)
        assert preview.job
        self.assertEqual(preview.job.state, "queued")
        shoot = self.story.shoot
        names = {self.story.twin.gate_name, shoot.topic, f"house:{shoot.house_id}", f"picture:{preview.id}"}
        self.assertEqual(set(preview.job.stops_with), names | {f"plate:{self.story.plate.id}"})

    def test_it_names_the_grant_version_and_the_epoch_each_twin_is_pictured_under(self) -> None:
        preview = story.asked(self.story)
        row = PreviewTwin.objects.get(preview=preview)
        self.assertEqual((row.twin, row.version), (self.story.twin, self.story.version))
        self.assertEqual(row.epoch, Gate.objects.get(twin=self.story.twin).epoch)

    def test_the_same_key_is_one_preview(self) -> None:
        self.assertEqual(story.asked(self.story, key="k"), story.asked(self.story, key="k"))

    def test_the_same_recipe_is_the_picture_there_is(self) -> None:
        first = story.asked(self.story, key="k1")
        self.assertEqual(story.asked(self.story, key="k2"), first)
        self.assertEqual(Job.objects.filter(kind="preview").count(), 1)

    def test_the_same_recipe_asks_consent_again(self) -> None:
        story.asked(self.story, key="k1")
        consent.pause(self.story.twin, by=self.story.owner, now=NOW)
        decision, preview = actions.request_preview(self.story.look, by=self.story.stylist, now=NOW, key="k2")
        self.assertEqual((decision.code, preview), ("owner-paused", None))

    def test_a_preview_that_came_to_nothing_is_made_anew(self) -> None:
        first = story.asked(self.story, key="k1")
        actions.cancel_preview(first, by=self.story.stylist, now=NOW)
        second = story.asked(self.story, key="k2")
        self.assertEqual((second.number, second.recipe_id), (2, first.recipe_id))

    def test_two_people_may_use_the_same_key(self) -> None:
        first = story.asked(self.story, key="k")
        story.set_slot(self.story, "hair", {"style": "dry"}, by=self.story.crew["hair"])
        self.assertNotEqual(story.asked(self.story, key="k", by=self.story.producer), first)

    def test_a_changed_slot_is_another_picture(self) -> None:
        first = story.asked(self.story, key="k1")
        story.set_slot(self.story, "hair", {"style": "dry"}, by=self.story.crew["hair"])
        self.assertEqual(story.asked(self.story, key="k2").number, first.number + 1)

    def test_without_a_licence_nothing_is_queued(self) -> None:
        consent.withdraw(self.story.version.grant, by=self.story.owner, now=NOW)
        decision, _preview = actions.request_preview(self.story.look, by=self.story.stylist, now=NOW, key="k")
        self.assertFalse(decision)
        self.assertFalse(Preview.objects.exists() or Job.objects.filter(kind="preview").exists())

    def test_a_private_reason_is_not_told(self) -> None:
        nevers = StandingRules(never_categories=("outerwear",))
        consent.set_standing_rules(self.story.twin, nevers, by=self.story.owner, now=NOW)
        decision, _preview = actions.request_preview(self.story.look, by=self.story.stylist, now=NOW, key="k")
        self.assertEqual((decision.code, decision.others, dict(decision.values)), ("not-available", (), {}))

    def test_a_shared_reason_is_told(self) -> None:
        self.story.twin.shares_reason = True
        self.story.twin.save()
        nevers = StandingRules(never_categories=("outerwear",))
        consent.set_standing_rules(self.story.twin, nevers, by=self.story.owner, now=NOW)
        decision, _preview = actions.request_preview(self.story.look, by=self.story.stylist, now=NOW, key="k")
        self.assertEqual(decision.values["shared"], "category-never")

    def test_a_stand_in_asks_nobody(self) -> None:
        bare = crew.look(self.story.shoot, by=self.story.stylist)
        decision, preview = actions.request_preview(bare, by=self.story.stylist, now=NOW, key="k")
        self.assertTrue(decision and preview)
        self.assertFalse(PreviewTwin.objects.filter(preview=preview).exists())

    def test_a_look_without_any_figure_says_so(self) -> None:
        bare = crew.look(self.story.shoot, by=self.story.stylist)
        bare.slots.filter(kind="twin").delete()
        StandIn.objects.all().delete()
        decision, _preview = actions.request_preview(bare, by=self.story.stylist, now=NOW, key="k")
        self.assertEqual(decision.code, "nothing-to-photograph")

    def test_diffusion_without_a_checkpoint_says_so(self) -> None:
        decision, _preview = actions.request_preview(
            self.story.look, by=self.story.stylist, now=NOW, key="k", engine="diffusion"
        )
        self.assertEqual(decision.code, "no-checkpoint")
        self.assertFalse(Recipe.objects.exists())

    def test_nobody_is_pictured_who_was_not_asked(self) -> None:
        other = crew.twin(name="Ren")
        crew.grant(other, self.story.house)
        seen, plate = looks.twins_of(self.story.look), crew.plate(other)
        story.cast(self.story, other, plate)
        with pytest.MonkeyPatch.context() as cast_meanwhile:
            cast_meanwhile.setattr(looks, "twins_of", lambda look: seen)
            decision, preview = actions.request_preview(self.story.look, by=self.story.stylist, now=NOW, key="k")
        self.assertEqual((decision.code, preview), ("stale", None))


class LicenceForTestsTests(TestCase):
    def test_a_licence_for_tests_counts_each_picture(self) -> None:
        story.clock(self)
        tests = story.ready(purposes=("tests",), test_previews=1)
        story.asked(tests, key="k1")
        story.set_slot(tests, "hair", {"style": "dry"}, by=tests.crew["hair"])
        decision, _preview = actions.request_preview(tests.look, by=tests.stylist, now=NOW, key="k2")
        self.assertFalse(decision)
        self.assertEqual(Taken.objects.count(), 1)


class RequestViewTests(TestCase):
    story: story.Story

    @classmethod
    def setUpTestData(cls) -> None:
        with story.backstage():
            cls.story = story.ready()

    def setUp(self) -> None:
        story.clock(self)
        self.url = reverse("previews:request", args=[self.story.look.id])
        self.stylist = crew.signed_in(self.client, self.story.stylist)

    def test_the_stage_shows_the_work(self) -> None:
        page = self.stylist.post(self.url, {"key": "k"}, headers=HTMX)
        self.assertContains(page, "Preview 1")
        self.assertContains(page, "waiting for its turn")

    def test_without_script_it_goes_back_to_the_look(self) -> None:
        page = self.stylist.post(self.url, {"key": "k"})
        self.assertRedirects(page, reverse("looks:look", args=[self.story.look.id]), fetch_redirect_response=False)
        self.assertEqual(Preview.objects.count(), 1)

    def test_a_refusal_is_a_sentence_at_409(self) -> None:
        consent.pause(self.story.twin, by=self.story.owner, now=NOW)
        page = self.stylist.post(self.url, {"key": "k"}, headers=HTMX)
        self.assertContains(page, "has paused this twin", status_code=409)

    def test_a_refusal_without_script_is_a_sentence_too(self) -> None:
        consent.pause(self.story.twin, by=self.story.owner, now=NOW)
        self.assertContains(self.stylist.post(self.url, {"key": "k"}), "has paused this twin", status_code=409)

    def test_a_form_without_a_key_makes_nothing(self) -> None:
        self.assertEqual(self.stylist.post(self.url, {}, headers=HTMX).status_code, 422)
        self.assertFalse(Preview.objects.exists())

    def test_a_stranger_finds_nothing(self) -> None:
        crew.signed_in(self.client, crew.person())
        self.assertEqual(self.client.post(self.url, {"key": "k"}).status_code, 404)
        self.assertFalse(Preview.objects.exists())

    def test_the_pages_of_the_look_and_the_shoot_hear_of_it(self) -> None:
        self.stylist.post(self.url, {"key": "k"}, headers=HTMX)
        told = set(Announcement.objects.filter(message__what="asked").values_list("topic", flat=True))
        self.assertEqual(told, {self.story.look.topic, self.story.shoot.topic})
