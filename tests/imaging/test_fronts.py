"""A coat's front, drawn open or closed."""

import unittest

import numpy as np

from studio.imaging.dressing import dress
from studio.imaging.scene import Figure, Fit, Mask
from tests.imaging.demo import garment, twin
from tests.imaging.test_dressing import body_of, dressed


class FrontTests(unittest.TestCase):
    figure: Figure

    @classmethod
    def setUpClass(cls) -> None:
        cls.figure = twin("twins/nia_a", 0.4)

    def worn(self, name: str, front: str) -> Mask:
        return dressed(self.figure, garment(name, Fit(front=front)))[1]

    def between(self, mask: Mask) -> int:
        """Cloth on the breadth of a hand about the middle line, from the waist to the knees."""
        hips, knees = (
            (np.array(self.figure.pose[f"left_{at}"]) + self.figure.pose[f"right_{at}"]) / 2 for at in ("hip", "knee")
        )
        return int((mask[int(hips[1]) : int(knees[1]), int(hips[0]) - 8 : int(hips[0]) + 8] > 127).sum())

    def test_a_coat_photographed_open_closes_over_the_middle(self) -> None:
        open_, closed = self.between(self.worn("coat_camel", "")), self.between(self.worn("coat_camel", "closed"))
        self.assertGreater(closed, 1.4 * open_)

    def test_a_jacket_photographed_closed_shows_what_is_under_it_when_open(self) -> None:
        jacket, under = garment("blazer_navy", Fit(front="open")), garment("knit_rust")
        bare, over = dress(body_of(self.figure), (under,)), dress(body_of(self.figure), (under, jacket))
        closed = dress(body_of(self.figure), (under, garment("blazer_navy")))
        same = [
            float(((one.picture - bare.picture).abs().amax(dim=0) < 0.02)[bare.garments[0] > 0.9].float().sum())
            for one in (over, closed)
        ]
        self.assertGreater(same[0], same[1] + 200)

    def test_what_is_asked_for_as_it_was_photographed_changes_nothing(self) -> None:
        for name, front in (("coat_camel", "open"), ("blazer_navy", "closed")):
            with self.subTest(name):
                self.assertTrue(np.array_equal(self.worn(name, front), self.worn(name, "")))
