"""Shoes on feet, and the small things: hats, bags, belts, jewellery, eyewear. Moved, turned and scaled, not bent."""

import numpy as np
import torch
from numpy.typing import NDArray
from scipy import ndimage

from studio.imaging.body import Body, Vector
from studio.imaging.canvas import resize, to_tensor
from studio.imaging.cutouts import Outline
from studio.imaging.plates import PARTS
from studio.imaging.scene import Piece, Rgba
from studio.imaging.tailoring import Layer
from studio.imaging.warping import Patch, fit_spline, warp

Box = tuple[float, float, float, float]  # left, top, right, bottom


def placed(body: Body, piece: Piece, shape: Outline) -> list[tuple[Layer, Patch]]:
    if piece.category == "shoes":
        return shoes(body, piece, shape)
    box = small_thing_box(body, piece.category, shape)
    fit, sw = piece.fit, body.shoulders_px()
    centre = np.array([(box[0] + box[2]) / 2 + fit.shift_x * sw, (box[1] + box[3]) / 2 + fit.shift_y * sw])
    half = np.array([(box[2] - box[0]) * fit.width, (box[3] - box[1]) * fit.length]) / 2
    there = (centre[0] - half[0], centre[1] - half[1], centre[0] + half[0], centre[1] + half[1])
    here = (float(shape.left), float(shape.top), float(shape.right), float(shape.bottom))
    laid = laid_in(body, piece.cutout, here, there, mirrored=False)
    return [] if laid is None else [laid]


def small_thing_box(body: Body, category: str, shape: Outline) -> Box:
    """Where a thing of this kind is worn, as wide as it is usually worn and as high as it then is."""
    sw = body.shoulders_px()
    ears, neck, hips = body.middle("ear"), body.pose["neck"], body.middle("hip")
    across = float(np.linalg.norm(body.pose["left_ear"] - body.pose["right_ear"]))
    waist = np.array([body.spine_at(body.waist_y()), body.waist_y()])
    head_top = np.array([ears[0], ears[1] - 1.05 * across])
    worn: dict[str, tuple[Vector, float, float]] = {  # where, width, how far above its own middle that point lies
        "hat": (head_top, across * 1.55, 0.25),
        "eyewear": (body.middle("eye"), across * 1.02, 0.0),
        "jewellery": (neck + np.array([0, 0.3 * sw]), sw * 0.42, 0.0),
        "belt": (waist * 0.55 + hips * 0.45, trunk_width(body, float(waist[1])) * 1.05, 0.0),
        "bag": (body.pose["right_wrist"] + np.array([0, 0.25 * sw]), sw * 0.9, -0.42),
    }
    point, width, above = worn.get(category, (waist, sw, 0.0))
    height = width * shape.height / max(shape.width, 1)
    centre = point - np.array([0, above * height])
    return (centre[0] - width / 2, centre[1] - height / 2, centre[0] + width / 2, centre[1] + height / 2)


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
            one = laid_in(body, piece.cutout, chosen, there, mirrored=mirrored)
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


def laid_in(body: Body, cutout: Rgba, here: Box, there: Box, *, mirrored: bool) -> tuple[Layer, Patch] | None:
    left, top, right, bottom = (round(v) for v in here)
    crop = cutout[top:bottom, left:right]
    if mirrored:
        crop = np.ascontiguousarray(crop[:, ::-1])
    planes = to_tensor(crop)
    planes = torch.cat([planes[:3] * planes[3:], planes[3:], torch.zeros_like(planes[3:])])
    shrink = min(1.0, (there[3] - there[1]) / max(crop.shape[0], 1) * 1.2)
    planes = resize(planes, max(2, round(crop.shape[0] * shrink)), max(2, round(crop.shape[1] * shrink)))
    source = corners((0.0, 0.0, float(planes.shape[-1] - 1), float(planes.shape[-2] - 1)))
    target = corners(there)
    patch = warp(planes, fit_spline(target, source), target, body.height_px, body.width_px)
    owns = np.ones(crop.shape[:2], np.float32)
    return None if patch is None else (Layer("placed", target, source, owns), patch)


def corners(box: Box) -> NDArray[np.float64]:
    left, top, right, bottom = box
    return np.array([[left, top], [right, top], [left, bottom], [right, bottom]], float)
