"""A page as the socket sees it: the ASGI door driven from the test's own event loop."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from studio.live.bus import bus
from studio.live.kinds import Message
from studio.live.socket import live
from studio.people.models import Person

SECONDS = 5.0


def session_of(person: Person | None = None) -> str:
    """A session's key: a person's, or a guest's that only holds her link."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session["guest_link"] = "about board:1"
    if person:
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return str(session.session_key)


class Browser:
    """`async with Browser(session) as page:` opens a socket; `page.accepted` says whether it was let in."""

    def __init__(self, session_key: str = "", *, origin: str = "http://testserver", path: str = "/live/") -> None:
        cookie = f"{settings.SESSION_COOKIE_NAME}={session_key}"
        headers = {"host": "testserver", "origin": origin, "cookie": cookie}
        encoded = [(name.encode(), value.encode()) for name, value in headers.items() if value]
        self.scope = {"type": "websocket", "path": path, "headers": encoded}
        self.sent: asyncio.Queue[Message] = asyncio.Queue()
        self.said: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.accepted = False
        self.closed = asyncio.Event()
        self.takes = asyncio.Event()
        self.takes.set()

    async def __aenter__(self) -> "Browser":
        self.said.put_nowait({"type": "websocket.connect"})
        self.socket = asyncio.create_task(live(self.scope, self.said.get, self._send))
        decided = asyncio.create_task(self.decided())
        await asyncio.wait_for(decided, SECONDS)
        return self

    async def __aexit__(self, *args: object) -> None:
        self.said.put_nowait({"type": "websocket.disconnect"})
        await asyncio.wait_for(self.socket, SECONDS)

    async def decided(self) -> None:
        while not (self.accepted or self.closed.is_set()):
            await asyncio.sleep(0.005)

    async def _send(self, event: Any) -> None:
        if event["type"] == "websocket.accept":
            self.accepted = True
        elif event["type"] == "websocket.close":
            self.closed.set()
        else:
            await self.takes.wait()
            self.sent.put_nowait(json.loads(event["text"]))

    def say(self, message: Message) -> None:
        self.said.put_nowait({"type": "websocket.receive", "text": json.dumps(message)})

    async def hear(self, kind: str) -> Message:
        """The next message of this kind; others before it are passed over."""
        while True:
            message = await asyncio.wait_for(self.sent.get(), SECONDS)
            if message["kind"] == kind:
                return message

    async def enter(self, token: str) -> Message:
        self.say({"kind": "enter", "token": token})
        return await self.hear("entered")


def with_the_bus(scenario: Callable[[], Awaitable[None]]) -> None:
    """Run a scenario as the web process runs: with the bus started, and stopped at the end."""

    async def whole() -> None:
        await bus.start()
        try:
            await scenario()
        finally:
            await bus.stop()

    asyncio.run(whole())
