"""Pages by HTTP, what happens meanwhile by websocket, and the start and the end of both."""

import asyncio
import gc
from contextlib import suppress
from io import TextIOWrapper
from typing import Any, cast

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import connection
from django.urls import reverse

import studio.loaded  # first of ours: it loads the apps whose models the others import
from studio.consent.actions import NotAppliedError, require_erasures
from studio.live.bus import bus
from studio.live.lone import NotAlone, alone
from studio.live.socket import Receive, Scope, Send, live
from studio.media.erasures import BrokenListError

LENGTH_REQUIRED, TOO_LARGE = 411, 413
FORM_BYTES = 1024 * 1024  # what a form carries beside its file
LET_GO_BYTES, LET_GO_SECONDS = 1024**3, 120  # a browser reads no answer before it has sent all it began to send
OF_A_BODY = {b"content-length", b"content-type", b"transfer-encoding", b"expect"}


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        await lifespan(receive, send)
    elif scope["type"] == "websocket":
        await live(scope, receive, send)
    elif refusal := too_much(scope):
        await refuse(scope, receive, send, refusal)
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


async def refuse(scope: Scope, receive: Receive, send: Send, status: int) -> None:
    """What is too large is let go by piece by piece, kept nowhere, and answered with the page that says so."""
    if status == LENGTH_REQUIRED:
        await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body", "body": b""})
        return
    await let_go(scope, receive)
    path = reverse("web:too_large")
    page = {"method": "GET", "path": path, "raw_path": path.encode(), "query_string": b""}
    headers = [(name, value) for name, value in scope["headers"] if name.lower() not in OF_A_BODY]
    await studio.loaded.http({**scope, **page, "headers": headers}, without_body(receive), cast(Any, send))


async def let_go(scope: Scope, receive: Receive) -> None:
    """All of the body, where it says that it is of a size that can be waited for."""
    length = next((value for name, value in scope["headers"] if name.lower() == b"content-length"), b"")
    if not length.isdigit() or int(length) > LET_GO_BYTES:
        return
    with suppress(TimeoutError):
        async with asyncio.timeout(LET_GO_SECONDS):
            while (await receive()).get("more_body"):
                pass


def without_body(receive: Receive) -> Receive:
    """For Django, which reads a body and then listens for whoever leaves."""
    begun = False

    async def nothing() -> dict[str, Any]:
        nonlocal begun
        if not begun:
            begun = True
            return {"type": "http.request", "body": b"", "more_body": False}
        while (message := dict(await receive()))["type"] != "http.disconnect":
            pass
        return message

    return nothing


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
