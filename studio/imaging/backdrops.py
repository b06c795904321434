"""Another place behind the figure: edges freed of the old one, light and warmth matched, feet on the ground."""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from studio.imaging import lenses
from studio.imaging.body import Body
from studio.imaging.canvas import blur, extent, luminance, over, resize, spread, to_linear, to_tensor
from studio.imaging.grading import column, under, warmth_gains
from studio.imaging.scene import Lens, Place, Rgb

GROUND_STEP = 8  # canvas pixels to one of the old backdrop
HAIR_DEEP = 0.03  # how far in, in shoulder widths
LOOSE_STEP = 4  # to one of where flyaways are
GLOW_STEP = 4  # canvas pixels to one of the light that a place throws on edges
FLOOR_M = 0.08  # from an ankle joint down to the floor


@dataclass(frozen=True, slots=True)
class Edge:
    """Where a figure ends on the part (rows, columns) of the canvas that holds it; hangs on her outline alone.

    alpha: (1, h, w) of the figure; carried: where colour is taken from further inside; inside: where it is sure, at
    half the size. rim: where a new place lights her from behind, and glow_px how widely.
    """

    rows: slice
    columns: slice
    alpha: Tensor
    carried: Tensor
    inside: Tensor
    rim: Tensor
    glow_px: float


