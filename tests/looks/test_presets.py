from django.test import TestCase
from django.urls import reverse

from studio.credits import drawing
from studio.looks import presets
from studio.looks.models import Look, Preset
from studio.people.models import Person
from tests import crew, story
from tests.crew import NOW
from tests.story import HTMX


class PresetTests(TestCase):
    story: story.Story
    author: Person
    neighbour: Person
    other: Look

    @classmethod
    def setUpTestData(cls) -> None:
        with story.backstage():
            cls.story = story.begun()
            cls.author = cls.story.crew["photography"]
            story.set_slot(cls.story, "light", {"set_up": "rembrandt", "ratio": 5}, by=cls.author)
            cls.neighbour = crew.booked(cls.story.shoot, "lighting", name="Per Lind")
            cls.other = crew.look(cls.story.shoot, by=cls.story.stylist)

    def setUp(self) -> None:
        story.clock(self)

    def kept(self, reuse: str = "house") -> Preset:
        _decision, preset = presets.keep(self.story.look, "light", "Five to one", reuse=reuse, by=self.author, now=NOW)
        assert preset
        return preset

    def test_another_look_is_lit_by_it_and_its_author_is_credited(self) -> None:
        presets.apply(self.other, self.kept().id, base_version=0, by=self.neighbour, now=NOW)
        self.assertEqual(self.other.slots.get(kind="light").value["ratio"], 5)
        credited = {(part.person, part.craft) for part in drawing.parts_of(self.other)}
        self.assertIn((self.author.id, "photography"), credited)
        self.assertIn((self.neighbour.id, "lighting"), credited)

    def test_for_my_own_use_only_means_nobody_else(self) -> None:
        decision, _kind = presets.apply(self.other, self.kept("mine").id, base_version=0, by=self.neighbour, now=NOW)
        self.assertEqual(decision.code, "preset-gone")

    def test_only_whoever_set_it_keeps_it(self) -> None:
        decision, _preset = presets.keep(
            self.story.look, "light", "Mine now", reuse="mine", by=self.neighbour, now=NOW
        )
        self.assertEqual(decision.code, "not-your-setting")

    def test_a_slot_that_nobody_set_is_nothing_to_keep(self) -> None:
        decision, _preset = presets.keep(self.other, "grade", "Flat", reuse="mine", by=self.author, now=NOW)
        self.assertEqual(decision.code, "nothing-to-keep")

    def test_whoever_may_not_set_the_slot_does_not_apply_it(self) -> None:
        decision, _kind = presets.apply(self.other, self.kept().id, base_version=0, by=self.story.stylist, now=NOW)
        self.assertEqual(decision.code, "not-booked-for")

    def test_let_go_it_is_offered_no_more_and_stays_credited(self) -> None:
        preset = self.kept()
        presets.apply(self.other, preset.id, base_version=0, by=self.neighbour, now=NOW)
        presets.forget(preset, by=self.author, now=NOW)
        self.assertFalse(Preset.objects.open_to(self.author, self.story.house).exists())
        self.assertIn(self.author.id, {part.person for part in drawing.parts_of(self.other)})

    def test_the_table_names_author_and_terms_and_after_whom_it_is_set(self) -> None:
        preset = self.kept()
        crew.signed_in(self.client, self.neighbour)
        page = self.client.get(reverse("looks:look", args=[self.other.id]))
        self.assertContains(page, "Jonas Vehr, for this house, and I am credited")
        sent = {"preset": str(preset.id), "base_version": "0"}
        answer = self.client.post(reverse("looks:apply", args=[self.other.id]), sent, headers=HTMX)
        self.assertContains(answer, "Per Lind, after Jonas Vehr")

    def test_the_page_keeps_one_under_a_name(self) -> None:
        crew.signed_in(self.client, self.author)
        url = reverse("looks:keep", args=[self.story.look.id, "light"])
        self.assertContains(self.client.post(url, {"name": "Dusk", "reuse": "mine"}, headers=HTMX), "Dusk")

    def test_another_houses_crew_finds_none_of_it(self) -> None:
        preset = self.kept()
        crew.signed_in(self.client, crew.person("Nobody"))
        url = reverse("looks:forget", args=[self.story.look.id, preset.id])
        self.assertEqual(self.client.post(url).status_code, 404)
