"""An invisible number in the picture, which finds honest copies again: re-encoded, resized, in a screenshot, cropped.

Spread spectrum on a canonical grid: the picture's longer edge is taken as 512, whatever its real size. Each chip of
2 x 2 carries a sign of a secret pattern; a third of the chips never change, so that a crop can be laid back on to the
grid, and the others carry one of 64 bits: 48 of the number, 16 of a check sum. The signal is stronger where cloth
hides it. It is no defence against somebody bent on removing it, and does not outlive rotation or being made anew.
"""

import hashlib
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import fft, ndimage

from studio.imaging import marks
from studio.imaging.scene import Rgb

Plane = NDArray[np.float32]
Known = Callable[[int], bool]

GRID = 512
CHIP = 2
CHIPS = GRID // CHIP
BITS = 64
SYNC_OF_256 = 90  # so many of 256 chips only say where the grid lies
LEAST_LONG = 288  # the smallest part of the longer edge that a search looks for, on the grid
SURE = 1.6  # how far the bits must stand out of chance, where they give 0.8
WEAK_BITS = 10
BAND_PX = 512
DITHER = (np.array([[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]], dtype=np.float32) + 0.5) / 16 - 0.5


@dataclass(frozen=True, slots=True)
class Pattern:
    """sign: -1 or 1 for each chip. bit: which of the 64 it carries. sync: True where it carries none."""

    sign: Plane
    bit: NDArray[np.intp]
    sync: NDArray[np.bool_]
    sync_plane: Plane
    sync_spectrum: NDArray[np.complex64]


def embed(pixels: Rgb, ident: int, *, secret: bytes, alpha: float = 1.6) -> Rgb:
    """A copy of the picture that carries `ident`, a number of 48 bits.

    pixels: (H, W, 3) uint8. alpha: strength in levels of 255; 1.6 gives about 42 dB and cannot be seen.
    """
    if not 0 <= ident < 2**48:
        raise ValueError(f"ident must have at most 48 bits, got {ident}")
    pattern = _pattern(secret)
    small = _canonical(_luma(pixels), GRID)
    rows, columns = small.shape
    chips = np.where(pattern.sync, pattern.sign, pattern.sign * _bits(ident)[pattern.bit]).astype(np.float32)
    signal = ndimage.gaussian_filter(_spread(chips)[:rows, :columns], 0.6) * _hiding(small) * alpha
    return _added(pixels, signal)


def detect(pixels: Rgb, *, secret: bytes, known: Known | None = None, search: bool = False) -> int | None:
    """The number that a picture carries, or None.

    known: says whether we ever gave out a number; then up to three damaged bits are mended, and no other is believed.
    search: also look for a part of a picture, upright or mirrored. Takes seconds: a background job.
    """
    pattern = _pattern(secret)
    luma = _luma(pixels)
    for plane in _as_marked(luma):
        if (found := _decoded(_laid(_flattened(_canonical(plane, GRID)), 1.0, 0.0, 0.0), pattern, known)) is not None:
            return found
    if not search:
        return None
    grids = (grid for plane in (luma, luma[:, ::-1]) for grid in _parts(plane, pattern))
    return next((found for grid in grids if (found := _decoded(grid, pattern, known)) is not None), None)


def _as_marked(luma: NDArray[np.uint8]) -> Iterator[NDArray[np.uint8]]:
    """The picture as it is, then without the strip that people see, for it may have been put on later; also mirrored.

    A copy made smaller has a lower strip than any that we put on, so its share of the width counts too.
    """
    height, width = luma.shape
    for strip in sorted({0, round(width * marks.STRIP), marks.strip_height_px(width)}):
        if strip < height:
            yield luma[: height - strip]
            yield luma[: height - strip, ::-1]


