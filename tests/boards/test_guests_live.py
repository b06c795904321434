"""A guest's open page: what it may listen to, and that it is cut the moment her link ends."""

from datetime import timedelta
from importlib import import_module
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.test import TransactionTestCase
from django.utils import timezone

from studio.consent import actions as consent
from studio.live import tickets
from studio.live.kinds import Message
from studio.people import actions as people
from studio.people import guests
from studio.people.models import GuestLink
from tests import crew
from tests.live.browser import Browser, with_the_bus


class GuestsSocketTests(TransactionTestCase):
    def setUp(self) -> None:
        self.by = crew.person("Vera Holm")
        self.twin = crew.twin(crew.person("Nia Dembe"))
        self.link = self.link_to("board:1")

    def link_to(self, about: str, days: int = 3) -> GuestLink:
        now = timezone.now()
        until = now + timedelta(days=days)
        return people.make_guest_link(about, url="/", by=self.by, now=now, until=until, label="Kim Larsen")

    def session(self, link: GuestLink | None) -> str:
        session: Any = import_module(settings.SESSION_ENGINE).SessionStore()
        session["theme"] = "any"
        if link:
            guests.let_in(session, link)
        session.create()
        return str(session.session_key)

    def entered(self, link: GuestLink | None, *topics: str) -> Message:
        """What the socket answers to a page that was made for these topics."""
        session, answers = self.session(link), list[Message]()
        token = tickets.sign(topics, session_key=session)

        async def scenario() -> None:
            async with Browser(session) as page:
                answers.append(await page.enter(token))

        with_the_bus(scenario)
        return answers[0]

    def test_she_hears_of_her_link_and_of_the_twins_her_page_shows(self) -> None:
        mine = [guests.topic_of(self.link), self.twin.gate_name]
        self.assertEqual(sorted(self.entered(self.link, *mine)["topics"]), sorted(mine))

    def test_she_hears_nothing_of_the_board_itself_nor_of_another_s_link(self) -> None:
        others = guests.topic_of(self.link_to("board:1"))
        answer = self.entered(self.link, "board:1", others, f"person:{self.by.id}")
        self.assertEqual(answer["topics"], [])

    def test_a_session_without_a_link_or_with_one_that_ended_hears_nothing(self) -> None:
        people.end_guest_link(self.link, by=self.by, now=timezone.now())
        late = self.link_to("board:2")
        GuestLink.objects.filter(id=late.id).update(
            created_at=timezone.now() - timedelta(days=2), until=timezone.now() - timedelta(seconds=1)
        )
        for link in (None, self.link, late):
            topics = [self.twin.gate_name, *([guests.topic_of(link)] if link else [])]
            with self.subTest(link=link):
                self.assertEqual(self.entered(link, *topics)["topics"], [])

    def test_a_ticket_of_another_session_opens_nothing(self) -> None:
        stolen = tickets.sign([guests.topic_of(self.link)], session_key=self.session(self.link))
        refusals = list[Message]()

        async def scenario() -> None:
            async with Browser(self.session_of_a_thief) as page:
                page.say({"kind": "enter", "token": stolen})
                refusals.append(await page.hear("refused"))

        self.session_of_a_thief = self.session(self.link_to("board:2"))
        with_the_bus(scenario)
        self.assertEqual(refusals[0]["code"], "token")

    def test_her_page_is_cut_when_the_link_ends_and_veils_when_a_twin_is_paused(self) -> None:
        session, heard = self.session(self.link), list[Message]()
        token = tickets.sign([guests.topic_of(self.link), self.twin.gate_name], session_key=session)

        async def scenario() -> None:
            async with Browser(session) as page:
                await page.enter(token)
                await sync_to_async(self.pause)()
                heard.append(await page.hear("paused"))
                await sync_to_async(self.end)()
                heard.append(await page.hear("cut"))

        with_the_bus(scenario)
        self.assertEqual(heard[0]["topic"], self.twin.gate_name)
        self.assertEqual((heard[1]["topic"], heard[1]["why"]), (guests.topic_of(self.link), "link-ended"))

    def pause(self) -> None:
        consent.pause(self.twin, by=self.twin.owner, now=timezone.now())

    def end(self) -> None:
        people.end_guest_link(self.link, by=self.by, now=timezone.now())
