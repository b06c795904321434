"""The colourist's part: exposure, white balance, contrast, then an ASC CDL."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from studio.imaging.canvas import luminance, to_linear, to_srgb
from studio.imaging.scene import Grade

Triple = tuple[float, float, float]
MID_GREY = 0.18  # of linear light


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
        result = to_srgb(shoulder(to_linear(canvas) * column(canvas, gains)))
    if wanted.contrast != 1.0:
        pivot = float(to_srgb(torch.tensor(MID_GREY)))
        result = (pivot + (result - pivot) * wanted.contrast).clamp(0, 1)
    if (wanted.slope, wanted.offset, wanted.power) != ((1.0,) * 3, (0.0,) * 3, (1.0,) * 3):
        result = cdl(result, wanted.slope, wanted.offset, wanted.power)
    if wanted.saturation != 1.0:
        grey = luminance(result)
        result = grey + (result - grey) * wanted.saturation
    return result.clamp(0, 1)


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


def shoulder(linear: Tensor) -> Tensor:
    """Highlights above 0.8 roll off towards 1 instead of clipping."""
    start = 0.8
    past = (linear - start).clamp_min_(0)
    rolled = past.div_(start - 1).exp_().mul_(start - 1).add_(1)  # start + (1 - start) * (1 - exp(-past / (1 - start)))
    return torch.where(linear > start, rolled, linear)


def column(canvas: Tensor, triple: tuple[float, ...]) -> Tensor:
    return torch.tensor(triple, device=canvas.device, dtype=canvas.dtype)[:, None, None]
