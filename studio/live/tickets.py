"""What lets a page listen: its topics and how far each was, signed for the session it was made in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

from studio.live import kinds

SALT = "studio.live"
MAX_AGE_SECONDS = 12 * 3600


@dataclass(frozen=True, slots=True)
class Ticket:
    """The topics a page was made for, and the version of each of them that it shows."""

    topics: tuple[str, ...]
    versions: Mapping[str, int]

    def behind(self) -> list[str]:
        """The topics that have moved on since the page was made."""
        now = kinds.versions(self.topics)
        return sorted(topic for topic, version in now.items() if version != self.versions.get(topic))


def mark(session_key: str) -> str:
    """Stands for a session where its key must not be read."""
    return salted_hmac(SALT, session_key, algorithm="sha256").hexdigest()[:24]


def sign(topics: Iterable[str], *, session_key: str) -> str:
    """A page's token. Raises ValueError without a session, to which it would have to be bound."""
    if not session_key:
        raise ValueError("session_key must name the session the page is shown in, got an empty one")
    each = sorted(set(topics))
    ticket = {"topics": each, "versions": kinds.versions(each), "session": mark(session_key)}
    return signing.dumps(ticket, salt=SALT, compress=True)


def read(token: object, *, session_key: str) -> Ticket | None:
    """What a token says, or None when it is forged, too old or another session's."""
    try:
        ticket = signing.loads(str(token), salt=SALT, max_age=MAX_AGE_SECONDS)
    except signing.BadSignature:
        return None
    if not constant_time_compare(ticket["session"], mark(session_key)):
        return None
    return Ticket(tuple(ticket["topics"]), ticket.get("versions", {}))
