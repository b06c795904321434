"""Another colour is a colour and nothing else; hair behind cloth is under it."""

from dataclasses import replace
from typing import ClassVar
from unittest import TestCase

import numpy as np
from scipy import ndimage
from skimage.color import rgb2lab

from studio.imaging.body import Body
from studio.imaging.canvas import to_picture
from studio.imaging.engines.draft import DraftEngine
from studio.imaging.hair import dyed
from studio.imaging.plates import PARTS
from studio.imaging.scene import Dye, Hair, Lens, Rgb, Scene
from studio.operations.bench.dress import body_of
from tests.imaging.demo import garment, twin

COPPER = (164, 82, 44)


class DyeTests(TestCase):
    body: ClassVar[Body]

    @classmethod
    def setUpClass(cls) -> None:
        cls.body = body_of(twin("twins/ines_a"))

    def painted(self, dye: Dye) -> tuple[Rgb, Rgb]:
        found = dyed(self.body, dye)
        assert found is not None
        rows, columns, planes = found
        after = self.body.picture.clone()
        after[:, rows, columns] = planes
        return to_picture(self.body.picture), to_picture(after)

    def test_the_middle_of_the_hair_takes_the_colour(self) -> None:
        _before, after = self.painted(Dye(COPPER, 1.0))
        hair = self.body.plane == PARTS["hair"]
        middle = np.median(rgb2lab(after[hair][None] / 255)[0], axis=0)
        wanted = rgb2lab(np.array([[COPPER]]) / 255)[0, 0]
        self.assertLess(np.abs(middle - wanted).max(), 8)

    def test_strands_keep_their_light(self) -> None:
        before, after = self.painted(Dye(COPPER, 1.0))
        hair = ndimage.binary_erosion(self.body.plane == PARTS["hair"], iterations=8)
        one, other = (rgb2lab(each[hair][None] / 255)[0, :, 0] for each in (before, after))
        self.assertGreater(np.corrcoef(one, other)[0, 1], 0.95)

    def test_nothing_but_hair_is_touched(self) -> None:
        before, after = self.painted(Dye(COPPER, 1.0))
        far = np.abs(before.astype(int) - after).max(axis=-1)
        moved = far > 3
        near = np.isin(self.body.plane, (PARTS["hair"],))
        self.assertLess((moved & ~near).sum(), 0.25 * near.sum())
        eyes = [
            (round(float(x)), round(float(y))) for x, y in (self.body.pose["left_eye"], self.body.pose["right_eye"])
        ]
        self.assertEqual([int(far[y, x]) for x, y in eyes], [0, 0])

    def test_no_strength_is_her_own_colour(self) -> None:
        before, after = self.painted(Dye(COPPER, 0.0))
        np.testing.assert_array_equal(before, after)

    def test_where_there_is_no_hair_there_is_nothing_to_dye(self) -> None:
        bald = self.body.parts.clone()
        bald[bald == PARTS["hair"]] = PARTS["head"]
        self.assertIsNone(dyed(replace(self.body, parts=bald), Dye(COPPER)))


class BehindTests(TestCase):
    def test_hair_lies_before_the_cloth_or_behind_it_as_asked(self) -> None:
        scene = Scene((twin("twins/mei_a"),), (garment("coat_camel"),), lens=Lens(framing="bust"))
        made = [
            DraftEngine().render(replace(scene, hair=hair), long_edge_px=400, step=lambda part, name: None)
            for hair in (Hair(), Hair(behind=True))
        ]
        before, behind = (int((each.garments > 127).sum()) for each in made)
        self.assertGreaterEqual(behind, before)
        self.assertFalse(np.array_equal(made[0].garments, made[1].garments))
