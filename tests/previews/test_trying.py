from django.http.response import HttpResponseBase
from django.test import TestCase
from django.urls import reverse

from studio.consent import actions as consent
from studio.consent.models import GrantVersion
from studio.consent.models import TestTaken as Taken
from studio.credits.drawing import parts_of
from studio.decisions import Decision
from studio.jobs import work
from studio.jobs.models import Job
from studio.looks.models import Slot, Trial
from studio.previews import actions, trying
from studio.previews.models import Preview
from studio.twins.models import Plate, Twin
from tests import crew, story
from tests.crew import NOW
from tests.story import HTMX


def tried(of: story.Story, *codes: str, craft: str = "photography", key: str = "t") -> tuple[Decision, list[Preview]]:
    by = of.crew[craft]
    decision, wanted = trying.offered(of.look, codes, by)
    assert decision
    return trying.request_tries(of.look, wanted, by=by, now=NOW, key=key)


class TryTests(TestCase):
    story: story.Story

    @classmethod
    def setUpTestData(cls) -> None:
        with story.backstage():
            cls.story = story.ready()

    def setUp(self) -> None:
        story.clock(self)

    def test_each_light_is_a_picture_with_a_job_and_the_look_stays(self) -> None:
        before = Slot.objects.get(look=self.story.look, kind="light").value
        decision, made = tried(self.story, "light:loop", "light:split")
        self.assertTrue(decision)
        self.assertEqual([(each.tried, each.state) for each in made], [("light", "queued")] * 2)
        self.assertEqual(Slot.objects.get(look=self.story.look, kind="light").value, before)

    def test_the_same_key_is_the_same_pictures(self) -> None:
        _decision, first = tried(self.story, "light:loop")
        self.assertEqual(tried(self.story, "light:loop")[1], first)

    def test_only_who_may_set_a_slot_may_try_it(self) -> None:
        decision, made = tried(self.story, "light:loop", craft="styling")
        self.assertEqual((decision.code, made), ("not-booked-for", []))
        self.assertFalse(Job.objects.filter(kind="preview").exists())

    def test_who_tried_it_is_credited_for_the_picture_and_not_for_the_look(self) -> None:
        second = crew.booked(self.story.shoot, "photography", name="Salome Dietz")
        _decision, wanted = trying.offered(self.story.look, ["light:loop"], second)
        _decision, made = trying.request_tries(self.story.look, wanted, by=second, now=NOW, key="t")
        self.assertIn(second.pk, {part.person for part in parts_of(self.story.look, made[0].recipe)})
        self.assertNotIn(second.pk, {part.person for part in parts_of(self.story.look)})

    def test_she_is_asked_again_when_the_worker_starts(self) -> None:
        story.paints(self)
        _decision, made = tried(self.story, "light:loop", "light:split")
        consent.withdraw(self.story.version.grant, by=self.story.owner, now=NOW)
        work.drain("draft")
        self.assertFalse(Preview.objects.made().filter(id__in=[each.id for each in made]).exists())

    def test_the_stage_keeps_to_what_the_look_says(self) -> None:
        story.paints(self)
        story.asked(self.story)
        tried(self.story, "light:loop")
        work.drain("draft")
        crew.signed_in(self.client, self.story.stylist)
        page = self.client.get(reverse("previews:stage", args=[self.story.look.id]), headers=HTMX)
        self.assertContains(page, "Version 1, made by the draft engine")

    def test_taken_in_it_is_the_picture_of_the_look(self) -> None:
        story.paints(self)
        _decision, made = tried(self.story, "light:loop")
        work.drain("draft")
        version = self.story.look.slots.get(kind="light").version
        by = self.story.crew["photography"]
        self.assertTrue(trying.take_in(story.fresh(made[0]), base_version=version, by=by, now=NOW))
        made[0].refresh_from_db()
        self.assertEqual(made[0].tried, "")
        self.assertEqual(actions.request_preview(self.story.look, by=by, now=NOW, key="again")[1], made[0])

    def test_what_was_changed_meanwhile_is_not_overwritten(self) -> None:
        _decision, made = tried(self.story, "light:loop")
        version = self.story.look.slots.get(kind="light").version
        story.set_slot(self.story, "light", {"set_up": "rim"}, by=crew.booked(self.story.shoot, "photography"))
        decision = trying.take_in(made[0], base_version=version, by=self.story.crew["photography"], now=NOW)
        self.assertEqual(decision.code, "stale")


