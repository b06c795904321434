"""Who listens to what in this process, and what waits to be sent to them. Used from the event loop alone."""

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.core.serializers.json import DjangoJSONEncoder

from studio.live.announcing import CUT
from studio.live.kinds import Message, find

PASSING = frozenset({"ghost", "cursor", "view", "choosing", "presence"})  # the next one makes up for a lost one
MOST_PASSING = 64
MOST_WAITING = 512
TOO_SLOW = "too-slow"
PRESENCE_DELAY_SECONDS = 0.2
PRESENCE_KEPT_SECONDS = 40.0


@dataclass(frozen=True, slots=True)
class Somebody:
    """How a person shows to the others on a topic."""

    id: str
    name: str
    initials: str


@dataclass(eq=False, slots=True)
class Listener:
    """One open page."""

    session: str
    user_id: str
    who: Somebody | None
    id: str = field(default_factory=lambda: uuid4().hex)
    topics: set[str] = field(default_factory=set)
    waiting: deque[str] = field(default_factory=deque)
    more: asyncio.Event = field(default_factory=asyncio.Event)
    ended: str = ""
    over: asyncio.Event = field(default_factory=asyncio.Event)

    def put(self, text: str, *, passing: bool = False) -> None:
        """Queue a message. A page that is too slow first misses what passes anyway, then is cut and comes again."""
        if passing and len(self.waiting) >= MOST_PASSING:
            return
        if len(self.waiting) >= MOST_WAITING:
            self.end(TOO_SLOW)
            return
        self.waiting.append(text)
        self.more.set()

    def end(self, why: str) -> None:
        self.ended = self.ended or why
        self.over.set()


def encode(message: Message) -> str:
    return json.dumps(message, cls=DjangoJSONEncoder, separators=(",", ":"))


class Hub:
    """say_presence(topic): tells the other processes who is there; alone there is nobody to tell."""

    def __init__(self, say_presence: Callable[[str], None] = lambda topic: None) -> None:
        self.say_presence = say_presence
        self.listeners: set[Listener] = set()
        self.topics: defaultdict[str, set[Listener]] = defaultdict(set)
        self.elsewhere: defaultdict[str, dict[str, tuple[float, list[Message]]]] = defaultdict(dict)
        self.cuts = 0  # who asks whether she may enter asks again when this moved on meanwhile
        self._changed: set[str] = set()
        self._timer: asyncio.TimerHandle | None = None

    def come(self, listener: Listener) -> None:
        self.listeners.add(listener)

    def go(self, listener: Listener) -> None:
        self.listeners.discard(listener)
        for topic in list(listener.topics):
            self.leave(listener, topic)

    def enter(self, listener: Listener, topic: str) -> None:
        listener.topics.add(topic)
        self.topics[topic].add(listener)
        self.presence_changed(topic)

    def leave(self, listener: Listener, topic: str) -> None:
        listener.topics.discard(topic)
        self.topics[topic].discard(listener)
        if not self.topics[topic]:
            del self.topics[topic]
        self.presence_changed(topic)

    def deliver(self, message: Message, *, but: str = "") -> None:
        """To everybody on its topic, encoded once."""
        if message["topic"] == CUT:
            self.cut(message["session"], message["user"], message["about"], message["why"])
            return
        listeners = self.topics.get(message["topic"])
        if not listeners:
            return
        text, passing = encode(message), message.get("kind") in PASSING
        for listener in list(listeners):
            if listener.id != but:
                listener.put(text, passing=passing)

    def cut(self, session: str, user_id: str, topic: str, why: str) -> None:
        """End the pages all of these hold for; with a topic, only their listening to it."""
        self.cuts += 1
        those = self.topics.get(topic, set()) if topic else self.listeners
        for listener in list(those):
            if session not in {"", listener.session} or user_id not in {"", listener.user_id}:
                continue
            if topic:
                self.leave(listener, topic)
                listener.put(encode({"kind": "cut", "topic": topic, "why": why}))
            else:
                listener.end(why)

    # Who is there

    def present(self, topic: str) -> list[Message]:
        """Those in this process, each once however many pages she has open."""
        here = {listener.who for listener in self.topics.get(topic, ()) if listener.who}
        return [{"id": who.id, "name": who.name, "initials": who.initials} for who in sorted(here, key=_by_name)]

    def presence_changed(self, topic: str) -> None:
        """Told a moment later, once for however many came and went."""
        found = find(topic)
        if not (found and found[0].on_presence):
            return
        self._changed.add(topic)
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(PRESENCE_DELAY_SECONDS, self._tell_presence)

    def _tell_presence(self) -> None:
        self._timer = None
        changed, self._changed = self._changed, set()
        for topic in changed:
            self.say_presence(topic)
            self.tell_presence(topic)

    def tell_presence(self, topic: str) -> None:
        self.deliver({"topic": topic, "kind": "presence", "people": self.everybody(topic)})

    def everybody(self, topic: str) -> list[Message]:
        at = asyncio.get_running_loop().time()
        there = self.elsewhere.get(topic, {})
        fresh = [people for told_at, people in there.values() if at - told_at < PRESENCE_KEPT_SECONDS]
        return _each_once([*self.present(topic), *(who for people in fresh for who in people)])

    def heard_presence(self, topic: str, process: str, people: list[Message]) -> None:
        """What another process says of its own pages."""
        self.elsewhere[topic][process] = (asyncio.get_running_loop().time(), people)
        if not people:
            del self.elsewhere[topic][process]
        if not self.elsewhere[topic]:
            del self.elsewhere[topic]
        self.tell_presence(topic)

    def topics_with_presence(self) -> Iterable[str]:
        return [topic for topic in self.topics if (found := find(topic)) and found[0].on_presence]


def _by_name(who: Somebody) -> tuple[str, str]:
    return who.name, who.id


def _each_once(people: list[Message]) -> list[Message]:
    by_id: dict[Any, Message] = {}
    for who in people:
        by_id.setdefault(who["id"], who)
    return list(by_id.values())
