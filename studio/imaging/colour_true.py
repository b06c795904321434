"""Cloth stays the colour it is sold in: how far a grade may move it, measured as people see colour."""

import math
from collections.abc import Callable

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from studio.imaging.canvas import extent
from studio.imaging.grading import looked_up
from studio.imaging.makeup import to_lab
from studio.imaging.scene import Lut

MOST = 2.0  # CIEDE2000, about what two people side by side still call one colour
LATTICE = 25  # colours a side at which the way is measured


def held(
    before: Tensor, after: Tensor, cloth: Tensor, graded: Callable[[Tensor], Tensor], most: float = MOST
) -> Tensor:
    """The graded picture, with cloth moved by no more than `most` from how it was.

    before, after: (3, H, W) sRGB 0 to 1; cloth: (1, H, W), 1 where it is seen. Beside cloth the grade stays whole.
    graded: what made `after` of `before`. A grade takes each colour for itself, so how far each may go is reckoned
    once for a lattice of colours and looked up. `after` is changed and given back.
    """
    rows, columns = extent(cloth, 0)
    if rows.stop == rows.start:
        return after
    there, wanted = before[:, rows, columns], after[:, rows, columns]
    share = looked_up(there, Lut(shares(graded, most, before)))[:1]
    # Of the way from the picture to the graded one: all of it beside cloth, the share on it.
    wanted.copy_(torch.lerp(there, wanted, share.sub_(1).mul_(cloth[:, rows, columns].clamp(0, 1)).add_(1)))
    return after


def shares(graded: Callable[[Tensor], Tensor], most: float, like: Tensor) -> NDArray[np.float32]:
    """How much of the way each colour of a lattice may go, as a table by blue, green and red."""
    steps = torch.linspace(0, 1, LATTICE, device=like.device)
    blue, green, red = torch.meshgrid(steps, steps, steps, indexing="ij")
    one = torch.stack([red, green, blue]).reshape(3, LATTICE, -1)
    lab, other = to_lab(one), graded(one)
    share = torch.ones_like(one[:1])
    # Half the way there is not half as far to the eye, so it is measured again where it would stop.
    for _ in range(2):
        far = delta_e(lab, to_lab(torch.lerp(one, other, share)))
        share = share * (most / far.clamp_min(most))
    table: NDArray[np.float32] = share.reshape(LATTICE, LATTICE, LATTICE, 1).cpu().numpy()
    return table


def delta_e(one: Tensor, other: Tensor) -> Tensor:
    """CIEDE2000 between two pictures in CIE L*a*b*, (3, H, W) each: (H, W). After Sharma, Wu and Dalal (2005)."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean_c = (torch.hypot(a1, b1) + torch.hypot(a2, b2)) / 2
    g = 0.5 * (1 - torch.sqrt(mean_c**7 / (mean_c**7 + 25.0**7)))
    a1, a2 = a1 * (1 + g), a2 * (1 + g)
    c1, c2 = torch.hypot(a1, b1), torch.hypot(a2, b2)
    h1, h2 = (torch.rad2deg(torch.atan2(b, a)) % 360 for a, b in ((a1, b1), (a2, b2)))
    grey = c1 * c2 == 0
    turn = (h2 - h1 + 180) % 360 - 180
    turn = torch.where(h2 - h1 == 180, 180.0, turn).masked_fill(grey, 0)
    mean_l, mean_c = (l1 + l2) / 2, (c1 + c2) / 2
    apart = (h1 - h2).abs() > 180
    mean_h = torch.where(grey, h1 + h2, (h1 + h2 + torch.where(apart, 360.0, 0.0)) / 2 % 360)
    s_l = 1 + 0.015 * (mean_l - 50) ** 2 / torch.sqrt(20 + (mean_l - 50) ** 2)
    s_c, s_h = 1 + 0.045 * mean_c, 1 + 0.015 * mean_c * _by_hue(mean_h)
    light = (l2 - l1) / s_l
    chroma = (c2 - c1) / s_c
    hue = 2 * torch.sqrt(c1 * c2) * torch.sin(torch.deg2rad(turn) / 2) / s_h
    bend = torch.exp(-(((mean_h - 275) / 25) ** 2))
    r_t = -2 * torch.sqrt(mean_c**7 / (mean_c**7 + 25.0**7)) * torch.sin(math.radians(60) * bend)
    return torch.sqrt((light**2 + chroma**2 + hue**2 + r_t * chroma * hue).clamp_min(0))


def _by_hue(h: Tensor) -> Tensor:
    parts = ((0.17, 1, -30.0), (-0.24, 2, 0.0), (-0.32, 3, 6.0), (0.20, 4, -63.0))
    found = torch.ones_like(h)
    for weight, times, shift in parts:
        found = found - weight * torch.cos(torch.deg2rad(times * h + shift))
    return found
