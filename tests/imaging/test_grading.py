import unittest

import numpy as np
import torch

from studio.imaging.canvas import to_linear, to_srgb
from studio.imaging.grading import BadLut, apply, grade, kelvin_gains, read_cube, under
from studio.imaging.scene import Grade

SAME = (1.0, 1.0, 1.0)


class GradeTests(unittest.TestCase):
    def test_it_is_the_formula_of_the_docstring(self) -> None:
        image = np.linspace(0, 1, 48, dtype=np.float32).reshape(4, 4, 3)
        slope, offset, power = (1.2, 0.9, 1.0), (-0.05, 0.02, 0.0), (1.1, 0.8, 2.0)
        wanted = np.clip(image * slope + offset, 0, 1) ** power
        np.testing.assert_allclose(grade(image, slope=slope, offset=offset, power=power), wanted, atol=1e-5)

    def test_it_leaves_the_input_alone(self) -> None:
        image = np.full((2, 2, 3), 0.5, np.float32)
        grade(image, slope=(2.0, 2.0, 2.0), offset=(0.0, 0.0, 0.0), power=SAME)
        self.assertEqual(float(image.max()), 0.5)

    def test_it_refuses_what_is_no_picture_or_power(self) -> None:
        for image, power in ((np.zeros((4, 3), np.float32), SAME), (np.zeros((2, 2, 3), np.float32), (1.0, 0.0, 1.0))):
            with self.assertRaises(ValueError):
                grade(image, slope=SAME, offset=(0.0, 0.0, 0.0), power=power)


class ApplyTests(unittest.TestCase):
    def test_a_neutral_grade_changes_nothing(self) -> None:
        canvas = torch.rand(3, 8, 8, generator=torch.Generator().manual_seed(1))
        self.assertTrue(torch.equal(apply(canvas, Grade()), canvas))

    def test_warmer_is_redder_than_it_is_blue(self) -> None:
        canvas = torch.full((3, 2, 2), 0.5)
        red, _, blue = apply(canvas, Grade(temperature=0.6))[:, 0, 0].tolist()
        self.assertGreater(red, blue + 0.05)

    def test_a_stop_doubles_the_light_below_the_highlights(self) -> None:
        canvas = to_srgb(torch.tensor([0.01, 0.05, 0.18, 0.35]))[None, None].repeat(3, 1, 1)
        lifted = to_linear(apply(canvas, Grade(exposure=1.0)))[0, 0]
        for was, now in zip((0.01, 0.05, 0.18, 0.35), lifted.tolist(), strict=True):
            self.assertAlmostEqual(now / was, 2.0, delta=0.05)

    def test_white_balance_keeps_the_brightness_of_grey(self) -> None:
        grey = torch.full((3, 1, 1), 0.5)
        for temperature in (-0.8, 0.8):
            light = to_linear(apply(grey, Grade(temperature=temperature)))[:, 0, 0] * torch.tensor(
                [0.2126, 0.7152, 0.0722]
            )
            self.assertAlmostEqual(float(light.sum()), float(to_linear(torch.tensor(0.5))), delta=0.01)

    def test_contrast_turns_about_mid_grey(self) -> None:
        pivot = float(to_srgb(torch.tensor(0.18)))
        canvas = torch.tensor([pivot - 0.2, pivot, pivot + 0.2])[None, None].repeat(3, 1, 1)
        low, middle, high = apply(canvas, Grade(contrast=1.5))[0, 0].tolist()
        self.assertAlmostEqual(middle, pivot, places=5)
        self.assertAlmostEqual(high - low, 0.6, places=5)

    def test_no_saturation_is_grey_and_keeps_luminance(self) -> None:
        red, green, blue = apply(torch.tensor([0.8, 0.4, 0.2])[:, None, None], Grade(saturation=0.0))[:, 0, 0].tolist()
        self.assertAlmostEqual(red, blue, places=5)
        self.assertAlmostEqual(green, 0.8 * 0.2126 + 0.4 * 0.7152 + 0.2 * 0.0722, places=5)


class UnderTests(unittest.TestCase):
    """The short way to another light is the long one by way of linear light."""

    def test_it_is_within_two_grey_levels_of_it_and_mostly_within_one(self) -> None:
        ramp = torch.linspace(0, 1, 1024)[None, None].repeat(3, 1, 1)
        for gain, most in ((0.06, 2.0), (0.3, 1.0), (1.0, 1.0), (1.6, 1.0), (2.6, 1.0), (4.0, 2.0)):
            with self.subTest(gain=gain):
                linear = to_linear(ramp) * gain
                rolled = torch.where(linear > 0.8, 1 - 0.2 * torch.exp((0.8 - linear) / 0.2), linear)
                short = under(ramp, torch.full((1, 1, 1), gain))
                self.assertLess(float((short - to_srgb(rolled)).abs().max()) * 255, most)


