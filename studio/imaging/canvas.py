"""The arithmetic all the picture modules share, on torch tensors: (C, H, W) float32, sRGB 0 to 1 unless said."""

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
    return torch.from_numpy(np.array(planes)).to(device()).permute(2, 0, 1).float().div_(255)


def to_picture(canvas: Tensor) -> Rgb:
    whole = canvas.clamp(0, 1).mul(255).add(0.5).to(torch.uint8)
    return np.ascontiguousarray(whole.permute(1, 2, 0).cpu().numpy())


def to_mask(canvas: Tensor) -> Mask:
    whole = canvas.clamp(0, 1).mul(255).add(0.5).to(torch.uint8)
    return np.ascontiguousarray(whole.reshape(whole.shape[-2:]).cpu().numpy())


def over(under: Tensor, colour: Tensor, alpha: Tensor) -> Tensor:
    return under + (colour - under) * alpha


def luminance(canvas: Tensor) -> Tensor:
    """(1, H, W): Rec. 709 weights on the values given, linear light or not."""
    return canvas[0:1] * 0.2126 + canvas[1:2] * 0.7152 + canvas[2:3] * 0.0722


def to_linear(canvas: Tensor) -> Tensor:
    """sRGB to linear light, IEC 61966-2-1."""
    return torch.where(canvas <= 0.04045, canvas / 12.92, ((canvas.clamp_min(0) + 0.055) / 1.055) ** 2.4)


def to_srgb(canvas: Tensor) -> Tensor:
    clipped = canvas.clamp_min(0)
    return torch.where(clipped <= 0.0031308, clipped * 12.92, 1.055 * clipped.clamp_min(1e-8) ** (1 / 2.4) - 0.055)


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
    shrink = max(1, min(int(sigma_px / 2), height // 8, width // 8))
    small = (
        F.interpolate(canvas[None], (height // shrink, width // shrink), mode="area") if shrink > 1 else canvas[None]
    )
    sigma = sigma_px / shrink
    reach = max(1, min(int(sigma * 3 + 0.5), min(small.shape[-2:]) - 1))
    at = torch.arange(-reach, reach + 1, device=canvas.device, dtype=torch.float32)
    kernel = torch.exp(-0.5 * (at / sigma) ** 2)
    kernel = kernel / kernel.sum()
    planes = small.permute(1, 0, 2, 3)
    planes = F.conv2d(F.pad(planes, (reach, reach, 0, 0), mode="replicate"), kernel.view(1, 1, 1, -1))
    planes = F.conv2d(F.pad(planes, (0, 0, reach, reach), mode="replicate"), kernel.view(1, 1, -1, 1))
    smooth = planes.permute(1, 0, 2, 3)
    return F.interpolate(smooth, (height, width), mode="bilinear")[0] if shrink > 1 else smooth[0]


def grow(mask: Tensor, reach_px: float) -> Tensor:
    """A soft mask (1, H, W), larger by about reach_px."""
    return ((blur(mask, max(reach_px, 0.5)) - 0.08) / 0.25).clamp(0, 1)


def is_one_of(parts: Tensor, ids: Sequence[int]) -> Tensor:
    """(1, H, W) of 0 and 1 from a map of part ids (H, W)."""
    wanted = torch.tensor(list(ids), device=parts.device, dtype=parts.dtype)
    return torch.isin(parts, wanted).float()[None]


def spread(colour: Tensor, known: Tensor, sigma_px: float) -> Tensor:
    """Colour carried from where known is 1 into where it is 0, by normalised blurs that widen twice."""
    filled = torch.zeros_like(colour)
    weight = torch.zeros_like(known)
    for factor in (1.0, 4.0, 16.0):
        amount = blur(known, sigma_px * factor)
        guess = blur(colour * known, sigma_px * factor) / amount.clamp_min(1e-4)
        trust = (amount / 0.02).clamp(0, 1) * (1 - weight)
        filled = filled + guess * trust
        weight = weight + trust
    filled = filled / weight.clamp_min(1e-4)
    return over(filled, colour, known)


def soft_box(points: NDArray[np.generic], margin_px: float, height_px: int, width_px: int) -> tuple[slice, slice]:
    """Rows and columns that hold these points (N, 2) and a margin, cut to the canvas."""
    low, high = points.min(axis=0) - margin_px, points.max(axis=0) + margin_px
    rows = slice(int(np.clip(low[1], 0, height_px)), int(np.clip(np.ceil(high[1]), 0, height_px)))
    return rows, slice(int(np.clip(low[0], 0, width_px)), int(np.clip(np.ceil(high[0]), 0, width_px)))
