"""What she asks for: the rate card that a request starts from."""

from studio.consent.models import RateCard
from studio.consent.terms import Pay
from studio.twins.models import Twin


def rate_card_of(twin: Twin) -> Pay | None:
    """What she asks for today, or None where she never said."""
    newest = RateCard.objects.filter(twin=twin).order_by("-version").first()
    return Pay.from_json(newest.pay) if newest else None