@lru_cache(maxsize=4)
def _pattern(secret: bytes) -> Pattern:
    """From a hash, for marks are read for years, and the stream of numpy's generator may change with its version."""
    stream = np.frombuffer(hashlib.shake_256(b"doublure watermark 2:" + secret).digest(CHIPS * CHIPS * 3), np.uint8)
    signs, bits, syncs = stream.reshape(3, CHIPS, CHIPS)
    sign = np.where(signs & 1, 1, -1).astype(np.float32)
    sync = syncs < SYNC_OF_256
    bit = (bits % BITS).astype(np.intp)
    plane = ndimage.gaussian_filter(_spread(np.where(sync, sign, 0).astype(np.float32)), 0.6)
    return Pattern(sign, bit, sync, plane, np.conj(fft.rfft2(plane)))


def _bits(ident: int) -> Plane:
    number = ident.to_bytes(6, "big")
    check = (zlib.crc32(number) & 0xFFFF).to_bytes(2, "big")
    return np.unpackbits(np.frombuffer(number + check, np.uint8)).astype(np.float32) * 2 - 1


def _ident(soft: NDArray[np.float64]) -> int | None:
    """The number in 64 soft bits, if its check sum is right."""
    octets = np.packbits(soft > 0).tobytes()
    right = (zlib.crc32(octets[:6]) & 0xFFFF).to_bytes(2, "big") == octets[6:]
    return int.from_bytes(octets[:6], "big") if right else None


def _luma(pixels: Rgb) -> NDArray[np.uint8]:
    return np.asarray(Image.fromarray(pixels[..., :3]).convert("L"))


def _canonical(luma: NDArray[np.uint8], long: int) -> Plane:
    """The picture's brightness with its longer edge at `long` points."""
    height, width = luma.shape
    factor = long / max(height, width)
    size = (max(8, round(width * factor)), max(8, round(height * factor)))
    how = Image.Resampling.BICUBIC if factor > 1 else Image.Resampling.BOX if factor < 0.5 else Image.Resampling.LANCZOS
    return np.asarray(Image.fromarray(luma).resize(size, how), dtype=np.float32)


def _spread(chips: Plane) -> Plane:
    return chips.repeat(CHIP, 0).repeat(CHIP, 1)


def _detail(plane: Plane, blur: float, around: int) -> tuple[Plane, Plane]:
    """The fine part of a plane, and how strong it is around each point."""
    fine = plane - ndimage.gaussian_filter(plane, blur)
    power = ndimage.uniform_filter(fine * fine, around)
    return fine, np.sqrt(np.maximum(power, 0))  # on an even backdrop rounding can leave the power just below 0


def _hiding(small: Plane) -> Plane:
    """How much more or less signal each point bears: little on an even backdrop, more in cloth and hair."""
    bearable: Plane = np.clip(0.6 + _detail(small, 2, 7)[1] / 6, 0.6, 2.2)
    return bearable


def _flattened(small: Plane) -> Plane:
    """The fine part with its strength evened out, so that no edge outvotes the rest."""
    fine, strength = _detail(small, 1.5, 9)
    even: Plane = np.clip(fine / (strength + 2), -2.5, 2.5)
    return even


