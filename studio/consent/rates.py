"""Her pay as a rate that can be reckoned with, and the rate card that a request starts from."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from studio.consent.models import RateCard
from studio.consent.terms import WORLD, Pay, Terms
from studio.money import WHOLE_BPS, Money, total
from studio.pricing import PricedUse, Rate, basis_points, price
from studio.twins.models import Twin


def rate_of(pay: Pay) -> Rate:
    """Signed terms or a rate card as a rate. Factors are decimals of at most four places."""
    return Rate(
        day_rate_minor=pay.day_rate_minor,
        currency=pay.currency,
        channels={channel: basis_points(factor) for channel, factor in pay.channels.items()},
        territories={code: basis_points(factor) for code, factor in pay.territories.items()},
        days=tuple(sorted((int(most), basis_points(factor)) for most, factor in pay.days.items())),
        notice={int(days): basis_points(factor) for days, factor in pay.notice.items()},
        minimum_minor=pay.minimum_minor,
    )


def dearest(rate: Rate, territories: Sequence[str]) -> str:
    """Of several places the dearest counts; the world where it is asked for."""
    if WORLD in territories:
        return WORLD
    return max(territories, key=lambda code: rate.territories.get(code, WHOLE_BPS))


def fee_of(
    terms: Terms, *, channels: Iterable[str], territories: Sequence[str], starts_on: date, ends_on: date, pieces: int
) -> Money:
    """What so many pieces cost under these terms, each in each of the channels: a channel is a delivery of its own."""
    rate, days = rate_of(terms.pay), (ends_on - starts_on).days + 1
    place = dearest(rate, territories)
    each = (price(rate, PricedUse(channel, place, days, terms.notice_days)).fee for channel in channels)
    once = total(each, rate.currency)
    return Money(once.minor * pieces, once.currency)


def rate_card_of(twin: Twin) -> Pay | None:
    """What she asks for today, or None where she never said."""
    newest = RateCard.objects.filter(twin=twin).order_by("-version").first()
    return Pay.from_json(newest.pay) if newest else None


def rate_cards_of(twins: Iterable[Twin]) -> dict[UUID, Pay]:
    """The same of many, by twin's id, in one query."""
    rows = RateCard.objects.filter(twin__in=list(twins)).order_by("version")
    return {row.twin_id: Pay.from_json(row.pay) for row in rows}
