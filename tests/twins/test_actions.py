"""Only the person herself makes a twin of herself."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import numpy as np
from django.test import TestCase
from PIL import Image

from studio.decisions import Decision
from studio.imaging import plates
from studio.media import actions as media
from studio.people.models import Craft
from studio.register.models import Entry
from studio.twins import actions, wording
from studio.twins.figures import figure_of, plane_png
from studio.twins.models import Capture, Plate, Twin
from tests import crew
from tests.crew import NOW


class CreateTests(TestCase):
    def setUp(self) -> None:
        self.model = crew.person("Nia Dembe", language="sv")
        self.check = crew.adult(self.model)

    def create(self, **fields: Any) -> tuple[Decision, Twin | None]:
        given: dict[str, Any] = {"as_of_on": date(2026, 1, 10), "data_consent": True, "evidence": crew.fresh()}
        whole: dict[str, Any] = {"by": self.model, "now": NOW} | given | fields
        return actions.create_twin("Nia Dembe", **whole)

    def test_whoever_makes_it_owns_it(self) -> None:
        _, twin = self.create()
        assert twin
        self.assertEqual((twin.owner, twin.state), (self.model, "captured"))
        self.assertTrue(Entry.objects.filter(chain=twin.gate_name, kind="twin-created").exists())

    def test_not_without_her_consent_to_keep_it(self) -> None:
        self.assertEqual(self.create(data_consent=False)[0].code, "data-consent-missing")

    def test_not_before_somebody_has_seen_that_she_is_of_age(self) -> None:
        self.assertEqual(self.create(by=crew.person())[0].code, "not-adult")

    def test_who_looked_is_kept_and_no_day_of_birth(self) -> None:
        _, twin = self.create()
        assert twin
        self.assertEqual((twin.adult_checked_by, twin.adult_document), (self.check.by.name, "passport"))

    def test_not_with_a_sign_in_of_this_morning(self) -> None:
        self.assertEqual(self.create(evidence=crew.fresh(NOW - timedelta(hours=2)))[0].code, "fresh-sign-in")

    def test_the_text_she_read_is_kept_in_her_language_with_its_hash_and_how_she_was_signed_in(self) -> None:
        _, twin = self.create()
        assert twin
        signature = twin.signatures.get()
        self.assertEqual((signature.kind, signature.language, signature.by), ("data", "sv", self.model))
        self.assertEqual(signature.text, wording.text_of("data", "sv"))
        self.assertEqual(signature.sha256, wording.digest("data", signature.text, "sv"))
        self.assertEqual(signature.evidence, crew.fresh())

    def test_the_same_key_makes_it_once(self) -> None:
        _, first = self.create(key="k")
        assert first
        self.assertEqual(self.create(key="k")[1], first)


class PlateTests(TestCase):
    def setUp(self) -> None:
        self.twin = crew.twin()
        self.photographer = crew.person()
        _, capture = actions.add_capture(
            self.twin,
            captured_on=date(2026, 1, 10),
            crew=[(self.photographer, Craft.PHOTOGRAPHY)],
            by=self.twin.owner,
            now=NOW,
        )
        assert capture
        self.capture = capture
        self.alpha = np.zeros((48, 32), np.uint8)
        self.alpha[8:44, 10:22] = 255
        self.parts = np.where(self.alpha > 0, plates.PARTS["torso"], 0).astype(np.uint8)

    def add(self, **fields: Any) -> tuple[Decision, Plate | None]:
        given: dict[str, Any] = {"pose": "relaxed front", "by": self.twin.owner, "now": NOW}
        measured = {"alpha": self.alpha, "parts": self.parts, "landmarks": {"left_shoulder": (20.0, 12.0)}}
        return actions.add_plate(self.capture, fields.pop("picture", photograph()), **(given | measured | fields))

    def test_its_crew_is_kept_with_the_capture(self) -> None:
        self.assertEqual([each.person for each in self.capture.crew.all()], [self.photographer])

    def test_every_pixel_of_it_is_sealed_under_her_key(self) -> None:
        _, plate = self.add()
        assert plate
        for blob in (plate.picture, plate.alpha, plate.parts):
            self.assertEqual(blob.sealed_under, self.twin.gate_name)

    def test_nothing_of_the_camera_stays(self) -> None:
        _, plate = self.add()
        assert plate
        with Image.open(BytesIO(media.load(plate.picture))) as kept:
            self.assertFalse(kept.getexif())

    def test_the_figure_comes_back_as_it_was_measured(self) -> None:
        _, plate = self.add()
        assert plate
        figure = figure_of(Plate.objects.get(pk=plate.pk))
        np.testing.assert_array_equal(figure.alpha, self.alpha)
        np.testing.assert_array_equal(figure.parts, self.parts)
        self.assertEqual(figure.pose["left_shoulder"], (20.0, 12.0))
        self.assertEqual(figure.picture.shape, (48, 32, 3))

    def test_nobody_else_adds_to_her_twin(self) -> None:
        self.assertEqual(self.add(by=self.photographer)[0].code, "not-owner")
        self.assertFalse(Plate.objects.exists())

    def test_what_is_no_picture_is_told(self) -> None:
        self.assertEqual(self.add(picture=b"no picture")[0].code, "not-a-picture")

    def test_a_stand_in_shows_nobody_and_needs_no_key(self) -> None:
        _, stand_in = actions.add_stand_in(
            "A", "women", photograph(), pose="front", now=NOW, alpha=self.alpha, parts=self.parts, landmarks={}
        )
        assert stand_in
        self.assertEqual(stand_in.picture.sealed_under, "")
        self.assertEqual(figure_of(stand_in).alpha.shape, (48, 32))

    def test_a_plane_must_be_one(self) -> None:
        with self.assertRaisesRegex(ValueError, r"plane must be \(H, W\) uint8"):
            plane_png(np.zeros((4, 4, 3), np.uint8))


class ReadyTests(TestCase):
    def setUp(self) -> None:
        self.twin = crew.twin(state=Twin.State.CAPTURED, cover_chosen_at=None)
        self.twin.comp_card.all().delete()
        self.plate = crew.plate(self.twin)
        self.own = crew.own_picture(self.plate)

    def choose(self, *pictures: tuple[Any, str], **fields: Any) -> Decision:
        given: dict[str, Any] = {"by": self.twin.owner, "now": NOW} | fields
        return actions.choose_comp_card(self.twin, pictures, **given)[0]

    def test_she_is_ready_with_a_comp_card_and_a_cover(self) -> None:
        actions.choose_cover(self.twin, by=self.twin.owner, now=NOW)
        self.assertEqual(Twin.objects.get().state, "captured")
        self.assertTrue(self.choose((self.own.picture, "in her cover")))
        self.assertEqual(Twin.objects.get().state, "ready")
        self.assertIn(self.twin, Twin.objects.castable())

    def test_neither_a_plate_nor_a_picture_from_elsewhere_goes_on_the_comp_card(self) -> None:
        for picture in (self.plate.picture, crew.blob()):
            self.assertEqual(self.choose((picture, "a picture")).code, "comp-card-needs-renders")

    def test_what_she_did_not_know_herself_in_does_not_go_on_it(self) -> None:
        other = crew.own_picture(crew.plate(self.twin, "walking"), answer="")
        self.assertEqual(self.choose((other.picture, "walking")).code, "comp-card-needs-renders")

    def test_each_picture_has_words_for_who_cannot_see_it(self) -> None:
        self.assertEqual(self.choose((self.own.picture, " ")).code, "words-for-each-needed")

    def test_a_capture_that_its_photographer_has_not_licensed_stays_hers_alone(self) -> None:
        Capture.objects.filter(pk=self.plate.capture_id).update(licensed_at=None)
        self.assertEqual(self.choose((self.own.picture, "in her cover")).code, "captures-not-licensed")

    def test_nobody_else_chooses(self) -> None:
        self.assertFalse(actions.choose_cover(self.twin, by=crew.person(), now=NOW)[0])
        self.assertEqual(self.choose((self.own.picture, "x"), by=crew.person()).code, "not-owner")

    def test_a_cover_needs_plates(self) -> None:
        bare = crew.twin(cover_chosen_at=None)
        self.assertEqual(actions.choose_cover(bare, by=bare.owner, now=NOW)[0].code, "not-ready")


def photograph() -> bytes:
    """48 x 32, with a camera's note in it."""
    pixels = np.full((48, 32, 3), 90, np.uint8)
    pixels[8:44, 10:22] = 190
    exif = Image.Exif()
    exif[0x010F] = "A camera"
    out = BytesIO()
    Image.fromarray(pixels).save(out, "JPEG", exif=exif, quality=95)
    return out.getvalue()
