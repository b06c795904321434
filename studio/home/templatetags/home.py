"""`{% load home %}`: figures as these pages draw and set them."""

from typing import Any

from django import template

from studio.home.rules import share_words
from studio.web.templatetags.web import NBSP, money

register = template.Library()


@register.filter
def amount(sum_: Any) -> str:
    """The figure alone, where its currency is set smaller beside it."""
    return money(sum_).split(NBSP)[0]


@register.filter
def share(bps: int) -> str:
    """ "20 %" for 2,000 parts of 10,000."""
    return f"{share_words(bps)}{NBSP}%"


@register.filter
def px(number: float) -> str:
    """A number of a drawing, the same in every language."""
    return f"{number:g}"
