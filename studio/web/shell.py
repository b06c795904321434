"""What the bar shows that only higher apps know: they leave a function here, and the bar asks it.

`provide_waits`, `provide_nav` and `provide_live` are called once each, from an app's `ready()`; the last one given is
the one asked.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Door:
    """One entry of the bar: a word, where it leads, and whether the reader stands there now."""

    label: str
    url: str
    here: bool = False


Waits = Callable[[Any], int]
Nav = Callable[[HttpRequest], Sequence[Door]]
Token = Callable[[HttpRequest], str]

_waits: list[Waits] = []
_nav: list[Nav] = []
_live: list[Token] = []


def provide_waits(count: Waits) -> None:
    """`count(user)` says how many things wait for this person's hand."""
    _waits[:] = [count]


def provide_nav(doors: Nav) -> None:
    """`doors(request)` gives the tabs of pages that have none of their own."""
    _nav[:] = [doors]


def provide_live(token: Token) -> None:
    """`token(request)` signs the reader's own topic, which every page of hers listens to beside those it names."""
    _live[:] = [token]


def waits_for(user: Any) -> int:
    return _waits[0](user) if _waits and user.is_authenticated else 0


def nav_for(request: HttpRequest) -> Sequence[Door]:
    user: Any = getattr(request, "user", None)
    return _nav[0](request) if _nav and user is not None and user.is_authenticated else ()


def live_for(request: HttpRequest) -> str:
    user: Any = getattr(request, "user", None)
    return _live[0](request) if _live and user is not None and user.is_authenticated else ""
