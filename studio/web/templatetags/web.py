"""Tags and filters of the shared parts: `{% load web %}`."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from django import template
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.forms.utils import flatatt
from django.template.context import Context
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import conditional_escape, escape, format_html, json_script
from django.utils.safestring import SafeString, mark_safe

from studio.decisions import Decision
from studio.money import Money
from studio.web import sentences, writing

register = template.Library()

CONSENT_STATES = ("yes", "asks", "option", "none", "no", "lapsed", "paused")
NBSP = "\u00a0"


def modules() -> dict[str, str]:
    """Each of our ES modules: its plain address to the one served (hashed in production)."""
    found = {
        path
        for finder in get_finders()
        for path, _ in finder.list(["admin", ".*"])
        if path.startswith(("js/", "vendor/")) and path.endswith((".js", ".mjs"))
    }
    return {settings.STATIC_URL + path: static(path) for path in sorted(found)}


@cache
def kept_modules() -> dict[str, str]:
    """The files of a running studio do not change; looking through the folders once is enough."""
    return modules()


@register.simple_tag(takes_context=True)
def import_map(context: Context) -> SafeString:
    """The import map, which stands before any module and carries the request's nonce."""
    imports = modules() if settings.DEBUG else kept_modules()
    script = json_script({"imports": imports})
    nonce = context.get("csp_nonce", "")
    return mark_safe(script.replace('type="application/json"', f'type="importmap" nonce="{nonce}"', 1))


@register.simple_tag
def upload_most() -> dict[str, Any]:
    """How large a file may be: for the script in bytes, for a person in words."""
    return {"bytes": settings.UPLOAD_MAX_BYTES, "words": f"{settings.UPLOAD_MAX_BYTES // 1024**2} MB"}


@register.simple_tag
def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """A sign from the one sprite. With a label it has a name of its own; without, the word stands beside it."""
    kind = "i i-s" if size == "small" else "i"
    spoken = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="{}" viewBox="0 0 16 16" {}><use href="{}#{}"/></svg>', kind, spoken, static("icons.svg"), name
    )


@register.simple_tag
def consent_state(state: str, words: str = "") -> SafeString:
    """Consent in colour, shape and word, always all three."""
    if state not in CONSENT_STATES:
        raise ValueError(f"state must be one of {', '.join(CONSENT_STATES)}, got {state!r}")
    said = words or sentences.consent_word(state)
    return format_html('<span class="consent" data-state="{}">{}{}</span>', state, icon(state), said)


@register.simple_tag
def consent_mark(state: str) -> SafeString:
    """The same on a thumbnail: colour and shape are seen, and the word is read out. Nothing where nothing is known."""
    if not state:
        return mark_safe("")
    said = sentences.consent_word(state)
    spoken = icon(state, said)
    return format_html('<span class="consent mark-only" data-state="{}" title="{}">{}</span>', state, said, spoken)


@register.simple_tag
def sentence(decision: Decision) -> str:
    return sentences.sentence(decision)


@register.simple_tag
def way_on(decision: Decision) -> str:
    return sentences.way_on(decision)


@register.filter
def money(amount: Any, currency: str = "") -> str:
    """`{{ entry.amount_minor|money:entry.currency }}` or `{{ sum|money }}`: "1,104.00 EUR", never rounded by eye.

    amount: an integer in the currency's minor unit, or anything with `minor` and `currency`.
    """
    if amount is None or amount == "":
        return ""
    return writing.money(Money(int(getattr(amount, "minor", amount)), str(getattr(amount, "currency", currency))))


@register.filter
def options(groups: Iterable[tuple[Any, Iterable[Mapping[str, Any]], int]]) -> SafeString:
    """The options of a select, in one go: a template for each is most of the work of a page that lists countries."""
    return mark_safe("".join(_group(name, choices) for name, choices, _place in groups))


def _group(name: Any, choices: Iterable[Mapping[str, Any]]) -> str:
    said = "".join(map(_option, choices))
    return f'\n  <optgroup label="{conditional_escape(name)}">{said}\n  </optgroup>' if name else said


def _option(choice: Mapping[str, Any]) -> str:
    attrs = flatatt(choice["attrs"]) if choice["attrs"] else ""
    return f'\n  <option value="{escape(str(choice["value"]))}"{attrs}>{conditional_escape(choice["label"])}</option>'


@register.filter
def reckoning(arithmetic: str) -> str:
    """A line's own arithmetic, "1200.00 x 0.35 = 420.00", in the reader's signs."""
    return writing.arithmetic(arithmetic)


@register.filter
def day(value: Any) -> str:
    """ "12 May 2026", in the reader's language; an instant is shown as the day it is for her."""
    found = _date(value)
    return writing.day(found) if found else ""


@register.filter
def short_day(value: Any) -> str:
    """ "12 May", where the year is plain from what stands around it."""
    found = _date(value)
    return writing.short_day(found) if found else ""


@register.filter
def short_moment(value: Any) -> str:
    """ "12 May, 09:52"."""
    return f"{short_day(value)}, {clock(value)}"


@register.filter
def narrow_day(value: Any) -> str:
    """ "12 May 2026" with a short month, for a column."""
    found = _date(value)
    return writing.narrow_day(found) if found else ""


@register.filter
def short_month(value: Any) -> str:
    """ "May", beside others on a line of time."""
    found = _date(value)
    return writing.short_month(found) if found else ""


def _date(value: Any) -> date | None:
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value if isinstance(value, date) else None


@register.filter
def clock(value: Any) -> str:
    """ "09:52", in the reader's zone."""
    if not isinstance(value, datetime):
        return ""
    return date_format(timezone.localtime(value) if timezone.is_aware(value) else value, "H:i")


@register.filter
def moment(value: Any) -> str:
    """ "12 May 2026, 09:52"."""
    return f"{day(value)}, {clock(value)}" if isinstance(value, datetime) else day(value)


@register.filter
def zoned(value: Any) -> str:
    """ "12 May 2026, 09:52 CEST", on a page that is read far from where it was made."""
    zone = f" {timezone.localtime(value):%Z}" if isinstance(value, datetime) else ""
    return f"{moment(value)}{zone}"


@register.filter
def initials(name: Any) -> str:
    """ "Ana Ruiz" is AR, "Noé" is N."""
    parts = [part for part in str(name or "").split() if part[:1].isalnum()]
    ends = parts if len(parts) < 3 else [parts[0], parts[-1]]
    return "".join(part[0] for part in ends).upper()


@register.filter
def percent(value: Any) -> str:
    """A share from 0 to 1 as "66 %", with the space that does not break."""
    return f"{round(float(value or 0) * 100)}{NBSP}%"


@register.filter
def get(mapping: Mapping[Any, Any], key: Any) -> Any:
    """`{{ addresses|get:picture.blob_id }}`: templates cannot look up a key that is itself a name."""
    return mapping.get(key, "") if isinstance(mapping, Mapping) else ""
