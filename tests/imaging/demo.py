"""Plates, garments and pairs of the demo house, small enough for quick tests."""

import json
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

import studio.operations
from studio.imaging import plates
from studio.imaging.scene import Figure, Fit, Mask, Piece, Point, Rgb

HOUSE = Path(studio.operations.__file__).parent / "demo_house"
PAIRS = HOUSE / "pairs"


def load(path: Path, mode: str, part: float = 1.0, *, sharp: bool = False) -> NDArray[np.uint8]:
    opened = Image.open(path)
    picture = opened.copy() if sharp else opened.convert(mode)
    size = (round(picture.width * part), round(picture.height * part))
    kind = Image.Resampling.NEAREST if sharp else Image.Resampling.LANCZOS
    return np.array(picture if part == 1.0 else picture.resize(size, kind))


@cache
def twin(name: str, part: float = 0.5, *, mesh: bool = False) -> Figure:
    """A plate from its ground truth, at a part of its size."""
    path = HOUSE / name
    points = json.loads(path.with_suffix(".json").read_text())["keypoints"]
    pose: dict[str, Point] = {key: (x * part, y * part) for key, (x, y, _) in points.items()}
    return plates.figure(
        load(path.with_suffix(".jpg"), "RGB", part),
        load(path.with_name(f"{path.name}_alpha.png"), "L", part),
        load(path.with_name(f"{path.name}_parts.png"), "L", part, sharp=True),
        pose,
        mesh=mesh,
    )


@cache
def garment(name: str, fit: Fit = Fit()) -> Piece:  # noqa: B008, frozen
    described = json.loads((HOUSE / "garments" / f"{name}.json").read_text())
    anchors: dict[str, Point] = {key: (x, y) for key, (x, y) in described["anchors"].items()}
    return Piece(load(HOUSE / "garments" / f"{name}.png", "RGBA"), described["category"], anchors, fit)


def worn(pair: str, part: float = 0.5) -> tuple[Rgb, Mask]:
    """The true picture of a pair and where its cloth is seen."""
    return load(PAIRS / f"{pair}.jpg", "RGB", part), load(PAIRS / f"{pair}_garment_mask.png", "L", part)


def backdrop(name: str) -> Rgb:
    return load(HOUSE / "backdrops" / f"{name}.jpg", "RGB", 0.5)
