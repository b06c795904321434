"""The measures a dresser takes of a figure."""

import numpy as np
from django.test import SimpleTestCase

from studio.imaging.body import natural_waist, trunk_rims
from studio.imaging.plates import PARTS


class TrunkRimTests(SimpleTestCase):
    def setUp(self) -> None:
        self.plane = np.zeros((80, 100), np.uint8)
        self.plane[10:70, 30:60] = PARTS["torso"]

    def test_a_free_trunk_ends_where_it_is_seen_to_end(self) -> None:
        rims = trunk_rims(self.plane)
        self.assertEqual((rims[0, 40], rims[1, 40]), (30, 60))
        self.assertTrue(np.isnan(rims[:, 5]).all())

    def test_behind_an_arm_it_ends_where_it_does_above_and_below(self) -> None:
        self.plane[30:50, 52:66] = PARTS["forearm_l"]
        rims = trunk_rims(self.plane)
        self.assertEqual(set(rims[1, 10:70]), {60})
        self.assertEqual(set(rims[0, 10:70]), {30})


class WaistTests(SimpleTestCase):
    def test_it_lies_the_lower_the_narrower_the_hips(self) -> None:
        self.assertGreater(natural_waist(1.2), natural_waist(1.35))
        self.assertGreater(natural_waist(1.35), natural_waist(1.45))

    def test_no_build_puts_it_outside_the_trunk(self) -> None:
        for hips in (0.0, 0.5, 3.0):
            with self.subTest(hips=hips):
                self.assertTrue(0.6 < natural_waist(hips) < 0.7)
