"""A figure on the canvas it is worked on, with the measures a dresser takes: shoulders, trunk, limbs, widths."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from studio.imaging.canvas import blur, is_one_of
from studio.imaging.plates import PARTS
from studio.imaging.warping import Points

Vector = NDArray[np.float64]

ARMS = tuple(PARTS[f"{part}_{side}"] for part in ("upper_arm", "forearm", "hand") for side in "lr")
HANDS = (PARTS["hand_l"], PARTS["hand_r"])
HEAD = (PARTS["head"], PARTS["hair"])
USUAL_HIPS = 1.35
TRUNK = tuple(PARTS[name] for name in ("torso", "thigh_l", "thigh_r", "shin_l", "shin_r", "garment"))


@dataclass(slots=True)
class Body:
    """picture (3, H, W), alpha (1, H, W), parts (H, W) ids; pose in canvas pixels. scale: canvas px per plate px.

    ground: the row of the floor line on the canvas, or None where it is not known.
    """

    picture: Tensor
    alpha: Tensor
    parts: Tensor
    pose: dict[str, Vector]
    face: NDArray[np.float32] | None
    scale: float
    nails: NDArray[np.float32] | None = None
    ground: float | None = None
    plane: NDArray[np.uint8] = field(init=False)
    rims: NDArray[np.float64] | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.plane = self.parts.cpu().numpy().astype(np.uint8)

    @property
    def height_px(self) -> int:
        return int(self.picture.shape[-2])

    @property
    def width_px(self) -> int:
        return int(self.picture.shape[-1])

    def within(self, rows: slice, columns: slice) -> "Body":
        """The same body on a part of its canvas."""
        corner = np.array([columns.start, rows.start], float)
        face, nails = (None if points is None else points.copy() for points in (self.face, self.nails))
        for points in (face, nails):
            if points is not None:
                points[:, :2] -= corner
        return Body(
            self.picture[:, rows, columns], self.alpha[:, rows, columns], self.parts[rows, columns],
            {name: point - corner for name, point in self.pose.items()}, face, self.scale, nails,
            None if self.ground is None else self.ground - rows.start,
        )  # fmt: skip

    def mask(self, ids: Sequence[int]) -> Tensor:
        """(1, H, W), the parts named, their rim as soft as the silhouette's."""
        return is_one_of(self.parts, ids)

    def box_of(self, ids: Sequence[int], margin_px: int = 4) -> tuple[slice, slice]:
        """Rows and columns outside which there is nothing of these parts; empty for none."""
        is_part = np.zeros(256, bool)
        is_part[list(ids)] = True
        seen = is_part[self.plane]
        rows, columns = np.flatnonzero(seen.any(axis=1)), np.flatnonzero(seen.any(axis=0))
        if not len(rows):
            return slice(0, 0), slice(0, 0)
        return (
            slice(max(0, int(rows[0]) - margin_px), min(self.height_px, int(rows[-1]) + 1 + margin_px)),
            slice(max(0, int(columns[0]) - margin_px), min(self.width_px, int(columns[-1]) + 1 + margin_px)),
        )

    def shoulders_px(self) -> float:
        return max(float(np.linalg.norm(self.pose["left_shoulder"] - self.pose["right_shoulder"])), 4.0)

    def middle(self, joint: str) -> Vector:
        centre: Vector = (self.pose[f"left_{joint}"] + self.pose[f"right_{joint}"]) / 2
        return centre

    def trunk_px(self) -> float:
        """Shoulder line to hip joints."""
        return max(float(np.linalg.norm(self.middle("hip") - self.middle("shoulder"))), 4.0)

    def spine_at(self, y: float) -> float:
        """x of the trunk's middle line at a height; below the hips the middle between the legs."""
        line = [
            self.pose["neck"],
            self.middle("shoulder"),
            self.middle("hip"),
            self.middle("knee"),
            self.middle("ankle"),
        ]
        return float(np.interp(y, [point[1] for point in line], [point[0] for point in line]))

    def leg_at(self, side: str, y: float) -> float:
        line = [self.pose[f"{side}_hip"], self.pose[f"{side}_knee"], self.pose[f"{side}_ankle"]]
        return float(np.interp(y, [point[1] for point in line], [point[0] for point in line]))

    def edges_at(self, y: float, ids: Sequence[int]) -> tuple[float, float] | None:
        """The outermost columns that belong to these parts at a height: (left in the picture, right)."""
        if not 0 <= y < self.height_px:
            return None
        row = np.isin(self.plane[int(y)], ids)
        found = np.flatnonzero(row)
        return (float(found[0]), float(found[-1] + 1)) if len(found) else None

    def trunk_edges(self, y: float) -> tuple[float, float] | None:
        """As `edges_at` for the trunk; where an arm lies before its rim, as far out as the rim above and below says."""
        if self.rims is None:
            self.rims = trunk_rims(self.plane)
        row = int(y)
        if not 0 <= y < self.height_px or not np.isfinite(self.rims[0, row]):
            return None
        return float(self.rims[0, row]), float(self.rims[1, row])

    def waist_share(self) -> float:
        """How far down from shoulders to hip joints the natural waist lies: the lower, the narrower the hips."""
        return natural_waist(self.hips_per_waist())

    def hips_per_waist(self) -> float:
        """Breadth at the hip joints by the least breadth above them."""
        top, trunk = float(self.middle("shoulder")[1]), self.trunk_px()
        rows = [self.trunk_edges(top + part * trunk) for part in (1.0, *np.linspace(0.45, 0.75, 16))]
        hips, *above = [right - left for left, right in filter(None, rows)] or [0.0]
        return hips / max(min(above), 1.0) if rows[0] and above else USUAL_HIPS

    def waist_y(self) -> float:
        top, end = self.middle("shoulder")[1], self.middle("hip")[1]
        return float(top + self.waist_share() * (end - top))

    def crotch_y(self) -> float:
        """Where daylight first shows between the legs, or as far below the hips as it lies on most people."""
        hips, knees = self.middle("hip")[1], self.middle("knee")[1]
        fallback = float(hips + 0.24 * self.shoulders_px())
        legs = [PARTS["thigh_l"], PARTS["thigh_r"]]
        for y in np.arange(hips, knees, max(1.0, (knees - hips) / 120)):
            edges = self.edges_at(float(y), legs)
            if edges is None:
                continue
            row = self.plane[int(y), int(edges[0]) : int(edges[1])]
            if (row == 0).sum() > 2:
                return min(float(y), fallback + 0.2 * self.shoulders_px())
        return fallback

    def arm(self, side: str) -> Points:
        """The arm's middle line, rounded at the elbow: from the shoulder joint to a little past the wrist."""
        shoulder, elbow, wrist = (self.pose[f"{side}_{joint}"] for joint in ("shoulder", "elbow", "wrist"))
        reach = wrist - elbow
        beyond = wrist + reach / max(float(np.linalg.norm(reach)), 1.0) * self.shoulders_px() * 0.35
        return rounded([shoulder, elbow, wrist, beyond])

    def girth(self, at: Vector, across: Vector, ids: Sequence[int], most_px: float) -> tuple[float, float]:
        """How far these parts reach from a point to either side: (towards -across, towards +across)."""
        return self.reach(at, -across, ids, most_px), self.reach(at, across, ids, most_px)

    def reach(self, at: Vector, way: Vector, ids: Sequence[int], most_px: float) -> float:
        """How far these parts reach from a point, in px; hair that falls over them hides none of it."""
        steps = np.arange(0, most_px, max(0.5, most_px / 60))
        xs = np.clip((at[0] + way[0] * steps).astype(int), 0, self.width_px - 1)
        ys = np.clip((at[1] + way[1] * steps).astype(int), 0, self.height_px - 1)
        seen = self.plane[ys, xs]
        own = np.isin(seen, ids)
        outside = np.flatnonzero(~own & (seen != PARTS["hair"]))
        if not len(outside):
            return most_px
        last = np.flatnonzero(own[: outside[0]])
        return float(steps[last[-1] + 1]) if len(last) else 0.0


