import unittest

import numpy as np

from studio.imaging.correcting import FACE_HANDLES, Corrections, Stroke, corrected, moved_face
from studio.imaging.plates import PARTS
from studio.imaging.scene import Figure


def figure() -> Figure:
    """A column: a torso above, thighs below."""
    picture = np.full((100, 80, 3), 120, np.uint8)
    alpha = np.zeros((100, 80), np.uint8)
    alpha[10:90, 30:50] = 255
    parts = np.where(alpha > 0, PARTS["torso"], 0).astype(np.uint8)
    parts[50:90, 30:50] = PARTS["thigh_l"]
    return Figure(picture, alpha, parts, {"left_elbow": (40.0, 30.0), "right_elbow": (35.0, 30.0)})


def face() -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """A grid of points, its handles where a face would have them."""
    mesh = np.zeros((478, 3), np.float32)
    mesh[:, 0], mesh[:, 1] = np.arange(478) % 22 * 5, np.arange(478) // 22 * 5
    places = {"brow": (50, 0), "right_eye": (30, 30), "left_eye": (70, 30), "nose": (50, 50)}
    places |= {"mouth_right": (38, 75), "mouth_left": (62, 75), "chin": (50, 100)}
    for name, at in places.items():
        mesh[FACE_HANDLES[name], :2] = at
    return mesh


class CorrectedTests(unittest.TestCase):
    def test_a_joint_is_moved_and_the_others_stay(self) -> None:
        after = corrected(figure(), Corrections(pose={"left_elbow": (0.25, 0.5)}))
        self.assertEqual(after.pose["left_elbow"], (20.0, 50.0))
        self.assertEqual(after.pose["right_elbow"], (35.0, 30.0))

    def test_floor_and_light_are_kept(self) -> None:
        after = corrected(figure(), Corrections(floor=0.9, light=(-0.5, 0.25)))
        self.assertEqual((after.ground, after.light), (90.0, (-0.5, 0.25)))

    def test_without_corrections_nothing_changes(self) -> None:
        before = figure()
        self.assertIs(corrected(before, Corrections()).alpha, before.alpha)

    def test_what_is_painted_in_belongs_to_the_nearest_part(self) -> None:
        after = corrected(
            figure(), Corrections(strokes=(Stroke(adds=True, width=0.1, points=((0.7, 0.8), (0.7, 0.85))),))
        )
        self.assertEqual(after.alpha[80, 56], 255)
        self.assertEqual(after.parts[80, 56], PARTS["thigh_l"])

    def test_what_is_painted_out_is_no_part_any_more(self) -> None:
        after = corrected(
            figure(), Corrections(strokes=(Stroke(adds=False, width=0.1, points=((0.5, 0.3), (0.5, 0.4))),))
        )
        self.assertEqual((after.alpha[35, 40], after.parts[35, 40]), (0, 0))
        self.assertEqual(after.alpha[70, 40], 255)

    def test_a_later_stroke_lies_over_an_earlier_one(self) -> None:
        over = tuple(Stroke(adds, 0.1, ((0.5, 0.3),)) for adds in (False, True))
        self.assertEqual(corrected(figure(), Corrections(strokes=over)).alpha[30, 40], 255)


class MovedFaceTests(unittest.TestCase):
    def test_the_handle_lies_where_it_was_put_and_what_is_near_follows_most(self) -> None:
        before = face()
        after = moved_face(before, {"chin": (50.0, 110.0)})
        shift = after[:, 1] - before[:, 1]
        self.assertAlmostEqual(float(shift[FACE_HANDLES["chin"]]), 10, delta=0.2)
        self.assertAlmostEqual(float(shift[FACE_HANDLES["left_eye"]]), 0, delta=0.2)
        near = (np.abs(before[:, 0] - 50) < 6) & (np.abs(before[:, 1] - 95) < 6)
        self.assertGreater(float(shift[near].min()), 5)
