"""The soft edge of a silhouette, drawn after the picture itself: strands of hair lie where the picture has them."""

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from studio.imaging.scene import Rgb

Plane = NDArray[np.float32]
SMOOTHEST = 1e-5  # of the picture's variance: below it a window counts as of one colour
CRISPER = 1.15


def guided(picture: Rgb, alpha: NDArray[np.floating], unsure: NDArray[np.bool_], reach_px: int) -> Plane:
    """Alpha told by the picture's colours, window by window; kept as it is where it was sure.

    picture: (H, W, 3) uint8. alpha: (H, W) 0 to 1, a first guess. unsure: (H, W), where the edge may lie.
    reach_px: half a window. Returns (H, W) float32, 0 to 1.
    Source: He, Sun and Tang, "Guided image filtering", 2010, with a guide of three channels.
    """
    near = ndimage.maximum_filter(unsure, 4 * reach_px + 1)
    ys, xs = np.flatnonzero(near.any(axis=1)), np.flatnonzero(near.any(axis=0))
    if not len(ys):
        return alpha.astype(np.float32)
    part = np.s_[ys[0] : ys[-1] + 1, xs[0] : xs[-1] + 1]
    guide = (picture[part] / 255).astype(np.float32)
    drawn = _guided(guide, alpha[part].astype(np.float32), reach_px)
    result = alpha.astype(np.float32)
    rim = ndimage.maximum_filter(unsure[part], 2 * reach_px + 1)
    result[part] = np.where(rim, np.clip((drawn - 0.5) * CRISPER + 0.5, 0, 1), alpha[part])
    return result


def _guided(guide: Plane, alpha: Plane, reach_px: int) -> Plane:
    def mean(plane: Plane) -> Plane:
        result: Plane = ndimage.uniform_filter(plane, 2 * reach_px + 1)
        return result

    red, green, blue = (np.ascontiguousarray(guide[..., channel]) for channel in range(3))
    means = [mean(plane) for plane in (red, green, blue)]
    level = mean(alpha)
    with_alpha = [mean(plane * alpha) - m * level for plane, m in zip((red, green, blue), means, strict=True)]
    rr = mean(red * red) - means[0] ** 2 + SMOOTHEST
    gg = mean(green * green) - means[1] ** 2 + SMOOTHEST
    bb = mean(blue * blue) - means[2] ** 2 + SMOOTHEST
    rg = mean(red * green) - means[0] * means[1]
    rb = mean(red * blue) - means[0] * means[2]
    gb = mean(green * blue) - means[1] * means[2]
    # The inverse of a symmetric matrix of three, written out: a solver for a million of them takes ten times as long.
    i_rr, i_rg, i_rb = gg * bb - gb * gb, gb * rb - rg * bb, rg * gb - gg * rb
    i_gg, i_gb, i_bb = rr * bb - rb * rb, rb * rg - rr * gb, rr * gg - rg * rg
    det = np.maximum(rr * i_rr + rg * i_rg + rb * i_rb, 1e-16)
    r, g, b = with_alpha
    slopes = [
        (i_rr * r + i_rg * g + i_rb * b) / det,
        (i_rg * r + i_gg * g + i_gb * b) / det,
        (i_rb * r + i_gb * g + i_bb * b) / det,
    ]
    offset = level - sum(slope * m for slope, m in zip(slopes, means, strict=True))
    told = [mean(slope) * plane for slope, plane in zip(slopes, (red, green, blue), strict=True)]
    result: Plane = told[0] + told[1] + told[2] + mean(offset)
    return result
