"""Garments cut out of packshots of which the true alpha is known, on grounds from plain to hard."""

import argparse
import time
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from PIL import Image

from studio.imaging import cutouts
from studio.imaging.scene import Mask, Rgb, Rgba
from studio.operations.bench.dress import HOUSE
from studio.operations.bench.packshots import GROUNDS, packshot
from studio.operations.bench.report import Figure, Report

# The mean over all pieces that each ground is to reach.
GOALS: Mapping[str, float] = {
    **dict.fromkeys(GROUNDS, 0.97),
    **dict.fromkeys(("soft shadow", "grey, soft shadow", "hard shadow", "wood", "hanger", "bust"), 0.93),
    "white, soft shadow": 0.9,
}
LARGE_PX = (6000, 4000)
SECONDS = 3.0
LONG_EDGE_PX = 1600  # what a piece that arrives is brought to before it is cut


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--garments", type=Path, default=HOUSE / "garments", help="A folder of cut-outs, PNG.")
    parser.add_argument("--height", type=int, default=800, help="Of each made packshot, in pixels.")


def run(options: argparse.Namespace) -> Report:
    pieces = {path.stem: read(path) for path in sorted(options.garments.glob("*.png"))}
    figures: dict[str, Figure] = {}
    for ground in GROUNDS:
        found = {name: overlap(*packshot(piece, ground, options.height)) for name, piece in pieces.items()}
        worst = min(found, key=lambda name: found[name])
        figures[ground] = Figure(float(np.mean(list(found.values()))), "IoU", GOALS[ground], most=False)
        figures[f"{ground}, worst ({worst})"] = Figure(found[worst], "IoU")
    figures["24 MP"] = Figure(seconds_of_a_large_one(next(iter(pieces.values()))), "s", SECONDS)
    return Report("Cut-outs on known grounds", figures)


def read(path: Path) -> Rgba:
    return np.asarray(Image.open(path).convert("RGBA"))


def overlap(picture: Rgb, truth: Mask) -> float:
    """Of the alpha found and the true one, soft edges counting as what they are; 0 where nothing is found."""
    try:
        found = cutouts.cut_out(picture)[..., 3] / 255
    except cutouts.NoGarment:
        return 0.0
    true = truth / 255
    return float(np.minimum(found, true).sum() / max(np.maximum(found, true).sum(), 1.0))


def seconds_of_a_large_one(piece: Rgba) -> float:
    """From pixels as a camera gives them to the cut-out; the least of three."""
    picture = Image.fromarray(packshot(piece, "soft shadow", 1200)[0]).resize(LARGE_PX[::-1])
    taken = []
    for _ in range(3):
        start = time.perf_counter()
        small = picture.copy()
        small.thumbnail((LONG_EDGE_PX, LONG_EDGE_PX), Image.Resampling.LANCZOS)
        cutouts.cut_out(np.asarray(small))
        taken.append(time.perf_counter() - start)
    return min(taken)
