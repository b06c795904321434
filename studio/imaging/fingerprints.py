"""Two answers to "is it this picture?": the same pixels exactly, and the same picture after a journey."""

import hashlib

import iscc_lib
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from studio.imaging.scene import Rgb

SAME_PICTURE = 0.12  # copies lie below it; different pictures of the trials began at 0.31
BITS = 256


def pixel_hash(pixels: NDArray[np.uint8]) -> str:
    """SHA-256 of shape and pixels, in hexadecimal: equal only for the very same picture, whatever file it lies in."""
    shape = "x".join(str(length) for length in pixels.shape)
    digest = hashlib.sha256(f"{shape}:".encode())
    digest.update(np.ascontiguousarray(pixels).data)
    return digest.hexdigest()


def iscc_code(picture: Rgb) -> str:
    """The ISCC Image-Code (ISO 24138) of 256 bits, as text. Take it of the pixels that go into the encoder."""
    grey = Image.fromarray(picture[..., :3]).convert("L").resize((32, 32), Image.Resampling.BICUBIC)
    return str(iscc_lib.gen_image_code_v0(grey.tobytes(), bits=BITS)["iscc"])


def fingerprint(picture: Rgb) -> bytes:
    """The 32 bytes of the ISCC Image-Code. They survive re-encoding, resizing and screenshots, not crops."""
    return bytes(iscc_lib.iscc_decode(iscc_code(picture))[-1])


def distance(a: bytes, b: bytes) -> float:
    """The share of bits in which two fingerprints differ, 0 to 1."""
    if len(a) != len(b):
        raise ValueError(f"fingerprints must be of one length, got {len(a)} and {len(b)}")
    return (int.from_bytes(a, "big") ^ int.from_bytes(b, "big")).bit_count() / (len(a) * 8)
