"""Pages by HTTP, what happens meanwhile by websocket, and the start and the end of both."""

import gc
from io import TextIOWrapper
from typing import Any, cast

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import connection

import studio.loaded  # first of ours: it loads the apps whose models the others import
from studio.consent.actions import NotAppliedError, require_erasures
from studio.live.bus import bus
from studio.live.lone import NotAlone, alone
from studio.live.socket import Receive, Scope, Send, live
from studio.media.erasures import BrokenListError

LENGTH_REQUIRED, TOO_LARGE = 411, 413
FORM_BYTES = 1024 * 1024  # what a form carries beside its file


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        await lifespan(receive, send)
    elif scope["type"] == "websocket":
        await live(scope, receive, send)
    elif refusal := too_much(scope):
        await send({"type": "http.response.start", "status": refusal, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body", "body": b""})
    else:
        django = cast(Any, send)  # Django types its own door more narrowly than ASGI does
        await studio.loaded.http(dict(scope), receive, django)


def too_much(scope: Scope) -> int:
    """A status when a body is larger than any upload may be, or does not say how large it is: it would be spooled to
    the disk in the clear before a view could refuse it. 0 when it may come in."""
    headers = {name.lower(): value for name, value in scope["headers"]}
    length = headers.get(b"content-length", b"0")
    if b"transfer-encoding" in headers:
        return LENGTH_REQUIRED
    return 0 if length.isdigit() and int(length) <= settings.UPLOAD_MAX_BYTES + FORM_BYTES else TOO_LARGE


async def lifespan(receive: Receive, send: Send) -> None:
    await receive()
    lock: TextIOWrapper | None = None
    try:
        await sync_to_async(require_erasures)()
        lock = alone() if connection.vendor == "sqlite" else None
        await bus.start()
        gc.freeze()  # what is loaded by now stays for good, so no page waits while all of it is looked through again
    except (NotAlone, OSError, NotAppliedError, BrokenListError) as error:
        await send({"type": "lifespan.startup.failed", "message": str(error)})
        return
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await bus.stop()
    if lock:
        lock.close()
    await send({"type": "lifespan.shutdown.complete"})
