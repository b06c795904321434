import unittest

import numpy as np
from PIL import Image

from studio.imaging.people import on_grey, several, shows_face, shows_person
from studio.imaging.scene import Rgb
from tests.imaging.demo import HOUSE, PAIRS, backdrop, garment, load


def on(name: str, ground: tuple[int, int, int]) -> Rgb:
    piece = Image.fromarray(garment(name).cutout).resize((512, 640))
    sheet = Image.new("RGB", piece.size, ground)
    sheet.paste(piece, mask=piece.getchannel("A"))
    return np.asarray(sheet)


class ShowsPersonTests(unittest.TestCase):
    def test_a_piece_alone_shows_nobody(self) -> None:
        for path in sorted((HOUSE / "garments").glob("*.png")):
            for ground in ((250, 250, 250), (205, 180, 160)):
                with self.subTest(path.stem, ground=ground):
                    self.assertFalse(shows_person(on(path.stem, ground)))

    def test_a_piece_that_is_worn_shows_somebody(self) -> None:
        for name in ("nia_a__tee_white", "marta_a__skirt_satin", "ren_a__blazer_navy", "nia_b__dress_emerald"):
            with self.subTest(name):
                self.assertTrue(shows_person(load(PAIRS / f"{name}.jpg", "RGB", 0.5)))

    def test_a_head_cut_off_hides_nobody(self) -> None:
        for name in ("nia_a__tee_white", "ren_a__trousers_grey", "nia_b__dress_emerald"):
            whole = load(PAIRS / f"{name}.jpg", "RGB", 0.5)
            with self.subTest(name):
                self.assertTrue(shows_person(np.ascontiguousarray(whole[whole.shape[0] // 5 :])))

    def test_what_is_clear_is_laid_on_grey(self) -> None:
        self.assertEqual(on_grey(np.zeros((4, 4, 4), np.uint8)).max(), 128)


class ShowsFaceTests(unittest.TestCase):
    def test_a_small_face_far_off_is_found(self) -> None:
        scene = np.array(Image.fromarray(backdrop("concrete")).resize((1024, 1024)))
        figure = Image.open(HOUSE / "twins/nia_a.jpg").convert("RGB").resize((384, 576))
        scene[400:976, 600:984] = np.asarray(figure)
        self.assertTrue(shows_face(scene))

    def test_an_empty_place_has_none(self) -> None:
        for name in ("concrete", "daylight", "terracotta"):
            with self.subTest(name):
                self.assertFalse(shows_face(backdrop(name)))


class SeveralTests(unittest.TestCase):
    def test_two_beside_each_other_are_several(self) -> None:
        people = [load(HOUSE / f"twins/{name}.jpg", "RGB", 0.5) for name in ("nia_a", "ren_a")]
        self.assertTrue(several(np.ascontiguousarray(np.hstack(people))))

    def test_one_is_not_in_any_pose(self) -> None:
        for path in sorted((HOUSE / "twins").glob("*.jpg")):
            with self.subTest(path.stem):
                self.assertFalse(several(load(path, "RGB", 0.5)))
