"""Shoes go on the feet as these stand, their opening under the ankle."""

from unittest import TestCase

import numpy as np

from studio.imaging.body import Body
from studio.imaging.cutouts import outline
from studio.imaging.placing import opening_in, placed, toes_to
from studio.operations.bench.dress import body_of
from tests.imaging.demo import garment, twin


class ShoeTests(TestCase):
    body: Body

    @classmethod
    def setUpClass(cls) -> None:
        cls.body = body_of(twin("twins/ren_a"))

    def test_toes_point_outwards_of_somebody_who_stands_straight(self) -> None:
        self.assertGreater(toes_to(self.body, "left"), 0)
        self.assertLess(toes_to(self.body, "right"), 0)

    def test_an_opening_is_where_its_anchor_says_or_where_it_usually_is(self) -> None:
        piece = garment("derby_black")
        self.assertEqual(opening_in((0.0, 0.0, 10.0, 10.0), piece), 0.4)
        x, y = piece.anchors["waist_L"]
        self.assertAlmostEqual(opening_in((x - 30, y - 50, x + 70, y + 50), piece), 0.3)

    def test_both_feet_are_shod_and_the_ankles_stand_in_the_shoes(self) -> None:
        piece = garment("loafers_tan")
        laid = placed(self.body, piece, outline(piece.cutout))
        self.assertEqual(len(laid), 2)
        for side, (_, patch) in zip(("left", "right"), laid, strict=True):
            x = round(float(self.body.pose[f"{side}_ankle"][0])) - patch.left
            upper = np.asarray(patch.planes[3])[: patch.planes.shape[-2] // 2]
            self.assertGreater(float(upper[:, max(0, x - 3) : x + 4].max()), 0.9, side)
