"""A board as a list: what lies on it in reading order, section by section, and what a posted form asks for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from studio.boards import layers, rules
from studio.boards.models import Card
from studio.boards.rules import Op
from studio.decisions import Decision, no

NEW = ("note", "section", "swatch")
SIZES = {"note": (236, 140), "section": (560, 420), "swatch": (120, 150)}
ASIDE = 24.0  # how far a duplicate lies from the first


@dataclass(frozen=True, slots=True)
class Part:
    """A section and what it carries; without one, what lies in none."""

    section: Card | None
    cards: Sequence[Card]


def parts(cards: Sequence[Card]) -> list[Part]:
    """Sections from the upper left on, then what lies in none."""
    sections = sorted((card for card in cards if card.kind == Card.Kind.SECTION), key=in_reading_order)
    known = {section.id for section in sections}
    carried: dict[UUID | None, list[Card]] = {}
    for card in sorted(cards, key=in_reading_order):
        if card.kind != Card.Kind.SECTION:
            carried.setdefault(card.section_id if card.section_id in known else None, []).append(card)
    found = [Part(section, carried.get(section.id, [])) for section in sections]
    loose = carried.get(None, [])
    return [*found, Part(None, loose)] if loose or not found else found


def in_reading_order(card: Card) -> tuple[int, float, float]:
    """Rows of a hand's breadth, each from the left."""
    return round(card.y / 120), card.x, card.y


def asked(form: Mapping[str, str], card: Card | None, others: Sequence[Card]) -> tuple[Decision, Op | None]:
    """A posted form as an op, as if a page had said it. others: what lies on the board, the lowest first.

    The same form sent twice is the same op, so that it happens once.
    """
    act = form.get("act", "")
    if act == "add":
        said = added(form)
    elif card is not None and act in ACTS:
        said = ACTS[act](form, card, others)
    else:
        return no("op-unknown"), None
    if said is None:
        return no("card-off-board"), None
    return rules.read({"op_id": op_id(form, card), "card": str(card.id) if card else "", **said})


def op_id(form: Mapping[str, str], card: Card | None) -> str:
    said = "\n".join(f"{name}={form[name]}" for name in sorted(form) if name != "csrfmiddlewaretoken")
    return uuid5(card.id if card else UUID(int=0), said).hex


def added(form: Mapping[str, str]) -> dict[str, Any] | None:
    kind = form.get("kind", "")
    if kind not in NEW:
        return {"op": ""}
    x, y = number(form.get("x", "0")), number(form.get("y", "0"))
    if x is None or y is None:
        return None
    width, height = SIZES[kind]
    content = {"words": form.get("words", "").strip()}
    if kind == "swatch":
        content["colour"] = form.get("colour", "")
    place = {"x": x, "y": y, "width": width, "height": height, "section": form.get("section") or None}
    new = uuid5(UUID(int=1), form.get("key", ""))
    return {"op": "add", "card": str(new), "patch": {"kind": kind, "content": content, **place}}


def number(text: str) -> float | None:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None


def base(form: Mapping[str, str], group: str) -> int:
    text = form.get(group, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


Said = dict[str, Any] | None
Asked = Callable[[Mapping[str, str], Card, Sequence[Card]], Said]


def words(form: Mapping[str, str], card: Card, others: Sequence[Card]) -> Said:
    patch = {"words": form.get("words", "").strip().replace("\r\n", "\n")}
    if card.kind == Card.Kind.SWATCH and form.get("colour"):
        patch["colour"] = form["colour"]
    return {"op": "content", "base": base(form, "content"), "patch": patch}


def place(form: Mapping[str, str], card: Card, others: Sequence[Card]) -> Said:
    found = {name: number(form.get(name, "")) for name in rules.MEASURES if name in form}
    if None in found.values():
        return None
    changed = {name: value for name, value in found.items() if value != getattr(card, name)}
    return {"op": "move", "patch": changed or found}


def bond(form: Mapping[str, str], card: Card, others: Sequence[Card]) -> Said:
    return {"op": "bond", "base": base(form, "bond"), "patch": {"section": form.get("section") or None}}


def lock(form: Mapping[str, str], card: Card, others: Sequence[Card]) -> Said:
    return {"op": "bond", "base": base(form, "bond"), "patch": {"locked": form.get("act") == "lock"}}


def layer(form: Mapping[str, str], card: Card, others: Sequence[Card]) -> Said:
    patch = {"layer": restacked(form["act"], card, others)}
    return {"op": "layer", "base": base(form, "layering"), "patch": patch}


def restacked(act: str, card: Card, stack: Sequence[Card]) -> str:
    """The layer that lifts or lowers a card past all, or past the next one that it touches. stack: the lowest first."""
    rest = [each for each in stack if each.id != card.id]
    here = sum((each.layer, each.at) <= (card.layer, card.at) for each in rest)
    places = {"front": len(rest), "back": 0}
    if act == "up":
        places["up"] = next((n + 1 for n in range(here, len(rest)) if touch(rest[n], card)), len(rest))
    if act == "down":
        places["down"] = next((n for n in reversed(range(here)) if touch(rest[n], card)), 0)
    to = places[act]
    return layers.between(rest[to - 1].layer if to else "", rest[to].layer if to < len(rest) else None)


def touch(one: Card, other: Card) -> bool:
    across = one.x < other.x + other.width and other.x < one.x + one.width
    return across and one.y < other.y + other.height and other.y < one.y + one.height


def twice(form: Mapping[str, str], card: Card, others: Sequence[Card]) -> Said:
    new = uuid5(card.id, form.get("key", ""))
    patch = {"from": str(card.id), "x": card.x + ASIDE, "y": card.y + ASIDE, "section": section_of(card)}
    return {"op": "copy", "card": str(new), "patch": patch}


def section_of(card: Card) -> str | None:
    return str(card.section_id) if card.section_id else None


def remove(form: Mapping[str, str], card: Card, others: Sequence[Card]) -> Said:
    return {"op": "remove", "base": base(form, "content")}


def restore(form: Mapping[str, str], card: Card, others: Sequence[Card]) -> Said:
    return {"op": "restore"}


ACTS: Mapping[str, Asked] = {
    "words": words,
    "place": place,
    "into": bond,
    **dict.fromkeys(("lock", "unlock"), lock),
    **dict.fromkeys(("up", "down", "front", "back"), layer),
    "copy": twice,
    "remove": remove,
    "restore": restore,
}
