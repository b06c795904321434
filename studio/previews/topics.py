"""Who may listen to how a picture is getting on: whoever sees its shoot."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from studio.live import kinds
from studio.people.models import Person

VisibleTo = Callable[[Person], QuerySet[Any]]


def register(name: str, visible_to: VisibleTo) -> None:
    """visible_to: the queryset method that says which rows of this kind a person sees."""
    kinds.kind(name, may_enter=lambda topic_id, user: sees(visible_to, topic_id, user))


def sees(visible_to: VisibleTo, topic_id: str, user: Any) -> bool:
    try:
        wanted = UUID(topic_id)
    except ValueError:
        return False
    return bool(user.is_authenticated) and visible_to(user).filter(id=wanted).exists()
