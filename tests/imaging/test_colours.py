import unittest

import numpy as np
from skimage.color import deltaE_ciede2000, rgb2lab

from studio.imaging.colours import SHADES, name_of, proposed, to_hex, to_lab, to_srgb
from studio.imaging.cutouts import NoGarment
from tests.imaging.demo import HOUSE, garment, load

SAID = {  # cloth in a studio's light is a shade of its family; which one its maker says
    "blazer_navy": {"navy"},
    "coat_camel": {"camel", "beige", "sand"},
    "dress_emerald": {"emerald", "forest green"},
    "jeans_indigo": {"indigo", "denim blue"},
    "knit_rust": {"rust", "terracotta"},
    "tee_white": {"white", "silver"},
    "derby_black": {"black", "charcoal"},
}


class ProposedTests(unittest.TestCase):
    def test_it_is_near_the_cloth_of_the_swatch(self) -> None:
        cloth = np.median(load(HOUSE / "swatches/denim.jpg", "RGB").reshape(-1, 3), axis=0)
        found = np.array(proposed(garment("jeans_indigo").cutout)) / 255.0
        self.assertLess(float(deltaE_ciede2000(rgb2lab(found), rgb2lab(cloth / 255))), 8)

    def test_each_piece_is_called_by_its_family(self) -> None:
        for name, family in SAID.items():
            with self.subTest(name):
                self.assertIn(name_of(proposed(garment(name).cutout)), family)

    def test_a_cut_out_without_cloth_has_no_colour(self) -> None:
        with self.assertRaises(NoGarment):
            proposed(np.zeros((20, 20, 4), np.uint8))


class ShadesTests(unittest.TestCase):
    def test_each_shade_is_called_by_its_own_name(self) -> None:
        for name, colour in SHADES.items():
            self.assertEqual(name_of(colour), name)

    def test_lab_is_skimages_and_comes_back(self) -> None:
        colours = np.array(list(SHADES.values()))
        np.testing.assert_allclose(to_lab(colours), rgb2lab(colours / 255.0), atol=0.05)
        self.assertEqual([to_srgb(lab) for lab in to_lab(colours)], list(SHADES.values()))
        self.assertEqual(to_hex((1, 16, 255)), "#0110ff")
