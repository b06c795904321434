from io import BytesIO
from unittest.mock import patch

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from studio.boards import actions
from studio.boards.models import Board, Card
from studio.consent import actions as consent
from studio.decisions import no
from studio.ids import uuid7
from studio.looks.models import Look, Picture
from studio.media.models import Upload
from studio.previews.models import Preview
from tests import crew, story
from tests.crew import NOW


def dropped(colour: tuple[int, int, int] = (90, 40, 30)) -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (40, 60), colour).save(out, "PNG")
    return SimpleUploadedFile("coat_camel.png", out.getvalue(), content_type="image/png")


class BoardPageTests(TestCase):
    def setUp(self) -> None:
        story.clock(self)
        story.paints(self)
        self.story = story.ready()
        self.board = actions.board_of(self.story.shoot, by=self.story.stylist, now=NOW)
        self.url = self.address("board")
        crew.signed_in(self.client, self.story.stylist)

    def address(self, name: str, *more: object) -> str:
        return reverse(f"boards:{name}", args=[self.board.id, *more])

    def lay(self, kind: str, about: object) -> Card:
        return actions.lay(self.board, kind, about, by=self.story.stylist, now=NOW)

    def test_a_shoot_s_board_is_made_when_somebody_first_looks_for_it(self) -> None:
        Board.objects.all().delete()
        first = self.client.get(reverse("boards:shoot_board", args=[self.story.shoot.id]))
        second = self.client.get(reverse("boards:shoot_board", args=[self.story.shoot.id]))
        self.assertEqual((first["Location"], Board.objects.count()), (second["Location"], 1))

    def test_an_empty_board_says_what_to_do(self) -> None:
        self.assertContains(self.client.get(self.url), "An empty board.")

    def test_a_look_shows_its_newest_picture(self) -> None:
        story.made(self.story)
        self.lay("look", self.story.look.id)
        self.assertContains(self.client.get(self.url), "Preview of Look 01")

    def test_a_look_on_the_stand_in_is_said_to_be_so(self) -> None:
        self.lay("look", crew.look(self.story.shoot, by=self.story.stylist).id)
        self.assertContains(self.client.get(self.url), "Stand-in")

    def test_while_she_pauses_her_card_is_veiled(self) -> None:
        story.made(self.story)
        card = self.lay("look", self.story.look.id)
        consent.pause(self.story.twin, by=self.story.owner, now=NOW)
        for url in (self.url, self.address("card", card.id)):
            page = self.client.get(url)
            self.assertContains(page, "has paused this twin")
            self.assertNotContains(page, "/m/")

    def fill(self, count: int) -> None:
        for _ in range(count // 3):
            self.lay("garment", crew.garment(self.story.shoot).id)
            look = crew.look(self.story.shoot, by=self.story.stylist)
            look.cast.create(twin=self.story.twin, plate=self.story.plate, position=0)
            self.lay("look", look.id)
            made = self.story.look.previews.first()
            assert made
            copy = Preview.objects.get(id=made.id)
            copy.id, copy.look, copy.key, copy.mark = uuid7(), look, str(look.id), made.mark + look.number
            copy.save(force_insert=True)
            for row in made.twins.all():
                copy.twins.create(twin=row.twin, version=row.version, epoch=row.epoch)
            self.lay("preview", copy.id)

    def queries(self) -> int:
        with CaptureQueriesContext(connection) as asked:
            self.assertEqual(self.client.get(self.url).status_code, 200)
        return len(asked)

    def test_sixty_cards_cost_as_many_queries_as_six(self) -> None:
        story.made(self.story)
        self.fill(6)
        few = self.queries()
        self.fill(54)
        self.assertEqual((Card.objects.count(), self.queries()), (60, few))

    def test_a_dropped_picture_is_a_card_at_once_and_waits_to_be_read(self) -> None:
        self.client.post(self.address("upload"), {"picture": dropped()}, headers={"X-Requested-With": "XMLHttpRequest"})
        picture = Picture.objects.get(title="Coat camel")
        self.assertEqual((picture.state, picture.job.kind if picture.job else ""), ("arriving", "picture"))
        card = Card.objects.get()
        self.assertEqual((card.kind, card.about), ("picture", str(picture.id)))

    def test_several_pictures_lie_beside_each_other(self) -> None:
        self.client.post(self.address("upload"), {"picture": [dropped(), dropped((20, 60, 90))]})
        self.assertEqual(len(set(Card.objects.values_list("x", "y"))), 2)

    def test_who_may_not_bring_anything_is_told_so(self) -> None:
        form, script = {"picture": dropped()}, {"X-Requested-With": "XMLHttpRequest"}
        with patch("studio.looks.brought.may_bring", return_value=no("not-on-call-sheet")):
            answer = self.client.post(self.address("upload"), form, headers=script)
        self.assertEqual((Upload.objects.get().state, Upload.objects.get().code), ("refused", "not-on-call-sheet"))
        self.assertContains(answer, "call sheet")
        self.assertFalse(Card.objects.exists())

    def test_a_new_look_lies_on_the_board(self) -> None:
        form = {"key": "k"}
        for _ in range(2):
            self.assertRedirects(self.client.post(self.address("new_look"), form), self.url)
        self.assertEqual((Look.objects.count(), Card.objects.get().kind), (2, "look"))

    def test_only_what_is_this_shoot_s_is_laid(self) -> None:
        foreign = crew.garment(crew.shoot())
        elsewhere = crew.garment(crew.shoot(self.story.house, opened_by=self.story.producer))
        for form, status in (
            ({"kind": "garment", "about": elsewhere.id}, 422),
            ({"kind": "garment", "about": foreign.id}, 422),
            ({"kind": "preview", "about": self.story.look.id}, 422),
            ({"kind": "look", "about": "x"}, 422),
            ({"kind": "look", "about": self.story.look.id}, 302),
        ):
            with self.subTest(form):
                self.assertEqual(self.client.post(self.address("lay"), form).status_code, status)

    def test_the_side_tells_each_slot_and_who_set_it(self) -> None:
        card = self.lay("look", self.story.look.id)
        page = self.client.get(self.address("side", card.id))
        for words in ("Long coat", "Ana Ruiz", "Rembrandt", "Jonas Vehr", "Nia"):
            self.assertContains(page, words)

    def test_the_history_says_who_did_what(self) -> None:
        self.lay("look", self.story.look.id)
        self.assertContains(self.client.get(self.address("history")), "Ana Ruiz")

    def test_a_card_whose_thing_is_gone_is_left_out(self) -> None:
        card = self.lay("look", crew.person().id)
        self.assertNotContains(self.client.get(self.url), str(card.id))
        self.assertEqual(self.client.get(self.address("card", card.id)).status_code, 404)

    def test_a_stranger_finds_none_of_it(self) -> None:
        card = self.lay("look", self.story.look.id)
        crew.signed_in(self.client, crew.person())
        for url in (self.url, self.address("history"), self.address("card", card.id), self.address("side", card.id)):
            self.assertEqual(self.client.get(url).status_code, 404)
        for name in ("upload", "new_look", "lay"):
            self.assertEqual(self.client.post(self.address(name)).status_code, 404)
        self.assertEqual(self.client.get(reverse("boards:shoot_board", args=[self.story.shoot.id])).status_code, 404)
