"""What the page's socket asks of a board. Each message is asked for anew: is this person still let in?"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone

from studio.boards import actions, rules
from studio.boards.models import Board, BoardEvent, Card
from studio.people.models import Person

REPLAYED_MOST = 500


def may_enter(board_id: str, user: Any) -> bool:
    known = actions.as_uuid(board_id)
    return bool(known and isinstance(user, Person) and Board.objects.visible_to(user).filter(id=known).exists())


def on_message(board_id: str, user: Person, message: dict[str, Any]) -> dict[str, Any]:
    """An op: done with its number, or refused with a code and, where somebody was quicker, the card as it stands."""
    op_id = message.get("op_id", "")
    decision, op = rules.read(message)
    if op is None:
        return {"kind": "refused", "op_id": op_id, "code": decision.code}
    board = Board.objects.visible_to(user).get(id=board_id)
    decision, result = actions.apply(board, op, by=user, now=timezone.now())
    if decision and isinstance(result, BoardEvent):
        return {"kind": "done", "op_id": op_id, "seq": result.seq, "versions": actions.told(result)["versions"]}
    current = as_it_stands(result) if isinstance(result, Card) else None
    return {"kind": "refused", "op_id": op_id, "code": decision.code, "card": op.card, "current": current}


def as_it_stands(card: Card) -> dict[str, Any]:
    return {
        "content": card.content,
        "layer": card.layer,
        "versions": {group: getattr(card, f"{group}_version") for group in ("geometry", "layer", "content")},
    }


def since(board_id: str, seq: int) -> Sequence[dict[str, Any]]:
    """What a page missed; too much of it is told as one word, and the page loads afresh."""
    events = BoardEvent.objects.filter(board_id=UUID(board_id), seq__gt=seq).order_by("seq")
    missed = list(events.select_related("card", "by")[: REPLAYED_MOST + 1])
    return [{"kind": "reload"}] if len(missed) > REPLAYED_MOST else [actions.told(event) for event in missed]