def trunk_rims(plane: NDArray[np.uint8]) -> NDArray[np.float64]:
    """(2, H): the trunk's left and right edge in every row, not a number where there is none."""
    trunk = np.isin(plane, TRUNK)
    arms = np.isin(plane, ARMS)
    rows = np.flatnonzero(trunk.any(axis=1))
    rims = np.full((2, plane.shape[0]), np.nan)
    if not len(rows):
        return rims
    last = plane.shape[1] - 1
    left, right = np.argmax(trunk[rows], axis=1), last - np.argmax(trunk[rows, ::-1], axis=1)
    for side, seen, way in ((0, left, -1), (1, right + 1, 0)):
        beside = np.clip(seen + way, 0, last)
        free = ~arms[rows, beside]
        rim = seen.astype(float)
        if free.any():
            told = np.interp(rows, rows[free], rim[free])
            rim = np.minimum(rim, told) if side == 0 else np.maximum(rim, told)
        rims[side, rows] = rim
    return rims


def natural_waist(hips_per_waist: float) -> float:
    """Where a waist lies between shoulders (0) and hip joints (1), read off figures of many builds."""
    return float(np.interp(hips_per_waist, [1.18, 1.46], [0.69, 0.612]))


def rounded(corners: Sequence[Vector], steps: int = 12) -> Points:
    """A polyline with its inner corners cut by quadratic curves."""
    line = [corners[0]]
    for before, corner, after in zip(corners[:-2], corners[1:-1], corners[2:], strict=True):
        start, end = corner + (before - corner) * 0.35, corner + (after - corner) * 0.35
        for t in np.linspace(0, 1, steps):
            line.append((1 - t) ** 2 * start + 2 * t * (1 - t) * corner + t**2 * end)
    line.append(corners[-1])
    return np.array(line)


