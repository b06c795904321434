"""Make-up on the face mesh: colour laid on in Lab, so that pores, lines and light stay as they were."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from torch import Tensor

from studio.imaging.body import Body
from studio.imaging.canvas import blur, over, soft_box, to_linear, to_srgb, to_tensor
from studio.imaging.plates import FACE_OVAL, PARTS
from studio.imaging.scene import FaceChart, Tint

# Rings of the 478-point mesh; "r" is the person's own right, on the left of the picture.
LIPS_OUTER = (61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 409, 270, 269, 267, 0, 37, 39, 40, 185)
LIPS_INNER = (78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308, 415, 310, 311, 312, 13, 82, 81, 80, 191)
UPPER_LASH = {"r": (33, 246, 161, 160, 159, 158, 157, 173, 133), "l": (263, 466, 388, 387, 386, 385, 384, 398, 362)}
LOWER_LASH = {"r": (33, 7, 163, 144, 145, 153, 154, 155, 133), "l": (263, 249, 390, 373, 374, 380, 381, 382, 362)}
LID_CREASE = {"r": (130, 247, 30, 29, 27, 28, 56, 190, 243), "l": (359, 467, 260, 259, 257, 258, 286, 414, 463)}
BROWS = {"r": (70, 63, 105, 66, 107, 55, 65, 52, 53, 46), "l": (300, 293, 334, 296, 336, 285, 295, 282, 283, 276)}
CHEEKS = {"r": (50, 205, 123), "l": (280, 425, 352)}
UNDER_CHEEK = {"r": (234, 93, 132, 58, 205, 123), "l": (454, 323, 361, 288, 425, 352)}
NOSTRILS = (98, 97, 2, 326, 327, 294, 278, 344, 440, 275, 4, 45, 220, 115, 48, 64)

COVERED = 0.45  # an even film of pigment hides some of the form under it
FILLED = 0.6  # of what is broader than a pore
KEPT = {"matte": 1.25, "satin": 1.25, "gloss": 1.3}  # of the fine texture
ORDER = ("skin", "contour", "cheeks", "lids", "brows", "liner", "lashes", "lips", "nails")


@dataclass(frozen=True, slots=True)
class Face:
    """The mesh inside a close crop of the canvas. unit_px: the distance between the outer eye corners."""

    points: NDArray[np.float64]
    height_px: int
    width_px: int
    unit_px: float


def paint(body: Body, picture: Tensor, chart: FaceChart) -> Tensor:
    """The picture made up, (3, H, W). Without a face it stays as it is, but for the nails."""
    unknown = set(chart.tints) - set(ORDER)
    if unknown:
        raise ValueError(f"face chart has no {', '.join(sorted(unknown))}; it has {', '.join(ORDER)}")
    result = picture
    if body.face is not None:
        result = paint_face(body, body.face, result, chart.tints)
    return result


def paint_face(body: Body, mesh: NDArray[np.float32], picture: Tensor, tints: Mapping[str, Tint]) -> Tensor:
    unit = float(np.linalg.norm(mesh[33, :2] - mesh[263, :2]))
    if unit < 6:
        return picture
    box = soft_box(mesh[:, :2], unit * 0.6, body.height_px, body.width_px)
    rows, columns = box
    if rows.stop - rows.start < 8 or columns.stop - columns.start < 8:
        return picture
    face = Face(
        mesh[:, :2].astype(float) - [columns.start, rows.start],
        rows.stop - rows.start, columns.stop - columns.start, unit,
    )  # fmt: skip
    crop = picture[:, rows, columns]
    bare = torch.isin(body.parts[rows, columns], torch.tensor([PARTS["hair"], 0], device=body.parts.device))
    on_skin = 1 - blur(bare.float()[None], max(0.5, unit * 0.01))
    for name in ORDER:
        if name in tints and name in REGIONS:
            where = REGIONS[name](face).to(crop.device)
            where = where if name in ("lips", "lids", "liner", "lashes") else where * on_skin
            crop = lay_on(crop, where, tints[name], unit)
    result = picture.clone()
    result[:, rows, columns] = crop
    return result


def lay_on(crop: Tensor, where: Tensor, tint: Tint, unit_px: float) -> Tensor:
    """Move colour towards the tint, keep form and detail, and shine by finish.

    At full strength the place as a whole has the tint's own colour; what lies in shade there stays as much darker
    and paler as it was, and texture and catch-lights are kept.
    """
    lab = to_lab(crop)
    wanted = to_lab(torch.tensor(tint.colour, device=crop.device, dtype=crop.dtype)[:, None, None] / 255)
    weight = (where * min(max(tint.strength, 0.0), 1.0)).clamp(0, 1)
    broad = blur(lab[0:1] * where, unit_px * 0.05) / blur(where, unit_px * 0.05).clamp_min(0.02)
    detail = lab[0:1] - broad
    folds = blur(lab[0:1], unit_px * 0.016) - broad
    # L* + 16 goes with the cube root of light, so a tint is darkened by shade as the bare place is.
    usual = (broad * where).sum() / where.sum().clamp_min(1e-3)
    shade = ((broad + 16) / (usual + 16)).clamp(0.4, 1.6) ** COVERED
    depth = (wanted[0:1] + 16) * shade - 16
    kept = KEPT.get(tint.finish, KEPT["satin"])
    relief = detail - folds * FILLED
    painted = torch.cat([(depth + relief * kept).clamp(0, 100), wanted[1:] * shade])
    result = over(lab, painted, weight)
    if tint.finish == "gloss":
        bright = (detail / 12).clamp(0, 1) ** 1.5
        result[0:1] = (result[0:1] + bright * weight * 10).clamp(0, 100)
    painted_rgb = from_lab(result).clamp(0, 1)
    return torch.where(weight > 1e-3, over(crop, painted_rgb, (weight * 8).clamp(0, 1)), crop)


def lips(face: Face) -> Tensor:
    ring = polygon(face, face.points[list(LIPS_OUTER)]) - polygon(face, face.points[list(LIPS_INNER)])
    return blur(ring.clamp(0, 1), max(0.4, face.unit_px * 0.008))


def lids(face: Face) -> Tensor:
    both = sum_of(
        face,
        lambda side: np.concatenate([face.points[list(LID_CREASE[side])], face.points[list(UPPER_LASH[side])][::-1]]),
    )
    return (blur(both, face.unit_px * 0.022) * (1 - eyes(face))).clamp(0, 1)


def eyes(face: Face) -> Tensor:
    return sum_of(
        face,
        lambda side: np.concatenate([face.points[list(UPPER_LASH[side])], face.points[list(LOWER_LASH[side])][::-1]]),
    )


def liner(face: Face) -> Tensor:
    lines = [face.points[list(UPPER_LASH[side])] for side in "rl"]
    return blur(strokes(face, lines, face.unit_px * 0.022), max(0.4, face.unit_px * 0.006))


def lashes(face: Face) -> Tensor:
    lines = []
    for side in "rl":
        rim, centre = face.points[list(UPPER_LASH[side])], face.points[list(UPPER_LASH[side])].mean(axis=0)
        for t in np.linspace(0.08, 0.92, 16):
            start = np.array([np.interp(t * (len(rim) - 1), np.arange(len(rim)), rim[:, axis]) for axis in (0, 1)])
            way = np.array([(start[0] - centre[0]) * 0.35, -face.unit_px * 0.07])
            lines.append(np.array([start, start + way]))
    return blur(strokes(face, lines, face.unit_px * 0.008), max(0.35, face.unit_px * 0.004))


def brows(face: Face) -> Tensor:
    both = sum_of(face, lambda side: face.points[list(BROWS[side])])
    return blur(both, face.unit_px * 0.018) * 0.85


def cheeks(face: Face) -> Tensor:
    return spots(face, CHEEKS, 0.17) * 0.55


def contour(face: Face) -> Tensor:
    both = sum_of(face, lambda side: face.points[list(UNDER_CHEEK[side])])
    return blur(both, face.unit_px * 0.09) * 0.6


def skin(face: Face) -> Tensor:
    oval = polygon(face, face.points[list(FACE_OVAL)])
    bare = (1 - eyes(face)) * (1 - lips(face)) * (1 - brows(face).clamp(0, 1))
    return blur(oval, face.unit_px * 0.06) * bare * 0.8


REGIONS: dict[str, Callable[[Face], Tensor]] = {
    "skin": skin, "contour": contour, "cheeks": cheeks, "lids": lids, "brows": brows, "liner": liner,
    "lashes": lashes, "lips": lips,
}  # fmt: skip


def spots(face: Face, rings: Mapping[str, Sequence[int]], reach: float) -> Tensor:
    ys = torch.arange(face.height_px, dtype=torch.float32)[:, None]
    xs = torch.arange(face.width_px, dtype=torch.float32)[None, :]
    result = torch.zeros(face.height_px, face.width_px)
    for ring in rings.values():
        x, y = face.points[list(ring)].mean(axis=0)
        far = ((xs - float(x)) / 1.25) ** 2 + (ys - float(y)) ** 2
        result = torch.maximum(result, torch.exp(-far / (2 * (face.unit_px * reach) ** 2)))
    oval = blur(polygon(face, face.points[list(FACE_OVAL)]), face.unit_px * 0.03)
    return result[None] * oval


def sum_of(face: Face, ring: Callable[[str], NDArray[np.float64]]) -> Tensor:
    return (polygon(face, ring("r")) + polygon(face, ring("l"))).clamp(0, 1)


def polygon(face: Face, ring: NDArray[np.float64]) -> Tensor:
    """(1, H, W), drawn at four times the size so that its rim is smooth."""
    scale = 4 if face.width_px < 1200 else 2
    drawn = Image.new("L", (face.width_px * scale, face.height_px * scale))
    ImageDraw.Draw(drawn).polygon([(float(x) * scale, float(y) * scale) for x, y in ring], fill=255)
    return to_tensor(np.asarray(drawn.resize((face.width_px, face.height_px), Image.Resampling.BOX))).cpu()


def strokes(face: Face, lines: Sequence[NDArray[np.float64]], width_px: float) -> Tensor:
    scale = 4 if face.width_px < 1200 else 2
    drawn = Image.new("L", (face.width_px * scale, face.height_px * scale))
    pen = ImageDraw.Draw(drawn)
    for line in lines:
        pen.line(
            [(float(x) * scale, float(y) * scale) for x, y in line], fill=255, width=max(1, round(width_px * scale))
        )
    return to_tensor(np.asarray(drawn.resize((face.width_px, face.height_px), Image.Resampling.BOX))).cpu()


def to_lab(canvas: Tensor) -> Tensor:
    """CIE L*a*b* under D65; L 0 to 100."""
    to_xyz = torch.tensor(
        [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]], device=canvas.device
    )
    white = torch.tensor([0.9505, 1.0, 1.089], device=canvas.device)[:, None, None]
    xyz = torch.einsum("ij,jhw->ihw", to_xyz, to_linear(canvas)) / white
    f = torch.where(xyz > 0.008856, xyz.clamp_min(1e-6) ** (1 / 3), xyz * 7.787 + 16 / 116)
    return torch.stack([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def from_lab(lab: Tensor) -> Tensor:
    fy = (lab[0] + 16) / 116
    f = torch.stack([fy + lab[1] / 500, fy, fy - lab[2] / 200])
    xyz = torch.where(f > 0.206893, f**3, (f - 16 / 116) / 7.787)
    xyz = xyz * torch.tensor([0.9505, 1.0, 1.089], device=lab.device)[:, None, None]
    to_rgb = torch.tensor(
        [[3.2406, -1.5372, -0.4986], [-0.9689, 1.8758, 0.0415], [0.0557, -0.2040, 1.0570]], device=lab.device
    )
    return to_srgb(torch.einsum("ij,jhw->ihw", to_rgb, xyz))
