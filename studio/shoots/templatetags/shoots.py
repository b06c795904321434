"""{% load shoots %}: the codes of a brief in words."""

from collections.abc import Iterable

from django import template
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from studio.consent.words import label, labels

register = template.Library()


@register.filter
def said(codes: str | Iterable[str], kind: str) -> str:
    """ "France, Germany and Italy" for `brief.territories|said:"territory"`."""
    words = [label(kind, codes)] if isinstance(codes, str) else labels(kind, codes)
    if len(words) > 1:
        words = [_("%(most)s and %(last)s") % {"most": ", ".join(words[:-1]), "last": words[-1]}]
    return capfirst("".join(words))
