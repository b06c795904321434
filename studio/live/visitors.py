"""Whose socket it is, asked from the session's row each time, and what she says done on threads of its own."""

import asyncio
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib import import_module
from types import SimpleNamespace
from typing import Any, TypeVar, cast

from django.conf import settings
from django.contrib.auth import SESSION_KEY, get_user
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpRequest, parse_cookie
from django.utils import translation
from django.utils.translation import gettext as _

from studio.live.hub import Somebody
from studio.live.kinds import Kind, Message, find

THREADS = 4
IDLE_SECONDS = 60.0  # a connection that was idle for longer may have been ended by somebody on the way
T = TypeVar("T")
_pool = ThreadPoolExecutor(THREADS, thread_name_prefix="live")
_kept: dict[BaseDatabaseWrapper, float] = {}  # each thread's connection, and when it was used last


async def on_a_thread(do: Callable[..., T], *args: object) -> T:
    """Run what asks the database. Few threads of our own, so that a busy board cannot starve the pages' requests."""
    return await asyncio.get_running_loop().run_in_executor(_pool, lambda: _keeping(do, *args))


def _keeping(do: Callable[..., T], *args: object) -> T:
    """The thread's connection stays open for the next message: to open one takes longer than an op does."""
    mine = connections[DEFAULT_DB_ALIAS]
    if time.monotonic() - _kept.get(mine, 0.0) > IDLE_SECONDS:
        mine.close()
    try:
        return do(*args)
    finally:
        if mine.errors_occurred:
            mine.close()
        if mine not in _kept:
            mine.inc_thread_sharing()  # `let_go` closes it from another thread
        _kept[mine] = time.monotonic()


def let_go() -> None:
    """Close what the threads keep open, once nothing runs on them any more."""
    while _kept:
        line, _used_at = _kept.popitem()
        line.close()
        line.dec_thread_sharing()


@dataclass(frozen=True, slots=True)
class Visitor:
    session_key: str
    user: Any  # a person, or an AnonymousUser whose session holds a guest's link; with `session`

    @property
    def user_id(self) -> str:
        return str(self.user.pk) if self.user.is_authenticated else ""

    @property
    def somebody(self) -> Somebody:
        if self.user.is_authenticated:
            return Somebody(self.user_id, str(self.user), getattr(self.user, "initials", ""))
        return Somebody("", _("Guest"), "")


def by_cookie(cookies: str) -> Visitor | None:
    return by_session(parse_cookie(cookies).get(settings.SESSION_COOKIE_NAME, ""))


def by_session(session_key: str) -> Visitor | None:
    """None when there is no such session (any more)."""
    if not session_key:
        return None
    session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    if SESSION_KEY not in session and session.session_key is None:
        return None
    user: Any = get_user(cast(HttpRequest, SimpleNamespace(session=session)))
    user.session = session
    return Visitor(session_key, user)


def again(before: Visitor) -> Visitor | None:
    """The same visitor as she is now, or None when her session has ended or is somebody else's by now."""
    now = by_session(before.session_key)
    return now if now and now.user_id == before.user_id else None


def allowed(visitor: Visitor, topics: Iterable[str]) -> tuple[Visitor | None, list[str]]:
    """Which of these topics she may listen to, as things are now."""
    now = again(visitor)
    if now is None:
        return None, []
    return now, [topic for topic in topics if (found := find(topic)) and found[0].may_enter(found[1], now.user)]


def say(visitor: Visitor, topic: str, message: Message) -> tuple[str, list[Message]]:
    """One message to its kind, with everything asked again. Returns what is wrong ("" for nothing) and the answers."""
    now, topics = allowed(visitor, [topic])
    if now is None:
        return "session-ended", []
    found = find(topic)
    if not topics or found is None:
        return "may-not-enter", []
    with translation.override(getattr(now.user, "language", None) or settings.LANGUAGE_CODE):
        return _answers(found[0], found[1], now, message)


def _answers(kind: Kind, topic_id: str, visitor: Visitor, message: Message) -> tuple[str, list[Message]]:
    if message["kind"] == "resume":
        seq = message.get("since")
        if not isinstance(seq, int):
            return "since-is-no-number", []
        return "", [*kind.since(topic_id, seq)] if kind.since else []
    if kind.on_message is None:
        return "nothing-to-say", []
    answer = kind.on_message(topic_id, visitor.user, message)
    return "", [answer] if isinstance(answer, dict) else list(answer or [])
