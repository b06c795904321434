"""Make-up as pigment over skin: a film of colour that light falls on as it fell on what lies under it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from studio.imaging import nails, regions
from studio.imaging.body import Body
from studio.imaging.canvas import blur, over, resize, soft_box, to_linear, to_srgb, to_tensor
from studio.imaging.plates import PARTS
from studio.imaging.regions import REGIONS, Face
from studio.imaging.scene import FaceChart, Tint

COVERED = 0.25  # an even film of pigment hides most of the form under it
KEPT = {"matte": 0.5, "satin": 0.8, "gloss": 0.9}  # of the texture under it, as a power of its light
GLINT = 0.3  # what shines in bare skin shines less through pigment, which is dull
ENOUGH_PX = 80.0  # an eye span at which powders are reckoned
CREASE = 0.6  # of the usual L* + 16: what is darker is a line between, and tells nothing of the light beside it
SHEEN = {"matte": 0.0, "satin": 3.0, "gloss": 18.0}  # L* a film's own shine adds where light already gathers
ORDER = ("skin", "contour", "cheeks", "lids", "brows", "liner", "lashes", "lips", "nails")


@dataclass(frozen=True, slots=True)
class Film:
    """How a product lies.

    cover: what full strength hides. paler: how much it lightens skin darker than itself. at_most: how light it may
    lie, in parts of the place's own lightness. relief: how much of the texture under it shows. evens: how much of the
    blotches under it goes. on: "skin" leaves out what is much darker than the place, such as a fringe; "all" does not.
    """

    cover: float = 1.0
    paler: float = 1.0
    at_most: float = 9.0
    relief: float = 1.0
    evens: float = 0.0
    on: str = "all"


# Powders are sheer: they bring their hue to dark skin and not their chalk. A contour is a shadow, never a light.
FILMS = {
    "skin": Film(0.5, paler=0.3, evens=0.75, on="skin"),
    "contour": Film(0.45, paler=0.0, at_most=0.82, on="skin"),
    "cheeks": Film(0.38, paler=0.25, on="skin"),
    "lids": Film(0.85, paler=0.8),
    "brows": Film(0.8, paler=0.4),
    "liner": Film(0.95, relief=0.2),
    "lashes": Film(0.95, relief=0.2),
    "lips": Film(),
    "nails": Film(0.97, relief=0.6),
}

Patch = tuple[slice, slice, Tensor]
NOWHERE = slice(0, 0)


def paint(body: Body, picture: Tensor, chart: FaceChart) -> Tensor:
    """The picture made up, (3, H, W). What is not found on the body stays as it is."""
    result = picture
    for rows, columns, painted in patches(body, picture, chart):
        result = picture.clone() if result is picture else result
        result[:, rows, columns] = painted
    return result


def patches(body: Body, picture: Tensor, chart: FaceChart) -> list[Patch]:
    """The parts of the picture that change, as they become; no two of them overlap."""
    unknown = set(chart.tints) - set(ORDER)
    if unknown:
        raise ValueError(f"face chart has no {', '.join(sorted(unknown))}; it has {', '.join(ORDER)}")
    painted = [] if body.face is None else [*face_patch(body, body.face, picture, chart.tints)]
    if body.nails is not None and "nails" in chart.tints:
        for hand in (0, 1):
            on_hand(body, body.nails[body.nails[:, 5] == hand].astype(float), picture, chart.tints["nails"], painted)
    return painted


def face_patch(body: Body, mesh: NDArray[np.float32], picture: Tensor, tints: Mapping[str, Tint]) -> Iterator[Patch]:
    unit = float(np.linalg.norm(mesh[33, :2] - mesh[263, :2]))
    named = [name for name in ORDER if name in REGIONS and name in tints and tints[name].strength > 0]
    if unit < 6 or not named:
        return
    boxes = {name: box_of(name, mesh, unit, body) for name in named}
    rows, columns = (hull([box[axis] for box in boxes.values()]) for axis in (0, 1))
    if rows.stop - rows.start < 8 or columns.stop - columns.start < 8:
        return
    crop = picture[:, rows, columns]
    film = Laid(to_lab(crop), torch.zeros_like(crop[:1]))
    for name, (high, wide) in boxes.items():
        if high.stop - high.start < 4 or wide.stop - wide.start < 4:
            continue
        face = Face(
            mesh[:, :2].astype(float) - [wide.start, high.start],
            high.stop - high.start, wide.stop - wide.start, unit,
        )  # fmt: skip
        at = inside((high, wide), (rows, columns))
        where = where_of(name, face, crop[:, *at]) * on_skin(body, high, wide, unit)
        film.lay(at, where, tints[name], unit, FILMS[name])
    yield rows, columns, film.over(crop)


def where_of(name: str, face: Face, crop: Tensor) -> Tensor:
    """(1, h, w) of 0 to 1. What is powdered has no edges, so on a large face it is reckoned small and grown."""
    shrink = max(1, int(face.unit_px / ENOUGH_PX)) if FILMS[name].on == "skin" else 1
    size = (max(8, face.height_px // shrink), max(8, face.width_px // shrink))
    if shrink == 1:
        return REGIONS[name](face, crop).to(crop.device)
    points = face.points * [size[1] / face.width_px, size[0] / face.height_px]
    small = REGIONS[name](Face(points, *size, face.unit_px / shrink), resize(crop, *size)).to(crop.device)
    return F.interpolate(small[None], (face.height_px, face.width_px), mode="bilinear")[0]


def on_hand(body: Body, seen: NDArray[np.float64], picture: Tensor, tint: Tint, painted: list[Patch]) -> None:
    """Varnish the nails of one hand, over what is painted already: a hand may lie on a cheek."""
    reach = float(np.hypot(seen[:, 2], seen[:, 3]).max(initial=0.0)) * 1.5 + 3
    rows, columns = soft_box(seen[:, :2], reach, body.height_px, body.width_px) if len(seen) else (NOWHERE, NOWHERE)
    under = [one for one in painted if meets(one[0], rows) and meets(one[1], columns)]
    beside = [one for one in painted if not (meets(one[0], rows) and meets(one[1], columns))]
    rows, columns = (hull([span, *(one[axis] for one in under)]) for axis, span in enumerate((rows, columns)))
    if rows.stop - rows.start < 4 or columns.stop - columns.start < 4:
        return
    crop = picture[:, rows, columns].clone()
    for one in under:
        crop[:, *inside(one[:2], (rows, columns))] = one[2]
    film = Laid(to_lab(crop), torch.zeros_like(crop[:1]))
    for nail in seen - [columns.start, rows.start, 0, 0, 0, 0]:
        high, wide = soft_box(nail[None, :2], reach, rows.stop - rows.start, columns.stop - columns.start)
        if high.stop - high.start < 3 or wide.stop - wide.start < 3:
            continue
        shape = nails.drawn(nail - [wide.start, high.start, 0, 0, 0, 0], high.stop - high.start, wide.stop - wide.start)
        where = blur(to_tensor(shape), max(0.35, float(nail[4]) * 0.08))
        film.lay((high, wide), where, tint, float(nail[4]) * 4, FILMS["nails"])
    painted[:] = [*beside, (rows, columns, film.over(crop))]


def inside(box: tuple[slice, slice], larger: tuple[slice, slice]) -> tuple[slice, slice]:
    """The same box, told from the larger one's corner."""
    rows, columns = (slice(a.start - b.start, a.stop - b.start) for a, b in zip(box, larger, strict=True))
    return rows, columns


