import unittest

from studio.imaging.framing import ASPECTS, FRAMINGS, Box, crops, frame, hair_top
from tests.imaging.demo import twin

TWINS = ("twins/nia_a", "twins/tala_a", "twins/ren_c", "twins/mei_beauty", "standins/standin_m_c")


class FrameTests(unittest.TestCase):
    def test_it_never_cuts_the_top_of_the_hair(self) -> None:
        for name in TWINS:
            for framing in set(FRAMINGS) - {"detail"}:
                for aspect in ASPECTS:
                    with self.subTest(f"{name} {framing} {aspect}"):
                        one = twin(name)
                        self.assertLess(frame(one, framing, aspect).top, hair_top(one))

    def test_it_has_the_aspect_that_was_asked_for(self) -> None:
        for aspect in ASPECTS:
            box = frame(twin("twins/nia_a"), "bust", aspect)
            across, down = (int(v) for v in aspect.split(":"))
            self.assertAlmostEqual(box.width / box.height, across / down, places=6)

    def test_full_length_holds_the_feet_and_beauty_does_not(self) -> None:
        one = twin("twins/nia_a")
        ankle = one.pose["left_ankle"][1]
        self.assertGreater(frame(one, "full-length", "4:5").bottom, ankle)
        self.assertLess(frame(one, "beauty", "4:5").bottom, one.pose["left_hip"][1])

    def test_each_framing_shows_less_of_her_than_the_one_before(self) -> None:
        one = twin("twins/nia_a")
        shown = [frame(one, framing, "4:5").height for framing in FRAMINGS if framing != "detail"]
        self.assertEqual(shown, sorted(shown, reverse=True))

    def test_a_detail_shows_cloth_and_no_face(self) -> None:
        one = twin("twins/nia_a")
        box = frame(one, "detail", "4:5")
        self.assertGreater(box.top, one.pose["nose"][1])
        self.assertLess(box.bottom, one.pose["left_hip"][1])
        self.assertTrue(box.left < one.pose["neck"][0] < box.right)

    def test_an_unknown_framing_is_refused(self) -> None:
        with self.assertRaises(ValueError):
            frame(twin("twins/nia_a"), "wide", "4:5")


class CropsTests(unittest.TestCase):
    def test_each_crop_lies_inside_and_holds_the_figure_where_it_can(self) -> None:
        keep = Box(900, 300, 1500, 1400)
        for name, box in crops(2400, 3000, keep).items():
            with self.subTest(name):
                self.assertGreaterEqual(min(box.left, box.top), 0)
                self.assertLessEqual(box.right, 2400.001)
                self.assertLessEqual(box.bottom, 3000.001)
                if box.height >= keep.height and box.width >= keep.width:
                    self.assertLessEqual(box.top, keep.top)
                    self.assertGreaterEqual(box.bottom, keep.bottom)
