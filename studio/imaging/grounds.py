"""Garment and ground told apart in a packshot: by colour, by closed outline, and by what a shadow may look like.

Worked out on a picture of `WORK_PX`, where every question of shape is answered; the line itself is then drawn on the
full picture (`cutouts`). Lightness is told as a factor of the ground's own (1 = as the ground, 0.7 = in shadow), hue as
what is left once that factor is taken out.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from studio.imaging.scene import Rgb

Plane = NDArray[np.float32]
Flags = NDArray[np.bool_]

WORK_PX = 448
FAINTEST = 1.5  # levels per pixel: below it, noise of a clean picture
CRISP = 5.5  # levels per pixel: a soft shadow never changes so fast, the rim of cloth mostly does
DARKEST = 0.4  # of the ground's lightness: no shadow is darker
GAPS = (1, 3, 7)  # half of what an outline may lack and still count as closed
LEAST_LEFT = 0.62  # of what stands out, once its shadow is taken away: else it was no shadow
PLAIN_HUE = 0.17
ROUNDS = 170
FAINTER = 0.6  # than its outer edge, the inner edge of what is cloth after all
STAND_TALL = 0.3  # of the piece's height, at the most
UNLIKE = 28.0  # levels off the cloth's colour
BINS = 24  # of each channel, where colours are counted


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is seen of each pixel, all (H, W) at work size.

    shade: its lightness as a factor of the ground's. off_hue: how far off the ground's hue, in levels.
    steep: the greatest change in it, in levels per pixel of the full picture. clear: 0 to 3, surely no ground.
    cast: may be ground in shadow. faint: what counts as an edge in this picture, in levels per pixel.
    """

    shade: Plane
    steep: Plane
    clear: Plane
    cast: Flags
    like: Plane
    rim: Flags
    faint: float


def standing_out(picture: Rgb) -> Flags:
    """Where the garment is, at work size (`reduced`). picture: (H, W, 3) on any plain-ish ground."""
    small = reduced(picture)
    seen = evidence(small, pooled(steepness(picture), small.shape[0], small.shape[1]))
    closed = closedness(seen)
    leaning = (-0.6 * seen.clear - 0.4 * closed + 0.25 * seen.like * (closed < 0.45)).astype(np.float32)
    leaning[seen.rim & (seen.clear < 1)] += 0.3
    toll = (1.6 / (1 + (seen.steep / (1.1 * max(seen.faint, 2.2))) ** 2) + 0.016).astype(np.float32)
    first = least_outline(leaning, toll) > 0.5
    plain = has_own_hue(first, seen)
    bare, anew = without_shadow(first, seen, leaning, toll, hue_tells=plain)
    kept = bare if plain else bare | faintly_parted(first & ~bare, bare, seen.steep)
    told = by_colour(small, kept)
    # In shadow a colour may speak for the ground, never for the cloth.
    told = np.where(seen.cast, np.maximum(told, 0) * plain, told).astype(np.float32)
    return without_stand(small, largest(least_outline(anew + told, toll) > 0.5))


def evidence(small: Rgb, steep: Plane) -> Evidence:
    colour = ndimage.gaussian_filter(small.astype(np.float32), (0.7, 0.7, 0))
    ground, rim, plain = background(colour)
    shade = (colour * ground).sum(-1) / np.maximum((ground * ground).sum(-1), 1.0)
    off = ndimage.gaussian_filter(colour - shade[..., None] * ground, (1.5, 1.5, 0))
    off_hue = np.sqrt((off * off).sum(-1))
    uneven = max(0.006, float(np.sqrt(np.mean((shade[rim][plain] - 1) ** 2))))
    tinted = max(0.8, float(np.sqrt(np.mean(off_hue[rim][plain] ** 2))))
    brighter = np.clip((shade - 1) / uneven - 3, 0, 6) / 3
    other_hue = np.clip(off_hue / tinted - 4, 0, 8) / 4
    darker = np.clip((DARKEST + 0.1 - shade) / 0.08, 0, 2)
    return Evidence(
        shade=shade,
        steep=steep,
        clear=np.maximum.reduce([brighter, other_hue, darker]).astype(np.float32),
        cast=(off_hue < 3 * tinted + 1) & (shade > DARKEST) & (shade < 1 - 2 * uneven),
        like=np.exp(-0.125 * ((shade - 1) / uneven) ** 2 - 0.125 * (off_hue / tinted) ** 2).astype(np.float32),
        rim=rim,
        faint=max(FAINTEST, 1.35 * float(np.percentile(steep[rim][plain], 98))),
    )


