import hashlib
from io import BytesIO
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import numpy as np
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase, override_settings
from django.urls import reverse
from PIL import Image

from studio.boards import actions, bringing, moments
from studio.boards.models import BoardEvent, Card
from studio.boards.rules import Op
from studio.imaging.taking import Taken
from studio.jobs import work
from studio.jobs.models import Job
from studio.looks import actions as looks
from studio.looks import brought
from studio.looks.models import Backdrop, Garment, Picture, SlotKind
from studio.looks.rules import Answer
from studio.media import fetching
from studio.media.models import Upload
from tests import crew
from tests.crew import NOW

SCRIPT = {"X-Requested-With": "XMLHttpRequest"}
HTMX = {"HX-Request": "true"}
LATER = NOW.replace(year=2100)


def taken(kind: str, *, person: bool = False, face: bool = False) -> Taken:
    return Taken(kind, person, face, 0.2, -0.1)


def png(seed: int = 1) -> bytes:
    out = BytesIO()
    pixels = np.random.default_rng(seed).integers(0, 255, (80, 100, 3), np.uint8)
    Image.fromarray(pixels).save(out, "PNG")
    return out.getvalue()


class Bringing(TestCase):
    def setUp(self) -> None:
        self.shoot = crew.shoot()
        self.stylist = crew.booked(self.shoot, "styling")
        self.board = actions.board_of(self.shoot, by=self.stylist, now=NOW)
        crew.signed_in(self.client, self.stylist)

    def address(self, name: str, *more: object) -> str:
        return reverse(f"boards:{name}", args=[self.board.id, *more])

    def drop(self, data: bytes = b"", **place: Any) -> Any:
        file = SimpleUploadedFile("coat_camel.png", data or png(), content_type="image/png")
        return self.client.post(self.address("upload"), {"picture": file, **place}, headers=SCRIPT)

    def read(self, as_what: Taken) -> None:
        """The next job is done, and the picture taken for this."""
        job = Job.objects.claim("draft", LATER)
        assert job is not None
        with patch("studio.boards.bringing.taken_for", return_value=as_what):
            work.do(job)

    def dropped(self, kind: str = "picture", **seen: bool) -> Card:
        self.drop()
        self.read(taken(kind, **seen))
        return Card.objects.get()

    def turned(self, card: Card, kind: str) -> Any:
        return self.client.post(self.address("turn", card.id), {"kind": kind}, headers=HTMX)


class DroppedTests(Bringing):
    def test_it_is_a_card_at_once_where_it_fell(self) -> None:
        answer = self.drop(x="120", y="-40.5", width="300", height="200")
        card = Card.objects.get()
        self.assertEqual((card.kind, card.x, card.y, card.width, card.height), ("picture", 120, -40.5, 300, 200))
        self.assertContains(answer, f'data-card-of="{card.id}"')
        self.assertContains(self.client.get(self.address("board")), "Being read")

    def test_a_place_that_is_none_is_laid_beside_the_others(self) -> None:
        self.drop(x="1e12", y="nan", width="300", height="200")
        self.assertLess(Card.objects.get().x, 1000)

    def test_one_thing_on_a_plain_ground_becomes_a_garment_to_be_cut_out(self) -> None:
        card = self.dropped("garment")
        garment = Garment.objects.get()
        self.assertEqual((card.kind, card.about, garment.title), ("garment", str(garment.id), "Coat camel"))
        self.assertEqual(garment.job.kind if garment.job else "", "ingest")

    def test_somebody_in_it_makes_it_a_reference(self) -> None:
        card = self.dropped("reference", person=True, face=True)
        self.assertEqual((card.kind, Garment.objects.count()), ("reference", 0))

    def test_the_record_of_the_board_tells_that_it_turned(self) -> None:
        card = self.dropped("reference", person=True)
        event = BoardEvent.objects.get(kind="turn")
        self.assertEqual((event.was["kind"], event.patch["kind"], event.seq), ("picture", "reference", 2))
        self.assertEqual(card.content_version, 2)

    def test_each_moment_is_told_also_when_what_it_became_is_gone_again(self) -> None:
        card = self.dropped("garment")
        self.turned(card, "reference")
        shown = [[each.kind for each in moments.board_at(self.board, seq)] for seq in (1, 2, 3)]
        self.assertEqual(shown, [["picture"], ["reference"], ["reference"]])

    def test_only_what_is_said_to_be_ours_goes_to_another_shoot(self) -> None:
        card = self.dropped()
        elsewhere = crew.shoot(self.shoot.house)
        crew.booked(elsewhere, "styling", who=self.stylist)
        other = actions.board_of(elsewhere, by=self.stylist, now=NOW)
        for said, code in (({}, "copy-without-rights"), ({"whose": "somebody", "may": "yes"}, "copy-without-rights"),
                           ({"whose": "house", "may": "no"}, "copy-without-rights"),
                           ({"whose": "house", "may": "yes"}, "")):  # fmt: skip
            with self.subTest(said):
                Picture.objects.update(**said)
                op = Op(uuid4().hex, "copy", str(uuid4()), 0, {"from": str(card.id), "x": 0, "y": 0})
                decision, _event = actions.apply(other, op, by=self.stylist, now=NOW)
                self.assertEqual("" if decision else decision.code, code)

    def test_what_cannot_be_read_says_why_on_its_card(self) -> None:
        self.drop(b"no picture at all")
        self.read(taken("picture"))
        card = Card.objects.get()
        self.assertContains(self.client.get(self.address("card", card.id)), "Not usable")
        self.assertContains(self.client.get(self.address("side", card.id)), "not a picture")

    def test_who_may_only_look_brings_nothing(self) -> None:
        crew.signed_in(self.client, crew.person())
        self.assertEqual(self.drop().status_code, 404)


