"""Shoes on feet, and the small things: hats, bags, belts, jewellery, eyewear. Moved, turned and scaled, not bent."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from scipy import ndimage
from torch import Tensor

from studio.imaging.body import ARMS, HEAD, Body, Vector, soften_parts
from studio.imaging.canvas import resize, to_tensor
from studio.imaging.cutouts import Outline
from studio.imaging.plates import PARTS
from studio.imaging.scene import Piece, Rgba
from studio.imaging.tailoring import Layer
from studio.imaging.warping import Patch, fit_spline, warp

Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True, slots=True)
class Spot:
    """Where one small thing goes: the middle of its upper edge, how wide it is there, and how far it is turned.

    by_top: whether `at` is the middle of its upper edge, else its own middle. hidden: the parts of the body that lie
    before it, and above which row none of it is seen.
    """

    at: Vector
    width: float
    turned: float = 0.0  # radians, clockwise in the picture
    by_top: bool = False
    hidden: tuple[int, ...] = ()
    below: float = 0.0


def placed(body: Body, piece: Piece, shape: Outline) -> list[tuple[Layer, Patch]]:
    """Nothing where the plate can't carry it: no glasses on the back of a head, no bag in a hand out of the picture."""
    if piece.category == "shoes":
        return shoes(body, piece, shape)
    laid = []
    for box, spot in spots(body, piece.category, shape):
        one = hung(body, piece, box, spot)
        laid += [] if one is None else [one]
    return laid


def spots(body: Body, category: str, shape: Outline) -> list[tuple[Box, Spot]]:
    """Which part of the cut-out goes where."""
    whole = (float(shape.left), float(shape.top), float(shape.right), float(shape.bottom))
    if category == "jewellery":
        pair = pair_in(shape)
        if pair or is_drop(shape):
            return earrings(body, pair or [whole])
    finder = WORN.get(category)
    spot = None if finder is None else finder(body, shape)
    return [] if spot is None else [(whole, spot)]


def from_the_front(body: Body) -> bool:
    return bool(body.pose["left_shoulder"][0] > body.pose["right_shoulder"][0])


def ears_px(body: Body) -> float:
    """From ear to ear; in a head turned away no less than heads are for their shoulders."""
    across = float(np.linalg.norm(body.pose["left_ear"] - body.pose["right_ear"]))
    return max(across, 0.4 * body.shoulders_px())


def tilt(body: Body, joint: str) -> float:
    """How far a line from the picture's left to its right is turned from level, at most a quarter of a right angle."""
    one, other = sorted((body.pose[f"left_{joint}"], body.pose[f"right_{joint}"]), key=lambda at: float(at[0]))
    way = other - one
    return float(np.clip(np.arctan2(way[1], max(way[0], 1e-3)), -0.4, 0.4))


def hat(body: Body, shape: Outline) -> Spot:
    """Its crown as wide as the skull and the hair pressed under it, its lower edge on the forehead."""
    across, turned = ears_px(body), tilt(body, "ear")
    crown = float(np.median([end - start for start, end in upper_runs(shape)] or [shape.width]))
    width = across * SKULL * shape.width / max(crown, 1.0)
    height = width * shape.height / max(shape.width, 1)
    brow = body.middle("eye") - np.array([0, BROW * across])
    return Spot(brow - np.array([-np.sin(turned), np.cos(turned)]) * height / 2, width, turned)


