import unittest
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from skimage.color import deltaE_ciede2000, rgb2lab

from studio.imaging import chart_reading, chart_sheet
from studio.imaging.chart_reading import BadChart, Painted
from studio.imaging.scene import Rgb
from tests.imaging.demo import HOUSE, load
from tests.paper import PX, REGIONS, photographed, printed

CODE = 0xABC123
TRUE = {
    "lips": Painted((107, 26, 32), 0.9, 0, sure=True),
    "lids": Painted((176, 141, 87), 0.5, 1, sure=True),
    "liner": Painted((20, 18, 16), 1.0, 2, sure=True),
    "cheeks": Painted((194, 88, 106), 0.3, 1, sure=True),
    "skin": Painted((141, 90, 59), 0.4, 0, sure=True),
}


def opened(photo: bytes) -> Rgb:
    return np.asarray(Image.open(BytesIO(photo)).convert("RGB"))


def far(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    first, second = (rgb2lab(np.array(each, float)[None, None] / 255) for each in (one, other))
    found: NDArray[np.float64] = deltaE_ciede2000(first, second)
    return float(found.item())


class ReadTests(unittest.TestCase):
    sheet: Image.Image

    @classmethod
    def setUpClass(cls) -> None:
        cls.sheet = printed(TRUE, CODE)

    def test_every_region_comes_back_from_a_photograph_askew_in_coloured_light(self) -> None:
        cases = {
            "under a warm lamp": photographed(
                self.sheet, ((320, 200), (1240, 105), (1390, 1730), (110, 1580)), (1500, 1880), light=(1, 0.82, 0.6)
            ),
            "upside down, by a window": photographed(
                self.sheet, ((1280, 1690), (190, 1760), (150, 110), (1130, 190)), (1430, 1880),
                light=(0.6, 0.7, 0.85), tone=1.15,
            ),
            "on its side, dim": photographed(
                self.sheet, ((1730, 110), (1690, 1240), (150, 1280), (110, 150)), (1880, 1430), light=(0.5, 0.42, 0.3)
            ),
        }  # fmt: skip
        for case, photo in cases.items():
            with self.subTest(case):
                read = chart_reading.read(opened(photo), REGIONS)
                self.assertEqual(read.code, CODE)
                self.assertEqual(read.painted.keys(), TRUE.keys())
                for region, wanted in TRUE.items():
                    one = read.painted[region]
                    self.assertLess(far(one.colour, wanted.colour), 4, region)
                    self.assertEqual((one.strength, one.finish, one.sure), (wanted.strength, wanted.finish, True))

    def test_a_face_coloured_by_hand_is_read_where_its_pan_is_blank(self) -> None:
        by_hand = printed(TRUE, CODE, by_hand=("lips", "skin"))
        photo = photographed(by_hand, ((150, 100), (1130, 120), (1150, 1510), (120, 1500)), (1270, 1620))
        read = chart_reading.read(opened(photo), REGIONS)
        self.assertLess(far(read.painted["lips"].colour, TRUE["lips"].colour), 5)
        self.assertFalse(read.painted["skin"].sure)

    def test_a_blank_sheet_proposes_nothing(self) -> None:
        photo = photographed(printed({}, CODE), ((150, 100), (1130, 120), (1150, 1510), (120, 1500)), (1270, 1620))
        self.assertEqual(chart_reading.read(opened(photo), REGIONS).painted, {})

    def test_what_is_no_chart_says_so(self) -> None:
        cases = {
            "a person": load(HOUSE / "twins/nia_beauty.jpg", "RGB"),
            "a black frame": np.zeros((900, 700, 3), np.uint8),
            "one pixel": np.full((1, 1, 3), 200, np.uint8),
            "a corner cut off": opened(
                photographed(self.sheet, ((-120, 100), (1130, 120), (1150, 1510), (-150, 1500)), (1270, 1620))
            ),
        }
        for case, photo in cases.items():
            with self.subTest(case), self.assertRaises(BadChart) as refused:
                chart_reading.read(photo, REGIONS)
            self.assertEqual(refused.exception.code, "no-chart-seen")

    def test_a_shadow_across_the_strip_of_colours_says_so(self) -> None:
        shaded = self.sheet.copy()
        x, y = chart_sheet.PATCH_AT
        ImageDraw.Draw(shaded).rectangle([x * PX, y * PX, 195 * PX, (y + chart_sheet.PATCH[1]) * PX], fill=(0, 0, 0))
        photo = photographed(shaded, ((150, 100), (1130, 120), (1150, 1510), (120, 1500)), (1270, 1620))
        with self.assertRaises(BadChart) as refused:
            chart_reading.read(opened(photo), REGIONS)
        self.assertEqual(refused.exception.code, "chart-light-unclear")
