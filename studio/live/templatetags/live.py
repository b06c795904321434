"""{% load live %}{% live_topics "board:12" "twin:7" %}: what this page may listen to."""

from collections.abc import Iterable, Sequence

from django import template
from django.template.context import RequestContext
from django.utils.html import format_html
from django.utils.safestring import SafeString

from studio.live.tickets import sign

register = template.Library()


@register.simple_tag(takes_context=True)
def live_topics(context: RequestContext, *topics: str | Sequence[str]) -> SafeString:
    """Nothing for a visitor without a session: to make her one only for this would set a cookie on public pages."""
    request = context["request"]
    if not request.session.session_key and request.user.is_authenticated:
        request.session.save()
    if not request.session.session_key:
        return SafeString("")
    return format_html('<meta name="live" content="{}">', sign(_each(topics), session_key=request.session.session_key))


def _each(topics: Iterable[str | Sequence[str]]) -> list[str]:
    """Topics one by one, whether a page names them or hands over a list."""
    return [each for topic in topics for each in ([topic] if isinstance(topic, str) else topic)]
