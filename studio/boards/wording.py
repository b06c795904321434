"""A note's words as they read: bold, lists and links, and nothing else. `markdown.js` writes them the same way."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

INLINE = re.compile(r"\*\*(?P<bold>.+?)\*\*|\[(?P<text>[^\]\n]+)\]\((?P<href>https?://[^\s()]+)\)")
ITEM = re.compile(r"^\s*[-*•]\s+(?P<words>.*)$")


def written(words: str) -> SafeString:
    """Safe to stand on a page: everything that was typed is escaped, and links lead to the web alone."""
    blocks = groupby(words.split("\n"), key=lambda line: bool(ITEM.match(line)))
    return mark_safe("".join(_list(lines) if in_list else _paragraphs(lines) for in_list, lines in blocks))


def _paragraphs(lines: Iterable[str]) -> SafeString:
    return format_html_join("", "<p>{}</p>", ((_inline(line),) for line in lines))


def _list(lines: Iterable[str]) -> SafeString:
    items = (found["words"] for line in lines if (found := ITEM.match(line)))
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((_inline(item),) for item in items)))


def _inline(line: str) -> SafeString:
    return format_html_join("", "{}", ((piece,) for piece in _pieces(line)))


def _pieces(line: str) -> Iterator[str]:
    end = 0
    for found in INLINE.finditer(line):
        yield line[end : found.start()]
        end = found.end()
        if found["bold"]:
            yield format_html("<b>{}</b>", found["bold"])
        else:
            link = '<a href="{}" rel="noopener noreferrer" target="_blank">{}</a>'
            yield format_html(link, found["href"], found["text"])
    yield line[end:]
