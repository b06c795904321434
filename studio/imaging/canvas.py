"""The arithmetic all the picture modules share, on torch tensors: (C, H, W) float32, sRGB 0 to 1 unless said."""

import math
from collections.abc import Sequence

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from studio.imaging.scene import Mask, Rgb


def device() -> torch.device:
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def to_tensor(picture: NDArray[np.uint8]) -> Tensor:
    """(H, W, C) or (H, W) bytes to (C, H, W) of 0 to 1."""
    planes = picture[..., None] if picture.ndim == 2 else picture
    whole = torch.from_numpy(np.array(planes)).to(device()).permute(2, 0, 1)
    return whole.to(torch.float32, memory_format=torch.contiguous_format).div_(255)


def to_picture(canvas: Tensor) -> Rgb:
    return np.stack(tuple(to_bytes(canvas).cpu().numpy()), axis=-1)


def to_mask(canvas: Tensor) -> Mask:
    return np.ascontiguousarray(to_bytes(canvas).reshape(canvas.shape[-2:]).cpu().numpy())


def to_bytes(canvas: Tensor) -> Tensor:
    return canvas.clamp(0, 1).mul_(255).add_(0.5).to(torch.uint8)


def over(under: Tensor, colour: Tensor, alpha: Tensor) -> Tensor:
    return torch.lerp(under, colour, alpha)  # one pass over memory instead of three


def luminance(canvas: Tensor) -> Tensor:
    """(1, H, W): Rec. 709 weights on the values given, linear light or not."""
    return canvas[0:1] * 0.2126 + canvas[1:2] * 0.7152 + canvas[2:3] * 0.0722


def to_linear(canvas: Tensor) -> Tensor:
    """sRGB to linear light, IEC 61966-2-1."""
    curve = canvas.clamp_min(0).add_(0.055).div_(1.055).pow_(2.4)
    return torch.where(canvas <= 0.04045, canvas / 12.92, curve)


def to_srgb(canvas: Tensor) -> Tensor:
    clipped = canvas.clamp_min(0)
    curve = canvas.clamp_min(1e-8).pow_(1 / 2.4).mul_(1.055).sub_(0.055)
    return torch.where(clipped <= 0.0031308, clipped.mul_(12.92), curve)


def resize(canvas: Tensor, height_px: int, width_px: int) -> Tensor:
    """Bicubic when growing, area-averaged when shrinking."""
    if canvas.shape[-2:] == (height_px, width_px):
        return canvas
    shrinks = height_px < canvas.shape[-2]
    return F.interpolate(
        canvas[None], (height_px, width_px), mode="bilinear" if shrinks else "bicubic", antialias=shrinks
    )[0]


def blur(canvas: Tensor, sigma_px: float) -> Tensor:
    """Gaussian, by way of a smaller picture when it is wide: the result differs by less than a grey level."""
    if sigma_px < 0.3:
        return canvas
    height, width = canvas.shape[-2:]
    shrink = max(1, min(int(sigma_px / 1.4), height // 8, width // 8))
    if shrink == 1:
        return smoothed(canvas, sigma_px)
    small = F.interpolate(canvas[None], (height // shrink, width // shrink), mode="area")[0]
    # Averaging by squares and growing back by straight lines blur by a quarter of a small pixel's square between them.
    sigma = math.sqrt(max((sigma_px / shrink) ** 2 - 0.25, 0.25))
    return F.interpolate(smoothed(small, sigma)[None], (height, width), mode="bilinear")[0]


def smoothed(canvas: Tensor, sigma_px: float) -> Tensor:
    """Gaussian of the canvas as it is: pairs of shifted rows and columns, which beats a convolution this narrow."""
    reach = max(1, min(int(sigma_px * 3 + 0.5), min(canvas.shape[-2:]) - 1))
    weights = [math.exp(-0.5 * (i / sigma_px) ** 2) for i in range(reach + 1)]
    whole = weights[0] + 2 * sum(weights[1:])
    result = canvas
    for axis in (-2, -1):
        size = result.shape[axis]
        pad = (0, 0, reach, reach) if axis == -2 else (reach, reach, 0, 0)
        padded = F.pad(result[None], pad, mode="replicate")[0]
        result = padded.narrow(axis, reach, size) * (weights[0] / whole)
        for i in range(1, reach + 1):
            result.add_(padded.narrow(axis, reach - i, size), alpha=weights[i] / whole)
            result.add_(padded.narrow(axis, reach + i, size), alpha=weights[i] / whole)
    return result


def grow(mask: Tensor, reach_px: float) -> Tensor:
    """A soft mask (1, H, W), larger by about reach_px."""
    return ((blur(mask, max(reach_px, 0.5)) - 0.08) / 0.25).clamp(0, 1)


def is_one_of(parts: Tensor, ids: Sequence[int]) -> Tensor:
    """(1, H, W) of 0 and 1 from a map of part ids (H, W)."""
    found = torch.zeros_like(parts, dtype=torch.bool)
    for one in ids:
        found |= parts == one
    return found.float()[None]


def spread(colour: Tensor, known: Tensor, sigma_px: float) -> Tensor:
    """Colour carried from where known is 1 into where it is 0, by normalised blurs that widen twice."""
    filled = torch.zeros_like(colour)
    weight = torch.zeros_like(known)
    held = torch.cat([colour * known, known])
    for factor in (1.0, 4.0, 16.0):
        blurred = blur(held, sigma_px * factor)
        amount = blurred[-1:]
        trust = (amount / 0.02).clamp_(0, 1) * (1 - weight)
        filled.addcmul_(blurred[:-1], trust / amount.clamp_min(1e-4))
        weight += trust
    return over(filled.div_(weight.clamp_min_(1e-4)), colour, known)


def soft_box(points: NDArray[np.generic], margin_px: float, height_px: int, width_px: int) -> tuple[slice, slice]:
    """Rows and columns that hold these points (N, 2) and a margin, cut to the canvas."""
    low, high = points.min(axis=0) - margin_px, points.max(axis=0) + margin_px
    rows = slice(int(np.clip(low[1], 0, height_px)), int(np.clip(np.ceil(high[1]), 0, height_px)))
    return rows, slice(int(np.clip(low[0], 0, width_px)), int(np.clip(np.ceil(high[0]), 0, width_px)))


def extent(mask: Tensor, margin_px: float) -> tuple[slice, slice]:
    """Rows and columns outside which the mask (1, H, W) is 0, and a margin, cut to the canvas; empty for none."""
    height, width = mask.shape[-2:]
    seen = mask[0] > 0
    found = []
    for line, size in ((seen.any(dim=1), height), (seen.any(dim=0), width)):
        at = torch.nonzero(line)
        if not len(at):
            return slice(0, 0), slice(0, 0)
        margin = math.ceil(margin_px)
        found.append(slice(max(0, int(at[0]) - margin), min(size, int(at[-1]) + 1 + margin)))
    return found[0], found[1]
