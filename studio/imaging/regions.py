"""Where each region of a face chart lies, from the 478-point mesh: (1, h, w) weights on a box about the place."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from torch import Tensor

from studio.imaging.canvas import blur, luminance, to_tensor
from studio.imaging.plates import FACE_OVAL

Line = NDArray[np.float64]

# Rings of the mesh; "r" is the person's own right, on the left of the picture. Eye lines run from the outer corner.
LIPS_OUTER = (61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 409, 270, 269, 267, 0, 37, 39, 40, 185)
LIPS_INNER = (78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308, 415, 310, 311, 312, 13, 82, 81, 80, 191)
UPPER_LASH = {"r": (33, 246, 161, 160, 159, 158, 157, 173, 133), "l": (263, 466, 388, 387, 386, 385, 384, 398, 362)}
LOWER_LASH = {"r": (33, 7, 163, 144, 145, 153, 154, 155, 133), "l": (263, 249, 390, 373, 374, 380, 381, 382, 362)}
LID_CREASE = {"r": (130, 247, 30, 29, 27, 28, 56, 190, 243), "l": (359, 467, 260, 259, 257, 258, 286, 414, 463)}
BROWS = {"r": (70, 63, 105, 66, 107, 55, 65, 52, 53, 46), "l": (300, 293, 334, 296, 336, 285, 295, 282, 283, 276)}
# From the apple of the cheek to the temple; from before the ear to over the corner of the mouth.
CHEEKBONE = {"r": ((50, 101, 205), (50, 117, 123), (116, 117)), "l": ((280, 330, 425), (280, 346, 352), (345, 346))}
HOLLOW = {"r": ((93, 234), (177, 147), (207, 187, 205)), "l": ((323, 454), (401, 376), (427, 411, 425))}
JAW = {"r": (58, 172, 136, 150, 149), "l": (288, 397, 365, 379, 378)}
TEMPLE = {"r": (54, 21, 162), "l": (284, 251, 389)}

EYES = tuple(i for rings in (UPPER_LASH, LOWER_LASH, LID_CREASE) for side in "rl" for i in rings[side])
# How far a region can reach: the points it hangs on (none: the whole mesh), and how far past them, in eye spans.
REACH: Mapping[str, tuple[tuple[int, ...], float]] = {
    "skin": ((), 0.5),
    "contour": ((), 0.1),
    "cheeks": ((), 0.1),
    "lids": (EYES, 0.14),
    "brows": (BROWS["r"] + BROWS["l"], 0.1),
    "liner": (EYES, 0.14),
    "lashes": (EYES, 0.14),
    "lips": (LIPS_OUTER, 0.16),
}
RIM = 0.006  # softness of painted lips, in eye spans
PARTED = 0.05  # lips are open from this gap on, in parts of the mouth's width
LASHES = 30


@dataclass(frozen=True, slots=True)
class Face:
    """The mesh inside a box of the canvas. unit_px: the distance between the outer eye corners."""

    points: Line
    height_px: int
    width_px: int
    unit_px: float

    def at(self, ring: Sequence[int]) -> Line:
        return self.points[list(ring)]

    def middle(self, ring: Sequence[int]) -> Line:
        centre: Line = self.at(ring).mean(axis=0)
        return centre


def lips(face: Face, crop: Tensor) -> Tensor:
    """Both lips; of an open mouth neither teeth nor tongue."""
    whole = polygon(face, face.at(LIPS_OUTER))
    inner = face.at(LIPS_INNER)
    gap = float(np.linalg.norm(face.points[13] - face.points[14]))
    width = max(float(np.linalg.norm(face.points[61] - face.points[291])), 1.0)
    soft = max(0.4, face.unit_px * RIM)
    if gap < PARTED * width:
        return blur(whole, soft)
    mouth = polygon(face, inner)
    return blur((whole - mouth).clamp(0, 1), soft) * (1 - teeth(face, crop, whole, mouth))


def teeth(face: Face, crop: Tensor, whole: Tensor, mouth: Tensor) -> Tensor:
    """What an open mouth shows, and what at its rim is paler than lips are: the mesh may miss by a little."""
    rim = (blur(mouth, max(0.5, face.unit_px * 0.02)) * 4).clamp(0, 1)
    share = colour_share(crop.cpu())
    lip = ((whole - rim).clamp(0, 1) > 0.9).float()
    if float(lip.sum()) < 12:
        return mouth
    red = float((share * lip).sum() / lip.sum())
    pale = ((red - share - 0.02) / 0.03).clamp(0, 1)
    return torch.maximum(mouth, rim * pale)


def colour_share(crop: Tensor) -> Tensor:
    """(1, h, w): red's share of the light; lips have more of it than teeth on every skin."""
    return crop[0:1] / crop.sum(dim=0, keepdim=True).clamp_min(0.02)


