"""Change a board: one op, one transaction, one event with the next number; then everybody on it hears of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from studio.boards import rules
from studio.boards.models import Board, BoardEvent, Card
from studio.boards.rules import Op
from studio.decisions import YES, Decision, no
from studio.live.announcing import announce
from studio.people.models import Person
from studio.shoots.models import Shoot

LAYER_STEP = "a{:06d}"


@transaction.atomic
def board_of(shoot: Shoot, *, by: Person, now: datetime) -> Board:
    """The shoot's first board, made when somebody first opens it."""
    board = Board.objects.filter(shoot=shoot).order_by("made_at").first()
    return board or Board.objects.create(shoot=shoot, name=shoot.name, made_by=by, made_at=now)


@transaction.atomic
def apply(board: Board, op: Op, *, by: Person, now: datetime) -> tuple[Decision, BoardEvent | Card | None]:
    """Apply an op once. Refused as stale, the card as it stands comes back; sent again, the event of the first time."""
    locked = Board.objects.select_for_update().get(id=board.id)
    if done := BoardEvent.objects.filter(board=locked, op_id=op.op_id).select_related("card", "by").first():
        return YES, done
    if op.kind == "add":
        return add(locked, op, by=by, now=now)
    card_id = as_uuid(op.card)
    card = Card.objects.filter(board=locked, id=card_id).first() if card_id else None
    if card is None or (card.removed_at and op.kind != "restore"):
        return no("card-gone"), None
    group = rules.GROUP_OF[op.kind]
    version = getattr(card, f"{group}_version")
    decision = rules.may_change(op.kind, base=op.base, version=version)
    if not decision:
        return decision, card
    was = changed(card, op, now)
    setattr(card, f"{group}_version", version + 1)
    card.save()
    return YES, record(locked, card, op.op_id, op.kind, dict(op.patch), was, by=by, now=now)


def changed(card: Card, op: Op, now: datetime) -> dict[str, Any]:
    """Put the op on the card; what it was before is what undo puts back."""
    if op.kind in {"remove", "restore"}:
        card.removed_at = now if op.kind == "remove" else None
        return {}
    if op.kind == "content":
        was = dict(card.content)
        card.content = was | dict(op.patch)
        return was
    was = {name: getattr(card, name) for name in op.patch}
    for name, value in op.patch.items():
        setattr(card, name, value)
    return was


def add(board: Board, op: Op, *, by: Person, now: datetime) -> tuple[Decision, BoardEvent | None]:
    """A note, a section or a swatch, made by hand on the board. The page names it, so that it can be shown at once."""
    patch, card_id = op.patch, as_uuid(op.card)
    if card_id is None or Card.objects.filter(id=card_id).exists():
        return no("op-unknown"), None
    geometry = {name: patch[name] for name in rules.GEOMETRY if name in patch}
    card = Card.objects.create(
        id=card_id,
        board=board,
        kind=patch["kind"],
        content=dict(patch.get("content", {})),
        layer=top_layer(board),
        by=by,
        at=now,
        **geometry,
    )
    return YES, record(board, card, op.op_id, "add", dict(patch), {}, by=by, now=now)


@transaction.atomic
def lay(
    board: Board, kind: str, about: object, *, by: Person, now: datetime, at: tuple[float, float] | None = None
) -> Card:
    """Put something of the shoot on the board; what lies there already stays where it is."""
    locked = Board.objects.select_for_update().get(id=board.id)
    known = Card.objects.filter(board=locked, kind=kind, about=str(about), removed_at=None).first()
    if known:
        return known
    x, y = at or rules.next_place(Card.objects.filter(board=locked, removed_at=None).count())
    width, height = (260.0, 400.0) if kind == "look" else (152.0, 190.0)
    card = Card.objects.create(
        board=locked,
        kind=kind,
        about=str(about),
        x=x,
        y=y,
        width=width,
        height=height,
        layer=top_layer(locked),
        by=by,
        at=now,
    )
    record(locked, card, f"lay:{card.id.hex}", "add", {"kind": kind}, {}, by=by, now=now)
    return card


def top_layer(board: Board) -> str:
    """Above everything there is; six digits compare as text in the order they count."""
    return LAYER_STEP.format(board.seq + 1)


def record(
    board: Board,
    card: Card,
    op_id: str,
    kind: str,
    patch: Mapping[str, Any],
    was: Mapping[str, Any],
    *,
    by: Person,
    now: datetime,
) -> BoardEvent:
    board.seq += 1
    board.save(update_fields=["seq"])
    event = BoardEvent.objects.create(
        board=board, seq=board.seq, op_id=op_id, kind=kind, card=card, patch=patch, was=was, by=by, at=now
    )
    announce(f"board:{board.id}", **told(event))
    return event


def told(event: BoardEvent) -> dict[str, Any]:
    """An event as every page on the board hears it, now or when it comes back."""
    card = event.card
    return {
        "kind": "event",
        "seq": event.seq,
        "op": event.kind,
        "op_id": event.op_id,
        "card": str(card.id),
        "patch": event.patch,
        "versions": {group: getattr(card, f"{group}_version") for group in ("geometry", "layer", "content")},
        "by": {"id": str(event.by_id), "name": event.by.name},
    }


def as_uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
