"""A full look by the draft engine: seconds beside the floor of only opening its inputs and writing its output."""

import argparse
import json
import resource
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
from PIL import Image

from studio.imaging import plates
from studio.imaging.encoding import encode
from studio.imaging.engines import Step
from studio.imaging.engines.draft import DraftEngine
from studio.imaging.scene import FaceChart, Figure, Grade, Lens, Light, Piece, Place, Point, Rgb, Scene, Tint
from studio.imaging.stages import Stages
from studio.operations.bench.dress import HOUSE
from studio.operations.bench.report import Figure as Measured
from studio.operations.bench.report import Report

TWIN, GARMENTS, BACKDROP = "nia_a", ("tee_white", "trousers_grey", "coat_camel"), "concrete"
LONG_EDGE_PX = 1536
QUALITY = 90
WHOLE_S, TIMES_FLOOR, CHANGE_MS, MOST_GB = 1.0, 6.0, 200.0, 1.5


@dataclass(frozen=True, slots=True)
class Stored:
    """The inputs as they lie on disk."""

    plate: Path
    alpha: Path
    parts: Path
    pose: dict[str, Point]
    mesh: plates.Plane | None
    garments: tuple[tuple[Path, str, dict[str, Point]], ...]
    backdrop: Path


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rounds", type=int, default=10, help="How many times each is done.")


def run(options: argparse.Namespace) -> Report:
    stored, fresh = found(), DraftEngine()
    scene = opened(stored)
    made = rendered(fresh, scene)
    floor = timed(lambda: (opened(stored), written(made)), options.rounds)
    whole = timed(lambda: written(rendered(fresh, opened(stored))), options.rounds)
    figures = {
        "floor": Measured(floor, "s"),
        "full look, p50": Measured(whole, "s", WHOLE_S, beside="floor"),
        "full look / floor": Measured(whole / floor, "", TIMES_FLOOR),
    }
    figures |= steps(fresh, scene)
    figures |= after_changes(DraftEngine(Stages().only(TWIN)), scene, max(3, options.rounds // 2))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    figures["peak memory"] = Measured(peak, "GB", MOST_GB)
    height, width = made.shape[:2]
    what = f"{TWIN} in {', '.join(GARMENTS)} before {BACKDROP}, made up, lit and graded"
    note = f"{what}, {width} x {height}, WebP q{QUALITY}."
    return Report("A draft", figures, (note,))


def found() -> Stored:
    plate = HOUSE / "twins" / f"{TWIN}.jpg"
    points = json.loads(plate.with_suffix(".json").read_text())["keypoints"]
    pose = {name: (float(at[0]), float(at[1])) for name, at in points.items()}
    garments = []
    for name in GARMENTS:
        told = json.loads((HOUSE / "garments" / f"{name}.json").read_text())
        at = {anchor: (float(x), float(y)) for anchor, (x, y) in told["anchors"].items()}
        garments.append((HOUSE / "garments" / f"{name}.png", told["category"], at))
    alpha, parts = (plate.with_name(f"{TWIN}{end}") for end in ("_alpha.png", "_parts.png"))
    mesh = plates.read_face(picture(plate), pose)
    return Stored(plate, alpha, parts, pose, mesh, tuple(garments), HOUSE / "backdrops" / f"{BACKDROP}.jpg")


def opened(stored: Stored) -> Scene:
    figure = Figure(
        picture(stored.plate), picture(stored.alpha, "L"), picture(stored.parts, "L"), stored.pose, stored.mesh
    )
    pieces = tuple(Piece(picture(path, "RGBA"), category, at) for path, category, at in stored.garments)
    chart = FaceChart({"lips": Tint((156, 28, 38), 0.9, "matte"), "lids": Tint((90, 60, 50), 0.5, "satin")})
    return Scene(
        (figure,), pieces, chart, Light("loop", 3.0, 0.6, -1.0, 5200), Lens(85, 8.0, "full-length", "2:3"),
        Place(picture(stored.backdrop), -0.3, 0.1), Grade(0.1, 0.05, 1.05),
    )  # fmt: skip


def picture(path: Path, mode: str = "RGB") -> Rgb:
    return np.asarray(Image.open(path).convert(mode))


def rendered(engine: DraftEngine, scene: Scene, step: Step = lambda part, name: None) -> Rgb:
    return engine.render(scene, long_edge_px=LONG_EDGE_PX, step=step).picture


def written(made: Rgb) -> bytes:
    return encode(made, format="WEBP", quality=QUALITY)


def timed(do: Callable[[], object], rounds: int) -> float:
    """Median seconds, the first one left out."""
    do()
    took = []
    for _ in range(rounds):
        began = time.perf_counter()
        do()
        took.append(time.perf_counter() - began)
    return statistics.median(took)


def steps(engine: DraftEngine, scene: Scene) -> dict[str, Measured]:
    """From one step's telling to the next's, of one warm run."""
    told: list[tuple[float, str]] = []
    rendered(engine, scene, lambda part, name: told.append((time.perf_counter(), name)))
    spent: dict[str, float] = {}
    for (began, name), (ended, _) in pairwise(told):
        spent[name] = spent.get(name, 0.0) + (ended - began) * 1000
    return {f"stage: {name}": Measured(value, "ms") for name, value in spent.items()}


def after_changes(engine: DraftEngine, scene: Scene, rounds: int) -> dict[str, Measured]:
    """The look has just been made; each round changes one slot to what it was not before."""
    figures = {}
    for slot, change in CHANGES.items():
        rendered(engine, scene)
        took = []
        for number in range(1, rounds + 1):
            changed = change(scene, number)
            began = time.perf_counter()
            rendered(engine, changed)
            took.append((time.perf_counter() - began) * 1000)
        goal = CHANGE_MS if slot in ("grade", "light", "make-up") else None
        figures[f"after a change of {slot}"] = Measured(statistics.median(took), "ms", goal)
    return figures


CHANGES: dict[str, Callable[[Scene, int], Scene]] = {
    "grade": lambda scene, n: replace(scene, grade=replace(scene.grade, exposure=0.1 * n)),
    "light": lambda scene, n: replace(scene, light=replace(scene.light, ratio=1.0 + n)),
    "make-up": lambda scene, n: replace(scene, chart=FaceChart({"lips": Tint((90 + n, 28, 52), 0.9, "satin")})),
    "place": lambda scene, n: replace(scene, place=replace(scene.place, warmth=-0.1 * n)),
    "garments": lambda scene, n: replace(scene, pieces=tuple(worn(piece, n) for piece in scene.pieces)),
}


def worn(piece: Piece, number: int) -> Piece:
    return replace(piece, fit=replace(piece.fit, shift_y=0.01 * number))
