"""What of a garment lies behind the body."""

import numpy as np
from django.test import SimpleTestCase

from studio.imaging.insides import beyond


class CuffTests(SimpleTestCase):
    def setUp(self) -> None:
        ys, xs = np.mgrid[0:60, 0:60]
        self.sleeve = (np.abs(xs - 30) < 16) & (ys < 50)
        self.opening = ((xs - 30) / 10) ** 2 + ((ys - 38) / 6) ** 2 < 1

    def test_the_rim_past_the_opening_lies_behind_the_hand(self) -> None:
        behind = beyond(self.opening, self.sleeve, np.array([0.0, 1.0]))
        self.assertTrue(behind[48, 30])
        self.assertTrue(behind[self.opening].all())

    def test_the_rim_before_it_and_beside_it_lies_in_front(self) -> None:
        behind = beyond(self.opening, self.sleeve, np.array([0.0, 1.0]))
        self.assertFalse(behind[28, 30])
        self.assertFalse(behind[38, 17])
        self.assertFalse(behind[~self.sleeve].any())
