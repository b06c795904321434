"""Joints as a tailor means them, from those a pose model finds.

A pose model draws everybody towards its mean: broad shoulders come out narrow, narrow hips low. The silhouette knows
better. The numbers are regressions on figures of eleven builds whose joints are known; with one build left out, the
shoulders' breadth errs by 0.015 of the trunk (0.056 as found), the hips' height by 0.020 (0.042).
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from studio.imaging.scene import Mask, Point

Vector = NDArray[np.float64]

FACING = 0.5  # shoulders' breadth in trunk lengths: a figure that seems narrower is turned away
BROADER = (0.95, 1.2)  # what the silhouette may make of the shoulders that were found
LOWER = (-0.08, 0.08)  # and of the hips' height, in trunk lengths
SHOULDERS_DOWN = 0.037  # in trunk lengths
NECK_DOWN = 0.044  # in shoulder widths, as the rest
ELBOW_DOWN = 0.105
ANKLE_DOWN = 0.085


def settled(pose: Mapping[str, Point], alpha: Mask, trunk: Mask) -> dict[str, Point]:
    """The pose with its joints moved; pixels. alpha: (H, W), the person; trunk: (H, W), non-zero where no arm is."""
    at = {name: np.array(point, float) for name, point in pose.items()}
    top, end = middle(at, "shoulder"), middle(at, "hip")
    length = max(float(np.linalg.norm(end - top)), 1.0)
    found = float(np.linalg.norm(at["left_shoulder"] - at["right_shoulder"]))
    if found < FACING * length:
        return dict(pose)
    chest = breadth(alpha > 127, top) / length
    hips = breadth(trunk > 0, end) / length
    thigh = float(np.linalg.norm(middle(at, "knee") - end)) / length
    broad = float(np.clip((0.40 + 0.727 * chest - 0.42 * hips) * length / found, *BROADER))
    lower = float(np.clip(-0.79 + 0.242 * hips + 0.689 * thigh, *LOWER))
    spine = (end - top) / length
    width = found * broad
    for side in ("left", "right"):
        shoulder, hip = f"{side}_shoulder", f"{side}_hip"
        at[shoulder] = top + (at[shoulder] - top) * broad + spine * SHOULDERS_DOWN * length
        at[hip] = at[hip] + spine * lower * length
        straighten(at, side, width)
    at["neck"] = at["neck"] + spine * NECK_DOWN * width
    at["pelvis"] = at["pelvis"] + spine * lower * length
    return {name: (float(point[0]), float(point[1])) for name, point in at.items()}


def straighten(at: dict[str, Vector], side: str, width: float) -> None:
    """Where a limb is bent its joint is plain to see; in a straight one it is found too high."""
    shoulder, elbow, wrist = (at[f"{side}_{joint}"] for joint in ("shoulder", "elbow", "wrist"))
    at[f"{side}_elbow"] = elbow + straightness(shoulder, elbow, wrist) * width * ELBOW_DOWN * unit(wrist - shoulder)
    hip, knee, ankle = (at[f"{side}_{joint}"] for joint in ("hip", "knee", "ankle"))
    # A leg that steps towards the camera looks straight; its foot is off the floor.
    lifted = max(float(at[f"{other}_ankle"][1]) for other in ("left", "right")) - float(ankle[1])
    stands = straightness(hip, knee, ankle) * float(np.interp(lifted / width, [0.1, 0.25], [1, 0]))
    at[f"{side}_ankle"] = ankle + stands * width * ANKLE_DOWN * unit(ankle - knee)


def straightness(start: Vector, bend: Vector, end: Vector) -> float:
    """1 for a limb that is straight within 15 degrees, 0 from 40 degrees on."""
    turn = np.degrees(np.arccos(np.clip(unit(bend - start) @ unit(end - bend), -1, 1)))
    return float(np.interp(turn, [15, 40], [1, 0]))


def breadth(mask: NDArray[np.bool_], at: Vector) -> float:
    """How broad the mask is at a point, without what daylight parts from it; 0 outside."""
    x, y = int(at[0]), int(at[1])
    if not (0 <= y < mask.shape[0] and 0 <= x < mask.shape[1]) or not mask[y, x]:
        return 0.0
    gaps = np.flatnonzero(~mask[y])
    left = gaps[gaps < x]
    right = gaps[gaps > x]
    return float((right[0] if len(right) else mask.shape[1]) - (left[-1] + 1 if len(left) else 0))


def middle(at: Mapping[str, Vector] | Mapping[str, Point], joint: str) -> Vector:
    centre: Vector = (np.asarray(at[f"left_{joint}"], float) + np.asarray(at[f"right_{joint}"], float)) / 2
    return centre


def unit(way: Vector) -> Vector:
    result: Vector = way / max(float(np.linalg.norm(way)), 1e-6)
    return result
