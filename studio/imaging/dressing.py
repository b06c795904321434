"""Putting garments on a figure: each piece is bent on to the body, lit as the plate is, and laid where it belongs."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from PIL import Image, ImageDraw
from scipy.spatial import ConvexHull, QhullError
from torch import Tensor

from studio.imaging import fronts
from studio.imaging.body import ARMS, HANDS, HEAD, Body, Vector, soften_parts
from studio.imaging.canvas import blur, extent, is_one_of, luminance, over, resize, soft_box, spread, to_tensor
from studio.imaging.cutouts import outline
from studio.imaging.insides import about, inside_of
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
IN_SHADE = 0.4  # how bright a garment's back is within, where no picture shows it
CARRIED = 0.25
REACH = 0.12  # how far cloth is drawn past its outermost knots, in shoulder widths
MARGIN = 8  # px left round what is cut out of a larger frame
SLEEVE_REACH = 0.03  # and past the edge of a sleeve


@dataclass(slots=True)
class Dressed:
    """picture (3, H, W); alpha (1, H, W) of person and cloth; garments (1, H, W) where cloth is seen.

    shows: (1, H, W), how much of the body's own picture is still seen: what is painted on it later shows by so much.
    """

    picture: Tensor
    alpha: Tensor
    garments: Tensor
    shows: Tensor


@dataclass(slots=True)
class Bent:
    """A piece on the canvas, not yet laid down: its patches with (r, g, b, alpha, inside), coloured as on the set."""

    piece: Piece
    patches: list[tuple[Layer, Patch]]


def dress(
    body: Body,
    pieces: Sequence[Piece],
    *,
    between: Callable[[float], None] = lambda _: None,
    bent_by: Callable[[Body, Piece], "Bent"] | None = None,
) -> Dressed:
    """Lay the pieces on the body, from the skin outwards.

    between: called with how far, 0 to 1, between pieces. bent_by: `bend`, or what remembers its answers.
    """
    bare = torch.zeros_like(body.alpha)
    whole = Dressed(body.picture.clone(), body.alpha.clone(), bare, torch.ones_like(bare))
    if not pieces:
        return whole
    bent: list[Bent] = []
    for piece in in_order(pieces):
        bent.append((bent_by or bend)(body, piece))
        between(len(bent) / (2 * len(pieces)))
    # Cloth and body fill a half of most pictures; the rest is left alone.
    rows, columns = reached(body, bent)
    body = body.within(rows, columns)
    done = Dressed(*(planes[:, rows, columns] for planes in (whole.picture, whole.alpha, whole.garments, whole.shows)))
    bent = [moved(one, rows.start, columns.start) for one in bent]
    light = modelling(body)
    for one in reversed(bent):
        lay_behind(done, body, one)
    front = Front(body)
    for i, one in enumerate(bent):
        lay_in_front(done, body, one, light, front)
        between(0.5 + (i + 1) / (2 * len(bent)))
    return whole


def reached(body: Body, bent: Sequence[Bent]) -> tuple[slice, slice]:
    """Rows and columns that hold the body and all its cloth, and some floor round the feet."""
    found = [extent(body.alpha, 0.3 * body.shoulders_px())]
    found += [(patch.rows(), patch.columns()) for one in bent for _, patch in one.patches]
    found = [box for box in found if box[0].stop]
    if not found:
        return slice(0, body.height_px), slice(0, body.width_px)
    rows, columns = zip(*found, strict=True)
    return (
        slice(min(one.start for one in rows), max(one.stop for one in rows)),
        slice(min(one.start for one in columns), max(one.stop for one in columns)),
    )


def moved(one: Bent, top: int, left: int) -> Bent:
    """The same piece on a part of the canvas that begins at (left, top)."""
    corner = np.array([left, top], float)
    patches = []
    for layer, patch in one.patches:
        end = None if layer.end is None else layer.end - corner
        there = Patch(patch.planes, patch.left - left, patch.top - top)
        patches.append((replace(layer, on_canvas=layer.on_canvas - corner, end=end), there))
    return Bent(one.piece, patches)


def in_order(pieces: Sequence[Piece]) -> list[Piece]:
    """Skin outwards: trousers under the top unless it is tucked, shoes under the hem; otherwise as given."""
    return sorted(pieces, key=lambda piece: TUCKED_DEPTH if piece.fit.tucked else DEPTH.get(piece.category, 6))


def bend(body: Body, piece: Piece) -> Bent:
    """Warp one piece on to the canvas, layer by layer."""
    if piece.category not in (*UPPER, "bottom"):
        return Bent(piece, [on_set(*one) for one in placed(body, piece, outline(piece.cutout))])
    cutout, at = at_size(body, without_margins(piece))
    shape = outline(cutout)
    layers = (lower_layers if piece.category == "bottom" else upper_layers)(body, shape, at, piece.fit)
    inside = inside_of(cutout, piece.category, {name: (float(x), float(y)) for name, (x, y) in at.items()})
    planes = to_tensor(cutout)
    planes = torch.cat([planes[:3] * planes[3:], planes[3:], to_tensor(inside) * planes[3:]])
    if piece.fit.front and "armpit_L" in at:
        trunk, *others = layers
        front = fronts.drawn(trunk, shape, inside > 127, at, piece.fit.front, body.shoulders_px())
        layers = [*front, *others]
    patches = []
    for layer in layers:
        rows, columns = about(layer.owns, MARGIN)
        owned = planes[:, rows, columns] * torch.from_numpy(layer.owns[rows, columns]).to(planes.device)[None]
        if layer.kind == "lining":
            owned[:3].mul_(IN_SHADE)
            owned[4].copy_(owned[3])
        margin = body.shoulders_px() * REACH + 8
        reach = np.concatenate([layer.on_canvas - margin, layer.on_canvas + margin])
        spline = fit_spline(layer.on_canvas, layer.on_cutout - [columns.start, rows.start])
        patch = warp(owned, spline, reach, body.height_px, body.width_px)
        if patch is not None:
            # Far from its knots a spline goes astray, and would draw the cloth's rim there once more.
            ring, reach_px = around(layer, body.shoulders_px())
            patch.planes.mul_(near(ring, patch, reach_px))
            patches.append(on_set(layer, patch))
    return Bent(piece, patches)


def around(layer: Layer, sw: float) -> tuple[Points, float]:
    """The ring inside which a layer is drawn, and how far past it."""
    if layer.ring is not None:
        return layer.ring, SLEEVE_REACH * sw
    try:
        return layer.on_canvas[ConvexHull(layer.on_canvas).vertices], REACH * sw
    except QhullError:  # anchors dragged on to one line span nothing
        return layer.on_canvas, REACH * sw


def near(points: Points, patch: Patch, reach_px: float) -> Tensor:
    """(1, h, w): 1 inside the ring of these points and as far as reach_px outside it, soft at its end."""
    step = 2
    height, width = patch.planes.shape[-2:]
    drawn = Image.new("L", (max(2, width // step), max(2, height // step)))
    ring = [(float(x) / step, float(y) / step) for x, y in points - [patch.left, patch.top]]
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
    size = max(8, round(piece.cutout.shape[1] * scale)), max(8, round(piece.cutout.shape[0] * scale))
    # Premultiplied, so that nothing of the ground's colour is averaged into the rim.
    small = Image.fromarray(piece.cutout).convert("RGBa").resize(size, Image.Resampling.BILINEAR).convert("RGBA")
    return np.asarray(small), at


def without_margins(piece: Piece) -> Piece:
    """The same piece in a frame that holds its cloth and little else."""
    rows, columns = about(piece.cutout[..., 3], MARGIN)
    at = {name: (x - columns.start, y - rows.start) for name, (x, y) in piece.anchors.items()}
    return replace(piece, cutout=np.ascontiguousarray(piece.cutout[rows, columns]), anchors=at)


def modelling(body: Body) -> Tensor:
    """How bright the plate makes each place, about 1: its light and its folds, without the colours they fell on.

    (1, H, W). Reckoned small: only what is broader than a fold is carried.
    """
    small = max(1, round(body.shoulders_px() / 60))
    height, width = max(8, body.height_px // small), max(8, body.width_px // small)
    tone = torch.log(luminance(resize(body.picture, height, width)).clamp(0.02, 1))
    person = resize(body.alpha, height, width)
    cloth = person * (1 - resize(body.mask(HEAD), height, width)).clamp(0, 1)
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


class Front:
    """What of the body lies before cloth of the trunk: head and hair, hands, and arms away from the shoulder."""

    def __init__(self, body: Body) -> None:
        self.body = body
        self.hair = strands(body)
        head, hands = soften_parts(body, (PARTS["head"],)), soften_parts(body, HANDS)
        self.always = torch.maximum(torch.maximum(head, self.hair), hands)
        self.arms = soften_parts(body, ARMS)
        self.away = away_from_shoulders(body)
        self.reaching: dict[str, Tensor] = {}

    def before(self, layer: Layer, rows: slice, columns: slice) -> Tensor | float:
        """How much of this layer the body hides there, 0 to 1."""
        if layer.kind == "placed":
            return 0.0
        if layer.kind == "sleeve":
            return self.before_sleeve(layer, rows, columns)
        arms = self.arms[:, rows, columns] * self.away[:, rows, columns]
        return torch.maximum(self.always[:, rows, columns], arms)

    def before_sleeve(self, layer: Layer, rows: slice, columns: slice) -> Tensor | float:
        """Hair that falls over it; hand and wrist, from where the sleeve ends."""
        hair = self.hair[:, rows, columns]
        if layer.end is None or layer.way is None:
            return hair
        if layer.side not in self.reaching:
            self.reaching[layer.side] = soften_parts(self.body, LOWER_ARM[layer.side])
        reaching = self.reaching[layer.side][:, rows, columns]
        soft = 0.02 * self.body.shoulders_px()
        down = torch.arange(rows.start, rows.stop, device=reaching.device, dtype=torch.float32) - float(layer.end[1])
        along = torch.arange(columns.start, columns.stop, device=reaching.device, dtype=torch.float32)
        along = (along - float(layer.end[0])) * (float(layer.way[0]) / soft) + 0.5
        past = (down[:, None] * (float(layer.way[1]) / soft) + along).clamp_(0, 1)
        return torch.maximum(reaching * past, hair)


def strands(body: Body) -> Tensor:
    """(1, H, W): the hair, its rim as soft as strands are: a map of parts knows it by the pixel, and frays."""
    soft = torch.zeros_like(body.alpha)
    hair = (PARTS["hair"],)
    width = max(0.7 * body.scale, 0.012 * body.shoulders_px())
    rows, columns = body.box_of(hair, math.ceil(3 * width))
    if rows.stop > rows.start:
        seen = blur(is_one_of(body.parts[rows, columns], hair), width)
        soft[:, rows, columns] = torch.minimum(seen.sub_(0.3).mul_(2.5).clamp_(0, 1), body.alpha[:, rows, columns])
    return soft


def away_from_shoulders(body: Body) -> Tensor:
    """(1, H, W): 0 at the shoulders, 1 from half a shoulder's width on."""
    sw = body.shoulders_px()
    result = torch.ones_like(body.alpha)
    for side in ("left", "right"):
        at = body.pose[f"{side}_shoulder"]
        rows, columns = soft_box(at[None], 0.53 * sw, body.height_px, body.width_px)
        down = torch.arange(rows.start, rows.stop, device=result.device)[:, None] - float(at[1])
        across = torch.arange(columns.start, columns.stop, device=result.device)[None] - float(at[0])
        there = result[:, rows, columns]
        there.copy_(torch.minimum(there, ((torch.hypot(across, down) / sw - 0.42) / 0.1).clamp_(0, 1)))
    return result


