import asyncio
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.http import HttpRequest
from django.template import Context, Template
from django.test import TestCase, TransactionTestCase, override_settings
from django.utils import timezone

from studio.live import announcing, doorbell, tickets, visitors
from studio.live.bus import Bus, bus
from studio.live.hub import Listener
from studio.live.models import Announcement
from studio.live.outbox import Outbox
from studio.live.visitors import on_a_thread
from tests.live.browser import with_the_bus


@override_settings(REDIS_URL="")
class AnnounceTests(TestCase):
    def test_it_is_written_in_the_callers_transaction(self) -> None:
        try:
            with transaction.atomic():
                announcing.announce("board:1", kind="op")
                raise ValueError
        except ValueError:
            pass
        self.assertFalse(Announcement.objects.exists())

    def test_a_missing_web_process_fails_nobody(self) -> None:
        with TemporaryDirectory() as folder, override_settings(LIVE_SOCKET=Path(folder) / "none.sock"):
            doorbell.ring()

    def test_what_everybody_has_heard_is_forgotten(self) -> None:
        long_ago = timezone.now() - timedelta(hours=1)
        Announcement.objects.create(topic="board:1", message={}, at=long_ago)
        announcing.announce("board:1", kind="op")
        self.assertEqual(announcing.prune(), 1)
        self.assertEqual(Announcement.objects.count(), 1)

    @override_settings(LIVE_SOCKET=Path("/tmp") / ("deep/" * 40) / "live.sock")
    def test_a_deep_data_folder_gets_a_short_socket(self) -> None:
        self.assertLessEqual(len(bytes(doorbell.address())), doorbell.LONGEST_PATH_BYTES)


@override_settings(REDIS_URL="")
class OutboxTests(TestCase):
    def test_it_begins_at_the_end(self) -> None:
        announcing.announce("board:1", kind="op", seq=1)
        outbox = Outbox()
        outbox.start()
        self.assertEqual(outbox.news(), {})

    def test_each_is_read_once(self) -> None:
        outbox = self.begun()
        announcing.announce("board:1", kind="op", seq=2)
        self.assertEqual([*outbox.news().values()], [{"topic": "board:1", "kind": "op", "seq": 2}])
        self.assertEqual(outbox.news(), {})

    def test_a_lower_number_that_is_committed_later_is_not_missed(self) -> None:
        """On PostgreSQL numbers are given before the commit, so they can come out of order."""
        outbox = self.begun()
        self.write(7)
        self.assertEqual(len(outbox.news()), 1)
        self.write(6)
        self.assertEqual([message["seq"] for message in outbox.news().values()], [6])

    def begun(self) -> Outbox:
        self.write(5)
        outbox = Outbox()
        outbox.start()
        self.enterContext(patch.object(outbox, "_has_changed", return_value=True))
        return outbox

    def write(self, number: int) -> None:
        Announcement.objects.create(id=number, topic="board:1", message={"seq": number}, at=timezone.now())


