"""`{% load home %}`: figures as these pages draw and set them."""

from collections.abc import Sequence
from datetime import date

from django import template

from studio.consent.wording import listed
from studio.ledger.models import Posting
from studio.money import Money
from studio.web import writing
from studio.web.templatetags.web import NBSP, money

register = template.Library()


@register.filter
def amount(figure: Money) -> str:
    """The figure alone, where its currency is set smaller beside it."""
    return money(figure).removesuffix(f"{NBSP}{figure.currency}")


@register.filter
def share(bps: int) -> str:
    """ "20 %" for 2,000 parts of 10,000."""
    return writing.share(bps)


@register.filter
def dated(words: str) -> date | None:
    """The day of what another studio wrote as "2026-05-09", or as an instant that begins with it."""
    try:
        return date.fromisoformat(str(words)[:10])
    except ValueError:
        return None


@register.filter
def posted(kind: str) -> str:
    """What a line of another studio's ledger is, in words; what this one has no word for stays as it is written."""
    return str(dict(Posting.Kind.choices).get(kind, kind))


@register.filter
def px(number: float) -> str:
    """A number of a drawing, the same in every language."""
    return f"{number:g}"


@register.filter
def in_words(names: Sequence[str]) -> str:
    """ "Corvane, Halden and Perron"."""
    return listed(names)
