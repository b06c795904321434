from io import BytesIO

import numpy as np
import pytest
from PIL import Image
from scipy import ndimage

from studio.imaging.fingerprints import SAME_PICTURE, distance, fingerprint, iscc_code, pixel_hash
from studio.imaging.scene import Rgb


def photograph(seed: int = 1) -> Rgb:
    soft = ndimage.gaussian_filter(np.random.default_rng(seed).normal(size=(300, 240, 3)), (20, 20, 0))
    picture: Rgb = np.clip(soft / soft.std() * 50 + 128, 0, 255).astype(np.uint8)
    return picture


def resaved(picture: Rgb) -> Rgb:
    file = BytesIO()
    half = (picture.shape[1] // 2, picture.shape[0] // 2)
    Image.fromarray(picture).resize(half).save(file, "JPEG", quality=50)
    return np.asarray(Image.open(file))


def test_the_same_pixels_have_the_same_hash() -> None:
    assert pixel_hash(photograph()) == pixel_hash(photograph().copy())


def test_one_level_of_one_pixel_changes_the_hash() -> None:
    changed = photograph()
    changed[10, 10, 0] ^= 1
    assert pixel_hash(changed) != pixel_hash(photograph())


def test_the_same_bytes_in_another_shape_have_another_hash() -> None:
    assert pixel_hash(photograph()) != pixel_hash(photograph().reshape(240, 300, 3))


def test_a_view_is_hashed_as_what_it_shows() -> None:
    assert pixel_hash(photograph()[::2, ::2]) == pixel_hash(photograph()[::2, ::2].copy())


def test_a_smaller_copy_of_poor_quality_is_the_same_picture() -> None:
    assert distance(fingerprint(photograph()), fingerprint(resaved(photograph()))) <= SAME_PICTURE


def test_another_picture_is_not() -> None:
    assert distance(fingerprint(photograph(1)), fingerprint(photograph(2))) > SAME_PICTURE


def test_a_fingerprint_has_256_bits_and_a_name_in_text() -> None:
    assert len(fingerprint(photograph())) == 32
    assert iscc_code(photograph()).startswith("ISCC:EED")


def test_distance_is_a_share_of_bits() -> None:
    assert distance(b"\x00\x00", b"\x0f\x00") == 0.25


def test_fingerprints_of_two_lengths_have_no_distance() -> None:
    with pytest.raises(ValueError, match="length"):
        distance(b"\x00", b"\x00\x00")
