"""Dress every pair of a folder and set it against the truth, a plain spline and the best a packshot could do."""

import argparse
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from studio.imaging.body import Body
from studio.imaging.canvas import to_mask, to_picture, to_tensor
from studio.imaging.dressing import dress
from studio.imaging.scene import Figure, Mask, Piece, Rgb
from studio.operations.bench import dress_bounds
from studio.operations.bench.pairs import Pair, figure_of, pairs_in, pieces_of
from studio.operations.bench.report import Figure as Measured
from studio.operations.bench.report import Report
from studio.operations.bench.score_dress import Score, mean_of, score

HOUSE = Path(__file__).resolve().parent.parent / "demo_house"
CLOSED = 0.6  # of the gap from baseline to ceiling, in each group
BEST = {"iou": 1.0, "de00": 0.0, "ssim": 1.0, "edge": 1.0}
# The same pairs through one thin-plate spline on their true anchors.
TRUE_SPLINE = {"iou": 0.90, "de00": 7.4, "ssim": 0.73, "edge": 0.53}
LOOSE = 0.16  # of a garment's seen area that lies off the body
BENT = 0.12  # how far arms or legs differ left from right, in trunk lengths, before a pose counts as hard

Picture = tuple[Rgb, Mask]


@dataclass(slots=True)
class Group:
    ours: list[Score] = field(default_factory=list)
    baseline: list[Score] = field(default_factory=list)
    ceiling: list[Score] = field(default_factory=list)


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--pairs", type=Path, default=HOUSE, help="A folder with pairs beside twins and garments.")
    parser.add_argument("--out", type=Path, help="Where NAME.png and NAME_garment_mask.png are kept.")
    parser.add_argument("--only", default="", help="Only pairs whose name holds this.")
    parser.add_argument("--found", action="store_true", help="Use nothing but what the engine finds itself.")
    parser.add_argument("--alone", action="store_true", help="Neither baseline nor ceiling: for trying things out.")


def run(options: argparse.Namespace) -> Report:
    with tempfile.TemporaryDirectory() as scratch:
        return compared(options, options.out or Path(scratch))


def compared(options: argparse.Namespace, out: Path) -> Report:
    groups: dict[str, Group] = {}
    notes = []
    for pair in pairs_in(options.pairs):
        if options.only not in pair.name:
            continue
        figure, pieces = figure_of(pair, found=options.found), pieces_of(pair, found=options.found)
        scored = scores_of(pair, figure, pieces, out, bounds=not options.alone)
        name = group_of(pair, figure)
        group = groups.setdefault(name, Group())
        for kind, each in scored.items():
            getattr(group, kind).append(each)
        notes.append(line(pair.name, name, scored["ours"]))
    if not groups:
        raise SystemExit(f"No pairs in {options.pairs}.")
    how = "what the engine finds itself" if options.found else "the plates' and garments' own files"
    count = sum(len(group.ours) for group in groups.values())
    return Report(f"{count} pairs dressed from {how}", figures_of(groups), tuple(notes))


def scores_of(pair: Pair, figure: Figure, pieces: Sequence[Piece], out: Path, *, bounds: bool) -> dict[str, Score]:
    with torch.inference_mode():
        body = body_of(figure)
        made: dict[str, Callable[[], Picture]] = {"ours": lambda: ours(body, pieces)}
        if bounds:
            made["baseline"] = lambda: dress_bounds.baseline(body, pieces)
            made["ceiling"] = lambda: dress_bounds.ceiling(body, pair, pieces)
        return {kind: kept(pair, make(), out / ("" if kind == "ours" else kind)) for kind, make in made.items()}


def ours(body: Body, pieces: Sequence[Piece]) -> Picture:
    done = dress(body, pieces)
    return to_picture(done.picture), to_mask(done.garments)


def kept(pair: Pair, made: Picture, folder: Path) -> Score:
    folder.mkdir(parents=True, exist_ok=True)
    picture, mask = folder / f"{pair.name}.png", folder / f"{pair.name}_garment_mask.png"
    Image.fromarray(made[0]).save(picture, compress_level=1)
    Image.fromarray(made[1]).save(mask)
    return score(pair.truth, pair.truth_mask, picture, mask)


def body_of(figure: Figure) -> Body:
    """The whole plate at its own size, as its pairs are."""
    pose = {name: np.array(at, float) for name, at in figure.pose.items()}
    parts = torch.from_numpy(figure.parts.copy())
    return Body(to_tensor(figure.picture), to_tensor(figure.alpha), parts, pose, figure.face, 1.0, figure.nails)


def group_of(pair: Pair, figure: Figure) -> str:
    """Tight or loose by what lies off the body, easy or hard by how unlike the two sides of the body stand."""
    worn = np.asarray(Image.open(pair.truth_mask).convert("L")) > 127
    off = float((worn & (figure.alpha < 128)).sum()) / max(int(worn.sum()), 1)
    return f"{'loose' if off > LOOSE else 'tight'}, {'hard' if unlike(figure) > BENT else 'easy'}"


def unlike(figure: Figure) -> float:
    at = {name: np.array(point, float) for name, point in figure.pose.items()}
    middle = (at["left_hip"] + at["right_hip"] + at["left_shoulder"] + at["right_shoulder"]) / 4
    trunk = float(np.linalg.norm((at["left_hip"] + at["right_hip"] - at["left_shoulder"] - at["right_shoulder"]) / 2))
    apart = []
    for joint in ("elbow", "wrist", "knee", "ankle"):
        left, right = at[f"left_{joint}"] - middle, at[f"right_{joint}"] - middle
        apart.append(float(np.hypot(left[0] + right[0], left[1] - right[1])))
    return max(apart) / max(trunk, 1.0)


def figures_of(groups: dict[str, Group]) -> dict[str, Measured]:
    figures: dict[str, Measured] = {}
    for name, group in sorted(groups.items()):
        if group.baseline:
            figures |= closed(name, group)
    overall = mean_of([each for group in groups.values() for each in group.ours])
    for figure, spline in TRUE_SPLINE.items():
        figures[f"over all: {figure}"] = Measured(overall[figure], "", spline, most=figure == "de00")
    figures["over all: beside"] = Measured(overall["beside"], "ΔE00", 1.0)
    return figures


def closed(name: str, group: Group) -> dict[str, Measured]:
    """How much of the way from baseline to ceiling is gone, by figure."""
    ours, low, high = (mean_of(each) for each in (group.ours, group.baseline, group.ceiling))
    figures = {}
    for figure in BEST:
        way = high[figure] - low[figure]
        gone = (ours[figure] - low[figure]) / way if abs(way) > 1e-6 else 1.0
        figures[f"{name} ({len(group.ours)}): {figure} closed"] = Measured(gone, "", CLOSED, most=False)
        for kind, value in (("baseline", low), ("ours", ours), ("ceiling", high)):
            figures[f"{name}: {figure} {kind}"] = Measured(value[figure])
    return figures


def line(name: str, group: str, found: Score) -> str:
    return f"{name:42s} {group:12s} " + "  ".join(f"{figure} {value:6.3f}" for figure, value in found.items())
