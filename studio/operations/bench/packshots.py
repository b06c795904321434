"""Packshots made from cut-outs, so that the true alpha of each is known: grounds, shadows, hooks and busts."""

from collections.abc import Callable, Mapping
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from scipy import ndimage

from studio.imaging.scene import Mask, Rgb, Rgba

Planes = NDArray[np.float32]
NOISE = 1.2  # of a camera's, in levels
MARGIN = 0.07  # of the height, about the piece: nobody photographs one to the very edge


def packshot(cutout: Rgba, ground: str, height_px: int = 800) -> tuple[Rgb, Mask]:
    """The picture, and the alpha that was laid on it.

    cutout: (H, W, 4) straight alpha. ground: a name of `GROUNDS`. Returns (H, W, 3) and (H, W), 255 = the garment.
    """
    piece = with_margin(cutout, height_px)
    colour, alpha = piece[..., :3].astype(np.float32), piece[..., 3:] / 255
    under = GROUNDS[ground](alpha[..., 0].astype(np.float32))
    grain = np.random.default_rng(7).normal(0, NOISE, under.shape)
    picture = np.clip(under * (1 - alpha) + colour * alpha + grain + 0.5, 0, 255).astype(np.uint8)
    return through_jpeg(picture, 70) if ground == "jpeg" else picture, piece[..., 3]


def with_margin(cutout: Rgba, height_px: int) -> Rgba:
    rim = round(height_px * MARGIN)
    inner_px = height_px - 2 * rim
    width_px = round(cutout.shape[1] * inner_px / cutout.shape[0])
    premultiplied = Image.fromarray(cutout).convert("RGBa").resize((width_px, inner_px), Image.Resampling.LANCZOS)
    return np.pad(np.asarray(premultiplied.convert("RGBA")), ((rim, rim), (rim, rim), (0, 0)))


def plain(*colour: int) -> Callable[[Planes], Planes]:
    return lambda alpha: np.broadcast_to(np.array(colour, np.float32), (*alpha.shape, 3))


def falling_off(alpha: Planes) -> Planes:
    """One lamp from the left above, a warm wall to its right."""
    xs, ys = across(alpha)
    light = 1.02 - 0.28 * xs - 0.16 * ys
    return light[..., None] * np.array([226, 224, 220], np.float32) + xs[..., None] * np.array([6, 0, -6], np.float32)


def vignetted(alpha: Planes) -> Planes:
    xs, ys = across(alpha)
    light = 1 - 0.45 * ((xs - 0.5) ** 2 + (ys - 0.45) ** 2)
    result: Planes = light[..., None].astype(np.float32) * np.array([234, 234, 236], np.float32)
    return result


def soft_shadow(alpha: Planes, tone: int = 240) -> Planes:
    return shadowed(alpha, depth=0.28, soft=0.014, aside=0.009) * np.full(3, tone, np.float32)


def near_white(alpha: Planes) -> Planes:
    return soft_shadow(alpha, 250)


def grey_with_shadow(alpha: Planes) -> Planes:
    return soft_shadow(alpha, 200)


def hard_shadow(alpha: Planes) -> Planes:
    """A flash on the camera, to the left."""
    return shadowed(alpha, depth=0.35, soft=0.0015, aside=0.02) * np.array([236, 233, 228], np.float32)


def shadowed(alpha: Planes, *, depth: float, soft: float, aside: float) -> Planes:
    """(H, W, 1). soft, aside: parts of the height."""
    shift = round(alpha.shape[0] * aside)
    cast = ndimage.gaussian_filter(np.roll(alpha, (shift, shift), (0, 1)), alpha.shape[0] * soft)
    result: Planes = (1 - depth * cast)[..., None]
    return result