class SameAgainTests(Bringing):
    def test_the_same_bytes_are_shown_and_not_taken_in_twice(self) -> None:
        card = self.dropped()
        answer = self.drop()
        self.assertContains(answer, f'data-card-of="{card.id}"')
        self.assertContains(answer, "here already")
        self.assertEqual((Card.objects.count(), Picture.objects.count()), (1, 1))

    def test_asked_for_by_their_hash_nothing_needs_to_be_sent(self) -> None:
        card = self.dropped()
        answer = self.client.post(self.address("known"), {"sha256": hashlib.sha256(png()).hexdigest()})
        self.assertEqual((answer.json(), Upload.objects.count()), ({"card": str(card.id)}, 1))

    def test_one_that_was_taken_off_is_laid_again(self) -> None:
        card = self.dropped("garment")
        Card.objects.filter(id=card.id).update(removed_at=NOW)
        answer = self.client.post(self.address("known"), {"sha256": hashlib.sha256(png()).hexdigest()})
        self.assertEqual(Card.objects.get(id=answer.json()["card"]).about, card.about)

    def test_what_another_house_has_of_it_is_never_told(self) -> None:
        theirs = crew.shoot()
        hers = crew.booked(theirs, "styling")
        file = SimpleUploadedFile("theirs.png", png())
        crew.signed_in(self.client, hers)
        board = actions.board_of(theirs, by=hers, now=NOW)
        self.client.post(reverse("boards:upload", args=[board.id]), {"picture": file})
        crew.signed_in(self.client, self.stylist)
        answer = self.client.post(self.address("known"), {"sha256": hashlib.sha256(png()).hexdigest()})
        self.assertEqual(answer.json(), {"card": ""})
        self.drop()
        self.assertEqual(Picture.objects.filter(shoot=self.shoot).count(), 1)


