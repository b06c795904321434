"""A board laid out as one picture: cards where they lie, each with its words. Pixels and plain values only."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageColor, ImageDraw, ImageFont, ImageOps

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
VEIL = (232, 232, 229)
LEAST_TEXT_PX = 13
CAPTION = 14.0  # the height of a caption, in the board's own units
HATCH = 6.0  # from one line of a veil to the next, in the same
ARROW_HEAD = 12.0

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Tile:
    """A card: where it lies, its picture where it has one that may be shown, and its words.

    inside: words that stand in the place of a picture, or are all there is. below: the caption.
    rotation: degrees, clockwise. crop: x, y, width and height of what shows, as fractions of the picture.
    colours: of a palette, side by side. ways: of an arrow, from where to where, on the board.
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
    rotation: float = 0.0
    crop: tuple[float, float, float, float] | None = None
    colours: tuple[str, ...] = ()
    ways: tuple[Point, ...] = ()
    veil: bool = False  # what may not be shown; `inside` says why
    frame: bool = False  # a section's own edge


def laid_out(tiles: Sequence[Tile]) -> Rgb:
    """All of it, trimmed to what lies there, the longer edge 1,920 pixels. An empty board is an empty sheet."""
    left, top, right, bottom = bounds(tiles)
    scale = LONG_EDGE_PX / max(right - left, bottom - top)
    size = [max(LEAST_EDGE_PX, round(edge * scale)) for edge in (right - left, bottom - top)]
    sheet = Image.new("RGB", (size[0], size[1]), GROUND)
    draw_on(sheet, tiles, (left, top), scale)
    return np.asarray(sheet)


def draw_on(sheet: Image.Image, tiles: Iterable[Tile], origin: Point, scale: float) -> None:
    """origin: the place on the board that lies at the sheet's upper left. scale: pixels to a unit of the board."""
    for tile in tiles:
        _draw(sheet, tile, origin, scale)