def lay_behind(done: Dressed, body: Body, one: Bent) -> None:
    """Linings and the backs of collars and hems, seen past the body only."""
    for _, patch in one.patches:
        held = extent(patch.planes[4:5], 0)
        inside = patch.planes[:, held[0], held[1]]
        if not inside.numel():
            continue
        rows = slice(patch.top + held[0].start, patch.top + held[0].stop)
        columns = slice(patch.left + held[1].start, patch.left + held[1].stop)
        lay(done, rows, columns, inside[:3], inside[4:5] * (1 - body.alpha[:, rows, columns]))


def lay_in_front(done: Dressed, body: Body, one: Bent, light: Tensor, front: Front) -> None:
    if one.piece.category == "shoes" and one.patches:
        bare_feet_away(done, body)
    shade_beneath(done, body, one)
    arms = front.arms.clone()
    for layer, patch in one.patches:
        rows, columns = patch.rows(), patch.columns()
        alpha = solid(patch).mul_(1 - front.before(layer, rows, columns))
        lay(done, rows, columns, (patch.planes[:3] * light[:, rows, columns]).clamp_(0, 1), alpha)
        if layer.kind == "sleeve":
            arms[:, rows, columns] = torch.maximum(arms[:, rows, columns], alpha)
    front.arms = arms


