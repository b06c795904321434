"""What Photoshop writes beside the pixels: resources in JPEG, TIFF and PSD, a clipping path, a PSD's flat picture.

Source: Adobe Photoshop File Formats Specification (November 2019).
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from studio.imaging.scene import Mask

SIGNATURES = (b"8BIM", b"MeSa", b"AgHg", b"PHUT", b"DCSR")
PATHS = range(2000, 2998)
CLIPPING_PATH, PROFILE, VERSION = 2999, 1039, 1057
IN_JPEG, IN_TIFF = b"Photoshop 3.0\x00", 34377
CLOSED, KNOTS = 0, (1, 2)
UNION, SUBTRACT, INTERSECT = 1, 2, 3  # any other code excludes what overlaps
FIXED = 1 << 24  # 8.24 fixed point, of the picture's height or width
STEPS = 24  # straight pieces of one curve
FINER = 4  # sub-pixels a side
STRIP_PX = 256
GREY, RGB, CMYK, DUOTONE = 1, 3, 4, 8
COLOURS = {GREY: "L", DUOTONE: "L", RGB: "RGB", CMYK: "CMYK"}


class NotFlatError(ValueError):
    """A PSD saved without its flattened picture."""


class UnknownKindError(ValueError):
    """A PSD in a colour mode or depth that is not read here."""


@dataclass(frozen=True, slots=True)
class Resource:
    id: int
    name: bytes
    content: bytes


@dataclass(frozen=True, slots=True)
class Subpath:
    """corners: (N, 2) float64, x and y as parts of the picture's width and height; the curve's own pieces."""

    corners: NDArray[np.float64]
    joins: int


@dataclass(frozen=True, slots=True)
class Head:
    """The first 26 bytes of a PSD, and where its sections begin."""

    width: int
    height: int
    channels: int
    depth: int
    mode: int
    resources: tuple[int, int]
    pixels_at: int
    first_extra_is_alpha: bool


# Resources


def resources(block: bytes) -> Iterator[Resource]:
    """The resources of a block, up to the first that does not hold."""
    at = 0
    while block[at : at + 4] in SIGNATURES and at + 7 <= len(block):
        id, length = struct.unpack_from(">HB", block, at + 4)
        name = block[at + 7 : at + 7 + length]
        at += 7 + length + (length + 1) % 2
        if at + 4 > len(block):
            return
        size = struct.unpack_from(">I", block, at)[0]
        content = block[at + 4 : at + 4 + size]
        if len(content) < size:
            return
        yield Resource(id, name, content)
        at += 4 + size + size % 2


def resources_of_jpeg(data: bytes) -> list[Resource]:
    """From the segments before the picture; a block longer than one segment goes on in the next."""
    block, at = b"", 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] not in (0xDA, 0xD9):
        if data[at + 1] == 0xFF:  # fill bytes may stand before a marker
            at += 1
            continue
        size = struct.unpack_from(">H", data, at + 2)[0]
        body = data[at + 4 : at + 2 + size]
        if data[at + 1] == 0xED and body.startswith(IN_JPEG):
            block += body[len(IN_JPEG) :]
        at += 2 + size
    return list(resources(block))


# The clipping path


def clipping_path(found: Sequence[Resource]) -> list[Subpath]:
    """The path that resource 2999 names. Empty where there is none."""
    named = next((each.content for each in found if each.id == CLIPPING_PATH), b"")
    name = named[1 : 1 + named[0]] if named else b""
    path = next((each for each in found if name and each.id in PATHS and each.name == name), None)
    return list(subpaths(path.content)) if path else []


def subpaths(content: bytes) -> Iterator[Subpath]:
    """Records of 26 bytes: the length of a subpath, then its knots, each with the handles before and after it."""
    knots: list[NDArray[np.float64]] = []
    wanted = joins = 0
    for at in range(0, len(content) - 25, 26):
        selector = struct.unpack_from(">H", content, at)[0]
        if selector == CLOSED:
            wanted, joins = struct.unpack_from(">Hh", content, at + 2)
            knots = []
        elif selector in KNOTS and len(knots) < wanted:
            down_and_across = np.array(struct.unpack_from(">6i", content, at + 2), float).reshape(3, 2) / FIXED
            knots.append(down_and_across[:, ::-1])
            if len(knots) == wanted and wanted > 1:
                yield Subpath(flattened(knots), joins)


def flattened(knots: Sequence[NDArray[np.float64]]) -> NDArray[np.float64]:
    """Cubic Bezier curves from knot to knot and back to the first, as (N, 2) corners.

    knots: each (3, 2): the handle before it, the knot, the handle after it; x, y.
    """
    t = np.linspace(0, 1, STEPS, endpoint=False)[:, None]
    pieces = []
    for here, there in zip(knots, [*knots[1:], knots[0]], strict=True):
        a, b, c, d = here[1], here[2], there[0], there[1]
        pieces.append((1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t**2 * c + t**3 * d)
    return np.concatenate(pieces)


def rasterised(path: Sequence[Subpath], height_px: int, width_px: int) -> Mask:
    """What a path encloses, (height_px, width_px) uint8, 255 = inside, its edge anti-aliased in 17 steps.

    Drawn in strips, so that a large picture needs little more memory than its mask.
    """
    mask = np.zeros((height_px, width_px), np.uint8)
    scaled = [(each.corners * (width_px, height_px), each.joins) for each in path]
    top = max(0, floor(min((float(at[:, 1].min()) for at, _joins in scaled), default=0)))
    end = min(height_px, ceil(max((float(at[:, 1].max()) for at, _joins in scaled), default=0)))
    for first in range(top, end, STRIP_PX):
        rows = min(STRIP_PX, height_px - first)
        size = (width_px * FINER, rows * FINER)
        inside = np.zeros((size[1], size[0]), bool)
        for corners, joins in scaled:
            inside = joined(inside, drawn(corners - (0, first), size), joins)
        fine = inside.reshape(rows, FINER, width_px, FINER).mean(axis=(1, 3), dtype=np.float32)
        mask[first : first + rows] = (fine * 255 + 0.5).astype(np.uint8)
    return mask


def drawn(corners: NDArray[np.float64], size: tuple[int, int]) -> NDArray[np.bool_]:
    sheet = Image.new("1", size)
    # Pillow fills whole pixels between their centres.
    points = [(float(x) * FINER - 0.5, float(y) * FINER - 0.5) for x, y in corners]
    ImageDraw.Draw(sheet).polygon(points, fill=1)
    return np.asarray(sheet)


def joined(inside: NDArray[np.bool_], more: NDArray[np.bool_], joins: int) -> NDArray[np.bool_]:
    if joins == UNION:
        return inside | more
    if joins == SUBTRACT:
        return inside & ~more
    return inside & more if joins == INTERSECT else inside ^ more


# The flat picture of a PSD


def head_of(data: bytes) -> Head:
    """Raises UnknownKindError for a large document (PSB), struct.error for what ends too soon."""
    version, channels, height, width, depth, mode = struct.unpack_from(">H6xHIIHH", data, 4)
    if version != 1:
        raise UnknownKindError("PSB")
    at = 26
    at += 4 + struct.unpack_from(">I", data, at)[0]
    size = struct.unpack_from(">I", data, at)[0]
    block = (at + 4, at + 4 + size)
    at = block[1]
    size = struct.unpack_from(">I", data, at)[0]
    # A negative count of layers says that the first extra channel is the flat picture's transparency.
    layers = struct.unpack_from(">Ih", data, at + 4) if size >= 6 else (0, 0)
    return Head(width, height, channels, depth, mode, block, at + 4 + size, bool(layers[0]) and layers[1] < 0)


def flat(data: bytes, head: Head) -> tuple[Image.Image, Image.Image | None, list[Resource]]:
    """The flattened picture in L, RGB or CMYK, its transparency if it has one, and the file's resources.

    Raises NotFlatError, UnknownKindError, and ValueError or struct.error for a damaged file.
    """
    if head.mode not in COLOURS or head.depth not in (8, 16):
        raise UnknownKindError(f"PSD, {head.depth}")
    found = list(resources(data[slice(*head.resources)]))
    told = next((each.content for each in found if each.id == VERSION), b"")
    if len(told) > 4 and not told[4]:
        raise NotFlatError("the file says that it holds no merged picture")
    kind = COLOURS[head.mode]
    wanted = len(Image.new(kind, (1, 1)).getbands())
    clear = head.first_extra_is_alpha and head.channels > wanted
    planes = channels_of(data, head, wanted + clear)
    alpha = planes.pop() if clear else None
    if kind == "CMYK":
        planes = [Image.eval(plane, lambda ink: 255 - ink) for plane in planes]  # written as light, not as ink
    elif alpha is not None:
        planes = [off_white(plane, alpha) for plane in planes]
    return (Image.merge(kind, planes) if len(planes) > 1 else planes[0]), alpha, found


def channels_of(data: bytes, head: Head, count: int) -> list[Image.Image]:
    """The first planes of the merged picture, 8 bits each, raw or packed row by row."""
    deep = head.depth // 8
    size = (head.width * deep, head.height)
    packed, at = struct.unpack_from(">H", data, head.pixels_at)[0], head.pixels_at + 2
    if packed not in (0, 1) or count > head.channels:
        raise ValueError(f"a merged picture is raw or packed, got {packed}")
    lengths = np.full(head.channels, size[0] * size[1], np.int64)
    if packed:
        rows = np.frombuffer(data, ">u2", head.channels * head.height, at)
        at += rows.nbytes
        lengths = rows.reshape(head.channels, head.height).sum(axis=1, dtype=np.int64)
    planes = []
    for length in lengths[:count].tolist():
        plane = Image.frombytes("L", size, data[at : at + length], "packbits" if packed else "raw", "L")
        planes.append(plane if deep == 1 else Image.fromarray(np.ascontiguousarray(np.asarray(plane)[:, ::2])))
        at += length
    return planes


def off_white(plane: Image.Image, alpha: Image.Image) -> Image.Image:
    """Photoshop lays the merged picture on white; this takes the white out again: straight alpha."""
    seen, clear = np.array(plane), np.asarray(alpha)
    for first in range(0, seen.shape[0], STRIP_PX):
        rows = slice(first, first + STRIP_PX)
        part = clear[rows].astype(np.float32) / 255
        straight = (seen[rows] - 255 * (1 - part)) / np.maximum(part, 1 / 255)
        seen[rows] = np.clip(straight + 0.5, 0, 255).astype(np.uint8)
    return Image.fromarray(seen)
