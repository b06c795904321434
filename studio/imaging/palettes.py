"""Five colours that stand for a picture, and what a colour is called. Told apart as people see them."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from studio.imaging import colours
from studio.imaging.colour_true import delta_e
from studio.imaging.colours import Colour, Lab
from studio.imaging.scene import Rgb, Rgba

NAMES = Path(__file__).parent / "models" / "colour_names.txt"
SEED = 20
LOOKED_AT = 12_000  # pixels
ROUNDS = 24
STILL = 0.05  # of Lab: no middle moved further, so that another round changes nothing
SAME = 2.0  # CIEDE2000: two middles nearer than that are one colour


@dataclass(frozen=True, slots=True)
class Named:
    """colour: "#rrggbb". lab: CIE L*a*b* under D65, to one decimal. name: the nearest in the open list, in English."""

    colour: str
    lab: tuple[float, float, float]
    name: str


def named(colour: Colour) -> Named:
    """The nearest name by CIEDE2000. colour: sRGB 0 to 255."""
    names, table = known()
    lab = colours.to_lab(np.array(colour))
    far = _far(lab[None], table)
    light, a, b = (round(float(value), 1) + 0.0 for value in lab)
    return Named(colours.to_hex(colour), (light, a, b), names[int(np.argmin(far[0]))])


@cache
def known() -> tuple[tuple[str, ...], Lab]:
    rows = [line.split("\t") for line in NAMES.read_text().splitlines() if not line.startswith("#")]
    table = np.array([of_hex(colour) for _name, colour in rows])
    return tuple(name for name, _colour in rows), colours.to_lab(table)


def of_hex(colour: str) -> Colour:
    """ "#1c2442" as sRGB 0 to 255. Raises ValueError for anything else."""
    if len(colour) != 7 or colour[0] != "#":
        raise ValueError(f"colour must be #rrggbb, got {colour!r}")
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def palette(pixels: Rgb | Rgba, count: int = 5) -> list[Named]:
    """The colours most of a picture has, the most common first; fewer where it has fewer. The same ones each time.

    pixels: (H, W, 3) uint8, or 4 with straight alpha; what is clear does not count.
    k-means in CIE L*a*b*, begun as k-means++ (Arthur and Vassilvitskii, 2007) with a fixed seed.
    """
    flat = pixels.reshape(-1, pixels.shape[2])
    seen = flat[flat[:, 3] > 127][:, :3] if pixels.shape[2] == 4 else flat
    if not len(seen):
        return []
    random = np.random.default_rng(SEED)
    lab = colours.to_lab(seen[random.permutation(len(seen))[:LOOKED_AT]])
    middles = _begun(lab, count, random)
    for _ in range(ROUNDS):
        of = _nearest(lab, middles)
        moved = np.array([lab[of == i].mean(axis=0) if (of == i).any() else m for i, m in enumerate(middles)])
        still = np.abs(moved - middles).max() < STILL
        middles = moved
        if still:
            break
    counts = np.bincount(_nearest(lab, middles), minlength=len(middles))
    return [named(colours.to_srgb(middle)) for middle in _apart(middles[np.argsort(-counts, kind="stable")])]


def _begun(lab: Lab, count: int, random: np.random.Generator) -> Lab:
    """Each next one where colours lie far from those chosen."""
    middles: Lab = lab[random.integers(len(lab))][None]
    while len(middles) < count:
        far = ((lab[:, None] - middles[None]) ** 2).sum(-1).min(axis=1)
        if not far.sum():
            break
        middles = np.vstack([middles, lab[random.choice(len(lab), p=far / far.sum())]])
    return middles


def _nearest(lab: Lab, middles: Lab) -> NDArray[np.intp]:
    found: NDArray[np.intp] = ((lab[:, None] - middles[None]) ** 2).sum(-1).argmin(axis=1)
    return found


def _apart(middles: Lab) -> list[Lab]:
    kept: list[Lab] = []
    for middle in middles:
        if not kept or float(_far(middle[None], np.array(kept)).min()) >= SAME:
            kept.append(middle)
    return kept


def _far(some: Lab, others: Lab) -> NDArray[np.float64]:
    """CIEDE2000 from each of some to each of others: (n, 3) and (m, 3) to (n, m)."""
    one = torch.from_numpy(np.ascontiguousarray(some.T))[:, :, None].expand(3, len(some), len(others))
    other = torch.from_numpy(np.ascontiguousarray(others.T))[:, None, :].expand(3, len(some), len(others))
    found: NDArray[np.float64] = delta_e(one, other).numpy()
    return found
