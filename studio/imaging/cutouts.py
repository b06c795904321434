"""A garment on its own: cut out of its packshot, its anchors found, its outside told from its inside."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from studio.imaging import grounds
from studio.imaging.scene import Mask, Point, Rgb, Rgba

UPPER = ("collar", "shoulder", "armpit", "sleeve_end", "waist", "hem")
ANCHORS: dict[str, tuple[str, ...]] = {
    category: tuple(f"{name}_{side}" for side in "LR" for name in names)
    for category, names in {
        "top": UPPER,
        "knit": UPPER,
        "base": UPPER,
        "outerwear": UPPER,
        "dress": UPPER,
        "bottom": ("waist", "hem", "hem_inner"),
        "shoes": ("waist", "hem"),
    }.items()
}


GROUND, CLOTH = 1, 2
EDGE_PX = 2  # on either side of the line, where cloth and ground may share a pixel


class NoGarment(ValueError):
    """Nothing can be told apart from its background in this picture."""


def cut_out(picture: Rgb | Rgba) -> Rgba:
    """The garment alone, straight alpha. Uses the picture's own alpha if it has any.

    picture: (H, W, 3) on one plain background, or (H, W, 4).
    Raises NoGarment when the picture is empty, or when nothing stands out from the border's colour.
    """
    if picture.ndim != 3 or picture.shape[2] not in (3, 4):
        raise ValueError(f"picture must be (H, W, 3) or (H, W, 4), got {picture.shape}")
    if picture.shape[2] == 4 and int(picture[..., 3].min()) < 250:
        if int((picture[..., 3] > 127).sum()) < 0.002 * picture[..., 3].size:
            raise NoGarment("the picture is transparent all over")
        return picture
    alpha = separate(picture[..., :3])
    colour = without_rim(picture[..., :3], alpha)
    return np.dstack([colour, alpha])


def separate(picture: Rgb) -> Mask:
    """Alpha from a picture on a plain-ish ground, which may be lit unevenly, be textured, and carry the shadow.

    picture: (H, W, 3) uint8. Returns (H, W) uint8, 255 = garment, soft by about a pixel at its edge.
    """
    rough = grounds.standing_out(picture)
    if not 0.008 < rough.mean() < 0.97:
        raise NoGarment("nothing stands out from the background; use a plain one in another tone")
    return soft_edged(picture, settled(picture, rough))


def settled(picture: Rgb, rough: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The line of a smaller size on the full picture: within a band it moves to where the picture changes most."""
    height, width = picture.shape[:2]
    scale = max(1.0, height / rough.shape[0])
    grown = Image.fromarray((rough * 255).astype(np.uint8)).resize((width, height), Image.Resampling.BICUBIC)
    inside = np.asarray(grown) > 127
    band = max(2, round(2.2 * scale))
    deep = ndimage.distance_transform_edt(inside)
    markers = np.zeros(inside.shape, np.int16)
    markers[deep > band] = CLOTH
    markers[ndimage.distance_transform_edt(~inside) > band] = GROUND
    # A strap thinner than the band keeps its middle.
    thin = ndimage.maximum_filter(deep, 2 * band + 1) <= band
    markers[thin & (deep > band * 0.4)] = CLOTH
    hills = np.clip(grounds.steepness(picture) * 5, 0, 254).astype(np.uint8)
    result: NDArray[np.bool_] = ndimage.watershed_ift(hills, markers) == CLOTH
    return result


def soft_edged(picture: Rgb, line: NDArray[np.bool_]) -> Mask:
    """Along the line each pixel is so much cloth as its colour lies between the cloth's and the ground's beside it."""
    inner = ndimage.binary_erosion(line, iterations=EDGE_PX)
    outer = ndimage.binary_erosion(~line, iterations=EDGE_PX, border_value=1)
    if not inner.any() or not outer.any():
        return (line * 255).astype(np.uint8)
    ys, xs = np.nonzero(~inner & ~outer)
    calm = ndimage.uniform_filter(picture, (3, 3, 1)).astype(np.float32)
    cloth, ground = (calm[nearest(sure, ys, xs)] for sure in (inner, outer))
    apart = cloth - ground
    far2 = (apart * apart).sum(-1)
    share = np.clip(((picture[ys, xs].astype(np.float32) - ground) * apart).sum(-1) / np.maximum(far2, 1), 0, 1)
    # Where both have nearly the same colour the line alone can tell.
    drawn = ndimage.gaussian_filter(line.astype(np.float32), 0.8)
    told = np.clip((np.sqrt(far2) - 10) / 30, 0, 1)
    alpha = inner.astype(np.float32)
    alpha[ys, xs] = told * share + (1 - told) * drawn[ys, xs]
    result: Mask = (alpha * 255 + 0.5).astype(np.uint8)
    return result


