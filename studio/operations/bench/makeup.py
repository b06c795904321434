"""Matte lipstick at full opacity on light, medium and dark skin: is it the swatch's colour, and is it still a mouth?"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage
from skimage.color import deltaE_ciede2000, rgb2lab

from studio.imaging import makeup, plates, regions
from studio.imaging.body import Body
from studio.imaging.canvas import to_picture, to_tensor
from studio.imaging.scene import FaceChart, Mask, Rgb, Tint
from studio.operations.bench.dress import HOUSE, body_of
from studio.operations.bench.report import Figure, Report

SWATCHES = {"red": (156, 28, 38), "plum": (94, 28, 52), "nude": (186, 122, 104), "coral": (205, 88, 74)}
NEAR, ALIKE, TEXTURE = 4.0, 2.0, 0.9
FINE_PX = 3.0  # broader than this is form, finer is texture
FEATHER = 0.035  # how far past the lips' ring paint may reach, in eye spans: four sigmas of its softness


@dataclass(frozen=True, slots=True)
class Mouth:
    name: str
    skin_lightness: float
    body: Body
    inside: NDArray[np.bool_]  # of the lips, away from their rim
    beyond: NDArray[np.bool_]  # where no paint may come


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--twins", type=Path, default=HOUSE / "twins", help="A folder of NAME_beauty.jpg and masks.")


def run(options: argparse.Namespace) -> Report:
    seen = filter(None, map(mouth, sorted(options.twins.glob("*_beauty.jpg"))))
    mouths = sorted(seen, key=lambda each: each.skin_lightness)
    if len(mouths) < 3:
        raise SystemExit(f"Three faces are needed, found {len(mouths)} in {options.twins}.")
    chosen = {"dark": mouths[0], "medium": mouths[len(mouths) // 2], "light": mouths[-1]}
    figures: dict[str, Figure] = {}
    for swatch, colour in SWATCHES.items():
        found = {skin: painted(each, colour) for skin, each in chosen.items()}
        figures |= told(swatch, found)
    notes = [f"{skin}: {each.name}, skin of L* {each.skin_lightness:.0f}." for skin, each in chosen.items()]
    return Report("Matte lips at full opacity", figures, tuple(notes))


def told(swatch: str, found: dict[str, tuple[float, float, int]]) -> dict[str, Figure]:
    far = {skin: each[0] for skin, each in found.items()}
    figures = {f"{swatch} on {skin}": Figure(value, "ΔE00", NEAR) for skin, value in far.items()}
    figures[f"{swatch} between skins"] = Figure(max(far.values()) - min(far.values()), "ΔE00", ALIKE)
    figures[f"{swatch} texture kept"] = Figure(min(each[1] for each in found.values()), "", TEXTURE, most=False)
    figures[f"{swatch} moved beyond"] = Figure(sum(each[2] for each in found.values()), "px", 0.0)
    return figures


def mouth(path: Path) -> Mouth | None:
    """The face of a close plate with its lips, from the plate's own masks; None where no mesh is found."""
    picture = np.asarray(Image.open(path).convert("RGB"))
    alpha, parts, regions = (beside(path, end) for end in ("_alpha.png", "_parts.png", "_makeup.png"))
    points = json.loads(path.with_suffix(".json").read_text())["keypoints"]
    pose = {name: (float(at[0]), float(at[1])) for name, at in points.items()}
    figure = plates.figure(picture, alpha[..., 0], parts[..., 0], pose, mesh=True)
    if figure.face is None:
        return None
    body = body_of(figure)
    true = regions[..., 0] > 250
    unit = float(np.linalg.norm(figure.face[33, :2] - figure.face[263, :2]))
    ring = drawn(body, unit)
    inside = ndimage.binary_erosion(true & ring, iterations=max(2, round(0.012 * unit)))
    beyond = ~ndimage.binary_dilation(ring, iterations=max(2, round(FEATHER * unit)))
    return Mouth(path.stem.removesuffix("_beauty"), lightness(picture, parts[..., 0]), body, inside, beyond)


def beside(path: Path, end: str) -> NDArray[np.uint8]:
    read = np.asarray(Image.open(path.with_name(f"{path.stem}{end}")))
    return read[..., None] if read.ndim == 2 else read


def drawn(body: Body, unit_px: float) -> NDArray[np.bool_]:
    """The lips' ring as the mesh has it, (H, W)."""
    assert body.face is not None
    face = regions.Face(body.face[:, :2].astype(float), body.height_px, body.width_px, unit_px)
    ring: NDArray[np.bool_] = (regions.lips(face, body.picture)[0] > 0.5).numpy()
    return ring


def lightness(picture: Rgb, parts: Mask) -> float:
    face = parts == plates.PARTS["head"]
    return float(np.median(rgb2lab(picture[face][None] / 255.0)[..., 0]))


def painted(each: Mouth, colour: Sequence[int]) -> tuple[float, float, int]:
    """Median ΔE00 to the swatch, correlation of fine lightness with the bare lips, pixels moved past the feather."""
    tint = Tint((colour[0], colour[1], colour[2]), 1.0, "matte")
    with torch.inference_mode():
        before = to_picture(each.body.picture)
        after = to_picture(makeup.paint(each.body, to_tensor(before), FaceChart({"lips": tint})))
    wanted = rgb2lab(np.array(colour, float)[None, None] / 255)
    was, now = rgb2lab(before / 255.0), rgb2lab(after / 255.0)
    far = deltaE_ciede2000(now, np.broadcast_to(wanted, now.shape))[each.inside]
    fine = [texture(plane[..., 0], each.inside) for plane in (was, now)]
    alike = float(np.corrcoef(fine[0], fine[1])[0, 1])
    moved = int(((before != after).any(axis=-1) & each.beyond).sum())
    return float(np.median(far)), alike, moved


def texture(lightness: NDArray[np.float64], inside: NDArray[np.bool_]) -> NDArray[np.float64]:
    """What is finer than form on the lips, told from the lips alone: their contrast to the skin is no texture."""
    share = ndimage.gaussian_filter(inside.astype(float), FINE_PX)
    form = ndimage.gaussian_filter(np.where(inside, lightness, 0.0), FINE_PX) / np.maximum(share, 1e-6)
    found: NDArray[np.float64] = (lightness - form)[inside]
    return found
