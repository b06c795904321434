import unittest

import numpy as np
from PIL import Image

from studio.imaging.cutouts import ANCHORS, NoGarment, cut_out, find_anchors, guess_category, outline
from studio.operations.bench.cutouts import overlap
from studio.operations.bench.packshots import packshot as packshot_on
from studio.operations.bench.packshots import with_margin
from tests.imaging.demo import garment

TOPS = ("knit_oat", "knit_rust", "shirt_blue", "tee_white", "blazer_navy", "coat_camel", "dress_emerald")
BOTTOMS = ("jeans_indigo", "trousers_grey", "skirt_satin")


# Ground, then the overlap that each piece is never to fall below.
FLOORS = {
    "white": {"tee_white": 0.97, "dress_emerald": 0.97},
    "grey": {"tee_white": 0.94, "trousers_grey": 0.95},
    "gradient": {"knit_oat": 0.96},
    "jpeg": {"shirt_blue": 0.95},
    "paper": {"skirt_satin": 0.95},
    "soft shadow": {"knit_oat": 0.95, "jeans_indigo": 0.95},
    "white, soft shadow": {"tee_white": 0.9},
    "hard shadow": {"trousers_grey": 0.93, "knit_oat": 0.93},
    "wood": {"tee_white": 0.96},
}


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

    def test_it_parts_each_piece_from_each_ground(self) -> None:
        for ground, floor in FLOORS.items():
            for name, least in floor.items():
                picture, truth = packshot_on(garment(name).cutout, ground, 560)
                with self.subTest(f"{name}, {ground}"):
                    self.assertGreater(overlap(picture, truth), least)

    def test_no_ground_shines_through_the_soft_edge(self) -> None:
        picture, truth = packshot_on(garment("knit_rust").cutout, "dark", 560)
        found = cut_out(picture)
        edge = (found[..., 3] > 20) & (found[..., 3] < 235) & (truth > 20)
        cloth = with_margin(garment("knit_rust").cutout, 560)[..., :3].astype(int)
        halo, mixed = (np.abs(each[edge].astype(int) - cloth[edge]).mean() for each in (found[..., :3], picture))
        self.assertGreater(edge.sum(), 200)
        self.assertLess(halo, 0.6 * mixed)

    def test_a_hook_and_a_bust_stay_behind_and_a_collar_comes_along(self) -> None:
        for ground in ("hanger", "bust"):
            for name in ("tee_white", "blazer_navy"):
                picture, truth = packshot_on(garment(name).cutout, ground, 560)
                found, true = cut_out(picture)[..., 3] > 127, truth > 127
                first = int(np.flatnonzero(true.any(axis=1))[0])
                with self.subTest(f"{name}, {ground}"):
                    self.assertLess(abs(int(np.flatnonzero(found.any(axis=1))[0]) - first), 12)

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