def nearest(
    sure: NDArray[np.bool_], ys: NDArray[np.intp], xs: NDArray[np.intp]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Of each point, the nearest pixel that is sure."""
    at = ndimage.distance_transform_edt(~sure, return_distances=False, return_indices=True)
    return at[0][ys, xs], at[1][ys, xs]


def without_rim(picture: Rgb, alpha: Mask) -> Rgb:
    """Cloth colour carried outwards under the soft edge, so that no ground shines through."""
    sure = ndimage.binary_erosion(alpha > 250)
    if not sure.any():
        return picture
    near = ndimage.distance_transform_edt(~sure, return_distances=False, return_indices=True)
    carried = picture[near[0], near[1]]
    return np.where((alpha > 250)[..., None], picture, carried)


# What the finder measures first.


@dataclass(frozen=True, slots=True)
class Outline:
    """A silhouette with the measures that anchors are found by."""

    mask: NDArray[np.bool_]
    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2

    def run(self, y: int) -> tuple[int, int] | None:
        """The run of cloth through the middle line at a height, or the nearest one to it: (first, past the last)."""
        runs = self.runs(y)
        if not runs:
            return None
        return min(runs, key=lambda r: max(r[0] - self.centre, self.centre - r[1], 0.0))

    def whole_run(self, y: float) -> tuple[int, int] | None:
        """From the first cloth at a height to the last, whatever lies open between."""
        runs = self.runs(int(np.clip(y, self.top + 3, self.bottom - 3)))
        return (runs[0][0], runs[-1][1]) if runs else None

    def runs(self, y: int) -> list[tuple[int, int]]:
        if not 0 <= y < len(self.mask):
            return []
        steps = np.diff(np.concatenate([[0], self.mask[y].astype(np.int8), [0]]))
        starts, ends = np.flatnonzero(steps == 1), np.flatnonzero(steps == -1)
        return [(int(a), int(b)) for a, b in zip(starts, ends, strict=True) if b - a > 3]

    def upper_edge(self, x: int) -> int:
        return int(np.argmax(self.mask[:, x])) if self.mask[:, x].any() else self.bottom


def outline(cutout: Rgba) -> Outline:
    mask = ndimage.binary_opening(cutout[..., 3] > 127, iterations=1)
    ys, xs = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not len(ys):
        raise NoGarment("the cut-out is transparent all over")
    return Outline(mask, int(xs[0]), int(ys[0]), int(xs[-1]) + 1, int(ys[-1]) + 1)


def find_anchors(cutout: Rgba, category: str) -> dict[str, Point]:
    """The anchors of a garment laid out or worn invisibly, from its silhouette. L and R are the wearer's own.

    Raises ValueError for a category that has no anchors, NoGarment for an empty cut-out.
    """
    if category not in ANCHORS:
        raise ValueError(f"category must be one of {', '.join(ANCHORS)}, got {category!r}")
    shape = outline(cutout)
    if category == "shoes":
        return shoe_anchors(shape)
    return lower_anchors(shape) if category == "bottom" else upper_anchors(shape)


def guess_category(cutout: Rgba) -> str:
    """top, bottom, dress, outerwear or shoes, from the silhouette alone: a first guess for a person to correct."""
    shape = outline(cutout)
    tall = shape.height / max(shape.width, 1)
    _, count = ndimage.label(grounds.largest(shape.mask))
    if count >= 2 and tall < 0.9:
        return "shoes"
    if legs_part_at(shape) is not None:
        return "bottom"
    sleeved = all(sleeve_split(shape, side) is not None for side in "LR") or short_sleeved(shape)
    if sleeved:
        return "outerwear" if tall > 1.3 else "top"
    top = shape.whole_run(shape.top + shape.height * 0.02)
    waistband = top is not None and (top[1] - top[0]) > 0.55 * shape.width
    return "bottom" if waistband else "dress" if tall > 1.6 else "top"


def legs_part_at(shape: Outline) -> tuple[float, float] | None:
    """Where daylight first parts two legs of like width, x and y, or None."""
    for y in range(shape.top + shape.height // 10, shape.top + int(shape.height * 0.85), 2):
        runs = [run for run in shape.runs(y) if run[1] - run[0] > shape.width * 0.08]
        if len(runs) != 2 or runs[1][0] - runs[0][1] > shape.width * 0.5:
            continue
        like = min(r[1] - r[0] for r in runs) > 0.5 * max(r[1] - r[0] for r in runs)
        lasting = all(len(shape.runs(min(y + step, shape.bottom - 3))) >= 2 for step in (10, 30, 60))
        at_end = shape.runs(shape.bottom - max(4, shape.height // 12))
        if like and lasting and len(at_end) == 2:
            return (runs[0][1] + runs[1][0]) / 2, float(y)
    return None


def both_sides(shape: Outline, side: str) -> Outline:
    """The silhouette as seen with this side on the right, so that one finder serves both."""
    if side == "L":
        return shape
    width = shape.mask.shape[1]
    return Outline(shape.mask[:, ::-1], width - shape.right, shape.top, width - shape.left, shape.bottom)


def sleeve_split(shape: Outline, side: str) -> tuple[float, float] | None:
    """The armpit: the highest daylight between trunk and sleeve. Point on the side that `both_sides` shows."""
    seen = both_sides(shape, side)
    last = min(seen.top + int(seen.height * 0.85), seen.bottom - 3)
    for y in range(seen.top + seen.height // 8, last):
        outer = [run for run in seen.runs(y) if run[0] > seen.centre]
        inner = [run for run in seen.runs(y) if run[0] <= seen.centre < run[1] + seen.width * 0.1]
        if outer and inner and outer[-1][1] - outer[-1][0] > seen.width * 0.03:
            gap_lasts = len(seen.runs(min(y + seen.height // 40, seen.bottom - 3))) >= 2
            if gap_lasts:
                return float(inner[-1][1]), float(y)
    return None


def short_sleeved(shape: Outline) -> bool:
    """Widest well above the middle, and clearly wider than the hem: short sleeves that stand off."""
    widths = [span(shape, part) for part in (0.2, 0.3, 0.35, 0.4)]
    return max(widths) > 1.18 * span(shape, 0.75)


def span(shape: Outline, part: float) -> float:
    run = shape.whole_run(shape.top + shape.height * part)
    return 0.0 if run is None else float(run[1] - run[0])


def upper_anchors(shape: Outline) -> dict[str, Point]:
    found: dict[str, Point] = {}
    for side in "LR":
        seen = both_sides(shape, side)
        width = shape.mask.shape[1]
        split = sleeve_split(shape, side)
        points = sleeved_side(seen, split) if split or short_sleeved(shape) else bare_side(seen)
        for name, (x, y) in points.items():
            found[f"{name}_{side}"] = (float(x if side == "L" else width - x), float(y))
    return found


def sleeved_side(seen: Outline, split: tuple[float, float] | None) -> dict[str, Point]:
    collar = collar_point(seen)
    tip = sleeve_tip(seen, split)
    # Cloth hangs together for a hand's breadth below the armpit before daylight shows; a short sleeve shows none.
    armpit = notch(seen, tip) if split is None else (split[0], split[1] - 0.06 * seen.height)
    shoulder = seam_end(seen, collar, armpit, tip)
    return {
        "collar": collar,
        "shoulder": shoulder,
        "armpit": armpit,
        "sleeve_end": tip,
        **trunk_points(seen, armpit[1], split, usual_waist(seen, shoulder)),
    }


def bare_side(seen: Outline) -> dict[str, Point]:
    """Straps and sleeveless: a strap's top is collar and shoulder in one; the armpit is where the trunk is full."""
    top = collar_point(seen)
    armpit = (0.0, 0.0)
    widths = {y: seen.whole_run(y) for y in range(seen.top + 4, seen.top + seen.height // 2)}
    best = 0.0
    for y, run in widths.items():
        if run is None or y - seen.top > 0.32 * seen.height:
            continue
        if run[1] - seen.centre > best * 1.0005:
            best, armpit = run[1] - seen.centre, (float(run[1]), float(y))
        elif run[1] - seen.centre < best * 0.985:
            break
    shoulder = (top[0] + 0.02 * seen.width, top[1] + 0.01 * seen.height)
    waist_y = armpit[1] + BUST_TO_WAIST * 2 * (armpit[0] - seen.centre)
    return {"collar": top, "shoulder": shoulder, "armpit": armpit, **trunk_points(seen, armpit[1], None, waist_y)}


def collar_point(seen: Outline) -> Point:
    """The highest cloth beside the neck."""
    columns = range(int(seen.centre + 0.03 * seen.width), int(seen.centre + 0.3 * seen.width))
    edge = [seen.upper_edge(x) for x in columns]
    if not edge:
        return seen.centre, float(seen.top)
    peak = min(edge)
    # A flat collar top counts at its outer end, where the shoulder line begins.
    outer = max(i for i, y in enumerate(edge) if y <= peak + 0.012 * seen.height)
    return float(columns[outer]), float(edge[outer])


def sleeve_tip(seen: Outline, split: tuple[float, float] | None) -> Point:
    """The middle of the cuff: the mean of the cloth furthest from the neck."""
    ys, xs = np.nonzero(seen.mask[:, int(seen.centre) :])
    xs = xs + int(seen.centre)
    if split is not None:
        own = (xs > split[0]) & (xs - split[0] > (ys - split[1]) * 0.2)
        xs, ys = xs[own], ys[own]
    else:
        keep = ys < seen.top + 0.6 * seen.height
        xs, ys = xs[keep], ys[keep]
        outermost = int(np.argmax(xs))
        return float(xs[outermost]), float(ys[outermost])
    far = np.hypot(xs - seen.centre, ys - seen.top)
    near_end = far > far.max() * 0.955
    return float(xs[near_end].mean()), float(ys[near_end].mean())


def seam_end(seen: Outline, collar: Point, armpit: Point, tip: Point) -> Point:
    """The shoulder: on the upper outline, a little further out than the armpit.

    Where sleeves hang, the round of the shoulder tells it better: a tenth of the seams' distance below them the
    outline stands 0.65 of it from the middle, on garments of many cuts.
    """
    x = max(armpit[0] + 0.012 * seen.width, collar[0] + 0.02 * seen.width)
    near = 0.92 * (x - seen.centre), 1.08 * (x - seen.centre)
    hangs = tip[1] - seen.upper_edge(int(x)) > 0.9 * (tip[0] - x)
    for _ in range(4 if hangs else 0):
        span = 2 * (x - seen.centre)
        run = seen.whole_run(seen.upper_edge(int(x)) + 0.11 * span)
        if run is not None:
            x = seen.centre + float(np.clip(0.5 * (run[1] - seen.centre) / 0.65, *near))
    return x, float(seen.upper_edge(int(min(x, seen.right - 1))) + 0.008 * seen.height)


def notch(seen: Outline, tip: Point) -> Point:
    """Below a short sleeve: the innermost point of the outline between the sleeve and the hem's width."""
    rows = range(int(tip[1]), seen.top + int(seen.height * 0.75))
    edges = [(run[1], y) for y in rows if (run := seen.whole_run(y)) is not None]
    if not edges:
        return tip
    reach = max(4, seen.height // 40)
    for i in range(len(edges) - reach):
        if edges[i][0] < tip[0] - 0.1 * seen.width and edges[i][0] - edges[i + reach][0] < 0.35 * reach:
            return float(edges[i][0]), float(edges[i][1])
    return float(edges[len(edges) // 4][0]), float(edges[len(edges) // 4][1])


BUST_TO_WAIST = 0.62  # height from under the arms, in breadths there
SEAMS_TO_WAIST = 0.98  # height from the shoulder seams, in their distance


def usual_waist(seen: Outline, shoulder: Point) -> float:
    """About as far below the shoulder seams as they lie apart: so it is on garments of many cuts."""
    return shoulder[1] + SEAMS_TO_WAIST * 2 * (shoulder[0] - seen.centre)


def trunk_points(
    seen: Outline, armpit_y: float, split: tuple[float, float] | None, waist_y: float | None = None
) -> dict[str, Point]:
    """Hem corner and waist on this side. waist_y: where it is looked for, if it lies well above the hem."""
    bottom = trunk_bottom(seen)
    long = seen.height > 1.5 * seen.width
    # A long hem hangs lowest at its corners; a shirt's is cut round there.
    hem, hem_y = hem_corner(seen) if long and split is None else hem_of(seen, bottom, split)[::-1]
    if waist_y is not None and armpit_y < waist_y < hem_y - 0.1 * (hem_y - armpit_y):
        return {"waist": (trunk_edge(seen, waist_y, split), waist_y), "hem": (hem, hem_y)}
    low, high, usual = (0.08, 0.3, 0.16) if long else (0.42, 0.7, 0.57)
    rows = np.linspace(armpit_y + low * (hem_y - armpit_y), armpit_y + high * (hem_y - armpit_y), 40)
    edges = [trunk_edge(seen, float(y), split) for y in rows]
    narrowest = int(np.argmin(edges))
    if narrowest in (0, len(rows) - 1):
        narrowest = int((usual - low) / (high - low) * len(rows))
    return {"waist": (edges[narrowest], float(rows[narrowest])), "hem": (hem, hem_y)}


def hem_of(seen: Outline, bottom: float, split: tuple[float, float] | None) -> tuple[float, float]:
    """Height and outer end of the hem: shirt-tails curve, so the lowest row that is nearly as wide as those above."""
    rows = np.arange(bottom - 0.008 * seen.height, bottom - 0.09 * seen.height, -2.0)
    edges = [trunk_edge(seen, float(y), split) for y in rows]
    for y, edge in zip(rows, edges, strict=True):
        if edge >= max(edges) - 0.025 * seen.width:
            return float(y), edge
    return float(rows[0]), edges[0]


def trunk_bottom(seen: Outline) -> float:
    """The lowest cloth of the middle third: sleeves may hang lower than the hem."""
    middle = seen.mask[:, int(seen.centre - seen.width * 0.16) : int(seen.centre + seen.width * 0.16)]
    rows = np.flatnonzero(middle.any(axis=1))
    return float(rows[-1]) if len(rows) else float(seen.bottom)


def trunk_edge(seen: Outline, y: float, split: tuple[float, float] | None) -> float:
    """The trunk's outer edge at a height, sleeves left out."""
    runs = seen.runs(int(np.clip(y, seen.top, seen.bottom - 2)))
    limit = seen.right if split is None else split[0] + 0.16 * seen.width
    begins = seen.centre + 0.3 * seen.width if split is None else split[0]
    own = [run for run in runs if run[0] <= begins]
    return float(min(own[-1][1], limit + 0.05 * seen.width)) if own else seen.centre + 0.2 * seen.width


def lower_anchors(shape: Outline) -> dict[str, Point]:
    found: dict[str, Point] = {}
    legs = legs_part_at(shape)
    for side in "LR":
        seen = both_sides(shape, side)
        width = shape.mask.shape[1]
        points = {"waist": waist_corner(seen)}
        if legs is None:
            points["hem"] = hem_corner(seen)
        else:
            points["hem"], points["hem_inner"] = leg_end(seen)
        for name, (x, y) in points.items():
            found[f"{name}_{side}"] = (float(x if side == "L" else width - x), float(y))
    return found


def waist_corner(seen: Outline) -> Point:
    y = seen.top + 0.012 * seen.height
    run = seen.whole_run(y)
    return (float(run[1]), y) if run is not None else (float(seen.right), float(seen.top))


def hem_corner(seen: Outline) -> Point:
    y = seen.bottom - 0.008 * seen.height
    run = seen.whole_run(seen.bottom - 0.04 * seen.height)
    return (float(run[1]), y) if run is not None else (float(seen.right), float(seen.bottom))


def leg_end(seen: Outline) -> tuple[Point, Point]:
    half = seen.mask[:, int(seen.centre) :]
    rows = np.flatnonzero(half.any(axis=1))
    y = float(rows[-1]) - 0.012 * seen.height
    runs = [run for run in seen.runs(int(y - 0.01 * seen.height)) if run[1] > seen.centre]
    run = runs[-1] if runs else (int(seen.centre), seen.right)
    return (float(run[1]), y), (float(max(run[0], seen.centre)), y)


def shoe_anchors(shape: Outline) -> dict[str, Point]:
    """Of each shoe its opening and the tip of its sole; one shoe alone stands for both."""
    labels, count = ndimage.label(grounds.largest(shape.mask))
    boxes = sorted(ndimage.find_objects(labels), key=lambda box: box[1].start) if count else []
    if not boxes:
        raise NoGarment("no shoe found")
    found: dict[str, Point] = {}
    for side, box in (("R", boxes[0]), ("L", boxes[-1])):
        rows, columns = box
        height, width = rows.stop - rows.start, columns.stop - columns.start
        # The right shoe of a pair is seen from the front, the left from its side.
        opening, sole = ((0.48, 0.14), (0.74, 0.86)) if side == "L" and count > 1 else ((0.14, 0.19), (0.2, 0.95))
        found[f"waist_{side}"] = (columns.start + opening[0] * width, rows.start + opening[1] * height)
        found[f"hem_{side}"] = (columns.start + sole[0] * width, rows.start + sole[1] * height)
    return found
