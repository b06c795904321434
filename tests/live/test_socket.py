from typing import Any
from unittest.mock import patch

from django.contrib.auth import logout
from django.http import HttpRequest
from django.test import TransactionTestCase, override_settings

from studio.live import announcing, hub, kinds, socket, tickets
from studio.live.bus import bus
from studio.live.kinds import Message
from studio.live.visitors import by_session, on_a_thread
from studio.people.models import Person
from tests.live.browser import Browser, session_of, with_the_bus

ALLOWED: set[str] = set()
VERSIONS: dict[str, int] = {}


def may_enter(topic_id: str, user: Any) -> bool:
    return "everybody" in ALLOWED or str(user.pk) in ALLOWED


def take(topic_id: str, user: Any, message: Message) -> Message | None:
    if message["kind"] == "breaks":
        raise ValueError("on purpose")
    announcing.announce(f"bench:{topic_id}", kind="op", text=message["text"], by=user.pk)
    return {"kind": "taken", "op_id": message["op_id"]}


class SocketTestCase(TransactionTestCase):
    def setUp(self) -> None:
        kinds.kind(
            "bench",
            may_enter=may_enter,
            on_message=take,
            on_presence=True,
            since=lambda topic_id, seq: [{"kind": "op", "seq": number} for number in range(seq + 1, 4)],
            versions=lambda topics: {topic: VERSIONS.get(topic, 0) for topic in topics},
        )
        self.ada = Person.objects.create_user("ada@example.org", name="Ada Quill")
        self.ben = Person.objects.create_user("ben@example.org", name="Ben Ro")
        self.session = session_of(self.ada)
        self.token = tickets.sign(["bench:1"], session_key=self.session)
        ALLOWED.clear()
        VERSIONS.clear()
        ALLOWED.add("everybody")


class HandshakeTests(SocketTestCase):
    def is_let_in(self, *args: Any, **options: Any) -> bool:
        seen = []

        async def scenario() -> None:
            async with Browser(*args, **options) as page:
                seen.append(page.accepted)

        with_the_bus(scenario)
        return bool(seen[0])

    def test_a_person_on_our_own_page_is_let_in(self) -> None:
        self.assertTrue(self.is_let_in(self.session))

    def test_a_guest_with_a_session_is_let_in(self) -> None:
        self.assertTrue(self.is_let_in(session_of()))

    def test_nobody_is_let_in_without_a_session(self) -> None:
        self.assertFalse(self.is_let_in(""))

    def test_an_invented_session_is_refused(self) -> None:
        self.assertFalse(self.is_let_in("x" * 32))

    def test_another_sites_page_is_refused(self) -> None:
        for origin in ("https://elsewhere.example", "http://testserver.elsewhere.example", "null", ""):
            with self.subTest(origin=origin):
                self.assertFalse(self.is_let_in(self.session, origin=origin))

    def test_another_path_is_refused(self) -> None:
        self.assertFalse(self.is_let_in(self.session, path="/live/more/"))

    @override_settings(PUBLIC_URL="https://studio.example")
    def test_behind_a_proxy_the_public_address_is_ours(self) -> None:
        self.assertTrue(self.is_let_in(self.session, origin="https://studio.example"))


class EnterTests(SocketTestCase):
    def answer_to(self, token: object, session: str = "") -> Message:
        answers = []

        async def scenario() -> None:
            async with Browser(session or self.session) as page:
                page.say({"kind": "enter", "token": token})
                answers.append(await page.sent.get())

        with_the_bus(scenario)
        return answers[0]

    def test_it_enters_the_topics_signed_for_it(self) -> None:
        self.assertEqual(
            self.answer_to(self.token), {"kind": "entered", "topics": ["bench:1"], "refused": [], "behind": []}
        )

    def test_a_topic_it_may_not_enter_is_left_out(self) -> None:
        ALLOWED.clear()
        self.assertEqual(
            self.answer_to(self.token), {"kind": "entered", "topics": [], "refused": ["bench:1"], "behind": []}
        )

    def test_another_sessions_token_is_refused(self) -> None:
        answer = self.answer_to(self.token, session_of(self.ben))
        self.assertEqual((answer["kind"], answer["code"]), ("refused", "token"))

    def test_a_forged_token_is_refused(self) -> None:
        for token in ("", "x:y:z", self.token[:-2], None, {"topics": ["bench:1"]}):
            with self.subTest(token=token):
                self.assertEqual(self.answer_to(token)["code"], "token")

    def test_an_old_token_is_refused(self) -> None:
        with patch.object(tickets, "MAX_AGE_SECONDS", -1):
            self.assertEqual(self.answer_to(self.token)["code"], "token")

    def test_what_changed_before_the_page_could_listen_is_told_at_entering(self) -> None:
        self.assertEqual(self.answer_to(self.token)["behind"], [])
        VERSIONS["bench:1"] = 1
        self.assertEqual(self.answer_to(self.token)["behind"], ["bench:1"])

    def test_whoever_may_not_listen_hears_of_no_change_either(self) -> None:
        VERSIONS["bench:1"] = 1
        ALLOWED.clear()
        self.assertEqual(self.answer_to(self.token)["behind"], [])

    def test_everybody_may_listen_to_her_own_topic_and_nobody_elses(self) -> None:
        topics = [f"person:{self.ada.pk}", f"person:{self.ben.pk}"]
        token = tickets.sign(topics, session_key=self.session)
        self.assertEqual(self.answer_to(token)["topics"], topics[:1])


