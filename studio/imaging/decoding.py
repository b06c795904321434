"""Bytes from outside become pixels here and nowhere else. What cannot be trusted is refused before it is unpacked."""

import json
import os
import resource
import subprocess
import sys
import warnings
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms, ImageOps

from studio.imaging import photoshop

warnings.filterwarnings("error", category=Image.DecompressionBombWarning)

SRGB = ImageCms.createProfile("sRGB")
ROOT = Path(__file__).resolve().parents[2]
ENOUGH_BYTES = 1536 * 1024**2  # 60 million pixels of the hungriest format, WebP, need 1.2 GiB
COLOUR_MODES = {"RGB": "RGB", "L": "L", "CMYK": "CMYK", "1": "L", "P": "RGB", "YCbCr": "RGB", "RGBX": "RGB"}
ALPHA_MODES = {"RGBA": "RGB", "LA": "L", "La": "L", "RGBa": "RGB", "PA": "RGB"}
ORIENTATION = 0x0112
SIXTEEN_BIT_MODES = frozenset({"I;16", "I;16L", "I;16B", "I;16N"})


class BadPicture(Exception):
    """Why these bytes are no picture for us: a code and values, which `sentences.py` turns into words."""

    def __init__(self, code: str, values: Mapping[str, str] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.values = dict(values or {})


@dataclass(frozen=True, slots=True)
class Limits:
    """What we are ready to open. A picture has one frame, whatever the format allows."""

    most_bytes: int = 64 * 1024 * 1024
    most_pixels: int = 60_000_000
    formats: tuple[str, ...] = ("JPEG", "PNG", "WEBP", "TIFF", "AVIF", "PSD")


DEFAULT = Limits()


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """pixels: (H, W, 3) uint8, or (H, W, 4) with straight alpha; upright, sRGB. Nothing else of the file is kept."""

    pixels: NDArray[np.uint8]
    format: str
    had_alpha: bool


def decode(data: bytes, *, limits: Limits = DEFAULT) -> Picture:
    """Open a picture, turn it upright and into sRGB. EXIF, GPS and all other notes stay behind.

    A JPEG or TIFF with a clipping path, and a PSD with transparency, come with that as their alpha.
    Raises BadPicture: too-many-bytes, too-many-pixels, not-a-picture, damaged, animated, unsupported-format, not-flat.
    """
    if len(data) > limits.most_bytes:
        raise BadPicture("too-many-bytes", {"most": str(limits.most_bytes)})
    kind = sniff(data)
    if not kind:
        raise BadPicture("not-a-picture")
    if kind not in limits.formats:
        raise BadPicture("unsupported-format", {"format": kind, "formats": ", ".join(limits.formats)})
    try:
        return _open(data, kind, limits)
    except BadPicture:
        raise
    except (MemoryError, Image.DecompressionBombError, Image.DecompressionBombWarning) as problem:
        raise BadPicture("too-many-pixels", {"most": str(limits.most_pixels)}) from problem
    except Exception as problem:  # decoders of hostile bytes raise nearly anything
        raise BadPicture("damaged", {"format": kind}) from problem


def sniff(data: bytes) -> str:
    """The format that the first bytes claim, also of formats we refuse, so that the refusal can name it."""
    head = data[:32]
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WEBP"
    if head[4:8] == b"ftyp":
        return "AVIF" if head[8:12] in (b"avif", b"avis") or b"avif" in head[16:32] else "HEIF"
    return next((name for start, name in STARTS if head.startswith(start)), "")


STARTS = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"8BPS", "PSD"),
    (b"%PDF", "PDF"),
    (b"\x00\x00\x00\x0cJXL ", "JPEG XL"),
    (b"\xff\x0a", "JPEG XL"),
    (b"<svg", "SVG"),
)


def _open(data: bytes, kind: str, limits: Limits) -> Picture:
    if kind == "PSD":
        return _open_psd(data, limits)
    with Image.open(BytesIO(data), formats=(kind,)) as image:
        width, height = image.size
        if width * height > limits.most_pixels:
            raise BadPicture("too-many-pixels", {"most": str(limits.most_pixels)})
        # Phones put a second, smaller picture behind the first (MPO); the first one is the photograph.
        if image.format != "MPO" and getattr(image, "is_animated", False):
            raise BadPicture("animated", {"format": kind})
        image.load()
        profile = image.info.get("icc_profile")
        clipped = _clipped(data, image, kind)
        ImageOps.exif_transpose(image, in_place=True)  # a copy less of what may be 60 million pixels
        colour, alpha = _split(image, kind)
        return _made(colour, alpha or clipped, profile, kind)


def _made(colour: Image.Image, alpha: Image.Image | None, profile: object, kind: str) -> Picture:
    colour = _to_srgb(colour, profile)
    if alpha is not None:
        colour.putalpha(alpha)
    return Picture(np.array(colour, dtype=np.uint8), kind, alpha is not None)


