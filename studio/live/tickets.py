"""What lets a page listen: its topics, signed for the session it was made in."""

from collections.abc import Iterable

from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

SALT = "studio.live"
MAX_AGE_SECONDS = 12 * 3600


def mark(session_key: str) -> str:
    """Stands for a session where its key must not be read."""
    return salted_hmac(SALT, session_key, algorithm="sha256").hexdigest()[:24]


def sign(topics: Iterable[str], *, session_key: str) -> str:
    """A page's token. Raises ValueError without a session, to which it would have to be bound."""
    if not session_key:
        raise ValueError("session_key must name the session the page is shown in, got an empty one")
    return signing.dumps({"topics": sorted(set(topics)), "session": mark(session_key)}, salt=SALT, compress=True)


def topics(token: object, *, session_key: str) -> list[str] | None:
    """The topics of a token, or None when it is forged, too old or another session's."""
    try:
        ticket = signing.loads(str(token), salt=SALT, max_age=MAX_AGE_SECONDS)
    except signing.BadSignature:
        return None
    return list(ticket["topics"]) if constant_time_compare(ticket["session"], mark(session_key)) else None
