"""`{% load home %}`: figures as these pages draw and set them."""

from django import template

from studio.home.rules import share_words
from studio.money import Money
from studio.web.templatetags.web import NBSP, money

register = template.Library()


@register.filter
def amount(figure: Money) -> str:
    """The figure alone, where its currency is set smaller beside it."""
    return money(figure).removesuffix(f"{NBSP}{figure.currency}")


@register.filter
def share(bps: int) -> str:
    """ "20 %" for 2,000 parts of 10,000."""
    return f"{share_words(bps)}{NBSP}%"


@register.filter
def px(number: float) -> str:
    """A number of a drawing, the same in every language."""
    return f"{number:g}"
