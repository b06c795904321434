"""The face chart on paper: where everything lies on an A4 sheet, in millimetres from its upper left corner."""

from dataclasses import dataclass

Place = tuple[float, float]
Rgb = tuple[int, int, int]

WIDTH, HEIGHT = 210.0, 297.0
# Rings with a dot, by which a photograph of the sheet is found: one at each corner, and one more beside the first,
# which tells which corner is which. Codes for phones have nothing of these proportions.
CORNERS: tuple[Place, ...] = ((13.0, 13.0), (197.0, 13.0), (197.0, 284.0), (13.0, 284.0))
FIFTH: Place = (29.0, 13.0)
RING, HOLE, DOT = 4.6, 3.2, 1.1  # radii
FACE_AT, FACE_SCALE = (14.0, 40.0), 0.84  # the drawing is 120 wide and 150 high
ROWS_FROM, ROW = 200.0, 8.7  # of the table: its first line's middle, and from line to line
PAN_X, PAN = 56.0, 3.3  # where a product is rubbed in, and its radius
RINGS = 1.7  # radius of those that are filled in
STRENGTH_X, STRENGTH_STEP = 99.0, 5.5
STRENGTHS = tuple(part / 10 for part in range(1, 11))
FINISH_X, FINISH_STEP = 160.0, 13.5
PATCH_AT, PATCH_STEP, PATCH = (14.0, 174.0), 12.4, (10.0, 8.0)
# Greys from black to white paper, and colours like those of make-up: the light is reckoned back from these.
PATCHES: tuple[Rgb, ...] = (
    (0, 0, 0), (64, 64, 64), (128, 128, 128), (192, 192, 192), (163, 36, 44), (201, 111, 106), (217, 176, 140),
    (106, 74, 58), (216, 184, 58), (63, 122, 74), (44, 98, 140), (35, 50, 74), (125, 74, 107), (194, 88, 150),
)  # fmt: skip
GREYS = 4
CODE_AT, CODE_STEP, CODE, CODE_BITS = (14.0, 188.0), 4.6, 3.2, 24
# Where the drawing is coloured in, in its own units: middles and radii well inside each region.
ON_FACE: dict[str, tuple[tuple[float, float, float], ...]] = {
    "skin": ((60, 34, 7), (45, 36, 4), (75, 36, 4)),
    "contour": ((34.5, 89.5, 2.4), (85.5, 89.5, 2.4)),
    "cheeks": ((38, 79.5, 3.5), (82, 79.5, 3.5)),
    "lids": ((43.2, 61.2, 1.0), (76.8, 61.2, 1.0)),
    "brows": ((43, 52.8, 1.0), (77, 52.8, 1.0)),
    "lips": ((54, 106.6, 1.8), (60, 107.6, 2.2), (66, 106.6, 1.8)),
    "nails": ((9.5, 134, 2), (110.5, 134, 2)),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One region's line of the table."""

    y: float
    pan: Place
    strengths: tuple[Place, ...]
    finishes: tuple[Place, ...]


def line(place: int) -> Line:
    """place: 0 for the first region of the chart."""
    y = ROWS_FROM + place * ROW
    strengths = tuple((STRENGTH_X + i * STRENGTH_STEP, y) for i in range(len(STRENGTHS)))
    return Line(y, (PAN_X, y), strengths, tuple((FINISH_X + i * FINISH_STEP, y) for i in range(3)))


def patch(place: int) -> Place:
    """The middle of a patch."""
    return PATCH_AT[0] + place * PATCH_STEP + PATCH[0] / 2, PATCH_AT[1] + PATCH[1] / 2


def cell(bit: int) -> Place:
    """The middle of a cell of the code."""
    return CODE_AT[0] + bit * CODE_STEP + CODE / 2, CODE_AT[1] + CODE / 2


def on_face(x: float, y: float) -> Place:
    """A point of the drawing on the sheet."""
    return FACE_AT[0] + x * FACE_SCALE, FACE_AT[1] + y * FACE_SCALE


def bits_of(code: int) -> tuple[bool, ...]:
    """The cells of a number, the first one being its highest; every other number of 24 bits has another picture."""
    return tuple(bool(code >> (CODE_BITS - 1 - i) & 1) for i in range(CODE_BITS))