class TurnedTests(Bringing):
    def test_a_picture_becomes_each_kind_in_one_tap_and_back(self) -> None:
        card = self.dropped()
        for kind, shown in (("reference", "reference"), ("garment", "garment"), ("backdrop", "picture"),
                            ("picture", "picture")):  # fmt: skip
            with self.subTest(kind):
                self.assertEqual(self.turned(card, kind).status_code, 200)
                card.refresh_from_db()
                self.assertEqual(card.kind, shown)
        self.assertEqual((Garment.objects.count(), Backdrop.objects.count()), (0, 0))

    def test_with_somebody_in_it_it_is_no_garment(self) -> None:
        card = self.dropped("reference", person=True, face=True)
        for kind in ("garment", "backdrop"):
            with self.subTest(kind):
                self.assertEqual(self.turned(card, kind).status_code, 409)
        self.assertEqual((Garment.objects.count(), Backdrop.objects.count()), (0, 0))

    def test_what_we_may_not_use_is_only_looked_at(self) -> None:
        card = self.dropped()
        Picture.objects.update(whose="somebody", whose_name="Anna Lind", may="no")
        self.assertContains(self.turned(card, "garment"), "We may not use this picture", status_code=409)

    def test_a_piece_that_a_look_wears_stays_a_garment(self) -> None:
        card = self.dropped("garment")
        Garment.objects.update(state="ready")
        look = crew.look(self.shoot)
        worn = {"pieces": [{"garment": card.about}]}
        decision, _slot = looks.set_slot(look, "garments", worn, base_version=0, by=self.stylist, now=NOW)
        self.assertTrue(decision, decision.code)
        self.assertContains(self.turned(card, "reference"), "stays a garment", status_code=409)

    def test_without_script_the_board_comes_back(self) -> None:
        card = self.dropped()
        answer = self.client.post(self.address("turn", card.id), {"kind": "reference"})
        self.assertRedirects(answer, self.address("board"))


class NeverRenderedFromTests(Bringing):
    """A reference may show anybody. No slot takes it, so no recipe can name it."""

    def test_no_slot_of_a_look_names_a_reference_or_a_picture(self) -> None:
        look = crew.look(self.shoot)
        everything = ["styling", "set-design", "photography", "make-up", "hair", "casting", "creative-direction"]
        somebody = crew.booked(self.shoot, *everything)
        for kind in ("reference", "picture"):
            picture = Picture.objects.create(
                shoot=self.shoot, kind=kind, title="Hers", state="ready", picture=crew.blob(), by=somebody, at=NOW
            )
            named = str(picture.id)
            tried: dict[str, list[Any]] = {
                SlotKind.TWIN: [{"stand_in": named}, {"twins": [{"twin": named, "plate": named}]}],
                SlotKind.GARMENTS: [{"pieces": [{"garment": named}]}],
                SlotKind.MAKEUP: [{"picture": named}],
                SlotKind.HAIR: [{"picture": named}],
                SlotKind.LIGHT: [{"picture": named}],
                SlotKind.LENS: [{"picture": named}],
                SlotKind.PLACE: [{"backdrop": named}],
                SlotKind.GRADE: [{"lut": named}],
            }
            for slot, values in tried.items():
                for value in values:
                    with self.subTest(f"{kind} as {slot}: {sorted(value)}"):
                        decision, _ = looks.set_slot(look, slot, value, base_version=0, by=somebody, now=NOW)
                        self.assertFalse(decision)

    def test_every_slot_was_tried_but_the_words(self) -> None:
        self.assertEqual(len(SlotKind) - 1, 8)


class WhoseTests(Bringing):
    def say(self, card: Card, **said: str) -> Any:
        return self.client.post(self.address("whose", card.id), said, headers=HTMX)

    def test_it_is_not_said_until_somebody_says_it(self) -> None:
        card = self.dropped()
        self.assertContains(self.client.get(self.address("card", card.id)), "Not said whose")
        self.say(card, whose="house", may="yes")
        self.assertContains(self.client.get(self.address("card", card.id)), "The house")

    def test_somebody_elses_has_a_name_and_her_yes_has_words(self) -> None:
        card = self.dropped()
        for said, code in (({"whose": "somebody", "may": "asked"}, "name"), (
            {"whose": "somebody", "whose_name": "Anna Lind", "may": "yes"}, "how it was given has")):  # fmt: skip
            with self.subTest(code):
                self.assertContains(self.say(card, **said), code, status_code=409)

    def test_what_was_said_goes_with_it_on_to_the_rack_and_back(self) -> None:
        card = self.dropped()
        self.say(card, whose="mine", may="yes", source="Our own day in the studio")
        self.turned(card, "garment")
        self.assertEqual(Garment.objects.get().whose, "mine")
        card.refresh_from_db()
        self.say(card, whose="mine", may="no")
        self.turned(card, "reference")
        self.assertEqual(Picture.objects.get().may, "no")

    def test_said_while_it_is_read_it_stands_on_the_garment(self) -> None:
        self.drop()
        brought.say(Picture.objects.get(), Answer("house", "", "yes"), by=self.stylist, now=NOW)
        self.read(taken("garment"))
        self.assertEqual(Garment.objects.get().may, "yes")


