import numpy as np
import pytest

from studio.imaging.marks import Kind, mark_preview, strip_height_px
from studio.imaging.scene import Rgb


def grey(width: int = 512, height: int = 640) -> Rgb:
    return np.full((height, width, 3), 128, np.uint8)


def ink(strip: Rgb) -> int:
    return int((strip > 100).any(axis=2).sum())


def test_the_picture_itself_is_not_touched() -> None:
    marked = mark_preview(grey(), words=Kind.PREVIEW, note="Look 14")
    assert np.array_equal(marked[:640], grey())


@pytest.mark.parametrize(("width", "strip"), [(512, 18), (1024, 36), (3000, 105), (100, 18)])
def test_the_strip_below_grows_with_the_picture(width: int, strip: int) -> None:
    assert strip_height_px(width) == strip
    assert mark_preview(grey(width, 40), words=Kind.PROOF).shape == (40 + strip, width, 3)


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_is_written_on_the_left(kind: Kind) -> None:
    strip = mark_preview(grey(), words=kind)[640:]
    assert ink(strip[:, :256]) > 100
    assert ink(strip[:, 400:]) == 0


def test_the_note_stands_on_the_right() -> None:
    bare = mark_preview(grey(), words=Kind.PREVIEW)[640:]
    noted = mark_preview(grey(), words=Kind.PREVIEW, note="Look 14")[640:]
    assert ink(noted[:, 400:]) > ink(bare[:, 400:])


def test_a_long_note_is_cut_before_it_meets_the_words() -> None:
    words_alone = mark_preview(grey(), words=Kind.PREVIEW)[640:]
    long = mark_preview(grey(), words=Kind.PREVIEW, note="Maison Example, look 14, " * 20)[640:]
    assert np.array_equal(words_alone[:, :140], long[:, :140])


def test_on_a_narrow_picture_the_words_are_set_smaller_and_stay_whole() -> None:
    strip = mark_preview(grey(width=90), words=Kind.COMP_CARD, note="Look 14")[640:]
    assert ink(strip) > 0
    assert ink(strip[:, -4:]) == 0
