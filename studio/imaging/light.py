"""Light as photographers set it: named set-ups with a plan, and relighting from the coarse shape of a figure."""

import math
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from scipy import ndimage
from torch import Tensor

from studio.imaging.body import ARMS, HEAD, Body
from studio.imaging.canvas import blur, extent, over, to_linear, to_srgb
from studio.imaging.grading import column, kelvin_gains, shoulder
from studio.imaging.scene import Light


@dataclass(frozen=True, slots=True)
class SetUp:
    """A plan, seen from above. angle_degrees: of the key from the camera's axis, towards `Light.side`; 0 at the camera,
    90 beside the figure, 135 and more behind it. height_degrees: above the eyes. ratio, softness: where it starts.

    fill_degrees: of the fill light or reflector, on the other side. rim: an edge light from behind, 0 to 1.
    fixed_side: -1 or 1 where the name itself says the side (a window), else 0.
    """

    title: str
    angle_degrees: float
    height_degrees: float
    ratio: float
    softness: float
    fill_degrees: float = 20.0
    rim: float = 0.0
    fixed_side: int = 0


SET_UPS: dict[str, SetUp] = {
    "as-photographed": SetUp("As photographed", 0, 0, 1.0, 1.0),
    "butterfly": SetUp("Butterfly", 0, 45, 2.5, 0.6, fill_degrees=0),
    "loop": SetUp("Loop", 35, 35, 3.0, 0.6),
    "rembrandt": SetUp("Rembrandt", 52, 42, 5.0, 0.45),
    "split": SetUp("Split", 90, 10, 8.0, 0.3),
    "clamshell": SetUp("Clamshell", 0, 40, 1.6, 0.9, fill_degrees=0),
    "window-left": SetUp("Window left", 70, 15, 3.5, 0.9, fixed_side=-1),
    "window-right": SetUp("Window right", 70, 15, 3.5, 0.9, fixed_side=1),
    "rim": SetUp("Rim", 140, 30, 4.0, 0.4, rim=0.9),
    "flat": SetUp("Flat", 0, 10, 1.2, 1.0, fill_degrees=0),
}
STUDIO_KEY = (-0.45, -0.5, 0.74)  # what plates are taken under: camera left, high, soft


def relight(body: Body, picture: Tensor, alpha: Tensor, wanted: Light) -> Tensor:
    """The figure under another light, (3, H, W); not the backdrop. "as-photographed" at 5500 K changes nothing."""
    if wanted.set_up not in SET_UPS:
        raise ValueError(f"set_up must be one of {', '.join(SET_UPS)}, got {wanted.set_up!r}")
    if wanted.set_up == "as-photographed" and wanted.kelvin == 5500:
        return picture
    rows, columns = extent(alpha, 0)
    plain = picture[:, rows, columns]
    linear = to_linear(plain).mul_(column(picture, kelvin_gains(wanted.kelvin)))
    if wanted.set_up != "as-photographed":
        # Light on a form changes slowly across it, so it is reckoned small and grown.
        gain = change(normals(body, alpha), SET_UPS[wanted.set_up], wanted)
        gain = torch.nn.functional.interpolate(gain[None], alpha.shape[-2:], mode="bilinear")[0]
        linear.mul_(gain[:, rows, columns])
    lit = to_srgb(shoulder(linear)).clamp_(0, 1)
    result = picture.clone()
    result[:, rows, columns] = over(plain, lit, alpha[:, rows, columns])
    return result


def tinted(picture: Tensor, wanted: Light) -> Tensor:
    """A backdrop under the same lamps: their colour only."""
    if wanted.kelvin == 5500:
        return picture
    return to_srgb(shoulder(to_linear(picture) * column(picture, kelvin_gains(wanted.kelvin)))).clamp(0, 1)


