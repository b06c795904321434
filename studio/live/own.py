"""Everybody's own topic, and the end of a session's sockets when she signs out."""

from typing import Any

from django.http import HttpRequest

from studio.live import announcing
from studio.live.kinds import kind


def register() -> None:
    kind("person", may_enter=lambda topic_id, user: bool(user.is_authenticated) and str(user.pk) == topic_id)


def cut_on_sign_out(sender: object, request: HttpRequest | None, **kwargs: Any) -> None:
    session_key = request.session.session_key if request else None
    if session_key:
        announcing.cut(session_key=session_key, why="signed-out")
