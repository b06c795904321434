"""A face chart as a printer prints it and as a phone photographs it."""

from io import BytesIO

import numpy as np
from PIL import Image, ImageDraw

from studio.imaging import chart_reading, chart_sheet
from studio.imaging.chart_reading import Painted, linear

REGIONS = ("lips", "lids", "liner", "lashes", "brows", "cheeks", "contour", "skin", "nails")
PX = 6  # to a millimetre
BLACK, WHITE = (0, 0, 0), (255, 255, 255)
Colour = tuple[int, int, int]
Place = tuple[float, float]
Quad = tuple[tuple[int, int], tuple[int, int], tuple[int, int], tuple[int, int]]


class Printed:
    """The sheet as a printer makes it."""

    def __init__(self, code: int) -> None:
        self.paper = Image.new("RGB", (round(chart_sheet.WIDTH * PX), round(chart_sheet.HEIGHT * PX)), "white")
        self.pen = ImageDraw.Draw(self.paper)
        for mark in (*chart_sheet.CORNERS, chart_sheet.FIFTH):
            for radius, fill in ((chart_sheet.RING, BLACK), (chart_sheet.HOLE, WHITE), (chart_sheet.DOT, BLACK)):
                self.disc(mark, radius, fill)
        for i, colour in enumerate(chart_sheet.PATCHES):
            self.box(chart_sheet.patch(i), *chart_sheet.PATCH, colour)
        for cell in np.flatnonzero(chart_sheet.bits_of(code)):
            self.box(chart_sheet.cell(int(cell)), chart_sheet.CODE, chart_sheet.CODE, BLACK)
        for line in map(chart_sheet.line, range(len(REGIONS))):
            for at in (*line.strengths, *line.finishes):
                self.disc(at, chart_sheet.RINGS, WHITE)

    def disc(self, at: Place, radius: float, fill: Colour) -> None:
        box = [(at[0] - radius) * PX, (at[1] - radius) * PX, (at[0] + radius) * PX, (at[1] + radius) * PX]
        self.pen.ellipse(box, fill=fill, outline="black" if radius == chart_sheet.RINGS else None)

    def box(self, at: Place, width: float, height: float, fill: Colour) -> None:
        left, top = at[0] - width / 2, at[1] - height / 2
        self.pen.rectangle([left * PX, top * PX, (left + width) * PX, (top + height) * PX], fill=fill)

    def in_pan(self, region: str, one: Painted) -> None:
        """The pan coloured, and a ring filled in for strength and finish."""
        line = chart_sheet.line(REGIONS.index(region))
        self.disc(line.pan, chart_sheet.PAN, one.colour)
        self.disc(line.strengths[round(one.strength * 10) - 1], chart_sheet.RINGS, BLACK)
        self.disc(line.finishes[one.finish], chart_sheet.RINGS, BLACK)

    def on_face(self, region: str, one: Painted) -> None:
        for x, y, radius in chart_sheet.ON_FACE[region]:
            self.disc(chart_sheet.on_face(x, y), radius * chart_sheet.FACE_SCALE * 1.6, one.colour)


def printed(painted: dict[str, Painted], code: int, *, by_hand: tuple[str, ...] = ()) -> Image.Image:
    """by_hand: regions coloured on the face, with no ring filled; the others have their pan."""
    sheet = Printed(code)
    for region, one in painted.items():
        (sheet.on_face if region in by_hand else sheet.in_pan)(region, one)
    return sheet.paper


def photographed(
    sheet: Image.Image,
    corners: Quad,
    size: tuple[int, int],
    *,
    light: tuple[float, float, float] = (1, 1, 1),
    falls_off: float = 0.3,
    tone: float = 1.0,
) -> bytes:
    """The sheet on a brown desk, seen askew, in coloured light that falls off to the right, through a phone's JPEG."""
    width, height = sheet.size
    way = chart_reading.homography(
        np.array([[0, 0], [width, 0], [width, height], [0, height]], float), np.array(corners, float)
    )
    back = np.linalg.inv(way)
    coefficients = [float(each) for each in (back / back[2, 2]).reshape(-1)[:8]]
    laid = sheet.convert("RGBA").transform(
        size, Image.Transform.PERSPECTIVE, coefficients, Image.Resampling.BICUBIC, fillcolor=(0, 0, 0, 0)
    )
    seen = np.asarray(laid) / 255
    desk = seen[..., :3] * seen[..., 3:] + np.array([0.35, 0.27, 0.2]) * (1 - seen[..., 3:])
    across = np.linspace(0, 1, size[0])[None, :, None]
    lit = np.clip(linear(desk) * np.array(light) * (1 - falls_off * across), 0, 1)
    noisy = chart_reading.encoded(lit) ** tone + np.random.default_rng(1).normal(0, 0.01, lit.shape)
    written = BytesIO()
    Image.fromarray((np.clip(noisy, 0, 1) * 255).astype(np.uint8)).save(written, "JPEG", quality=85)
    return written.getvalue()