def meets(one: slice, other: slice) -> bool:
    return bool(one.start < other.stop and other.start < one.stop)


def box_of(name: str, mesh: NDArray[np.float32], unit_px: float, body: Body) -> tuple[slice, slice]:
    """The rows and columns that a region can reach."""
    points, margin = regions.REACH[name]
    around = mesh[list(points), :2] if points else mesh[:, :2]
    return soft_box(around, unit_px * margin + 2, body.height_px, body.width_px)


def hull(spans: list[slice]) -> slice:
    return slice(min(one.start for one in spans), max(one.stop for one in spans))


def on_skin(body: Body, rows: slice, columns: slice, unit_px: float) -> Tensor:
    """(1, h, w): 1 on the figure, 0 on what is not, and on hair that lies before the face."""
    bare = torch.isin(body.parts[rows, columns], torch.tensor([PARTS["hair"], 0], device=body.parts.device))
    return 1 - blur(bare.float()[None], max(0.5, unit_px * 0.01))


@dataclass(slots=True)
class Laid:
    """Films upon films, in L*a*b*. touched: (1, h, w), where any of them lies."""

    lab: Tensor
    touched: Tensor

    def lay(self, at: tuple[slice, slice], where: Tensor, tint: Tint, unit_px: float, film: Film) -> None:
        """One more film, on a part; where: (1, h, w) of 0 to 1."""
        strength = min(max(tint.strength, 0.0), 1.0)
        if bool((where > 1e-3).any()) and strength > 0:
            self.lab[:, *at], weight = lay_on(self.lab[:, *at], where, tint, strength, unit_px, film)
            self.touched[:, *at] = torch.maximum(self.touched[:, *at], weight)

    def over(self, crop: Tensor) -> Tensor:
        """The crop under its films; where there are none it stays as it is, to the bit."""
        return over(crop, from_lab(self.lab).clamp(0, 1), (self.touched * 8).clamp(0, 1))


