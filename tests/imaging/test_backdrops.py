"""A figure in another place: no halo of the old one, the place's light on her rim, her feet on its floor."""

from typing import ClassVar
from unittest import TestCase

import numpy as np

from studio.imaging.engines.draft import DraftEngine
from studio.imaging.scene import Figure, Lens, Light, Place, Rgb, Scene
from tests.imaging.demo import twin


def flat(red: int, green: int, blue: int) -> Rgb:
    return np.full((300, 300, 3), (red, green, blue), np.uint8)


def made(figure: Figure, place: Place, framing: str, light: Light | None = None) -> Rgb:
    scene = Scene((figure,), light=light or Light(), lens=Lens(85, 8.0, framing, "4:5"), place=place)
    return DraftEngine().render(scene, long_edge_px=480, step=lambda part, name: None).picture


class EdgeTests(TestCase):
    def test_before_the_dark_no_rim_of_the_old_backdrop_is_left_round_hair(self) -> None:
        for name, most in (("twins/nia_a", 55), ("twins/mei_a", 90)):  # the old backdrop is of about 190
            with self.subTest(name):
                dark = made(twin(name), Place(flat(12, 12, 14)), "beauty").max(axis=-1)
                hair_rows = dark[60:200]
                # From the left, the place itself and then the figure: nothing on the way is lighter than dark hair.
                first = np.array([np.flatnonzero(row > 30)[:12] for row in hair_rows if (row > 30).sum() > 12])
                rim = np.take_along_axis(hair_rows[(hair_rows > 30).sum(axis=1) > 12], first, axis=1)
                self.assertLess(float(np.percentile(rim, 90)), most)

    def test_a_bright_place_shines_round_her_rim_and_not_on_her_face(self) -> None:
        one = twin("twins/olav_a")
        red, grey = made(one, Place(flat(230, 40, 30)), "bust"), made(one, Place(flat(96, 96, 96)), "bust")
        warmer = (red[..., 0].astype(int) - red[..., 2]) - (grey[..., 0].astype(int) - grey[..., 2])
        self.assertGreater(warmer[300:320, 130:260].mean(), 0)
        self.assertLess(np.abs(warmer[150:170, 180:204]).mean(), 45)


class FloorTests(TestCase):
    light: ClassVar[Rgb] = flat(190, 190, 190)

    def test_a_place_takes_the_shadow_on_the_side_away_from_its_light(self) -> None:
        one, floor = twin("twins/ren_c"), slice(380, 470)
        left, right = (made(one, Place(self.light, side), "full-length").mean(axis=-1) for side in (-0.9, 0.9))
        self.assertGreater(left[floor, :120].mean(), right[floor, :120].mean())
        self.assertGreater(right[floor, -120:].mean(), left[floor, -120:].mean())

    def test_the_shadow_is_darkest_where_she_stands(self) -> None:
        picture = made(twin("twins/nia_b"), Place(self.light), "full-length").mean(axis=-1)
        floor = picture[455:478]
        self.assertLess(floor.min(), picture[200, :10].mean() - 40)
        self.assertLess(abs(picture[470, :30].mean() - picture[300, :30].mean()), 12)
