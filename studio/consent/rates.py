"""Her pay as a rate that can be reckoned with, and what a use under it costs. No database or clock."""

from collections.abc import Iterable, Sequence
from datetime import date

from studio.consent.terms import CHANNELS, COUNTRIES, NOTICE_DAYS, WORLD, Pay, Terms
from studio.money import WHOLE_BPS, Money, total
from studio.pricing import PricedUse, Rate, basis_points, price

DAY_STEPS_AT_MOST = 6
PAID_WITHIN_AT_MOST_DAYS = 120


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


def rate_card_lacks(pay: Pay) -> list[str]:
    """What must be right before a rate card holds, by name."""
    factors = {
        "channels": (pay.channels, set(pay.channels) <= set(CHANNELS)),
        "territories": (pay.territories, set(pay.territories) <= {WORLD, *COUNTRIES}),
        "days": (pay.days, len(pay.days) <= DAY_STEPS_AT_MOST),
        "notice": (pay.notice, set(pay.notice) <= {str(days) for days in NOTICE_DAYS}),
    }
    checks = {
        "day-rate": pay.day_rate_minor > 0,
        **{name: known and all(map(_is_factor, given.values())) for name, (given, known) in factors.items()},
        "kill-fee": pay.kill_fee_bps <= WHOLE_BPS,
        "crew-share": pay.crew_share_bps <= WHOLE_BPS,
        "pay-day": 0 < pay.pay_within_days <= PAID_WITHIN_AT_MOST_DAYS,
    }
    return [name for name, holds in checks.items() if not holds]


def _is_factor(text: str) -> bool:
    """Above nothing, at most a hundredfold, and exact in parts of 10,000."""
    try:
        return 0 < basis_points(text) <= 100 * WHOLE_BPS
    except ValueError:
        return False