def lay_on(
    lab: Tensor, where: Tensor, tint: Tint, strength: float, unit_px: float, film: Film
) -> tuple[Tensor, Tensor]:
    """A film of the tint over a place in L*a*b*, and how much of it lies where.

    Light multiplies what it falls on, so form and texture are taken as ratios of the bare place's own lightness and
    multiply the pigment's: at full strength the place as a whole has the tint's colour, and its lines stay its lines.
    L* + 16 goes with the cube root of light, and so do a* and b*, so one factor serves all three.
    """
    form = lab[0:1] + 16
    usual = mean(form, where)
    lit = where * ((form / usual - CREASE) * 8).clamp(1e-3, 1)
    usual = mean(form, lit)
    where = lit if film.on == "skin" else where
    weight = (where * (strength * film.cover)).clamp(0, 1)
    broad = (blur(form * lit, unit_px * 0.05) + usual * 0.01) / (blur(lit, unit_px * 0.05) + 0.01)
    relief = torch.log(form / broad) * (KEPT.get(tint.finish, KEPT["satin"]) * film.relief)
    relief = torch.where(relief > 0, GLINT * torch.tanh(relief / GLINT), relief)
    shade = (broad / usual).clamp(0.4, 1.6) ** COVERED * torch.exp(relief)
    shade = shade / mean(shade, lit)
    if film.evens:
        lab, form = evened(lab, where, unit_px, film.evens * strength)
    pigment = to_lab(torch.tensor(tint.colour, device=lab.device, dtype=lab.dtype)[:, None, None] / 255)
    depth = pigment[0:1] + 16
    sheer = (usual / depth).clamp(max=1) ** (2 - 2 * film.paler)
    depth = torch.minimum(depth, usual + (depth - usual).abs() * film.paler).minimum(usual * film.at_most)
    painted = torch.cat([depth * shade - 16, pigment[1:] * shade])
    result = over(lab, painted, weight * sheer)
    result = shone(result, (form / usual - 1).clamp_min(0), weight, SHEEN.get(tint.finish, 0.0))
    return result, torch.maximum(weight, where * (film.evens * strength))


def mean(plane: Tensor, where: Tensor) -> Tensor:
    return (plane * where).sum() / where.sum().clamp_min(1e-3)


def shone(lab: Tensor, bright: Tensor, weight: Tensor, amount: float) -> Tensor:
    """Light thrown back by the film itself: white, and most where light gathers most already."""
    if amount == 0:
        return lab
    peak = torch.quantile(bright[weight > 0.5 * weight.max()][:: 1 + bright.numel() // 100_000], 0.98).clamp_min(0.06)
    glint = (bright / peak).clamp(0, 1) ** 2 * weight * amount
    return torch.cat([(lab[0:1] + glint).clamp(max=100), lab[1:] * (1 - glint / 40)])


def evened(lab: Tensor, where: Tensor, unit_px: float, amount: float) -> tuple[Tensor, Tensor]:
    """Blotches go: what is broader than a pore and smaller than the face's form. Pores, lines and form stay."""
    near, far = unit_px * 0.012, unit_px * 0.09
    fine = blur(lab, near)
    broad = blur(lab * where, far) / blur(where, far).clamp_min(0.02)
    blotch = (fine - broad) * where
    blotch[0:1] = blotch[0:1].clamp(-6, 6) * 0.6  # a deep shadow is form
    result = lab - blotch * amount
    return result, result[0:1] + 16


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
