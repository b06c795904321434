"""What the page's socket asks of a board. Each message is asked for anew: is this person still let in?"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone

from studio.boards import actions, rules
from studio.boards.models import Board, BoardEvent, Card
from studio.decisions import Decision
from studio.people.models import Person
from studio.web.sentences import sentence, way_on

REPLAYED_MOST = 500


def may_enter(board_id: str, user: Any) -> bool:
    known = actions.as_uuid(board_id)
    return bool(known and isinstance(user, Person) and Board.objects.visible_to(user).filter(id=known).exists())


def on_message(board_id: str, user: Person, message: dict[str, Any]) -> dict[str, Any]:
    """An op, or many at once: done with its number, or refused with a sentence and what stands in the way.

    Whether she sees the board and what she may do there is asked once it is held.
    """
    return _many(board_id, user, message) if message.get("kind") == "ops" else _one(board_id, user, message)


def _one(board_id: str, user: Person, message: dict[str, Any]) -> dict[str, Any]:
    decision, op = rules.read(message)
    if op is None:
        return refused(message, decision)
    board = Board(id=UUID(board_id))
    decision, result = actions.apply(board, op, by=user, now=timezone.now())
    if isinstance(result, BoardEvent):
        return {"kind": "done", "op_id": op.op_id, "seq": result.seq, "versions": result.card.versions}
    return refused(message, decision, result) | {"card": op.card}


def _many(board_id: str, user: Person, message: dict[str, Any]) -> dict[str, Any]:
    decision, ops = rules.read_all(message)
    if not decision:
        return refused(message, decision)
    board = Board(id=UUID(board_id))
    decision, events, card = actions.apply_all(board, ops, by=user, now=timezone.now())
    if not decision:
        return refused(message, decision, card)
    results = [{"card": str(event.card_id), "versions": event.card.versions} for event in events]
    return {"kind": "done", "op_id": message["op_id"], "seq": events[-1].seq, "results": results}


def refused(message: dict[str, Any], decision: Decision, card: Card | None = None) -> dict[str, Any]:
    """A code for the page, a sentence for the person, and the card as it stands where somebody was quicker."""
    return {
        "kind": "refused",
        "op_id": message.get("op_id", ""),
        "code": decision.code,
        "sentence": sentence(decision),
        "way_on": way_on(decision),
        "card": str(card.id) if card else "",
        "current": as_it_stands(card) if card else None,
    }


def as_it_stands(card: Card) -> dict[str, Any]:
    return {
        "content": card.content,
        "layer": card.layer,
        "locked": card.locked,
        "group": card.group,
        "section": str(card.section_id) if card.section_id else None,
        "versions": card.versions,
    }


def since(board_id: str, seq: int) -> Sequence[dict[str, Any]]:
    """What a page missed; too much of it is told as one word, and the page loads afresh."""
    events = BoardEvent.objects.filter(board_id=UUID(board_id), seq__gt=seq).order_by("seq")
    missed = list(events.select_related("card", "by")[: REPLAYED_MOST + 1])
    return [{"kind": "reload"}] if len(missed) > REPLAYED_MOST else [actions.told(event) for event in missed]
