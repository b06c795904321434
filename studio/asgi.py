"""Pages by HTTP, what happens meanwhile by websocket, and the start and the end of both."""

import os
from io import TextIOWrapper
from typing import Any, cast

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")

from django.core.asgi import get_asgi_application

http = get_asgi_application()

# after it, because models can only be imported once the apps are loaded
from django.db import connection  # noqa: E402

from studio.live.bus import bus  # noqa: E402
from studio.live.lone import NotAlone, alone  # noqa: E402
from studio.live.socket import Receive, Scope, Send, live  # noqa: E402


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        await lifespan(receive, send)
    elif scope["type"] == "websocket":
        await live(scope, receive, send)
    else:
        await http(dict(scope), receive, cast(Any, send))  # Django types its own door more narrowly than ASGI does


async def lifespan(receive: Receive, send: Send) -> None:
    await receive()
    lock: TextIOWrapper | None = None
    try:
        lock = alone() if connection.vendor == "sqlite" else None
        await bus.start()
    except (NotAlone, OSError) as error:
        await send({"type": "lifespan.startup.failed", "message": str(error)})
        return
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await bus.stop()
    if lock:
        lock.close()
    await send({"type": "lifespan.shutdown.complete"})