def bounds(tiles: Sequence[Tile]) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of everything, with its captions and a margin."""
    if not tiles:
        return 0.0, 0.0, 400.0, 500.0
    below = CAPTION * 3
    corners = [corner for tile in tiles for corner in _corners(tile)]
    return (
        min(x for x, _y in corners) - MARGIN,
        min(y for _x, y in corners) - MARGIN,
        max(x for x, _y in corners) + MARGIN,
        max(y for _x, y in corners) + MARGIN + below,
    )


def _corners(tile: Tile) -> list[Point]:
    """As it lies, turned about its middle."""
    if tile.ways:
        return list(tile.ways)
    turn = math.radians(tile.rotation)
    middle = (tile.x + tile.width / 2, tile.y + tile.height / 2)
    spread = [(across * tile.width / 2, down * tile.height / 2) for across in (-1, 1) for down in (-1, 1)]
    return [
        (
            middle[0] + x * math.cos(turn) - y * math.sin(turn),
            middle[1] + x * math.sin(turn) + y * math.cos(turn),
        )
        for x, y in spread
    ]


def _draw(sheet: Image.Image, tile: Tile, origin: Point, scale: float) -> None:
    if tile.ways:
        _draw_arrow(sheet, tile, origin, scale)
        return
    at = (round((tile.x - origin[0]) * scale), round((tile.y - origin[1]) * scale))
    size = (max(1, round(tile.width * scale)), max(1, round(tile.height * scale)))
    text_px = max(LEAST_TEXT_PX, round(CAPTION * scale))
    if tile.rotation % 360:
        alone = Image.new("RGBA", size, (0, 0, 0, 0))
        _draw_box(alone, tile, (0, 0), size, text_px, scale)
        turned = alone.rotate(-tile.rotation, Image.Resampling.BICUBIC, expand=True)
        sheet.paste(turned, (at[0] + (size[0] - turned.width) // 2, at[1] + (size[1] - turned.height) // 2), turned)
    else:
        _draw_box(sheet, tile, at, size, text_px, scale)
    if tile.below:
        foot = round((max(y for _x, y in _corners(tile)) - origin[1]) * scale)
        pen = ImageDraw.Draw(sheet)
        _write(pen, tile.below, (at[0], foot + text_px // 3), (size[0], text_px * 3), text_px, SECOND_INK, inset=0)


def _draw_box(
    sheet: Image.Image, tile: Tile, at: tuple[int, int], size: tuple[int, int], text_px: int, scale: float
) -> None:
    pen = ImageDraw.Draw(sheet)
    box = (at[0], at[1], at[0] + size[0], at[1] + size[1])
    if tile.colour:
        pen.rectangle(box, fill=_colour(tile.colour))
    elif tile.colours:
        _draw_colours(pen, tile.colours, box)
    elif tile.picture is not None:
        pen.rectangle(box, fill=PAPER)
        _paste(sheet, cropped(tile.picture, tile.crop), at, size)
    elif tile.veil:
        _draw_veil(sheet, at, size, max(2, round(HATCH * scale)))
    elif tile.frame:
        pen.rectangle(box, outline=LINE)
    elif not tile.large:
        pen.rectangle(box, fill=PAPER, outline=LINE)
    if tile.inside:
        _write(pen, tile.inside, (at[0], at[1]), size, text_px * 2 if tile.large else text_px, INK)


def cropped(picture: Image.Image, crop: tuple[float, float, float, float] | None) -> Image.Image:
    if crop is None:
        return picture
    x, y, width, height = crop
    left, top = round(x * picture.width), round(y * picture.height)
    right, bottom = round((x + width) * picture.width), round((y + height) * picture.height)
    return picture.crop((left, top, max(left + 1, right), max(top + 1, bottom)))


def _draw_colours(pen: ImageDraw.ImageDraw, colours: Sequence[str], box: tuple[int, int, int, int]) -> None:
    wide = (box[2] - box[0]) / len(colours)
    for place, colour in enumerate(colours):
        left = box[0] + round(place * wide)
        pen.rectangle((left, box[1], box[0] + round((place + 1) * wide), box[3]), fill=_colour(colour))


def _draw_veil(sheet: Image.Image, at: tuple[int, int], size: tuple[int, int], step: int) -> None:
    """The lining: a fine hatch, and no pixel of what is beneath."""
    lining = Image.new("RGB", size, VEIL)
    pen = ImageDraw.Draw(lining)
    for start in range(-size[1], size[0], step):
        pen.line((start, size[1], start + size[1], 0), fill=LINE)
    sheet.paste(lining, at)


def _draw_arrow(sheet: Image.Image, tile: Tile, origin: Point, scale: float) -> None:
    points = [((x - origin[0]) * scale, (y - origin[1]) * scale) for x, y in tile.ways]
    pen = ImageDraw.Draw(sheet)
    wide = max(1, round(1.5 * scale))
    pen.line(points, fill=INK, width=wide)
    (before_x, before_y), (x, y) = points[-2], points[-1]
    angle = math.atan2(y - before_y, x - before_x)
    for turn in (-0.45, 0.45):
        side = (
            x - ARROW_HEAD * scale * math.cos(angle + turn),
            y - ARROW_HEAD * scale * math.sin(angle + turn),
        )
        pen.line((x, y, *side), fill=INK, width=wide)
    if tile.inside:
        middle = (round((points[0][0] + x) / 2), round((points[0][1] + y) / 2))
        text_px = max(LEAST_TEXT_PX, round(CAPTION * scale))
        _write(pen, tile.inside, middle, (text_px * 16, text_px * 3), text_px, INK, inset=text_px // 3)


def _colour(written: str) -> tuple[int, int, int]:
    try:
        red, green, blue = ImageColor.getrgb(written)[:3]
    except ValueError:
        return LINE
    return red, green, blue


def _paste(sheet: Image.Image, picture: Image.Image, at: tuple[int, int], size: tuple[int, int]) -> None:
    """Whole, never cropped: what is seen of a garment or a look is all there is."""
    fitted = ImageOps.contain(picture.convert("RGBA"), size, Image.Resampling.LANCZOS)
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
    lines = lines_in(words, font, max(1, room[0] - 2 * inset))
    most = max(1, (room[1] - 2 * inset) // line_px)
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1]} ..."]
    for number, line in enumerate(lines):
        pen.text((at[0] + inset, at[1] + inset + number * line_px), line, fill=ink, font=font)


def lines_in(words: str, font: ImageFont.FreeTypeFont, room_px: float) -> list[str]:
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
