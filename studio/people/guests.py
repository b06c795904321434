"""Somebody with a link and no account. What the link opens is asked anew at every request."""

from collections.abc import Iterable, Mapping, MutableMapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from studio.people.models import GuestLink

SLOT = "guest_link"
KIND = "guest"  # of topic: a guest's pages listen to their own link's end, and to nothing of those who let her in
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


def topic_of(link: GuestLink) -> str:
    return f"{KIND}:{link.id}"


def may_enter(link_id: str, user: Any) -> bool:
    link = link_of(getattr(user, "session", None), timezone.now())
    return link is not None and str(link.id) == link_id


def named(texts: Iterable[str]) -> dict[str, str]:
    """The names of those guests whom the access log knows by the topic of their link. Other texts are left out."""
    ids = {found: text for text in texts if text.startswith(f"{KIND}:") and (found := _id_in(text))}
    rows = GuestLink.objects.filter(id__in=ids).values_list("id", "label")
    return {ids[id]: _("%(name)s, guest") % {"name": label or _("Somebody")} for id, label in rows}


def _id_in(text: str) -> UUID | None:
    try:
        return UUID(text.removeprefix(f"{KIND}:"))
    except ValueError:
        return None


def came_by(session: Mapping[str, Any] | Any) -> GuestLink | None:
    """The link this session came by, in force or not: so that a page can say since when it is not."""
    known = session.get(SLOT) if session is not None else None
    if not known:
        return None
    try:
        return GuestLink.objects.filter(id=known).first()
    except ValidationError:
        return None


def may(session: Mapping[str, Any] | Any, about: str, wanted: str, now: datetime) -> bool:
    """Does her link open this thing ("board:<id>"), at least as far as wanted ("view", "comment", "decide")?"""
    link = link_of(session, now)
    if link is None or link.about != about:
        return False
    return GRADES.index(GuestLink.Rights(link.rights)) >= GRADES.index(GuestLink.Rights(wanted))
