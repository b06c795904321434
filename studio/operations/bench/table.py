"""The dressing table: from a hand's move to the small marked picture, as the web process draws and encodes it."""

import argparse
import statistics
import time
from collections.abc import Callable
from dataclasses import replace

import torch

from studio.imaging import encoding, marks, watermark
from studio.imaging.engines.draft import DraftEngine
from studio.imaging.scene import Scene
from studio.imaging.stages import Stages
from studio.operations.bench.draft import CHANGES, TWIN, found, opened, worn
from studio.operations.bench.report import Figure, Report
from studio.previews.glimpses import LONG_EDGE_PX, QUALITY

GOAL_MS = 300.0


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rounds", type=int, default=20, help="How many moves of each control.")


def run(options: argparse.Namespace) -> Report:
    torch.set_num_threads(1)  # as the web process does
    scene, engine = opened(found()), DraftEngine(Stages().only(TWIN), says_where=True)
    began = time.perf_counter()
    glimpsed(engine, scene)
    figures = {"the first, nothing kept yet": Figure((time.perf_counter() - began) * 1000, "ms")}
    for slot, change in MOVES.items():
        glimpsed(engine, scene)
        took = [timed(engine, change(scene, number)) for number in range(1, options.rounds + 1)]
        figures[f"{slot}, p50"] = Figure(statistics.median(took), "ms", GOAL_MS)
        figures[f"{slot}, p95"] = Figure(statistics.quantiles(took, n=20)[-1], "ms", GOAL_MS)
    note = f"{LONG_EDGE_PX} px at its longer edge, one thread, marked and encoded; consent and the way there left out."
    return Report("A glimpse at the dressing table", figures, (note,))


def timed(engine: DraftEngine, scene: Scene) -> float:
    began = time.perf_counter()
    glimpsed(engine, scene)
    return (time.perf_counter() - began) * 1000


def glimpsed(engine: DraftEngine, scene: Scene) -> bytes:
    made = engine.render(scene, long_edge_px=LONG_EDGE_PX, step=lambda part, name: None)
    pixels = watermark.embed(made.picture, 1, secret=b"bench")
    return encoding.encode(marks.mark_preview(pixels, words="PREVIEW"), format="WEBP", quality=QUALITY)


def _pulled(scene: Scene, number: int) -> Scene:
    """A handle of the coat pulled by a hundredth more."""
    *under, coat = scene.pieces
    return replace(scene, pieces=(*under, worn(coat, number)))


def _taken_off(scene: Scene, number: int) -> Scene:
    """The coat off, and on again a little lower, so that it is bent anew."""
    return replace(scene, pieces=scene.pieces[:-1]) if number % 2 else _pulled(scene, number)


MOVES: dict[str, Callable[[Scene, int], Scene]] = {
    **CHANGES,
    "lens": lambda scene, n: replace(scene, lens=replace(scene.lens, f_stop=1.4 + 0.2 * n)),
    "garments": _pulled,
    "coat off and on": _taken_off,
}
