"""Brings what was announced anywhere to the pages of this web process: from the table, or through Redis."""

import asyncio
import contextlib
import json
import logging
import socket
from collections.abc import Coroutine, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any
from uuid import uuid4

import redis.asyncio
from django.conf import settings

from studio.live import announcing, doorbell, visitors
from studio.live.announcing import CHANNEL
from studio.live.hub import Hub, encode
from studio.live.kinds import Message
from studio.live.models import Announcement
from studio.live.outbox import Outbox

POLL_SECONDS = 0.25
RESTART_SECONDS = 1.0
REPEAT_PRESENCE_SECONDS = 15.0
PRESENCE = "!presence"
RESTART = "restart"

log = logging.getLogger(__name__)


class Bus:
    """One in each web process; started and stopped by the server's lifespan."""

    def __init__(self) -> None:
        self.hub = Hub()
        self.outbox = Outbox()
        self.process = uuid4().hex
        self.tasks: dict[str, asyncio.Task[None]] = {}
        self.passing: set[asyncio.Task[None]] = set()
        self.restarts = 0
        self._running = False
        self._rung = asyncio.Event()
        self._bell: socket.socket | None = None
        self._last = -1  # the number of the last row that was told
        self._at_once: set[int] = set()  # told before the tail came to them
        self._redis: redis.asyncio.Redis | None = None

    @property
    def by_redis(self) -> bool:
        return bool(settings.REDIS_URL)

    def state(self) -> dict[str, Any]:
        """For the health page: whether pages would hear of anything."""
        alive = self._running and bool(self.tasks) and all(not task.done() for task in self.tasks.values())
        return {
            "alive": alive,
            "by": "redis" if self.by_redis else "table",
            "pages": len(self.hub.listeners),
            "restarts": self.restarts,
        }

    async def start(self) -> None:
        self._running, self._rung, self.outbox = True, asyncio.Event(), Outbox()
        self._last, self._at_once = -1, set()
        self.hub = Hub(self._say_presence) if self.by_redis else Hub()
        if self.by_redis:
            # without a time limit: an idle subscription is no fault, and redis-py's own of 5 s would end it
            self._redis = redis.asyncio.Redis.from_url(
                settings.REDIS_URL, socket_timeout=None, socket_connect_timeout=2
            )
            self._keep("pump")
            self._keep("repeat_presence")
        else:
            self._hang_bell()
            self._keep("tail")
            announcing.at_home(partial(self._heard_at_home, asyncio.get_running_loop()))

    async def stop(self) -> None:
        self._running = False
        announcing.at_home(None)
        for listener in list(self.hub.listeners):
            listener.end(RESTART)
        tasks, self.tasks = [*self.tasks.values(), *self.passing], {}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._bell:
            asyncio.get_running_loop().remove_reader(self._bell)
            doorbell.take_down(self._bell)
            self._bell = None
        if self._redis:
            await self._redis.aclose()
            self._redis = None
        await asyncio.to_thread(visitors.let_go)

    def pass_on(self, message: Message, *, sender: str) -> None:
        """What is never stored (a ghost, a cursor): to the other pages of its topic, in every process."""
        if self._redis:
            self._in_background(self._publish({**message, "from": sender}))
        else:
            self.hub.deliver(message, but=sender)

    def take(self, message: Message) -> None:
        """One message from the other side of the bus."""
        if message["topic"] == PRESENCE:
            if message["process"] != self.process:
                self.hub.heard_presence(message["about"], message["process"], message["people"])
            return
        self.hub.deliver(message, but=message.pop("from", ""))

    # Tasks that must go on. Each is referred to from here: the loop keeps only weak references, and a pump that is
    # collected as garbage ends without a word.

    def _keep(self, name: str) -> None:
        task = asyncio.get_running_loop().create_task(getattr(self, f"_{name}")(), name=f"live {name}")
        self.tasks[name] = task
        task.add_done_callback(lambda ended: self._ended(name, ended))

    def _ended(self, name: str, task: "asyncio.Task[None]") -> None:
        if not self._running or task.cancelled():
            return
        log.error("The live %s ended and starts again: %r", name, task.exception())
        self.restarts += 1
        asyncio.get_running_loop().call_later(RESTART_SECONDS, self._start_again, name)

    def _start_again(self, name: str) -> None:
        if self._running:
            self._keep(name)

    def _in_background(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self.passing.add(task)
        task.add_done_callback(self.passing.discard)

    # The table

    def _hang_bell(self) -> None:
        try:
            self._bell = doorbell.hang()
        except OSError as error:
            log.warning("No bell at %s (%s); announcements are looked for instead.", doorbell.address(), error)
            return
        asyncio.get_running_loop().add_reader(self._bell, self._heard_bell)

    def _heard_bell(self) -> None:
        if self._bell:
            with contextlib.suppress(BlockingIOError):
                while self._bell.recv(64):
                    pass
        self._rung.set()

    def _heard_at_home(self, loop: asyncio.AbstractEventLoop, rows: Sequence[Announcement]) -> None:
        """On the thread that committed them: as they stand in the table, so that both ways say the same."""
        news = [(row.pk, json.loads(encode({"topic": row.topic, **row.message}))) for row in rows]
        loop.call_soon_threadsafe(self._take_at_once, news)

    def _take_at_once(self, news: Sequence[tuple[int, Message]]) -> None:
        """Only what is next in order: where something else was written between, the tail reads both."""
        for number, message in news:
            if number != self._last + 1:
                self._rung.set()
                return
            self._last = number
            self._at_once.add(number)
            self.take(message)

    def _take_in_turn(self, news: Mapping[int, Message]) -> None:
        for number, message in news.items():
            self._last = max(self._last, number)
            if number in self._at_once:
                self._at_once.discard(number)
            else:
                self.take(message)

    async def _tail(self) -> None:
        """At once when rung, otherwise four times a second."""
        outbox, loop = self.outbox, asyncio.get_running_loop()
        with ThreadPoolExecutor(1, thread_name_prefix="live-tail") as thread:
            try:
                self._last = await loop.run_in_executor(thread, outbox.start)
                while True:
                    self._take_in_turn(await loop.run_in_executor(thread, outbox.news))
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(self._rung.wait(), POLL_SECONDS)
                    self._rung.clear()
            finally:
                await asyncio.shield(loop.run_in_executor(thread, outbox.close))

    # Redis

    async def _pump(self) -> None:
        assert self._redis
        async with self._redis.pubsub(ignore_subscribe_messages=True) as subscription:
            await subscription.subscribe(CHANNEL)
            while True:
                heard = await subscription.get_message(timeout=10)
                if heard is None:
                    await subscription.ping()  # finds out a connection that died without a word
                elif heard["type"] == "message":
                    self.take(json.loads(heard["data"]))

    async def _publish(self, message: Message) -> None:
        try:
            assert self._redis
            await asyncio.wait_for(self._redis.publish(CHANNEL, encode(message)), 2)
        except (redis.RedisError, TimeoutError) as error:
            log.warning("Could not pass on through Redis: %s", error)

    def _say_presence(self, topic: str) -> None:
        here = {"topic": PRESENCE, "process": self.process, "about": topic, "people": self.hub.present(topic)}
        self._in_background(self._publish(here))

    async def _repeat_presence(self) -> None:
        """A process that ended without a word is forgotten when it no longer repeats itself."""
        while True:
            await asyncio.sleep(REPEAT_PRESENCE_SECONDS)
            for topic in self.hub.topics_with_presence():
                self._say_presence(topic)


bus = Bus()
