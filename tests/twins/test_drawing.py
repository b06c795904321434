"""A pose is drawn so that it tells how she stands and nothing of how she is built."""

from typing import Any

from django.test import SimpleTestCase

from studio.twins.drawing import drawn

STANDING: dict[str, tuple[float, float]] = {
    "nose": (500, 150),
    "neck": (500, 260),
    "pelvis": (500, 700),
    "left_shoulder": (600, 280),
    "right_shoulder": (400, 280),
    "left_elbow": (640, 480),
    "left_wrist": (650, 660),
    "left_hip": (560, 700),
    "right_hip": (440, 700),
    "left_knee": (560, 1010),
    "left_ankle": (560, 1300),
}


def wider(by: float) -> dict[str, Any]:
    """The same stance on broader shoulders and hips."""
    return drawn({name: (500 + (x - 500) * by, y) for name, (x, y) in STANDING.items()})


class DrawnTests(SimpleTestCase):
    def test_two_builds_in_one_pose_are_drawn_alike(self) -> None:
        self.assertEqual(drawn(STANDING), wider(1.04))

    def test_the_size_of_the_photograph_is_not_in_it(self) -> None:
        self.assertEqual(drawn(STANDING), drawn({name: (x * 1.7, y * 1.7) for name, (x, y) in STANDING.items()}))

    def test_another_pose_is_drawn_otherwise(self) -> None:
        raised = STANDING | {"left_elbow": (760, 180), "left_wrist": (800, 20)}
        self.assertNotEqual(drawn(STANDING)["path"], drawn(raised)["path"])

    def test_a_part_nobody_measured_is_left_out(self) -> None:
        self.assertEqual(drawn({}), {"head": [20.0, 8.0], "path": ""})

    def test_the_close_frame_of_a_beauty_plate_shows_a_larger_head(self) -> None:
        near, far = drawn(STANDING, close=True), drawn(STANDING)
        self.assertGreater(near["path"].count("L"), 0)
        self.assertNotEqual(near["head"], far["head"])
