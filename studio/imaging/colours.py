"""The colour of a piece: the one most of its cloth has, and the word a trade would use for it."""

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from studio.imaging.cutouts import NoGarment
from studio.imaging.scene import Rgba

Colour = tuple[int, int, int]  # sRGB, 0 to 255
Lab = NDArray[np.float64]  # (..., 3) CIE L*a*b*, D65, L 0 to 100

# Our own list, free to use and to add to: the shades that pieces are sold by.
SHADES: dict[str, Colour] = {
    "black": (22, 22, 24),
    "charcoal": (58, 60, 64),
    "grey": (128, 128, 130),
    "silver": (190, 190, 192),
    "white": (246, 246, 246),
    "ivory": (240, 234, 216),
    "ecru": (214, 201, 174),
    "beige": (200, 178, 148),
    "sand": (184, 160, 122),
    "camel": (176, 132, 86),
    "tan": (160, 112, 70),
    "cognac": (140, 78, 38),
    "brown": (92, 58, 38),
    "chocolate": (58, 38, 30),
    "taupe": (132, 118, 104),
    "khaki": (132, 124, 84),
    "olive": (92, 92, 50),
    "forest green": (34, 72, 48),
    "emerald": (18, 118, 82),
    "green": (56, 144, 70),
    "sage": (150, 166, 138),
    "mint": (170, 220, 194),
    "petrol": (22, 82, 92),
    "turquoise": (52, 168, 170),
    "light blue": (158, 190, 222),
    "denim blue": (74, 100, 138),
    "blue": (36, 84, 168),
    "indigo": (44, 54, 96),
    "navy": (28, 36, 66),
    "lilac": (184, 164, 208),
    "violet": (108, 66, 148),
    "aubergine": (66, 34, 62),
    "burgundy": (98, 26, 42),
    "red": (184, 30, 40),
    "rust": (158, 74, 40),
    "terracotta": (186, 98, 70),
    "orange": (226, 122, 38),
    "mustard": (198, 150, 44),
    "yellow": (240, 208, 64),
    "pink": (232, 150, 172),
    "fuchsia": (200, 40, 120),
    "blush": (230, 200, 190),
    "coral": (236, 112, 96),
    "gold": (178, 146, 84),
}
BIN = 4.0  # of Lab, a side
SAME = 9.0  # of Lab, about the peak


def proposed(cutout: Rgba) -> Colour:
    """The colour most of the cloth has: the peak of its colours, and the median of what lies about that.

    cutout: (H, W, 4) uint8, straight alpha. Shade and gleam lie away from the peak, so they do not move it.
    Returns sRGB 0 to 255. Raises NoGarment when the cut-out is empty.
    """
    if cutout.ndim != 3 or cutout.shape[2] != 4:
        raise ValueError(f"cutout must be (H, W, 4), got {cutout.shape}")
    solid = cutout[..., 3] > 250
    inside = ndimage.binary_erosion(solid, iterations=max(1, cutout.shape[0] // 200))
    cloth = cutout[inside if inside.sum() > 50 else solid][:, :3]
    if not len(cloth):
        raise NoGarment("the cut-out is transparent all over")
    lab = to_lab(cloth[:: max(1, len(cloth) // 60_000)])
    edges = [np.arange(0, 108 + BIN, BIN), *(np.arange(-112, 112 + BIN, BIN) for _ in range(2))]
    counts = ndimage.gaussian_filter(np.histogramdd(lab, bins=edges)[0], 1.0)
    at = np.unravel_index(int(np.argmax(counts)), counts.shape)
    peak = np.array([edge[i] + BIN / 2 for edge, i in zip(edges, at, strict=True)])
    near = lab[np.linalg.norm(lab - peak, axis=-1) < SAME]
    return to_srgb(np.median(near if len(near) else lab, axis=0))


def name_of(colour: Colour) -> str:
    """The nearest of `SHADES` by CIE76, lightness counting half: cloth is lit in many ways."""
    weight = np.array([0.5, 1, 1])
    names = list(SHADES)
    far = (to_lab(np.array([SHADES[name] for name in names])) - to_lab(np.array(colour))) * weight
    return names[int(np.argmin(np.linalg.norm(far, axis=-1)))]


def to_hex(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def to_lab(srgb: NDArray[np.integer]) -> Lab:
    """(..., 3) sRGB 0 to 255 to CIE L*a*b* under D65. Source: IEC 61966-2-1 and CIE 15."""
    share = np.asarray(srgb, np.float64) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    xyz = linear @ TO_XYZ.T / WHITE
    f = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz * 841 / 108 + 4 / 29)
    return np.stack([116 * f[..., 1] - 16, 500 * (f[..., 0] - f[..., 1]), 200 * (f[..., 1] - f[..., 2])], axis=-1)


def to_srgb(lab: Lab) -> Colour:
    """One L*a*b* colour back to sRGB 0 to 255, clipped to what a screen shows."""
    fy = (lab[0] + 16) / 116
    f = np.array([fy + lab[1] / 500, fy, fy - lab[2] / 200])
    xyz = np.where(f > 6 / 29, f**3, (f - 4 / 29) * 108 / 841) * WHITE
    linear = np.clip(np.linalg.inv(TO_XYZ) @ xyz, 0, 1)
    share = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    red, green, blue = (int(v) for v in np.round(share * 255))
    return red, green, blue


TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
WHITE = TO_XYZ.sum(axis=1)
