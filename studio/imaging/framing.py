"""How much of the figure is in the picture: framings as photographers name them, aspects, and crops of a master."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from studio.imaging.plates import PARTS
from studio.imaging.scene import Figure


@dataclass(frozen=True, slots=True)
class Framing:
    """joint: below which the picture ends, and by how many shoulder widths.

    headroom: air above the hair, in parts of the picture's height. starts: the joint at which it begins instead.
    """

    title: str
    joint: str
    below: float
    headroom: float
    starts: str = ""


FRAMINGS: dict[str, Framing] = {
    "full-length": Framing("Full length", "ankle", 0.62, 0.06),
    "three-quarter": Framing("Three-quarter", "knee", 0.05, 0.07),
    "head-to-hip": Framing("Half length", "hip", 0.35, 0.08),
    "bust": Framing("Head and shoulders", "shoulder", 0.85, 0.1),
    "beauty": Framing("Beauty", "shoulder", 0.12, 0.09),
    "detail": Framing("Detail", "shoulder", 0.9, 0.0, starts="neck"),
}
HAT_ROOM = 0.95  # from the nose up to the top of most hats, in shoulder widths
ASPECTS: tuple[str, ...] = ("4:5", "1:1", "2:3", "3:4", "9:16", "16:9", "3:2", "5:4")


@dataclass(frozen=True, slots=True)
class Box:
    """In pixels, y down; may reach past the picture it was reckoned on."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top


def aspect_of(name: str) -> float:
    """Width over height of "4:5"."""
    if name not in ASPECTS:
        raise ValueError(f"aspect must be one of {', '.join(ASPECTS)}, got {name!r}")
    across, down = name.split(":")
    return int(across) / int(down)


def frame(figure: Figure, framing: str, aspect: str, *, hat: bool = False) -> Box:
    """The rectangle of the plate that this framing shows. It never cuts the top of the hair; a detail has no head.

    hat: whether something is worn on the head, which needs room too.
    """
    if framing not in FRAMINGS:
        raise ValueError(f"framing must be one of {', '.join(FRAMINGS)}, got {framing!r}")
    rule, ratio = FRAMINGS[framing], aspect_of(aspect)
    top = highest(figure, rule, hat=hat)
    bottom = lowest(figure, rule)
    height = max((bottom - top) / (1 - rule.headroom), 8.0)
    inside = silhouette(figure, top, bottom)
    margin = 1.1 if framing == "full-length" else 1.0
    needed = inside.width * margin if framing in ("full-length", "three-quarter") else 0.0
    width = height * ratio
    if width < needed:
        width, height = needed, needed / ratio
    centre = middle_x(figure, framing, inside)
    plate_width = float(figure.alpha.shape[1])
    if width > plate_width and cut_by_plate(inside, plate_width):
        # Shoulders that the plate itself cuts can't be carried on beyond it.
        width, height, centre = plate_width, plate_width / ratio, plate_width / 2
    # What a wider picture gives in height goes above and below by thirds: the eye takes air over the head more easily.
    spare = height - (bottom - top)
    above = (
        max(rule.headroom * height, spare * 0.5)
        if framing != "full-length"
        else max(rule.headroom * height, spare * 0.55)
    )
    if cut_by_plate(inside, plate_width):
        centre = min(max(centre, width / 2), plate_width - width / 2)
    return Box(centre - width / 2, top - above, centre + width / 2, top - above + height)


