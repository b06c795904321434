"""`{% load consent %}{% code_label "channel" delivery.channel %}`: the words for the codes of terms and of prices."""

from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _

from studio.consent.words import label
from studio.web.writing import share

register = template.Library()

PRICE_LINES = {
    "day-rate": _("day rate"),
    "channel": _("channel"),
    "territory": _("places"),
    "days": _("days"),
    "notice": _("notice"),
    "minimum": _("least amount"),
    "fee": _("fee"),
    "commission": _("agency's commission"),
    "net": _("net"),
}


@register.simple_tag
def code_label(kind: str, code: str) -> str:
    """kind: one of `words.KINDS`, "territory", or "line" for a line of a price."""
    return str(PRICE_LINES.get(code, code)) if kind == "line" else label(kind, code)


@register.filter
def field(form: Any, name: str) -> Any:
    """`{{ form|field:"channel_print" }}`: a field whose name is itself a value, or nothing where there is none."""
    return form[name] if name in form.fields else ""


@register.filter
def bps(points: int) -> str:
    """ "12.5 %" for 1,250 parts of 10,000."""
    return share(points)
