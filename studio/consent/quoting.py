"""What a yes would pay, said before she says it: in lines that can be checked by hand, and with the day it is due."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from studio.consent.rates import dearest, rate_of
from studio.consent.terms import WORLD, Terms
from studio.consent.words import label
from studio.money import Money
from studio.pricing import Factor, PricedUse, price, reckoned, settle
from studio.web import writing

NBSP = "\u00a0"


def quote(terms: Terms, commission_bps: int, *, on: date | None = None) -> dict[str, Any]:
    """What one picture pays that is delivered in every channel agreed, in all the places and for all the days.

    on: the day of a yes; the first delivery can be no earlier, nor before the first day. Amounts are whole numbers in
    the currency's minor unit; days are ISO 8601. Tests pay nothing. Raises ValueError for a factor that is too fine.
    """
    first_on = max(terms.starts_on, on or terms.starts_on)
    channels = [] if terms.tests_only else [_in_channel(terms, channel, commission_bps) for channel in terms.channels]
    fee, commission = (sum(each[name] for each in channels) for name in ("fee_minor", "commission_minor"))
    crew = Money(fee, terms.pay.currency).share(terms.pay.crew_share_bps).minor
    return {
        "currency": terms.pay.currency,
        "channels": channels,
        "fee_minor": fee,
        "commission_minor": commission,
        "net_minor": fee - commission,
        "crew_minor": crew,
        "kill_fee_minor": Money(fee, terms.pay.currency).share(terms.pay.kill_fee_bps).minor,
        "pieces": terms.pieces,
        "most_net_minor": (fee - commission) * terms.pieces,
        "most_cost_minor": (fee + crew) * terms.pieces,
        "days": (terms.ends_on - terms.starts_on).days + 1,
        "first_on": first_on.isoformat(),
        "pay_on": (first_on + timedelta(days=terms.pay.pay_within_days)).isoformat() if fee else "",
    }


def _in_channel(terms: Terms, channel: str, commission_bps: int) -> dict[str, Any]:
    rate = rate_of(terms.pay)
    place = dearest(rate, terms.territories) if terms.territories else WORLD
    days = max((terms.ends_on - terms.starts_on).days + 1, 1)
    reckoned_for = price(rate, PricedUse(channel, place, days, terms.notice_days))
    settlement = settle(reckoned_for, commission_bps)
    return {
        "channel": channel,
        "territory": place,
        "lines": [asdict(line) for line in (*reckoned_for.lines, *settlement.lines)],
        "fee_minor": settlement.fee.minor,
        "commission_minor": settlement.commission.minor,
        "net_minor": settlement.net.minor,
    }


def in_one_line(lines: Iterable[Mapping[str, Any]], channel: str | None) -> str:
    """ "1,200.00 × 0.35 Instagram × 90/365 days × 1.15 notice = 119.10, less 20 % commission 23.82"."""
    found = reckoned(lines)
    if found is None:
        return ""
    text = " × ".join([writing.decimal(found.rate), *(factor_words(factor, channel) for factor in found.factors)])
    if found.fee != found.rate:
        text += f" = {writing.decimal(found.fee)}"
    if not found.commission:
        return text
    share, kept = f"{writing.decimal(found.share)}{NBSP}%", writing.decimal(found.commission)
    return f"{text}, {_('less %(share)s commission %(amount)s') % {'share': share, 'amount': kept}}"


def factor_words(factor: Factor, channel: str | None) -> str:
    words = {
        "channel": label("channel", channel) if channel else _("channel"),
        "territory": _("places"),
        "days": _("days"),
        "notice": _("notice"),
    }
    return f"{writing.arithmetic(factor.text)} {words.get(factor.code, '')}".strip()