def lids(face: Face, crop: Tensor) -> Tensor:
    """From the lashes to a little over the crease, fading there."""
    both = sum_of(face, lambda side: lid(face, side))
    soft = blur(both, face.unit_px * 0.028)
    near_lashes = blur(both, face.unit_px * 0.008)
    return (torch.maximum(soft, near_lashes * 0.85) * (1 - eyes(face)) * (1 - brows_shape(face))).clamp(0, 1)


def lid(face: Face, side: str) -> Line:
    crease, lash = face.at(LID_CREASE[side]), face.at(UPPER_LASH[side])
    return np.concatenate([crease + (crease - lash) * 0.15, lash[::-1]])


def eyes(face: Face) -> Tensor:
    return sum_of(face, lambda side: np.concatenate([face.at(UPPER_LASH[side]), face.at(LOWER_LASH[side])[::-1]]))


def liner(face: Face, crop: Tensor) -> Tensor:
    """A line on the upper lashes that grows towards the outer corner and ends in a small flick."""
    both = sum_of(face, lambda side: line_of(face, side))
    return blur(both, max(0.35, face.unit_px * 0.005))


def line_of(face: Face, side: str) -> Line:
    lash = evenly(face.at(UPPER_LASH[side]), 24)
    corner, span = lash[0], lash[0] - lash[-1]
    up = upwards(span)
    flick = corner + span * 0.16 + up * face.unit_px * 0.045
    thick = np.linspace(1.0, 0.25, len(lash))[:, None] * face.unit_px * 0.022
    below = lash - up * thick * 0.25
    return np.concatenate([[flick], lash + up * thick * 0.9, below[::-1]])


def lashes(face: Face, crop: Tensor) -> Tensor:
    """A fan of curved, tapering hairs, longest before the outer corner; short and few below."""
    upper, lower = (
        tapered(face, [hair for side in "rl" for hair in fan(face, side, rings, count, long)])
        for rings, count, long in ((UPPER_LASH, LASHES, 0.075), (LOWER_LASH, LASHES // 3, -0.024))
    )
    return blur(torch.maximum(upper, lower * 0.5), max(0.3, face.unit_px * 0.003))


def fan(face: Face, side: str, rings: Mapping[str, Sequence[int]], count: int, long: float) -> list[tuple[Line, float]]:
    rim = evenly(face.at(rings[side]), 64)
    span = rim[0] - rim[-1]
    up = upwards(span) * np.sign(long)
    out = span / max(float(np.linalg.norm(span)), 1e-6)
    found = []
    for i in range(count):
        t = 0.03 + 0.9 * (i + 0.35 * np.sin(i * 12.9898)) / count  # from the outer corner; no two gaps are alike
        full = np.sin(np.pi * (0.28 + 0.66 * t)) * (1 + 0.16 * np.sin(i * 78.233))
        reach = abs(long) * face.unit_px * max(float(full), 0.15)
        root = rim[int(np.clip(t * 63, 0, 63))]
        lean = 0.95 - 1.35 * t
        bend, tip = root + up * reach * 0.45 + out * reach * 0.65 * lean, root + up * reach + out * reach * lean
        s = np.linspace(0, 1, 6)[:, None]
        found.append(((1 - s) ** 2 * root + 2 * s * (1 - s) * bend + s**2 * tip, face.unit_px * 0.0075))
    return found


def upwards(span: Line) -> Line:
    """Square to the line of the eye, towards the brow."""
    length = max(float(np.linalg.norm(span)), 1e-6)
    normal = np.array([span[1], -span[0]]) / length
    return normal if normal[1] < 0 else -normal


def brows(face: Face, crop: Tensor) -> Tensor:
    """Most on the hairs that are there, and some between them."""
    shape = brows_shape(face)
    light = luminance(crop.cpu())
    about = blur(light, face.unit_px * 0.03)
    hair = ((about - light) / about.clamp_min(0.02) * 5).clamp(0, 1)
    return shape * (0.5 + 0.5 * hair)


def brows_shape(face: Face) -> Tensor:
    return blur(sum_of(face, lambda side: face.at(BROWS[side])), face.unit_px * 0.014)


def cheeks(face: Face, crop: Tensor) -> Tensor:
    """Over the cheekbone, from the apple up to the temple, with no edge anywhere."""
    sweep = swept(face, CHEEKBONE, (0.16, 0.13, 0.08), fading=0.6)
    return sweep * (1 - blur(eyes(face), face.unit_px * 0.03)) * inside(face)


def contour(face: Face, crop: Tensor) -> Tensor:
    """The hollow under the cheekbone, and less of it along the jaw and at the temples."""
    hollow = swept(face, HOLLOW, (0.08, 0.09, 0.06), fading=0.5)
    rims = [face.at(rings[side]) for rings in (JAW, TEMPLE) for side in "rl"]
    edge = blur(strokes(face, rims, face.unit_px * 0.16), face.unit_px * 0.08)
    return torch.maximum(hollow, edge * 0.6) * inside(face)


def skin(face: Face, crop: Tensor) -> Tensor:
    """The face from hairline to jaw but eyes, lips and brows; hair and all beyond the figure are left by others."""
    oval = face.at(FACE_OVAL)
    chin, brow = face.points[152], face.points[10]
    over_brow = np.where(((oval - brow) @ (brow - chin) > -0.3 * (brow - chin) @ (brow - chin))[:, None], 1.0, 0.0)
    oval = oval + over_brow * (brow - chin) * 0.25
    bare = (1 - eyes(face)) * (1 - lips(face, crop)) * (1 - brows_shape(face))
    return blur(polygon(face, oval), face.unit_px * 0.07) * bare


REGIONS: Mapping[str, Callable[[Face, Tensor], Tensor]] = {
    "skin": skin, "contour": contour, "cheeks": cheeks, "lids": lids, "brows": brows, "liner": liner,
    "lashes": lashes, "lips": lips,
}  # fmt: skip


def inside(face: Face) -> Tensor:
    return blur(polygon(face, face.at(FACE_OVAL)), face.unit_px * 0.03)


def swept(
    face: Face, stops: Mapping[str, Sequence[Sequence[int]]], widths: Sequence[float], fading: float = 0.0
) -> Tensor:
    """A soft sweep through the middles of these points, as wide at each as said, in eye spans.

    fading: how much less of it lies at the end than at the beginning.
    """
    ys = torch.arange(face.height_px, dtype=torch.float32)[:, None]
    xs = torch.arange(face.width_px, dtype=torch.float32)[None, :]
    result = torch.zeros(face.height_px, face.width_px)
    for rings in stops.values():
        line = evenly(np.array([face.middle(ring) for ring in rings]), 9)
        reach = np.interp(np.linspace(0, 1, 9), np.linspace(0, 1, len(widths)), widths) * face.unit_px
        rest = torch.ones_like(result)
        much = np.linspace(0.45, 0.45 * (1 - fading), 9)
        for (x, y), wide, most in zip(line, reach, much, strict=True):
            far = (xs - float(x)) ** 2 + (ys - float(y)) ** 2
            rest *= 1 - float(most) * torch.exp(-far / (2 * float(wide) ** 2))
        result = torch.maximum(result, 1 - rest)
    return (result / result.max().clamp_min(1e-3))[None]


def evenly(line: Line, count: int) -> Line:
    """The same line by so many points at even distances."""
    lengths = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))])
    at = np.linspace(0, lengths[-1], count)
    return np.stack([np.interp(at, lengths, line[:, axis]) for axis in (0, 1)], axis=1)