class OpTests(SocketTestCase):
    def test_an_op_is_answered_and_announced_to_the_others(self) -> None:
        bens = session_of(self.ben)

        async def scenario() -> None:
            async with Browser(self.session) as ada, Browser(bens) as ben:
                await ada.enter(self.token)
                await ben.enter(tickets.sign(["bench:1"], session_key=bens))
                ada.say({"kind": "op", "topic": "bench:1", "op_id": "o1", "text": "boots"})
                self.assertEqual((await ada.hear("taken"))["op_id"], "o1")
                self.assertEqual((await ben.hear("op"))["text"], "boots")

        with_the_bus(scenario)

    def refusal_of(self, message: Message, *, entered: bool = True) -> Message:
        answers = []

        async def scenario() -> None:
            async with Browser(self.session) as page:
                if entered:
                    await page.enter(self.token)
                    ALLOWED.intersection_update({"nobody"} if message.get("text") == "late" else ALLOWED)
                page.say(message)
                answers.append(await page.hear("refused"))

        with_the_bus(scenario)
        return answers[0]

    def test_an_op_on_a_topic_it_has_not_entered_is_refused(self) -> None:
        op = {"kind": "op", "topic": "bench:1", "op_id": "o1", "text": "x"}
        refused = {"kind": "refused", "code": "not-entered", "topic": "bench:1", "op_id": "o1"}
        self.assertEqual(self.refusal_of(op, entered=False), refused)

    def test_whether_she_may_is_asked_again_at_every_op(self) -> None:
        op = {"kind": "op", "topic": "bench:1", "op_id": "o1", "text": "late"}
        self.assertEqual(self.refusal_of(op)["code"], "may-not-enter")

    def test_a_fault_in_one_op_leaves_the_socket_open(self) -> None:
        async def scenario() -> None:
            async with Browser(self.session) as page:
                await page.enter(self.token)
                page.say({"kind": "breaks", "topic": "bench:1", "op_id": "o1"})
                self.assertEqual((await page.hear("refused"))["code"], "fault")
                page.say({"kind": "ping"})
                await page.hear("pong")

        with self.assertLogs("studio.live.socket", "ERROR"):
            with_the_bus(scenario)

    def test_nonsense_is_refused_and_survived(self) -> None:
        async def scenario() -> None:
            async with Browser(self.session) as page:
                for text in ("", "{", "[]", '"op"', '{"kind": 7}', '{"kind": "op", "topic": []}'):
                    page.said.put_nowait({"type": "websocket.receive", "text": text})
                    await page.hear("refused")

        with_the_bus(scenario)

    def test_a_page_that_was_away_gets_what_it_missed(self) -> None:
        async def scenario() -> None:
            async with Browser(self.session) as page:
                await page.enter(self.token)
                page.say({"kind": "resume", "topic": "bench:1", "since": 1})
                self.assertEqual([(await page.hear("op"))["seq"] for _ in range(2)], [2, 3])
                self.assertEqual((await page.hear("resumed"))["count"], 2)

        with_the_bus(scenario)

    def test_a_runaway_script_is_not_heard(self) -> None:
        async def scenario() -> None:
            async with Browser(self.session) as page:
                await page.enter(self.token)
                for _ in range(400):
                    page.say({"kind": "ping"})
                self.assertEqual((await page.hear("refused"))["code"], "too-fast")

        with_the_bus(scenario)


