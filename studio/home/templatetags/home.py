"""`{% load home %}`: figures as these pages draw and set them."""

from collections.abc import Sequence

from django import template

from studio.consent.wording import listed
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
def px(number: float) -> str:
    """A number of a drawing, the same in every language."""
    return f"{number:g}"


@register.filter
def in_words(names: Sequence[str]) -> str:
    """ "Corvane, Halden and Perron"."""
    return listed(names)
