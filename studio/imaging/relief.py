"""The coarse shape of a figure, for light to fall on: how far each place stands out towards the camera.

From the silhouette (blown up like a balloon), the joints (arms, head) and the face mesh, which has depth of its own.
"""

from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from scipy.interpolate import LinearNDInterpolator
from torch import Tensor

from studio.imaging.body import HEAD, Body, Vector
from studio.imaging.canvas import blur

WHOLE_PX, FACE_PX = 320, 200  # rows a map has at most: form changes slowly
DEEP = 0.62  # how deep a trunk is for its width
ARM = ((0.15, 0.115), (0.11, 0.085))  # upper and lower arm: how thick at either end, in shoulder widths
HEAD_WIDE, HEAD_HIGH, HEAD_OUT = 0.21, 0.3, 0.12  # half measures of a head, and how far it stands before the neck
FACE_DEEP = 1.25  # the mesh is a little flatter than faces are


@dataclass(frozen=True, slots=True)
class Relief:
    """A map of form. height, (1, h, w), in its own pixels towards the camera; normal, (3, h, w), unit vectors.

    rows, columns: what of the canvas it covers. unit_px: a shoulder width in its own pixels.
    weight: (1, h, w), how much it is to be believed, against a coarser one. outline: whether its rim is the figure's.
    """

    height: Tensor
    normal: Tensor
    weight: Tensor
    rows: slice
    columns: slice
    unit_px: float
    outline: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """The whole figure, and the face more finely where it has one."""

    whole: Relief
    face: Relief | None


def form_of(body: Body, alpha: Tensor) -> Form:
    """alpha: (1, H, W) of the figure as she is dressed."""
    whole = whole_of(body, alpha)
    return Form(whole, None if body.face is None else face_of(body, body.face))