def change(normal: Tensor, plan: SetUp, wanted: Light) -> Tensor:
    """How many times brighter each place becomes, (1, H, W): the new light over the studio's own."""
    side = (
        float(plan.fixed_side) if plan.fixed_side else (1.0 if wanted.side >= 0 else -1.0) * min(1.0, abs(wanted.side))
    )
    wrap = 0.15 + 0.7 * wanted.softness
    key = lambert(normal, direction(plan.angle_degrees * side, plan.height_degrees), wrap)
    fill = lambert(normal, direction(-plan.fill_degrees * (side or 1.0), 5), 1.0)
    ratio = min(max(wanted.ratio, 1.0), 16.0)
    # key:fill as read by a meter on a face turned to each: (key + fill) to fill.
    strength = ratio - 1
    new = (key * strength + fill) / (strength * 0.78 + 0.9)
    if plan.rim:
        edge = (1 - normal[2:3]).clamp(0, 1) ** 3
        towards = (normal[0:1] * side * 0.6 + 0.55 - normal[1:2] * 0.35).clamp(0, 1.4)
        new = new * 0.85 + plan.rim * 1.8 * edge * towards
    was = lambert(normal, torch.tensor(STUDIO_KEY), 0.75) * 0.65 + 0.35
    return (new / was).clamp(0.12, 2.4)


def direction(angle_degrees: float, height_degrees: float) -> Tensor:
    """Unit vector towards the light: x right in the picture, y down, z towards the camera."""
    angle, height = math.radians(angle_degrees), math.radians(height_degrees)
    return torch.tensor([math.sin(angle) * math.cos(height), -math.sin(height), math.cos(angle) * math.cos(height)])


def lambert(normal: Tensor, towards: Tensor, wrap: float) -> Tensor:
    """Diffuse light; wrap 0 is a point, 1 a light so broad that only the far side is dark."""
    way = (towards / towards.norm()).to(normal.device)
    facing = (normal * way[:, None, None]).sum(0, keepdim=True)
    return ((facing + wrap) / (1 + wrap)).clamp_min(0)


def normals(body: Body, alpha: Tensor) -> Tensor:
    """(3, h, w) unit vectors: the silhouette blown up like a balloon, limb by limb, and smoothed into one body.

    A few hundred pixels high, whatever the canvas is.
    """
    step = max(1, alpha.shape[-2] // 320)
    seen = alpha[0, ::step, ::step].cpu().numpy() > 0.5
    parts = body.plane[::step, ::step]
    relief = np.zeros(seen.shape)
    arms, head = np.isin(parts, ARMS), np.isin(parts, HEAD)
    trunk = seen & ~arms & ~head
    for region, depth in ((trunk, 1.0), (seen & arms, 1.0), (seen & head, 1.15)):
        relief = np.maximum(relief, balloon(region) * depth)
    relief = np.where(seen, relief, 0)
    smooth = ndimage.gaussian_filter(relief, 2.0)
    down, across = np.gradient(smooth)
    field = np.stack([-across, -down, np.full_like(across, 0.55)])
    field /= np.linalg.norm(field, axis=0, keepdims=True)
    small = torch.from_numpy(field).float().to(alpha.device)
    small = blur(small, body.shoulders_px() * 0.02 / step)
    return small / (small * small).sum(dim=0, keepdim=True).sqrt_().clamp_min_(1e-3)


def balloon(region: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Height of a round cushion with this outline."""
    far = ndimage.distance_transform_edt(region)
    # The nearest ridge's own depth makes each limb round by its own width.
    ridge = ndimage.maximum_filter(far, size=9)
    for _ in range(5):
        ridge = np.where(region, ndimage.maximum_filter(ridge, size=9), 0)
    ridge = np.maximum(ndimage.gaussian_filter(ridge, 3), far)
    inside = 1 - np.clip(far / np.maximum(ridge, 1e-3), 0, 1)
    result: NDArray[np.float64] = ridge * np.sqrt(np.maximum(1 - inside**2, 0)) * region
    return result
