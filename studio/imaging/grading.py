"""The colourist's part: exposure, white balance, contrast, then an ASC CDL, then a .cube table."""

import math
from collections.abc import Mapping

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from studio.imaging.canvas import luminance, to_srgb
from studio.imaging.scene import Grade, Lut

Triple = tuple[float, float, float]
MID_GREY = 0.18  # of linear light
CUBE_MOST = 65  # entries a side
CURVE_MOST = 65_536
LUT_BYTES_MOST = 16 * 1024**2
OF_THREE = ("DOMAIN_MIN", "DOMAIN_MAX")
RANGES = ("LUT_1D_INPUT_RANGE", "LUT_3D_INPUT_RANGE")
FURTHEST = 16.0  # a table's values beyond this are no colours


def grade(image: NDArray[np.float32], *, slope: Triple, offset: Triple, power: Triple) -> NDArray[np.float32]:
    """Grade an image with an ASC CDL.

    image: (H, W, 3) float32, display-referred RGB, 0.0 to 1.0.
    slope, offset, power: one number for each of R, G, B; slope >= 0, power > 0.
    Returns a new array of the same shape and range; the input is not touched.
    Raises ValueError when the shape is not (H, W, 3) or a power is not above 0.
    Source: ASC Color Decision List 1.2: out = clamp(in * slope + offset) ** power.
    """
    if image.ndim != 3 or image.shape[2] != 3:
        raise ValueError(f"image must be (H, W, 3), got {image.shape}")
    planes = torch.from_numpy(np.array(image)).permute(2, 0, 1)
    return np.ascontiguousarray(cdl(planes, slope, offset, power).permute(1, 2, 0).numpy())


def cdl(canvas: Tensor, slope: Triple, offset: Triple, power: Triple) -> Tensor:
    """The same on a canvas (3, H, W)."""
    if min(power) <= 0:
        raise ValueError(f"power must be above 0, got {power}")
    if min(slope) < 0:
        raise ValueError(f"slope must be 0 or more, got {slope}")
    result = (canvas * column(canvas, slope) + column(canvas, offset)).clamp(0, 1)
    return result if power == (1.0, 1.0, 1.0) else result ** column(canvas, power)


def apply(canvas: Tensor, wanted: Grade) -> Tensor:
    """Exposure and white balance in linear light, contrast about mid-grey, then the CDL and its saturation."""
    result = canvas
    if wanted.exposure or wanted.temperature:
        gains = tuple(2.0**wanted.exposure * gain for gain in warmth_gains(wanted.temperature))
        result = under(canvas, column(canvas, gains))
    if wanted.contrast != 1.0:
        pivot = float(to_srgb(torch.tensor(MID_GREY)))
        result = ((result - pivot).mul_(wanted.contrast).add_(pivot)).clamp_(0, 1)
    if (wanted.slope, wanted.offset, wanted.power) != ((1.0,) * 3, (0.0,) * 3, (1.0,) * 3):
        result = cdl(result, wanted.slope, wanted.offset, wanted.power)
    if wanted.saturation != 1.0:
        result = torch.lerp(luminance(result), result, wanted.saturation)
    if wanted.lut is not None:
        result = looked_up(result, wanted.lut)
    return result.clamp(0, 1)


class BadLut(ValueError):
    """Why a file is no table for us: a code and values, which `sentences` turns into words."""

    def __init__(self, code: str, **values: str) -> None:
        super().__init__(code)
        self.code = code
        self.values: Mapping[str, str] = values


def read_cube(data: bytes) -> Lut:
    """A .cube file: one curve a channel, or a cube of up to 65 a side, red running fastest.

    Values may lie beyond 0 to 1 and are clamped where they are applied.
    Raises BadLut: lut-not-text, lut-no-size, lut-too-large, lut-two-tables, lut-not-a-number, lut-wrong-count,
    lut-domain.
    Source: Adobe Cube LUT Specification 1.0; the input ranges are those of DaVinci Resolve.
    """
    sizes: dict[str, int] = {}
    domain = {"DOMAIN_MIN": (0.0,) * 3, "DOMAIN_MAX": (1.0,) * 3}
    rows: list[tuple[float, ...]] = []
    for number, line in enumerate(_text(data).splitlines(), start=1):
        words = line.split("#", 1)[0].split()
        if not words or words[0] == "TITLE":
            continue
        if words[0] in ("LUT_1D_SIZE", "LUT_3D_SIZE"):
            sizes[words[0]] = _size(words, number)
        elif words[0] in OF_THREE:
            red, green, blue = _numbers(words[1:], 3, number)
            domain[words[0]] = (red, green, blue)
        elif words[0] in RANGES:
            low, high = _numbers(words[1:], 2, number)
            domain |= {"DOMAIN_MIN": (low, low, low), "DOMAIN_MAX": (high, high, high)}
        else:
            rows.append(_numbers(words, 3, number))
    return _table(sizes, domain, rows)


def _text(data: bytes) -> str:
    if len(data) > LUT_BYTES_MOST:
        raise BadLut("lut-too-large", most=str(CUBE_MOST))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise BadLut("lut-not-text") from problem
    if "\x00" in text:
        raise BadLut("lut-not-text")
    return text


def _size(words: list[str], line: int) -> int:
    most = CUBE_MOST if words[0] == "LUT_3D_SIZE" else CURVE_MOST
    if len(words) != 2 or not words[1].isdecimal():
        raise BadLut("lut-not-a-number", line=str(line))
    if not 2 <= int(words[1]) <= most:
        raise BadLut("lut-too-large", most=str(most))
    return int(words[1])


