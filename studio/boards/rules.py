"""What may be said to a board, and how two hands on one card are kept apart. Pure functions of plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from studio.decisions import YES, Decision, no

MADE_BY_HAND = ("note", "section", "swatch")  # the rest come of what they show: a garment, a look, a reference
OPS = ("add", "move", "layer", "content", "remove", "restore")
GROUP_OF = {"move": "geometry", "layer": "layer", "content": "content", "remove": "content", "restore": "content"}
CAREFUL = ("layer", "content", "remove")  # refused when the card changed meanwhile; of moves the last one counts
GEOMETRY = ("x", "y", "width", "height", "rotation")
FAR = 100_000.0
SMALL, LARGE = 24.0, 8_000.0
WORDS_MOST = 4_000
LAYER_MOST = 40
NAME_MOST = 40


@dataclass(frozen=True, slots=True)
class Op:
    """One thing somebody did. `base` is the version of the property group she saw."""

    op_id: str
    kind: str
    card: str
    base: int
    patch: Mapping[str, Any]


def read(message: Mapping[str, Any]) -> tuple[Decision, Op | None]:
    """A message from a page, as an op; or why it is none."""
    kind, op_id, card = (message.get(name) for name in ("op", "op_id", "card"))
    base, patch = message.get("base", 0), message.get("patch", {})
    if kind not in OPS or not is_name(op_id) or not is_name(card):
        return no("op-unknown"), None
    if isinstance(base, bool) or not isinstance(base, int) or not isinstance(patch, Mapping):
        return no("op-unknown"), None
    decision = fits(str(kind), patch)
    return decision, Op(str(op_id), str(kind), str(card), base, patch) if decision else None


def is_name(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= NAME_MOST and value.isascii() and value.isprintable()


def fits(kind: str, patch: Mapping[str, Any]) -> Decision:
    if kind in {"remove", "restore"}:
        return YES if not patch else no("op-unknown")
    if kind == "move":
        return YES if patch and set(patch) <= set(GEOMETRY) and lies_on_board(patch) else no("card-off-board")
    if kind == "layer":
        return YES if is_layer(patch.get("layer")) and len(patch) == 1 else no("op-unknown")
    if kind == "content":
        return says(patch)
    geometry = {name: patch[name] for name in GEOMETRY if name in patch}
    if not set(patch) <= {"kind", "content", *GEOMETRY}:
        return no("op-unknown")
    if patch.get("kind") not in MADE_BY_HAND or not lies_on_board(geometry):
        return no("op-unknown")
    return says(patch.get("content", {}))


def lies_on_board(patch: Mapping[str, Any]) -> bool:
    for name, value in patch.items():
        low, high = (SMALL, LARGE) if name in {"width", "height"} else (-FAR, FAR)
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            return False  # not a number lies nowhere
    return True


def is_layer(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= LAYER_MOST and value.isascii() and value.isalnum()


def says(content: object) -> Decision:
    """The words of a note or a section, or the colour of a swatch."""
    if not isinstance(content, Mapping) or not set(content) <= {"words", "colour"}:
        return no("op-unknown")
    if not all(isinstance(value, str) and is_text(value) for value in content.values()):
        return no("op-unknown")
    if len(content.get("words", "")) > WORDS_MOST:
        return no("note-too-long", most=WORDS_MOST)
    return YES if is_colour(content.get("colour", "#000000")) else no("op-unknown")


def is_text(value: str) -> bool:
    """Neither zero bytes nor halves of characters: no database keeps those."""
    return "\0" not in value and not any("\ud800" <= letter <= "\udfff" for letter in value)


def is_colour(value: str) -> bool:
    return len(value) == 7 and value[0] == "#" and all(letter in "0123456789abcdefABCDEF" for letter in value[1:])


def may_change(kind: str, *, base: int, version: int) -> Decision:
    """Where words could be lost, whoever saw an older version is refused and shown the newer one."""
    return no("stale") if kind in CAREFUL and base != version else YES


def next_place(count: int, *, columns: int = 6, cell: tuple[float, float] = (176.0, 240.0)) -> tuple[float, float]:
    """Where the card after so many comes to lie: in rows from the upper left."""
    return 24.0 + cell[0] * (count % columns), 48.0 + cell[1] * (count // columns)
