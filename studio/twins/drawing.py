"""A pose as a few lines that anybody may see: how somebody stands, and nothing of how she is built.

Every bone has the length of the same stock figure, each direction is rounded to 15 degrees, and a bone seen from its
end is drawn at half its length or not at all. So a drawing gives back no measure of the person it was drawn from.
"""

from collections.abc import Mapping
from math import atan2, cos, hypot, pi, sin
from typing import Any

from studio.imaging.scene import Point

TURN = pi / 12
NECK = (20.0, 13.0)
CLOSE_UP, CLOSE_UP_NECK = 2.5, (20.0, 40.0)
TORSO, HEAD = 17.0, 5.0

# from, to, the stock length in a drawing of 40 x 60; a bone after those it hangs from
BONES: tuple[tuple[str, str, float], ...] = (
    ("neck", "nose", HEAD),
    ("neck", "pelvis", TORSO),
    ("neck", "left_shoulder", 5.5),
    ("neck", "right_shoulder", 5.5),
    ("left_shoulder", "left_elbow", 9.0),
    ("right_shoulder", "right_elbow", 9.0),
    ("left_elbow", "left_wrist", 8.0),
    ("right_elbow", "right_wrist", 8.0),
    ("pelvis", "left_hip", 3.0),
    ("pelvis", "right_hip", 3.0),
    ("left_hip", "left_knee", 13.0),
    ("right_hip", "right_knee", 13.0),
    ("left_knee", "left_ankle", 12.0),
    ("right_knee", "right_ankle", 12.0),
)


def drawn(pose: Mapping[str, Point], *, close: bool = False) -> dict[str, Any]:
    """{"head": [x, y], "path": an SVG path}. close: of a beauty plate, where head and shoulders fill the frame."""
    known = with_middles(pose)
    scale, neck = (CLOSE_UP, CLOSE_UP_NECK) if close else (1.0, NECK)
    at: dict[str, Point] = {"neck": neck} if "neck" in known else {}
    lines = []
    for start, end, length in BONES:
        if start in at and end in known:
            across, down = bone(known[start], known[end], length, torso_of(known))
            at[end] = (at[start][0] + scale * across, at[start][1] + scale * down)
            lines.append(f"M{number(at[start][0])} {number(at[start][1])}L{number(at[end][0])} {number(at[end][1])}")
    head = at.get("nose", (neck[0], neck[1] - scale * HEAD))
    return {"head": [round(head[0], 1), round(head[1], 1)], "path": "".join(lines)}


def with_middles(pose: Mapping[str, Point]) -> dict[str, Point]:
    """Neck and pelvis lie between their sides where nobody measured them."""
    known = dict(pose)
    for middle, joint in (("neck", "shoulder"), ("pelvis", "hip")):
        sides = [pose[f"{side}_{joint}"] for side in ("left", "right") if f"{side}_{joint}" in pose]
        if middle not in known and len(sides) == 2:
            known[middle] = ((sides[0][0] + sides[1][0]) / 2, (sides[0][1] + sides[1][1]) / 2)
    return known


def torso_of(known: Mapping[str, Point]) -> float:
    """Her torso in pixels, or what it would be for shoulders as wide as these."""
    if "neck" in known and "pelvis" in known:
        return max(hypot(known["pelvis"][0] - known["neck"][0], known["pelvis"][1] - known["neck"][1]), 1.0)
    return 100.0


def bone(start: Point, end: Point, length: float, torso_px: float) -> Point:
    across, down = end[0] - start[0], end[1] - start[1]
    seen = hypot(across, down) / torso_px * TORSO / length
    kept = min(round(seen * 2) / 2, 1.0) * length
    angle = round(atan2(down, across) / TURN) * TURN
    return kept * cos(angle), kept * sin(angle)


def number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