def whole_of(body: Body, alpha: Tensor) -> Relief:
    step = max(1, -(-alpha.shape[-2] // WHOLE_PX))
    small = alpha[:, ::step, ::step]
    unit = body.shoulders_px() / step
    height = swollen((small > 0.5).float()) * DEEP
    for side in ("left", "right"):
        height = both(height, arm(body, side, step, small), unit * 0.04)
    height = both(height, head(body, step, small), unit * 0.03)
    height = blur(height, max(0.8, unit * 0.012)) * (small > 0.02)
    everywhere = slice(0, alpha.shape[-2]), slice(0, alpha.shape[-1])
    return Relief(height, facing(height, unit * 0.02), torch.ones_like(height), *everywhere, unit, outline=True)


def swollen(seen: Tensor) -> Tensor:
    """Height of a cushion of this outline, (1, h, w): as high at its middle as it is wide from there to its edge.

    The membrane over the outline, solved from coarse to fine, and its root: a strip gives half a pipe, a disc a ball.
    """
    height, width = seen.shape[-2:]
    film = torch.zeros(1, 1, 4, 4, device=seen.device)
    for part in (16, 8, 4, 2, 1):
        size = (max(4, height // part), max(4, width // part))
        inside = F.interpolate(seen[None], size, mode="area") > 0.5
        film = F.interpolate(film, size, mode="bilinear") * inside
        for _ in range(60 if part == 16 else 24):
            # A figure cut by the frame below goes on there; at its sides it is round all the same.
            frame = F.pad(F.pad(film, (0, 0, 1, 1), mode="replicate"), (1, 1))
            near = F.avg_pool2d(frame, 3, 1) * 9 - film
            # Where its slope falls by 1 a pixel in every direction, the eight round a place lie 3/4 lower on average.
            film = (near / 8 + 0.75 * part**2) * inside
    return film[0].clamp_min(0).mul_(2).sqrt_()


def arm(body: Body, side: str, step: int, like: Tensor) -> Tensor:
    joints = [body.pose[f"{side}_{name}"] / step for name in ("shoulder", "elbow", "wrist")]
    unit = body.shoulders_px() / step
    found = torch.zeros_like(like)
    for start, end, (thick, thin) in zip(joints[:-1], joints[1:], ARM, strict=True):
        found = torch.maximum(found, bone(start, end, thick * unit, thin * unit, like))
    return found


def bone(start: Vector, end: Vector, thick_px: float, thin_px: float, like: Tensor) -> Tensor:
    """Height of a round limb from one joint to the next."""
    rows, columns = grid(like)
    right, down = (float(v) for v in end - start)
    across, below = columns - float(start[0]), rows - float(start[1])
    along = ((across * right + below * down) / max(right**2 + down**2, 1.0)).clamp(0, 1)
    far = (across - along * right) ** 2 + (below - along * down) ** 2
    radius = thick_px + (thin_px - thick_px) * along
    return (radius**2 - far).clamp_min_(0).sqrt_()[None]


def head(body: Body, step: int, like: Tensor) -> Tensor:
    rows, columns = grid(like)
    unit = body.shoulders_px() / step
    ears = body.middle("ear") / step
    wide = max(HEAD_WIDE * unit, 0.55 * float(np.linalg.norm(body.pose["left_ear"] - body.pose["right_ear"])) / step)
    high = wide * HEAD_HIGH / HEAD_WIDE
    far = ((columns - float(ears[0])) / wide) ** 2 + ((rows - float(ears[1]) + 0.1 * high) / high) ** 2
    ball = (1 - far).clamp_min_(0).sqrt_()
    inside = torch.isin(body.parts[::step, ::step], torch.tensor(HEAD, device=like.device))
    return ((ball * wide + HEAD_OUT * unit) * (ball > 0) * inside)[None]


def grid(like: Tensor) -> tuple[Tensor, Tensor]:
    rows = torch.arange(like.shape[-2], device=like.device, dtype=torch.float32)[:, None]
    return rows, torch.arange(like.shape[-1], device=like.device, dtype=torch.float32)[None, :]


def both(one: Tensor, other: Tensor, soft_px: float) -> Tensor:
    """The higher of two, rounded where they meet."""
    share = (0.5 + 0.5 * (other - one) / max(soft_px, 1e-3)).clamp_(0, 1)
    return torch.lerp(one, other, share) + soft_px * share * (1 - share)


def facing(height: Tensor, soft_px: float) -> Tensor:
    down = F.pad(height[:, 2:] - height[:, :-2], (0, 0, 1, 1)) / 2
    across = F.pad(height[:, :, 2:] - height[:, :, :-2], (1, 1, 0, 0)) / 2
    normal = blur(torch.cat([-across, -down, torch.ones_like(height)]), soft_px)
    return normal / (normal * normal).sum(dim=0, keepdim=True).sqrt_().clamp_min_(1e-3)


def face_of(body: Body, mesh: NDArray[np.float32]) -> Relief | None:
    """From the depth the mesh itself has; None where the face is too small to matter."""
    points = mesh.astype(float)
    low, high = points[:, :2].min(axis=0), points[:, :2].max(axis=0)
    rows = slice(max(0, int(low[1])), min(body.height_px, int(np.ceil(high[1])) + 1))
    columns = slice(max(0, int(low[0])), min(body.width_px, int(np.ceil(high[0])) + 1))
    if rows.stop - rows.start < 16 or columns.stop - columns.start < 16:
        return None
    step = max(1.0, (rows.stop - rows.start) / FACE_PX)
    size = (round((rows.stop - rows.start) / step), round((columns.stop - columns.start) / step))
    at = (points[:, :2] - [columns.start, rows.start]) / step
    ys, xs = np.mgrid[0 : size[0], 0 : size[1]]
    out = (points[:, 2].max() - points[:, 2]) / step * FACE_DEEP
    deep = LinearNDInterpolator(at, out, fill_value=np.nan)(xs, ys)
    known = ~np.isnan(deep)
    height = torch.from_numpy(np.where(known, deep, 0.0)).float()[None].to(body.alpha.device)
    unit = body.shoulders_px() / step
    # The mesh is made of flat pieces; unsmoothed each would be seen.
    height = blur(height, max(0.8, unit * 0.012))
    inside = torch.from_numpy(known).float()[None].to(height)
    # Towards its rim the mesh gives way to the head's own round.
    weight = ((blur(F.pad(inside, (8, 8, 8, 8)), unit * 0.04)[:, 8:-8, 8:-8] - 0.5) / 0.45).clamp(0, 1)
    return Relief(height, facing(height, max(0.6, unit * 0.008)), weight, rows, columns, unit)
