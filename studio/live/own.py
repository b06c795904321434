"""Everybody's own topic, and the end of a session's sockets when she signs out."""

from typing import Any

from django.http import HttpRequest

from studio.live import announcing
from studio.live.kinds import kind
from studio.live.tickets import sign
from studio.web import shell


def register() -> None:
    kind("person", may_enter=lambda topic_id, user: bool(user.is_authenticated) and str(user.pk) == topic_id)
    shell.provide_live(token)


def token(request: HttpRequest) -> str:
    """Every page of hers listens to her own topic: what waits for her, and what was paused."""
    session_key = request.session.session_key
    return sign([f"person:{request.user.pk}"], session_key=session_key) if session_key else ""


def cut_on_sign_out(sender: object, request: HttpRequest | None, **kwargs: Any) -> None:
    session_key = request.session.session_key if request else None
    if session_key:
        announcing.cut(session_key=session_key, why="signed-out")
