"""A face chart, coloured in by hand and photographed, read back: its corners, its light, and each region's colour."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from studio.imaging import chart_sheet as sheet
from studio.imaging.colour_true import delta_e
from studio.imaging.makeup import to_lab
from studio.imaging.scene import Rgb

Plane = NDArray[np.floating[Any]]
Colour = tuple[int, int, int]

SOUGHT_PX = 1500  # the long edge at which the corners are looked for
PX = 4  # of the flattened sheet to a millimetre
OFF_MM = 1.6  # how far the fifth mark may lie from where the four corners put it
PAPER_OFF = 7.0  # CIE 1976: nearer to the paper than this, nothing was coloured in
FILLED, CLEARLY = 0.3, 0.1  # of a ring: how dark it is, and how much darker than the next
LIGHT_OFF = 14.0  # mean CIE 1976 of the patches after correction: beyond it the light cannot be trusted
SAME = 2.5  # CIEDE2000
USUAL_STRENGTH, USUAL_FINISH = 0.7, 1  # where no ring is filled


class BadChart(Exception):
    """Why a photograph cannot be read as a chart: a code that `sentences` turns into words."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Painted:
    """One region as it lies on the sheet. finish: its place among the finishes. sure: whether its rings were filled."""

    colour: Colour
    strength: float
    finish: int
    sure: bool


@dataclass(frozen=True, slots=True)
class Read:
    """code: the number printed on the sheet. painted: by region; what is bare is not named."""

    code: int
    painted: dict[str, Painted]


def read(photo: Rgb, regions: Sequence[str]) -> Read:
    """Read a photograph of a chart. regions: those of the table, from the first line down.

    Raises BadChart: no-chart-seen, chart-light-unclear.
    """
    flat = flattened(photo, corners(photo))
    true = corrected(flat)
    painted = {region: one for place, region in enumerate(regions) if (one := _region(true, region, place))}
    return Read(_code(true), painted)


def alike(colour: Colour, paints: Sequence[Colour]) -> int | None:
    """Which of these paints it is, as near as a photograph tells: the nearest within SAME, or none."""
    told = to_lab(torch.tensor([colour, *paints], dtype=torch.float32).T[:, None] / 255)
    off = delta_e(told[:, :, :1].expand(-1, -1, len(paints)), told[:, :, 1:])[0]
    near = int(off.argmin()) if len(paints) else 0
    return near if len(paints) and float(off[near]) < SAME else None


# Finding the sheet


def corners(photo: Rgb) -> Plane:
    """(3, 3): from millimetres of the sheet to pixels of the photograph."""
    best, least = None, OFF_MM
    for four, fifth in _arrangements(rings(photo)):
        way = homography(np.array(sheet.CORNERS), four)
        back = through(np.linalg.inv(way), fifth[None])[0]
        off = float(np.hypot(*(back - sheet.FIFTH)))
        if off < least and _is_plausible(four):
            best, least = way, off
    if best is None:
        raise BadChart("no-chart-seen")
    return best


def _arrangements(marks: Plane) -> Iterator[tuple[Plane, Plane]]:
    """Every way to call four of the marks corners, clockwise from the first, and another the fifth."""
    for chosen in combinations(range(len(marks)), 4):
        four = marks[list(chosen)]
        turned = four[np.argsort(np.arctan2(*(four - four.mean(axis=0)).T[::-1]))]
        for start in range(4):
            for other in set(range(len(marks))) - set(chosen):
                yield np.roll(turned, -start, axis=0), marks[other]


def _is_plausible(four: Plane) -> bool:
    """A sheet of paper, seen from before it: its sides go round one way, and none is a sliver."""
    sides = np.roll(four, -1, axis=0) - four
    after = np.roll(sides, -1, axis=0)
    turns = sides[:, 0] * after[:, 1] - sides[:, 1] * after[:, 0]
    lengths = np.hypot(sides[:, 0], sides[:, 1])
    return bool((turns > 0).all() and lengths.min() > 0.3 * lengths.max())


