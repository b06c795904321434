"""`{% load boards %}`: what a card says, for the page and for its script."""

import json
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from studio.boards import wording
from studio.boards.models import Card

register = template.Library()


@register.filter
def note(words: str) -> SafeString:
    """A note's small Markdown, as it reads."""
    return wording.written(words or "")


@register.filter
def measures(card: Card) -> list[tuple[str, str, str]]:
    """Where a card lies and how large it is: (label, field, value), as a form asks for it."""
    labels = {
        "x": _("From the left"),
        "y": _("From the top"),
        "width": _("Width"),
        "height": _("Height"),
        "rotation": _("Turned by, in degrees"),
    }
    return [(label, name, f"{getattr(card, name):.2f}".rstrip("0").rstrip(".")) for name, label in labels.items()]


@register.filter
def as_json(value: Any) -> str:
    """For a data attribute; the template escapes it."""
    return "" if value in (None, {}, "") else json.dumps(value, separators=(",", ":"), ensure_ascii=False)