def _numbers(words: list[str], count: int, line: int) -> tuple[float, ...]:
    try:
        numbers = tuple(float(word) for word in words)
    except ValueError as problem:
        raise BadLut("lut-not-a-number", line=str(line)) from problem
    if len(numbers) != count or not all(math.isfinite(each) and abs(each) <= FURTHEST for each in numbers):
        raise BadLut("lut-not-a-number", line=str(line))
    return numbers


def _table(sizes: Mapping[str, int], domain: Mapping[str, tuple[float, ...]], rows: list[tuple[float, ...]]) -> Lut:
    if len(sizes) != 1:
        raise BadLut("lut-two-tables" if sizes else "lut-no-size")
    cubic, size = "LUT_3D_SIZE" in sizes, next(iter(sizes.values()))
    wanted = size**3 if cubic else size
    if len(rows) != wanted:
        raise BadLut("lut-wrong-count", wanted=str(wanted), found=str(len(rows)))
    low, high = (_triple(domain[name]) for name in OF_THREE)
    if any(first >= last for first, last in zip(low, high, strict=True)):
        raise BadLut("lut-domain")
    table = np.array(rows, np.float32)
    return Lut(table.reshape(size, size, size, 3) if cubic else table, low, high)


def _triple(numbers: tuple[float, ...]) -> Triple:
    return numbers[0], numbers[1], numbers[2]


def looked_up(canvas: Tensor, lut: Lut) -> Tensor:
    """Each colour by way of the table; between entries in straight lines, beyond its ends as at them.

    canvas: (3, H, W) float32, sRGB 0 to 1. Returns the same shape; values as the table has them.
    """
    low, high = column(canvas, lut.low), column(canvas, lut.high)
    share = ((canvas - low) / (high - low)).clamp(0, 1)
    table = torch.from_numpy(lut.table).to(canvas)
    if table.ndim == 2:
        return _along_curves(share, table)
    # Red runs along the last axis of the table, as x does in a picture.
    at = share.permute(1, 2, 0)[None, None] * 2 - 1
    return F.grid_sample(table.permute(3, 0, 1, 2)[None], at, padding_mode="border", align_corners=True)[0, :, 0]


def _along_curves(share: Tensor, table: Tensor) -> Tensor:
    place = share * (len(table) - 1)
    first = place.floor().clamp(0, len(table) - 2)
    index = first.long()
    curves = [
        torch.lerp(table[:, c][index[c]], table[:, c][index[c] + 1], place[c] - first[c]) for c in range(3)
    ]  # fmt: skip
    return torch.stack(curves)


def warmth_gains(temperature: float) -> Triple:
    """-1 cool to 1 warm: red against blue, with the brightness of grey kept."""
    red, blue = 1 + 0.22 * temperature, 1 - 0.25 * temperature
    kept = 0.2126 * red + 0.7152 + 0.0722 * blue
    return red / kept, 1 / kept, blue / kept


def kelvin_gains(kelvin: float) -> Triple:
    """The colour of light at a temperature against 5500 K, brightness kept. 5500 gives (1, 1, 1)."""
    there, daylight = planckian(kelvin), planckian(5500.0)
    gains = [a / b for a, b in zip(there, daylight, strict=True)]
    kept = 0.2126 * gains[0] + 0.7152 * gains[1] + 0.0722 * gains[2]
    return gains[0] / kept, gains[1] / kept, gains[2] / kept


def planckian(kelvin: float) -> Triple:
    """Linear sRGB of a black body, brightness 1.

    Source: Kim et al., US patent 7024034 (2006), a cubic fit of the locus in CIE xy for 1667 to 25000 K.
    """
    t = min(max(kelvin, 1667.0), 25000.0)
    if t <= 4000:
        x = -0.2661239e9 / t**3 - 0.2343589e6 / t**2 + 0.8776956e3 / t + 0.179910
    else:
        x = -3.0258469e9 / t**3 + 2.1070379e6 / t**2 + 0.2226347e3 / t + 0.240390
    if t <= 2222:
        y = -1.1063814 * x**3 - 1.34811020 * x**2 + 2.18555832 * x - 0.20219683
    elif t <= 4000:
        y = -0.9549476 * x**3 - 1.37418593 * x**2 + 2.09137015 * x - 0.16748867
    else:
        y = 3.0817580 * x**3 - 5.87338670 * x**2 + 3.75112997 * x - 0.37001483
    big_x, big_z = x / y, (1 - x - y) / y
    red = 3.2406 * big_x - 1.5372 - 0.4986 * big_z
    green = -0.9689 * big_x + 1.8758 + 0.0415 * big_z
    blue = 0.0557 * big_x - 0.2040 + 1.0570 * big_z
    return max(red, 0.01), max(green, 0.01), max(blue, 0.01)


def under(canvas: Tensor, gain: Tensor) -> Tensor:
    """sRGB under `gain` times the light, highlights rolled off, without a way through linear light and back.

    Where the curve is a power the gain comes out of it whole, as its own root; below, where it is a line, as it is.
    """
    root = gain.pow(1 / 2.4)
    curve = (canvas + 0.055).mul_(root).sub_(0.055)
    line = canvas * gain
    # A line through 0 and a root that meets it: above it where light is taken, below where it is added.
    lit = torch.where(gain > 1, torch.minimum(curve, line), torch.maximum(curve, line))
    start = 0.9063  # of linear light 0.8
    past = (lit - start).clamp_min_(0)
    rolled = past.div(start - 1).exp_().mul_(start - 1).add_(1 - start)
    return lit.sub_(past).add_(rolled).clamp_(0, 1)


def column(canvas: Tensor, triple: tuple[float, ...]) -> Tensor:
    return torch.tensor(triple, device=canvas.device, dtype=canvas.dtype)[:, None, None]
