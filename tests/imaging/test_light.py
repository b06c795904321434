"""A photographer knows each set-up by what it does to a face, to cloth and to the floor."""

from typing import ClassVar
from unittest import TestCase

import torch

from studio.imaging.body import Body
from studio.imaging.engines.draft import on_canvas
from studio.imaging.framing import group
from studio.imaging.light import SET_UPS, change, direction, fall_of
from studio.imaging.relief import Form, form_of
from studio.imaging.scene import Light, Place
from studio.imaging.shadows import Fall, floor_dark
from tests.imaging.demo import twin

# Of the face mesh; "near" is the picture's left, where the key stands in these tests.
CHEEK = {"near": 50, "far": 280}
TRIANGLE, NOSE_WING, OUTER_CHEEK, PHILTRUM = 330, 358, 401, 164


def body_of(name: str, framing: str, height_px: int = 640) -> Body:
    one = twin(name, mesh=True)
    return on_canvas(one, group([one], framing, "2:3")[0], height_px, round(height_px * 2 / 3), 16)


def plan(name: str, side: float = -1.0, **changes: float) -> Light:
    usual = SET_UPS[name]
    return Light(name, changes.get("ratio", usual.ratio), changes.get("softness", usual.softness), side)


class FaceTests(TestCase):
    body: ClassVar[Body]
    form: ClassVar[Form]

    @classmethod
    def setUpClass(cls) -> None:
        cls.body = body_of("twins/marta_beauty", "beauty")
        cls.form = form_of(cls.body, cls.body.alpha)

    def gain(self, light: Light, point: int) -> float:
        assert self.body.face is not None
        x, y = (int(v) for v in self.body.face[point, :2])
        found = change(self.body, self.form, light)
        assert found is not None
        return float(found[0, y - 3 : y + 4, x - 3 : x + 4].mean())

    def test_rembrandt_leaves_a_lit_triangle_on_the_far_cheek(self) -> None:
        light = plan("rembrandt")
        lit = self.gain(light, TRIANGLE)
        self.assertGreater(lit, 2 * self.gain(light, NOSE_WING))
        self.assertGreater(lit, 2 * self.gain(light, OUTER_CHEEK))

    def test_split_lights_one_half_and_leaves_the_other_dark(self) -> None:
        light = plan("split")
        self.assertGreater(self.gain(light, CHEEK["near"]), 4 * self.gain(light, CHEEK["far"]))

    def test_butterfly_is_the_same_on_both_sides_with_a_shadow_under_the_nose(self) -> None:
        light = plan("butterfly")
        near, far = (self.gain(light, CHEEK[side]) for side in ("near", "far"))
        self.assertLess(max(near, far), 1.35 * min(near, far))
        self.assertLess(self.gain(light, PHILTRUM), 0.8 * min(near, far))

    def test_clamshell_fills_what_butterfly_leaves_dark(self) -> None:
        dark, filled = (self.gain(plan(name), PHILTRUM) for name in ("butterfly", "clamshell"))
        self.assertGreater(filled, 1.2 * dark)

    def test_a_window_is_softer_than_the_sun(self) -> None:
        def fall(light: Light) -> float:
            return self.gain(light, CHEEK["near"]) / self.gain(light, OUTER_CHEEK)

        self.assertGreater(fall(plan("hard-sun")), 1.5 * fall(plan("window-left")))

    def test_the_key_may_stand_on_either_side(self) -> None:
        left, right = plan("split"), plan("split", side=1.0)
        self.assertGreater(self.gain(left, CHEEK["near"]), 2 * self.gain(right, CHEEK["near"]))

    def test_more_key_to_fill_deepens_the_shadow_and_not_the_light(self) -> None:
        low, high = plan("split", ratio=2.0), plan("split", ratio=8.0)
        self.assertGreater(self.gain(low, CHEEK["far"]), 2 * self.gain(high, CHEEK["far"]))
        self.assertLess(abs(self.gain(low, CHEEK["near"]) / self.gain(high, CHEEK["near"]) - 1), 0.35)


class FigureTests(TestCase):
    body: ClassVar[Body]

    @classmethod
    def setUpClass(cls) -> None:
        cls.body = body_of("twins/ren_c", "full-length", 480)

    def dark(self, fall: Fall) -> torch.Tensor:
        found = floor_dark(self.body, self.body.alpha, fall)
        assert found is not None
        return found[0]

    def test_a_beauty_dish_falls_off_down_the_figure(self) -> None:
        gain = change(self.body, form_of(self.body, self.body.alpha), plan("beauty-dish"))
        assert gain is not None
        trunk = [self.body.middle(joint)[1] + 10 for joint in ("shoulder", "hip")]
        chest, thigh = (float(gain[0, round(y), round(self.body.spine_at(y))]) for y in trunk)
        x, y = (round(float(v)) for v in self.body.pose["left_knee"])
        shin = float(gain[0, y + 12, x])
        self.assertGreater(chest, thigh)
        self.assertGreater(thigh, shin)

    def test_the_suns_shadow_lies_away_from_it_and_has_an_edge(self) -> None:
        middles = {}
        for side in (-1.0, 1.0):
            fall = fall_of(plan("hard-sun", side), Place(), 0.23)
            assert fall
            dark = self.dark(fall)
            shade = dark.sum(dim=0)
            middles[side] = float((shade * torch.arange(len(shade))).sum() / shade.sum())
            self.assertGreater(float((dark[:, 1:] - dark[:, :-1]).abs().max()), 0.25)
        self.assertGreater(middles[-1.0], middles[1.0] + 10)

    def test_a_soft_lights_shadow_has_none(self) -> None:
        fall = fall_of(plan("window-left"), Place(), 0.23)
        assert fall
        dark = self.dark(fall)
        beside = dark[:, dark.shape[1] * 3 // 4 :]
        self.assertLess(float((beside[:, 1:] - beside[:, :-1]).abs().max()), 0.05)

    def test_each_foot_is_dark_where_it_stands_and_nothing_is_far_from_them(self) -> None:
        x, y, z = (float(v) for v in direction(0, 60))
        dark = self.dark(Fall((x, y, z), 0.0, 0.6, 0.23))
        for side in ("left", "right"):
            at_x, at_y = (round(float(v) / 4) for v in self.body.pose[f"{side}_ankle"])
            self.assertGreater(float(dark[at_y : at_y + 12, at_x - 4 : at_x + 5].max()), 0.4, side)
        self.assertLess(float(dark[: dark.shape[0] // 2].max()), 0.01)

    def test_a_picture_without_feet_has_no_floor(self) -> None:
        close = body_of("twins/ren_c", "head-to-hip", 320)
        self.assertIsNone(floor_dark(close, close.alpha, Fall((0.0, -1.0, 0.2), 0.5, 0.5, 0.23)))

    def test_as_photographed_its_own_floor_is_left_alone(self) -> None:
        self.assertIsNone(fall_of(Light(), Place(), 0.23))
