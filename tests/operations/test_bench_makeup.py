"""The bench of make-up measures what it says."""

from unittest import TestCase

import numpy as np

from studio.operations.bench import makeup
from studio.operations.bench.dress import HOUSE


class MouthTests(TestCase):
    def setUp(self) -> None:
        found = makeup.mouth(HOUSE / "twins" / "nia_beauty.jpg")
        assert found
        self.mouth = found

    def test_the_lips_are_found_where_the_plate_says(self) -> None:
        self.assertGreater(int(self.mouth.inside.sum()), 2_000)
        self.assertFalse((self.mouth.inside & self.mouth.beyond).any())

    def test_paint_takes_the_swatchs_colour_and_stays_inside_its_feather(self) -> None:
        far, alike, moved = makeup.painted(self.mouth, (156, 28, 38))
        self.assertLess(far, makeup.NEAR)
        self.assertGreater(alike, makeup.TEXTURE)
        self.assertEqual(moved, 0)

    def test_another_colour_is_measured_as_another(self) -> None:
        from skimage.color import deltaE_ciede2000, rgb2lab

        red, plum = (rgb2lab(np.array(makeup.SWATCHES[name], float)[None, None] / 255) for name in ("red", "plum"))
        self.assertGreater(float(deltaE_ciede2000(red, plum).item()), 10)