def paper(alpha: Planes) -> Planes:
    """Laid paper: a fine tooth, and a cockle that the light shows."""
    chance = np.random.default_rng(3)
    tooth = ndimage.gaussian_filter(chance.normal(0, 1, alpha.shape), 1.0)
    cockle = ndimage.gaussian_filter(chance.normal(0, 1, alpha.shape), alpha.shape[0] / 25)
    light = 1 + 0.014 * tooth / tooth.std() + 0.02 * cockle / cockle.std()
    result: Planes = light[..., None].astype(np.float32) * np.array([232, 228, 218], np.float32)
    return result


def wood(alpha: Planes) -> Planes:
    """A table of boards, each of its own tone, with grain along it and dark gaps between."""
    chance = np.random.default_rng(5)
    height, width = alpha.shape
    grain = ndimage.gaussian_filter(chance.normal(0, 1, alpha.shape), (0.9, width / 14))
    board = np.arange(height) * 6 // height
    tone = chance.normal(0, 0.05, 6)[board][:, None]
    gap = (np.diff(board, prepend=0) > 0)[:, None]
    light = 1 + tone + 0.07 * grain / grain.std() - 0.5 * ndimage.maximum_filter1d(gap, 3, axis=0)
    soft = shadowed(alpha, depth=0.35, soft=0.008, aside=0.004)[..., 0]
    result: Planes = (light * soft)[..., None].astype(np.float32) * np.array([176, 132, 92], np.float32)
    return result


def on_a_hanger(alpha: Planes) -> Planes:
    """A wire hook over the collar."""
    x, top, unit = middle_top(alpha)
    sheet, pen = drawn_on(plain(244, 244, 244)(alpha))
    wide = max(2, round(unit * 0.02))
    pen.line([(x, top + unit * 0.2), (x, top - unit * 0.12)], fill=(96, 98, 102), width=wide)
    pen.arc((x - unit * 0.09, top - unit * 0.26, x + unit * 0.09, top - unit * 0.08), 150, 90, (96, 98, 102), wide)
    return np.asarray(sheet, np.float32)


def on_a_bust(alpha: Planes) -> Planes:
    """The neck of a covered bust, with its cap."""
    x, top, unit = middle_top(alpha)
    sheet, pen = drawn_on(plain(238, 238, 240)(alpha))
    pen.rectangle((x - unit * 0.13, top - unit * 0.18, x + unit * 0.13, top + unit * 0.3), fill=(206, 186, 158))
    pen.ellipse((x - unit * 0.13, top - unit * 0.23, x + unit * 0.13, top - unit * 0.13), fill=(120, 84, 56))
    return np.asarray(sheet, np.float32)


def middle_top(alpha: Planes) -> tuple[float, float, float]:
    """Of the piece: the middle across, its top, and a third of its width to measure by, in pixels."""
    ys, xs = np.nonzero(alpha > 0.5)
    width = float(np.ptp(xs))
    middle = float(xs.min()) + width / 2
    column = ys[np.abs(xs - middle) < width * 0.05]
    return middle, float(column.min()), width / 3 + 1


def drawn_on(under: Planes) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    sheet = Image.fromarray(under.astype(np.uint8))
    return sheet, ImageDraw.Draw(sheet)


def across(alpha: Planes) -> tuple[Planes, Planes]:
    """0 to 1 from the left, and from the top."""
    height, width = alpha.shape
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    return xs / width, ys / height


def through_jpeg(picture: Rgb, quality: int) -> Rgb:
    out = BytesIO()
    Image.fromarray(picture).save(out, "JPEG", quality=quality)
    return np.asarray(Image.open(out))


GROUNDS: Mapping[str, Callable[[Planes], Planes]] = {
    "white": plain(252, 252, 252),
    "grey": plain(200, 200, 202),
    "dark": plain(70, 70, 74),
    "coloured": plain(196, 152, 140),
    "gradient": falling_off,
    "vignette": vignetted,
    "jpeg": plain(250, 250, 250),
    "paper": paper,
    "soft shadow": soft_shadow,
    "white, soft shadow": near_white,
    "grey, soft shadow": grey_with_shadow,
    "hard shadow": hard_shadow,
    "wood": wood,
    "hanger": on_a_hanger,
    "bust": on_a_bust,
}
