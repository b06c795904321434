"""What an engine is given: pictures and numbers, nothing of people or consent."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Rgb = NDArray[np.uint8]  # (H, W, 3), sRGB, display-referred
Rgba = NDArray[np.uint8]  # (H, W, 4), straight alpha
Mask = NDArray[np.uint8]  # (H, W), 255 = inside, 0 = leave alone
Point = tuple[float, float]  # pixels of the picture it lies on, x right, y down


@dataclass(frozen=True, slots=True)
class Figure:
    """One person, or a stand-in, as photographed: the plate and what was measured on it.

    parts: (H, W) uint8, the ids of `plates.PARTS` (0 = background).
    pose: the names of `plates.POSE`, left and right being the person's own.
    face: the 478 points of the face mesh, or None when there is no face (a stand-in).
    worn: what the base outfit covers, 255 = cloth of the plate itself.
    nails: those that are seen, as `nails.read` tells them, or None when nobody has looked.
    ground: the height of the floor line in pixels, or None where feet are cut off.
    light: -1 from the left to 1 from the right, 0 level to 1 from above; None where it could not be told.
    """

    picture: Rgb
    alpha: Mask
    parts: Mask
    pose: Mapping[str, Point]
    face: NDArray[np.float32] | None = None
    worn: Mask | None = None
    nails: NDArray[np.float32] | None = None
    ground: float | None = None
    light: Point | None = None


@dataclass(frozen=True, slots=True)
class Fit:
    """The stylist's handles: sizes are factors of 1, shifts are parts of the figure's shoulder width."""

    width: float = 1.0
    length: float = 1.0
    shift_x: float = 0.0
    shift_y: float = 0.0
    tucked: bool = False
    front: str = ""  # "open", "closed", or as it was photographed


@dataclass(frozen=True, slots=True)
class Piece:
    """One garment, cut out. `anchors` are names of `cutouts.ANCHORS[category]` in the cut-out's own pixels."""

    cutout: Rgba
    category: str  # base, top, knit, bottom, dress, outerwear, shoes, bag, jewellery, hat, belt, eyewear
    anchors: Mapping[str, Point]
    fit: Fit = field(default_factory=Fit)


@dataclass(frozen=True, slots=True)
class Tint:
    """One region of a face chart. colour: sRGB 0 to 255. strength: 0 to 1. finish: "matte", "satin" or "gloss"."""

    colour: tuple[int, int, int]
    strength: float = 0.7
    finish: str = "satin"


@dataclass(frozen=True, slots=True)
class FaceChart:
    """Keys: lips, lids, liner, lashes, brows, cheeks, contour, skin, nails. What is absent stays as photographed."""

    tints: Mapping[str, Tint] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Dye:
    """colour: sRGB 0 to 255, of the middle of the hair. strength: 0 to 1."""

    colour: tuple[int, int, int]
    strength: float = 0.8


@dataclass(frozen=True, slots=True)
class Hair:
    """dye: None leaves its colour as photographed. behind: what falls below the chin lies behind the cloth."""

    dye: Dye | None = None
    behind: bool = False


@dataclass(frozen=True, slots=True)
class Light:
    """set_up: a name of `light.SET_UPS`. ratio: key to fill, 1 to 16. softness: 0 hard to 1 soft.

    side: -1 key from camera left, 1 from camera right. kelvin: 2500 to 10000, 5500 leaves the plate as it is.
    """

    set_up: str = "as-photographed"
    ratio: float = 2.0
    softness: float = 0.6
    side: float = -1.0
    kelvin: int = 5500


@dataclass(frozen=True, slots=True)
class Lens:
    """focal_mm: 24 to 200. f_stop: 1.2 to 22. framing: of `framing.FRAMINGS`. aspect: of `framing.ASPECTS`, "4:5"."""

    focal_mm: int = 85
    f_stop: float = 8.0
    framing: str = "full-length"
    aspect: str = "4:5"


@dataclass(frozen=True, slots=True)
class Place:
    """backdrop: None keeps the plate's own. light_from: -1 left to 1 right, where its own light comes from."""

    backdrop: Rgb | None = None
    light_from: float = 0.0
    warmth: float = 0.0  # -1 cool to 1 warm


@dataclass(frozen=True, slots=True, eq=False)
class Lut:
    """A look-up table. table: (N, 3) float32, one curve a channel, or (N, N, N, 3), by blue, green and red.

    low, high: the values of each channel that the table's first and last entries stand for, low below high.
    """

    table: NDArray[np.float32]
    low: tuple[float, float, float] = (0.0, 0.0, 0.0)
    high: tuple[float, float, float] = (1.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Grade:
    """exposure: stops. temperature: -1 cool to 1 warm. Then contrast about mid-grey, the ASC CDL, and the table.

    colour_true: cloth is moved by no more than a CIEDE2000 of 2, whatever the rest says.
    """

    exposure: float = 0.0
    temperature: float = 0.0
    contrast: float = 1.0
    slope: tuple[float, float, float] = (1.0, 1.0, 1.0)
    offset: tuple[float, float, float] = (0.0, 0.0, 0.0)
    power: tuple[float, float, float] = (1.0, 1.0, 1.0)
    saturation: float = 1.0
    lut: Lut | None = None
    colour_true: bool = True


@dataclass(frozen=True, slots=True)
class Scene:
    """A look, ready to be made. Pieces lie from the skin outwards. The same scene gives the same picture."""

    figures: tuple[Figure, ...]
    pieces: tuple[Piece, ...] = ()
    chart: FaceChart = field(default_factory=FaceChart)
    light: Light = field(default_factory=Light)
    lens: Lens = field(default_factory=Lens)
    place: Place = field(default_factory=Place)
    grade: Grade = field(default_factory=Grade)
    words: str = ""
    seed: int = 0
    hair: Hair = field(default_factory=Hair)
