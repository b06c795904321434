"""Telling a garment's outside from the inside that shows at its openings: neck, open front, hem."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from studio.imaging.scene import Mask, Point, Rgba

Flags = NDArray[np.bool_]


def inside_of(cutout: Rgba, category: str, anchors: Mapping[str, Point]) -> Mask:
    """(H, W) uint8, 255 = the inside, which lies behind the body; 0 = the outside."""
    cloth = cutout[..., 3] > 127
    red, green, blue = (cutout[..., plane].astype(np.float32) for plane in range(3))
    tone = ndimage.gaussian_filter((red + green + blue) / 3, 1.5)
    found = np.zeros(cloth.shape, bool)
    if {"collar_L", "collar_R", "armpit_L"} <= anchors.keys():
        found |= neck(cloth, tone, anchors, opens=category == "outerwear")
    for side in "LR":
        found |= cuff(cloth, tone, anchors, side)
    if category == "bottom":
        found |= waistband(cloth, tone, anchors)
    if category in ("bottom", "dress", "outerwear") and not open_to_hem(found, anchors):
        found |= hem(cloth, tone, anchors)
    inside: Mask = np.zeros(cloth.shape, np.uint8)
    if found.any():
        box = about(found)
        near, alpha = found[box], cutout[..., 3][box]
        # The rim of an inside belongs to it, past the cloth's own soft edge, or a hairline of it stays in front.
        near = near | (ndimage.binary_dilation(near, iterations=3) & (alpha < 250))
        inside[box] = (ndimage.gaussian_filter(near.astype(np.float32), 0.8) * 255).astype(np.uint8)
    return inside


def neck(cloth: Flags, tone: NDArray[np.float32], at: Mapping[str, Point], *, opens: bool) -> Flags:
    """The inner back of the collar and, of an open front, the lining: dark, between the collar's ends."""
    (xl, yl), (xr, yr) = at["collar_L"], at["collar_R"]
    half, middle = max((xl - xr) / 2, 1.0), (xl + xr) / 2
    top = min(yl, yr)
    height = max(p[1] for p in at.values()) if opens else at["armpit_L"][1] + half
    ys, xs = np.ogrid[0 : cloth.shape[0], 0 : cloth.shape[1]]
    # A lining widens towards the hem; a neckline does not.
    reach = half * 1.02 + (np.maximum(ys - (top + half), 0) * 0.12 if opens else 0)
    window = cloth & (np.abs(xs - middle) < reach) & (ys > top - half * 0.6) & (ys < height)
    nearby = cloth & (np.abs(xs - middle) < half * 2.2) & (ys > top + half * 0.5) & (ys < top + half * 4)
    dark = darker_part(window, nearby, tone, ys < top + half * 1.1)
    if dark is None:
        return bowl(cloth, xs, ys, middle, half, (yl + yr) / 2)
    return behind_columns(cloth, dark, xs, ys, middle, half, top)


def darker_part(window: Flags, nearby: Flags, tone: NDArray[np.float32], seed_rows: Flags) -> Flags | None:
    """The connected shadowed part of the window that begins at the opening, if it stands apart from the cloth."""
    if window.sum() < 50 or nearby.sum() < 50:
        return None
    usual = float(np.median(tone[nearby]))
    box = about(window)
    found = darker_than(usual, window[box], tone[box], np.broadcast_to(seed_rows, window.shape)[box])
    if found is None:
        return None
    result = np.zeros_like(window)
    result[box] = found
    return result


def about(window: NDArray[np.generic], margin: int = 10) -> tuple[slice, slice]:
    """Rows and columns that hold what is not 0, and a little more; all of them where there is nothing."""
    rows, columns = np.flatnonzero(window.any(axis=1)), np.flatnonzero(window.any(axis=0))
    if not len(rows):
        return slice(0, window.shape[0]), slice(0, window.shape[1])
    return (
        slice(max(0, int(rows[0]) - margin), int(rows[-1]) + margin + 1),
        slice(max(0, int(columns[0]) - margin), int(columns[-1]) + margin + 1),
    )


def darker_than(usual: float, window: Flags, tone: NDArray[np.float32], seed_rows: Flags) -> Flags | None:
    seeds = window & seed_rows
    if not seeds.any():
        return None
    deep = float(np.percentile(tone[seeds], 12))
    if usual - deep < max(14.0, usual * 0.16):
        return None
    limit = deep + (usual - deep) * 0.55
    labels, _ = ndimage.label(ndimage.binary_opening(window & (tone < limit)))
    # The opening is the biggest shadow there; seams and stripes make small ones.
    counts = np.bincount(labels[seeds & (labels > 0)].ravel()) if (seeds & (labels > 0)).any() else np.zeros(1)
    if counts.max() < 40:
        return None
    result: Flags = labels == int(np.argmax(counts))
    closed: Flags = ndimage.binary_fill_holes(ndimage.binary_closing(result, iterations=4)) & window
    return closed


