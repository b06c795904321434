import json

from django.test import TestCase
from django.urls import reverse

from studio.jobs import work
from studio.previews import actions, trying
from studio.previews.differing import differences, slots_in
from studio.previews.models import Preview
from tests import crew, story
from tests.crew import NOW
from tests.story import HTMX


class ContactSheetTests(TestCase):
    story: story.Story
    first: Preview
    split: Preview

    @classmethod
    def setUpTestData(cls) -> None:
        with story.backstage():
            cls.story = story.ready()
            cls.first = story.made(cls.story)
            by = cls.story.crew["photography"]
            _decision, wanted = trying.offered(cls.story.look, ["light:split"], by)
            _decision, made = trying.request_tries(cls.story.look, wanted, by=by, now=NOW, key="t")
            work.drain("draft")
            cls.split = story.fresh(made[0])

    def setUp(self) -> None:
        story.clock(self)
        self.url = reverse("previews:sheet", args=[self.story.look.id])
        crew.signed_in(self.client, self.story.stylist)

    def shown(self, **asked: str | int) -> list[int]:
        page = self.client.get(self.url, asked, headers=HTMX)
        return [frame.preview.number for frame in page.context["sheet"].frames]

    def test_under_a_frame_stands_what_is_otherwise_in_it(self) -> None:
        page = self.client.get(self.url)
        self.assertContains(page, "Light: Split instead of Rembrandt", count=1)
        other = self.client.get(self.url, {"base": self.split.number})
        self.assertContains(other, "Light: Rembrandt instead of Split", count=1)

    def test_each_has_her_own_stars_and_all_see_who_picked(self) -> None:
        actions.choose(self.split, choice="pick", rating=5, by=self.story.crew["photography"], now=NOW)
        page = self.client.get(self.url)
        self.assertContains(page, "Picked by Jonas Vehr")
        self.assertContains(page, 'data-rating="0"', count=2)

    def test_it_shows_what_is_asked_for_in_the_order_asked_for(self) -> None:
        actions.choose(self.first, choice="leave", rating=2, by=self.story.stylist, now=NOW)
        actions.choose(self.split, choice="pick", by=self.story.crew["photography"], now=NOW)
        self.assertEqual(self.shown(), [2, 1])
        self.assertEqual(self.shown(sort="stars"), [1, 2])
        self.assertEqual((self.shown(show="picked"), self.shown(show="mine"), self.shown(show="left")), ([2], [], [1]))
        self.assertEqual((self.shown(stars=2), self.shown(stars=3), self.shown(show="open")), ([1], [], [2]))

    def test_what_cannot_be_read_is_as_if_it_were_not_asked(self) -> None:
        self.assertEqual(self.shown(show="best", stars="many", base="x"), [2, 1])

    def test_the_print_is_the_frame_at_its_own_size(self) -> None:
        page = self.client.get(reverse("previews:print", args=[self.split.id]))
        self.assertContains(page, f'width="{story.SIZE[1]}"')

    def test_putting_it_on_the_look_leads_back_to_the_table(self) -> None:
        crew.signed_in(self.client, self.story.crew["photography"])
        version = self.story.look.slots.get(kind="light").version
        url = reverse("previews:take-in", args=[self.split.id])
        self.assertRedirects(
            self.client.post(url, {"base_version": version}),
            reverse("looks:look", args=[self.story.look.id]),
            fetch_redirect_response=False,
        )
        self.assertEqual(self.story.look.slots.get(kind="light").value["set_up"], "split")

    def test_pressing_with_nothing_ticked_is_a_sentence(self) -> None:
        page = self.client.post(reverse("previews:tries", args=[self.story.look.id]), {"key": "k"})
        self.assertContains(page, "Nothing is ticked", status_code=409)

    def test_a_try_under_way_is_stopped_from_the_sheet(self) -> None:
        by = self.story.crew["photography"]
        _decision, wanted = trying.offered(self.story.look, ["light:rim"], by)
        _decision, made = trying.request_tries(self.story.look, wanted, by=by, now=NOW, key="t2")
        crew.signed_in(self.client, by)
        page = self.client.post(reverse("previews:cancel", args=[made[0].id]), {"from": "sheet"}, headers=HTMX)
        self.assertNotContains(page, "in the making")
        self.assertEqual(story.fresh(made[0]).state, "cancelled")


class DifferencesTests(TestCase):
    def test_each_slot_says_what_it_is_instead(self) -> None:
        base = slots_in(story.asked(story.ready()).recipe)
        names = {"a": "Boots", "b": "Loafers", base["garments"]["pieces"][0]["garment"]: "Coat"}
        worn = base["garments"]["pieces"][0]

        def other(**slots: object) -> list[str]:
            return differences({**json.loads(json.dumps(base)), **slots}, base, names)

        shoes = {"category": "shoes", "fit": worn["fit"], "view": "front"}
        self.assertEqual(other(), [])
        self.assertEqual(other(garments={"pieces": []}), ["Taken off: Coat"])
        self.assertEqual(other(garments={"pieces": [worn, {"garment": "a", **shoes}]}), ["Put on: Boots"])
        self.assertEqual(
            differences(
                {**base, "garments": {"pieces": [{"garment": "a", **shoes}]}},
                {**base, "garments": {"pieces": [{"garment": "b", **shoes}]}},
                names,
            ),
            ["Shoes: Boots instead of Loafers"],
        )
        self.assertRegex(other(makeup={"tints": {}})[0], r"^Lips: bare instead of \w+, satin$")
        warm = other(light={**base["light"], "kelvin": 3200})
        self.assertEqual(warm, ["Light: Rembrandt, 4 : 1, 3200 K instead of Rembrandt, 4 : 1, 5500 K"])