def _open_psd(data: bytes, limits: Limits) -> Picture:
    try:
        head = photoshop.head_of(data)
        if head.width * head.height > limits.most_pixels:
            raise BadPicture("too-many-pixels", {"most": str(limits.most_pixels)})
        colour, alpha, resources = photoshop.flat(data, head)
    except photoshop.NotFlatError as problem:
        raise BadPicture("not-flat") from problem
    except photoshop.UnknownKindError as problem:
        raise BadPicture("unsupported-format", {"format": str(problem)}) from problem
    profile = next((each.content for each in resources if each.id == photoshop.PROFILE), None)
    return _made(colour, alpha or _inside(resources, colour.size), profile, "PSD")


def _clipped(data: bytes, image: Image.Image, kind: str) -> Image.Image | None:
    """What the file's clipping path encloses, turned upright as the picture will be."""
    if kind == "JPEG":
        resources = photoshop.resources_of_jpeg(data)
    else:
        tag = getattr(image, "tag_v2", {}).get(photoshop.IN_TIFF, b"")
        resources = list(photoshop.resources(tag)) if isinstance(tag, bytes) else []
    mask = _inside(resources, image.size)
    turned = image.getexif().get(ORIENTATION)
    if mask is not None and turned:
        mask.getexif()[ORIENTATION] = turned
        ImageOps.exif_transpose(mask, in_place=True)
    return mask


def _inside(resources: list[photoshop.Resource], size: tuple[int, int]) -> Image.Image | None:
    """None without a path, and for one that encloses nothing of the picture."""
    path = photoshop.clipping_path(resources)
    mask = photoshop.rasterised(path, size[1], size[0]) if path else None
    return Image.fromarray(mask) if mask is not None and mask.any() else None


def _split(image: Image.Image, kind: str) -> tuple[Image.Image, Image.Image | None]:
    """The colours in a mode that a profile can be applied to, and the alpha channel if there is one."""
    if image.mode in SIXTEEN_BIT_MODES:
        return Image.fromarray((np.asarray(image).astype(np.uint16) >> 8).astype(np.uint8)), None
    if image.mode in ALPHA_MODES or "transparency" in image.info:
        straight = image.convert("LA" if image.mode in ("LA", "La") else "RGBA")
        return straight.convert(straight.mode[:-1]), straight.getchannel("A")
    if image.mode not in COLOUR_MODES:
        raise BadPicture("unsupported-format", {"format": f"{kind} ({image.mode})"})
    wanted = COLOUR_MODES[image.mode]
    return image if image.mode == wanted else image.convert(wanted), None


def _to_srgb(colour: Image.Image, profile: object) -> Image.Image:
    if isinstance(profile, bytes) and profile:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            if not ImageCms.getProfileDescription(source).startswith("sRGB"):
                converted = ImageCms.profileToProfile(colour, source, SRGB, outputMode="RGB")
                return converted or colour.convert("RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a broken profile, or one for other channels: the numbers are then read as sRGB, as browsers do
    return colour if colour.mode == "RGB" else colour.convert("RGB")


def decode_limited(
    data: bytes, *, limits: Limits = DEFAULT, memory_bytes: int = ENOUGH_BYTES, seconds: int = 20
) -> Picture:
    """As `decode`, but in a process of its own with little memory and time, so that a bomb cannot hurt its caller."""
    if len(data) > limits.most_bytes:
        raise BadPicture("too-many-bytes", {"most": str(limits.most_bytes)})
    order = json.dumps({"limits": asdict(limits), "memory_bytes": memory_bytes, "seconds": seconds})
    surroundings = {"PATH": os.defpath, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}  # no secrets go along
    try:
        done = subprocess.run(
            [sys.executable, "-m", "studio.imaging.decoding", order],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=surroundings,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as problem:
        raise BadPicture("damaged", {"format": sniff(data)}) from problem
    return _received(done.stdout, done.returncode, data)


def _received(answer: bytes, returncode: int, data: bytes) -> Picture:
    head, newline, body = answer.partition(b"\n")
    if returncode or not newline:  # out of time, out of memory outside Python, or a crash in a decoder
        raise BadPicture("damaged", {"format": sniff(data)})
    told = json.loads(head)
    if "code" in told:
        raise BadPicture(told["code"], told["values"])
    pixels = np.frombuffer(body, dtype=np.uint8).reshape(told["shape"]).copy()
    return Picture(pixels, told["format"], told["had_alpha"])


def main() -> None:
    """The inside of `decode_limited`: bytes on stdin; on stdout one line of JSON, then the pixels."""
    order = json.loads(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (order["seconds"], order["seconds"]))
    resource.setrlimit(resource.RLIMIT_AS, (order["memory_bytes"], order["memory_bytes"]))
    limits = Limits(**{**order["limits"], "formats": tuple(order["limits"]["formats"])})
    out = sys.stdout.buffer
    try:
        picture = decode(sys.stdin.buffer.read(), limits=limits)
    except BadPicture as bad:
        out.write(json.dumps({"code": bad.code, "values": bad.values}).encode() + b"\n")
        return
    told = {"shape": picture.pixels.shape, "format": picture.format, "had_alpha": picture.had_alpha}
    out.write(json.dumps(told).encode() + b"\n")
    out.write(picture.pixels.data)


if __name__ == "__main__":
    main()