def rings(photo: Rgb, most: int = 9) -> Plane:
    """(N, 2): middles of dark rings with a dot in them, in pixels of the photograph, the largest first."""
    scale = min(1.0, SOUGHT_PX / max(photo.shape[:2]))
    size = (max(1, round(photo.shape[1] * scale)), max(1, round(photo.shape[0] * scale)))
    grey = np.asarray(Image.fromarray(photo).convert("L").resize(size, Image.Resampling.BOX)).astype(np.float32)
    grey = ndimage.gaussian_filter(grey, 1.0)
    dark = grey < ndimage.uniform_filter(grey, max(9, max(size) // 24)) * 0.75
    labels, count = ndimage.label(dark)
    if count == 0:
        return np.zeros((0, 2))
    spans = ndimage.find_objects(labels)
    areas = np.bincount(labels.ravel(), minlength=count + 1)
    longest = max(size)
    found = []
    for name, (rows, columns) in enumerate(spans, start=1):
        high, wide = rows.stop - rows.start, columns.stop - columns.start
        if not (0.006 * longest < max(high, wide) < 0.09 * longest and 0.45 < high / wide < 2.2):
            continue
        if not 0.22 < areas[name] / (high * wide) < 0.6 or not _has_dot(labels, areas, name, rows, columns):
            continue
        y, x = ndimage.center_of_mass(labels[rows, columns] == name)
        found.append((areas[name], (x + columns.start + 0.5) / scale, (y + rows.start + 0.5) / scale))
    found.sort(reverse=True)
    return np.array([each[1:] for each in found[:most]]).reshape(-1, 2)


def _has_dot(labels: NDArray[np.int32], areas: NDArray[np.int64], name: int, rows: slice, columns: slice) -> bool:
    """In the ring's middle lies something small and apart from it, of the dot's share."""
    inside = int(labels[(rows.start + rows.stop) // 2, (columns.start + columns.stop) // 2])
    wanted = (sheet.DOT / sheet.RING) ** 2 / (1 - (sheet.HOLE / sheet.RING) ** 2)
    return inside not in (0, name) and 0.35 * wanted < areas[inside] / areas[name] < 2.2 * wanted


def homography(known: Plane, seen: Plane) -> Plane:
    """(3, 3) that takes four known points (4, 2) to where they are seen."""
    rows = []
    for (x, y), (u, v) in zip(known, seen, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
    try:
        found = np.linalg.solve(np.array(rows, float), seen.reshape(-1))
    except np.linalg.LinAlgError:
        return np.eye(3)
    return np.append(found, 1.0).reshape(3, 3)


def through(way: Plane, points: Plane) -> Plane:
    """Points (N, 2) through a homography."""
    moved = np.column_stack([points, np.ones(len(points))]) @ way.T
    flat: Plane = moved[:, :2] / np.where(np.abs(moved[:, 2:]) < 1e-9, 1e-9, moved[:, 2:])
    return flat


def flattened(photo: Rgb, way: Plane) -> Plane:
    """The sheet seen from straight above, (H, W, 3) of 0 to 1 in sRGB, PX pixels to a millimetre."""
    size = (round(sheet.WIDTH * PX), round(sheet.HEIGHT * PX))
    scaled = way @ np.diag([1 / PX, 1 / PX, 1.0])
    coefficients = (scaled / scaled[2, 2]).reshape(-1)[:8]
    laid = Image.fromarray(photo).transform(
        size, Image.Transform.PERSPECTIVE, [float(each) for each in coefficients], Image.Resampling.BILINEAR
    )
    return np.asarray(laid).astype(np.float64) / 255


# Undoing the light


def corrected(flat: Plane) -> Plane:
    """The sheet as it would look in even, neutral light: paper is white, and the printed patches are what they were."""
    lit = linear(flat) / np.maximum(paper(linear(flat)), 1e-3)
    even = encoded(np.clip(lit, 0, 1))
    seen = np.array([at(even, sheet.patch(i), 2.6) for i in range(len(sheet.PATCHES))])
    known = np.array(sheet.PATCHES) / 255
    greys = np.append(seen[: sheet.GREYS].mean(axis=1), 1.0)
    if (np.diff(greys) < 0.02).any():
        raise BadChart("chart-light-unclear")
    wanted = np.append(known[: sheet.GREYS, 0], 1.0)
    toned, patches = np.interp(even, greys, wanted), np.interp(seen, greys, wanted)
    mixed = np.linalg.solve(patches.T @ patches + 0.05 * np.eye(3), patches.T @ known + 0.05 * np.eye(3))
    left = lab(np.clip(patches @ mixed, 0, 1)) - lab(known)
    if float(np.hypot(np.hypot(left[:, 0], left[:, 1]), left[:, 2]).mean()) > LIGHT_OFF:
        raise BadChart("chart-light-unclear")
    true: Plane = np.clip(toned @ mixed, 0, 1)
    return true


def paper(light: Plane) -> Plane:
    """What blank paper would send back at each place: a smooth surface over the brightest of each part of the sheet."""
    step = 8 * PX
    rows, columns = light.shape[0] // step, light.shape[1] // step
    parts = light[: rows * step, : columns * step].reshape(rows, step, columns, step, 3)
    bright = np.percentile(parts, 85, axis=(1, 3))
    ys, xs = np.mgrid[0:rows, 0:columns]
    terms = _terms((ys.ravel() + 0.5) / rows, (xs.ravel() + 0.5) / columns)
    values = bright.reshape(-1, 3)
    blank = np.ones(len(values), bool)
    fit: Plane = np.zeros((terms.shape[1], 3))
    for _ in range(8):
        fit = np.linalg.lstsq(terms[blank], values[blank], rcond=None)[0]
        short = (values / np.maximum(terms @ fit, 1e-3)).min(axis=1)
        blank = short > max(0.93, float(np.quantile(short, 0.4)))
    ys, xs = (np.arange(size) + 0.5 for size in light.shape[:2])
    whole = _terms(np.repeat(ys / light.shape[0], len(xs)), np.tile(xs / light.shape[1], len(ys))) @ fit
    surface: Plane = whole.reshape(light.shape)
    return surface


def _terms(y: Plane, x: Plane) -> Plane:
    return np.stack([np.ones_like(x), x, y, x * y, x * x, y * y], axis=1)


def linear(picture: Plane) -> Plane:
    return np.where(picture <= 0.04045, picture / 12.92, ((np.maximum(picture, 0) + 0.055) / 1.055) ** 2.4)


def encoded(light: Plane) -> Plane:
    return np.where(light <= 0.0031308, light * 12.92, 1.055 * np.maximum(light, 1e-8) ** (1 / 2.4) - 0.055)


def lab(colours: Plane) -> Plane:
    """(N, 3) sRGB of 0 to 1 to CIE L*a*b*."""
    told: Plane = to_lab(torch.from_numpy(colours.T[:, None].astype(np.float32)))[:, 0].numpy().T.astype(np.float64)
    return told


# Reading the regions


def disc(flat: Plane, place: tuple[float, float], radius_mm: float) -> Plane:
    """(N, 3): the pixels within a radius of a place on the sheet."""
    x, y, reach = place[0] * PX, place[1] * PX, radius_mm * PX
    rows, columns = (slice(max(0, int(at - reach)), int(at + reach) + 2) for at in (y, x))
    ys, xs = np.mgrid[rows, columns][:, : flat.shape[0] - rows.start, : flat.shape[1] - columns.start]
    near = (xs + 0.5 - x) ** 2 + (ys + 0.5 - y) ** 2 <= reach**2
    found: Plane = flat[rows, columns][near]
    return found


def at(flat: Plane, place: tuple[float, float], radius_mm: float) -> Plane:
    middle: Plane = np.median(disc(flat, place, radius_mm), axis=0)
    return middle


def _region(true: Plane, region: str, place: int) -> Painted | None:
    """The pan tells the colour; where it is blank, what the drawing was coloured with does."""
    line = sheet.line(place)
    colour = _coloured(disc(true, line.pan, sheet.PAN * 0.75))
    if colour is None:
        spots = [
            disc(true, sheet.on_face(x, y), radius * sheet.FACE_SCALE) for x, y, radius in sheet.ON_FACE.get(region, ())
        ]
        colour = _coloured(np.concatenate(spots)) if spots else None
    if colour is None:
        return None
    strength, finish = (_filled(true, places) for places in (line.strengths, line.finishes))
    rgb = [round(float(channel) * 255) for channel in colour]
    return Painted(
        (rgb[0], rgb[1], rgb[2]),
        USUAL_STRENGTH if strength is None else sheet.STRENGTHS[strength],
        USUAL_FINISH if finish is None else finish,
        strength is not None and finish is not None,
    )


def _coloured(pixels: Plane) -> Plane | None:
    """The colour of what is not paper, if that is most of it."""
    told = lab(pixels)
    off = np.sqrt(((told - [100.0, 0.0, 0.0]) ** 2).sum(axis=1)) > PAPER_OFF
    if off.mean() < 0.4:
        return None
    middle: Plane = np.median(pixels[off], axis=0)
    return middle


def _filled(true: Plane, places: Sequence[tuple[float, float]]) -> int | None:
    """Which of these rings is filled in; None when none stands out."""
    dark = [1 - float(disc(true, place, sheet.RINGS * 0.6).mean()) for place in places]
    order = np.argsort(dark)
    best, next_best = dark[order[-1]], dark[order[-2]]
    return int(order[-1]) if best > FILLED and best - next_best > CLEARLY else None


def _code(true: Plane) -> int:
    number = 0
    for bit in range(sheet.CODE_BITS):
        number = number << 1 | int(at(true, sheet.cell(bit), sheet.CODE * 0.25).mean() < 0.5)
    return number
