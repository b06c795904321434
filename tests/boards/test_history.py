"""What a board was, who made it so, and how a moment comes back."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.test import TestCase
from django.urls import reverse

from studio.boards import actions, history, moments
from studio.boards.models import BoardEvent, BoardVersion, Card
from studio.boards.rules import Op
from studio.people.models import Person
from tests import crew
from tests.crew import NOW


class BoardCase(TestCase):
    def setUp(self) -> None:
        self.shoot = crew.shoot()
        self.ana = crew.booked(self.shoot, "styling", name="Ana Ruiz")
        self.jon = crew.booked(self.shoot, "photography", name="Jonas Vehr")
        self.board = actions.board_of(self.shoot, by=self.ana, now=NOW)
        crew.signed_in(self.client, self.ana)

    def do(self, kind: str, card: str, patch: dict[str, Any] | None = None, *, by: Person | None = None) -> BoardEvent:
        """As somebody who sees the newest version of everything."""
        stands = Card.objects.filter(id=card).first()
        group = {"layer": "layer", "bond": "bond"}.get(kind, "content")
        base = getattr(stands, f"{group}_version") if stands else 0
        op = Op(uuid4().hex, kind, card, base, patch or {})
        decision, event = actions.apply(self.board, op, by=by or self.ana, now=NOW)
        assert isinstance(event, BoardEvent), decision
        return event

    def note(self, words: str = "Coat first", *, by: Person | None = None, **patch: Any) -> str:
        card = str(uuid4())
        self.do("add", card, {"kind": "note", "content": {"words": words}, **patch}, by=by)
        return card

    def url(self, name: str, *more: object) -> str:
        return reverse(f"boards:{name}", args=[self.board.id, *more])

    def at(self, seq: int) -> dict[str, tuple[Any, ...]]:
        return {str(card.id): standing(card) for card in moments.board_at(self.board, seq)}

    def now(self) -> dict[str, tuple[Any, ...]]:
        laid = Card.objects.filter(board=self.board, removed_at=None)
        return {str(card.id): standing(card) for card in laid}


def standing(card: Card) -> tuple[Any, ...]:
    return card.x, card.y, card.layer, card.locked, card.group, card.section_id, card.content


class MomentTests(BoardCase):
    def test_each_moment_is_what_lay_there_then(self) -> None:
        coat, stood = self.note("Coat"), [self.now()]
        for kind, patch in (
            ("move", {"x": 40}),
            ("move", {"y": 5}),
            ("content", {"words": "Long coat"}),
            ("bond", {"locked": True}),
            ("bond", {"locked": False, "group": "g"}),
            ("layer", {"layer": "b1"}),
            ("remove", {}),
            ("restore", {}),
        ):
            self.do(kind, coat, patch)
            stood.append(self.now())
        self.assertEqual([self.at(seq) for seq in range(1, len(stood) + 1)], stood)

    def test_before_the_first_step_nothing_lay_there(self) -> None:
        self.note()
        self.assertEqual(self.at(0), {})

    def test_the_page_shows_the_board_then_and_listens_to_no_step_since(self) -> None:
        coat = self.note("Long coat")
        self.do("content", coat, {"words": "Short coat"})
        page = self.client.get(self.url("at", 1))
        self.assertContains(page, "Long coat")
        self.assertContains(page, 'data-right="view"')
        self.assertNotIn(f"board:{self.board.id}", page.context["topics"])

    def test_a_moment_that_has_not_come_is_not_there(self) -> None:
        self.assertEqual(self.client.get(self.url("at", 99)).status_code, 404)


class BringBackTests(BoardCase):
    def back(self, seq: int, *, key: str = "k", **fields: Any) -> list[BoardEvent]:
        decision, events = actions.bring_back(self.board, seq, by=self.ana, now=NOW, key=key, **fields)
        assert decision, decision
        return events

    def test_everything_lies_again_as_it_did(self) -> None:
        coat, boots = self.note("Coat"), self.note("Boots")
        then, seq = self.now(), BoardEvent.objects.count()
        self.do("move", coat, {"x": 99})
        self.do("content", coat, {"words": "Belt"})
        self.do("remove", boots)
        self.back(seq)
        self.assertEqual(self.now(), then)

    def test_also_what_a_neighbour_took_off(self) -> None:
        coat = self.note()
        self.do("remove", coat, by=self.jon)
        self.back(1)
        self.assertIn(coat, self.now())

    def test_what_a_neighbour_laid_and_wrote_since_stays(self) -> None:
        coat = self.note("Coat")
        self.do("content", coat, {"words": "Jonas: the long one"}, by=self.jon)
        his, hers = self.note("His", by=self.jon), self.note("Hers")
        self.back(1)
        self.assertEqual(set(self.now()), {coat, his})
        self.assertEqual(Card.objects.get(id=coat).content["words"], "Jonas: the long one")
        self.assertNotIn(hers, self.now())

    def test_it_is_a_step_like_any_other_and_happens_once(self) -> None:
        coat = self.note()
        self.do("move", coat, {"x": 99})
        first, again = self.back(1), self.back(1)
        self.assertEqual(([event.seq for event in first], first), ([3], again))
        self.back(2, key="other")
        self.assertEqual(Card.objects.get(id=coat).x, 99)

    def test_one_card_alone_comes_back(self) -> None:
        coat, boots = self.note(), self.note()
        for card in (coat, boots):
            self.do("move", card, {"x": 99})
        self.back(2, card=Card.objects.get(id=coat).id)
        self.assertEqual([Card.objects.get(id=card).x for card in (coat, boots)], [0, 99])

    def test_the_page_says_beforehand_what_would_happen(self) -> None:
        coat = self.note()
        self.do("remove", coat)
        self.note(by=self.jon)
        page = self.client.get(self.url("back", 1))
        self.assertContains(page, "1 card that was taken off comes back.")
        self.assertContains(page, "1 card that somebody else has laid since stays.")

    def test_pressed_it_is_so(self) -> None:
        coat = self.note()
        self.do("remove", coat)
        self.client.post(self.url("bring_back", 1), {"key": "a1"})
        self.assertIn(coat, self.now())


class HistoryTests(BoardCase):
    def lines(self, **asked: Any) -> list[tuple[str, str, int]]:
        return [
            (line.who, line.words, len(line.cards) + line.more) for line in history.history(self.board, **asked).lines
        ]

    def test_what_one_hand_did_in_one_go_is_one_line(self) -> None:
        cards = [self.note() for _ in range(3)]
        for card in cards:
            self.do("move", card, {"x": 5}, by=self.jon)
        self.assertEqual(
            self.lines(), [("Jonas Vehr", "moved 3 cards", 3), ("Ana Ruiz", "laid 3 cards on the board", 3)]
        )

    def test_what_lies_hours_apart_is_told_apart(self) -> None:
        coat = self.note()
        op = Op("later", "move", coat, 1, {"x": 1})
        self.do("move", coat, {"x": 9})
        actions.apply(self.board, op, by=self.ana, now=NOW + timedelta(hours=3))
        self.assertEqual([words for _who, words, _n in self.lines()][:2], ["moved it", "moved it"])

    def test_words_are_shown_as_they_were_and_as_they_are(self) -> None:
        coat = self.note("Coat first")
        self.do("content", coat, {"words": "Boots first"}, by=self.jon)
        self.assertEqual(history.history(self.board).lines[0].change, ("Coat first", "Boots first"))
        self.assertContains(self.client.get(self.url("history")), "Boots first")

    def test_one_card_has_a_history_of_its_own(self) -> None:
        coat, _boots = self.note("Coat"), self.note("Boots")
        page = self.client.get(self.url("history"), {"card": coat})
        self.assertContains(page, "Who did what to")
        self.assertEqual(len(page.context["page"].lines), 1)

    def test_a_long_history_goes_on_on_the_next_page_and_tells_each_step_once(self) -> None:
        coat = self.note()
        for n in range(130):
            self.do("move", coat, {"x": n}, by=(self.ana, self.jon)[n % 2])
        first = history.history(self.board)
        second = history.history(self.board, before=first.older)
        told = [event.seq for page in (first, second) for line in page.lines for event in line.events]
        self.assertEqual(told, sorted(set(told), reverse=True))
        self.assertEqual((first.lines[-1].first, second.lines[0].seq), (first.older, (first.older or 0) - 1))

    def test_a_moment_with_a_name_is_found_again(self) -> None:
        self.note()
        self.client.post(self.url("name_moment"), {"name": "  Before  lunch "})
        self.assertEqual(BoardVersion.objects.get().name, "Before lunch")
        self.assertContains(self.client.get(self.url("history")), "<b>Before lunch</b>")

    def test_a_moment_without_a_name_is_refused(self) -> None:
        self.assertContains(
            self.client.post(self.url("name_moment"), {"name": " "}), "It needs a name", status_code=422
        )
