"""Tell every open page, in every process, what has just become so."""

import json
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from functools import cache, partial
from typing import Any

import redis
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone

from studio.live import doorbell
from studio.live.models import Announcement
from studio.live.tickets import mark, sign

__all__ = ["CHANNEL", "CUT", "announce", "announce_all", "at_home", "cut", "heed", "prune", "sign"]

CHANNEL = "doublure:live"
CUT = "!cut"  # no kind of topic can have this name, so no page can listen to it or say it
KEPT_SECONDS = 120

log = logging.getLogger(__name__)

Heeder = Callable[[str, Mapping[str, Any]], object]
_heeders: dict[str, Heeder] = {}
AtHome = Callable[[Sequence[Announcement]], object]
_at_home: list[AtHome] = []


def at_home(tell: AtHome | None) -> None:
    """In a web process: tell(rows) is called from whatever thread has just committed them. None: no longer."""
    _at_home[:] = [tell] if tell else []


def heed(kind: str, heeder: Heeder) -> None:
    """heeder(id, message): called for each announcement of this kind of topic, in the very transaction that says it.

    For a higher app that keeps something of what lower ones change, and must not keep it otherwise than they do.
    """
    _heeders[kind] = heeder


def _heeded(topic: str, message: Mapping[str, Any]) -> None:
    kind, _, id = topic.partition(":")
    if heeder := _heeders.get(kind):
        heeder(id, message)


def announce(topic: str, **message: Any) -> None:
    """Send {"topic": topic, **message} to whoever listens, once the caller's transaction has committed.

    Without Redis it is a row in the caller's own transaction: it cannot be lost between the commit and the telling,
    and a web process that was not rung reads it at its next look.
    """
    _heeded(topic, message)
    if settings.REDIS_URL:
        text = json.dumps({"topic": topic, **message}, cls=DjangoJSONEncoder)
        transaction.on_commit(partial(_publish, text), robust=True)
        return
    row = Announcement.objects.create(topic=topic, message=message, at=timezone.now())
    transaction.on_commit(partial(_say, [row]), robust=True)


def announce_all(news: Iterable[tuple[str, Mapping[str, Any]]]) -> None:
    """As `announce`, of many at once: (topic, message) each, in one statement."""
    told = list(news)
    for topic, message in told:
        _heeded(topic, message)
    if settings.REDIS_URL:
        texts = [json.dumps({"topic": topic, **message}, cls=DjangoJSONEncoder) for topic, message in told]
        transaction.on_commit(partial(_publish_all, texts), robust=True)
        return
    at = timezone.now()
    rows = [Announcement(topic=topic, message=dict(message), at=at) for topic, message in told]
    transaction.on_commit(partial(_say, Announcement.objects.bulk_create(rows)), robust=True)


def cut(*, session_key: str = "", user_id: object = "", topic: str = "", why: str = "ended") -> None:
    """Close the sockets of a session or a person, or, with a topic, end only their listening to it; in every process.

    Whoever is cut from a topic may ask to enter again, and is then asked for anew whether she may.
    """
    if not (session_key or user_id or topic):
        raise ValueError("cut needs a session_key, a user_id or a topic: it would close every page")
    announce(CUT, session=mark(session_key) if session_key else "", user=str(user_id), about=topic, why=why)


def prune() -> int:
    """Forget what every web process has long since told. Housekeeping calls this."""
    long_ago = timezone.now() - timedelta(seconds=KEPT_SECONDS)
    return Announcement.objects.filter(at__lt=long_ago).delete()[0]


def _say(rows: Sequence[Announcement]) -> None:
    """Straight to the pages of this process, if it serves any; else the web process is rung, and reads the table."""
    if _at_home:
        _at_home[0](rows)
    else:
        doorbell.ring()


@cache
def _redis() -> "redis.Redis":
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=1)


def _publish(text: str) -> None:
    _publish_all([text])


def _publish_all(texts: list[str]) -> None:
    """A page that misses this asks again when it reconnects; the request that told it must not fail."""
    try:
        line = _redis().pipeline(transaction=False)
        for text in texts:
            line.publish(CHANNEL, text)
        line.execute()
    except redis.RedisError as error:
        log.warning("Could not announce through Redis: %s", error)
