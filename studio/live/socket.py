"""The page's websocket: one a page, at /live/, for everything the page listens to."""

import asyncio
import contextlib
import json
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import validate_host

from studio.live import tickets
from studio.live.bus import RESTART, bus
from studio.live.hub import Listener, encode
from studio.live.kinds import Message
from studio.live.rules import Allowance
from studio.live.visitors import Visitor, allowed, by_cookie, on_a_thread, say

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

PATH = "/live/"
ENTER_WITHIN_SECONDS = 10.0
ASK_AGAIN_SECONDS = 30.0
MOST_TOPICS = 200
LARGEST_MESSAGE = 256 * 1024
PASSED_ON = frozenset({"ghost", "cursor", "view", "choosing"})
NO_STRANGERS, ENDED, COMES_AGAIN = 4403, 4401, 1012

log = logging.getLogger(__name__)


async def live(scope: Scope, receive: Receive, send: Send) -> None:
    """The ASGI door. Refused before it is accepted, a browser sees plain 403."""
    await receive()
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    visitor = None
    if scope["path"] == PATH and is_ours(headers.get("origin", ""), headers.get("host", "")):
        visitor = await on_a_thread(by_cookie, headers.get("cookie", ""))
    if visitor is None:
        await send({"type": "websocket.close", "code": NO_STRANGERS})
        return
    await send({"type": "websocket.accept"})
    await Page(visitor, receive, send).run()


def is_ours(origin: str, host: str) -> bool:
    """Whether our own page opened it: a browser sends our cookie along for any site's page, but says which site's."""
    if settings.PUBLIC_URL and origin == settings.PUBLIC_URL:
        return True
    address = urlsplit(origin)
    if address.scheme not in {"http", "https"} or not host or address.netloc.lower() != host.lower():
        return False
    return validate_host(address.hostname or "", settings.ALLOWED_HOSTS)


