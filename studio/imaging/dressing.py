"""Putting garments on a figure: each piece is bent on to the body, lit as the plate is, and laid where it belongs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from PIL import Image, ImageDraw
from scipy.spatial import ConvexHull
from torch import Tensor

from studio.imaging.body import ARMS, HANDS, HEAD, Body, Vector, soften_parts
from studio.imaging.canvas import blur, luminance, over, resize, spread, to_picture, to_tensor
from studio.imaging.cutouts import outline
from studio.imaging.insides import inside_of
from studio.imaging.placing import placed
from studio.imaging.plates import PARTS
from studio.imaging.scene import Piece, Rgba
from studio.imaging.tailoring import Layer, lower_layers, upper_layers
from studio.imaging.warping import Patch, Points, fit_spline, warp

UPPER = ("base", "top", "knit", "dress", "outerwear")
# From the skin outwards, for pieces that the stylist's own order leaves open.
DEPTH = {"base": 0, "shoes": 1, "bottom": 2, "top": 3, "knit": 3, "dress": 3, "belt": 4, "outerwear": 5}
LOWER_ARM = {side: (PARTS[f"forearm_{side[0]}"], PARTS[f"hand_{side[0]}"]) for side in ("left", "right")}
FEET = (PARTS["foot_l"], PARTS["foot_r"])
TUCKED_DEPTH = 1.5
SET_DEPTH = 0.31
CARRIED = 0.25


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
    if piece.category not in (*UPPER, "bottom"):
        return Bent(piece, placed(body, piece, outline(piece.cutout)))
    cutout, at = at_size(body, piece)
    shape = outline(cutout)
    layers = (lower_layers if piece.category == "bottom" else upper_layers)(body, shape, at, piece.fit)
    inside = inside_of(cutout, piece.category, {name: (float(x), float(y)) for name, (x, y) in at.items()})
    planes = to_tensor(cutout)
    planes = torch.cat([planes[:3] * planes[3:], planes[3:], to_tensor(inside) * planes[3:]])
    patches = []
    for layer in layers:
        owned = planes * torch.from_numpy(layer.owns).to(planes.device)[None]
        margin = body.shoulders_px() * 0.25
        reach = np.concatenate([layer.on_canvas - margin, layer.on_canvas + margin])
        patch = warp(owned, fit_spline(layer.on_canvas, layer.on_cutout), reach, body.height_px, body.width_px)
        if patch is not None:
            # Far from its knots a spline goes astray, and would draw the cloth's rim there once more.
            patch.planes.mul_(near(layer.on_canvas, patch, body.shoulders_px() * 0.12))
            patches.append((layer, patch))
    return Bent(piece, patches)


def near(points: Points, patch: Patch, reach_px: float) -> Tensor:
    """(1, h, w): 1 inside the hull of these points and as far as reach_px outside it, soft at its end."""
    hull = points[ConvexHull(points).vertices] - [patch.left, patch.top]
    step = 4
    height, width = patch.planes.shape[-2:]
    drawn = Image.new("L", (max(2, width // step), max(2, height // step)))
    ring = [(float(x) / step, float(y) / step) for x, y in hull]
    pen = ImageDraw.Draw(drawn)
    pen.polygon(ring, fill=255)
    pen.line([*ring, ring[0]], fill=255, width=max(1, round(2 * reach_px / step)), joint="curve")
    return resize(to_tensor(np.asarray(drawn)), height, width).clamp(0, 1)


def at_size(body: Body, piece: Piece) -> tuple[Rgba, dict[str, Vector]]:
    """The cut-out no larger than it will be worn: sampled at less than its own size, cloth shimmers."""
    cloth = piece.cutout[..., 3] > 127
    if piece.category == "bottom":
        worn, own = 2.6 * body.trunk_px() * piece.fit.length, int(cloth.any(axis=1).sum())
    else:
        worn, own = 2.4 * body.shoulders_px() * piece.fit.width, int(cloth.any(axis=0).sum())
    scale = min(1.0, worn / max(own, 1))
    at = {name: np.array(point, float) * scale for name, point in piece.anchors.items()}
    if scale > 0.95:
        return piece.cutout, {name: point / scale for name, point in at.items()}
    planes = to_tensor(piece.cutout)
    planes = torch.cat([planes[:3] * planes[3:], planes[3:]])
    small = resize(planes, max(8, round(planes.shape[-2] * scale)), max(8, round(planes.shape[-1] * scale)))
    small[:3] = small[:3] / small[3:].clamp_min(1e-3)
    return to_picture(small), at


def modelling(body: Body) -> Tensor:
    """How bright the plate makes each place, about 1: its light and its folds, without the colours they fell on.

    (1, H, W). Reckoned small: only what is broader than a fold is carried.
    """
    small = max(1, round(body.shoulders_px() / 60))
    height, width = max(8, body.height_px // small), max(8, body.width_px // small)
    tone = torch.log(luminance(resize(body.picture, height, width)).clamp(0.02, 1))
    person = resize(body.alpha, height, width)
    cloth = person * (1 - resize(soften_parts(body, HEAD), height, width)).clamp(0, 1)
    unit = body.shoulders_px() / small
    flat = torch.zeros_like(tone)
    weight = torch.full_like(tone, 1e-3)
    # Skin and base outfit differ in tone, so each is compared with itself alone.
    for known in by_tone(tone, (cloth > 0.95).float()):
        local = blur(tone * known, unit * 0.04) / blur(known, unit * 0.04).clamp_min(1e-3)
        broad = blur(tone * known, unit * 0.5) / blur(known, unit * 0.5).clamp_min(1e-3)
        flat = flat + (local - broad) * known
        weight = weight + known
    relief = blur(flat, unit * 0.04) / blur(weight, unit * 0.04)
    return resize(torch.exp((relief * CARRIED).clamp(-0.12, 0.1)), body.height_px, body.width_px)


def by_tone(tone: Tensor, known: Tensor) -> tuple[Tensor, Tensor]:
    """The lighter and the darker of two surfaces, parted at the middle between them."""
    values = tone[known > 0.5]
    if values.numel() < 16:
        return known, torch.zeros_like(known)
    limit = values.mean()
    for _ in range(6):
        above, below = values[values > limit], values[values <= limit]
        if not above.numel() or not below.numel():
            break
        limit = (above.mean() + below.mean()) / 2
    return known * (tone > limit), known * (tone <= limit)


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
        past = (columns - float(layer.end[0])) * float(layer.way[0]) + (rows - float(layer.end[1])) * float(
            layer.way[1]
        )
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
    if one.piece.category == "shoes" and one.patches:
        bare_feet_away(done, body)
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


def bare_feet_away(done: Dressed, body: Body) -> None:
    """A shoe is narrower here and there than the bare foot; what it will not hide is given back to the floor."""
    feet = body.mask(FEET)
    rows_held = torch.nonzero(feet[0].any(dim=1))
    if not len(rows_held):
        return
    sw = body.shoulders_px()
    top, bottom = int(rows_held[0]), min(body.height_px, int(rows_held[-1]) + round(0.3 * sw))
    rows = slice(max(0, top - round(0.1 * sw)), bottom)
    below = torch.arange(rows.start, rows.stop, device=feet.device)[:, None]
    foot = blur(feet[:, rows] * (below > top + 0.1 * sw), 1.0 + 0.01 * sw)
    gone = (foot * 3).clamp(0, 1)
    person = (blur(body.alpha[:, rows], 0.02 * sw) * 4).clamp(0, 1)
    floor = spread(done.picture[:, rows], 1 - person, 0.06 * sw)
    done.picture[:, rows] = over(done.picture[:, rows], floor, gone)
    done.alpha[:, rows] = done.alpha[:, rows] * (1 - gone)


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
