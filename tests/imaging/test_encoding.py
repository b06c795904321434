from io import BytesIO
from typing import get_args

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageCms

from studio.imaging.encoding import Format, derivative, encode

FORMATS: tuple[Format, ...] = get_args(Format)
XMP = b'<?xpacket begin="" id=""?><x:xmpmeta xmlns:x="adobe:ns:meta/">Z\xc3\xb3e</x:xmpmeta><?xpacket end="r"?>'


def pixels(channels: int = 3, height: int = 30, width: int = 40) -> NDArray[np.uint8]:
    ramp = np.linspace(20, 230, width, dtype=np.uint8)
    return np.broadcast_to(ramp[None, :, None], (height, width, channels)).copy()


def reopened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image


@pytest.mark.parametrize("format", FORMATS)
def test_the_picture_comes_back(format: Format) -> None:
    back = np.asarray(reopened(encode(pixels(), format=format, quality=92)).convert("RGB"))
    assert np.abs(back.astype(int) - pixels()).mean() < 3


@pytest.mark.parametrize("format", FORMATS)
def test_the_file_says_that_it_is_srgb(format: Format) -> None:
    profile = reopened(encode(pixels(), format=format, quality=80)).info["icc_profile"]
    assert "sRGB" in ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(BytesIO(profile)))


@pytest.mark.parametrize("format", FORMATS)
def test_the_notes_are_where_other_programs_look_for_them(format: Format) -> None:
    info = reopened(encode(pixels(), format=format, quality=80, xmp=XMP)).info
    found = info.get("xmp") or info.get("XML:com.adobe.xmp", "").encode()
    assert found == XMP


@pytest.mark.parametrize("format", FORMATS)
def test_no_exif_is_written(format: Format) -> None:
    assert not reopened(encode(pixels(), format=format, quality=80)).getexif()


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_pixels_give_the_same_file(format: Format) -> None:
    assert encode(pixels(), format=format, quality=80, xmp=XMP) == encode(pixels(), format=format, quality=80, xmp=XMP)


@pytest.mark.parametrize("format", ["PNG", "WEBP", "AVIF"])
def test_alpha_stays(format: Format) -> None:
    assert reopened(encode(pixels(4), format=format, quality=80)).mode == "RGBA"


def test_a_jpeg_with_alpha_is_refused() -> None:
    with pytest.raises(ValueError, match="no alpha"):
        encode(pixels(4), format="JPEG", quality=80)


def test_other_shapes_are_refused() -> None:
    with pytest.raises(ValueError, match=r"\(30, 40\)"):
        encode(pixels()[..., 0], format="PNG", quality=80)


def test_notes_too_long_for_one_segment_are_refused() -> None:
    with pytest.raises(ValueError, match="65502"):
        encode(pixels(), format="JPEG", quality=80, xmp=bytes(65_503))


def test_a_derivative_is_a_webp_of_the_size_asked_for() -> None:
    small = reopened(derivative(pixels(width=400, height=300), 100, xmp=XMP))
    assert (small.format, small.size) == ("WEBP", (100, 75))
    assert small.info["xmp"] == XMP


def test_a_derivative_is_never_larger_than_the_picture() -> None:
    assert reopened(derivative(pixels(), 1000)).size == (40, 30)