def group(figures: Sequence[Figure], framing: str, aspect: str, *, hat: bool = False) -> list[Box]:
    """For each figure the rectangle, on its own plate, of one picture in which all stand side by side."""
    if len(figures) == 1:
        return [frame(figures[0], framing, aspect, hat=hat)]
    rule, ratio = FRAMINGS[framing], aspect_of(aspect)
    solo = [frame(one, framing, aspect, hat=hat) for one in figures]
    ends = [lowest(one, rule) for one in figures]
    taken = [silhouette(one, highest(one, rule), end) for one, end in zip(figures, ends, strict=True)]
    gap = 0.25 * shoulders(figures[0].pose)
    # All stand on one line, at the size they were photographed.
    height = max(end - box.top for end, box in zip(ends, solo, strict=True)) + max(
        box.bottom - end for end, box in zip(ends, solo, strict=True)
    )
    row = sum(box.width for box in taken) + gap * (len(taken) + 1)
    height = max(height, row / ratio)
    below = max(box.bottom - end for end, box in zip(ends, solo, strict=True))
    x = (height * ratio - row) / 2 + gap
    boxes = []
    for box, end in zip(taken, ends, strict=True):
        left, top = box.left - x, end + below - height
        boxes.append(Box(left, top, left + height * ratio, top + height))
        x += box.width + gap
    return boxes


def cut_by_plate(inside: Box, plate_width: float) -> bool:
    return inside.left <= 1 or inside.right >= plate_width - 1


def highest(figure: Figure, rule: Framing, *, hat: bool = False) -> float:
    """Where what must be in the picture begins: the hair, a hat, or a little above a joint."""
    if not rule.starts:
        hatted = figure.pose["nose"][1] - HAT_ROOM * shoulders(figure.pose)
        return min(hair_top(figure), hatted) if hat else hair_top(figure)
    return max(float(figure.pose[rule.starts][1]) - 0.12 * shoulders(figure.pose), 0.0)


def hair_top(figure: Figure) -> float:
    """The first row of the head, hair and all; where no head was found, of the person."""
    head = np.isin(figure.parts, (PARTS["head"], PARTS["hair"])) & (figure.alpha > 60)
    rows = np.flatnonzero((head if head.any() else figure.alpha > 60).any(axis=1))
    return float(rows[0]) if len(rows) else 0.0


def lowest(figure: Figure, rule: Framing) -> float:
    left, right = figure.pose[f"left_{rule.joint}"], figure.pose[f"right_{rule.joint}"]
    y = max(left[1], right[1]) if rule.joint == "ankle" else (left[1] + right[1]) / 2
    y += rule.below * shoulders(figure.pose)
    # Never past the end of a plate that was itself photographed closer.
    return float(min(y, figure.picture.shape[0]))


def shoulders(pose: Mapping[str, tuple[float, float]]) -> float:
    left, right = pose["left_shoulder"], pose["right_shoulder"]
    return max(float(np.hypot(left[0] - right[0], left[1] - right[1])), 4.0)


def silhouette(figure: Figure, top: float, bottom: float) -> Box:
    rows = figure.alpha[int(top) : max(int(bottom), int(top) + 1)] > 60
    columns = np.flatnonzero(rows.any(axis=0))
    if not len(columns):
        return Box(0, top, float(figure.alpha.shape[1]), bottom)
    return Box(float(columns[0]), top, float(columns[-1] + 1), bottom)


def middle_x(figure: Figure, framing: str, inside: Box) -> float:
    pose = figure.pose
    head = pose["nose"][0] * 0.5 + pose["neck"][0] * 0.5
    if framing == "detail":
        return pose["neck"][0]
    if framing in ("beauty", "bust"):
        return head
    return head * 0.3 + pose["pelvis"][0] * 0.2 + (inside.left + inside.right) / 2 * 0.5


def crops(width_px: int, height_px: int, keep: Box, aspects: Iterable[str] = ASPECTS) -> dict[str, Box]:
    """The largest crop of a picture in each aspect that holds `keep` if any can, inside the picture.

    keep: what must stay, mostly the figure or the face. Where it is larger than the crop, its top stays.
    """
    found = {}
    for name in aspects:
        ratio = aspect_of(name)
        width = min(float(width_px), height_px * ratio)
        height = width / ratio
        left = place(keep.left, keep.right, width, width_px)
        top = place(keep.top, keep.bottom, height, height_px)
        found[name] = Box(left, top, left + width, top + height)
    return found


def place(low: float, high: float, size: float, whole: int) -> float:
    start = (low + high) / 2 - size / 2 if high - low <= size else low - 0.02 * size
    return float(min(max(start, 0.0), whole - size))
