"""Who looks, written all over the picture: a copy that is passed on says whose it was."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from studio.imaging import marks

SIZE = 0.032  # of the picture's longer edge
LEAST_PX = 11
LEAN_DEGREES = 24
STRENGTH = 0.20  # of the way to white, or beneath it to black
SHADE = 0.16
LETTERS_MOST = 80


def tile(picture: NDArray[np.uint8], words: str, *, spare_foot_px: int = 0) -> NDArray[np.uint8]:
    """A copy with the words in leaning rows from edge to edge: light over a shade, seen on white cloth and on black.

    picture: (H, W, 3) or (H, W, 4) uint8; of alpha nothing is changed.
    spare_foot_px: rows at the bottom that stay as they are: the mark stands there, and must be read.
    """
    height, width = picture.shape[:2]
    rows = height - spare_foot_px
    if rows <= 0 or not words.strip():
        return picture.copy()
    light, shade = _laid(" ".join(words.split())[:LETTERS_MOST], width, rows)
    part = picture[:rows, :, :3].astype(np.float32)
    part *= (1 - SHADE * shade)[..., None]
    part += (255 - part) * (STRENGTH * light)[..., None]
    tiled = picture.copy()
    tiled[:rows, :, :3] = np.clip(part + 0.5, 0, 255).astype(np.uint8)
    return tiled


@lru_cache(maxsize=16)
def _laid(words: str, width: int, height: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The letters and their shade over the whole, (H, W) from 0 to 1."""
    size = max(LEAST_PX, round(max(width, height) * SIZE))
    sheet = _rows(words, size, side=int(np.hypot(width, height)) + 4 * size)
    leaning = sheet.rotate(LEAN_DEGREES, resample=Image.Resampling.BICUBIC)
    left, top = (leaning.width - width) // 2, (leaning.height - height) // 2
    light = np.asarray(leaning.crop((left, top, left + width, top + height))).astype(np.float32) / np.float32(255)
    off = max(1, size // 14)
    shade = np.zeros_like(light)
    shade[off:, off:] = light[:-off, :-off]
    return light, shade * (1 - light)


def _rows(words: str, size: int, *, side: int) -> Image.Image:
    """Every second row begins half a step later, so that no upright strip is free of letters."""
    font = ImageFont.truetype(marks.FONT, size)
    step = round(font.getlength(words)) + 2 * size
    sheet = Image.new("L", (side, side), 0)
    pen = ImageDraw.Draw(sheet)
    for number, y in enumerate(range(0, side, 4 * size)):
        for x in range(-step // 2 * (number % 2), side, step):
            pen.text((x, y), words, fill=255, font=font)
    return sheet
