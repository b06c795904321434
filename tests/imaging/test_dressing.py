import unittest
from dataclasses import replace

import numpy as np
import torch
from numpy.typing import NDArray

from studio.imaging.body import Body
from studio.imaging.canvas import to_mask, to_picture, to_tensor
from studio.imaging.dressing import dress, in_order
from studio.imaging.plates import PARTS
from studio.imaging.scene import Figure, Fit, Mask, Piece, Rgb
from tests.imaging.demo import garment, twin, worn


def body_of(figure: Figure) -> Body:
    pose = {name: np.array(point) for name, point in figure.pose.items()}
    return Body(
        to_tensor(figure.picture), to_tensor(figure.alpha), torch.from_numpy(figure.parts.copy()), pose, None, 1.0
    )


def dressed(figure: Figure, *pieces: Piece) -> tuple[Rgb, Mask]:
    done = dress(body_of(figure), pieces)
    return to_picture(done.picture), to_mask(done.garments)


def overlap(ours: Mask, truth: Mask) -> float:
    a, b = ours > 127, truth > 127
    return float((a & b).sum() / (a | b).sum())


def lab(picture: NDArray[np.uint8]) -> NDArray[np.float64]:
    from studio.imaging.makeup import to_lab

    return np.asarray(to_lab(to_tensor(picture)).permute(1, 2, 0), float)


class DressTests(unittest.TestCase):
    def test_cloth_lies_where_it_truly_would(self) -> None:
        floors = {
            "ren_a__knit_oat": ("twins/ren_a", 0.9),
            "nia_a__dress_emerald": ("twins/nia_a", 0.9),
            "marta_a__shirt_blue": ("twins/marta_a", 0.84),
            "nia_b__knit_oat+trousers_grey+coat_camel": ("twins/nia_b", 0.86),
        }
        for pair, (plate, floor) in floors.items():
            with self.subTest(pair):
                names = pair.split("__")[1].split("+")
                _, ours = dressed(twin(plate), *(garment(name) for name in names))
                self.assertGreater(overlap(ours, worn(pair)[1]), floor)

    def test_cloth_keeps_its_colour(self) -> None:
        truth, where = worn("ren_a__knit_oat")
        ours, mask = dressed(twin("twins/ren_a"), garment("knit_oat"))
        both = (where > 250) & (mask > 250)
        far = np.linalg.norm(lab(ours)[both] - lab(truth)[both], axis=-1)
        self.assertLess(float(far.mean()), 5.0)

    def test_hair_falls_over_a_sleeve(self) -> None:
        figure = twin("twins/ines_a")
        hair = figure.parts == PARTS["hair"]
        shoulder = int(figure.pose["left_shoulder"][1])
        hair[:shoulder] = False
        picture, worn_ = dressed(figure, garment("knit_rust"))
        self.assertGreater(int(hair.sum()), 500)
        self.assertLess(float((worn_[hair] > 127).mean()), 0.2)
        moved = np.abs(picture[hair].astype(int) - figure.picture[hair]).mean(axis=1)
        self.assertLess(float(np.median(moved)), 12)

    def test_a_piece_cut_by_the_frame_throws_no_shade_at_its_top(self) -> None:
        figure = twin("twins/nia_a")
        end = int(figure.pose["left_hip"][1]) - 40
        close = replace(figure, picture=figure.picture[:end], alpha=figure.alpha[:end], parts=figure.parts[:end])
        cut, mask = dressed(close, garment("knit_rust"))
        self.assertGreater(int((mask[-1] > 127).sum()), 50)
        face = (close.parts == PARTS["head"]) & (mask == 0)
        face[int(figure.pose["neck"][1]) :] = False
        apart = np.abs(cut.astype(int) - close.picture)[face]
        self.assertLess(int(apart.max()), 12)

    def test_the_face_stays_as_photographed(self) -> None:
        plate = twin("twins/nia_a")
        picture, _ = dressed(plate, garment("tee_white"))
        face = plate.parts == PARTS["head"]
        face[int(plate.pose["neck"][1]) - 20 :] = False
        np.testing.assert_allclose(picture[face].astype(int), plate.picture[face].astype(int), atol=1)

    def test_hands_stay_in_front(self) -> None:
        plate = twin("twins/nia_a")
        picture, _ = dressed(plate, garment("dress_emerald"))
        hands = np.isin(plate.parts, (PARTS["hand_l"], PARTS["hand_r"]))
        self.assertLess(np.abs(picture[hands].astype(int) - plate.picture[hands]).mean(), 2.0)

    def test_a_braid_stays_in_front(self) -> None:
        plate = twin("twins/tala_a")
        picture, _ = dressed(plate, garment("knit_oat"))
        braid = (plate.parts == PARTS["hair"]) & (plate.picture.mean(-1) < 60)
        braid[: int(plate.pose["left_shoulder"][1])] = False
        self.assertLess(np.abs(picture[braid].astype(int) - plate.picture[braid]).mean(), 12.0)

    def test_an_open_coat_shows_what_is_under_it(self) -> None:
        plate = twin("twins/nia_a")
        _, ours = dressed(plate, garment("coat_camel"))
        x, y = (int(v) for v in plate.pose["pelvis"])
        self.assertLess(int(ours[y, x]), 60)

    def test_it_is_the_same_picture_twice(self) -> None:
        first, _ = dressed(twin("twins/marta_a"), garment("shirt_blue"))
        again, _ = dressed(twin("twins/marta_a"), garment("shirt_blue"))
        np.testing.assert_array_equal(first, again)

    def test_without_pieces_the_base_outfit_stays(self) -> None:
        plate = twin("twins/ren_a")
        picture, ours = dressed(plate)
        np.testing.assert_array_equal(picture, plate.picture)
        self.assertEqual(int(ours.max()), 0)

    def test_a_longer_fit_is_longer(self) -> None:
        usual, longer = (dressed(twin("twins/ren_a"), garment("knit_oat", Fit(length=part)))[1] for part in (1.0, 1.15))
        self.assertGreater(np.flatnonzero(longer.any(axis=1))[-1], np.flatnonzero(usual.any(axis=1))[-1] + 10)


class InOrderTests(unittest.TestCase):
    def test_trousers_lie_under_a_top_unless_it_is_tucked(self) -> None:
        trousers, shirt = garment("trousers_grey"), garment("shirt_blue")
        tucked = garment("shirt_blue", Fit(tucked=True))
        self.assertEqual(in_order([shirt, trousers]), [trousers, shirt])
        self.assertEqual(in_order([tucked, trousers]), [tucked, trousers])
