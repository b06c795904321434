import numpy as np
import pytest
from numpy.typing import NDArray

from studio.imaging.palettes import named, of_hex, palette


def striped(*colours: tuple[int, ...]) -> NDArray[np.uint8]:
    """Each colour a band, the first ones wider."""
    bands = [np.full((60, 80 - 10 * place, len(one)), one, np.uint8) for place, one in enumerate(colours)]
    return np.concatenate(bands, axis=1)


def test_the_colours_a_picture_has_come_back_the_most_common_first() -> None:
    bands = [(200, 30, 30), (30, 60, 160), (240, 240, 235), (20, 20, 20), (90, 160, 80)]
    assert [of_hex(each.colour) for each in palette(striped(*bands))] == pytest.approx(np.array(bands), abs=2)


def test_a_picture_of_two_colours_has_two_and_a_clear_one_none() -> None:
    assert len(palette(striped((250, 250, 250), (10, 10, 10)))) == 2
    assert palette(np.zeros((8, 8, 4), np.uint8)) == []


def test_what_is_clear_does_not_count() -> None:
    found = palette(striped((255, 0, 0, 0), (28, 36, 66, 255)))
    assert [each.colour for each in found] == ["#1c2442"]


def test_a_colour_has_the_name_and_the_place_that_people_know() -> None:
    assert named((255, 255, 255)).lab == (100, 0, 0)
    assert [named(of_hex(each)).name for each in ("#000000", "#ffffff", "#1c2442")] == ["black", "white", "navy"]


@pytest.mark.parametrize("text", ["", "navy", "#12345", "1c2442#", "#1c24zz"])
def test_what_is_no_colour_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        of_hex(text)
