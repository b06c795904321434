"""The kinds of topic ("board", "twin", "job" ...). The apps that own them say who may listen and what may be said."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Message = dict[str, Any]
Answer = Sequence[Message] | Message | None
MayEnter = Callable[[str, Any], bool]
OnMessage = Callable[[str, Any, Message], Answer]
Since = Callable[[str, int], Sequence[Message]]
Versions = Callable[[Collection[str]], Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Kind:
    name: str
    may_enter: MayEnter
    on_message: OnMessage | None
    on_presence: bool
    since: Since | None
    versions: Versions | None


_KINDS: dict[str, Kind] = {}


def kind(
    name: str,
    *,
    may_enter: MayEnter,
    on_message: OnMessage | None = None,
    on_presence: bool = False,
    since: Since | None = None,
    versions: Versions | None = None,
) -> None:
    """Register a kind of topic, in AppConfig.ready.

    may_enter(topic_id, user): asked at entering and again at every message. `user` is a person or an AnonymousUser;
        either carries `session`, where a guest's link is found.
    on_message(topic_id, user, message): what it returns is answered to the sender alone; what everybody on the topic
        should see it announces itself.
    on_presence: whether who is there is told to everybody on the topic.
    since(topic_id, seq): the stored messages after seq, for a page that was away.
    versions(topics): a number for each that grows with every change, for a page that came too late to be told of one.
    """
    _KINDS[name] = Kind(name, may_enter, on_message, on_presence, since, versions)


def find(topic: str) -> tuple[Kind, str] | None:
    """The kind of "board:12" and its "12"."""
    name, _, topic_id = topic.partition(":")
    found = _KINDS.get(name)
    return (found, topic_id) if found and topic_id else None


def versions(topics: Collection[str]) -> dict[str, int]:
    """How far each of these topics is by now, where its kind counts."""
    counted: dict[str, int] = {}
    for name, known in _KINDS.items():
        if known.versions and (own := [topic for topic in topics if topic.startswith(f"{name}:")]):
            counted |= known.versions(own)
    return counted