def behind_columns(
    cloth: Flags, dark: Flags, xs: NDArray[np.int64], ys: NDArray[np.int64], middle: float, half: float, top: float
) -> Flags:
    """All that lies above the shadow in its own columns is the back of the collar, and belongs to it."""
    has: NDArray[np.bool_] = np.asarray(dark.any(axis=0))
    first = np.where(has, np.argmax(dark, axis=0), 0)
    above = has[None, :] & (ys <= first[None, :]) & (np.abs(xs - middle) < half * 0.97) & (ys < top + half * 1.2)
    result: Flags = (dark | above) & cloth
    return result


def bowl(cloth: Flags, xs: NDArray[np.int64], ys: NDArray[np.int64], middle: float, half: float, y: float) -> Flags:
    """Where light tells nothing (black cloth): a shallow round neckline between the collar's ends."""
    depth = half * 0.45
    inside = ((xs - middle) / (half * 0.92)) ** 2 + (np.maximum(ys - y, 0) / depth) ** 2 < 1
    result: Flags = cloth & inside
    return result


def waistband(cloth: Flags, tone: NDArray[np.float32], at: Mapping[str, Point]) -> Flags:
    (xl, yl), (xr, yr) = at["waist_L"], at["waist_R"]
    ys, xs = np.ogrid[0 : cloth.shape[0], 0 : cloth.shape[1]]
    width = xl - xr
    y = (yl + yr) / 2
    window = cloth & (xs > xr) & (xs < xl) & (ys < y + width * 0.12)
    nearby = cloth & (ys > y + width * 0.15) & (ys < y + width * 0.6)
    dark = darker_part(window, nearby, tone, ys < y + width * 0.06)
    return np.zeros_like(cloth) if dark is None else dark


def open_to_hem(lining: Flags, at: Mapping[str, Point]) -> bool:
    """Where a front stands open all the way down its lining is known, and a dark seam beside it is only a seam."""
    if "hem_L" not in at or "collar_L" not in at:
        return False
    top, end = at["collar_L"][1], (at["hem_L"][1] + at["hem_R"][1]) / 2
    last = lining[int(top + 0.8 * (end - top)) : int(top + 0.95 * (end - top))]
    return bool(last.size and last.any(axis=1).mean() > 0.5)


def hem(cloth: Flags, tone: NDArray[np.float32], at: Mapping[str, Point]) -> Flags:
    """The back of a skirt or coat, seen under its front hem."""
    if "hem_inner_L" in at or "hem_L" not in at:
        return np.zeros_like(cloth)
    (xl, yl), (xr, yr) = at["hem_L"], at["hem_R"]
    ys, xs = np.ogrid[0 : cloth.shape[0], 0 : cloth.shape[1]]
    width, y = xl - xr, max(yl, yr)
    window = cloth & (xs > xr) & (xs < xl) & (ys > y - width * 0.18)
    nearby = cloth & (ys > y - width * 0.9) & (ys < y - width * 0.3)
    dark = darker_part(window, nearby, tone, ys > y - width * 0.1)
    return np.zeros_like(cloth) if dark is None else dark


def cuff(cloth: Flags, tone: NDArray[np.float32], at: Mapping[str, Point], side: str) -> Flags:
    """The opening of a sleeve that is seen from its end."""
    if f"sleeve_end_{side}" not in at:
        return np.zeros_like(cloth)
    end, shoulder = np.array(at[f"sleeve_end_{side}"]), np.array(at[f"shoulder_{side}"])
    reach = 0.16 * abs(at["shoulder_L"][0] - at["shoulder_R"][0])
    up = end + (shoulder - end) * 0.25
    size = np.array(cloth.shape[::-1])
    low = np.clip(np.floor(np.minimum(end, up) - reach), 0, size).astype(int)
    high = np.clip(np.ceil(np.maximum(end, up) + reach) + 1, 0, size).astype(int)
    box = slice(low[1], high[1]), slice(low[0], high[0])
    ys, xs = np.ogrid[box]
    from_end = np.hypot(xs - end[0], ys - end[1])
    window = cloth[box] & (from_end < reach)
    nearby = cloth[box] & (np.hypot(xs - up[0], ys - up[1]) < reach)
    dark = darker_part(window, nearby, tone[box], from_end < reach * 0.6)
    found = np.zeros_like(cloth)
    if dark is not None:
        found[box] = beyond(dark, window, end - shoulder)
    return found


def beyond(opening: Flags, window: Flags, way: NDArray[np.float64]) -> Flags:
    """The opening and the rim past it, seen along the sleeve: the hand comes out before both."""
    way = way / max(float(np.linalg.norm(way)), 1.0)
    ys, xs = np.nonzero(window)
    down = xs * way[0] + ys * way[1]
    across = np.round(ys * way[0] - xs * way[1]).astype(int)
    across -= across.min()
    begins = np.full(int(across.max()) + 1, np.inf)
    dark = opening[ys, xs]
    np.minimum.at(begins, across[dark], down[dark])
    result = opening.copy()
    result[ys, xs] |= down >= begins[across]
    return result
