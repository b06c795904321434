"""Where a figure meets the ground, and from where it was lit: proposals, for the owner of the plate to correct."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from studio.imaging.scene import Mask, Point, Rgb

LUMA = np.array([0.2126, 0.7152, 0.0722], np.float32)  # ITU-R BT.709
SOLE = 0.35  # of a shin: no sole lies further below an ankle
LIT = 2.4  # how much a fall of brightness across a body counts
NEAR_RIM = 0.85  # of a body's half width: beyond it the rim, and what the backdrop throws on it


def ground_of(alpha: Mask, pose: Mapping[str, Point]) -> float | None:
    """The height of the floor line in pixels: the lowest of the figure below its ankles. None where feet are cut off.

    alpha: (H, W) uint8, 255 = the person. pose: pixels by the names of `plates.POSE`.
    """
    lowest = [found for side in ("left", "right") if (found := _sole(alpha, pose, side)) is not None]
    return max(lowest) if lowest else None


def _sole(alpha: Mask, pose: Mapping[str, Point], side: str) -> float | None:
    ankle, knee = pose.get(f"{side}_ankle"), pose.get(f"{side}_knee")
    height, width = alpha.shape
    if ankle is None or knee is None or not 0 <= ankle[1] < height - 2:
        return None
    shin = float(np.hypot(ankle[0] - knee[0], ankle[1] - knee[1]))
    left, right = (int(np.clip(ankle[0] + way * 0.4 * shin, 0, width)) for way in (-1, 1))
    top, bottom = int(ankle[1]), min(height, int(ankle[1] + SOLE * shin) + 1)
    rows = np.flatnonzero((alpha[top:bottom, left:right] > 127).any(axis=1))
    if not len(rows) or top + int(rows[-1]) >= height - 2:
        return None
    return float(top + int(rows[-1]))


def light_of(picture: Rgb, alpha: Mask, face: NDArray[np.float32] | None = None) -> Point | None:
    """Where the light came from: -1 left to 1 right, and 0 level to 1 from above. None where hardly anybody is seen.

    picture: (H, W, 3) uint8. alpha: (H, W) uint8, 255 = the person. face: the face mesh, pixels.
    A body is rounder than it is patterned: how brightness falls across it, row by row, tells the side.
    """
    step = max(1, picture.shape[0] // 400)
    solid = alpha[::step, ::step] > 250
    bright = picture[::step, ::step].astype(np.float32) @ LUMA
    if solid.sum() < 200:
        return None
    xs = np.broadcast_to(np.arange(solid.shape[1], dtype=np.float32), solid.shape)
    many = solid.sum(axis=1)
    rows = many > 8
    left = np.where(solid, xs, np.inf).min(axis=1)[rows, None]
    right = np.where(solid, xs, -np.inf).max(axis=1)[rows, None]
    across = (xs[rows] - (left + right) / 2) / np.maximum((right - left) / 2, 1)
    told = solid[rows] & (np.abs(across) < NEAR_RIM)
    # Each row beside its own mean, so that a dark skirt under a light top says nothing of the light.
    count = np.maximum(told.sum(axis=1, keepdims=True), 1)
    level = (bright[rows] * told).sum(axis=1, keepdims=True) / count
    u, v = across[told], (bright[rows] / np.maximum(level, 8.0) - 1)[told]
    slope = float((u * v).sum() / max(float((u * u).sum()), 1e-6))
    aside = float(np.clip(LIT * slope, -1, 1))
    return round(aside, 3), round(from_above(picture, face), 3)


MESH = 468  # points of a face mesh, without its irises


def from_above(picture: Rgb, face: NDArray[np.float32] | None) -> float:
    """The upper half of a face beside its lower: as bright is level light, brighter comes from above.

    0.5 without a face, or with one that is no whole mesh.
    """
    if face is None or len(face) < MESH:
        return 0.5
    height, width = picture.shape[:2]
    middle, low, high = (face[index, :2] for index in (1, 152, 10))  # the nose's tip, chin, top of the brow
    half = max(2, int(np.linalg.norm(low - high) * 0.16))

    def brightness(at: NDArray[np.floating]) -> float:
        x, y = int(np.clip(at[0], half, width - half - 1)), int(np.clip(at[1], half, height - half - 1))
        about = picture[y - half : y + half + 1, x - half : x + half + 1].astype(np.float32) @ LUMA
        return float(np.median(about)) if about.size else 0.0

    upper, lower = brightness((middle + high) / 2), brightness((middle + low) / 2)
    return float(np.clip(0.5 + 1.5 * (upper - lower) / max(upper + lower, 1.0), 0, 1))
