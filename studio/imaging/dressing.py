"""Putting garments on a figure: each piece is bent on to the body, lit as the plate is, and laid where it belongs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from studio.imaging.body import ARMS, HANDS, HEAD, Body, soften_parts
from studio.imaging.canvas import blur, luminance, over, resize, spread, to_tensor
from studio.imaging.cutouts import outline
from studio.imaging.insides import inside_of
from studio.imaging.placing import placed
from studio.imaging.plates import PARTS
from studio.imaging.scene import Piece
from studio.imaging.tailoring import Layer, lower_layers, upper_layers
from studio.imaging.warping import Patch, fit_spline, warp

UPPER = ("base", "top", "knit", "dress", "outerwear")
# From the skin outwards, for pieces that the stylist's own order leaves open.
DEPTH = {"base": 0, "shoes": 1, "bottom": 2, "top": 3, "knit": 3, "dress": 3, "belt": 4, "outerwear": 5}
LOWER_ARM = {side: (PARTS[f"forearm_{side[0]}"], PARTS[f"hand_{side[0]}"]) for side in ("left", "right")}
TUCKED_DEPTH = 1.5
SET_DEPTH = 0.31
CARRIED = 0.0


@dataclass(slots=True)
class Dressed:
    """picture (3, H, W); alpha (1, H, W) of person and cloth; garments (1, H, W) where cloth is seen."""

    picture: Tensor
    alpha: Tensor
    garments: Tensor


@dataclass(slots=True)
class Bent:
    """A piece on the canvas, not yet laid down: its patches with (r, g, b, alpha, inside), colour premultiplied."""

    piece: Piece
    patches: list[tuple[Layer, Patch]]


def dress(body: Body, pieces: Sequence[Piece], *, between: Callable[[float], None] = lambda _: None) -> Dressed:
    """Lay the pieces on the body, from the skin outwards. between: called with how far, 0 to 1, between pieces."""
    done = Dressed(body.picture.clone(), body.alpha.clone(), torch.zeros_like(body.alpha))
    light = modelling(body) if pieces else body.alpha
    bent: list[Bent] = []
    for piece in in_order(pieces):
        bent.append(bend(body, piece))
        between(len(bent) / (2 * len(pieces)))
    for one in reversed(bent):
        lay_behind(done, body, one)
    front = Front(body)
    for i, one in enumerate(bent):
        lay_in_front(done, body, one, light, front)
        between(0.5 + (i + 1) / (2 * len(bent)))
    return done


def in_order(pieces: Sequence[Piece]) -> list[Piece]:
    """Skin outwards: trousers under the top unless it is tucked, shoes under the hem; otherwise as given."""
    return sorted(pieces, key=lambda piece: TUCKED_DEPTH if piece.fit.tucked else DEPTH.get(piece.category, 6))


def bend(body: Body, piece: Piece) -> Bent:
    """Warp one piece on to the canvas, layer by layer."""
    shape = outline(piece.cutout)
    at = {name: np.array(point, float) for name, point in piece.anchors.items()}
    if piece.category not in (*UPPER, "bottom"):
        return Bent(piece, placed(body, piece, shape))
    layers = (lower_layers if piece.category == "bottom" else upper_layers)(body, shape, at, piece.fit)
    inside = inside_of(piece.cutout, piece.category, piece.anchors)
    planes = to_tensor(piece.cutout)
    planes = torch.cat([planes[:3] * planes[3:], planes[3:], to_tensor(inside) * planes[3:]])
    patches = []
    for layer in layers:
        owned = planes * torch.from_numpy(layer.owns).to(planes.device)[None]
        shrink = shrinkage(layer)
        small = resize(owned, max(2, round(owned.shape[-2] * shrink)), max(2, round(owned.shape[-1] * shrink)))
        spline = fit_spline(layer.on_canvas, layer.on_cutout * shrink)
        margin = body.shoulders_px() * 0.25
        reach = np.concatenate([layer.on_canvas - margin, layer.on_canvas + margin])
        patch = warp(small, spline, reach, body.height_px, body.width_px)
        if patch is not None:
            patches.append((layer, patch))
    return Bent(piece, patches)


def shrinkage(layer: Layer) -> float:
    """Cloth sampled at less than its own size shimmers, so it is averaged down first."""
    on_canvas, on_cutout = np.ptp(layer.on_canvas, axis=0), np.ptp(layer.on_cutout, axis=0)
    return float(np.clip((on_canvas / np.maximum(on_cutout, 1)).max() * 1.15, 0.05, 1.0))


def modelling(body: Body) -> Tensor:
    """How bright the plate makes each place, about 1: its light and its folds, without the colours they fell on.

    (1, H, W). Skin and base outfit are each compared with their own middle tone.
    """
    tone = torch.log(luminance(body.picture).clamp_min(0.02))
    sw = body.shoulders_px()
    known = (body.alpha > 0.9).float() * (1 - soften_parts(body, HEAD))
    local = spread(tone, known, sw * 0.05)
    broad = spread(tone, known, sw * 0.45)
    return torch.exp(((local - broad) * CARRIED).clamp(-0.3, 0.2))


@dataclass(slots=True)
class Front:
    """What of the body lies before cloth of the trunk: head and hair, hands, and arms away from the shoulder."""

    body: Body
    head: Tensor
    hands: Tensor
    reaching: dict[str, Tensor]
    arms: Tensor
    away: Tensor

    def __init__(self, body: Body) -> None:
        self.body = body
        self.head = soften_parts(body, HEAD)
        self.hands = soften_parts(body, HANDS)
        self.reaching = {side: soften_parts(body, LOWER_ARM[side]) for side in LOWER_ARM}
        self.arms = soften_parts(body, ARMS)
        self.away = away_from_shoulders(body)

    def before_trunk(self) -> Tensor:
        return torch.maximum(torch.maximum(self.head, self.arms * self.away), self.hands)

    def before_sleeve(self, layer: Layer) -> Tensor:
        """Hand and wrist, from where the sleeve ends."""
        if layer.end is None or layer.way is None:
            return torch.zeros_like(self.hands)
        rows = torch.arange(self.body.height_px, device=self.hands.device, dtype=torch.float32)[:, None]
        columns = torch.arange(self.body.width_px, device=self.hands.device, dtype=torch.float32)[None, :]
        past = (columns - float(layer.end[0])) * float(layer.way[0]) + (rows - float(layer.end[1])) * float(layer.way[1])
        beyond = (past / (0.02 * self.body.shoulders_px()) + 0.5).clamp(0, 1)
        return self.reaching[layer.side] * beyond[None]


def away_from_shoulders(body: Body) -> Tensor:
    rows = torch.arange(body.height_px, device=body.alpha.device, dtype=torch.float32)[:, None]
    columns = torch.arange(body.width_px, device=body.alpha.device, dtype=torch.float32)[None, :]
    sw = body.shoulders_px()
    result = torch.ones(body.height_px, body.width_px, device=body.alpha.device)
    for side in ("left", "right"):
        x, y = (float(v) for v in body.pose[f"{side}_shoulder"])
        near = torch.sqrt((columns - x) ** 2 + (rows - y) ** 2)
        result = torch.minimum(result, ((near / sw - 0.42) / 0.1).clamp(0, 1))
    return result[None]


def lay_behind(done: Dressed, body: Body, one: Bent) -> None:
    """Linings and the backs of collars and hems, seen past the body only."""
    for _, patch in one.patches:
        rows, columns = patch.rows(), patch.columns()
        alpha = patch.planes[4:5] * (1 - body.alpha[:, rows, columns])
        colour = on_set(patch.planes[:3] / patch.planes[3:4].clamp_min(1e-3))
        lay(done, rows, columns, colour.clamp(0, 1), alpha)


def lay_in_front(done: Dressed, body: Body, one: Bent, light: Tensor, front: Front) -> None:
    shade_beneath(done, body, one)
    sleeves = torch.zeros_like(body.alpha)
    for layer, patch in one.patches:
        rows, columns = patch.rows(), patch.columns()
        hidden = front.before_sleeve(layer) if layer.kind == "sleeve" else front.before_trunk()
        if layer.kind == "placed":
            hidden = torch.zeros_like(hidden)
        alpha = (patch.planes[3:4] - patch.planes[4:5]).clamp_min(0) * (1 - hidden[:, rows, columns])
        colour = on_set(patch.planes[:3] / patch.planes[3:4].clamp_min(1e-3))
        lay(done, rows, columns, (colour * light[:, rows, columns]).clamp(0, 1), alpha)
        if layer.kind == "sleeve":
            sleeves[:, rows, columns] = torch.maximum(sleeves[:, rows, columns], alpha)
    front.arms = torch.maximum(front.arms, sleeves)


def on_set(colour: Tensor) -> Tensor:
    """A packshot is lit from all round; under a set's one key the same cloth is deeper in its middle tones.

    colour: sRGB 0 to 1. Measured on packshots against the same garments worn under the studio's key.
    """
    return colour - SET_DEPTH * colour * (1 - colour / 0.92).clamp_min(0)


def lay(done: Dressed, rows: slice, columns: slice, colour: Tensor, alpha: Tensor) -> None:
    done.picture[:, rows, columns] = over(done.picture[:, rows, columns], colour, alpha)
    done.alpha[:, rows, columns] = over(done.alpha[:, rows, columns], torch.ones_like(alpha), alpha)
    done.garments[:, rows, columns] = over(done.garments[:, rows, columns], torch.ones_like(alpha), alpha)


def shade_beneath(done: Dressed, body: Body, one: Bent) -> None:
    """The soft dark that cloth leaves on what lies right under its edge; never on the backdrop."""
    sw = body.shoulders_px()
    cover = torch.zeros_like(body.alpha)
    for _, patch in one.patches:
        rows, columns = patch.rows(), patch.columns()
        solid = (patch.planes[3:4] - patch.planes[4:5]).clamp_min(0)
        cover[:, rows, columns] = torch.maximum(cover[:, rows, columns], solid)
    fallen = torch.roll(blur(cover, sw * 0.025), round(sw * 0.02), dims=1)
    amount = fallen * (1 - cover) * done.alpha * 0.45
    done.picture = done.picture * (1 - amount)
