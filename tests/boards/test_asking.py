"""A house asks for a whole shoot: the board goes with it as it stands, and shows no other model."""

import hashlib
from typing import Any
from unittest.mock import patch

import numpy as np
from django.test import TestCase
from django.urls import reverse

from studio.boards import actions, picturing
from studio.boards.models import Card
from studio.boards.sheet import Tile, laid_out
from studio.consent.forms import AskForm
from studio.consent.models import Request
from studio.jobs import work
from studio.media import actions as media
from studio.previews.asking import make_it
from studio.register.models import Entry
from tests import crew, story
from tests.crew import NOW


class AskForABoardTests(TestCase):
    def setUp(self) -> None:
        story.clock(self)
        story.paints(self)
        for name, answer in (("ask_for_proof", None), ("evidence_of", crew.fresh())):
            changed = patch(f"studio.previews.ask_views.{name}", return_value=answer)
            changed.start()
            self.addCleanup(changed.stop)
        self.story = story.ready()
        story.made(self.story)
        self.board = actions.board_of(self.story.shoot, by=self.story.stylist, now=NOW)
        self.mei = crew.twin(crew.person("Mei Tran"))
        self.signer = crew.signer(self.story.house)
        crew.signed_in(self.client, self.signer)
        self.url = reverse("boards:ask", args=[self.board.id, self.mei.id])

    def lay(self, kind: str, about: object) -> Card:
        return actions.lay(self.board, kind, about, by=self.story.stylist, now=NOW)

    def send(self) -> Request:
        form = self.client.get(self.url).context["form"]
        assert isinstance(form, AskForm)
        said: dict[str, Any] = {name: form[name].value() for name in form.fields}
        told = {name: "" if value is None else value for name, value in said.items()}
        told = {name: form.fields[name].prepare_value(value) for name, value in told.items()}
        self.client.post(self.url, told | {"day_rate": "1200"})
        return Request.objects.get()

    def tiles(self) -> list[Tile]:
        return picturing.tiles_of(self.board)

    def test_it_is_about_the_board_and_its_picture_is_kept_as_it_was(self) -> None:
        self.lay("garment", crew.garment(self.story.shoot).id)
        request = self.send()
        self.assertEqual((request.about, request.shoot), (f"board:{self.board.id}", str(self.story.shoot.id)))
        assert request.picture
        before = media.load(request.picture)
        self.lay("garment", crew.garment(self.story.shoot, "Scarf").id)
        request.refresh_from_db()
        assert request.picture
        self.assertEqual(media.load(request.picture), before)
        self.assertEqual(request.picture.sha256, hashlib.sha256(before).hexdigest())

    def test_what_lay_before_her_stands_in_her_register(self) -> None:
        request = self.send()
        entry = Entry.objects.get(kind="asked", chain=self.mei.gate_name)
        assert request.picture
        self.assertIn(request.picture.sha256, str(entry.body))

    def test_it_is_sealed_under_nobody_s_key(self) -> None:
        picture = self.send().picture
        assert picture
        self.assertEqual(picture.names, ())

    def test_no_pixel_of_another_model_goes_with_it(self) -> None:
        self.lay("look", self.story.look.id)
        made = self.story.look.previews.exclude(twins=None).first()
        assert made
        self.lay("preview", made.id)
        self.assertEqual([tile.picture for tile in self.tiles()], [None, None])
        self.assertIn("left out", self.tiles()[1].inside)

    def test_a_look_that_is_cast_lies_there_on_its_stand_in(self) -> None:
        self.lay("look", self.story.look.id)
        make_it(self.story.look, by=self.story.stylist, now=NOW)
        work.drain("draft")
        self.assertIsNotNone(self.tiles()[0].picture)

    def test_a_garment_not_cut_out_shows_no_picture_as_it_came(self) -> None:
        garment = crew.garment(self.story.shoot)
        garment.views.update(cutout=None)
        self.lay("garment", garment.id)
        self.assertEqual((self.tiles()[0].picture, self.tiles()[0].inside), (None, "Not cut out yet."))

    def test_a_reference_is_named_with_its_source_and_not_copied(self) -> None:
        card = self.lay("reference", "")
        Card.objects.filter(id=card.id).update(content={"words": "Rain on glass", "source": "Own photograph"})
        tile = self.tiles()[0]
        self.assertEqual((tile.picture, tile.inside, tile.below), (None, "Rain on glass", "Source: Own photograph"))

    def test_its_words_are_in_her_language(self) -> None:
        self.mei.owner.language = "sv"
        self.mei.owner.save()
        with patch.object(picturing, "rendered", wraps=picturing.rendered) as rendered:
            self.send()
        self.assertEqual(rendered.call_args.args[1], "sv")

    def test_she_sees_the_board_and_its_fingerprint_on_her_page(self) -> None:
        request = self.send()
        crew.signed_in(self.client, self.mei.owner)
        page = self.client.get(reverse("consent:request", args=[request.id]))
        assert request.picture
        self.assertContains(page, "The whole board, as it stood on")
        self.assertContains(page, request.picture.sha256)

    def test_the_crew_sees_the_picture_and_asks_nobody(self) -> None:
        crew.signed_in(self.client, self.story.stylist)
        picture = self.client.get(reverse("boards:picture", args=[self.board.id]))
        self.assertEqual((picture.status_code, picture["Content-Type"]), (200, "image/webp"))
        self.assertEqual(self.client.get(self.url).status_code, 404)
        self.assertNotContains(self.client.get(reverse("boards:board", args=[self.board.id])), "Ask a model")

    def test_the_house_chooses_whom_from_the_board(self) -> None:
        page = self.client.get(reverse("boards:ask_whom", args=[self.board.id]))
        self.assertContains(page, self.url)
        to_it = self.client.get(reverse("boards:shoot_ask", args=[self.story.shoot.id]))
        self.assertEqual(to_it["Location"], reverse("boards:ask_whom", args=[self.board.id]))


class SheetTests(TestCase):
    def test_cards_lie_where_they_lie(self) -> None:
        sheet = laid_out([Tile(0, 0, 100, 100, colour="#ff0000"), Tile(300, 0, 100, 100, colour="#0000ff")])
        height, width = sheet.shape[:2]
        self.assertEqual(width, 1920)
        red, blue = sheet[height // 4, width // 6], sheet[height // 4, width - width // 6]
        np.testing.assert_array_equal([red, blue], [[255, 0, 0], [0, 0, 255]])

    def test_an_empty_board_is_an_empty_sheet(self) -> None:
        self.assertEqual(len(np.unique(laid_out([]).reshape(-1, 3), axis=0)), 1)

    def test_a_swatch_of_no_colour_harms_nothing(self) -> None:
        laid_out([Tile(0, 0, 10, 10, colour="not a colour"), Tile(0, 0, 10, 10, inside="a very long note " * 90)])
