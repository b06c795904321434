"""Cloth stays the colour it is sold in, whatever the grade; the rest is graded whole."""

from dataclasses import replace
from unittest import TestCase

import numpy as np
import torch
from skimage.color import deltaE_ciede2000, rgb2lab

from studio.imaging.colour_true import MOST, delta_e, held
from studio.imaging.engines.draft import DraftEngine
from studio.imaging.scene import Grade, Lens, Scene
from tests.imaging.demo import garment, twin

# Two colours and their distance, as Sharma, Wu and Dalal give them for trying out an implementation.
KNOWN = (
    ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
    ((50, -1.3802, -84.2814), (50, 0, -82.7485), 1.0000),
    ((50, 2.5, 0), (50, 0, -2.5), 4.3065),
    ((50, 2.5, 0), (73, 25, -18), 27.1492),
    ((50, 2.5, 0), (58, 24, 15), 19.4535),
    ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
)


def column(*lab: float) -> torch.Tensor:
    return torch.tensor(lab, dtype=torch.float64)[:, None, None]


class DistanceTests(TestCase):
    def test_it_is_the_published_one(self) -> None:
        for one, other, far in KNOWN:
            with self.subTest(one=one, other=other):
                self.assertAlmostEqual(float(delta_e(column(*one), column(*other))), far, places=3)

    def test_it_agrees_with_another_implementation_everywhere(self) -> None:
        chance = np.random.default_rng(7)
        one, other = (chance.uniform((0, -90, -90), (100, 90, 90), (400, 3)) for _ in range(2))
        ours = delta_e(*(torch.from_numpy(each.T[:, None]) for each in (one, other)))[0].numpy()
        np.testing.assert_allclose(ours, deltaE_ciede2000(one, other), atol=1e-3)


class HeldTests(TestCase):
    scene: Scene

    @classmethod
    def setUpClass(cls) -> None:
        pieces = (garment("knit_rust"), garment("jeans_indigo"))
        cls.scene = Scene((twin("twins/marta_a"),), pieces, lens=Lens(aspect="2:3"))

    def moved(self, grade: Grade) -> tuple[float, float]:
        """How far cloth went (its 95th hundredth), and the rest (its middle)."""
        made = [
            DraftEngine().render(replace(self.scene, grade=each), long_edge_px=512, step=lambda part, name: None)
            for each in (Grade(), grade)
        ]
        far = deltaE_ciede2000(*(rgb2lab(each.picture / 255.0) for each in made))
        cloth = made[0].garments > 250
        return float(np.percentile(far[cloth], 95)), float(np.median(far[made[0].garments < 5]))

    def test_a_strong_grade_moves_the_picture_and_not_the_cloth(self) -> None:
        for grade in (Grade(exposure=0.8), Grade(temperature=0.8), Grade(saturation=0.2), Grade(slope=(1.2, 1.0, 0.8))):
            with self.subTest(grade=grade):
                cloth, rest = self.moved(grade)
                self.assertLess(cloth, MOST + 0.3)
                if grade.saturation == 1.0:
                    self.assertGreater(rest, 4)

    def test_switched_off_cloth_goes_with_the_rest(self) -> None:
        self.assertGreater(self.moved(Grade(exposure=0.8, colour_true=False))[0], 5)

    def test_a_picture_without_cloth_is_graded_whole(self) -> None:
        before, after = torch.zeros(3, 8, 8), torch.ones(3, 8, 8)
        self.assertIs(held(before, after, torch.zeros(1, 8, 8), lambda colours: colours), after)
