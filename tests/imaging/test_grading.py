import unittest

import numpy as np
import torch

from studio.imaging.grading import apply, grade, kelvin_gains
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


class KelvinTests(unittest.TestCase):
    def test_daylight_is_neutral_and_tungsten_is_warm(self) -> None:
        for gain in kelvin_gains(5500):
            self.assertAlmostEqual(gain, 1.0, places=6)
        red, _, blue = kelvin_gains(3200)
        self.assertGreater(red, 1.5 * blue)