class LicenceForTestsTests(TestCase):
    def test_what_the_licence_has_left_is_said_before_and_held_to(self) -> None:
        story.clock(self)
        tests = story.ready(purposes=("tests",), test_previews=3)
        url = reverse("previews:sheet", args=[tests.look.id])
        crew.signed_in(self.client, tests.crew["photography"])
        self.assertContains(self.client.get(url), "covers 3 more previews")
        decision, made = tried(tests, "light:loop", "light:split", "light:rim", "light:flat")
        self.assertEqual((decision.code, made, Taken.objects.count()), ("tests-too-few", [], 0))
        tried(tests, "light:loop", "light:split", key="t2")
        self.assertEqual(Taken.objects.count(), 2)
        self.assertTrue(tried(tests, "light:loop", "light:rim", key="t3")[0], "one of them is there already")
        self.assertEqual(Taken.objects.count(), 3)


class EveryoneTests(TestCase):
    story: story.Story
    ren: Twin
    plate: Plate
    grant: GrantVersion

    @classmethod
    def setUpTestData(cls) -> None:
        with story.backstage():
            cls.story = story.ready()
            cls.ren = crew.twin(name="Ren")
            cls.plate = crew.plate(cls.ren)
            cls.grant = crew.grant(cls.ren, cls.story.house)
            crew.plate(crew.twin(name="Tala"))  # no licence: hers is a no

    def setUp(self) -> None:
        story.clock(self)
        self.url = reverse("previews:everyone", args=[self.story.look.id])
        crew.signed_in(self.client, self.story.producer)

    def press(self) -> HttpResponseBase:
        return self.client.post(self.url, {"key": "k", "plate": [str(self.story.plate.id), str(self.plate.id)]})

    def test_it_names_who_says_yes_and_counts_the_others(self) -> None:
        page = self.client.get(self.url)
        self.assertContains(page, "Ren")
        self.assertContains(page, "1 other does not say yes to this.")
        self.assertNotContains(page, "Tala")

    def test_one_press_asks_one_preview_of_each_under_her_own_licence(self) -> None:
        self.assertRedirects(self.press(), reverse("previews:sheet", args=[self.story.look.id]))
        rows = Preview.objects.get(twins__twin=self.ren).twins.values_list("version", flat=True)
        self.assertEqual(list(rows), [self.grant.pk])
        self.assertEqual(Trial.objects.get().value["twins"][0]["twin"], str(self.ren.pk))
        self.assertIn(self.ren.gate_name, self.story.look.twin_topics)

    def test_who_withdraws_in_between_is_left_out_with_the_sentence_and_the_others_are_made(self) -> None:
        consent.withdraw(self.grant.grant, by=self.ren.owner, now=NOW)
        page = self.press()
        self.assertContains(page, "The owner shares no reason.")
        self.assertContains(page, "1 preview is being made.")
        self.assertFalse(Preview.objects.filter(twins__twin=self.ren).exists())

    def test_of_a_twin_that_is_not_offered_not_even_the_name_is_told(self) -> None:
        Twin.objects.filter(pk=self.ren.pk).update(state=Twin.State.RETIRED)
        page = self.press()
        self.assertContains(page, "1 more is not offered any longer.")
        self.assertNotContains(page, "Ren")

    def test_who_does_not_cast_asks_for_none(self) -> None:
        crew.signed_in(self.client, self.story.stylist)
        self.assertEqual(self.press().status_code, 409)
        self.assertFalse(Preview.objects.exists())
