"""A page of the board without a browser: what it holds is what the server told it, in whatever order that came."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from studio.boards import rules, talking
from studio.boards.models import Board, Card
from studio.boards.strokes import described
from studio.people.models import Person

Message = dict[str, Any]
GROUP = {**dict.fromkeys(("x", "y", "width", "height", "rotation", "crop"), "geometry"), "layer": "layer"}
GROUP |= {**dict.fromkeys(("content", "removed"), "content"), **dict.fromkeys(rules.BOND, "bond")}


def standing(card: Card) -> Message:
    """A card as the server has it, without what two pages cannot differ in."""
    return deepcopy(described(card)) | {"removed": card.removed_at is not None}


@dataclass(slots=True)
class Client:
    """inbox: told and not heard yet. outbox: said and not answered yet. heard: the numbers that came, in any order."""

    person: Person
    board: Board
    cards: dict[str, Message] = field(default_factory=dict)
    last: dict[tuple[str, str], int] = field(default_factory=dict)  # of a card's group: the newest event it shows
    versions: dict[tuple[str, str], int] = field(default_factory=dict)
    inbox: list[Message] = field(default_factory=list)
    outbox: list[Message] = field(default_factory=list)
    heard: set[int] = field(default_factory=set)
    back: list[Message] = field(default_factory=list)  # what would take her own steps back
    connected: bool = True

    @property
    def up_to(self) -> int:
        """The number up to which nothing is missing: from here on it asks after it was away."""
        number = 0
        while number + 1 in self.heard:
            number += 1
        return number

    def take(self, told: Message) -> None:
        for event in told["events"] if told["kind"] == "events" else [told]:
            self.hear(event)

    def hear(self, event: Message) -> None:
        """An event again, or an older one after a newer, changes nothing that is newer."""
        self.heard.add(event["seq"])
        id = event["card"]
        if id not in self.cards:
            self.fetch(id)
            return
        for name, value in changed_by(event).items():
            if event["seq"] > self.last[id, GROUP[name]]:
                self.put(id, name, value)
        for group in {GROUP[name] for name in changed_by(event)}:
            if event["seq"] > self.last[id, group]:
                self.last[id, group], self.versions[id, group] = event["seq"], event["versions"][group]

    def put(self, id: str, name: str, value: Any) -> None:
        """Words are laid over what the card said; the rest is replaced."""
        if name == "content":
            said = self.cards[id]["content"] | value
            value = {key: each for key, each in said.items() if each is not None}
        self.cards[id][name] = value

    def fetch(self, id: str) -> None:
        """A card it has never seen: as it is now, up to the event that the board is at."""
        card = Card.objects.get(id=id)
        seq = Board.objects.get(id=self.board.id).seq
        self.cards[id] = standing(card)
        for group in rules.GROUPS:
            self.last[id, group], self.versions[id, group] = seq, card.versions[group]

    def base(self, id: str, kind: str) -> int:
        return self.versions.get((id, rules.GROUP_OF.get(kind, "content")), 0)

    def come_back(self) -> None:
        """After a cut: what was missed, then whatever was not answered once more."""
        self.connected = True
        for event in talking.since(str(self.board.id), self.up_to):
            self.take(event)
        for message in list(self.outbox):
            self.send(message)

    def send(self, message: Message, *, answered: bool = True) -> Message:
        answer = talking.on_message(str(self.board.id), self.person, message)
        if answered and message in self.outbox:
            self.outbox.remove(message)
        return answer


def changed_by(event: Message) -> Mapping[str, Any]:
    if event["op"] in {"remove", "restore"}:
        return {"removed": event["op"] == "remove"}
    if event["op"] == "content":
        return {"content": event["patch"]}
    return {name: value for name, value in event["patch"].items() if name in GROUP}
