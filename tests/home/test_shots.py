"""The shot list on its own page: states read from what was made, sheets by line, a file seen before it is taken."""

from base64 import b64encode

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from django.urls import reverse
from django.utils import translation

from studio.home.shots.states import Pictured, ShotLine, is_of, lines_of
from studio.ids import uuid7
from studio.looks import actions as looks
from studio.looks.models import Garment
from studio.previews import actions as previews
from studio.shoots import shot_lists
from studio.shoots.models import Shot
from tests import crew, story
from tests.crew import NOW
from tests.story import HTMX


class StateTests(TestCase):
    story: story.Story

    @classmethod
    def setUpTestData(cls) -> None:
        with story.backstage():
            cls.story = told = story.ready()
            Garment.objects.filter(pk=told.garment.pk).update(sku="C-1")
            told.shoot.shots.create(position=1, words="Coat", sku="c-1", view="front", twin=told.twin)
            told.shoot.shots.create(position=2, words="Coat from behind", sku="C-1", view="back")
            told.shoot.shots.create(position=3, words="The mood")

    def setUp(self) -> None:
        story.clock(self)
        story.paints(self)

    def states(self) -> list[str]:
        return [line.state for line in lines_of(self.story.shoot)]

    def test_a_line_comes_as_far_as_its_farthest_picture(self) -> None:
        self.assertEqual(self.states()[0], "wanted")
        preview = story.made(self.story)
        self.assertEqual((self.states(), lines_of(self.story.shoot)[0].unseen), (["wanted"] * 3, 1))
        previews.choose(preview, rating=3, by=self.story.director, now=NOW)
        self.assertEqual(self.states(), ["looked-at", "wanted", "wanted"])
        previews.choose(preview, choice="pick", by=self.story.director, now=NOW)
        self.assertEqual(self.states()[0], "selected")
        master = story.picked(self.story, preview)
        story.signed(self.story, master)
        self.assertEqual(self.states()[0], "signed-off")

    def test_what_is_delivered_is_delivered(self) -> None:
        story.delivered(self.story)
        self.assertEqual(self.states()[0], "delivered")

    def test_a_line_of_words_finds_the_look_that_is_made_for_it(self) -> None:
        story.made(self.story)
        mood = Shot.objects.get(position=3)
        looks.make_for(mood, self.story.look, by=self.story.stylist)
        self.assertEqual(len(lines_of(self.story.shoot)[2].pictures), 1)

    def test_view_and_twin_have_to_be_those_asked_for(self) -> None:
        twin = crew.twin()
        line = Shot(sku="C-1", view="back", twin=twin)
        seen = Pictured(uuid7(), uuid7(), skus=frozenset({"c-1"}), view="back", twins=frozenset({twin.pk}))
        self.assertTrue(is_of(seen, line))
        self.assertFalse(is_of(Pictured(uuid7(), uuid7(), skus=seen.skus, twins=seen.twins), line))
        self.assertFalse(is_of(Pictured(uuid7(), uuid7(), skus=seen.skus, view="back"), line))

    def test_however_much_was_made_the_queries_are_as_many(self) -> None:
        story.made(self.story)
        with self.assertNumQueries(4):
            found = lines_of(self.story.shoot)
        self.assertIsInstance(found[0], ShotLine)


