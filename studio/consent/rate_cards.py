"""What she asks for: the rate card that a request starts from."""

from collections.abc import Iterable
from uuid import UUID

from studio.consent.models import RateCard
from studio.consent.terms import Pay
from studio.twins.models import Twin


def rate_card_of(twin: Twin) -> Pay | None:
    """What she asks for today, or None where she never said."""
    newest = RateCard.objects.filter(twin=twin).order_by("-version").first()
    return Pay.from_json(newest.pay) if newest else None


def rate_cards_of(twins: Iterable[Twin]) -> dict[UUID, Pay]:
    """The same of many, by twin's id, in one query."""
    rows = RateCard.objects.filter(twin__in=list(twins)).order_by("version")
    return {row.twin_id: Pay.from_json(row.pay) for row in rows}
