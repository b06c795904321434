"""A board laid out as one picture: cards where they lie, each with its words. Pixels and plain values only."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageColor, ImageDraw, ImageFont

from studio.imaging.marks import FONT
from studio.imaging.scene import Rgb

LONG_EDGE_PX = 1920
LEAST_EDGE_PX = 640
MARGIN = 24.0  # around everything, in the board's own units
GROUND = (243, 242, 239)
PAPER = (255, 255, 255)
INK = (24, 24, 26)
SECOND_INK = (96, 96, 100)
LINE = (206, 205, 200)
LEAST_TEXT_PX = 13
CAPTION = 14.0  # the height of a caption, in the board's own units


@dataclass(frozen=True, slots=True)
class Tile:
    """A card: where it lies, its picture where it has one that may be shown, and its words.

    inside: words that stand in the place of a picture, or are all there is. below: the caption.
    """

    x: float
    y: float
    width: float
    height: float
    picture: Image.Image | None = None
    inside: str = ""
    below: str = ""
    colour: str = ""
    large: bool = False  # a section's heading


def laid_out(tiles: Sequence[Tile]) -> Rgb:
    """All of it, trimmed to what lies there, the longer edge 1,920 pixels. An empty board is an empty sheet."""
    left, top, right, bottom = _bounds(tiles)
    scale = LONG_EDGE_PX / max(right - left, bottom - top)
    size = [max(LEAST_EDGE_PX, round(edge * scale)) for edge in (right - left, bottom - top)]
    sheet = Image.new("RGB", (size[0], size[1]), GROUND)
    for tile in tiles:
        _draw(sheet, tile, (left, top), scale)
    return np.asarray(sheet)


def _bounds(tiles: Sequence[Tile]) -> tuple[float, float, float, float]:
    if not tiles:
        return 0.0, 0.0, 400.0, 500.0
    below = CAPTION * 3
    return (
        min(tile.x for tile in tiles) - MARGIN,
        min(tile.y for tile in tiles) - MARGIN,
        max(tile.x + tile.width for tile in tiles) + MARGIN,
        max(tile.y + tile.height for tile in tiles) + MARGIN + below,
    )


def _draw(sheet: Image.Image, tile: Tile, origin: tuple[float, float], scale: float) -> None:
    at = (round((tile.x - origin[0]) * scale), round((tile.y - origin[1]) * scale))
    size = (max(1, round(tile.width * scale)), max(1, round(tile.height * scale)))
    pen = ImageDraw.Draw(sheet)
    box = (at[0], at[1], at[0] + size[0], at[1] + size[1])
    text_px = max(LEAST_TEXT_PX, round(CAPTION * scale))
    if tile.colour:
        pen.rectangle(box, fill=_colour(tile.colour))
    elif tile.picture is not None:
        pen.rectangle(box, fill=PAPER)
        _paste(sheet, tile.picture, at, size)
    elif not tile.large:
        pen.rectangle(box, fill=PAPER, outline=LINE)
    if tile.inside:
        _write(pen, tile.inside, (at[0], at[1]), size, text_px * 2 if tile.large else text_px, INK)
    if tile.below:
        room = (size[0], text_px * 3)
        _write(pen, tile.below, (at[0], box[3] + text_px // 3), room, text_px, SECOND_INK, inset=0)


def _colour(written: str) -> tuple[int, int, int]:
    try:
        red, green, blue = ImageColor.getrgb(written)[:3]
    except ValueError:
        return LINE
    return red, green, blue


def _paste(sheet: Image.Image, picture: Image.Image, at: tuple[int, int], size: tuple[int, int]) -> None:
    """Whole, never cropped: what is seen of a garment or a look is all there is."""
    fitted = picture.convert("RGBA")
    fitted.thumbnail(size, Image.Resampling.LANCZOS)
    beside = (at[0] + (size[0] - fitted.width) // 2, at[1] + (size[1] - fitted.height) // 2)
    sheet.paste(fitted, beside, fitted)


def _write(
    pen: ImageDraw.ImageDraw,
    words: str,
    at: tuple[int, int],
    room: tuple[int, int],
    text_px: int,
    ink: tuple[int, int, int],
    *,
    inset: int | None = None,
) -> None:
    """In lines as wide as the card; what does not fit below is cut, and says so."""
    font = ImageFont.truetype(str(FONT), text_px)
    inset = text_px // 2 if inset is None else inset
    line_px = round(text_px * 1.3)
    lines = _lines(words, font, max(1, room[0] - 2 * inset))
    most = max(1, (room[1] - 2 * inset) // line_px)
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1]} ..."]
    for number, line in enumerate(lines):
        pen.text((at[0] + inset, at[1] + inset + number * line_px), line, fill=ink, font=font)


def _lines(words: str, font: ImageFont.FreeTypeFont, room_px: float) -> list[str]:
    lines: list[str] = []
    for paragraph in words.splitlines():
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}".strip()
            if line and font.getlength(longer) > room_px:
                lines.append(line)
                longer = word
            line = longer
        lines.append(line)
    return lines
