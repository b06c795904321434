"""What one person does to a board in one go: its cards are read once, changed in memory, and written once.

Used within a transaction that holds the board, by `actions` alone. A refusal is raised, so that nothing of it is kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from studio.boards import contents, rules
from studio.boards.layers import between
from studio.boards.models import Board, BoardEvent, Card
from studio.boards.rules import Op
from studio.decisions import YES, Decision, no
from studio.live.announcing import announce
from studio.looks.models import May, Picture, Whose
from studio.people.models import Person

LAYER_STEP = "a{:06d}"
TOLD_AT_ONCE = 200
COPIED = ("kind", "about", "width", "height", "rotation", "crop")
SET_BY_BOND = {"locked": "locked", "group": "group", "section": "section_id"}


class RefusedError(Exception):
    """With the card as it stands, where somebody was quicker."""

    def __init__(self, decision: Decision, card: Card | None = None) -> None:
        super().__init__(decision.code)
        self.decision, self.card = decision, card


@dataclass
class Stroke:
    """board: held for as long as the transaction lasts. cards: those it knows, of this board or of another."""

    board: Board
    by: Person
    now: datetime
    cards: dict[UUID, Card] = field(default_factory=dict)
    fresh: dict[UUID, Card] = field(default_factory=dict)
    touched: dict[UUID, set[str]] = field(default_factory=dict)
    events: list[BoardEvent] = field(default_factory=list)
    highest: str = ""  # the layer above which the next new card lies

    def know(self, ids: Sequence[UUID | None], *, wide: bool = False) -> None:
        """Read these at once. Asked of one that was not read, `card` reads it alone.

        wide: with where else they lie and who took them off, which most ops need not know.
        """
        wanted = {each for each in ids if each} - set(self.cards)
        found = Card.objects.filter(id__in=wanted)
        for card in found.select_related("board__shoot", "removed_by") if wide else found:
            self.cards[card.id] = card

    def card(self, id: UUID | None) -> Card | None:
        """A card of this board, whether it lies there or was taken off."""
        if id and id not in self.cards:
            self.know([id])
        found = self.cards.get(id) if id else None
        return found if found and found.board_id == self.board.id else None

    # Ops

    def apply(self, op: Op) -> None:
        """One op of a page, or `RefusedError`."""
        if op.kind == "add":
            self.add(op)
        elif op.kind == "copy":
            self.copy(op)
        else:
            self.change(op)

    def change(self, op: Op) -> None:
        card = self.card(as_uuid(op.card))
        if card is None or (card.removed_at and op.kind != "restore"):
            raise RefusedError(no("card-gone"))
        for decision in self.asked(card, op):
            if not decision:
                raise RefusedError(decision, card)
        self.put(card, op.kind, op.patch, op_id=op.op_id)

    def asked(self, card: Card, op: Op) -> Sequence[Decision]:
        """In the order people would tell them."""
        version = getattr(card, f"{rules.GROUP_OF[op.kind]}_version")
        asked = [
            rules.may_touch(op.kind, locked=card.locked),
            rules.may_change(op.kind, base=op.base, version=version),
        ]
        if op.kind == "restore":
            who = card.removed_by.name if card.removed_by else ""
            asked.append(rules.may_restore(removed=bool(card.removed_at), by_her=self.took_off(card), who=who))
        if op.kind == "content":
            asked.append(contents.says(card.kind, op.patch))
        if op.patch.get("section") is not None:
            asked.append(self.may_carry(card.id, op.patch["section"]))
        return asked

    def took_off(self, card: Card) -> bool:
        return card.removed_by_id in {None, self.by.id}

    def may_carry(self, card_id: UUID, section: object) -> Decision:
        """Only a section of this board carries, and never one that it is carried by itself."""
        above = self.card(as_uuid(str(section)))
        if above is None or above.kind != Card.Kind.SECTION or above.removed_at:
            return no("section-gone")
        while above is not None:
            if above.id == card_id:
                return no("section-in-itself")
            above = self.card(above.section_id)
        return YES

    def put(self, card: Card, kind: str, patch: Mapping[str, Any], *, op_id: str) -> None:
        """Without asking: on the card, and into the record. What it was before is what undo puts back."""
        names = {f"{rules.GROUP_OF[kind]}_version"}
        if kind in {"remove", "restore"}:
            taken_off = kind == "remove"
            card.removed_at, card.removed_by = (self.now, self.by) if taken_off else (None, None)
            was: dict[str, Any] = {}
            names |= {"removed_at", "removed_by"}
        elif kind == "content":
            was = dict(card.content)
            card.content = {name: value for name, value in (was | dict(patch)).items() if value is not None}
            names.add("content")
        else:
            was = values_of(card, patch)
            set_values(card, patch)
            names |= {SET_BY_BOND.get(name, name).removesuffix("_id") for name in patch}
        version = f"{rules.GROUP_OF[kind]}_version"
        setattr(card, version, getattr(card, version) + 1)
        if card.id not in self.fresh:
            self.touched.setdefault(card.id, set()).update(names)
        self.record(card, op_id, kind, patch, was)

    # New cards

    def add(self, op: Op) -> None:
        """Made by hand on the board. The page names it, so that it can be shown at once."""
        patch = dict(op.patch)
        card = Card(id=self.unused(op.card), kind=patch.pop("kind"), content=dict(patch.pop("content", {})))
        self.place(card, patch, op_id=op.op_id, kind="add")

    def copy(self, op: Op) -> None:
        """Of a card of this board, or of another that she may see: what it shows and says, not where it lies."""
        patch = dict(op.patch)
        source_id = as_uuid(str(patch.pop("from")))
        self.know([source_id], wide=True)
        source = self.cards.get(source_id) if source_id else None
        decision = self.may_copy(source)
        if source is None or not decision:
            raise RefusedError(decision)
        card = Card(id=self.unused(op.card), **{name: getattr(source, name) for name in COPIED})
        card.content = dict(source.content)
        self.place(card, patch, op_id=op.op_id, kind="copy", said={"from": str(source.id)})

    def may_copy(self, source: Card | None) -> Decision:
        if source is None or source.removed_at:
            return no("card-gone")
        if source.board_id == self.board.id:
            return YES
        if not Board.objects.visible_to(self.by).filter(id=source.board_id).exists():
            return no("card-gone")
        if source.kind == Card.Kind.BOARD and source.about == str(self.board.id):
            return no("board-in-itself")
        theirs, ours = source.board.shoot, self.board.shoot
        return rules.may_copy(
            source.kind,
            same_shoot=theirs.id == ours.id,
            same_house=theirs.house_id == ours.house_id,
            ours=is_ours(source),
        )

    def unused(self, id: str) -> UUID:
        card_id = as_uuid(id)
        if card_id is not None:
            self.know([card_id])
        if card_id is None or card_id in self.cards:
            raise RefusedError(no("op-unknown"))
        return card_id

    def place(
        self, card: Card, patch: Mapping[str, Any], *, op_id: str, kind: str, said: Mapping[str, Any] | None = None
    ) -> None:
        """A new card, on top unless it says otherwise. Its event holds all of it, so that the record stands alone."""
        if patch.get("section") is not None and not (decision := self.may_carry(card.id, patch["section"])):
            raise RefusedError(decision)
        card.board, card.by, card.at = self.board, self.by, self.now
        card.layer = self.top_layer()
        set_values(card, patch)
        self.cards[card.id] = self.fresh[card.id] = card
        self.record(card, op_id, kind, {**described(card), **(said or {})}, {})

    def top_layer(self) -> str:
        """Above everything there is; six digits compare as text in the order they count."""
        if not self.highest:
            known = Card.objects.filter(board=self.board).values_list("layer", flat=True)
            self.highest = max(known, default="a")  # by its letters, whatever order the database has for words
        counted = LAYER_STEP.format(self.board.seq + 1)
        self.highest = counted if counted > self.highest else between(self.highest, None)
        return self.highest

    # The record

    def record(self, card: Card, op_id: str, kind: str, patch: Mapping[str, Any], was: Mapping[str, Any]) -> None:
        self.board.seq += 1
        event = BoardEvent(
            board=self.board,
            seq=self.board.seq,
            op_id=op_id,
            kind=kind,
            card=card,
            patch=dict(patch),
            was=dict(was),
            by=self.by,
            at=self.now,
        )
        self.events.append(event)

    def finish(self) -> list[BoardEvent]:
        """Write all of it, and tell everybody on the board."""
        if not self.events:
            return []
        kept = {"seq": self.board.seq, "changed_at": self.now, "changed_by": self.by}
        Board.objects.filter(id=self.board.id).update(**kept)
        Card.objects.bulk_create(self.fresh.values())
        self.write_touched()
        BoardEvent.objects.bulk_create(self.events)
        self.tell()
        return self.events

    def write_touched(self) -> None:
        changed = [self.cards[id] for id in self.touched]
        if len(changed) == 1:
            changed[0].save(update_fields=sorted(self.touched[changed[0].id]))
        elif changed:
            Card.objects.bulk_update(changed, sorted(set().union(*self.touched.values())))

    def tell(self) -> None:
        topic = f"board:{self.board.id}"
        if len(self.events) == 1:
            announce(topic, **told(self.events[0]))
            return
        for start in range(0, len(self.events), TOLD_AT_ONCE):
            some = [told(event) for event in self.events[start : start + TOLD_AT_ONCE]]
            announce(topic, kind="events", seq=some[-1]["seq"], events=some)


def is_ours(card: Card) -> bool:
    """Whether somebody said of a picture that it is the house's or one's own, and that we may."""
    about = as_uuid(card.about)
    if about is None or card.kind not in {Card.Kind.PICTURE, Card.Kind.REFERENCE}:
        return False
    return Picture.objects.filter(id=about, whose__in=(Whose.HOUSE, Whose.MINE), may=May.YES).exists()


def values_of(card: Card, names: Mapping[str, Any]) -> dict[str, Any]:
    found = {name: getattr(card, SET_BY_BOND.get(name, name)) for name in names}
    return {name: str(value) if isinstance(value, UUID) else value for name, value in found.items()}


def set_values(card: Card, patch: Mapping[str, Any]) -> None:
    for name, value in patch.items():
        if name == "section":
            card.section_id = as_uuid(str(value)) if value else None
        else:
            setattr(card, name, value)


def described(card: Card) -> dict[str, Any]:
    """All that a card is, but for its versions and who laid it."""
    names = dict.fromkeys((*rules.GEOMETRY, "layer", *rules.BOND))
    return {"kind": card.kind, "about": card.about, "content": card.content, **values_of(card, names)}


def told(event: BoardEvent) -> dict[str, Any]:
    """An event as every page on the board hears it, now or when it comes back."""
    return {
        "kind": "event",
        "seq": event.seq,
        "op": event.kind,
        "op_id": event.op_id,
        "card": str(event.card_id),
        "patch": event.patch,
        "versions": event.card.versions,
        "by": {"id": str(event.by_id), "name": event.by.name},
    }


def as_uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