class Page:
    def __init__(self, visitor: Visitor, receive: Receive, send: Send) -> None:
        self.visitor, self.receive, self.send = visitor, receive, send
        self.listener = Listener(tickets.mark(visitor.session_key), visitor.user_id, visitor.somebody)
        self.allowance = Allowance()
        self.has_entered = False

    async def run(self) -> None:
        """Four strands, and the end of one is the end of all: a page that takes nothing can still be cut at once."""
        bus.hub.come(self.listener)
        four = (self.hear(), self.tell(), self.watch(), self.listener.over.wait())
        strands = [asyncio.ensure_future(strand) for strand in four]
        try:
            await asyncio.wait(strands, return_when=asyncio.FIRST_COMPLETED)
        finally:
            bus.hub.go(self.listener)
            for strand in strands:
                strand.cancel()
            for ended in await asyncio.gather(*strands, return_exceptions=True):
                if isinstance(ended, Exception) and not isinstance(ended, OSError):
                    log.error("A page's socket ended by a fault: %r", ended, exc_info=ended)
        if self.listener.ended:
            await self.say_goodbye(self.listener.ended)

    # What goes out

    async def tell(self) -> None:
        while True:
            await self.listener.more.wait()
            self.listener.more.clear()
            while self.listener.waiting:
                await self.send({"type": "websocket.send", "text": self.listener.waiting.popleft()})

    async def say_goodbye(self, why: str) -> None:
        """A page that is cut stays so; one whose server only starts anew is not told of a cut and comes again."""
        text = encode({"kind": "cut", "why": why})
        with contextlib.suppress(OSError, TimeoutError):
            async with asyncio.timeout(1):
                if why != RESTART:
                    await self.send({"type": "websocket.send", "text": text})
                code = COMES_AGAIN if why == RESTART else ENDED
                await self.send({"type": "websocket.close", "code": code, "reason": why})

    def answer(self, message: Message) -> None:
        self.listener.put(encode(message))

    def refuse(self, code: str, message: Message) -> None:
        about = {name: message[name] for name in ("topic", "op_id") if isinstance(message.get(name), str)}
        self.answer({"kind": "refused", "code": code, **about})

    # Who is still allowed

    async def watch(self) -> None:
        """A page that only listens is asked about now and then too: sessions lapse without anybody pressing a key."""
        await asyncio.sleep(ENTER_WITHIN_SECONDS)
        if not self.has_entered:
            self.listener.end("never-entered")
        while True:
            await asyncio.sleep(ASK_AGAIN_SECONDS)
            await self.ask_again()

    async def ask_again(self) -> None:
        mine = sorted(self.listener.topics)
        visitor, still = await on_a_thread(allowed, self.visitor, mine)
        if visitor is None:
            self.listener.end("session-ended")
            return
        for topic in set(mine) - set(still):
            bus.hub.leave(self.listener, topic)
            self.answer({"kind": "cut", "topic": topic, "why": "may-not-enter"})

    # What comes in: one after the other, so that a page's own changes keep their order

    async def hear(self) -> None:
        while True:
            event = await self.receive()
            if event["type"] == "websocket.disconnect":
                return
            text = event.get("text") or ""
            if len(text) > LARGEST_MESSAGE:
                self.refuse("too-large", {})
                continue
            await self.take(_message(text))

    async def take(self, message: Message) -> None:
        if not self.allowance.take(asyncio.get_running_loop().time()):
            self.refuse("too-fast", message)
            return
        match message.get("kind"):
            case "ping":
                self.answer({"kind": "pong"})
            case "enter":
                await self.enter(message)
            case str() as kind if str(message.get("topic")) in self.listener.topics:
                await self.take_topical(kind, message)
            case _:
                self.refuse("not-entered", message)

    async def enter(self, message: Message) -> None:
        ticket = tickets.read(message.get("token"), session_key=self.visitor.session_key)
        if ticket is None or len({*ticket.topics} | self.listener.topics) > MOST_TOPICS:
            self.refuse("token", message)
            return
        cuts = -1
        while cuts != bus.hub.cuts:  # a cut that came while it was asked would have missed this page
            cuts = bus.hub.cuts
            visitor, may = await on_a_thread(allowed, self.visitor, ticket.topics)
        if visitor is None:
            self.listener.end("session-ended")
            return
        self.has_entered = True
        for topic in may:
            bus.hub.enter(self.listener, topic)
        behind = await on_a_thread(ticket.behind)  # from here on it is told; what came before the page learns so
        refused = sorted({*ticket.topics} - {*may})
        self.answer({"kind": "entered", "topics": may, "refused": refused, "behind": sorted({*may} & {*behind})})

    async def take_topical(self, kind: str, message: Message) -> None:
        if kind in PASSED_ON:
            self.pass_on(message)
        else:
            await self.ask_the_kind(kind, message)

    def pass_on(self, message: Message) -> None:
        """Only persons point at things; a guest looks on."""
        if self.listener.user_id and self.listener.who:
            signed = {**message, "by": self.listener.user_id, "name": self.listener.who.name}
            bus.pass_on(signed, sender=self.listener.id)

    async def ask_the_kind(self, kind: str, message: Message) -> None:
        topic = message["topic"]
        try:
            wrong, answers = await on_a_thread(say, self.visitor, topic, message)
        except Exception:  # a fault in one op must not end the page's socket
            log.exception("A message of kind %r on %s failed", kind, topic)
            wrong, answers = "fault", []
        for answer in answers:
            self.answer({"topic": topic, **answer})
        if wrong:
            self.refuse(wrong, message)
        if wrong == "session-ended":
            self.listener.end(wrong)
        if kind == "resume" and not wrong:
            self.answer({"kind": "resumed", "topic": topic, "count": len(answers)})


def _message(text: str) -> Message:
    try:
        message = json.loads(text)
    except (ValueError, RecursionError):  # the latter for a thousand brackets in one another
        return {}
    return message if isinstance(message, dict) else {}
