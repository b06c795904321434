"""The board as it was after any of its events: from what lies there now, every later event taken back in turn."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from studio.boards import rules
from studio.boards.models import Board, BoardEvent, Card
from studio.boards.strokes import set_values, values_of

NEW = ("add", "copy")


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do so that a card is again as it was. kind: an op's, but asked of nobody."""

    card: UUID
    kind: str
    patch: Mapping[str, Any]


def board_at(board: Board, seq: int) -> list[Card]:
    """What lay there, the lowest first. The cards are not to be saved: they are as they were."""
    return sorted((card for card in cards_at(board, seq).values() if not card.removed_at), key=in_layers)


def in_layers(card: Card) -> tuple[str, datetime]:
    return card.layer, card.at


def cards_at(board: Board, seq: int) -> dict[UUID, Card]:
    """Every card there was by then, whether it lay there or had been taken off.

    The cards are read before the events: an op between the two is taken back twice, which changes nothing.
    """
    cards = {card.id: card for card in Card.objects.filter(board=board).select_related("by")}
    later = BoardEvent.objects.filter(board=board, seq__gt=seq).order_by("-seq")
    for kind, card_id, was, at in later.values_list("kind", "card", "was", "at").iterator():
        if kind in NEW:
            cards.pop(card_id, None)
        elif card := cards.get(card_id):
            take_back(card, kind, was, at)
    return cards


def take_back(card: Card, kind: str, was: Mapping[str, Any], at: datetime) -> None:
    if kind == "remove":
        card.removed_at = None
    elif kind == "restore":
        card.removed_at = at
    elif kind == "content":
        card.content = dict(was)
    elif kind == "turn" and was["kind"] == Card.Kind.GARMENT:
        return  # off the rack it is no piece any more: the picture shows what it is now
    else:
        set_values(card, was)


def steps_back(
    now: Mapping[UUID, Card], then: Mapping[UUID, Card], *, hers: set[UUID], others_words: set[UUID]
) -> list[Step]:
    """What makes the board again what it was, and loses nothing that a neighbour made since.

    hers: the cards that whoever brings it back has laid since; they go, and those of others stay.
    others_words: the cards on which somebody else wrote since; their words stay.
    """
    steps: list[Step] = []
    for card_id, card in now.items():
        was = then.get(card_id)
        if was is not None and not was.removed_at:
            steps += steps_of(card, was, keep_words=card_id in others_words)
        elif was is None and card_id in hers and not card.removed_at:
            steps.append(Step(card_id, "remove", {}))
    return steps


def steps_of(card: Card, was: Card, *, keep_words: bool = False) -> list[Step]:
    found = [Step(card.id, "restore", {})] if card.removed_at else []
    for kind, names in (("bond", rules.BOND), ("move", rules.GEOMETRY), ("layer", ("layer",))):
        before, after = (values_of(each, dict.fromkeys(names)) for each in (was, card))
        if patch := {name: before[name] for name in names if before[name] != after[name]}:
            found.append(Step(card.id, kind, patch))
    if card.content != was.content and not keep_words:
        found.append(Step(card.id, "content", dict.fromkeys(card.content) | was.content))
    return found
