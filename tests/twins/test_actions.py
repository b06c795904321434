"""Only the person herself makes a twin of herself."""

from datetime import date
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
from studio.twins import actions
from studio.twins.actions import AdultCheck
from studio.twins.figures import figure_of, plane_png
from studio.twins.models import Plate, Twin
from tests import crew
from tests.crew import NOW

CHECK = AdultCheck(by="Perron", document="passport")


class CreateTests(TestCase):
    def create(self, **fields: Any) -> tuple[Decision, Twin | None]:
        self.model = fields.pop("by", None) or crew.person("Nia Dembe")
        given: dict[str, Any] = {"as_of_on": date(2026, 1, 10), "data_consent": True, "adult_check": CHECK}
        return actions.create_twin("Nia Dembe", by=self.model, now=NOW, **(given | fields))

    def test_whoever_makes_it_owns_it(self) -> None:
        _, twin = self.create()
        assert twin
        self.assertEqual((twin.owner, twin.state), (self.model, "captured"))
        self.assertTrue(Entry.objects.filter(chain=twin.gate_name, kind="twin-created").exists())

    def test_not_without_her_consent_to_keep_it(self) -> None:
        self.assertEqual(self.create(data_consent=False)[0].code, "data-consent-missing")

    def test_not_without_somebody_having_seen_that_she_is_of_age(self) -> None:
        self.assertEqual(self.create(adult_check=None)[0].code, "not-adult")
        self.assertEqual(self.create(adult_check=AdultCheck("", ""))[0].code, "not-adult")

    def test_the_same_key_makes_it_once(self) -> None:
        _, first = self.create(key="k")
        assert first
        self.assertEqual(self.create(by=first.owner, key="k")[1], first)


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

    def test_she_is_ready_with_a_comp_card_and_a_cover(self) -> None:
        actions.choose_cover(self.twin, by=self.twin.owner, now=NOW)
        self.assertEqual(Twin.objects.get().state, "captured")
        actions.choose_comp_card(self.twin, [(crew.blob(), "in her cover")], by=self.twin.owner, now=NOW)
        self.assertEqual(Twin.objects.get().state, "ready")
        self.assertIn(self.twin, Twin.objects.castable())

    def test_no_plate_goes_on_the_comp_card(self) -> None:
        decision, _ = actions.choose_comp_card(
            self.twin, [(self.plate.picture, "a plate")], by=self.twin.owner, now=NOW
        )
        self.assertEqual(decision.code, "comp-card-needs-renders")

    def test_nobody_else_chooses(self) -> None:
        self.assertFalse(actions.choose_cover(self.twin, by=crew.person(), now=NOW)[0])
        self.assertFalse(actions.choose_comp_card(self.twin, [(crew.blob(), "x")], by=crew.person(), now=NOW)[0])

    def test_a_cover_needs_plates(self) -> None:
        bare = crew.twin(cover_chosen_at=None)
        self.assertEqual(actions.choose_cover(bare, by=bare.owner, now=NOW)[0].code, "not-ready")


class MandateTests(TestCase):
    def setUp(self) -> None:
        self.twin, self.agency = crew.twin(), crew.agency()

    def sign(self, **fields: Any) -> tuple[Decision, Any]:
        given: dict[str, Any] = {
            "territories": ["WORLD"],
            "may": ["negotiate"],
            "commission_bps": 2000,
            "starts_on": date(2026, 1, 1),
            "ends_on": date(2026, 12, 31),
            "by": self.twin.owner,
            "now": NOW,
        }
        return actions.sign_mandate(self.twin, fields.pop("agency", self.agency), **(given | fields))

    def test_she_signs_it_for_an_agency(self) -> None:
        _, mandate = self.sign()
        self.assertEqual(mandate.signed_at, NOW)
        self.assertEqual(self.sign(agency=crew.house())[0].code, "mandate-not-right")
        self.assertEqual(self.sign(by=crew.person())[0].code, "not-owner")

    def test_either_side_ends_it(self) -> None:
        signer = crew.person()
        crew.seat(signer, self.agency, "admin", may_sign=True)
        for by in (self.twin.owner, signer):
            with self.subTest(by.name):
                _, mandate = self.sign()
                _, ended = actions.end_mandate(mandate, by=by, now=NOW)
                assert ended
                self.assertEqual(ended.ended_at, NOW)

    def test_a_stranger_does_not(self) -> None:
        _, mandate = self.sign()
        self.assertEqual(actions.end_mandate(mandate, by=crew.person(), now=NOW)[0].code, "not-owner")


def photograph() -> bytes:
    """48 x 32, with a camera's note in it."""
    pixels = np.full((48, 32, 3), 90, np.uint8)
    pixels[8:44, 10:22] = 190
    exif = Image.Exif()
    exif[0x010F] = "A camera"
    out = BytesIO()
    Image.fromarray(pixels).save(out, "JPEG", exif=exif, quality=95)
    return out.getvalue()
