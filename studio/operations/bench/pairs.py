"""Pairs to dress and to compare: a plate, its garments, and the same person photographed really wearing them.

A folder holds `pairs/` beside `twins/` and `garments/`. A pair is NAME.jpg (or .png), NAME_garment_mask.png, for
several garments NAME__GARMENT_mask.png each, and NAME.json: `plate`, `outfit` from the skin outwards, `tucked`, and
the true anchors. Beside a plate may lie _alpha.png, _parts.png and .json key points, beside a garment .json anchors:
what is missing there the engine finds itself.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from studio.imaging import cutouts, plates
from studio.imaging.scene import Figure, Fit, Piece, Point


@dataclass(frozen=True, slots=True)
class Pair:
    name: str
    folder: Path
    told: Mapping[str, Any]

    @property
    def truth(self) -> Path:
        found = [self.folder / "pairs" / f"{self.name}{end}" for end in (".jpg", ".png")]
        return next(path for path in found if path.exists())

    @property
    def truth_mask(self) -> Path:
        return self.folder / "pairs" / f"{self.name}_garment_mask.png"

    @property
    def outfit(self) -> list[str]:
        return list(self.told.get("outfit") or [each["garment"] for each in self.told["garments"]])

    def mask_of(self, garment: str) -> Path:
        """Where this garment is seen."""
        own = self.folder / "pairs" / f"{self.name}__{garment}_mask.png"
        return own if own.exists() else self.truth_mask

    def true_anchors(self, garment: str) -> dict[str, Point]:
        """For the ceiling alone."""
        told = next(each for each in self.told["garments"] if each["garment"] == garment)
        return {name: (float(x), float(y)) for name, (x, y) in told["anchors"].items()}


def pairs_in(folder: Path) -> Iterator[Pair]:
    """folder: the one that holds `pairs/`, or `pairs/` itself."""
    root = folder.parent if folder.name == "pairs" else folder
    for told in sorted((root / "pairs").glob("*.json")):
        yield Pair(told.stem, root, json.loads(told.read_text()))


def figure_of(pair: Pair, *, found: bool = False) -> Figure:
    """The plate as measured. found: by the engine alone, whatever lies beside it. Raises ValueError when nobody is."""
    path = pair.folder / pair.told["plate"]
    picture = np.asarray(Image.open(path).convert("RGB"))
    beside = {end: path.with_name(f"{path.stem}{end}") for end in ("_alpha.png", "_parts.png", ".json")}
    if found or not all(each.exists() for each in beside.values()):
        read = plates.read_plate(picture)
        if read is None:
            raise ValueError(f"nobody is found in {path.name}")
        return read
    alpha, parts = (np.asarray(Image.open(beside[end]).convert("L")) for end in ("_alpha.png", "_parts.png"))
    points = json.loads(beside[".json"].read_text())["keypoints"]
    return plates.figure(picture, alpha, parts, {name: (float(at[0]), float(at[1])) for name, at in points.items()})


def pieces_of(pair: Pair, *, found: bool = False) -> tuple[Piece, ...]:
    return tuple(piece_of(pair, garment, found=found) for garment in pair.outfit)


def piece_of(pair: Pair, garment: str, *, found: bool) -> Piece:
    picture = Image.open(pair.folder / "garments" / f"{garment}.png")
    cutout = cutouts.cut_out(np.asarray(picture.convert("RGBA" if "A" in picture.getbands() else "RGB")))
    beside = pair.folder / "garments" / f"{garment}.json"
    told = json.loads(beside.read_text()) if beside.exists() and not found else {}
    category = told.get("category") or cutouts.guess_category(cutout)
    anchors = told.get("anchors") or cutouts.find_anchors(cutout, category)
    piece = Piece(cutout, category, {name: (float(x), float(y)) for name, (x, y) in anchors.items()})
    covers = category in ("top", "knit", "base") and len(pair.outfit) > 1
    return replace(piece, fit=Fit(tucked=bool(pair.told.get("tucked")) and covers))
