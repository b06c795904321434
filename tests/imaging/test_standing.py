import unittest

import numpy as np

from studio.imaging.scene import Mask, Rgb
from studio.imaging.standing import ground_of, light_of
from tests.imaging.demo import twin


def lit_from(side: float) -> tuple[Rgb, Mask]:
    """A column of one colour, brighter on one side."""
    picture = np.full((240, 160, 3), 60, np.uint8)
    across = np.linspace(-1, 1, 60)
    picture[20:230, 50:110] = (140 + 60 * side * across)[None, :, None].astype(np.uint8)
    alpha = np.zeros((240, 160), np.uint8)
    alpha[20:230, 50:110] = 255
    return picture, alpha


class GroundTests(unittest.TestCase):
    def test_the_floor_lies_under_the_lowest_sole(self) -> None:
        figure = twin("twins/nia_a")
        lowest = int(np.flatnonzero((figure.alpha > 127).any(axis=1))[-1])
        found = ground_of(figure.alpha, figure.pose)
        assert found is not None
        self.assertLess(abs(found - lowest), 0.01 * figure.alpha.shape[0])

    def test_there_is_none_where_the_feet_are_cut_off(self) -> None:
        figure = twin("twins/nia_a")
        knees = int(figure.pose["left_knee"][1])
        self.assertIsNone(ground_of(figure.alpha[:knees], figure.pose))


class LightTests(unittest.TestCase):
    def test_the_brighter_side_is_the_lights(self) -> None:
        for side in (-1.0, 1.0):
            found = light_of(*lit_from(side))
            assert found is not None
            self.assertGreater(found[0] * side, 0.5)

    def test_even_light_comes_from_the_middle(self) -> None:
        found = light_of(*lit_from(0.0))
        assert found is not None
        self.assertLess(abs(found[0]), 0.05)

    def test_nobody_tells_nothing(self) -> None:
        picture, alpha = lit_from(1.0)
        self.assertIsNone(light_of(picture, np.zeros_like(alpha)))
