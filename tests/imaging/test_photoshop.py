import struct
import unittest
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import numpy as np
from PIL import Image, TiffImagePlugin

from studio.imaging.decoding import BadPicture, decode

Corner = tuple[float, float]
SQUARE: tuple[Corner, ...] = ((0.25, 0.25), (0.75, 0.25), (0.75, 0.75), (0.25, 0.75))
HOLE: tuple[Corner, ...] = ((0.4, 0.4), (0.6, 0.4), (0.6, 0.6), (0.4, 0.6))
BOW = 0.5522847498  # handles that make four curves a circle


def resource(id: int, name: bytes, content: bytes) -> bytes:
    named = bytes([len(name)]) + name
    named += b"\0" * (len(named) % 2)
    padded = content + b"\0" * (len(content) % 2)
    return b"8BIM" + struct.pack(">H", id) + named + struct.pack(">I", len(content)) + padded


def knot(before: Corner, at: Corner, after: Corner) -> bytes:
    fixed = [round(value * (1 << 24)) for x, y in (before, at, after) for value in (y, x)]
    return struct.pack(">H6i", 1, *fixed)


def subpath(knots: Sequence[bytes], joins: int = 0) -> bytes:
    return struct.pack(">HHh20x", 0, len(knots), joins) + b"".join(knots)


def straight(corners: Sequence[Corner], joins: int = 0) -> bytes:
    return subpath([knot(at, at, at) for at in corners], joins)


def circle(radius: float) -> bytes:
    compass = ((1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0))
    knots = []
    for x, y in compass:
        across, down = -y * BOW, x * BOW
        points = ((x - across, y - down), (x, y), (x + across, y + down))
        knots.append(knot(*((0.5 + radius * px, 0.5 + radius * py) for px, py in points)))
    return subpath(knots)


def clipped(*subpaths: bytes, name: bytes = b"Path 1", named: bytes = b"Path 1") -> bytes:
    rule = struct.pack(">H24x", 6)
    chosen = resource(2999, b"", bytes([len(named)]) + named + b"\0" * 5)
    return resource(2000, name, rule + b"".join(subpaths)) + chosen


def jpeg(block: bytes, size: tuple[int, int] = (80, 60), **choices: Any) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, (200, 40, 40)).save(out, "JPEG", **choices)
    data = out.getvalue()
    body = b"Photoshop 3.0\0" + block
    return data[:2] + b"\xff\xed" + struct.pack(">H", len(body) + 2) + body + data[2:]


def psd(planes: Sequence[np.ndarray[Any, np.dtype[np.uint8]]], mode: int = 3, **choices: Any) -> bytes:
    """layers: negative when the first extra plane is transparency. depth: 8 or 16."""
    height, width = planes[0].shape
    deep: int = choices.get("depth", 8)
    head = b"8BPS" + struct.pack(">H6xHIIHH", 1, len(planes), height, width, deep, mode)
    block = choices.get("block", b"")
    layers = struct.pack(">IIh", 6, 2, choices.get("layers", 0))
    wide = [plane if deep == 8 else (plane.astype(np.uint16) * 257).astype(">u2") for plane in planes]
    body = struct.pack(">H", 0) + b"".join(plane.tobytes() for plane in wide)
    if choices.get("packed"):
        rows = [bytes([width - 1]) + row.tobytes() for plane in planes for row in plane]
        body = struct.pack(">H", 1) + struct.pack(f">{len(rows)}H", *map(len, rows)) + b"".join(rows)
    return bytes(head + struct.pack(">I", 0) + struct.pack(">I", len(block)) + block + layers + body)


def flat(*levels: int) -> list[np.ndarray[Any, np.dtype[np.uint8]]]:
    return [np.full((20, 30), level, np.uint8) for level in levels]


