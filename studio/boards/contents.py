"""What each kind of card says. Pure functions of plain values: nothing that is not meant for a card is kept on one."""

from collections.abc import Callable, Mapping
from typing import Any

from studio.decisions import YES, Decision, no

WORDS_MOST = 4_000
SOURCE_MOST = 500
NAME_MOST = 120
COLOURS_MOST = 24
POINTS_MOST = 32
FAR = 100_000.0
RIGHTS = ("", "house", "mine", "lent", "none")  # "" is not answered yet; "none": it is looked at and nothing else

Check = Callable[[object], bool]


def is_text(value: object, most: int = WORDS_MOST) -> bool:
    """Neither zero bytes nor halves of characters: no database keeps those."""
    if not isinstance(value, str) or len(value) > most or "\0" in value:
        return False
    return not any("\ud800" <= letter <= "\udfff" for letter in value)


def is_colour(value: object) -> bool:
    if not isinstance(value, str) or len(value) != 7 or value[0] != "#":
        return False
    return all(letter in "0123456789abcdefABCDEF" for letter in value[1:])


def is_number(value: object, low: float, high: float) -> bool:
    return not isinstance(value, bool) and isinstance(value, int | float) and low <= value <= high


def _is_source(value: object) -> bool:
    return is_text(value, SOURCE_MOST)


def _is_name(value: object) -> bool:
    return is_text(value, NAME_MOST)


def _are_rights(value: object) -> bool:
    return isinstance(value, str) and value in RIGHTS


def _are_colours(value: object) -> bool:
    return isinstance(value, list) and len(value) <= COLOURS_MOST and all(_is_named_colour(each) for each in value)


def _is_named_colour(value: object) -> bool:
    if not isinstance(value, Mapping) or not {"colour"} <= set(value) <= {"colour", "name"}:
        return False
    return is_colour(value["colour"]) and _is_name(value.get("name", ""))


def _is_end(value: object) -> bool:
    """The card an arrow comes from or goes to; None where it ends in the open."""
    return value is None or (
        isinstance(value, str) and 0 < len(value) <= 40 and value.isascii() and value.isprintable()
    )


def _are_points(value: object) -> bool:
    return isinstance(value, list) and 2 <= len(value) <= POINTS_MOST and all(_is_point(each) for each in value)


def _is_point(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(is_number(each, -FAR, FAR) for each in value)


OF_WORDS: Mapping[str, Check] = {"words": is_text}
OF_A_PICTURE: Mapping[str, Check] = {"words": is_text, "rights": _are_rights, "whose": _is_name}
OF_KIND: Mapping[str, Mapping[str, Check]] = {
    "swatch": {"words": is_text, "colour": is_colour},
    "palette": {"words": is_text, "colours": _are_colours},
    "arrow": {"words": is_text, "from": _is_end, "to": _is_end, "points": _are_points},
    "reference": {**OF_A_PICTURE, "source": _is_source},
    "picture": {**OF_A_PICTURE, "source": _is_source},
}
OF_SOME_KIND: Mapping[str, Check] = {name: check for checks in OF_KIND.values() for name, check in checks.items()}


def says(kind: str, content: object) -> Decision:
    """Whether a card of this kind may say so. Every card may carry words."""
    return _holds(OF_KIND.get(kind, OF_WORDS), content)


def is_said(content: object) -> Decision:
    """Whether a card of some kind may say so: asked before it is known which."""
    return _holds(OF_SOME_KIND, content)


def _holds(checks: Mapping[str, Check], content: object) -> Decision:
    if not isinstance(content, Mapping) or not set(content) <= set(checks):
        return no("op-unknown")
    words = content.get("words", "")
    if isinstance(words, str) and len(words) > WORDS_MOST:
        return no("note-too-long", most=WORDS_MOST)
    return YES if all(checks[name](value) for name, value in content.items()) else no("op-unknown")


def is_crop(value: object) -> bool:
    """What of the picture shows, as fractions of it; None is all of it."""
    if value is None:
        return True
    if not isinstance(value, Mapping) or set(value) != {"x", "y", "width", "height"}:
        return False
    if not all(is_number(value[name], 0, 1) for name in ("x", "y", "width", "height")):
        return False
    return _is_span(value["x"], value["width"]) and _is_span(value["y"], value["height"])


def _is_span(start: float, length: float) -> bool:
    return length >= 0.01 and start + length <= 1.000001


def plain(content: Mapping[str, Any]) -> str:
    """A card in one line, for a list, the history and the search."""
    colours = [str(each.get("name") or each["colour"]) for each in content.get("colours", [])]
    said = [content.get("words", ""), ", ".join(colours), content.get("source", "")]
    return " · ".join(" ".join(str(part).split()) for part in said if part)
