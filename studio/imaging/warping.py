"""Bending a flat picture on to another shape: thin-plate splines, evaluated on a coarse net and sampled in torch."""

from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

Points = NDArray[np.float64]  # (N, 2), x and y in pixels
NET_PX = 12


@dataclass(frozen=True, slots=True)
class Spline:
    """Takes points of the canvas to points of the cut-out."""

    knots: Points
    bends: Points
    affine: Points
    unit_px: float

    def __call__(self, at: Points) -> Points:
        scaled = at / self.unit_px
        r2 = ((scaled[:, None, :] - self.knots[None, :, :]) ** 2).sum(-1)
        flat = np.concatenate([np.ones((len(scaled), 1)), scaled], axis=1) @ self.affine
        result: Points = bending(r2) @ self.bends + flat
        return result


def bending(r2: Points) -> Points:
    result: Points = r2 * np.log(r2 + 1e-12) * 0.5
    return result


def fit_spline(canvas_points: Points, cutout_points: Points, *, stiffness: float = 1e-3) -> Spline:
    """The smoothest map through the pairs. stiffness: 0 passes through each point, more gives way to smoothness."""
    unit = float(np.ptp(canvas_points, axis=0).max()) or 1.0
    knots = canvas_points / unit
    n = len(knots)
    square = np.zeros((n + 3, n + 3))
    square[:n, :n] = bending(((knots[:, None, :] - knots[None, :, :]) ** 2).sum(-1)) + np.eye(n) * stiffness
    square[:n, n] = square[n, :n] = 1
    square[:n, n + 1 :] = knots
    square[n + 1 :, :n] = knots.T
    wanted = np.concatenate([cutout_points, np.zeros((3, 2))])
    solved = np.linalg.lstsq(square, wanted, rcond=None)[0]
    return Spline(knots, solved[:n], solved[n:], unit)


@dataclass(frozen=True, slots=True)
class Patch:
    """A piece of canvas: planes (C, h, w) whose upper left corner lies at (left, top) of the canvas."""

    planes: Tensor
    left: int
    top: int

    def rows(self) -> slice:
        return slice(self.top, self.top + self.planes.shape[-2])

    def columns(self) -> slice:
        return slice(self.left, self.left + self.planes.shape[-1])


def warp(planes: Tensor, spline: Spline, reach: Points, height_px: int, width_px: int) -> Patch | None:
    """Sample `planes` (C, h, w) through the spline over the box that holds `reach`, cut to the canvas."""
    low = np.floor(reach.min(axis=0)).astype(int)
    high = np.ceil(reach.max(axis=0)).astype(int) + 1
    left, top = max(0, int(low[0])), max(0, int(low[1]))
    right, bottom = min(width_px, int(high[0])), min(height_px, int(high[1]))
    if right - left < 2 or bottom - top < 2:
        return None
    across = max(2, (right - left) // NET_PX + 2)
    down = max(2, (bottom - top) // NET_PX + 2)
    xs, ys = np.meshgrid(np.linspace(left, right - 1, across), np.linspace(top, bottom - 1, down))
    net = spline(np.stack([xs.ravel(), ys.ravel()], axis=1)).reshape(down, across, 2)
    field = torch.from_numpy(net).float().permute(2, 0, 1)[None].to(planes.device)
    field = F.interpolate(field, (bottom - top, right - left), mode="bilinear", align_corners=True)[0]
    source_h, source_w = planes.shape[-2:]
    grid = torch.stack([(field[0] + 0.5) / source_w * 2 - 1, (field[1] + 0.5) / source_h * 2 - 1], dim=-1)
    sampled = F.grid_sample(planes[None], grid[None], mode="bilinear", padding_mode="zeros", align_corners=False)[0]
    return Patch(sampled, left, top)
