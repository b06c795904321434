"""Pixels become files here: sRGB said in the file, our own notes put in, and nothing of the camera's."""

from functools import cache
from io import BytesIO
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms, PngImagePlugin

Format = Literal["JPEG", "PNG", "WEBP", "AVIF"]
MIMES: dict[str, str] = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "AVIF": "image/avif"}
MOST_XMP_BYTES = 65_502  # one APP1 segment of a JPEG, less its own head
FINE_QUALITY = 90


def encode(pixels: NDArray[np.uint8], *, format: Format, quality: int, xmp: bytes = b"") -> bytes:
    """Write a picture as a file.

    pixels: (H, W, 3) uint8 sRGB; (H, W, 4) with straight alpha, but not for JPEG.
    quality: 1 to 100; PNG keeps every pixel and does not look at it. JPEG keeps full colour resolution from 90 up.
    xmp: a whole packet, as `metadata.xmp_packet` makes it.
    Raises ValueError for other shapes, alpha in a JPEG, or a packet that does not fit into one segment.
    """
    if pixels.ndim != 3 or pixels.shape[2] not in (3, 4) or pixels.dtype != np.uint8:
        raise ValueError(f"pixels must be (H, W, 3) or (H, W, 4) uint8, got {pixels.shape} {pixels.dtype}")
    if format == "JPEG" and pixels.shape[2] == 4:
        raise ValueError("a JPEG has no alpha: lay the picture on a ground first")
    if len(xmp) > MOST_XMP_BYTES:
        raise ValueError(f"xmp must be at most {MOST_XMP_BYTES} bytes, got {len(xmp)}")
    file = BytesIO()
    Image.fromarray(pixels).save(file, format, icc_profile=srgb_profile(), **_choices(format, quality, xmp))
    return file.getvalue()


def derivative(pixels: NDArray[np.uint8], long_edge_px: int, *, xmp: bytes = b"") -> bytes:
    """A smaller WebP for pages. A picture already small enough keeps its size."""
    height, width = pixels.shape[:2]
    factor = long_edge_px / max(height, width)
    if factor < 1:
        size = (max(1, round(width * factor)), max(1, round(height * factor)))
        pixels = np.asarray(Image.fromarray(pixels).resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0))
    return encode(pixels, format="WEBP", quality=82, xmp=xmp)


@cache
def srgb_profile() -> bytes:
    """sRGB as an ICC profile. Its date is set, so that the same pixels give the same file tomorrow."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[24:36] = b"".join(part.to_bytes(2, "big") for part in (2026, 1, 1, 0, 0, 0))
    return bytes(profile)


def _choices(format: Format, quality: int, xmp: bytes) -> dict[str, Any]:
    if format == "PNG":  # Pillow drops `xmp` for PNG without a word
        notes = PngImagePlugin.PngInfo()
        if xmp:
            notes.add_itxt("XML:com.adobe.xmp", xmp.decode(), zip=False)
        return {"pnginfo": notes}
    choices: dict[str, Any] = {"quality": quality, **({"xmp": xmp} if xmp else {})}
    if format == "JPEG":
        choices["subsampling"] = 0 if quality >= FINE_QUALITY else 2
    if format == "AVIF" and quality >= FINE_QUALITY:
        choices["subsampling"] = "4:4:4"
    return choices
