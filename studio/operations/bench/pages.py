"""Open pages without a browser: each a websocket that listens to a twin, and notes when it was told."""

import asyncio
import json
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

WAIT_SECONDS = 60.0


@dataclass(slots=True)
class Pages:
    """visitors: a session's cookie and the token of its page, for each open page."""

    address: str
    visitors: Sequence[tuple[str, str]]
    cookie: str
    told: dict[str, list[int]] = field(default_factory=dict)
    entered: int = 0
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def open(self) -> None:
        threading.Thread(target=self._loop.run_until_complete, args=(self._all(),), daemon=True).start()
        _wait(lambda: self.entered == len(self.visitors), "the pages to enter")

    def clear(self) -> None:
        with self._lock:
            self.told.clear()

    def wait_until_told(self, kind: str) -> int:
        """The instant (ns) at which the last of them heard it."""
        _wait(lambda: len(self.told.get(kind, ())) >= len(self.visitors), f"every page to hear {kind!r}")
        return max(self.told[kind])

    async def _all(self) -> None:
        await asyncio.gather(*(self._page(session, token) for session, token in self.visitors))

    async def _page(self, session: str, token: str) -> None:
        headers = {"Cookie": f"{self.cookie}={session}"}
        origin: Any = f"http://{self.address}"
        async with connect(f"ws://{self.address}/live/", origin=origin, additional_headers=headers) as page:
            await page.send(json.dumps({"kind": "enter", "token": token}))
            with suppress(ConnectionClosed):  # the studio is closed before the pages are
                await self._listen(page)

    async def _listen(self, page: ClientConnection) -> None:
        async for text in page:
            at, message = time.monotonic_ns(), json.loads(text)
            if message["kind"] == "entered":
                self.entered += 1
            elif str(message.get("topic", "")).startswith("twin:"):
                with self._lock:
                    self.told.setdefault(message["kind"], []).append(at)


def _wait(is_so: Any, what: str) -> None:
    last = time.monotonic() + WAIT_SECONDS
    while not is_so():
        if time.monotonic() > last:
            raise TimeoutError(f"waited {WAIT_SECONDS:.0f} s for {what}")
        time.sleep(0.002)
