"""Light as photographers set it: named set-ups with a plan, and relighting from the coarse shape of a figure."""

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from studio.imaging.body import Body
from studio.imaging.canvas import blur, extent, over
from studio.imaging.grading import column, kelvin_gains, under
from studio.imaging.relief import Form, Relief
from studio.imaging.scene import Light, Place
from studio.imaging.shadows import Fall


@dataclass(frozen=True, slots=True)
class SetUp:
    """A plan, seen from above. angle_degrees: of the key from the camera's axis, towards `Light.side`; 0 at the camera,
    90 beside the figure, 135 and more behind it. height_degrees: above the eyes. ratio, softness: where it starts.

    fill_degrees, fill_height: of the fill light or reflector, on the other side. rim: an edge light from behind,
    0 to 1. near: how far the key stands from the face, in shoulder widths, so that it falls off; 0 is far away.
    fixed_side: -1 or 1 where the name itself says the side (a window), else 0.
    """

    title: str
    angle_degrees: float
    height_degrees: float
    ratio: float
    softness: float
    fill_degrees: float = 20.0
    fill_height: float = 5.0
    rim: float = 0.0
    near: float = 0.0
    fixed_side: int = 0


AS_PHOTOGRAPHED = "as-photographed"
SET_UPS: dict[str, SetUp] = {
    AS_PHOTOGRAPHED: SetUp("As photographed", 0, 0, 1.0, 1.0),
    "butterfly": SetUp("Butterfly", 0, 50, 3.0, 0.35, fill_degrees=0),
    "clamshell": SetUp("Clamshell", 0, 40, 1.8, 0.8, fill_degrees=0, fill_height=-45, near=4),
    "loop": SetUp("Loop", 35, 35, 3.0, 0.45),
    "rembrandt": SetUp("Rembrandt", 50, 45, 6.0, 0.25),
    "split": SetUp("Split", 90, 8, 8.0, 0.2),
    "beauty-dish": SetUp("Beauty dish", 8, 42, 3.0, 0.3, fill_degrees=0, near=2.4),
    "window-left": SetUp("Window left", 70, 15, 3.5, 0.9, near=5, fixed_side=-1),
    "window-right": SetUp("Window right", 70, 15, 3.5, 0.9, near=5, fixed_side=1),
    "hard-sun": SetUp("Hard sun", 42, 42, 7.0, 0.0),
    "rim": SetUp("Rim", 140, 30, 4.0, 0.4, rim=0.9),
    "flat": SetUp("Flat", 0, 10, 1.2, 1.0, fill_degrees=0),
}
STUDIO_KEY = (-0.45, -0.5, 0.74)  # what plates are taken under: camera left, high, soft
DARKEST, BRIGHTEST = 0.06, 2.6  # times as bright as it was
REACH = 1.6  # how far a part of the body throws its shadow on another, in shoulder widths
STEPS = 22


def check(wanted: Light) -> None:
    """Raises ValueError for a set-up that nobody has named."""
    if wanted.set_up not in SET_UPS:
        raise ValueError(f"set_up must be one of {', '.join(SET_UPS)}, got {wanted.set_up!r}")


def relight(picture: Tensor, alpha: Tensor, gain: Tensor | None, wanted: Light) -> Tensor:
    """The figure under another light, (3, H, W); not the backdrop. "as-photographed" at 5500 K changes nothing.

    gain: of `change`, None for the set-up as photographed.
    """
    rows, columns = extent(alpha, 0)
    times = relit(gain, wanted, (rows, columns))
    if times is None:
        return picture
    plain = picture[:, rows, columns]
    lit = under(plain, times.to(picture))
    result = picture.clone()
    result[:, rows, columns] = over(plain, lit, alpha[:, rows, columns])
    return result


def relit(gain: Tensor | None, wanted: Light, at: tuple[slice, slice]) -> Tensor | None:
    """The set-up's gain and the lamps' colour together, on a part of the canvas; None where both leave all as it is."""
    if wanted.kelvin == 5500:
        return None if gain is None else gain[:, at[0], at[1]]
    times = torch.tensor(kelvin_gains(wanted.kelvin))[:, None, None]
    return times if gain is None else gain[:, at[0], at[1]] * times.to(gain)


def tinted(picture: Tensor, wanted: Light) -> Tensor:
    """A backdrop under the same lamps: their colour only."""
    return picture if wanted.kelvin == 5500 else under(picture, column(picture, kelvin_gains(wanted.kelvin)))


def change(body: Body, form: Form, wanted: Light) -> Tensor | None:
    """How many times brighter each place of the figure becomes, (1, H, W): the new light over the studio's own."""
    check(wanted)
    if wanted.set_up == AS_PHOTOGRAPHED:
        return None
    plan = SET_UPS[wanted.set_up]
    gain = F.interpolate(shaded(body, form.whole, plan, wanted)[None], body.alpha.shape[-2:], mode="bilinear")[0]
    if form.face is not None:
        rows, columns = form.face.rows, form.face.columns
        size = (rows.stop - rows.start, columns.stop - columns.start)
        fine = torch.cat([shaded(body, form.face, plan, wanted), form.face.weight])
        fine = F.interpolate(fine[None], size, mode="bilinear")[0]
        gain[:, rows, columns] = over(gain[:, rows, columns], fine[:1], fine[1:])
    return gain


