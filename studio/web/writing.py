"""How days, shares, numbers and lists are written in the language in force: on every page and in every text signed."""

import re
from collections.abc import Sequence
from datetime import date

from babel import Locale
from babel.dates import format_date
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from studio.money import MINUS, Money, figure
from studio.pricing import share_words

NBSP = "\u00a0"


def locale() -> Locale:
    return Locale.parse((translation.get_language() or "en").split("-")[0])


def day(value: date) -> str:
    """ "12 May 2026"."""
    return _first(value, date_format(value, "j F Y"))


def short_day(value: date) -> str:
    """ "12 May", "12 maj", "12 sept."."""
    return _first(value, format_date(value, "d MMM", locale=locale()))


def narrow_day(value: date) -> str:
    """ "12 May 2026", "12 sept. 2026"."""
    return _first(value, format_date(value, "d MMM y", locale=locale()))


def short_month(value: date) -> str:
    return format_date(value, "LLL", locale=locale())


def _first(value: date, written: str) -> str:
    """In French the first of a month is its "1er", which no pattern of dates knows."""
    return f"1er{written[1:]}" if value.day == 1 and locale().language == "fr" else written


def share(bps: int) -> str:
    """Parts of 10,000: "20 %" for 2,000, "12.5 %" for 1,250, with the space that does not break."""
    return f"{decimal(share_words(bps))}{NBSP}%"


def decimal(plain: str) -> str:
    """A number as arithmetic writes it, "1200.50", with the language's own signs: "1 200,50"."""
    return figure(plain, str(locale()))


def money(amount: Money) -> str:
    """ "1,104.00 EUR": the one form of a sum, on pages, in mail and in papers."""
    return amount.words(str(locale()))


def arithmetic(plain: str) -> str:
    """A whole line of it: "1200.00 x 90/365 = 295.89" becomes "1 200,00 × 90/365 = 295,89"."""
    signs = plain.replace(" x ", " × ").replace(" - ", f" {MINUS} ")
    return re.sub(r"\d+(\.\d+)?", lambda found: decimal(found.group()), signs)


def headed(head: str, rest: str) -> str:
    """ "E-commerce: knitwear". French sets a space before its colon."""
    return _("%(head)s: %(rest)s") % {"head": head, "rest": rest}


def listed(words: Sequence[str]) -> str:
    """ "France, Germany and Italy"."""
    if len(words) < 2:
        return "".join(words)
    return _("%(most)s and %(last)s") % {"most": ", ".join(words[:-1]), "last": words[-1]}