class PageTests(TestCase):
    story: story.Story

    @classmethod
    def setUpTestData(cls) -> None:
        with story.backstage():
            cls.story = told = story.ready()
            Garment.objects.filter(pk=told.garment.pk).update(sku="=C-1")
            told.shoot.shots.create(position=1, words="Coat", sku="=C-1", twin=told.twin)

    def setUp(self) -> None:
        story.clock(self)
        self.stylist = crew.signed_in(self.client, self.story.stylist)
        self.shot = Shot.objects.get()

    def url(self, name: str, of: object = None) -> str:
        return reverse(f"home:{name}", args=[of or self.story.shoot.pk])

    def test_a_row_is_set_in_place_and_comes_back(self) -> None:
        said = {"sku": "C-2", "words": "Grey coat", "view": "side", "twin": "nia", "due_on": "2026-05-01"}
        row = self.stylist.post(self.url("set_shot", self.shot.pk), said, headers=HTMX)
        self.assertContains(row, 'value="C-2"')
        self.assertContains(row, "Late")
        self.shot.refresh_from_db()
        self.assertEqual((self.shot.view, self.shot.twin), ("side", self.story.twin))

    def test_a_name_nobody_has_is_refused_in_the_row(self) -> None:
        row = self.stylist.post(self.url("set_shot", self.shot.pk), {"words": "Coat", "twin": "Nobody"}, headers=HTMX)
        self.assertContains(row, "no twin of that name can be cast", status_code=409)

    def test_a_line_is_added_whole_or_not_at_all(self) -> None:
        self.stylist.post(self.url("add_shot_line"), {"sku": "B-1", "view": "back"})
        self.assertEqual(self.stylist.post(self.url("add_shot_line"), {"sku": "b-1", "view": "back"}).status_code, 409)
        self.assertEqual([shot.words for shot in Shot.objects.order_by("position")], ["Coat", "B-1, back"])
        self.stylist.post(self.url("drop_shot", self.shot.pk))
        self.assertEqual(Shot.objects.get().position, 1)

    def test_the_list_is_sieved(self) -> None:
        Shot.objects.create(shoot=self.story.shoot, position=2, words="Late boots", due_on="2026-01-01")
        for asked, shows, hides in (({"due": "late"}, "Late boots", "=C-1"), ({"twin": "Nia"}, "=C-1", "Late boots")):
            page = self.stylist.get(self.url("shot_list"), asked)
            self.assertContains(page, f'value="{shows}"')
            self.assertNotContains(page, f'value="{hides}"')

    def test_the_file_goes_out_without_a_formula_and_comes_in_as_it_was(self) -> None:
        content = self.stylist.get(self.url("shot_file")).content
        self.assertIn(b"'=C-1", content)
        self.assertNotRegex(content, rb"(?m)(^|,)=")
        page = self.stylist.post(self.url("bring_shots"), {"file": SimpleUploadedFile("list.csv", content)})
        self.assertContains(page, "The list says all of this already.")

    def test_what_goes_out_in_any_language_comes_in_again(self) -> None:
        Shot.objects.update(view="back", due_on="2026-06-01", sku="C-1")
        for language, _name in settings.LANGUAGES:
            with self.subTest(language), translation.override(language):
                content = self.stylist.get(self.url("shot_file"), headers={"Accept-Language": language}).content
                read = shot_lists.read(content)
                self.assertEqual((read.columns, read.faults), (frozenset(shot_lists.COLUMNS), []))
                self.assertEqual((read.rows[0].view, read.rows[0].twin), ("back", "Nia"))

    def test_a_file_is_seen_first_and_then_taken(self) -> None:
        content = b"SKU;Twin\nA-1;Nia\n"
        brought = {"file": SimpleUploadedFile("l.csv", content), "whole": "yes"}
        page = self.stylist.post(self.url("bring_shots"), brought)
        self.assertEqual((Shot.objects.count(), page.context["plan"].changes_anything), (1, True))
        sent = {
            "content": b64encode(content).decode(), "whole": "yes", "take": "yes",
            "fingerprint": page.context["plan"].fingerprint,
        }  # fmt: skip
        self.assertEqual(self.stylist.post(self.url("bring_shots"), sent).status_code, 302)
        self.assertEqual(Shot.objects.get().sku, "A-1")
        self.assertEqual(self.stylist.post(self.url("bring_shots"), sent | {"content": "%"}).status_code, 422)

    def test_the_frames_lie_under_their_line_for_those_who_may_see_them(self) -> None:
        story.paints(self)
        preview = story.made(self.story)
        page = self.stylist.get(self.url("shot_sheet"), {"line": str(self.shot.pk)})
        self.assertContains(page, f'id="frame-{preview.pk}"')
        fragment = self.stylist.get(self.url("shot_sheet"), headers=HTMX)
        self.assertEqual(fragment.templates[0].name, "home/shots/_frames.html")

    def test_whoever_does_not_plan_reads_it_only(self) -> None:
        page = crew.signed_in(self.client, self.story.crew["hair"]).get(self.url("shot_list"))
        self.assertContains(page, "Coat")
        self.assertNotContains(page, self.url("set_shot", self.shot.pk))
