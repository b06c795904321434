"""The Content-Security-Policy, under the setting names of Django 6, whose own middleware can take over one day."""

import secrets
from collections.abc import Iterable, Mapping

NONCE = "<csp-nonce>"

Sources = str | bool | None | Iterable[str]


class Nonce:
    """One request's nonce, made when a page first asks for it: a page without scripts allows none inline."""

    def __init__(self) -> None:
        self._value = ""

    def __str__(self) -> str:
        if not self._value:
            self._value = secrets.token_urlsafe(16)
        return self._value

    def __bool__(self) -> bool:
        """True before it is made, too: `{% if csp_nonce %}` must not hide it."""
        return True

    def __html__(self) -> str:
        return str(self)

    @property
    def given(self) -> str:
        return self._value


def policy(directives: Mapping[str, Sources], *, nonce: str = "", host: str = "") -> str:
    """The header's text. Without a nonce its placeholder is left out; with a host, 'self' also covers its websocket."""
    parts = []
    for name, sources in directives.items():
        if sources is None or sources is False:
            continue
        words = [_nonced(word, nonce) for word in _listed(sources)]
        if name == "connect-src" and host and "'self'" in words:
            words += [f"ws://{host}", f"wss://{host}"]
        parts.append(" ".join([name, *(word for word in words if word)]))
    return "; ".join(parts)


def _listed(sources: Sources) -> list[str]:
    if isinstance(sources, str):
        return sources.split()
    if sources is None or isinstance(sources, bool):
        return []
    return list(sources)


def _nonced(word: str, nonce: str) -> str:
    if word != NONCE:
        return word
    return f"'nonce-{nonce}'" if nonce else ""
