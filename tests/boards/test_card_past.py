"""Who did what to one card, and when."""

from datetime import datetime, timedelta
from typing import Any

from django.test import SimpleTestCase, TestCase
from django.urls import reverse

from studio.boards import actions, card_past, thread_actions
from studio.boards.card_past import Line, done, merged
from studio.boards.rules import Op
from studio.boards.thread_actions import Place
from tests import crew
from tests.crew import NOW


class SentenceTests(SimpleTestCase):
    def test_each_op_is_a_sentence(self) -> None:
        cases: list[tuple[str, dict[str, Any], dict[str, Any], str]] = [
            ("add", {}, {}, "laid it on the board"),
            ("move", {"x": 2.0}, {"x": 1.0}, "moved it"),
            ("move", {"width": 90.0}, {"width": 80.0}, "made it larger"),
            ("move", {"rotation": 90.0}, {"rotation": 0.0}, "turned it"),
            ("move", {"crop": {"x": 0}}, {"crop": None}, "cropped it"),
            ("bond", {"locked": True}, {}, "locked it"),
            ("bond", {"section": None}, {}, "took it out of its section"),
            ("remove", {}, {}, "took it off the board"),
        ]
        for kind, patch, was, words in cases:
            with self.subTest(words):
                self.assertEqual(done(kind, patch, was), words)

    def line(self, minute: int, who: str = "Ana", words: str = "moved it") -> Line:
        return Line(NOW + timedelta(minutes=minute), who, words)

    def test_what_one_hand_does_in_a_row_is_one_line(self) -> None:
        lines = merged([self.line(9), self.line(5), self.line(1)])
        self.assertEqual([(line.at, line.times) for line in lines], [(NOW + timedelta(minutes=9), 3)])

    def test_another_hand_between_or_an_hour_is_not(self) -> None:
        self.assertEqual(len(merged([self.line(9), self.line(5, "Noé"), self.line(1)])), 3)
        self.assertEqual(len(merged([self.line(70), self.line(1)])), 2)


class PastTests(TestCase):
    def setUp(self) -> None:
        self.shoot = crew.shoot()
        self.ana = crew.booked(self.shoot, "styling", name="Ana Ruiz")
        self.noe = crew.booked(self.shoot, "hair", name="Noé Sarr")
        self.board = actions.board_of(self.shoot, by=self.ana, now=NOW)
        self.look = crew.look(self.shoot, by=self.ana)
        self.card = actions.lay(self.board, "look", self.look.id, by=self.ana, now=NOW)

    def move(self, x: float, now: datetime) -> None:
        op = Op(f"op{x}", "move", str(self.card.id), 0, {"x": x})
        decision, _event = actions.apply(self.board, op, by=self.noe, now=now)
        assert decision

    def test_it_says_who_laid_moved_and_spoke_the_newest_first(self) -> None:
        self.move(10, NOW + timedelta(minutes=1))
        self.move(20, NOW + timedelta(minutes=2))
        place = Place(str(self.card.id), 0.5, 0.5)
        thread_actions.begin(self.board, place, "Hem", by=self.ana, now=NOW + timedelta(minutes=3), key="k")
        lines = [(line.who, line.words, line.times) for line in card_past.past(self.card)]
        self.assertEqual(
            lines[:3],
            [
                ("Ana Ruiz", "began comment 1", 1),
                ("Noé Sarr", "moved it", 2),
                ("Ana Ruiz", "laid it on the board", 1),
            ],
        )

    def test_the_panel_loads_it_and_it_is_a_page_without_script(self) -> None:
        crew.signed_in(self.client, self.noe)
        url = reverse("boards:card_past", args=[self.board.id, self.card.id])
        side = self.client.get(reverse("boards:side", args=[self.board.id, self.card.id]))
        self.assertContains(side, url)
        self.assertContains(self.client.get(url), "Who did what to Look 01")
        self.assertTemplateNotUsed(self.client.get(url, headers={"HX-Request": "true"}), "web/base.html")
