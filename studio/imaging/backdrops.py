"""Another place behind the figure: edges freed of the old one, light and warmth matched, feet on the ground."""

from dataclasses import dataclass

import torch
from torch import Tensor

from studio.imaging.body import Body
from studio.imaging.canvas import blur, luminance, over, resize, spread, to_linear, to_srgb, to_tensor
from studio.imaging.grading import column, warmth_gains
from studio.imaging.scene import Lens, Place, Rgb


@dataclass(frozen=True, slots=True)
class Cut:
    """A figure lifted off its backdrop: colour (3, H, W) without the old backdrop's spill, alpha (1, H, W)."""

    colour: Tensor
    alpha: Tensor


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


def lift(picture: Tensor, alpha: Tensor, width_px: float) -> Cut:
    """Take the old backdrop out of the soft edge: there the colour is carried out from just inside.

    width_px: how far inwards the old backdrop may have coloured the edge.
    """
    inside = (((blur(alpha, max(0.6, width_px * 0.5)) - 0.8) / 0.2).clamp(0, 1) > 0.6).float()
    carried = spread(picture, inside, max(1.0, width_px * 0.8))
    rim = (alpha > 0.004).float() * (1 - inside)
    tight = ((alpha - 0.12) / 0.88).clamp(0, 1)
    return Cut(over(picture, carried, rim), tight)


def clean_plate(picture: Tensor, alpha: Tensor, shoulders_px: float) -> Tensor:
    """The plate's own backdrop with the figure taken out, soft where it stood."""
    known = 1 - (blur(alpha, shoulders_px * 0.03) * 6).clamp(0, 1)
    return spread(picture, known, shoulders_px * 0.12)


def fitted(backdrop: Rgb, height_px: int, width_px: int) -> Tensor:
    """The backdrop made to fill the canvas, its middle kept, its floor at the bottom."""
    planes = to_tensor(backdrop[..., :3])
    height, width = planes.shape[-2:]
    scale = max(height_px / height, width_px / width)
    grown = resize(planes, max(height_px, round(height * scale)), max(width_px, round(width * scale))).clamp(0, 1)
    left = (grown.shape[-1] - width_px) // 2
    top = grown.shape[-2] - height_px
    return grown[:, top : top + height_px, left : left + width_px]


def behind(backdrop: Tensor, lens: Lens, shoulders_px: float) -> Tensor:
    """Out of focus as the lens would throw it: more when longer, more when wider open; f/8 at 85 mm is sharp."""
    amount = (lens.focal_mm / 85) ** 1.3 * max(0.0, 2.2 / lens.f_stop - 0.25)
    return blur(backdrop, shoulders_px * 0.055 * amount)


def ground_shadow(body: Body, light_from: float) -> Tensor | None:
    """(1, H, W) of 0 to 1: dark where the feet touch, and a long soft one away from the light.

    None where the feet are out of the picture.
    """
    feet = [body.pose[f"{side}_ankle"] for side in ("left", "right")]
    sw = body.shoulders_px()
    ground = max(float(point[1]) for point in feet) + 0.2 * sw
    if ground > body.height_px + 0.1 * sw:
        return None
    rows = torch.arange(body.height_px, device=body.alpha.device, dtype=torch.float32)[:, None]
    columns = torch.arange(body.width_px, device=body.alpha.device, dtype=torch.float32)[None, :]

    def spot(x: float, y: float, across: float, down: float) -> Tensor:
        return torch.exp(-(((columns - x) / across) ** 2)) * torch.exp(-(((rows - y) / down) ** 2))

    dark = torch.zeros(body.height_px, body.width_px, device=body.alpha.device)
    for point in feet:
        contact = spot(float(point[0]), float(point[1]) + 0.2 * sw, 0.2 * sw, 0.055 * sw)
        dark = torch.maximum(dark, contact.mul_(0.75))
    x = sum(float(point[0]) for point in feet) / 2 - light_from * 0.45 * sw
    return torch.maximum(dark, spot(x, ground, 0.85 * sw, 0.14 * sw).mul_(0.4))[None]


def set_in(body: Body, cut: Cut, scenery: Tensor, place: Place, at: tuple[slice, slice]) -> Tensor:
    """The figure in its new place: light and warmth matched, shadow laid, the backdrop's light wrapped on its rim.

    at: rows and columns of the canvas that `cut` fills.
    """
    rows, columns = at
    colour = matched(body, cut, scenery, place, columns)
    sw = body.shoulders_px()
    shadow = ground_shadow(body, place.light_from)
    result = scenery.clone() if shadow is None else scenery * shadow.mul_(-0.8).add_(1)
    glow = blur(scenery, sw * 0.12)[:, rows, columns]
    rim = (cut.alpha * (1 - blur(cut.alpha, sw * 0.02)) * 2).clamp_(0, 1)
    wrapped = over(colour, torch.maximum(colour, glow), rim * 0.35)
    result[:, rows, columns] = over(result[:, rows, columns], wrapped, cut.alpha)
    return result


def matched(body: Body, cut: Cut, scenery: Tensor, place: Place, columns: slice) -> Tensor:
    """A part of the way to the scenery's brightness and hue, and a fall of light from its own side."""
    linear = to_linear(cut.colour)
    # A mean needs no more than a sample.
    mean = to_linear(scenery[:, ::4, ::4]).mean(dim=(1, 2))
    tone = float(luminance(mean[:, None, None]))
    hue = (mean / max(tone, 1e-3)).clamp(0.5, 1.6) ** 0.14
    gain = min(max((tone / 0.45) ** 0.16, 0.8), 1.12)
    warm = warmth_gains(place.warmth * 0.45)
    linear.mul_(hue[:, None, None] * column(linear, warm) * gain)
    if place.light_from:
        across = torch.linspace(-1, 1, body.width_px, device=linear.device)[columns]
        centre = body.spine_at(float(body.middle("hip")[1])) / body.width_px * 2 - 1
        reach = 2.2 * body.shoulders_px() / body.width_px
        fall = ((across - centre) / max(reach, 0.05)).clamp(-1, 1) * place.light_from
        linear.mul_((1 + 0.18 * fall)[None, None, :])
    return to_srgb(linear).clamp_(0, 1)
