"""The mark that people see: a strip under the picture, part of the file, which no face, hand or garment lies on.

The order of marks: this strip and `watermark.embed`, whichever comes first; then `encoding.encode` with the XMP;
then `credentials.sign`. After that nobody touches the file.
"""

from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from studio.imaging.scene import Rgb

FONT = Path(__file__).parent / "fonts" / "InstrumentSans-Medium.ttf"
STRIP = 18 / 512  # of the picture's width
LEAST_STRIP_PX = 18
GROUND = (0, 0, 0)
INK = (245, 245, 242)
NOTE_INK = (168, 168, 164)


class Kind(StrEnum):
    """The words of the strip. They stay in English, like the words on a slate."""

    PREVIEW = "PREVIEW, DIGITAL TWIN"
    STAND_IN = "PREVIEW, STAND-IN"
    PROOF = "PROOF, DIGITAL TWIN"
    COMP_CARD = "COMP CARD, DIGITAL TWIN"
    DIGITAL_TWIN = "DIGITAL TWIN"


def strip_height_px(width_px: int) -> int:
    return max(LEAST_STRIP_PX, round(width_px * STRIP))


def mark_preview(picture: Rgb, *, words: str, note: str = "") -> Rgb:
    """A copy with a black strip below: `words` on the left, `note` on the right as far as there is room.

    picture: (H, W, 3) uint8. Its own pixels are unchanged; the copy is taller by `strip_height_px(W)`.
    """
    width = picture.shape[1]
    height = strip_height_px(width)
    strip = Image.new("RGB", (width, height), GROUND)
    pen = ImageDraw.Draw(strip)
    margin = height // 2
    room = width - 2 * margin
    font = _fitting(words, height * 0.58, room)
    middle = height / 2
    pen.text((margin, middle), words, fill=INK, font=font, anchor="lm")
    left = room - font.getlength(words) - margin
    if shown := _cut(note, font, left):
        pen.text((width - margin, middle), shown, fill=NOTE_INK, font=font, anchor="rm")
    return np.concatenate([picture, np.asarray(strip)])


def _fitting(words: str, size_px: float, room_px: float) -> ImageFont.FreeTypeFont:
    """The words are never cut; on a very narrow picture they are set smaller."""
    font = _font(size_px)
    length = font.getlength(words)
    return font if length <= room_px else _font(max(4.0, size_px * max(room_px, 1) / length))


def _cut(text: str, font: ImageFont.FreeTypeFont, room_px: float) -> str:
    if font.getlength(text) <= room_px:
        return text
    while text and font.getlength(text + "…") > room_px:
        text = text[:-1].rstrip()
    return text + "…" if text else ""


@lru_cache(maxsize=32)
def _font(size_px: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT, size_px)
