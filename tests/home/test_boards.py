"""The boards of all one's shoots: whose they are, what narrows them, and a page at a time."""

from datetime import timedelta
from typing import ClassVar
from unittest.mock import patch

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from studio.boards import actions as boards
from studio.boards.models import Board
from studio.consent import actions as consent
from studio.people.models import Person
from studio.shoots import actions as shoots
from tests import crew, story
from tests.crew import NOW


class BoardsTests(TestCase):
    story: ClassVar[story.Story]
    first: ClassVar[Board]
    second: ClassVar[Board]
    foreign: ClassVar[Board]

    @classmethod
    def setUpTestData(cls) -> None:
        with story.backstage():
            cls.story = story.ready()
            story.made(cls.story)
            cls.first = boards.board_of(cls.story.shoot, by=cls.story.producer, now=NOW)
            other = crew.shoot(cls.story.house, name="Denim story", opened_by=cls.story.producer)
            cls.second = boards.board_of(other, by=cls.story.producer, now=NOW + timedelta(hours=1))
            cls.foreign = boards.board_of(crew.shoot(crew.house("Rival")), by=crew.person(), now=NOW)

    def setUp(self) -> None:
        story.clock(self, NOW + timedelta(days=1))

    def page(self, who: Person, **said: str) -> str:
        crew.signed_in(self.client, who)
        answer = self.client.get(reverse("home:boards"), said)
        self.assertEqual(answer.status_code, 200)
        return answer.content.decode()

    def order(self, page: str) -> list[Board]:
        known = {reverse("boards:board", args=[board.id]): board for board in Board.objects.all()}
        found = {page.index(url): board for url, board in known.items() if url in page}
        return [found[at] for at in sorted(found)]

    def test_the_last_changed_comes_first_with_who_changed_it(self) -> None:
        self.assertEqual(self.order(self.page(self.story.producer)), [self.second, self.first])
        look = self.story.look
        boards.lay(self.first, "look", look.id, by=self.story.stylist, now=NOW + timedelta(hours=2))
        page = self.page(self.story.producer)
        self.assertEqual(self.order(page), [self.first, self.second])
        self.assertIn("Ana Ruiz, ", page)

    def test_whoever_is_booked_on_one_shoot_sees_its_boards_alone(self) -> None:
        self.assertEqual(self.order(self.page(self.story.stylist)), [self.first])

    def test_it_is_narrowed_by_words_state_house_and_hand(self) -> None:
        who = self.story.producer
        shoots.finish_shoot(self.first.shoot, done=True, by=who, now=NOW)
        self.assertEqual(self.order(self.page(who, q="denim")), [self.second])
        self.assertEqual(self.order(self.page(who, q="vera aw26")), [self.first])
        self.assertEqual(self.order(self.page(who, state="done")), [self.first])
        self.assertEqual(self.order(self.page(who, house=str(self.foreign.shoot.house_id))), [])
        self.assertEqual(self.order(self.page(self.story.stylist, mine="1")), [])
        self.assertEqual(self.order(self.page(who, q="rival")), [])

    def test_a_page_goes_on_where_the_last_ended(self) -> None:
        with patch("studio.home.boards.A_PAGE", 1):
            page = self.page(self.story.producer)
            self.assertEqual(self.order(page), [self.second])
            key = page.split("after=")[1].split('"')[0]
            crew.signed_in(self.client, self.story.producer)
            rest = self.client.get(f"{reverse('home:boards')}?after={key}").content.decode()
        self.assertEqual(self.order(rest), [self.first])
        self.assertEqual(len(self.order(self.page(self.story.producer, after="x~y"))), 2)

    def test_the_cover_of_a_paused_twin_is_the_veil(self) -> None:
        boards.lay(self.first, "look", self.story.look.id, by=self.story.stylist, now=NOW)
        self.assertIn("<img", self.page(self.story.producer))
        consent.pause(self.story.twin, by=self.story.owner, now=NOW)
        page = self.page(self.story.producer)
        self.assertNotIn("<img", page)
        self.assertIn("has paused this twin", page)

    def test_forty_boards_cost_as_many_queries_as_two(self) -> None:
        who = self.story.producer
        self.page(who)
        with CaptureQueriesContext(connection) as few:
            self.page(who)
        for number in range(30):
            boards.make(self.first.shoot, f"Board {number}", by=who, now=NOW)
        with CaptureQueriesContext(connection) as many:
            self.page(who)
        self.assertEqual(len(many), len(few))
