"""Somebody with a link and no account. What the link opens is asked anew at every request."""

from collections.abc import Mapping, MutableMapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError

from studio.people.models import GuestLink

SLOT = "guest_link"
GRADES = (GuestLink.Rights.VIEW, GuestLink.Rights.COMMENT, GuestLink.Rights.DECIDE)


def let_in(session: MutableMapping[str, Any], link: GuestLink) -> None:
    """Remember which link she came by; not what it opens."""
    session[SLOT] = str(link.id)


def link_of(session: Mapping[str, Any] | Any, now: datetime) -> GuestLink | None:
    """The link this session came by, while it is in force. Takes a request's `session`, or a socket user's."""
    known = session.get(SLOT) if session is not None else None
    if not known:
        return None
    try:
        return GuestLink.objects.in_force(now).select_related("by").filter(id=known).first()
    except ValidationError:
        return None


def may(session: Mapping[str, Any] | Any, about: str, wanted: str, now: datetime) -> bool:
    """Does her link open this thing ("board:<id>"), at least as far as wanted ("view", "comment", "decide")?"""
    link = link_of(session, now)
    if link is None or link.about != about:
        return False
    return GRADES.index(GuestLink.Rights(link.rights)) >= GRADES.index(GuestLink.Rights(wanted))
