import json
from typing import Any

import numpy as np
from django.test import TestCase

from studio.imaging import plates
from studio.imaging.scene import Figure
from studio.media import actions as media
from studio.register.models import Entry
from studio.twins.figures import figure_of
from studio.twins.models import Plate, Twin
from tests import crew
from tests.crew import NOW


def measured(of: Any) -> Plate:
    """A plate with a face, and with nothing known of floor and light."""
    made = crew.plate(of)
    figure = figure_of(made)
    face = np.stack([np.linspace(12, 20, 478), np.linspace(8, 14, 478), np.zeros(478)], axis=-1).astype(np.float32)
    return keep(made, Figure(figure.picture, figure.alpha, figure.parts, figure.pose, face))


def keep(made: Plate, figure: Figure) -> Plate:
    points = plates.to_json(figure).encode()
    made.points = media.keep(
        points, content_type="application/octet-stream", width_px=32, height_px=48, under=made.twin.gate_name, now=NOW
    )
    made.save(update_fields=["points"])
    return made


class FoundTests(TestCase):
    twin: Twin
    plate: Plate

    @classmethod
    def setUpTestData(cls) -> None:
        cls.twin = crew.twin()
        cls.plate = measured(cls.twin)

    def setUp(self) -> None:
        self.client.force_login(self.twin.owner)
        self.url = f"/twins/plates/{self.plate.pk}/found/"

    def stands(self, **changed: str) -> dict[str, str]:
        page = self.client.get(self.url)
        every = [*page.context["body_handles"], *page.context["face_handles"]]
        fields = {f"{each.field}.{axis}": str(getattr(each, axis)) for each in every for axis in "xy"}
        return fields | {name.replace("__", "."): value for name, value in changed.items()}

    def test_each_point_that_was_found_has_a_handle(self) -> None:
        page = self.client.get(self.url)
        self.assertContains(page, 'name="pose.left_shoulder.x"')
        self.assertContains(page, 'name="face.chin.y"')
        self.assertNotContains(page, 'name="pose.left_knee.x"')

    def test_a_joint_is_kept_where_she_drags_it_and_the_register_says_so(self) -> None:
        answer = self.client.post(self.url, self.stands(pose__left_shoulder__x="75"))
        self.assertRedirects(answer, self.url)
        after = figure_of(Plate.objects.get(pk=self.plate.pk))
        self.assertAlmostEqual(after.pose["left_shoulder"][0], 24.0)
        self.assertAlmostEqual(after.pose["right_shoulder"][0], 12.0)
        entry = Entry.objects.filter(chain=self.twin.gate_name, kind="plate-corrected").get()
        self.assertEqual(entry.body["plate"], str(self.plate.pk))

    def test_what_she_sets_right_is_sealed_as_before(self) -> None:
        self.client.post(self.url, self.stands(pose__left_shoulder__x="75"))
        after = Plate.objects.get(pk=self.plate.pk)
        self.assertEqual(after.points.names, (self.twin.gate_name,))
        self.assertNotEqual(after.points_id, self.plate.points_id)

    def test_what_was_kept_before_is_there_for_pictures_that_were_made_of_it(self) -> None:
        self.client.post(self.url, self.stands(pose__left_shoulder__x="75"))
        self.plate.points.refresh_from_db()
        self.assertIsNone(self.plate.points.erased_at)

    def test_floor_and_light_are_kept(self) -> None:
        self.client.post(self.url, self.stands(floor="91.5", **{"light__x": "-40", "light__y": "80"}))
        after = figure_of(Plate.objects.get(pk=self.plate.pk))
        self.assertEqual((after.ground, after.light), (0.915 * 48, (-0.4, 0.8)))

    def test_the_outline_is_drawn_with_a_brush(self) -> None:
        strokes = json.dumps([{"adds": True, "width": 0.1, "points": [[0.9, 0.5], [0.9, 0.6]]}])
        self.client.post(self.url, self.stands(strokes=strokes))
        after = figure_of(Plate.objects.get(pk=self.plate.pk))
        self.assertGreater(after.alpha[26, 28], 200)
        self.assertEqual(after.parts[26, 28], plates.PARTS["torso"])

    def test_kept_as_it_stands_nothing_is_written(self) -> None:
        self.client.post(self.url, self.stands())
        self.assertFalse(Entry.objects.filter(kind="plate-corrected").exists())
        self.assertEqual(Plate.objects.get(pk=self.plate.pk).points_id, self.plate.points_id)

    def test_an_outline_with_nothing_in_it_is_refused(self) -> None:
        all_of_it = json.dumps([{"adds": False, "width": 0.2, "points": [[x / 10, 0], [x / 10, 1]]} for x in range(11)])
        answer = self.client.post(self.url, self.stands(strokes=all_of_it))
        self.assertContains(answer, "Hardly anything of you", status_code=409)
        self.assertEqual(Plate.objects.get(pk=self.plate.pk).alpha_id, self.plate.alpha_id)

    def test_what_makes_no_sense_is_refused_whole(self) -> None:
        for given in (
            {"pose__left_shoulder__x": "900"},
            {"pose__left_shoulder__x": "nan"},
            {"floor": "140"},
            {"strokes": "[{]"},
            {"strokes": '[{"adds": true, "width": 5, "points": [[0, 0]]}]'},
            {"strokes": '{"adds": true}'},
            {"strokes": "[7]"},
        ):
            with self.subTest(given):
                answer = self.client.post(self.url, self.stands(**given))
                self.assertContains(answer, "does not lie on the picture", status_code=422)
        self.assertFalse(Entry.objects.filter(kind="plate-corrected").exists())

    def test_nobody_else_finds_the_page(self) -> None:
        self.client.force_login(crew.person())
        self.assertEqual(self.client.get(self.url).status_code, 404)
        self.assertEqual(self.client.post(self.url, {}).status_code, 404)