def upper_runs(shape: Outline) -> list[tuple[int, int]]:
    """The outermost columns of each row of the crown, which a brim is not."""
    rows = range(shape.top + shape.height // 5, shape.top + shape.height * 3 // 5)
    return [(int(found[0]), int(found[-1]) + 1) for y in rows if len(found := np.flatnonzero(shape.mask[y]))]


def eyewear(body: Body, shape: Outline) -> Spot | None:
    """Across the eyes, as wide as the face; not from behind."""
    if not from_the_front(body):
        return None
    width = 0.98 * ears_px(body)
    if body.face is not None:
        width = 1.04 * float(np.linalg.norm(body.face[TEMPLES[0], :2] - body.face[TEMPLES[1], :2]))
    return Spot(body.middle("eye") + np.array([0, 0.02 * width]), width, tilt(body, "eye"))


def necklace(body: Body, shape: Outline) -> Spot:
    """Round the neck: what of it passes behind is not seen, and hair falls over it."""
    sw, neck = body.shoulders_px(), body.pose["neck"]
    edges = body.edges_at(float(neck[1]) - 0.12 * sw, (PARTS["neck"], PARTS["head"]))
    round_neck = 1.12 * (edges[1] - edges[0]) if edges is not None else 0.4 * sw
    width = float(np.clip(round_neck, 0.34 * sw, 0.6 * sw))
    at = np.array([float(neck[0]), float(neck[1]) - 0.16 * sw])
    return Spot(at, width, tilt(body, "shoulder"), by_top=True, hidden=HEAD, below=float(neck[1]) - 0.13 * sw)


def belt(body: Body, shape: Outline) -> Spot:
    """Between waist and hips, from side to side of the trunk, behind the hands and forearms."""
    at = np.array([body.spine_at(body.waist_y()), body.waist_y()]) * 0.55 + body.middle("hip") * 0.45
    return Spot(at, trunk_width(body, float(at[1])) * 1.05, tilt(body, "hip"), hidden=ARMS)


def bag(body: Body, shape: Outline) -> Spot | None:
    """A long strap hangs from the shoulder, the arm before it; a handle from a hand that hangs, fingers before it."""
    sw = body.shoulders_px()
    side = hanging_hand(body)
    if shape.height > LONG_STRAP * shape.width:
        side = side or "left"
        top = body.pose[f"{side}_shoulder"] * 0.8 + body.pose["neck"] * 0.2 - np.array([0, 0.13 * sw])
        drop = float(body.middle("hip")[1] - top[1]) + 0.45 * sw
        return Spot(top, drop * shape.width / shape.height, by_top=True, hidden=ARMS)
    if side is None:
        return None
    hand = np.argwhere(body.plane == PARTS[f"hand_{side[0]}"])
    if len(hand) < 12:
        return None
    # A handle lies in the bend of the fingers.
    grip = np.array([hand[:, 1].mean(), np.percentile(hand[:, 0], 62)])
    return Spot(grip, 0.8 * sw, by_top=True, hidden=(PARTS[f"hand_{side[0]}"],))


def hanging_hand(body: Body) -> str | None:
    """The side whose arm hangs down most plainly, in the picture; None where neither does."""
    found: dict[str, float] = {}
    for side in ("right", "left"):
        elbow, wrist = body.pose[f"{side}_elbow"], body.pose[f"{side}_wrist"]
        down = float(wrist[1] - elbow[1]) / max(float(np.linalg.norm(wrist - elbow)), 1.0)
        if down > HANGS and float(wrist[1]) < body.height_px:
            found[side] = down
    return max(found, key=lambda side: found[side]) if found else None


def earrings(body: Body, boxes: list[Box]) -> list[tuple[Box, Spot]]:
    """One from each lobe; of a single one its fellow too. Hair falls over them."""
    if not from_the_front(body):
        return []
    across = ears_px(body)
    hung_from = []
    for i, side in enumerate(("right", "left")):  # from the picture's left
        box = boxes[min(i, len(boxes) - 1)]
        shape = (box[2] - box[0]) / max(box[3] - box[1], 1.0)
        lobe = body.pose[f"{side}_ear"] + np.array([0, LOBE * across])
        hung_from.append((box, Spot(lobe, EARRING * across * min(shape, 1.0), by_top=True, hidden=(PARTS["hair"],))))
    return hung_from


def pair_in(shape: Outline) -> list[Box]:
    """The two of a pair of like size side by side, or none."""
    labels, count = ndimage.label(shape.mask)
    boxes = sorted((as_box(part) for part in ndimage.find_objects(labels)), key=size_of_box)[-2:] if count >= 2 else []
    if len(boxes) < 2 or size_of_box(boxes[0]) < 0.5 * size_of_box(boxes[1]):
        return []
    boxes.sort()
    return boxes if boxes[0][2] <= boxes[1][0] else []


def size_of_box(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def is_drop(shape: Outline) -> bool:
    """A single earring: taller than wide and not open in its middle, as a necklace is."""
    middle = shape.mask[(shape.top + shape.bottom) // 2, round(shape.centre)]
    return bool(middle) and shape.height > 1.3 * shape.width


SKULL, BROW = 1.06, 0.17  # of the way from ear to ear: a crown's width, and where it sits over the eyes
TEMPLES = (127, 356)  # of the face mesh
LONG_STRAP, HANGS = 1.7, 0.75
LOBE, EARRING = 0.14, 0.24  # of the way from ear to ear: from an ear down to its lobe; an earring's height
WORN: Mapping[str, Callable[[Body, Outline], Spot | None]] = {
    "hat": hat,
    "eyewear": eyewear,
    "jewellery": necklace,
    "belt": belt,
    "bag": bag,
}


def hung(body: Body, piece: Piece, here: Box, spot: Spot) -> tuple[Layer, Patch] | None:
    """The thing moved, turned and scaled to its spot by the stylist's fit, less what lies before it."""
    fit, sw = piece.fit, body.shoulders_px()
    width = spot.width * fit.width
    height = spot.width * (here[3] - here[1]) / max(here[2] - here[0], 1.0) * fit.length
    down = np.array([-np.sin(spot.turned), np.cos(spot.turned)])
    across = np.array([np.cos(spot.turned), np.sin(spot.turned)])
    middle = spot.at + np.array([fit.shift_x, fit.shift_y]) * sw + (down * height / 2 if spot.by_top else 0)
    ends = [middle + across * width / 2 * x + down * height / 2 * y for y in (-1, 1) for x in (-1, 1)]
    laid = laid_in(body, piece.cutout, here, np.array(ends), mirrored=False)
    if laid is not None and (spot.hidden or spot.below):
        rows, columns = laid[1].rows(), laid[1].columns()
        if spot.hidden:
            laid[1].planes.mul_(1 - before(body, spot)[:, rows, columns])
        if spot.below:
            at = torch.arange(rows.start, rows.stop, device=laid[1].planes.device, dtype=torch.float32)[:, None]
            laid[1].planes.mul_(((at - spot.below) / (0.04 * sw) + 0.5).clamp_(0, 1))
    return laid


def before(body: Body, spot: Spot) -> Tensor:
    """(1, H, W): what of the body hides the thing. A strap lies on the shoulder it hangs from, before that arm."""
    hides = soften_parts(body, spot.hidden)
    if spot.hidden == ARMS and spot.by_top:
        end = float(spot.at[1]) + 0.45 * body.shoulders_px()
        rows = torch.arange(body.height_px, device=hides.device, dtype=torch.float32)[:, None]
        hides = hides * ((rows - end) / (0.1 * body.shoulders_px())).clamp_(0, 1)
    return hides


def trunk_width(body: Body, y: float) -> float:
    edges = body.trunk_edges(y)
    return body.shoulders_px() if edges is None else edges[1] - edges[0]


def shoes(body: Body, piece: Piece, shape: Outline) -> list[tuple[Layer, Patch]]:
    """The shoe that is seen most from the front is put on both feet, each turned as the foot is.

    Its opening comes to lie under the ankle, or leg and shoe would part.
    """
    labels, count = ndimage.label(shape.mask)
    boxes = [as_box(part) for part in ndimage.find_objects(labels)] if count else []
    boxes = sorted(boxes, key=lambda b: (b[2] - b[0]) * (b[3] - b[1]))[-2:]
    if not boxes:
        return []
    chosen = max(boxes, key=lambda b: (b[3] - b[1]) / max(b[2] - b[0], 1.0))
    opens_at = opening_in(chosen, piece)
    laid = []
    for side in ("left", "right"):
        there = foot_box(body, side, piece)
        if there is not None:
            mirrored = (toes_to(body, side) > 0) != (opens_at < 0.5)
            under = 1 - opens_at if mirrored else opens_at
            shift = float(body.pose[f"{side}_ankle"][0]) - (there[0] + under * (there[2] - there[0]))
            shift = float(np.clip(shift, -0.35 * (there[2] - there[0]), 0.35 * (there[2] - there[0])))
            there = (there[0] + shift, there[1], there[2] + shift, there[3])
            one = laid_in(body, piece.cutout, chosen, corners(there), mirrored=mirrored)
            laid += [] if one is None else [one]
    return laid


def opening_in(box: Box, piece: Piece) -> float:
    """How far across its box a shoe opens, 0 to 1: by its anchor, or where most packshots have it."""
    inside = [
        (x - box[0]) / max(box[2] - box[0], 1.0)
        for name, (x, y) in piece.anchors.items()
        if name.startswith("waist") and box[0] <= x <= box[2] and box[1] <= y <= box[3]
    ]
    return float(np.clip(inside[0], 0.2, 0.8)) if inside else 0.4


def toes_to(body: Body, side: str) -> float:
    """The way the toes point in the picture, -1 left or 1 right; seen straight from the front they point outwards."""
    foot = np.argwhere(body.plane == PARTS[f"foot_{side[0]}"])
    outwards = 1.0 if side == "left" else -1.0
    if len(foot) < 12:
        return outwards
    low = foot[foot[:, 0] > np.percentile(foot[:, 0], 66)]
    turned = float(low[:, 1].mean() - body.pose[f"{side}_ankle"][0]) / body.shoulders_px()
    return outwards if abs(turned) < 0.04 else float(np.sign(turned))


def as_box(found: tuple[slice, slice]) -> Box:
    return float(found[1].start), float(found[0].start), float(found[1].stop), float(found[0].stop)


def foot_box(body: Body, side: str, piece: Piece) -> Box | None:
    """Round the foot and up to the ankle, sole on the foot's own ground."""
    foot = np.argwhere(body.plane == PARTS[f"foot_{side[0]}"])
    if len(foot) < 12:
        return None
    (top, left), (bottom, right) = foot.min(axis=0), foot.max(axis=0) + 1
    top = min(float(top), float(body.pose[f"{side}_ankle"][1]))
    # Packshots turn shoes to three-quarters; narrowed to the foot they point where the foot points.
    width = (right - left) * 1.18 * piece.fit.width
    height = max((bottom - top) * 0.95, width * 0.75) * piece.fit.length
    x = (left + right) / 2 + piece.fit.shift_x * body.shoulders_px()
    ground = bottom + 0.04 * height + piece.fit.shift_y * body.shoulders_px()
    return x - width / 2, ground - height, x + width / 2, ground


def laid_in(
    body: Body, cutout: Rgba, here: Box, target: NDArray[np.float64], *, mirrored: bool
) -> tuple[Layer, Patch] | None:
    """target: where the corners of the box `here` come to lie, as `corners` has them."""
    left, top, right, bottom = (round(v) for v in here)
    crop = cutout[top:bottom, left:right]
    if mirrored:
        crop = np.ascontiguousarray(crop[:, ::-1])
    planes = to_tensor(crop)
    planes = torch.cat([planes[:3] * planes[3:], planes[3:], torch.zeros_like(planes[3:])])
    shrink = min(1.0, float(np.linalg.norm(target[2] - target[0])) / max(crop.shape[0], 1) * 1.2)
    planes = resize(planes, max(2, round(crop.shape[0] * shrink)), max(2, round(crop.shape[1] * shrink)))
    source = corners((0.0, 0.0, float(planes.shape[-1] - 1), float(planes.shape[-2] - 1)))
    patch = warp(planes, fit_spline(target, source), target, body.height_px, body.width_px)
    owns = np.ones(crop.shape[:2], np.float32)
    return None if patch is None else (Layer("placed", target, source, owns), patch)


def corners(box: Box) -> NDArray[np.float64]:
    left, top, right, bottom = box
    return np.array([[left, top], [right, top], [left, bottom], [right, bottom]], float)
