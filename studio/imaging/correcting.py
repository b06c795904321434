"""What the owner of a plate sets right on it by hand: joints, points of the face, the outline, floor and light."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter
from scipy import ndimage

from studio.imaging.plates import worn_cloth
from studio.imaging.scene import Figure, Mask, Point

# Handles of the face, and which point of the mesh each holds.
FACE_HANDLES: Mapping[str, int] = {
    "brow": 10,
    "right_eye": 159,
    "left_eye": 386,
    "nose": 1,
    "mouth_right": 61,
    "mouth_left": 291,
    "chin": 152,
}


@dataclass(frozen=True, slots=True)
class Stroke:
    """One stroke of the brush. points: parts of width and height. width: a part of the picture's width."""

    adds: bool
    width: float
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Corrections:
    """What is set, all in parts of the picture's width and height; what is not named stays as it was found.

    light: -1 left to 1 right, 0 level to 1 from above.
    """

    pose: Mapping[str, Point] = field(default_factory=dict)
    face: Mapping[str, Point] = field(default_factory=dict)
    floor: float | None = None
    light: Point | None = None
    strokes: tuple[Stroke, ...] = ()


def corrected(figure: Figure, by: Corrections) -> Figure:
    height, width = figure.alpha.shape

    def in_pixels(at: Point) -> Point:
        return at[0] * width, at[1] * height

    alpha, parts = drawn_over(figure.alpha, figure.parts, by.strokes)
    face = figure.face
    if face is not None and by.face:
        face = moved_face(face, {name: in_pixels(at) for name, at in by.face.items()})
    return replace(
        figure,
        alpha=alpha,
        parts=parts,
        pose={**figure.pose, **{name: in_pixels(at) for name, at in by.pose.items()}},
        face=face,
        worn=worn_cloth(figure.picture, parts) if by.strokes else figure.worn,
        ground=figure.ground if by.floor is None else by.floor * height,
        light=figure.light if by.light is None else by.light,
    )


def moved_face(face: NDArray[np.float32], to: Mapping[str, Point]) -> NDArray[np.float32]:
    """The whole mesh follows its handles, each point most the handle that is nearest to it.

    face: (478, 3). to: where handles of `FACE_HANDLES` are to lie, pixels; one that is not named stays.
    """
    held = {name: face[index, :2] for name, index in FACE_HANDLES.items()}
    start = np.array([held[name] for name in FACE_HANDLES])
    shift = np.array([np.subtract(to.get(name, held[name]), held[name]) for name in FACE_HANDLES])
    span = max(float(np.linalg.norm(held["chin"] - held["brow"])), 1.0)
    far = np.linalg.norm(face[:, None, :2] - start[None], axis=-1) / span
    weight = 1 / (far**2 + 1e-4)
    result = face.copy()
    result[:, :2] += (weight[..., None] * shift[None]).sum(axis=1) / weight.sum(axis=1, keepdims=True)
    return result


def drawn_over(alpha: Mask, parts: Mask, strokes: tuple[Stroke, ...]) -> tuple[Mask, Mask]:
    """The outline with strokes of the brush laid on it, in their order. What is added belongs to the nearest part."""
    if not strokes:
        return alpha, parts
    height, width = alpha.shape
    result = alpha
    for stroke in strokes:
        touched = brushed(stroke, height, width)
        result = np.maximum(result, touched) if stroke.adds else np.minimum(result, 255 - touched)
    inside = result > 127
    known = inside & (parts > 0)
    if not known.any():
        return result, np.where(inside, parts, 0).astype(np.uint8)
    near = ndimage.distance_transform_edt(~known, return_distances=False, return_indices=True)
    return result, np.where(inside, parts[near[0], near[1]], 0).astype(np.uint8)


def brushed(stroke: Stroke, height: int, width: int) -> Mask:
    """(H, W), 255 under the brush, its rim a pixel soft."""
    sheet = Image.new("L", (width, height))
    pen = ImageDraw.Draw(sheet)
    across = max(2.0, stroke.width * width)
    points = [(x * width, y * height) for x, y in stroke.points]
    pen.line(points, fill=255, width=round(across), joint="curve")
    for x, y in points:
        pen.ellipse((x - across / 2, y - across / 2, x + across / 2, y + across / 2), fill=255)
    return np.asarray(sheet.filter(ImageFilter.GaussianBlur(0.8)))