def along(line: Points, length_px: float) -> tuple[Vector, Vector]:
    """The point at a length along a polyline (carried on straight past its end) and the direction there."""
    legs = np.diff(line, axis=0)
    lengths = np.maximum(np.linalg.norm(legs, axis=1), 1e-6)
    starts = np.concatenate([[0.0], np.cumsum(lengths)])
    i = int(np.clip(np.searchsorted(starts, length_px, side="right") - 1, 0, len(legs) - 1))
    way = legs[i] / lengths[i]
    return line[i] + way * (length_px - starts[i]), way


def length(line: Points) -> float:
    return float(np.linalg.norm(np.diff(line, axis=0), axis=1).sum())


def soften_parts(body: Body, ids: Sequence[int]) -> Tensor:
    """The parts with a rim of one or two pixels, clipped to the silhouette."""
    soft = torch.zeros_like(body.alpha)
    rows, columns = body.box_of(ids)
    if rows.stop > rows.start:
        mask = is_one_of(body.parts[rows, columns], ids)
        rim = rimmed(mask) if body.scale < 1.2 else blur(mask, 0.7 * body.scale)
        soft[:, rows, columns] = torch.minimum(rim.sub_(0.25).mul_(2).clamp_(0, 1), body.alpha[:, rows, columns])
    return soft


def rimmed(mask: Tensor) -> Tensor:
    """A Gaussian of 0.7 px, in four additions: each pixel with its neighbours as 1, 2, 1."""
    padded = F.pad(mask[None], (1, 1, 1, 1), mode="replicate")[0]
    for axis in (-2, -1):
        size = padded.shape[axis] - 1
        padded = padded.narrow(axis, 0, size) + padded.narrow(axis, 1, size)
        padded = padded.narrow(axis, 0, size - 1) + padded.narrow(axis, 1, size - 1)
    return padded.mul_(1 / 16)
