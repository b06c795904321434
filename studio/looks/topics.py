"""Who may listen to a look and to a garment."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from studio.live import kinds
from studio.looks.models import Garment, Look


def register() -> None:
    kinds.kind("look", may_enter=lambda id, user: _sees(Look.objects.visible_to, id, user), on_presence=True)
    kinds.kind("garment", may_enter=lambda id, user: _sees(Garment.objects.visible_to, id, user))


def _sees(visible_to: Any, topic_id: str, user: Any) -> bool:
    try:
        wanted = UUID(topic_id)
    except ValueError:
        return False
    rows: QuerySet[Any] = visible_to(user) if user.is_authenticated else Look.objects.none()
    return rows.filter(id=wanted).exists()
