"""Who may listen to a shoot."""

from typing import Any
from uuid import UUID

from studio.live import kinds
from studio.shoots.models import Shoot


def register() -> None:
    kinds.kind("shoot", may_enter=may_enter, on_presence=True)


def may_enter(topic_id: str, user: Any) -> bool:
    try:
        shoot_id = UUID(topic_id)
    except ValueError:
        return False
    return user.is_authenticated and Shoot.objects.visible_to(user).filter(id=shoot_id).exists()
