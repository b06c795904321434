"""How many pictures and downloads lie within reach of a stop: what she reads after she pressed."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from studio.assets.models import Delivery
from studio.consent.facts import owners_day
from studio.consent.models import Gate, Pause, PieceTaken
from studio.consent.reaches import LICENCE, Counted
from studio.previews.models import Preview
from studio.twins.models import Twin

SHOOT_OF = "rendition__asset__master__preview__look__shoot"
PREVIEWS = {Pause.Reach.HOUSE: "look__shoot__house", Pause.Reach.SHOOT: "look__shoot", Pause.Reach.PICTURE: "id"}
DELIVERIES = {
    Pause.Reach.HOUSE: "house",
    Pause.Reach.SHOOT: SHOOT_OF,
    Pause.Reach.PICTURE: "rendition__asset__master__preview",
}


def counted(twin: Twin, reach: str, about: str, now: datetime) -> Counted:
    """Nothing twice: while everything is paused a narrower stop hides nothing more."""
    if Gate.objects.filter(twin=twin, state=Gate.State.PAUSED).exists():
        return Counted()
    within = _narrowed(reach, about)
    if within is None:
        return Counted()
    previews, deliveries = within
    made = Preview.objects.made().showing(twin.pk).filter(**previews)
    pictures = made.distinct().count() + (twin.comp_card.count() if reach == Pause.Reach.EVERYTHING else 0)
    return Counted(pictures=pictures, downloads=open_to_take(twin, now).filter(**deliveries).count())


def open_to_take(twin: Twin, now: datetime) -> QuerySet[Delivery]:
    """Delivered files that may be downloaded today, as far as she is concerned."""
    today = owners_day(twin, now)
    pieces = PieceTaken.objects.filter(twin=twin, takedown_on=None, ends_on__gte=today)
    ids = delivery_ids(pieces.values_list("delivery", flat=True))
    return Delivery.objects.filter(pk__in=ids, ends_on__gte=today)


def delivery_ids(named: Iterable[str]) -> list[UUID]:
    """A piece names its delivery in text; what is no id of ours is nothing we delivered."""
    found = []
    for text in named:
        with suppress(ValueError):
            found.append(UUID(text))
    return found


def _narrowed(reach: str, about: str) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """What narrows previews and deliveries; None for a reach that names nothing there is."""
    if reach == Pause.Reach.EVERYTHING:
        return {}, {}
    try:
        named = UUID(about)
    except ValueError:
        return None
    if reach == LICENCE:
        pieces = PieceTaken.objects.filter(version__grant=named).values_list("delivery", flat=True)
        return {"twins__version__grant": named}, {"pk__in": delivery_ids(pieces)}
    place = Pause.Reach(reach)
    return {PREVIEWS[place]: named}, {DELIVERIES[place]: named}
