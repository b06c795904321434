"""What may be said to a board, and how two hands on one card are kept apart. Pure functions of plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from studio.boards.contents import FAR, is_crop, is_number, is_said, is_text, says
from studio.decisions import YES, Decision, no

# The rest come of what they show: a garment, a look, an upload, another board.
MADE_BY_HAND = ("note", "section", "swatch", "palette", "arrow")
OPS = ("add", "move", "layer", "content", "bond", "remove", "restore", "copy")
GROUPS = ("geometry", "layer", "content", "bond")
GROUP_OF = {
    "move": "geometry",
    "layer": "layer",
    "content": "content",
    "remove": "content",
    "restore": "content",
    "bond": "bond",
}
CAREFUL = ("layer", "content", "remove", "bond")  # refused if the card changed meanwhile; of moves the last one counts
LOCKABLE = ("move", "layer", "content", "remove")
MEASURES = ("x", "y", "width", "height", "rotation")
GEOMETRY = (*MEASURES, "crop")
BOND = ("locked", "group", "section")
SMALL, LARGE = 24.0, 8_000.0
LAYER_MOST = 40
NAME_MOST = 40
TITLE_MOST = 120
BATCH_MOST = 200
OP_ID_OF_BATCH_MOST = 36  # room for ".199" after it
ACTS = {"look": "view", "comment": "comment", "change": "edit"}  # what each act takes
RIGHTS = ("view", "comment", "edit")  # each holds what stands before it


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


def read_all(message: Mapping[str, Any]) -> tuple[Decision, list[Op]]:
    """A message of many ops, which happen together or not at all."""
    op_id, said = message.get("op_id"), message.get("ops")
    if not is_name(op_id) or len(str(op_id)) > OP_ID_OF_BATCH_MOST or not isinstance(said, list):
        return no("op-unknown"), []
    if not 0 < len(said) <= BATCH_MOST:
        return no("ops-too-many", most=BATCH_MOST) if said else no("op-unknown"), []
    ops: list[Op] = []
    for number, each in enumerate(said):
        decision, op = read({**each, "op_id": f"{op_id}.{number}"}) if isinstance(each, Mapping) else read({})
        if op is None:
            return decision, []
        ops.append(op)
    return YES, ops


def is_name(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= NAME_MOST and value.isascii() and value.isprintable()


def fits(kind: str, patch: Mapping[str, Any]) -> Decision:
    """Whether the patch is of this kind of op. What a card of which kind may say is asked once the card is known."""
    if kind in {"remove", "restore"}:
        return YES if not patch else no("op-unknown")
    if kind == "move":
        return YES if patch and set(patch) <= set(GEOMETRY) and lies_on_board(patch) else no("card-off-board")
    if kind == "layer":
        return YES if len(patch) == 1 and is_layer(patch.get("layer")) else no("op-unknown")
    if kind == "bond":
        return YES if patch and set(patch) <= set(BOND) and binds(patch) else no("op-unknown")
    if kind == "content":
        return is_said(patch) if patch else no("op-unknown")
    return fits_new(kind, patch)


def fits_new(kind: str, patch: Mapping[str, Any]) -> Decision:
    """A card made by hand says what it is; a copy says of which card, and the rest is that card's."""
    own = {"kind", "content"} if kind == "add" else {"from"}
    if not set(patch) <= {*own, "layer", *GEOMETRY, *BOND}:
        return no("op-unknown")
    if not lies_on_board({name: patch[name] for name in GEOMETRY if name in patch}):
        return no("card-off-board")
    if not binds({name: patch[name] for name in BOND if name in patch}) or not is_layer(patch.get("layer", "a0")):
        return no("op-unknown")
    if kind == "copy":
        return YES if is_name(patch.get("from")) else no("op-unknown")
    return says(patch["kind"], patch.get("content", {})) if patch.get("kind") in MADE_BY_HAND else no("op-unknown")


def lies_on_board(patch: Mapping[str, Any]) -> bool:
    for name, value in patch.items():
        if name == "crop":
            if not is_crop(value):
                return False
            continue
        low, high = (SMALL, LARGE) if name in {"width", "height"} else (-FAR, FAR)
        if not is_number(value, low, high):
            return False  # not a number lies nowhere
    return True


def is_layer(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= LAYER_MOST and value.isascii() and value.isalnum()


def binds(patch: Mapping[str, Any]) -> bool:
    """Locked or not; with which others it moves; which section carries it."""
    group, section = patch.get("group", ""), patch.get("section")
    if not isinstance(patch.get("locked", False), bool) or not (group == "" or is_name(group)):
        return False
    return section is None or is_name(section)


def may_change(kind: str, *, base: int, version: int) -> Decision:
    """Where words could be lost, whoever saw an older version is refused and shown the newer one."""
    return no("stale") if kind in CAREFUL and base != version else YES


def may_touch(kind: str, *, locked: bool) -> Decision:
    return no("card-locked") if locked and kind in LOCKABLE else YES


def may_restore(*, removed: bool, by_her: bool, who: str) -> Decision:
    """Taking a step back never brings back what a neighbour took off."""
    if not removed:
        return no("already-done")
    return YES if by_her else no("removed-by-other", who=who)


def may_copy(kind: str, *, same_shoot: bool, same_house: bool, ours: bool) -> Decision:
    """Within a shoot anything; into another what was made by hand, and a picture that is the house's or one's own."""
    if same_shoot or kind in MADE_BY_HAND:
        return YES
    if kind in {"picture", "reference"}:
        return YES if same_house and ours else no("copy-without-rights")
    return no("copy-of-another-shoot")


def may(right: str, act: str) -> Decision:
    """What somebody with this right on a board may do there."""
    if RIGHTS.index(right) >= RIGHTS.index(ACTS[act]):
        return YES
    return no("board-only-comments" if right == "comment" else "board-only-looks")


def may_govern(*, made_it: bool, produces: bool) -> Decision:
    """Whoever made a board, and whoever produces its shoot, says who may do what on it."""
    return YES if made_it or produces else no("not-board-maker")


def may_name(name: str) -> Decision:
    """Of a board, or of a moment of it."""
    if not name or not is_text(name):
        return no("name-needed")
    return YES if len(name) <= TITLE_MOST else no("name-too-long", most=TITLE_MOST)


def next_place(count: int, *, columns: int = 6, cell: tuple[float, float] = (176.0, 240.0)) -> tuple[float, float]:
    """Where the card after so many comes to lie: in rows from the upper left."""
    return 24.0 + cell[0] * (count % columns), 48.0 + cell[1] * (count // columns)


Box = tuple[float, float, float, float]  # x, y, width, height


def in_first_view(boxes: Sequence[Box], *, most: int, view: tuple[float, float] = (1600.0, 1200.0)) -> list[int]:
    """Which of these a page shows before the rest has come: all of a small board, else what meets its upper left."""
    if len(boxes) <= most:
        return list(range(len(boxes)))
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    away = [max(x - left - view[0], y - top - view[1], 0.0) for x, y, _width, _height in boxes]
    nearest = sorted(range(len(boxes)), key=lambda index: (away[index], index))[:most]
    return sorted(nearest)
