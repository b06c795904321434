import unittest

import numpy as np
from PIL import Image

from studio.imaging.engines.draft import DraftEngine
from studio.imaging.framing import FRAMINGS
from studio.imaging.light import SET_UPS
from studio.imaging.plates import PARTS
from studio.imaging.scene import Grade, Lens, Light, Place, Scene
from tests.imaging.demo import backdrop, garment, twin

SMALL_PX = 320


class Stopped(Exception):
    pass


def scene(**changes: object) -> Scene:
    return Scene(**{"figures": (twin("twins/nia_a"),), "pieces": (garment("dress_emerald"),), **changes})  # type: ignore[arg-type]


def render(one: Scene, long_edge_px: int = SMALL_PX) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    return DraftEngine().render(one, long_edge_px=long_edge_px, step=lambda part, name: None).picture


class DraftEngineTests(unittest.TestCase):
    def test_the_same_scene_gives_the_same_picture(self) -> None:
        one = scene(place=Place(backdrop("concrete"), -0.5, 0.2), light=Light("loop"))
        np.testing.assert_array_equal(render(one), render(one))

    def test_a_larger_picture_is_the_same_one(self) -> None:
        """A master is made by the same steps as the draft that was looked at."""
        one = scene(place=Place(backdrop("concrete"), -0.5, 0.2), light=Light("hard-sun", 6.0, 0.0))
        small, large = render(one, 320), render(one, 960)
        reduced = Image.fromarray(large).resize((small.shape[1], small.shape[0]), Image.Resampling.BOX)
        self.assertLess(np.abs(np.asarray(reduced).astype(int) - small).mean(), 2)

    def test_it_names_its_steps_for_people(self) -> None:
        steps: list[tuple[float, str]] = []
        DraftEngine().render(scene(), long_edge_px=SMALL_PX, step=lambda part, name: steps.append((part, name)))
        names = list(dict.fromkeys(name for _, name in steps))
        self.assertEqual(
            names, ["finding the body", "dressing", "make-up", "light on cloth and skin", "backdrop", "grade", "crop"]
        )
        self.assertEqual([part for part, _ in steps], sorted(part for part, _ in steps))

    def test_it_stops_at_any_step(self) -> None:
        for last in ("finding the body", "dressing", "light on cloth and skin", "make-up", "backdrop", "grade", "crop"):
            seen: list[str] = []

            def step(part: float, name: str, last: str = last, seen: list[str] = seen) -> None:
                seen.append(name)
                if name == last:
                    raise Stopped

            with self.subTest(last), self.assertRaises(Stopped):
                DraftEngine().render(scene(), long_edge_px=160, step=step)
            self.assertEqual(seen[-1], last)

    def test_the_picture_has_the_size_that_was_asked_for(self) -> None:
        for aspect, size in (("4:5", (320, 256)), ("1:1", (320, 320)), ("16:9", (180, 320))):
            with self.subTest(aspect):
                self.assertEqual(render(scene(lens=Lens(aspect=aspect))).shape, (*size, 3))

    def test_marks_are_kept_off_face_hands_and_cloth(self) -> None:
        made = DraftEngine().render(scene(), long_edge_px=SMALL_PX, step=lambda part, name: None)
        self.assertTrue((made.keep_clear[made.garments > 127] > 127).all())
        self.assertGreater((made.keep_clear > 127).sum(), (made.garments > 127).sum() * 1.1)

    def test_a_backdrop_replaces_the_studio_and_not_the_face(self) -> None:
        plain, placed = render(scene()), render(scene(place=Place(backdrop("terracotta"))))
        self.assertGreater(np.abs(plain[:40, :40].astype(int) - placed[:40, :40]).mean(), 40)
        middle = slice(118, 138)
        self.assertLess(np.abs(plain[30:50, middle].astype(int) - placed[30:50, middle]).mean(), 30)

    def test_a_backdrop_stands_behind_every_framing(self) -> None:
        for framing in FRAMINGS:
            with self.subTest(framing):
                placed = render(scene(place=Place(backdrop("terracotta")), lens=Lens(framing=framing)), 160)
                self.assertGreater(np.ptp(placed[:6, :6].mean(axis=(0, 1))), 20)

    def test_split_light_darkens_the_far_side(self) -> None:
        lit = render(scene(light=Light("split", ratio=8, softness=0.2, side=-1), lens=Lens(framing="bust")))
        plain = render(scene(lens=Lens(framing="bust")))
        gain = lit.mean(-1) / np.maximum(plain.mean(-1), 1)
        self.assertGreater(gain[190:250, 60:110].mean(), gain[190:250, 146:196].mean() * 1.3)

    def test_every_set_up_and_grade_keeps_the_backdrop_or_says_so(self) -> None:
        for name in SET_UPS:
            with self.subTest(name):
                self.assertEqual(render(scene(light=Light(name)), 160).shape, (160, 128, 3))
        with self.assertRaises(ValueError):
            render(scene(light=Light("disco")), 160)

    def test_exposure_brightens(self) -> None:
        self.assertGreater(render(scene(grade=Grade(exposure=0.5)), 160).mean(), render(scene(), 160).mean() + 10)

    def test_two_figures_stand_side_by_side(self) -> None:
        made = DraftEngine().render(
            scene(figures=(twin("twins/ren_a"), twin("twins/marta_a")), pieces=(garment("knit_oat"),)),
            long_edge_px=SMALL_PX, step=lambda part, name: None,
        )  # fmt: skip
        columns = np.flatnonzero((made.garments > 127).any(axis=0))
        self.assertGreater(np.diff(columns).max(), 3)

    def test_a_scene_needs_a_figure(self) -> None:
        with self.assertRaises(ValueError):
            render(scene(figures=()))

    def test_a_twin_wears_at_least_her_base_outfit(self) -> None:
        bare = scene(pieces=())
        made = render(bare)
        plate = bare.figures[0]
        tone = np.median(plate.picture[plate.parts == PARTS["torso"]], axis=0)
        self.assertLess(np.abs(made[130, 128].astype(float) - tone).max(), 40)