def solid(patch: Patch) -> Tensor:
    """(1, h, w): cloth that lies before the body."""
    return (patch.planes[3:4] - patch.planes[4:5]).clamp_min_(0)


def on_set(layer: Layer, patch: Patch) -> tuple[Layer, Patch]:
    """A packshot is lit from all round; under a set's one key the same cloth is deeper in its middle tones.

    Measured on packshots against the same garments worn under the studio's key. Takes premultiplied colour, sRGB.
    """
    colour = patch.planes[:3].div_(patch.planes[3:4].clamp_min(1e-3))
    colour.sub_((1 - colour / 0.92).clamp_min_(0).mul_(colour), alpha=SET_DEPTH).clamp_(0, 1)
    return layer, patch


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
    done.shows[:, rows] = done.shows[:, rows] * (1 - gone)


def lay(done: Dressed, rows: slice, columns: slice, colour: Tensor, alpha: Tensor) -> None:
    done.picture[:, rows, columns].lerp_(colour, alpha)
    for planes in (done.alpha, done.garments):
        there = planes[:, rows, columns]
        there.add_((1 - there).mul_(alpha))
    done.shows[:, rows, columns].mul_(1 - alpha)


def shade_beneath(done: Dressed, body: Body, one: Bent) -> None:
    """The soft dark that cloth leaves on what lies right under its edge; never on the backdrop."""
    sw = body.shoulders_px()
    boxes = [(patch.rows(), patch.columns()) for _, patch in one.patches]
    if not boxes:
        return
    reach = math.ceil(0.1 * sw)
    rows, columns = (
        slice(max(0, min(box.start for box in each) - reach), min(size, max(box.stop for box in each) + reach))
        for each, size in zip(zip(*boxes, strict=True), body.alpha.shape[-2:], strict=True)
    )
    cover = torch.zeros_like(body.alpha[:, rows, columns])
    for _, patch in one.patches:
        top, left = patch.top - rows.start, patch.left - columns.start
        there = cover[:, top : top + patch.planes.shape[-2], left : left + patch.planes.shape[-1]]
        there.copy_(torch.maximum(there, solid(patch)))
    lower = round(sw * 0.02)
    fallen = torch.roll(blur(cover, sw * 0.025), lower, dims=1)
    fallen[:, :lower] = 0  # what was rolled past the frame does not come in again at its top
    amount = fallen.mul_(1 - cover).mul_(done.alpha[:, rows, columns]).mul_(0.45)
    done.picture[:, rows, columns].mul_(1 - amount)
    done.shows[:, rows, columns].mul_(1 - amount)
