"""A lens in millimetres of the full frame does what optics says it does."""

from unittest import TestCase

import numpy as np

from studio.imaging import backdrops, lenses
from studio.imaging.engines.draft import on_canvas
from studio.imaging.framing import group
from studio.imaging.scene import Lens
from tests.imaging.demo import twin


class FormulaTests(TestCase):
    def test_two_metres_through_85_mm_are_taken_from_nearly_five(self) -> None:
        # 36 mm of film for 2 m: a magnification of 0.018, and u = f (1 + 1 / m).
        self.assertAlmostEqual(lenses.distance_m(85, 2.0, 2 / 3), 0.085 * (1 + 2000 / 36))

    def test_the_film_is_turned_to_suit_and_cut_to_the_aspect(self) -> None:
        for aspect, side in ((2 / 3, 36.0), (4 / 5, 30.0), (1.0, 24.0), (3 / 2, 24.0), (16 / 9, 20.25), (9 / 16, 36.0)):
            with self.subTest(aspect=aspect):
                self.assertAlmostEqual(lenses.side_mm(aspect), side)

    def test_the_circle_of_confusion_is_the_thin_lenss(self) -> None:
        # Sharp at 3 m with 85 mm at f/2, a point at 5.5 m: |v1 - v2| / v2 of the aperture, worked from 1/f = 1/u + 1/v.
        near, far = (1 / (1 / 85 - 1 / away) for away in (3000.0, 5500.0))
        across = 85 / 2 * (near - far) / far
        self.assertAlmostEqual(lenses.circle_mm(85, 2.0, 3.0, 2.5), across, places=9)

    def test_two_stops_halve_the_blur(self) -> None:
        wide, narrow = (lenses.blur_part(85, stop, 1.0, 2 / 3) for stop in (2.8, 5.6))
        self.assertAlmostEqual(wide, 2 * narrow)

    def test_a_longer_lens_and_a_closer_framing_blur_more(self) -> None:
        by_focal = [lenses.blur_part(focal, 4.0, 2.0, 2 / 3) for focal in (35, 50, 85, 135)]
        by_field = [lenses.blur_part(85, 4.0, field, 2 / 3) for field in (2.0, 1.0, 0.5)]
        self.assertEqual((by_focal, by_field), (sorted(by_focal), sorted(by_field)))

    def test_the_place_grows_behind_a_figure_that_stays_as_large(self) -> None:
        near, far = lenses.distance_m(35, lenses.WHOLE_M, 2 / 3), lenses.distance_m(135, lenses.WHOLE_M, 2 / 3)
        by_rays = (far / (far + lenses.BEHIND_M)) / (near / (near + lenses.BEHIND_M))
        self.assertAlmostEqual(lenses.place_grows(135, lenses.WHOLE_M, 2 / 3), by_rays)
        self.assertAlmostEqual(lenses.place_grows(35, lenses.WHOLE_M, 2 / 3), 1.0)


class PlaceTests(TestCase):
    """A wall with two lines on it, behind one figure."""

    def apart(self, lens: Lens) -> float:
        one = twin("twins/nia_a")
        body = on_canvas(one, group([one], lens.framing, "2:3")[0], 480, 320, 0)
        wall = np.zeros((600, 600, 3), np.uint8)
        for x in (270, 330):
            wall[:, x - 3 : x + 3] = 255
        seen = backdrops.fitted(wall, body, lens, 0)[0].mean(dim=0).numpy()
        middle = len(seen) // 2
        return float(np.argmax(seen[middle:]) + middle - np.argmax(seen[:middle]))

    def test_the_lines_part_as_the_formula_says(self) -> None:
        short, long = (self.apart(Lens(focal, 11.0, "full-length", "2:3")) for focal in (50, 135))
        one = twin("twins/nia_a")
        body = on_canvas(one, group([one], "full-length", "2:3")[0], 480, 320, 0)
        field = backdrops.field_m(body, 0)
        wanted = lenses.place_grows(135, field, 2 / 3) / lenses.place_grows(50, field, 2 / 3)
        self.assertAlmostEqual(long / short, wanted, delta=0.06)

    def test_a_closer_framing_shows_less_of_the_place(self) -> None:
        whole, half = (self.apart(Lens(85, 11.0, framing, "2:3")) for framing in ("full-length", "head-to-hip"))
        self.assertGreater(half, 1.3 * whole)

    def test_no_lens_runs_out_of_place(self) -> None:
        one = twin("twins/nia_a")
        wall = np.full((300, 900, 3), 255, np.uint8)
        for framing in ("full-length", "bust"):
            for focal in (24, 200):
                with self.subTest(framing=framing, focal=focal):
                    body = on_canvas(one, group([one], framing, "2:3")[0], 240, 160, 8)
                    seen = backdrops.fitted(wall, body, Lens(focal, 2.0, framing, "2:3"), 8)
                    self.assertEqual(tuple(seen.shape), (3, 256, 176))
                    self.assertGreater(float(seen.min()), 0.99)