class ClippingPathTests(unittest.TestCase):
    def test_what_a_path_encloses_is_cut(self) -> None:
        alpha = decode(jpeg(clipped(straight(SQUARE)))).pixels[..., 3]
        self.assertEqual((alpha.shape, int(alpha[30, 40]), int(alpha[5, 5])), ((60, 80), 255, 0))
        self.assertAlmostEqual(float((alpha / 255).sum()), 60 * 80 / 4, delta=20)

    def test_curves_make_a_circle_with_a_soft_edge(self) -> None:
        alpha = decode(jpeg(clipped(circle(0.4)), (200, 200))).pixels[..., 3] / 255.0
        self.assertAlmostEqual(float(alpha.sum()), np.pi * 80**2, delta=0.004 * np.pi * 80**2)
        self.assertGreater(int(((alpha > 0.1) & (alpha < 0.9)).sum()), 200)

    def test_overlaps_are_left_out_or_taken_away_or_added(self) -> None:
        for joins, centre in ((0, 0), (2, 0), (1, 255)):
            with self.subTest(joins):
                alpha = decode(jpeg(clipped(straight(SQUARE), straight(HOLE, joins)))).pixels[..., 3]
                self.assertEqual((int(alpha[30, 40]), int(alpha[30, 24])), (centre, 255))

    def test_a_path_that_is_not_the_clipping_path_cuts_nothing(self) -> None:
        self.assertFalse(decode(jpeg(clipped(straight(SQUARE), named=b"Path 2"))).had_alpha)

    def test_it_turns_with_its_picture(self) -> None:
        exif = Image.Exif()
        exif[0x0112] = 6
        left = ((0.0, 0.0), (0.25, 0.0), (0.25, 1.0), (0.0, 1.0))
        alpha = decode(jpeg(clipped(straight(left)), exif=exif)).pixels[..., 3]
        self.assertEqual((alpha.shape, int(alpha[5, 30]), int(alpha[70, 30])), ((80, 60), 255, 0))

    def test_a_tiff_keeps_it_in_a_tag(self) -> None:
        notes = TiffImagePlugin.ImageFileDirectory_v2()
        notes[34377] = clipped(straight(SQUARE))
        notes.tagtype[34377] = 1
        out = BytesIO()
        Image.new("RGB", (80, 60), (9, 9, 200)).save(out, "TIFF", tiffinfo=notes)
        alpha = decode(out.getvalue()).pixels[..., 3]
        self.assertEqual((int(alpha[30, 40]), int(alpha[2, 2])), (255, 0))

    def test_half_a_path_is_no_path(self) -> None:
        self.assertFalse(decode(jpeg(clipped(straight(SQUARE)[:60]))).had_alpha)


class PsdTests(unittest.TestCase):
    def test_it_is_read_raw_and_packed(self) -> None:
        for packed in (False, True):
            pixels = decode(psd(flat(10, 120, 230), packed=packed)).pixels
            self.assertEqual((pixels.shape, pixels[3, 4].tolist()), ((20, 30, 3), [10, 120, 230]))

    def test_its_transparency_is_kept_and_the_white_taken_out(self) -> None:
        red, green, blue = (round(0.5 * level + 0.5 * 255) for level in (10, 120, 230))
        found = decode(psd(flat(red, green, blue, 128), layers=-1)).pixels[3, 4].astype(int)
        np.testing.assert_allclose(found, [10, 120, 230, 128], atol=3)

    def test_a_saved_selection_is_not_transparency(self) -> None:
        self.assertFalse(decode(psd(flat(10, 120, 230, 0), layers=2)).had_alpha)

    def test_saved_selections_lie_behind_the_transparency(self) -> None:
        for packed in (False, True):
            found = decode(psd(flat(10, 120, 230, 255, 7), layers=-2, packed=packed))
            self.assertEqual(found.pixels[3, 4].tolist(), [10, 120, 230, 255])

    def test_cmyk_and_sixteen_bits_become_eight_bits_of_srgb(self) -> None:
        white = decode(psd(flat(255, 255, 255, 255), mode=4)).pixels
        self.assertEqual(white[3, 4].tolist(), [255, 255, 255])
        self.assertEqual(decode(psd(flat(10, 120, 230), depth=16)).pixels[3, 4].tolist(), [10, 120, 230])

    def test_its_clipping_path_cuts_it(self) -> None:
        alpha = decode(psd(flat(9, 9, 9), block=clipped(straight(SQUARE)))).pixels[..., 3]
        self.assertEqual((int(alpha[10, 15]), int(alpha[1, 1])), (255, 0))

    def test_one_that_was_not_flattened_is_refused(self) -> None:
        block = resource(1057, b"", struct.pack(">IB", 1, 0))
        self.assertEqual(self.refusal(psd(flat(255, 255, 255), block=block)), "not-flat")

    def test_half_of_one_and_an_odd_one_are_refused(self) -> None:
        whole = psd(flat(10, 120, 230))
        self.assertEqual(self.refusal(whole[: len(whole) // 2]), "damaged")
        self.assertEqual(self.refusal(psd(flat(10, 120, 230), mode=9)), "unsupported-format")

    def refusal(self, data: bytes) -> str:
        with self.assertRaises(BadPicture) as refused:
            decode(data)
        return refused.exception.code
