import random
import struct
import zlib
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from PIL import Image

from studio.imaging.decoding import BadPicture, Limits, Picture, decode, decode_limited
from studio.imaging.encoding import encode, srgb_profile

FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "AVIF")
RED = (200, 30, 30)


def file(image: Image.Image, format: str = "PNG", **choices: Any) -> bytes:
    out = BytesIO()
    image.save(out, format, **choices)
    return out.getvalue()


def picture(width: int = 40, height: int = 30, mode: str = "RGB") -> Image.Image:
    return Image.new("RGB", (width, height), RED).convert(mode)


def refusal(data: bytes, **limits: Any) -> str:
    with pytest.raises(BadPicture) as refused:
        decode(data, limits=Limits(**limits))
    return refused.value.code


def red_and_blue_exchanged() -> bytes:
    """A profile that is sRGB but for its primaries, under another name."""
    profile = srgb_profile().replace("sRGB".encode("utf-16-be"), "xRGB".encode("utf-16-be"))
    return profile.replace(b"rXYZ", b"????").replace(b"bXYZ", b"rXYZ").replace(b"????", b"bXYZ")


def bomb() -> bytes:
    """A PNG that says it has 900 million pixels, in a kilobyte."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("format", FORMATS)
def test_it_opens_every_format_we_take(format: str) -> None:
    opened = decode(file(picture(), format))
    assert opened.format == format
    assert opened.pixels.shape == (30, 40, 3)
    assert np.abs(opened.pixels.astype(int) - RED).max() < 12


@pytest.mark.parametrize("mode", ["L", "P", "1", "CMYK", "YCbCr"])
def test_it_makes_rgb_of_every_colour_mode(mode: str) -> None:
    assert decode(file(picture(mode=mode), "TIFF")).pixels.shape == (30, 40, 3)


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_it_keeps_alpha(mode: str) -> None:
    opened = decode(file(picture(mode=mode), "PNG"))
    assert opened.had_alpha
    assert opened.pixels.shape == (30, 40, 4)


def test_a_palette_with_a_clear_colour_has_alpha() -> None:
    assert decode(file(picture(mode="P"), "PNG", transparency=0)).had_alpha


def test_sixteen_bits_become_eight_without_clipping() -> None:
    deep = Image.fromarray(np.full((4, 4), 0x8000, np.uint16))
    assert decode(file(deep)).pixels.max() == 0x80


def test_it_turns_a_picture_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert decode(file(picture(40, 30), "JPEG", exif=exif)).pixels.shape == (40, 30, 3)


def test_it_converts_to_srgb() -> None:
    red, green, blue = decode(file(picture(), icc_profile=red_and_blue_exchanged())).pixels[0, 0]
    assert blue > red > green - 30


def test_a_broken_profile_is_left_out() -> None:
    plain, broken = decode(file(picture())), decode(file(picture(), icc_profile=b"no profile"))
    assert np.array_equal(plain.pixels, broken.pixels)


def test_a_second_picture_behind_a_photograph_is_ignored() -> None:
    phone = file(picture(), "MPO", save_all=True, append_images=[picture(20, 15)])
    assert decode(phone).pixels.shape == (30, 40, 3)


def test_it_refuses_too_many_bytes() -> None:
    assert refusal(file(picture()), most_bytes=10) == "too-many-bytes"


def test_it_refuses_too_many_pixels_before_it_unpacks_them() -> None:
    assert refusal(bomb()) == "too-many-pixels"
    assert refusal(file(picture(40, 30)), most_pixels=1199) == "too-many-pixels"


@pytest.mark.parametrize("data", [b"", b"hello", bytes(100)])
def test_it_refuses_what_is_no_picture(data: bytes) -> None:
    assert refusal(data) == "not-a-picture"


@pytest.mark.parametrize("format", FORMATS)
def test_it_refuses_half_a_picture(format: str) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (64, 64, 3), dtype=np.uint8)
    whole = file(Image.fromarray(noise), format)
    assert refusal(whole[: len(whole) // 2]) == "damaged"


@pytest.mark.parametrize("format", ["WEBP", "PNG", "AVIF", "TIFF"])
def test_it_refuses_more_than_one_frame(format: str) -> None:
    frames = [Image.new("RGB", (16, 16), colour) for colour in ("red", "green", "blue")]
    assert refusal(file(frames[0], format, save_all=True, append_images=frames[1:])) == "animated"


def test_it_names_a_format_that_we_do_not_take() -> None:
    with pytest.raises(BadPicture) as refused:
        decode(file(picture(mode="P"), "GIF"))
    assert (refused.value.code, refused.value.values["format"]) == ("unsupported-format", "GIF")


@pytest.mark.filterwarnings("ignore::UserWarning:PIL.TiffImagePlugin")
@pytest.mark.parametrize("format", FORMATS)
def test_whatever_is_done_to_a_file_it_is_a_picture_or_refused(format: str) -> None:
    dice = random.Random(format)
    noise = np.random.default_rng(2).integers(0, 255, (24, 24, 3), dtype=np.uint8)
    whole = file(Image.fromarray(noise), format)
    for _ in range(80):
        mutated = bytearray(whole[: dice.randrange(1, len(whole) + 1)] if dice.random() < 0.2 else whole)
        for _ in range(dice.randint(1, 12)):
            mutated[dice.randrange(len(mutated))] = dice.randrange(256)
        try:
            assert isinstance(decode(bytes(mutated)), Picture)
        except BadPicture as bad:
            assert bad.code


def test_in_a_process_of_its_own_it_gives_the_same_pixels() -> None:
    data = encode(np.random.default_rng(3).integers(0, 255, (50, 60, 4), dtype=np.uint8), format="PNG", quality=1)
    here, there = decode(data), decode_limited(data)
    assert np.array_equal(here.pixels, there.pixels)
    assert (here.format, here.had_alpha) == (there.format, there.had_alpha)


def test_in_a_process_of_its_own_it_gives_the_same_refusal() -> None:
    with pytest.raises(BadPicture) as refused:
        decode_limited(bomb())
    assert (refused.value.code, refused.value.values) == ("too-many-pixels", {"most": "60000000"})


def test_a_picture_that_needs_more_memory_than_it_may_have_is_refused() -> None:
    wide = file(Image.new("RGB", (9000, 4000)), "PNG")
    with pytest.raises(BadPicture) as refused:
        decode_limited(wide, memory_bytes=384 * 1024**2)
    assert refused.value.code in ("too-many-pixels", "damaged")


def test_a_picture_that_takes_too_long_is_refused() -> None:
    with pytest.raises(BadPicture) as refused:
        decode_limited(file(picture()), seconds=0)
    assert refused.value.code == "damaged"
