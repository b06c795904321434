"""Pages by HTTP, what happens meanwhile by websocket, and the start and the end of both."""

import gc
import os
from io import TextIOWrapper
from typing import Any, cast

from asgiref.sync import sync_to_async

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")

from django.core.asgi import get_asgi_application

http = get_asgi_application()

# after it, because models can only be imported once the apps are loaded
from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402

from studio.consent.actions import NotAppliedError, require_erasures  # noqa: E402
from studio.live.bus import bus  # noqa: E402
from studio.live.lone import NotAlone, alone  # noqa: E402
from studio.live.socket import Receive, Scope, Send, live  # noqa: E402
from studio.media.erasures import BrokenListError  # noqa: E402

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
        await http(dict(scope), receive, cast(Any, send))  # Django types its own door more narrowly than ASGI does


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
