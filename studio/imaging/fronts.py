"""A coat's front drawn open or shut, whichever way it was photographed: its halves swing, their backs stay."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from studio.imaging.cutouts import Outline
from studio.imaging.tailoring import SIDES, SIGN, Anchors, Layer, Pairs, trunk_run
from studio.imaging.warping import Spline, fit_spline

Flags = NDArray[np.bool_]

SWING = 0.17  # how far an open front stands away at its hem, in shoulder widths
YIELDS = 0.6  # the most of its half that may give way for it
LAP = 0.015  # by how much one half lies over the other, in shoulder widths


def drawn(trunk: Layer, shape: Outline, lining: Flags, at: Anchors, front: str, sw: float) -> list[Layer]:
    """The layers that stand for a trunk whose front is "open" or "closed"; the trunk alone where it is so already.

    lining: (h, w), where the cut-out shows the garment's inside. sw: the figure's shoulders in px.
    """
    rows = np.linspace(armpit_of(at), hem_of(at) - 0.015 * (hem_of(at) - armpit_of(at)), 10)
    gaps = [gap_at(lining, at, float(y)) for y in rows]
    photographed = "open" if sum(gap is not None for gap in gaps) > len(rows) / 2 else "closed"
    if front == photographed:
        return [trunk]
    edges = np.array([gap or (middle_of(shape, at, float(y)),) * 2 for gap, y in zip(gaps, rows, strict=True)])
    if photographed == "open":
        seen = np.array([gap is not None for gap in gaps])
        edges = np.stack([np.interp(rows, rows[seen], edges[seen, end]) for end in (0, 1)], axis=1)
    back = (
        replace(trunk, owns=trunk.owns * lining) if photographed == "open" else replace(trunk, kind="lining", side="")
    )
    hung = fit_spline(trunk.on_cutout, trunk.on_canvas)
    halves = [half(trunk, hung, at, side, rows, edges, front, sw) for side in ("R", "L")]
    return [back, *halves]


def armpit_of(at: Anchors) -> float:
    return float(max(at["armpit_L"][1], at["armpit_R"][1]))


def hem_of(at: Anchors) -> float:
    return float(at["hem_L"][1] + at["hem_R"][1]) / 2


def gap_at(lining: Flags, at: Anchors, y: float) -> tuple[float, float] | None:
    """Where the lining shows between the halves at a height: its left and its right end."""
    left, right = int(at["waist_R"][0]), int(at["waist_L"][0])
    found = np.flatnonzero(lining[int(np.clip(y, 0, lining.shape[0] - 1)), max(0, left) : right])
    return (float(found[0] + left), float(found[-1] + 1 + left)) if len(found) > 2 else None


def middle_of(shape: Outline, at: Anchors, y: float) -> float:
    run = trunk_run(shape, at, y)
    by_neck = float(at["collar_L"][0] + at["collar_R"][0]) / 2
    return by_neck if run is None else 0.5 * by_neck + 0.25 * (run[0] + run[1])


def half(
    trunk: Layer, hung: Spline, at: Anchors, side: str, rows: NDArray[np.float64],
    edges: NDArray[np.float64], front: str, sw: float,
) -> Layer:  # fmt: skip
    """One half of the front: its outer edge as it hangs, its front edge where it is drawn to."""
    sign = SIGN[side]
    own_edge, parting = edges[:, 1 if side == "L" else 0], edges.mean(axis=1)
    pairs = Pairs([], [])
    for canvas, cutout in zip(trunk.on_canvas, trunk.on_cutout, strict=True):
        if sign * (cutout[0] - np.interp(cutout[1], rows, own_edge)) > 0.04 * abs(at["waist_L"][0] - at["waist_R"][0]):
            pairs.add(canvas, cutout)
    for i, y in enumerate(rows):
        edge, between = (hung(np.array([[x, y]]))[0] for x in (own_edge[i], parting[i]))
        outer = hung(np.array([[at[f"waist_{side}"][0], y]]))[0]
        if front == "open":
            swing = SWING * sw * float(i / (len(rows) - 1)) ** 0.8
            edge[0] += sign * min(swing, YIELDS * max(sign * (outer[0] - edge[0]), 0.0))
        else:
            edge[0] = between[0] - sign * LAP * sw
        pairs.add(edge, np.array([own_edge[i], y]))
    top = np.array([(at["collar_L"][0] + at["collar_R"][0]) / 2, (at["collar_L"][1] + at["collar_R"][1]) / 2])
    for t in (0.0, 0.5):
        on_cut = top + (np.array([own_edge[0], rows[0]]) - top) * t
        pairs.add(hung(on_cut[None])[0], on_cut)
    ys, xs = np.ogrid[0 : trunk.owns.shape[0], 0 : trunk.owns.shape[1]]
    begins = np.interp(ys[:, 0], [top[1], *rows], [top[0], *parting])[:, None]
    own = np.clip(sign * (xs - begins) / 2 + 0.5, 0, 1) * trunk.owns
    return replace(Layer(trunk.kind, *pairs.points(), own.astype(np.float32)), side=SIDES[side])
