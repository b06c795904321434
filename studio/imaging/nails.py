"""Finger nails on a plate: where they are seen, from the 21 points of each hand, and their shape for the paint."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from studio.imaging.scene import Mask, Rgb

Plane = NDArray[np.float32]
Vector = NDArray[np.float64]

WRIST, INDEX, LITTLE = 0, 5, 17
FINGERS = ((4, 3), (8, 7), (12, 11), (16, 15), (20, 19))  # each one's tip, and the joint before it
HAND_PARTS = {"left": (3, 4), "right": (6, 7)}  # forearm and hand of `plates.PARTS`
SURE = 0.5  # of the hand's own points
FACING = 0.2  # sine between index and little finger from the wrist: below it the hand is seen from its edge
SMALLEST_PX = 1.2  # half a nail's width
LOOKED_AT_PX = 384
# Along the last joint of a finger, from its end: where the nail's middle lies, and half its length.
MIDDLE, HALF = 0.3, 0.24
ACROSS, MOST_ACROSS = 0.74, 0.2  # of the finger's half width, and at most of the joint's length


def read(picture: Rgb, parts: Mask) -> Plane:
    """(N, 6): each nail's middle, the way from there to its tip, half its width, and 0 for the left hand or 1.

    In pixels of the picture. None of a palm, a fist, a hand seen from its edge, or one too small to paint: (0, 6).
    """
    found = [_of_hand(points, side, parts) for side, points in read_hands(picture, parts).items()]
    return np.concatenate([np.zeros((0, 6), np.float32), *found])


def read_hands(picture: Rgb, parts: Mask) -> dict[str, Vector]:
    """The 21 points of each hand that is seen, (21, 2) in pixels."""
    from mediapipe.tasks.python import vision

    from studio.imaging.plates import as_mediapipe, fitted, model

    boxes = {side: box for side, ids in HAND_PARTS.items() if (box := _box(parts == ids[1]))}
    if not boxes:
        return {}
    found = {}
    options = vision.HandLandmarkerOptions(
        base_options=model("hand_landmarker.task"), num_hands=1,
        min_hand_detection_confidence=SURE, min_hand_presence_confidence=SURE,
    )  # fmt: skip
    with vision.HandLandmarker.create_from_options(options) as reader:
        for side, (left, top, right, bottom) in boxes.items():
            crop = np.ascontiguousarray(picture[top:bottom, left:right])
            marks = reader.detect(as_mediapipe(fitted(crop, LOOKED_AT_PX))).hand_landmarks
            if marks:
                points = np.array([[left + p.x * (right - left), top + p.y * (bottom - top)] for p in marks[0]])
                found[side] = points
    return found


def _box(hand: NDArray[np.bool_]) -> tuple[int, int, int, int] | None:
    rows, columns = np.flatnonzero(hand.any(axis=1)), np.flatnonzero(hand.any(axis=0))
    if len(rows) < 12 or len(columns) < 12:
        return None
    reach = 0.8 * max(np.ptp(rows), np.ptp(columns)) + 8
    x, y = (columns[0] + columns[-1]) / 2, (rows[0] + rows[-1]) / 2
    height, width = hand.shape
    return max(0, int(x - reach)), max(0, int(y - reach)), min(width, int(x + reach)), min(height, int(y + reach))


def _of_hand(points: Vector, side: str, parts: Mask) -> Plane:
    seen = [nail for tip, joint in FINGERS if (nail := _nail(points[tip], points[joint], side, parts)) is not None]
    if not shows_its_back(points, side) or not seen:
        return np.zeros((0, 6), np.float32)
    hand = 0.0 if side == "left" else 1.0
    return np.array([[*nail, hand] for nail in seen], np.float32)


def shows_its_back(points: Vector, side: str) -> bool:
    """Whether the back of the hand is turned to the camera: index and little finger lie as they do from there."""
    index, little = points[INDEX] - points[WRIST], points[LITTLE] - points[WRIST]
    turn = (index[0] * little[1] - index[1] * little[0]) / max(
        float(np.linalg.norm(index) * np.linalg.norm(little)), 1e-6
    )
    return bool((turn if side == "right" else -turn) > FACING)


def _nail(tip: Vector, joint: Vector, side: str, parts: Mask) -> list[float] | None:
    """x, y, the way to the tip, half the width; None where the finger is not seen or too small."""
    length = float(np.linalg.norm(tip - joint))
    ids = HAND_PARTS[side]
    if length < 3 or not _is_on(tip, ids, parts):
        return None
    along = (tip - joint) / length
    end = tip + along * _march(tip, along, ids, parts, 0.7 * length)
    whole = float(np.linalg.norm(end - joint))
    middle = end - along * whole * MIDDLE
    across = np.array([-along[1], along[0]])
    reach = min(_march(middle, way, ids, parts, whole) for way in (across, -across))
    half_width = min(reach * ACROSS, whole * MOST_ACROSS)
    if half_width < SMALLEST_PX or not _is_on(middle, ids, parts):
        return None
    way = along * whole * HALF
    return [float(middle[0]), float(middle[1]), float(way[0]), float(way[1]), half_width]


def _is_on(at: Vector, ids: tuple[int, int], parts: Mask) -> bool:
    x, y = round(float(at[0])), round(float(at[1]))
    return 0 <= y < parts.shape[0] and 0 <= x < parts.shape[1] and int(parts[y, x]) in ids


def _march(start: Vector, way: Vector, ids: tuple[int, int], parts: Mask, most_px: float) -> float:
    """How far from here these parts go on."""
    steps = np.arange(0.0, most_px, 0.5)
    off = next((step for step in steps if not _is_on(start + way * step, ids, parts)), most_px)
    return float(off)


def drawn(nail: NDArray[np.float64], height_px: int, width_px: int) -> NDArray[np.uint8]:
    """(h, w) uint8: rounded at the bed, a little squarer at the tip, as nails are."""
    scale = 4
    x, y, dx, dy, half = nail[:5]
    turn = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    power = 2 / np.where(np.cos(turn) > 0, 2.6, 2.0)
    lengthwise, sideways = (np.sign(wave) * np.abs(wave) ** power for wave in (np.cos(turn), np.sin(turn)))
    along = np.array([dx, dy])
    across = np.array([-dy, dx]) / max(float(np.hypot(dx, dy)), 1e-6) * half
    ring = np.array([x, y]) + lengthwise[:, None] * along + sideways[:, None] * across
    canvas = Image.new("L", (width_px * scale, height_px * scale))
    ImageDraw.Draw(canvas).polygon([(float(px), float(py)) for px, py in ring * scale], fill=255)
    return np.asarray(canvas.resize((width_px, height_px), Image.Resampling.BOX))
