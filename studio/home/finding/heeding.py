"""What lower apps tell their pages is heeded here, in their own transaction: the words are never behind the things."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.db.models.signals import post_delete, post_save

from studio.home.finding import keeping
from studio.home.finding.entries import BOARD, CARD, GARMENT, PICTURE, SHOOT
from studio.live.announcing import heed

SAYS_NOTHING_NEW = frozenset({"move", "layer", "bond"})  # where a card lies is not what it says
Message = Mapping[str, Any]


def connect() -> None:
    heed("look", _once(of_look))
    heed("garment", _once(lambda id, _message: keeping.write(GARMENT, [id])))
    heed("shoot", _once(of_shoot))
    heed("board", _once(of_board))
    heed("twin", _once(of_twin))
    heed("person", _once(of_person))
    for name in ("shoots.Shoot", "boards.Board", "looks.Garment"):
        post_save.connect(made, sender=name, dispatch_uid=f"found-{name}")
    for name, kind in (("boards.Board", BOARD), ("boards.Card", CARD), ("looks.Garment", GARMENT)):
        post_delete.connect(_gone(kind), sender=name, weak=False, dispatch_uid=f"gone-{name}")


def _once(heeder: Callable[[UUID, Message], object]) -> Callable[[str, Message], None]:
    """A topic without an id of ours is nobody's."""

    def heeded(id: str, message: Message) -> None:
        try:
            known = UUID(id)
        except ValueError:
            return
        heeder(known, message)

    return heeded


def of_look(look: UUID, message: Message) -> None:
    kind, what = message.get("kind"), message.get("what")
    if kind in {"slot", "title"}:
        keeping.of_look(look)
    elif kind == "preview" and what == "asked":
        keeping.write(PICTURE, [UUID(str(message["preview"]))])
    elif kind == "review" and what == "note":
        keeping.of_notes(look)


def of_shoot(shoot: UUID, message: Message) -> None:
    if message.get("kind") == "look":
        keeping.of_look(UUID(str(message["look"])))
    elif message.get("what") == "name":
        keeping.write(SHOOT, [shoot])
        keeping.named_anew(f"shoot:{shoot}")


def of_board(board: UUID, message: Message) -> None:
    """One op of a board, or many that happened together; its name; or what is said on it."""
    kind, what = message.get("kind"), message.get("what")
    if kind in {"event", "events"}:
        events = message.get("events", [message])
        said = [event["card"] for event in events if event.get("op") not in SAYS_NOTHING_NEW]
        keeping.write(CARD, [UUID(str(card)) for card in said])
    elif kind == "named":
        keeping.write(BOARD, [board])
    elif kind == "threads" and what in {"said", "taken-back"}:
        keeping.of_thread(UUID(str(message["thread"])))


def of_twin(twin: UUID, message: Message) -> None:
    """Also a pause is told, but of that nothing goes: it says that it is one."""
    if message.get("kind") == "changed":
        keeping.of_twin(twin)


def of_person(person: UUID, message: Message) -> None:
    if message.get("kind") == "named":
        keeping.named_anew(f"person:{person}")


def made(sender: Any, instance: Any, **how: Any) -> None:
    if how["created"] and not how.get("raw"):
        keeping.write(KINDS[sender.__name__], [instance.pk])


KINDS: Mapping[str, str] = {"Shoot": SHOOT, "Board": BOARD, "Garment": GARMENT}


def _gone(kind: str) -> Callable[..., None]:
    def gone(instance: Any, **_: Any) -> None:
        keeping.forget(kind, [instance.pk])

    return gone