class KelvinTests(unittest.TestCase):
    def test_daylight_is_neutral_and_tungsten_is_warm(self) -> None:
        for gain in kelvin_gains(5500):
            self.assertAlmostEqual(gain, 1.0, places=6)
        red, _, blue = kelvin_gains(3200)
        self.assertGreater(red, 1.5 * blue)


def cube(size: int, bent: float = 1.0, head: str = "") -> bytes:
    """Every colour to itself, or along a curve; red runs fastest."""
    steps = np.linspace(0, 1, size) ** bent
    rows = [f"{r:.7f} {g:.7f} {b:.7f}" for b in steps for g in steps for r in steps]
    return "\n".join(['TITLE "a # in a title"', "# made by hand", head, f"LUT_3D_SIZE {size}", *rows]).encode()


def curves(*rows: str, head: str = "") -> bytes:
    return "\n".join([head, f"LUT_1D_SIZE {len(rows)}", *rows]).encode()


class CubeTests(unittest.TestCase):
    def setUp(self) -> None:
        self.canvas = torch.rand(3, 40, 30, generator=torch.Generator().manual_seed(4))

    def test_a_table_of_itself_changes_nothing(self) -> None:
        for data in (cube(2), cube(17), curves("0 0 0", "1 1 1")):
            made = apply(self.canvas, Grade(lut=read_cube(data)))
            torch.testing.assert_close(made, self.canvas, atol=2e-5, rtol=0)

    def test_red_runs_fastest(self) -> None:
        only_red = "\n".join(["LUT_3D_SIZE 2", *(f"{i % 2} 0 0" for i in range(8))]).encode()
        made = apply(self.canvas, Grade(lut=read_cube(only_red)))
        torch.testing.assert_close(made[0], self.canvas[0], atol=2e-5, rtol=0)
        self.assertEqual(float(made[1:].max()), 0.0)

    def test_between_its_entries_it_goes_in_straight_lines(self) -> None:
        made = apply(torch.full((3, 1, 1), 0.25), Grade(lut=read_cube(curves("0 0 1", "1 0 1", "1 1 1"))))
        self.assertEqual([round(v, 5) for v in made.flatten().tolist()], [0.5, 0.0, 1.0])

    def test_a_bent_cube_is_near_its_curve(self) -> None:
        made = apply(self.canvas, Grade(lut=read_cube(cube(33, bent=1.8))))
        self.assertLess(float((made - self.canvas**1.8).abs().max()), 1e-3)

    def test_its_domain_says_where_it_begins_and_ends(self) -> None:
        head = "DOMAIN_MIN 0.25 0 0\nDOMAIN_MAX 0.75 1 1"
        made = apply(torch.full((3, 1, 1), 0.5), Grade(lut=read_cube(curves("0 0 0", "1 1 1", head=head))))
        self.assertEqual(made.flatten().tolist(), [0.5, 0.5, 0.5])
        wide = read_cube(cube(2, head="LUT_3D_INPUT_RANGE 0.0 2.0"))
        self.assertEqual((wide.low, wide.high), ((0.0,) * 3, (2.0,) * 3))

    def test_nonsense_is_refused_with_its_reason(self) -> None:
        for data, code in (
            (b"", "lut-no-size"),
            (b"\x89PNG\r\n\xff", "lut-not-text"),
            (cube(2) + b"\x00", "lut-not-text"),
            (b"LUT_3D_SIZE 66\n", "lut-too-large"),
            (b"LUT_3D_SIZE 1\n0 0 0", "lut-too-large"),
            (b"LUT_3D_SIZE two\n", "lut-not-a-number"),
            (b"LUT_1D_SIZE 2\nLUT_3D_SIZE 2\n", "lut-two-tables"),
            (cube(2) + b"\n0 0 0", "lut-wrong-count"),
            (curves("0 0 0", "1 1"), "lut-not-a-number"),
            (curves("0 0 0", "nan 1 1"), "lut-not-a-number"),
            (curves("0 0 0", "1 1 9999"), "lut-not-a-number"),
            (curves("0 0 0", "1 1 1", head="DOMAIN_MIN 1 1 1"), "lut-domain"),
            (curves("0 0 0", "1 1 1", head="SOMETHING_ELSE"), "lut-not-a-number"),
        ):
            with self.subTest(code), self.assertRaises(BadLut) as refused:
                read_cube(data)
            self.assertEqual(refused.exception.code, code)