class PassingTests(SocketTestCase):
    def test_a_ghost_reaches_the_others_and_not_its_sender(self) -> None:
        bens = session_of(self.ben)

        async def scenario() -> None:
            async with Browser(self.session) as ada, Browser(bens) as ben:
                await ada.enter(self.token)
                await ben.enter(tickets.sign(["bench:1"], session_key=bens))
                ada.say({"kind": "ghost", "topic": "bench:1", "x": 3, "by": "somebody else"})
                ghost = await ben.hear("ghost")
                self.assertEqual((ghost["x"], ghost["by"]), (3, str(self.ada.pk)))
                ada.say({"kind": "ping"})
                await ada.hear("pong")
                self.assertTrue(ada.sent.empty() or (await ada.sent.get())["kind"] == "presence")

        with_the_bus(scenario)

    def test_who_is_there_is_told_when_somebody_comes_and_goes(self) -> None:
        bens = session_of(self.ben)

        async def scenario() -> None:
            async with Browser(self.session) as ada:
                await ada.enter(self.token)
                self.assertEqual(names(await ada.hear("presence")), ["Ada Quill"])
                async with Browser(bens) as ben:
                    await ben.enter(tickets.sign(["bench:1"], session_key=bens))
                    self.assertEqual(names(await ada.hear("presence")), ["Ada Quill", "Ben Ro"])
                self.assertEqual(names(await ada.hear("presence")), ["Ada Quill"])

        with_the_bus(scenario)

    def test_a_slow_page_misses_cursors_first_and_is_then_cut(self) -> None:
        async def scenario() -> None:
            async with Browser(self.session) as page:
                await page.enter(self.token)
                page.takes.clear()
                for number in range(hub.MOST_PASSING * 2):
                    bus.hub.deliver({"topic": "bench:1", "kind": "cursor", "x": number})
                listener = next(iter(bus.hub.listeners))
                self.assertLessEqual(len(listener.waiting), hub.MOST_PASSING)
                for number in range(hub.MOST_WAITING):
                    bus.hub.deliver({"topic": "bench:1", "kind": "op", "seq": number})
                self.assertEqual(listener.ended, hub.TOO_SLOW)

        with patch.object(socket, "ENTER_WITHIN_SECONDS", 60):
            with_the_bus(scenario)


class CutTests(SocketTestCase):
    def end_the_session(self) -> None:
        visitor = by_session(self.session)
        assert visitor is not None
        visitor.user.session.delete()

    def why_it_closes(self, do: Any) -> str:
        whys = []

        async def scenario() -> None:
            async with Browser(self.session) as page:
                await page.enter(self.token)
                await on_a_thread(do)
                whys.append((await page.hear("cut"))["why"])
                await page.closed.wait()

        with_the_bus(scenario)
        return str(whys[0])

    def test_it_closes_a_sessions_sockets(self) -> None:
        cut = lambda: announcing.cut(session_key=self.session, why="ended")  # noqa: E731
        self.assertEqual(self.why_it_closes(cut), "ended")

    def test_it_closes_a_persons_sockets(self) -> None:
        self.assertEqual(self.why_it_closes(lambda: announcing.cut(user_id=self.ada.pk, why="left")), "left")

    def test_signing_out_closes_them(self) -> None:
        def sign_out() -> None:
            visitor = by_session(self.session)
            assert visitor is not None
            request = HttpRequest()
            request.session, request.user = visitor.user.session, visitor.user
            logout(request)

        self.assertEqual(self.why_it_closes(sign_out), "signed-out")

    def test_from_a_topic_it_only_ends_the_listening(self) -> None:
        async def scenario() -> None:
            async with Browser(self.session) as page:
                await page.enter(self.token)
                await on_a_thread(lambda: announcing.cut(topic="bench:1", why="paused"))
                self.assertEqual(await page.hear("cut"), {"kind": "cut", "topic": "bench:1", "why": "paused"})
                page.say({"kind": "op", "topic": "bench:1", "op_id": "o1", "text": "x"})
                self.assertEqual((await page.hear("refused"))["code"], "not-entered")

        with_the_bus(scenario)

    def test_others_stay(self) -> None:
        async def scenario() -> None:
            async with Browser(self.session) as page:
                await page.enter(self.token)
                await on_a_thread(lambda: announcing.cut(user_id=self.ben.pk))
                await on_a_thread(lambda: announcing.announce("bench:1", kind="still-here"))
                await page.hear("still-here")

        with_the_bus(scenario)

    def test_a_lapsed_session_closes_a_page_that_only_listens(self) -> None:
        async def scenario() -> None:
            async with Browser(self.session) as page:
                await page.enter(self.token)
                await on_a_thread(self.end_the_session)
                self.assertEqual((await page.hear("cut"))["why"], "session-ended")

        with patch.multiple(socket, ENTER_WITHIN_SECONDS=0.1, ASK_AGAIN_SECONDS=0.1):
            with_the_bus(scenario)

    def test_a_socket_that_never_enters_is_closed(self) -> None:
        async def scenario() -> None:
            async with Browser(self.session) as page:
                self.assertEqual((await page.hear("cut"))["why"], "never-entered")

        with patch.object(socket, "ENTER_WITHIN_SECONDS", 0.1):
            with_the_bus(scenario)

    def test_to_cut_everybody_is_refused(self) -> None:
        with self.assertRaises(ValueError):
            announcing.cut()


def names(presence: Message) -> list[str]:
    return [who["name"] for who in presence["people"]]
