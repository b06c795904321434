from collections.abc import Callable
from io import BytesIO

import numpy as np
import pytest
from PIL import Image
from scipy import ndimage

from studio.imaging.marks import Kind, mark_preview
from studio.imaging.scene import Rgb
from studio.imaging.watermark import detect, embed

SECRET = b"a secret of the tests"
IDENT = 0x1234_5678_9ABC


def photograph(width: int = 640, height: int = 800, seed: int = 3) -> Rgb:
    """Soft shapes, a weave and an even backdrop, as on a studio picture."""
    dice = np.random.default_rng(seed)
    soft = ndimage.gaussian_filter(dice.normal(size=(height, width, 3)), (40, 40, 0))
    weave = ndimage.gaussian_filter(dice.normal(size=(height, width, 1)), (1, 1, 0)) * 12
    cloth = np.hypot(*(np.mgrid[:height, :width] - np.array([height, width])[:, None, None] / 2)) < width * 0.35
    picture: Rgb = np.clip(soft / soft.std() * 25 + 150 + weave * cloth[..., None], 0, 255).astype(np.uint8)
    return picture


def backdrop(level: int = 232) -> Rgb:
    return np.full((800, 640, 3), level, np.uint8)


def saved(picture: Rgb, quality: int) -> Rgb:
    file = BytesIO()
    Image.fromarray(picture).save(file, "JPEG", quality=quality)
    return np.asarray(Image.open(file))


def scaled(picture: Rgb, factor: float) -> Rgb:
    size = (round(picture.shape[1] * factor), round(picture.shape[0] * factor))
    return np.asarray(Image.fromarray(picture).resize(size, Image.Resampling.LANCZOS))


JOURNEYS: dict[str, Callable[[Rgb], Rgb]] = {
    "untouched": lambda picture: picture,
    "JPEG of quality 50": lambda picture: saved(picture, 50),
    "half the size": lambda picture: scaled(picture, 0.5),
    "half the size, then a JPEG": lambda picture: saved(scaled(picture, 0.5), 70),
    "twice the size": lambda picture: scaled(picture, 2),
    "mirrored": lambda picture: picture[:, ::-1],
    "darker": lambda picture: (picture * 0.85).astype(np.uint8),
}


@pytest.mark.parametrize("journey", JOURNEYS)
def test_it_is_found_again(journey: str) -> None:
    copy = JOURNEYS[journey](embed(photograph(), IDENT, secret=SECRET))
    assert detect(copy, secret=SECRET) == IDENT


def test_it_is_found_on_an_even_backdrop() -> None:
    assert detect(embed(backdrop(), IDENT, secret=SECRET), secret=SECRET) == IDENT


@pytest.mark.parametrize(("width", "height"), [(512, 512), (410, 512), (1500, 1000)])
def test_it_is_found_at_every_size(width: int, height: int) -> None:
    assert detect(embed(photograph(width, height), IDENT, secret=SECRET), secret=SECRET) == IDENT


def test_a_crop_is_found_when_it_is_searched_for() -> None:
    crop = saved(embed(photograph(), IDENT, secret=SECRET)[60:760, 30:600], 80)
    assert detect(crop, secret=SECRET, known=lambda ident: ident == IDENT) is None
    assert detect(crop, secret=SECRET, known=lambda ident: ident == IDENT, search=True) == IDENT


def test_it_is_found_on_a_marked_preview() -> None:
    preview = mark_preview(photograph(), words=Kind.PREVIEW)
    assert detect(embed(preview, IDENT, secret=SECRET), secret=SECRET) == IDENT


@pytest.mark.parametrize("journey", JOURNEYS)
def test_it_is_found_on_a_preview_that_was_marked_afterwards(journey: str) -> None:
    preview = mark_preview(embed(photograph(), IDENT, secret=SECRET), words=Kind.PREVIEW)
    assert detect(JOURNEYS[journey](preview), secret=SECRET) == IDENT


@pytest.mark.parametrize("picture", [photograph(seed=8), photograph(seed=9), backdrop(), backdrop(255), backdrop(0)])
def test_a_picture_that_was_never_marked_carries_nothing(picture: Rgb) -> None:
    assert detect(picture, secret=SECRET) is None


def test_another_secret_finds_nothing() -> None:
    assert detect(embed(photograph(), IDENT, secret=SECRET), secret=b"another") is None


def test_a_number_we_never_gave_out_is_not_believed() -> None:
    assert detect(embed(photograph(), IDENT, secret=SECRET), secret=SECRET, known=lambda ident: False) is None


def test_it_cannot_be_seen() -> None:
    picture = photograph()
    change = embed(picture, IDENT, secret=SECRET).astype(float) - picture
    assert 10 * np.log10(255**2 / np.mean(change**2)) > 42
    assert np.abs(change).max() <= 6


def test_the_picture_given_is_not_changed() -> None:
    picture = photograph()
    embed(picture, IDENT, secret=SECRET)
    assert np.array_equal(picture, photograph())


@pytest.mark.parametrize("ident", [-1, 2**48])
def test_a_number_out_of_range_is_refused(ident: int) -> None:
    with pytest.raises(ValueError, match="48 bits"):
        embed(photograph(64, 64), ident, secret=SECRET)
