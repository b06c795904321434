"""{% load shoots %}: the codes of a brief in words."""

from collections.abc import Iterable

from django import template
from django.utils.text import capfirst

from studio.consent.words import label, labels
from studio.web.writing import listed

register = template.Library()


@register.filter
def said(codes: str | Iterable[str], kind: str) -> str:
    """ "France, Germany and Italy" for `brief.territories|said:"territory"`."""
    words = [label(kind, codes)] if isinstance(codes, str) else labels(kind, codes)
    return capfirst(listed(words))