def background(colour: Plane) -> tuple[Plane, Flags, Flags]:
    """A smooth ground (of second degree, through the border), the border, and which of its pixels the ground fits."""
    height, width = colour.shape[:2]
    wide = max(2, min(height, width) // 30)
    rim = np.ones((height, width), bool)
    rim[wide:-wide, wide:-wide] = False
    ys, xs = np.mgrid[0:height, 0:width]
    u, v = xs / width - 0.5, ys / height - 0.5
    basis = np.stack([np.ones_like(u), u, v, u * v, u * u, v * v], axis=-1)
    a, b = basis[rim], colour[rim]
    keep = np.ones(len(b), bool)
    for _ in range(5):
        fit = np.linalg.lstsq(a[keep], b[keep], rcond=None)[0]
        off = np.sqrt(((a @ fit - b) ** 2).sum(-1))
        keep = off <= max(6.0, float(np.median(off)) * 3)
    return (basis @ fit).astype(np.float32), rim, keep


def steepness(picture: Rgb) -> Plane:
    """How much the picture changes at a pixel, in levels per pixel, in whichever channel changes most. (H, W)"""
    colour = ndimage.gaussian_filter(picture.astype(np.float32), (1, 1, 0))
    changes = [np.hypot(*np.gradient(colour[..., channel])) for channel in range(3)]
    result: Plane = np.maximum.reduce(changes).astype(np.float32)
    return result


def closedness(seen: Evidence) -> Plane:
    """-1 open to the border, 1 shut off from it by an outline. (H, W)

    Measured by the faintest edge that has to be crossed on the way, and by whether a gap in the outline lets through.
    """
    low, top = seen.faint * 0.4, seen.faint * 4
    told = []
    for gap in GAPS:
        wall = ndimage.maximum_filter(np.where(seen.clear < 1, seen.steep, top * 2), 2 * gap + 1)
        crossed = np.full(wall.shape, top, np.float32)
        for least in np.geomspace(low, top, 14)[::-1]:
            crossed[from_border(wall < least)] = least
        crossed = ndimage.minimum_filter(crossed, 2 * gap + 1)
        told.append(np.clip(np.log(crossed / seen.faint) / np.log(2.5), -1, 1))
    result: Plane = np.mean(told, axis=0)
    return result


def from_border(open_: Flags) -> Flags:
    """What hangs together with the border of the picture."""
    labels, _count = ndimage.label(np.pad(open_, 1, constant_values=True))
    result: Flags = (labels == labels[0, 0])[1:-1, 1:-1]
    return result


def reached(passable: Flags, outside: Flags, gap: int) -> Flags:
    """Of passable, what is reached from outside, not through gaps of less than twice `gap`."""
    wide = ndimage.minimum_filter(passable | outside, 2 * gap + 1)
    met: Flags = ndimage.maximum_filter(from_border(wide), 2 * gap + 1) & passable & ~outside
    return met


def least_outline(leaning: Plane, toll: Plane) -> Plane:
    """The division of least cost, 0 to 1 (H, W): leaning is paid by every pixel inside, toll by the outline's length.

    Source: Chambolle and Pock, "A first-order primal-dual algorithm for convex problems", 2011; the cut is its level
    set at a half (Chan, Esedoglu and Nikolova, 2006).
    """
    inside = (leaning < 0).astype(np.float32)
    ahead = inside.copy()
    flow = np.zeros((2, *leaning.shape), np.float32)
    step = np.float32(0.35)
    for _ in range(ROUNDS):
        flow[0, :, :-1] += step * (ahead[:, 1:] - ahead[:, :-1])
        flow[1, :-1] += step * (ahead[1:] - ahead[:-1])
        flow /= np.maximum(1, np.sqrt(flow[0] ** 2 + flow[1] ** 2) / toll)
        spread = flow[0] + flow[1]
        spread[:, 1:] -= flow[0, :, :-1]
        spread[1:] -= flow[1, :-1]
        moved = np.clip(inside + step * (spread - leaning), 0, 1)
        ahead = 2 * moved - inside
        inside = moved
    return inside


def has_own_hue(first: Flags, seen: Evidence) -> bool:
    """Whether hardly anything in the piece's middle has the ground's hue, so that what has it is the ground."""
    deep = ndimage.distance_transform_edt(first)
    middle = deep > 0.35 * float(deep.max())
    return float((seen.cast & middle).sum()) < PLAIN_HUE * float(middle.sum())


def without_shadow(
    first: Flags, seen: Evidence, leaning: Plane, toll: Plane, *, hue_tells: bool
) -> tuple[Flags, Plane]:
    """The line drawn anew where a shadow may lie, along whatever is crispest there.

    Where nearly all that stands out would be called a shadow it was the cloth itself, and the first line stands.
    Also returns how each pixel leans by now.
    """
    height = first.shape[0]
    deep = ndimage.distance_transform_edt(first)
    core = deep > min(0.08 * height, 0.5 * float(deep.max()))
    smooth = seen.cast & (seen.steep < max(CRISP, 2.5 * seen.faint))
    for gap in GAPS[:2]:
        soft = reached(smooth, ~first, gap)
        cast = umbra(first, soft & (deep < 6), seen)
        if hue_tells:
            cast |= reached(seen.cast, ~first, 1)
        anew = np.where(soft & ~core, -0.6 * seen.clear - 0.005, leaning) - 0.4 * (core & soft)
        anew = np.where(cast, 0.1, anew).astype(np.float32)
        second = least_outline(anew, toll) > 0.5
        if second.sum() > LEAST_LEFT * first.sum():
            return second, anew
    return first, leaning


def faintly_parted(taken: Flags, bare: Flags, steep: Plane) -> Flags:
    """Of what was taken for shadow, the parts with a fainter edge towards the garment than towards the ground."""
    labels, _count = ndimage.label(taken)
    outside = ~bare & ~taken
    capped = np.minimum(ndimage.maximum_filter(steep, 3), 1.5 * CRISP)
    found = np.zeros_like(taken)
    for index, where in enumerate(ndimage.find_objects(labels), start=1):
        around = tuple(slice(max(0, axis.start - 2), axis.stop + 2) for axis in where)
        patch = labels[around] == index
        rim = ndimage.binary_dilation(patch) & ~patch
        inner, outer = capped[around][rim & bare[around]], capped[around][rim & outside[around]]
        if len(inner) and len(outer) and inner.mean() < FAINTER * outer.mean():
            found[around] |= patch
    return found


def by_colour(small: Rgb, inside: Flags) -> Plane:
    """How much likelier a pixel's colour is outside than inside, as a leaning; less the more colours both share."""
    bins = (ndimage.gaussian_filter(small.astype(np.float32), (0.7, 0.7, 0)) / 256 * BINS).astype(int)
    told = [
        ndimage.gaussian_filter(np.histogramdd(bins[part], bins=BINS, range=[(0, BINS)] * 3)[0], 0.8)
        for part in (inside, ~inside)
    ]
    within, without = (counts / max(counts.sum(), 1.0) + 1e-5 for counts in told)
    ratio = np.log(without / within)[bins[..., 0], bins[..., 1], bins[..., 2]]
    shared = float(np.sqrt(within / within.sum() * (without / without.sum())).sum())
    result: Plane = (0.2 * np.clip(2.2 - 2.8 * shared, 0, 1) * np.clip(ratio, -2.5, 2.5)).astype(np.float32)
    return result


def umbra(first: Flags, soft: Flags, seen: Evidence) -> Flags:
    """A hard shadow: a flat patch of the ground's hue along the outline, parted from all the rest by a crisp edge."""
    outside = ~first | soft
    flat = ndimage.binary_opening(first & seen.cast & ~soft & (seen.steep < 2 * seen.faint))
    labels, _count = ndimage.label(flat)
    found = np.zeros_like(first)
    parted = (ndimage.maximum_filter(seen.steep, 3) > CRISP) | (ndimage.maximum_filter(seen.clear, 3) > 0.8)
    for index, where in enumerate(ndimage.find_objects(labels), start=1):
        around = tuple(slice(max(0, axis.start - 5), axis.stop + 5) for axis in where)
        patch = labels[around] == index
        if patch.sum() < 12 or float(seen.shade[around][patch].std()) > 0.02:
            continue
        ring = ndimage.binary_dilation(patch, iterations=4) & ~ndimage.binary_dilation(patch)
        inner = ring & ~outside[around]
        if 0 < inner.sum() < 0.75 * ring.sum() and parted[around][inner].mean() > 0.6:
            found[around] |= ndimage.binary_dilation(patch, iterations=2)
    return found & first


def largest(mask: Flags) -> Flags:
    """The biggest connected part, and others at least a third of its size: shoes come in pairs."""
    labels, count = ndimage.label(mask)
    if count == 0:
        return mask
    sizes = np.bincount(labels.ravel())[1:]
    result: Flags = np.isin(labels, np.flatnonzero(sizes >= sizes.max() / 3) + 1)
    return result


def without_stand(small: Rgb, piece: Flags) -> Flags:
    """Without the hook of a hanger or the neck of a bust: narrow, above the middle, and coloured unlike the cloth.

    Row by row from the top, as long as what is there is narrow and stands free on both sides.
    """
    rows = np.flatnonzero(piece.any(axis=1))
    columns = np.flatnonzero(piece.any(axis=0))
    if len(rows) < 20:
        return piece
    top, height, width = int(rows[0]), len(rows), int(np.ptp(columns)) + 1
    cloth = np.median(
        small[top + height // 3 : top + height // 2][piece[top + height // 3 : top + height // 2]], axis=0
    )
    off = np.abs(small.astype(np.float32) - cloth).max(axis=-1)
    last, widest = top, 0
    for y in range(top, top + round(STAND_TALL * height)):
        at = np.flatnonzero(piece[y])
        if not is_narrow(at, columns, width) or np.median(off[y, at]) < UNLIKE:
            break
        widest = max(widest, int(np.ptp(at)) + 1)
        # A collar is narrow too, but it is lower than it is wide.
        last = y + 1 if y + 1 - top >= 0.6 * widest else last
    stand = piece.copy()
    stand[last:] = False
    return largest(piece & ~stand)


def is_narrow(at: NDArray[np.intp], columns: NDArray[np.intp], width: int) -> bool:
    """Whether a row's pixels take less than a third of the piece's width, over its middle."""
    aside = abs(float(at.mean()) - float(columns[0] + columns[-1]) / 2) if len(at) else 1.0 * width
    return len(at) > 0 and int(np.ptp(at)) + 1 < 0.34 * width and aside < 0.08 * width


def reduced(picture: Rgb) -> Rgb:
    height, width = picture.shape[:2]
    scale = WORK_PX / max(height, width)
    if scale >= 1:
        return picture
    size = (max(8, round(width * scale)), max(8, round(height * scale)))
    return np.asarray(Image.fromarray(picture).resize(size, Image.Resampling.BOX))


def pooled(plane: Plane, height: int, width: int) -> Plane:
    """Made smaller by keeping the greatest of what falls together: a thin line stays as steep as it was."""
    tall, wide = plane.shape
    greatest = ndimage.maximum_filter(plane, max(1, -(-tall // height)))
    ys = ((np.arange(height) + 0.5) * tall / height).astype(int)
    xs = ((np.arange(width) + 0.5) * wide / width).astype(int)
    result: Plane = greatest[np.ix_(ys, xs)]
    return result