class FromAnotherPageTests(Bringing):
    def test_it_is_a_reference_with_its_source_and_a_worker_fetches_it(self) -> None:
        where = "https://pictures.example/a/coat.jpg?w=1200"
        self.client.post(self.address("address"), {"address": where})
        self.assertEqual(Card.objects.get().kind, "reference")
        with patch("studio.media.fetching.fetched", return_value=png()) as asked:
            self.read(taken("garment"))
        picture = Picture.objects.get()
        self.assertEqual((asked.call_args.args[0], picture.state, picture.source), (where, "ready", where))
        self.assertEqual((Card.objects.get().kind, Garment.objects.count()), ("reference", 0))

    def test_what_gives_no_picture_says_to_save_and_drop_it(self) -> None:
        self.client.post(self.address("address"), {"address": "https://pictures.example/page"})
        with patch("studio.media.fetching.fetched", side_effect=fetching.NotFetched("address-no-picture")):
            self.read(taken("picture"))
        card = Card.objects.get()
        self.assertContains(self.client.get(self.address("side", card.id)), "Save the picture and drop the file here.")

    def test_what_is_no_web_address_is_refused_at_once(self) -> None:
        for where in ("file:///etc/passwd", "http://intern:8000/", "ftp://pictures.example/a.jpg", "http://a@b.c/"):
            with self.subTest(where):
                answer = self.client.post(self.address("address"), {"address": where})
                self.assertContains(answer, "not the address of a picture", status_code=422)
        self.assertFalse(Card.objects.exists())

    @override_settings(FETCH_PICTURES=False)
    def test_a_studio_that_fetches_nothing_says_so(self) -> None:
        answer = self.client.post(self.address("address"), {"address": "https://pictures.example/a.jpg"})
        self.assertContains(answer, "does not fetch pictures", status_code=422)


class ColourTests(Bringing):
    def test_a_palette_lies_beside_the_picture_it_was_read_from(self) -> None:
        card = self.dropped()
        self.client.post(self.address("palette", card.id), headers=HTMX)
        made = Card.objects.get(kind="palette")
        self.assertEqual((len(made.content["colours"]), made.y), (5, card.y))
        self.assertTrue(all(each["name"] for each in made.content["colours"]))
        self.assertGreaterEqual(made.x, card.x + card.width)

    def test_a_second_one_lies_below_the_first(self) -> None:
        card = self.dropped()
        for _ in range(2):
            self.client.post(self.address("palette", card.id), headers=HTMX)
        first, second = Card.objects.filter(kind="palette").order_by("y")
        self.assertEqual((first.x, second.y > first.y + 170), (second.x, True))

    def test_a_note_has_no_colours(self) -> None:
        note = actions.lay(self.board, "note", "", by=self.stylist, now=NOW)
        self.assertEqual(self.client.post(self.address("palette", note.id)).status_code, 409)

    def test_a_colour_is_told_its_name_and_its_place(self) -> None:
        answer = self.client.get(self.address("colour"), {"colour": "#1c2442"}).json()
        self.assertEqual((answer["name"], [round(part) for part in answer["lab"]]), ("navy", [15, 7, -20]))
        self.assertEqual(self.client.get(self.address("colour"), {"colour": "navy"}).status_code, 422)


class PlaceTests(TestCase):
    def test_only_whole_places_on_a_board_count(self) -> None:
        whole = {"x": "1", "y": "2", "width": "30", "height": "40"}
        self.assertEqual(bringing.place_in(whole), {"x": 1, "y": 2, "width": 30, "height": 40})
        for wrong in ({"x": "inf"}, {"y": "far"}, {"width": "1"}, {"height": "1e9"}):
            with self.subTest(wrong):
                self.assertEqual(bringing.place_in(whole | wrong), {})
