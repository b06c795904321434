import unittest

import numpy as np
from PIL import Image

from studio.imaging.cutouts import ANCHORS, NoGarment, cut_out, find_anchors, guess_category, outline
from tests.imaging.demo import garment

TOPS = ("knit_oat", "knit_rust", "shirt_blue", "tee_white", "blazer_navy", "coat_camel", "dress_emerald")
BOTTOMS = ("jeans_indigo", "trousers_grey", "skirt_satin")


def packshot(name: str, ground: tuple[int, int, int]) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    piece = Image.fromarray(garment(name).cutout)
    sheet = Image.new("RGB", piece.size, ground)
    sheet.paste(piece, mask=piece.getchannel("A"))
    return np.array(sheet.resize((512, 640)))


class CutOutTests(unittest.TestCase):
    def test_it_finds_a_garment_on_a_plain_ground(self) -> None:
        for name, ground in (
            ("knit_rust", (255, 255, 255)),
            ("jeans_indigo", (214, 214, 216)),
            ("knit_oat", (250, 250, 250)),
        ):
            with self.subTest(name):
                truth = np.array(Image.fromarray(garment(name).cutout[..., 3]).resize((512, 640))) > 127
                found = cut_out(packshot(name, ground))[..., 3] > 127
                self.assertGreater((found & truth).sum() / (found | truth).sum(), 0.95)

    def test_it_keeps_the_alpha_it_is_given(self) -> None:
        given = garment("tee_white").cutout
        np.testing.assert_array_equal(cut_out(given), given)

    def test_it_says_when_there_is_nothing(self) -> None:
        with self.assertRaises(NoGarment):
            cut_out(np.full((200, 160, 3), 240, np.uint8))


class FindAnchorsTests(unittest.TestCase):
    def test_anchors_are_found_within_four_parts_in_a_hundred_of_the_height(self) -> None:
        errors = []
        for name in (*TOPS, *BOTTOMS):
            piece = garment(name)
            found, height = find_anchors(piece.cutout, piece.category), outline(piece.cutout).height
            mean = np.mean([np.hypot(found[k][0] - x, found[k][1] - y) / height for k, (x, y) in piece.anchors.items()])
            with self.subTest(name):
                self.assertLess(mean, 0.04)
            errors.append(mean)
        self.assertLess(np.mean(errors), 0.025)

    def test_it_uses_the_names_of_the_category(self) -> None:
        for name in (*TOPS, *BOTTOMS, "derby_black"):
            piece = garment(name)
            self.assertLessEqual(set(find_anchors(piece.cutout, piece.category)), set(ANCHORS[piece.category]))

    def test_it_knows_no_anchors_of_a_bag(self) -> None:
        with self.assertRaises(ValueError):
            find_anchors(garment("knit_oat").cutout, "bag")


class GuessCategoryTests(unittest.TestCase):
    def test_it_guesses_from_the_silhouette(self) -> None:
        names = ("knit_oat", "tee_white", "coat_camel", "dress_emerald", "skirt_satin", "jeans_indigo", "derby_black")
        for name in names:
            with self.subTest(name):
                self.assertEqual(guess_category(garment(name).cutout), garment(name).category)