@override_settings(REDIS_URL="")
class BusTests(TransactionTestCase):
    def heard_within(self, seconds: float, *, rings: bool) -> bool:
        heard = []

        async def scenario() -> None:
            listener = Listener("", "", None)
            bus.hub.come(listener)
            bus.hub.enter(listener, "board:1")
            await asyncio.sleep(0.3)
            await on_a_thread(lambda: announcing.announce("board:1", kind="op"))
            try:
                await asyncio.wait_for(listener.more.wait(), seconds)
                heard.append(True)
            except TimeoutError:
                heard.append(False)

        with (
            patch.object(doorbell, "ring", doorbell.ring if rings else lambda: None),
            patch.object(announcing, "at_home"),  # as another process announces it
        ):
            with_the_bus(scenario)
        return heard[0]

    def test_a_ring_is_heard_long_before_the_next_look(self) -> None:
        with patch("studio.live.bus.POLL_SECONDS", 60):
            self.assertTrue(self.heard_within(5, rings=True))

    def test_without_a_ring_it_is_found_at_the_next_look(self) -> None:
        self.assertTrue(self.heard_within(5, rings=False))

    def told_by(self, announce: Callable[[], None], count: int) -> list[int]:
        """What a page of this process hears until it has heard so many and the table has been looked at again."""
        heard: list[int] = []

        async def scenario() -> None:
            listener = Listener("", "", None)
            bus.hub.come(listener)
            bus.hub.enter(listener, "quiet:1")
            await asyncio.sleep(0.1)
            await on_a_thread(announce)
            for _ in range(100):
                await asyncio.sleep(0.02)
                if len(listener.waiting) >= count:
                    break
            await asyncio.sleep(0.1)
            heard.extend(json.loads(text)["seq"] for text in listener.waiting)

        with_the_bus(scenario)
        return heard

    def test_what_its_own_process_announces_is_told_without_a_look_and_only_once(self) -> None:
        def three() -> None:
            for number in range(3):
                announcing.announce("quiet:1", kind="op", seq=number)

        with patch("studio.live.bus.POLL_SECONDS", 0.05):
            self.assertEqual(self.told_by(three, 3), [0, 1, 2])

    def test_what_another_process_wrote_between_keeps_its_place(self) -> None:
        def both() -> None:
            Announcement.objects.create(topic="quiet:1", message={"kind": "op", "seq": 0}, at=timezone.now())
            announcing.announce("quiet:1", kind="op", seq=1)
            announcing.announce("quiet:1", kind="op", seq=2)

        with patch("studio.live.bus.POLL_SECONDS", 60):
            self.assertEqual(self.told_by(both, 3), [0, 1, 2])

    def test_a_threads_connection_stays_open_until_the_bus_stops(self) -> None:
        lines: list[Any] = []

        async def scenario() -> None:
            for _ in range(2):
                await on_a_thread(Announcement.objects.count)
            lines.extend(visitors._kept)
            self.assertTrue(lines and all(line.connection for line in lines))

        with_the_bus(scenario)
        self.assertFalse([line for line in lines if line.connection])

    def test_a_tail_that_fails_starts_again_and_says_so(self) -> None:
        async def scenario() -> None:
            with patch.object(Outbox, "news", side_effect=OSError("gone")):
                await asyncio.sleep(0.4)
            await asyncio.sleep(0.4)
            self.assertGreater(bus.state()["restarts"], 0)
            self.assertTrue(bus.state()["alive"])

        with (
            patch("studio.live.bus.RESTART_SECONDS", 0.05),
            self.assertLogs("studio.live.bus", "ERROR"),
        ):
            with_the_bus(scenario)


class OtherProcessTests(TestCase):
    def test_who_is_there_counts_the_pages_of_other_processes_once_each(self) -> None:
        async def scenario() -> None:
            hub = Bus().hub
            ada = {"id": "1", "name": "Ada", "initials": "A"}
            hub.heard_presence("bench:1", "p1", [ada])
            hub.heard_presence("bench:1", "p2", [ada, {"id": "2", "name": "Ben", "initials": "B"}])
            self.assertEqual([who["name"] for who in hub.everybody("bench:1")], ["Ada", "Ben"])
            hub.heard_presence("bench:1", "p2", [])
            self.assertEqual([who["name"] for who in hub.everybody("bench:1")], ["Ada"])

        asyncio.run(scenario())


class TagTests(TestCase):
    def rendered(self, session_key: str | None) -> str:
        request = HttpRequest()
        request.session, request.user = SessionStore(session_key), AnonymousUser()
        return Template('{% load live %}{% live_topics "board:1" %}').render(Context({"request": request}))

    def test_it_signs_the_topics_for_the_session(self) -> None:
        session = SessionStore()
        session.create()
        token = self.rendered(session.session_key).split('content="')[1].split('"')[0]
        ticket = tickets.read(token, session_key=str(session.session_key))
        self.assertEqual(ticket and ticket.topics, ("board:1",))

    def test_a_visitor_without_a_session_gets_none(self) -> None:
        self.assertEqual(self.rendered(None), "")

    def test_there_is_no_token_without_a_session(self) -> None:
        with self.assertRaises(ValueError):
            tickets.sign(["board:1"], session_key="")
