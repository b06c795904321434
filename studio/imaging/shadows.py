"""What a figure takes from the floor: the dark where it touches, and the shadow its key throws.

All maps are small, (1, h, w) from 0 to 1 with 1 = dark; `grown` brings them to the canvas.
"""

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from studio.imaging.body import Body
from studio.imaging.canvas import blur

FINE, COARSE = 2, 4  # canvas pixels to one of a map: a hard shadow has an edge
TOUCHES = 0.05  # of a shoulder width: what of a sole is taken to touch the floor
DEEPEST = 0.85  # a floor is never without any light
TALLEST = 6.0  # nothing of a figure is higher above its feet, in shoulder widths
EDGE_ON = 0.14  # a figure is no cardboard: lit from beside it throws a shadow all the same,
THICK = 0.14  # as thick as a leg is deep, in half shoulder widths


@dataclass(frozen=True, slots=True)
class Fall:
    """How light falls on the floor. towards: unit vector to the key, x right, y down, z to the camera.

    share: of the floor's light that the key gives, 0 to 1. softness: 0 hard to 1 soft. tilt: how many pixels up the
    picture one pixel away from the camera lies on the floor.
    """

    towards: tuple[float, float, float]
    share: float
    softness: float
    tilt: float


def floor_dark(body: Body, alpha: Tensor, fall: Fall) -> Tensor | None:
    """Contact and thrown shadow together; None where no foot is in the picture. alpha: of the dressed figure."""
    step = FINE if fall.softness < 0.3 else COARSE
    small = F.avg_pool2d(alpha[None], step)[0]
    unit = body.shoulders_px() / step
    soles = [sole for side in ("left", "right") if (sole := sole_of(body, small, side, step)) is not None]
    if not soles:
        return None
    dark = contact(small, soles, unit)
    own = sum(bottom for bottom, _, _ in soles) / len(soles)
    ground = own if body.ground is None else body.ground / step
    thrown = thrown_by(small, ground, unit, fall)
    return 1 - (1 - dark) * (1 - thrown)


def grown(dark: Tensor, height_px: int, width_px: int) -> Tensor:
    return F.interpolate(dark[None], (height_px, width_px), mode="bilinear")[0]


def sole_of(body: Body, small: Tensor, side: str, step: int) -> tuple[int, int, int] | None:
    """Where a foot stands, shoe and all: (bottom row, first column, last column) of the small map."""
    x, y = (float(v) / step for v in body.pose[f"{side}_ankle"])
    unit = body.shoulders_px() / step
    top, bottom = round(y - 0.05 * unit), round(y + 0.55 * unit)
    left, right = round(x - 0.32 * unit), round(x + 0.32 * unit)
    middle = (float(body.pose["left_ankle"][0]) + float(body.pose["right_ankle"][0])) / 2 / step
    left, right = (max(left, round(middle)), right) if x > middle else (left, min(right, round(middle)))
    rows = slice(max(0, top), max(0, bottom))
    columns = slice(max(0, left), max(0, right))
    there = small[0, rows, columns] > 0.5
    # A foot that the frame cuts has no floor in the picture.
    if y + 0.1 * unit > small.shape[-2] or not bool(there.any()):
        return None
    lowest = int(torch.nonzero(there.any(dim=1))[-1]) + rows.start
    if lowest >= small.shape[-2] - 1:
        return None
    band = there[max(0, lowest - rows.start - max(1, round(TOUCHES * unit))) : lowest - rows.start + 1].any(dim=0)
    across = torch.nonzero(band)
    return lowest, int(across[0]) + columns.start, int(across[-1]) + columns.start


def contact(small: Tensor, soles: list[tuple[int, int, int]], unit: float) -> Tensor:
    """Darkest right under each sole and gone within a hand's breadth."""
    touched = torch.zeros_like(small)
    for bottom, left, right in soles:
        top = max(0, bottom - max(1, round(TOUCHES * unit)))
        touched[:, top : bottom + 2, left : right + 1] = small[:, top : bottom + 2, left : right + 1].clamp_min(0.6)
    close, wide = blur(touched, 0.025 * unit), blur(touched, 0.09 * unit)
    return (close * 0.75 + wide * 0.9).clamp_(0, 0.8)


def thrown_by(small: Tensor, ground: float, unit: float, fall: Fall) -> Tensor:
    """The silhouette laid down on the floor away from the key, softer the further it falls."""
    up = max(-fall.towards[1], 0.05)
    depth = math.copysign(max(abs(fall.towards[2]), EDGE_ON), fall.towards[2] or 1.0)
    # How high over the floor the point is that shades a place one pixel further up the picture; less than 0 where the
    # key is behind, and aside how far it stands to the side for its height.
    rise = up / (depth * max(fall.tilt, 1e-3))
    aside = fall.towards[0] / up
    rows = torch.arange(small.shape[-2], device=small.device, dtype=torch.float32)[:, None]
    # Of a low key each row holds a long stretch of the figure: looked at more than once, or the shadow has gaps.
    looks = min(max(math.ceil(abs(rise * aside) / (0.1 * unit)), 1), 16)
    sharp = torch.zeros_like(small)
    for i in range(looks):
        sharp = torch.maximum(sharp, laid_down(small, ground, rise, aside, rows + (i + 0.5) / looks - 0.5, unit))
    thick = round(THICK * unit * fall.tilt)
    sharp = F.max_pool2d(sharp[None], (2 * thick + 1, 1), 1, (thick, 0))[0]
    spread = 0.01 + 0.16 * fall.softness
    near, far = blur(sharp, max(0.5, spread * 0.5 * unit)), blur(sharp, max(0.6, spread * 3.0 * unit))
    above = ((ground - rows) * rise).clamp_min(0) / unit
    soft = torch.lerp(near, far, (above / 3).clamp(0, 1)[None])
    # Of a broad source all the floor but the nearest sees a part.
    return soft * torch.exp(above * (-1.1 * fall.softness)) * (fall.share * (1 - 0.45 * fall.softness) * DEEPEST)


def laid_down(small: Tensor, ground: float, rise: float, aside: float, rows: Tensor, unit: float) -> Tensor:
    """The silhouette as it is seen from the key by each place of the floor, looked at in these rows."""
    height, width = small.shape[-2:]
    columns = torch.arange(width, device=small.device, dtype=torch.float32)[None, :]
    above = (ground - rows) * rise
    at_x = columns + above * aside
    at_y = (ground - above).expand_as(at_x)
    grid = torch.stack([at_x / (width - 1) * 2 - 1, at_y / (height - 1) * 2 - 1], dim=-1)[None]
    return F.grid_sample(small[None], grid, align_corners=True)[0] * ((above >= 0) & (above < TALLEST * unit))