def notes_of(backdrop: Rgb) -> tuple[float, float]:
    """Where a backdrop's own light comes from, -1 left to 1 right, and how warm it is, -1 cool to 1 warm: a proposal.

    backdrop: (H, W, 3) uint8. The brighter side is taken for the light's, the mean colour for its warmth.
    """
    linear = to_linear(to_tensor(backdrop[::4, ::4, :3]))
    bright = luminance(linear)[0]
    third = max(1, bright.shape[1] // 3)
    left, right = float(bright[:, :third].mean()), float(bright[:, -third:].mean())
    red, _green, blue = linear.mean(dim=(1, 2)).tolist()
    aside = 2.5 * (right - left) / max(right + left, 1e-4)
    warm = 0.9 * (red - blue) / max(red + blue, 1e-4)
    return round(min(max(aside, -1.0), 1.0), 2), round(min(max(warm, -1.0), 1.0), 2)


def edge_of(body: Body, picture: Tensor, alpha: Tensor, at: tuple[slice, slice], width_px: float) -> Edge:
    """picture, alpha: of the dressed figure. width_px: how far inwards the old backdrop may have coloured the edge."""
    rows, columns = at
    alpha, picture = alpha[:, rows, columns], picture[:, rows, columns]
    unit = body.shoulders_px()
    inside = (((blur(alpha, max(0.6, width_px * 0.5)) - 0.8) / 0.2).clamp(0, 1) > 0.6).float()
    # Among flyaways the old backdrop is seen further in than at any other edge.
    soft = F.avg_pool2d(((alpha > 0.05) & (alpha < 0.95)).float()[None], LOOSE_STEP, ceil_mode=True)[0]
    loose = (blur(soft, unit * HAIR_DEEP / LOOSE_STEP) > 0.2).float()
    loose = F.interpolate(loose[None], scale_factor=LOOSE_STEP)[0][:, : alpha.shape[-2], : alpha.shape[-1]]
    inside = inside * (1 - loose) * (alpha > 0.97)
    carried = (alpha > 0.004).float() * (1 - inside)
    ground = old_ground(body.picture[:, rows, columns], torch.maximum(alpha, body.alpha[:, rows, columns]), unit)
    sure = (halved(inside) > 0.99).float()
    alpha = thinned(picture, alpha, Loose(loose, sure, ground), width_px)
    rim = (alpha * (1 - blur(alpha, unit * 0.02)) * 2).clamp_(0, 1).mul_(0.35)
    return Edge(rows, columns, alpha, carried, sure, rim, unit * 0.12)


@dataclass(frozen=True, slots=True)
class Loose:
    """where: (1, h, w), 1 among flyaways; sure: where colour is surely hers, at half the size; ground: `old_ground`."""

    where: Tensor
    sure: Tensor
    ground: Tensor


def thinned(picture: Tensor, alpha: Tensor, loose: Loose, width_px: float) -> Tensor:
    """The figure's share, its faintest rim gone; among flyaways as much of each place as its colour says."""
    tight = ((alpha - 0.12) / 0.88).clamp(0, 1)
    rows, columns = (slice(part.start // 2, -(-part.stop // 2)) for part in extent(loose.where, 8 * width_px))
    if rows.stop == rows.start or columns.stop == columns.start:
        return tight
    at = (slice(None), slice(rows.start * 2, rows.stop * 2), slice(columns.start * 2, columns.stop * 2))
    inner = carried_out(picture[at], loose.sure[:, rows, columns], width_px)
    ground = F.interpolate(loose.ground[None], picture.shape[-2:], mode="bilinear")[0][at]
    tight[at].lerp_(seen_through(picture[at], alpha[at], inner, ground), loose.where[at])
    return tight


def seen_through(picture: Tensor, alpha: Tensor, inner: Tensor, ground: Tensor) -> Tensor:
    """How much of each place is the figure's: no more than its colour says, between hers and the old backdrop's."""
    way = ground - inner
    far = (way * way).sum(dim=0, keepdim=True)
    share = ((picture - inner) * way).sum(dim=0, keepdim=True) / far.clamp_min(1e-3)
    least = torch.minimum(alpha, 1 - ((share - 0.25) / 0.75).clamp_(0, 1))
    # Where she is of the backdrop's own colour it says nothing.
    return torch.lerp(alpha, least, ((far.sqrt() - 0.15) / 0.25).clamp_(0, 1))


def old_ground(picture: Tensor, alpha: Tensor, unit_px: float) -> Tensor:
    """What stood behind the figure when she was photographed, slowly changing and so reckoned small."""
    seen = (alpha < 0.02).float()
    share = F.avg_pool2d(seen[None], GROUND_STEP, ceil_mode=True)[0]
    colour = F.avg_pool2d((picture * seen)[None], GROUND_STEP, ceil_mode=True)[0] / share.clamp_min(1e-3)
    return spread(colour, (share > 0.5).float(), max(0.8, 0.06 * unit_px / GROUND_STEP))


def lift(picture: Tensor, edge: Edge, width_px: float) -> Tensor:
    """The figure's own colour on the whole canvas: in her soft edge it is carried out from just inside."""
    colour = picture[:, edge.rows, edge.columns]
    result = picture.clone()
    result[:, edge.rows, edge.columns] = over(colour, carried_out(colour, edge.inside, width_px), edge.carried)
    return result


def carried_out(colour: Tensor, inside: Tensor, width_px: float) -> Tensor:
    """Changing slowly, so reckoned at half the size. inside: (1, h / 2, w / 2), where colour is sure."""
    small = spread(halved(colour), inside, max(0.8, width_px * 0.4))
    return F.interpolate(small[None], colour.shape[-2:], mode="bilinear")[0]


def halved(planes: Tensor) -> Tensor:
    return F.avg_pool2d(planes[None], 2, ceil_mode=True)[0]


def clean_plate(picture: Tensor, alpha: Tensor, shoulders_px: float) -> Tensor:
    """The plate's own backdrop with the figure taken out, soft where it stood."""
    known = 1 - (blur(alpha, shoulders_px * 0.03) * 6).clamp(0, 1)
    return spread(picture, known, shoulders_px * 0.12)


def metre_px(body: Body) -> float:
    """How many canvas pixels a metre is where the figure stands; whichever measure her pose has not shortened."""
    return max(body.shoulders_px() / lenses.SHOULDERS_M, body.trunk_px() / lenses.TRUNK_M)


def ground_px(body: Body) -> float:
    """The row where the figure stands; mostly below the picture when it is framed closely."""
    if body.ground is not None:
        return body.ground
    lower = max(float(body.pose["left_ankle"][1]), float(body.pose["right_ankle"][1]))
    return lower + FLOOR_M * metre_px(body)


def field_m(body: Body, margin_px: int) -> float:
    """What the picture shows from top to bottom where the figure stands."""
    return (body.height_px - 2 * margin_px) / metre_px(body)


def fitted(backdrop: Rgb, body: Body, lens: Lens, margin_px: int) -> Tensor:
    """The backdrop as this lens shows it behind this figure, in focus or not: (3, H, W).

    Behind a whole figure and with the widest lens it just fills the picture; it grows with the focal length, and with
    the framing as the figure does. Its floor stays under the feet.
    """
    height, width = body.height_px, body.width_px
    aspect = (width - 2 * margin_px) / (height - 2 * margin_px)
    field = field_m(body, margin_px)
    whole = lenses.WHOLE_M * metre_px(body) * height / (height - 2 * margin_px)
    scale = max(whole / backdrop.shape[0], whole * width / height / backdrop.shape[1])
    scale *= lenses.place_grows(lens.focal_mm, field, aspect)
    scale = max(scale, height / backdrop.shape[0], width / backdrop.shape[1])
    bottom = max(float(height), ground_px(body) + 0.06 * height)
    bottom = min(bottom, scale * backdrop.shape[0])
    top, left = bottom - scale * backdrop.shape[0], (width - scale * backdrop.shape[1]) / 2
    first, last = round(-top / scale), round((height - top) / scale)
    before, after = round(-left / scale), round((width - left) / scale)
    seen = to_tensor(backdrop[max(0, first) : max(last, first + 2), max(0, before) : max(after, before + 2), :3])
    # A disc blurs as a bell a quarter as wide does; where the picture is smaller, blurring costs less.
    sigma = lenses.blur_part(lens.focal_mm, lens.f_stop, field, aspect) * (height - 2 * margin_px) / 4
    if scale <= 1:
        return blur(resize(seen, height, width), sigma).clamp_(0, 1)
    return F.interpolate(blur(seen, sigma / scale)[None], (height, width), mode="bilinear")[0]


def thrown_out(scenery: Tensor, body: Body, lens: Lens, margin_px: int) -> Tensor:
    """The plate's own ground out of focus as the lens would throw it."""
    height, width = body.height_px - 2 * margin_px, body.width_px - 2 * margin_px
    part = lenses.blur_part(lens.focal_mm, lens.f_stop, field_m(body, margin_px), width / height)
    return blur(scenery, part * height / 4)


def floor_tilt(body: Body, lens: Lens, margin_px: int) -> float:
    """How many pixels up the picture one pixel away from the camera lies on the floor, where the figure stands."""
    aspect = (body.width_px - 2 * margin_px) / (body.height_px - 2 * margin_px)
    away = lenses.distance_m(lens.focal_mm, field_m(body, margin_px), aspect)
    return min(lenses.CAMERA_M / away, 0.6)


def set_in(picture: Tensor, edge: Edge, scenery: Tensor, gain: Tensor | None, *, glows: bool) -> None:
    """The figure before its place, under its own light; glows: the place's light is wrapped round its rim.

    picture: (3, H, W), lifted. scenery: the same with the floor's shadow on it, changed here.
    """
    there, colour = scenery[:, edge.rows, edge.columns], picture[:, edge.rows, edge.columns]
    lit = colour if gain is None else under(colour, gain.to(colour))
    if not glows:
        there.lerp_(lit, edge.alpha)
        return
    near = F.avg_pool2d(there[None], GLOW_STEP, ceil_mode=True)[0]
    glow = blur(near, edge.glow_px / GLOW_STEP)
    glow = F.interpolate(glow[None], there.shape[-2:], mode="bilinear")[0]
    there.lerp_(over(lit, torch.maximum(lit, glow), edge.rim), edge.alpha)


def matched(body: Body, scenery: Tensor, place: Place, columns: slice, *, from_side: bool) -> Tensor:
    """(3, 1, w), how many times brighter the figure becomes: a part of the way to the scenery's brightness and hue.

    from_side: whether the place's own light falls on her, and so falls off across her.
    """
    # A mean needs no more than a sample.
    mean = to_linear(scenery[:, ::8, ::8]).mean(dim=(1, 2))
    tone = float(luminance(mean[:, None, None]))
    hue = (mean / max(tone, 1e-3)).clamp(0.5, 1.6) ** 0.14
    gain = hue[:, None, None] * column(scenery, warmth_gains(place.warmth * 0.45))
    gain = gain * min(max((tone / 0.45) ** 0.16, 0.8), 1.12)
    width = columns.stop - columns.start
    if not (place.light_from and from_side):
        return gain.expand(3, 1, width).contiguous()
    across = torch.linspace(-1, 1, body.width_px, device=scenery.device)[columns]
    centre = body.spine_at(float(body.middle("hip")[1])) / body.width_px * 2 - 1
    reach = 2.2 * body.shoulders_px() / body.width_px
    fall = ((across - centre) / max(reach, 0.05)).clamp(-1, 1) * place.light_from
    return gain * (1 + 0.18 * fall)[None, None, :]
