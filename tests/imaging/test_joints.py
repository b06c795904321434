"""Joints moved from where a pose model finds them to where a tailor means them."""

import numpy as np
from django.test import SimpleTestCase

from studio.imaging.joints import settled
from studio.imaging.scene import Mask, Point

POSE: dict[str, Point] = {
    "left_shoulder": (235.0, 100.0), "right_shoulder": (165.0, 100.0), "left_elbow": (255.0, 160.0),
    "right_elbow": (145.0, 160.0), "left_wrist": (275.0, 220.0), "right_wrist": (125.0, 220.0),
    "left_hip": (220.0, 200.0), "right_hip": (180.0, 200.0), "left_knee": (220.0, 288.0),
    "right_knee": (180.0, 288.0), "left_ankle": (220.0, 410.0), "right_ankle": (180.0, 410.0),
    "neck": (200.0, 88.0), "pelvis": (200.0, 195.0),
}  # fmt: skip


def silhouette(chest_px: int, hips_px: int) -> Mask:
    """(450, 400): as broad as this at the shoulders and at the hips."""
    mask = np.zeros((450, 400), np.uint8)
    for y in range(80, 430):
        half = round(np.interp(y, [100, 200], [chest_px, hips_px]) / 2)
        mask[y, 200 - half : 200 + half] = 255
    return mask


class SettledTests(SimpleTestCase):
    def shoulders(self, chest_px: int, hips_px: int) -> float:
        seen = silhouette(chest_px, hips_px)
        pose = settled(POSE, seen, seen)
        return pose["left_shoulder"][0] - pose["right_shoulder"][0]

    def test_a_broad_chest_over_narrow_hips_has_broad_shoulders(self) -> None:
        self.assertGreater(self.shoulders(100, 68), self.shoulders(92, 80) + 5)

    def test_no_silhouette_widens_them_past_reason(self) -> None:
        self.assertLessEqual(self.shoulders(390, 30), 70 * 1.2 + 0.01)

    def test_narrow_hips_have_their_joints_higher_than_found(self) -> None:
        narrow, broad = (settled(POSE, seen, seen) for seen in (silhouette(95, 66), silhouette(95, 100)))
        self.assertLess(narrow["left_hip"][1], broad["left_hip"][1])

    def test_the_elbow_of_a_straight_arm_moves_down_it_and_a_bent_one_stays(self) -> None:
        seen = silhouette(95, 75)
        straight = settled(POSE, seen, seen)["left_elbow"]
        self.assertGreater(straight[1], POSE["left_elbow"][1])
        bent = settled({**POSE, "left_wrist": (215.0, 200.0)}, seen, seen)["left_elbow"]
        self.assertEqual(bent, POSE["left_elbow"])

    def test_a_foot_off_the_floor_is_left_where_it_was_found(self) -> None:
        seen = silhouette(95, 75)
        pose = settled({**POSE, "left_ankle": (220.0, 375.0)}, seen, seen)
        self.assertEqual(pose["left_ankle"], (220.0, 375.0))
        self.assertGreater(pose["right_ankle"][1], 410)

    def test_somebody_seen_from_the_side_is_left_as_found(self) -> None:
        turned = {**POSE, "left_shoulder": (210.0, 100.0), "right_shoulder": (190.0, 100.0)}
        seen = silhouette(95, 75)
        self.assertEqual(settled(turned, seen, seen), turned)
