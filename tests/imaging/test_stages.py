"""A change makes only what hangs on it, and the picture is the same as if all had been made anew."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from unittest import TestCase
from unittest.mock import patch

import numpy as np
import torch

from studio.imaging.engines import draft
from studio.imaging.engines.draft import DraftEngine
from studio.imaging.scene import FaceChart, Fit, Grade, Lens, Light, Place, Rgb, Scene, Tint
from studio.imaging.stages import Stages, digest
from tests.imaging import demo


class DigestTests(TestCase):
    def test_the_same_content_has_the_same_name(self) -> None:
        picture = np.arange(12, dtype=np.uint8).reshape(2, 2, 3)
        self.assertEqual(digest(picture, {"a": 1, "b": (2, "x")}), digest(picture.copy(), {"b": (2, "x"), "a": 1}))

    def test_another_content_has_another(self) -> None:
        flat = np.zeros(4, np.uint8)
        names = [
            digest(each)
            for each in (flat, flat.reshape(2, 2), flat.astype(np.int8), (1, 2), (12,), "12", 12, None, Fit(), Fit(1.1))
        ]
        self.assertEqual(len(set(names)), len(names))

    def test_an_array_that_may_change_is_read_each_time(self) -> None:
        picture = np.zeros(4, np.uint8)
        before = digest(picture)
        picture[0] = 1
        self.assertNotEqual(digest(picture), before)

    def test_one_that_may_not_is_read_once_while_it_is_there(self) -> None:
        picture = np.arange(64, dtype=np.uint8)
        picture.setflags(write=False)
        with patch.object(hashlib, "blake2b", side_effect=hashlib.blake2b) as read:
            self.assertEqual(digest(picture), digest(picture))
        self.assertEqual(read.call_count, 3)  # the picture once, and the two names
        del picture
        again = np.arange(64, dtype=np.uint8)[::-1].copy()
        self.assertNotEqual(digest(again), digest(np.arange(64, dtype=np.uint8)))

    def test_what_has_no_content_is_refused(self) -> None:
        with self.assertRaises(TypeError):
            digest(lambda: None)


class StagesTests(TestCase):
    def setUp(self) -> None:
        self.made: list[str] = []

    def make(self, what: str) -> Callable[[], torch.Tensor]:
        def made() -> torch.Tensor:
            self.made.append(what)
            return torch.zeros(1024)

        return made

    def test_a_result_is_made_once(self) -> None:
        kept = Stages().only("nia@1")
        self.assertIs(kept.take("a", self.make("a")), kept.take("a", self.make("a")))
        self.assertEqual(self.made, ["a"])

    def test_a_gate_that_turned_lets_all_of_it_go(self) -> None:
        stages = Stages()
        stages.only("nia@1").take("a", self.make("a"))
        after = stages.only("nia@2")
        self.assertEqual(len(stages.kept), 0)
        after.take("a", self.make("a"))
        self.assertEqual(self.made, ["a", "a"])

    def test_the_longest_unused_goes_first(self) -> None:
        stages = Stages(most_bytes=2 * 4096)
        kept = stages.only("nia@1")
        for name in ("a", "b", "a", "c"):
            kept.take(name, self.make(name))
        self.assertEqual([name for _, name in stages.kept], ["a", "c"])

    def test_unasked_it_forgets(self) -> None:
        stages = Stages(idle_seconds=0.01)
        stages.only("nia@1").take("a", self.make("a"))
        assert stages.timer
        stages.timer.join(10)
        self.assertEqual(len(stages.kept), 0)


SHOES = ("derby_black", "loafers_tan")


class SwapTests(TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.scene = Scene(
            (demo.twin("twins/nia_a", mesh=True),), (demo.garment("tee_white"), demo.garment("jeans_indigo")),
            FaceChart({"lips": Tint((156, 28, 38))}), Light("loop"), Lens(aspect="2:3"), Place(), Grade(exposure=0.1),
        )  # fmt: skip
        cls.stages = Stages()
        cls.engine = DraftEngine(cls.stages.only("nia@1"))
        cls.before = cls.made(cls.engine, cls.scene)

    scene: Scene
    stages: Stages
    engine: DraftEngine
    before: Rgb

    @staticmethod
    def made(engine: DraftEngine, scene: Scene) -> Rgb:
        return engine.render(scene, long_edge_px=384, step=lambda part, name: None).picture

    def test_every_slot_swapped_is_the_picture_made_anew_to_the_pixel(self) -> None:
        swaps = {
            "grade": replace(self.scene, grade=Grade(exposure=-0.3)),
            "light": replace(self.scene, light=Light("split")),
            "make-up": replace(self.scene, chart=FaceChart({"lips": Tint((90, 20, 60))})),
            "bare face": replace(self.scene, chart=FaceChart()),
            "place": replace(self.scene, place=Place(demo.backdrop("concrete"))),
            "garments": replace(self.scene, pieces=self.scene.pieces[:1]),
            "lens": replace(self.scene, lens=Lens(aspect="2:3", framing="three-quarter")),
        }
        for slot, swapped in swaps.items():
            with self.subTest(slot=slot):
                kept = self.made(self.engine, swapped)
                np.testing.assert_array_equal(kept, self.made(DraftEngine(), swapped))
                self.assertFalse(np.array_equal(kept, self.before), "the swap is to be seen")

    def test_swapped_back_it_is_the_first_picture(self) -> None:
        self.made(self.engine, replace(self.scene, chart=FaceChart()))
        np.testing.assert_array_equal(self.made(self.engine, self.scene), self.before)

    def test_a_change_of_grade_dresses_nobody(self) -> None:
        def never(*args: object, **kwargs: object) -> None:
            raise AssertionError("dressed again")

        with patch.object(draft, "dress", never):
            self.made(self.engine, replace(self.scene, grade=Grade(contrast=1.2)))
            self.made(self.engine, replace(self.scene, light=Light("rim")))

    def moved(self, swapped: Scene) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
        """How far each pixel went from the picture before."""
        far: np.ndarray[tuple[int, ...], np.dtype[np.int64]] = np.abs(
            self.made(self.engine, swapped).astype(np.int64) - self.before
        ).max(axis=-1)
        return far

    def test_another_lipstick_moves_nothing_but_the_face(self) -> None:
        moved = self.moved(replace(self.scene, chart=FaceChart({"lips": Tint((90, 20, 60))})))
        rows = np.flatnonzero(moved.any(axis=1))
        self.assertGreater(len(rows), 0)
        self.assertLess(rows.max(), self.before.shape[0] // 4)

    def test_other_shoes_move_nothing_above_the_knees(self) -> None:
        for light in (Light(), Light("hard-sun", 6.0, 0.0)):
            with self.subTest(light=light.set_up):
                worn = [
                    replace(self.scene, light=light, pieces=(*self.scene.pieces, demo.garment(name))) for name in SHOES
                ]
                one, other = (self.made(self.engine, each).astype(int) for each in worn)
                rows = np.flatnonzero(np.abs(one - other).any(axis=(1, 2)))
                self.assertGreater(rows.min(), self.before.shape[0] * 0.7)

    def test_another_top_moves_no_more_than_a_grey_level_of_the_face_under_a_new_light_and_nothing_without(
        self,
    ) -> None:
        for light, most in ((Light(), 0), (Light("loop"), 1)):
            with self.subTest(light=light.set_up):
                worn = [
                    replace(self.scene, light=light, pieces=(demo.garment(name),))
                    for name in ("tee_white", "knit_rust")
                ]
                one, other = (self.made(self.engine, each).astype(int) for each in worn)
                self.assertLessEqual(np.abs(one - other)[: self.before.shape[0] // 7].max(), most)