def _added(pixels: Rgb, signal: Plane) -> Rgb:
    """The signal at the picture's own size, added to all three colours alike, so that no hue moves.

    Goes in bands, so that a master needs no second copy of itself in floats. Dithered, as it is often below one level.
    """
    height, width = pixels.shape[:2]
    plane = Image.fromarray(signal)
    per_row = signal.shape[0] / height
    marked = np.empty_like(pixels)
    for top in range(0, height, BAND_PX):
        rows = min(BAND_PX, height - top)
        box = (0.0, top * per_row, float(signal.shape[1]), (top + rows) * per_row)
        band = np.asarray(plane.resize((width, rows), Image.Resampling.BICUBIC, box=box))
        dither = np.tile(DITHER, (rows // 4 + 1, width // 4 + 1))[:rows, :width]
        change = np.rint(band + dither).astype(np.int16)[..., None]
        marked[top : top + rows] = np.clip(pixels[top : top + rows] + change, 0, 255)
    return marked


def _laid(part: Plane, scale: float, top: float, left: float) -> Plane:
    """The whole grid, with a part of it lying where it belongs and 0 elsewhere."""
    if (scale, top, left) == (1, 0, 0):
        return np.pad(part, ((0, GRID - part.shape[0]), (0, GRID - part.shape[1])))
    back = (1 / scale, 0, -left / scale, 0, 1 / scale, -top / scale)
    moved = Image.fromarray(part).transform((GRID, GRID), Image.Transform.AFFINE, back, Image.Resampling.BILINEAR)
    return np.asarray(moved, dtype=np.float32)


def _decoded(grid: Plane, pattern: Pattern, known: Known | None) -> int | None:
    chips = grid.reshape(CHIPS, CHIP, CHIPS, CHIP).sum((1, 3)) * pattern.sign
    bit, chip = pattern.bit[~pattern.sync], chips[~pattern.sync]
    soft: NDArray[np.float64] = np.bincount(bit, weights=chip, minlength=BITS).astype(np.float64)
    spread = np.sqrt(np.bincount(bit, weights=chip * chip, minlength=BITS)) + 1e-9
    if float(np.mean(np.abs(soft) / spread)) < SURE:
        return None
    if known is None:
        return _ident(soft)
    return next((ident for ident in _mended(soft) if known(ident)), None)


def _mended(soft: NDArray[np.float64]) -> Iterator[int]:
    """What the bits say as they are, then with one, two and three of the weakest turned over."""
    weakest = np.argsort(np.abs(soft))[:WEAK_BITS]
    for count in range(4):
        for turned in combinations(weakest, count):
            guess = soft.copy()
            guess[list(turned)] *= -1
            if (ident := _ident(guess)) is not None:
                yield ident


def _parts(luma: NDArray[np.uint8], pattern: Pattern) -> Iterator[Plane]:
    """The likeliest ways in which a picture can be a part of a bigger one, each laid on to the grid."""
    found = sorted((_sought(luma, long, pattern) for long in range(GRID, LEAST_LONG, -1)), key=lambda f: -f[0])
    for _, long, top, left in found[:3]:
        part = _flattened(_canonical(luma, long))
        yield _laid(part, *_refined(part, top, left, pattern))


def _sought(luma: NDArray[np.uint8], long: int, pattern: Pattern) -> tuple[float, int, int, int]:
    """How well the picture, at one size, fits on the grid, and where it fits best: (score, long, top, left)."""
    part = _flattened(_canonical(luma, long))
    rows, columns = part.shape
    fits = fft.irfft2(np.conj(fft.rfft2(part, (GRID, GRID)) * pattern.sync_spectrum))
    within = fits[: GRID - rows + 1, : GRID - columns + 1]  # elsewhere it would hang over the edge
    top, left = divmod(int(np.argmax(within)), within.shape[1])
    return float(within[top, left] / fits.std()), long, top, left


def _refined(part: Plane, top: int, left: int, pattern: Pattern) -> tuple[float, float, float]:
    """Scale, top and left to a fraction of a point: climb while the fixed chips fit better."""
    best = [1.0, float(top), float(left)]
    score = _fit(part, best, pattern)
    for step in ((0.002, 0.5, 0.5), (0.001, 0.25, 0.25)):
        for _ in range(3):
            for place in range(3):
                for way in (-step[place], step[place]):
                    tried = best.copy()
                    tried[place] += way
                    if (fit := _fit(part, tried, pattern)) > score:
                        best, score = tried, fit
    return best[0], best[1], best[2]


def _fit(part: Plane, at: list[float], pattern: Pattern) -> float:
    scale, top, left = at
    return float((_laid(part, scale, top, left) * pattern.sync_plane).sum())