def sum_of(face: Face, ring: Callable[[str], Line]) -> Tensor:
    return (polygon(face, ring("r")) + polygon(face, ring("l"))).clamp(0, 1)


def polygon(face: Face, ring: Line) -> Tensor:
    """(1, h, w), drawn larger so that its rim is smooth."""
    scale = fineness(face)
    drawn = Image.new("L", (face.width_px * scale, face.height_px * scale))
    ImageDraw.Draw(drawn).polygon([(float(x) * scale, float(y) * scale) for x, y in ring], fill=255)
    return shrunk(face, drawn)


def strokes(face: Face, lines: Sequence[Line], width_px: float) -> Tensor:
    return tapered(face, [(line, width_px) for line in lines], to=1.0)


def tapered(face: Face, lines: Sequence[tuple[Line, float]], to: float = 0.25) -> Tensor:
    """Strokes of a pen that thins towards the end. Each has its own width, in pixels."""
    scale = fineness(face)
    drawn = Image.new("L", (face.width_px * scale, face.height_px * scale))
    pen = ImageDraw.Draw(drawn)
    for line, width_px in lines:
        widths = np.linspace(1.0, to, len(line) - 1) * width_px * scale
        for (x0, y0), (x1, y1), width in zip(line[:-1] * scale, line[1:] * scale, widths, strict=True):
            pen.line([(float(x0), float(y0)), (float(x1), float(y1))], fill=255, width=max(1, round(width)))
    return shrunk(face, drawn)


def fineness(face: Face) -> int:
    return 4 if max(face.width_px, face.height_px) < 1000 else 2


def shrunk(face: Face, drawn: Image.Image) -> Tensor:
    return to_tensor(np.asarray(drawn.resize((face.width_px, face.height_px), Image.Resampling.BOX))).cpu()
