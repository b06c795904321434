"""Focus and framing of a capture, as numbers that a photographer can rely on."""

from unittest import TestCase

import numpy as np
from PIL import Image, ImageFilter

from studio.imaging import frames
from studio.imaging.plates import PARTS
from studio.imaging.scene import Point, Rgb
from studio.imaging.skin import bare_parts

SIZE = (600, 400)  # height, width


def noise() -> Rgb:
    coarse = np.random.default_rng(3).integers(40, 210, (60, 40, 3), dtype=np.uint8)
    return np.asarray(Image.fromarray(coarse).resize(SIZE[::-1], Image.Resampling.NEAREST))


def blurred(picture: Rgb, radius: float) -> Rgb:
    return np.asarray(Image.fromarray(picture).filter(ImageFilter.GaussianBlur(radius)))


def standing() -> dict[str, Point]:
    """All of her in a frame of 400 x 600."""
    middle = {"nose": (200.0, 70.0), "neck": (200.0, 110.0), "pelvis": (200.0, 300.0)}
    sides = {
        "eye": (8, 62), "ear": (16, 66), "shoulder": (50, 120), "elbow": (62, 200),
        "wrist": (66, 270), "hip": (30, 305), "knee": (32, 420), "ankle": (34, 530),
    }  # fmt: skip
    left = {f"left_{name}": (200.0 + x, float(y)) for name, (x, y) in sides.items()}
    right = {f"right_{name}": (200.0 - x, float(y)) for name, (x, y) in sides.items()}
    return middle | left | right


class SharpnessTests(TestCase):
    def test_a_blurred_picture_reads_lower(self) -> None:
        whole = (0, 0, 400, 600)
        readings = [frames.sharpness(blurred(noise(), radius), whole) for radius in (0, 1, 2, 4)]
        self.assertEqual(readings, sorted(readings, reverse=True))
        self.assertGreater(readings[0], 4 * readings[2])

    def test_a_darker_print_of_the_same_picture_reads_alike(self) -> None:
        dark = (noise() * 0.5).astype(np.uint8)
        whole = (0, 0, 400, 600)
        light = frames.sharpness(noise(), whole)
        self.assertAlmostEqual(frames.sharpness(dark, whole) / light, 1, delta=0.05)

    def test_only_the_region_counts(self) -> None:
        picture = noise().copy()
        picture[:300] = blurred(noise(), 4)[:300]
        self.assertLess(frames.sharpness(picture, (0, 0, 400, 280)), frames.sharpness(picture, (0, 320, 400, 600)))

    def test_a_flat_or_tiny_region_is_not_sharp(self) -> None:
        flat = np.full((20, 20, 3), 90, np.uint8)
        self.assertEqual(frames.sharpness(flat, (0, 0, 20, 20)), 0.0)
        self.assertEqual(frames.sharpness(noise(), (0, 0, 2, 2)), 0.0)

    def test_a_grey_plane_is_no_picture(self) -> None:
        with self.assertRaisesRegex(ValueError, r"picture must be \(H, W, 3\)"):
            frames.sharpness(np.zeros((4, 4), np.uint8), (0, 0, 4, 4))

    def test_a_face_is_judged_more_mildly_than_a_figure(self) -> None:
        self.assertEqual(frames.word_of(30, close=True), "sharp")
        self.assertEqual(frames.word_of(30, close=False), "fair")
        self.assertEqual(frames.word_of(5, close=True), "soft")


class FramingTests(TestCase):
    def test_all_of_her_lies_inside(self) -> None:
        self.assertEqual(frames.outside(standing(), 400, 600), ())

    def test_each_end_that_is_cut_off_is_named(self) -> None:
        for height, width, cut in ((540, 400, ("feet",)), (600, 260, ("hands",))):
            with self.subTest(cut=cut):
                self.assertEqual(frames.outside(standing(), width, height), cut)
        raised = {name: (x, y - 60) for name, (x, y) in standing().items()}
        self.assertEqual(frames.outside(raised, 400, 600), ("head",))


class SkinTests(TestCase):
    def setUp(self) -> None:
        self.parts = np.zeros((100, 100), np.uint8)
        self.parts[:50, :50] = PARTS["torso"]
        self.parts[50:, :50] = PARTS["forearm_l"]

    def test_what_is_under_cloth_is_not_bare(self) -> None:
        worn = np.where(self.parts == PARTS["torso"], 255, 0).astype(np.uint8)
        self.assertEqual(bare_parts(self.parts, worn), ("forearm_l",))

    def test_without_cloth_all_of_it_is(self) -> None:
        self.assertEqual(bare_parts(self.parts, None), ("torso", "forearm_l"))

    def test_masks_of_two_sizes_are_refused(self) -> None:
        with self.assertRaisesRegex(ValueError, "must agree"):
            bare_parts(self.parts, np.zeros((4, 4), np.uint8))
