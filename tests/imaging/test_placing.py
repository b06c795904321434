"""Shoes go on the feet as these stand, their opening under the ankle; small things where each is worn."""

from dataclasses import replace
from unittest import TestCase

import numpy as np

from studio.imaging.body import Body
from studio.imaging.cutouts import outline
from studio.imaging.placing import hanging_hand, opening_in, placed, toes_to
from studio.imaging.plates import PARTS
from studio.imaging.scene import Fit, Piece
from studio.imaging.warping import Patch
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


def cutout(
    *boxes: tuple[int, int, int, int], height: int = 400, width: int = 400
) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """A red thing made of boxes: left, top, right, bottom."""
    drawn = np.zeros((height, width, 4), np.uint8)
    for left, top, right, bottom in boxes:
        drawn[top:bottom, left:right] = (180, 30, 30, 255)
    return drawn


class SmallThingTests(TestCase):
    body: Body

    @classmethod
    def setUpClass(cls) -> None:
        cls.body = body_of(twin("twins/marta_a"))

    def on(
        self, category: str, *boxes: tuple[int, int, int, int], fit: Fit | None = None, body: Body | None = None
    ) -> list[Patch]:
        piece = Piece(cutout(*boxes), category, {}, fit or Fit())
        return [patch for _, patch in placed(body or self.body, piece, outline(piece.cutout))]

    def seen(self, patch: Patch) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
        whole = np.zeros((self.body.height_px, self.body.width_px), bool)
        whole[patch.rows(), patch.columns()] = np.asarray(patch.planes[3]) > 0.5
        return whole

    def test_a_hat_sits_over_the_brows_with_its_crown_as_wide_as_the_head(self) -> None:
        (patch,) = self.on("hat", (100, 50, 300, 250), (20, 250, 380, 290))
        rows, columns = np.nonzero(self.seen(patch))
        eyes, nose = self.body.middle("eye"), self.body.pose["nose"]
        self.assertLess(rows.max(), eyes[1])
        self.assertGreater(rows.max(), eyes[1] - 0.2 * self.body.shoulders_px())
        self.assertAlmostEqual((columns.min() + columns.max()) / 2, float(nose[0]), delta=4)
        crown = columns[rows == (rows.min() + rows.max()) // 2]
        ears = abs(self.body.pose["left_ear"][0] - self.body.pose["right_ear"][0])
        self.assertAlmostEqual(np.ptp(crown) / ears, 1.06, delta=0.1)

    def test_glasses_lie_across_the_eyes_as_she_holds_her_head(self) -> None:
        (patch,) = self.on("eyewear", (20, 180, 380, 280))
        seen = self.seen(patch)
        for side in ("left", "right"):
            x, y = (round(float(v)) for v in self.body.pose[f"{side}_eye"])
            self.assertTrue(seen[y, x], side)

    def test_one_earring_hangs_from_either_ear_and_a_pair_from_both(self) -> None:
        for boxes in ([(180, 100, 220, 300)], [(50, 100, 120, 200), (280, 100, 350, 200)]):
            with self.subTest(boxes=boxes):
                found = self.on("jewellery", *boxes)
                self.assertEqual(len(found), 2)
                for patch, side in zip(found, ("right", "left"), strict=True):
                    rows, columns = np.nonzero(self.seen(patch))
                    ear = self.body.pose[f"{side}_ear"]
                    self.assertAlmostEqual(float(columns.mean()), float(ear[0]), delta=5)
                    self.assertGreater(rows.min(), ear[1])

    def test_a_necklace_goes_round_the_neck_and_behind_the_chin(self) -> None:
        (patch,) = self.on("jewellery", (50, 50, 70, 350), (330, 50, 350, 350), (50, 330, 350, 350), (50, 50, 350, 70))
        seen, neck = self.seen(patch), self.body.pose["neck"]
        head = np.isin(self.body.plane, (PARTS["head"], PARTS["hair"]))
        self.assertFalse((seen & head).any())
        rows, columns = np.nonzero(seen)
        self.assertGreater(rows.max(), neck[1])
        self.assertAlmostEqual((columns.min() + columns.max()) / 2, float(neck[0]), delta=5)

    def test_a_handle_is_in_a_hanging_hand_with_the_fingers_before_it(self) -> None:
        (patch,) = self.on("bag", (180, 20, 220, 150), (50, 150, 350, 380))
        seen = self.seen(patch)
        side = hanging_hand(self.body)
        assert side
        hand = self.body.plane == PARTS[f"hand_{side[0]}"]
        self.assertLess((seen & hand).sum(), 0.1 * hand.sum())
        top = np.nonzero(seen)[0].min()
        rows = np.nonzero(hand)[0]
        self.assertTrue(rows.min() <= top <= rows.max() + 2)

    def test_no_hand_hangs_no_bag_is_drawn(self) -> None:
        raised = {
            f"{side}_wrist": self.body.pose[f"{side}_elbow"] - np.array([10.0, 60.0]) for side in ("left", "right")
        }
        body = replace(self.body, pose={**self.body.pose, **raised})
        self.assertEqual(self.on("bag", (50, 150, 350, 380), body=body), [])

    def test_a_long_strap_hangs_from_the_shoulder(self) -> None:
        (patch,) = self.on("bag", (190, 10, 200, 300), (150, 300, 250, 390))
        rows = np.nonzero(self.seen(patch))[0]
        self.assertLess(rows.min(), self.body.middle("shoulder")[1] + 2)
        self.assertGreater(rows.max(), self.body.middle("hip")[1])

    def test_from_behind_there_are_no_glasses(self) -> None:
        pose = dict(self.body.pose)
        for joint in ("shoulder", "ear", "eye"):
            pose[f"left_{joint}"], pose[f"right_{joint}"] = pose[f"right_{joint}"], pose[f"left_{joint}"]
        self.assertEqual(self.on("eyewear", (20, 180, 380, 280), body=replace(self.body, pose=pose)), [])

    def test_the_stylist_moves_and_widens_it(self) -> None:
        (plain,), (moved,) = (
            self.on("hat", (50, 50, 350, 250)),
            self.on("hat", (50, 50, 350, 250), fit=Fit(width=1.3, shift_x=0.2)),
        )
        one, other = (np.nonzero(self.seen(patch))[1] for patch in (plain, moved))
        self.assertAlmostEqual(np.ptp(other) / np.ptp(one), 1.3, delta=0.05)
        self.assertAlmostEqual(other.mean() - one.mean(), 0.2 * self.body.shoulders_px(), delta=2)
