"""A garment on its own: cut out of its packshot, its anchors found, its outside told from its inside."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

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
    """Alpha from the background's own colour, which may fall off smoothly towards the edges."""
    height, width = picture.shape[:2]
    colour = ndimage.gaussian_filter(picture.astype(np.float32), (1, 1, 0))
    ground, noise = background(colour)
    far = np.sqrt(((colour - ground) ** 2).sum(-1))
    limit = max(9.0, noise * 4)
    rough = far > limit
    # Pale cloth on a pale ground parts by its outline only, so what the outline closes in belongs to it.
    edge = np.hypot(*np.gradient(colour.mean(-1))) > max(4.0, noise)
    closed = ndimage.binary_closing(np.pad(rough | edge, 8), iterations=max(2, height // 300))[8:-8, 8:-8]
    filled = ndimage.binary_opening(ndimage.binary_fill_holes(closed), iterations=max(1, height // 500))
    kept = biggest_parts(filled)
    share = kept.mean()
    if not 0.01 < share < 0.95:
        raise NoGarment("nothing stands out from the background; use a plain one in another tone")
    holes = ndimage.binary_opening(kept & (far < limit * 0.7), iterations=max(2, height // 200))
    solid = kept & ~inner_ground(holes, edge)
    soft = ndimage.gaussian_filter(ndimage.binary_erosion(solid).astype(np.float32), 0.9)
    return (np.clip(soft * 1.15, 0, 1) * 255).astype(np.uint8)


def background(colour: NDArray[np.float32]) -> tuple[NDArray[np.float32], float]:
    """A smooth ground (a plane of second degree through the border), and how much the border strays from it."""
    height, width = colour.shape[:2]
    rim = max(2, min(height, width) // 40)
    ys, xs = np.mgrid[0:height, 0:width]
    border = (ys < rim) | (ys >= height - rim) | (xs < rim) | (xs >= width - rim)
    u, v = xs / width - 0.5, ys / height - 0.5
    basis = np.stack([np.ones_like(u), u, v, u * v, u * u, v * v], axis=-1)
    a, b = basis[border], colour[border]
    keep = np.ones(len(b), bool)
    for _ in range(4):
        fit = np.linalg.lstsq(a[keep], b[keep], rcond=None)[0]
        off = np.sqrt(((a @ fit - b) ** 2).sum(-1))
        keep = off <= max(6.0, float(np.median(off)) * 3)
    return (basis @ fit).astype(np.float32), float(np.sqrt((off[keep] ** 2).mean()))


def biggest_parts(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The biggest connected part, and others at least a third of its size: shoes come in pairs."""
    labels, count = ndimage.label(mask)
    if count == 0:
        return mask
    sizes = np.bincount(labels.ravel())[1:]
    kept = np.flatnonzero(sizes >= sizes.max() / 3) + 1
    return np.isin(labels, kept)


def inner_ground(holes: NDArray[np.bool_], edge: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Background seen through the garment (between sleeve and waist): ground-coloured and smooth right up to its rim."""
    labels, count = ndimage.label(holes)
    result = np.zeros_like(holes)
    for i in range(1, count + 1):
        part = labels == i
        if part.sum() < 0.0008 * holes.size:
            continue
        rim = ndimage.binary_dilation(part, iterations=4) & ~part
        if edge[rim].mean() > 0.3:
            result |= ndimage.binary_dilation(part, iterations=2)
    return result


def without_rim(picture: Rgb, alpha: Mask) -> Rgb:
    """Cloth colour carried outwards under the soft edge, so that no ground shines through."""
    sure = alpha > 250
    if not sure.any():
        return picture
    near = ndimage.distance_transform_edt(~sure, return_distances=False, return_indices=True)
    return np.ascontiguousarray(picture[near[0], near[1]])


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
        return min(runs, key=lambda r: 0 if r[0] <= self.centre < r[1] else min(abs(r[0] - self.centre), abs(r[1] - self.centre)))

    def whole_run(self, y: float) -> tuple[int, int] | None:
        """From the first cloth at a height to the last, whatever lies open between."""
        runs = self.runs(int(np.clip(y, self.top + 3, self.bottom - 3)))
        return (runs[0][0], runs[-1][1]) if runs else None

    def runs(self, y: int) -> list[tuple[int, int]]:
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