def shaded(body: Body, relief: Relief, plan: SetUp, wanted: Light) -> Tensor:
    """The same on a map of form, at its own size."""
    side = side_of(plan, wanted)
    towards = direction(plan.angle_degrees * side, plan.height_degrees)
    wrap = 0.04 + 0.6 * wanted.softness
    key = lambert(relief.normal, towards, wrap) * reached(relief, towards, wanted.softness)
    if plan.near:
        key = key * fallen_off(body, relief, towards, plan.near)
    fill = lambert(relief.normal, direction(-plan.fill_degrees * (side or 1.0), plan.fill_height), 1.0)
    # key:fill as read by a meter on a face turned to each: (key + fill) to fill.
    strength = min(max(wanted.ratio, 1.0), 16.0) - 1
    new = (key * strength + fill) / (strength * 0.85 + 0.9)
    if plan.rim and relief.outline:
        edge = (1 - relief.normal[2:3]).clamp(0, 1) ** 3
        lean = (relief.normal[0:1] * side * 0.6 + 0.55 - relief.normal[1:2] * 0.35).clamp(0, 1.4)
        new = new * 0.85 + plan.rim * 1.8 * edge * lean
    was = lambert(relief.normal, torch.tensor(STUDIO_KEY), 0.75) * 0.55 + 0.45
    return (new / was).clamp(DARKEST, BRIGHTEST)


def side_of(plan: SetUp, wanted: Light) -> float:
    """-1 to 1: where the key stands, and how far round."""
    if plan.fixed_side:
        return float(plan.fixed_side)
    return (1.0 if wanted.side >= 0 else -1.0) * min(1.0, abs(wanted.side))


def direction(angle_degrees: float, height_degrees: float) -> Tensor:
    """Unit vector towards the light: x right in the picture, y down, z towards the camera."""
    angle, height = math.radians(angle_degrees), math.radians(height_degrees)
    return torch.tensor([math.sin(angle) * math.cos(height), -math.sin(height), math.cos(angle) * math.cos(height)])


def fall_of(wanted: Light, place: Place, tilt: float) -> Fall | None:
    """How the floor is lit: by the set-up, or as photographed by the place's own light. None where neither is known."""
    plan = SET_UPS[wanted.set_up]
    if wanted.set_up == AS_PHOTOGRAPHED:
        if place.backdrop is None:
            return None
        x, y, z = (float(v) for v in direction(60 * place.light_from, 48))
        return Fall((x, y, z), 0.5, 0.6, tilt)
    x, y, z = (float(v) for v in direction(plan.angle_degrees * side_of(plan, wanted), plan.height_degrees))
    return Fall((x, y, z), 1 - 1 / min(max(wanted.ratio, 1.0), 16.0), wanted.softness, tilt)


def lambert(normal: Tensor, towards: Tensor, wrap: float) -> Tensor:
    """Diffuse light; wrap 0 is a point, 1 a light so broad that only the far side is dark."""
    way = (towards / towards.norm()).to(normal.device)
    facing = (normal * way[:, None, None]).sum(0, keepdim=True)
    return ((facing + wrap) / (1 + wrap)).clamp_min(0)


def reached(relief: Relief, towards: Tensor, softness: float) -> Tensor:
    """(1, h, w): how much of the key each place sees past the rest of the figure. The nose's shadow on a cheek, the
    chin's on the neck, an arm's on the trunk. A soft light's shadows begin softly and widen.
    """
    x, y, z = (float(v) for v in towards)
    flat = math.hypot(x, y)
    if flat < 0.05:
        return torch.ones_like(relief.height)
    height, width = relief.height.shape[-2:]
    most = min(REACH * relief.unit_px, float(max(height, width)))
    seen = torch.ones_like(relief.height)
    for i in range(1, STEPS + 1):
        far = max(1.0, most * (i / STEPS) ** 1.6)
        right, down = round(far * x / flat), round(far * y / flat)
        blocker = shifted(relief.height, right, down)
        ray = relief.height + far * z / flat
        soft = far * (0.06 + 0.7 * softness) + 0.012 * relief.unit_px
        seen = torch.minimum(seen, 1 - ((blocker - ray) / soft - 0.1).clamp_(0, 1))
    return blur(seen, 0.8)


def shifted(planes: Tensor, right: int, down: int) -> Tensor:
    """What lies so far to the right and down, at each place; nothing beyond the edge."""
    height, width = planes.shape[-2:]
    right, down = min(max(right, -width), width), min(max(down, -height), height)
    room = (max(-right, 0), max(right, 0), max(-down, 0), max(down, 0))
    padded = F.pad(planes, room)
    return padded[:, max(down, 0) : max(down, 0) + height, max(right, 0) : max(right, 0) + width]


def fallen_off(body: Body, relief: Relief, towards: Tensor, near: float) -> Tensor:
    """The inverse square of the way from a key that stands close, 1 at the face."""
    step = (relief.rows.stop - relief.rows.start) / relief.height.shape[-2]
    nose, unit = body.pose["nose"], body.shoulders_px()
    rows = torch.arange(relief.height.shape[-2], dtype=torch.float32)[:, None] * step + relief.rows.start
    columns = torch.arange(relief.height.shape[-1], dtype=torch.float32)[None, :] * step + relief.columns.start
    down = (rows - float(nose[1])) / unit - near * float(towards[1])
    across = (columns - float(nose[0])) / unit - near * float(towards[0])
    away = near * float(towards[2])
    return (near**2 / (across**2 + down**2 + away**2))[None].to(relief.height.device)
