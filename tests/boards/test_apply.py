"""Ops on a board: each applied once, in one order, and nobody's words lost."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import TestCase

from studio.boards import actions, talking
from studio.boards.models import Board, BoardEvent, Card
from studio.boards.rules import Op
from studio.live.models import Announcement
from tests import crew
from tests.crew import NOW


@pytest.mark.scales
class ApplyTests(TestCase):
    def setUp(self) -> None:
        self.shoot = crew.shoot()
        self.ana = crew.booked(self.shoot, "styling", name="Ana Ruiz")
        self.jon = crew.booked(self.shoot, "photography", name="Jonas Vehr")
        self.board = actions.board_of(self.shoot, by=self.ana, now=NOW)
        self.card = str(uuid4())
        self.say("add", {"kind": "note", "x": 10, "content": {"words": "Coat first"}})

    def say(self, kind: str, patch: dict[str, Any] | None = None, *, base: int = 1, **fields: Any) -> dict[str, Any]:
        """As Ana's page says it, unless it is said who."""
        said = {"op": kind, "op_id": str(uuid4()), "card": self.card, "base": base, "patch": patch or {}}
        return talking.on_message(str(self.board.id), fields.pop("by", self.ana), said | fields)

    def stands(self) -> Card:
        return Card.objects.get(id=self.card)

    def test_an_op_is_one_event_with_the_next_number(self) -> None:
        answer = self.say("move", {"x": 40, "y": 5})
        self.assertEqual((answer["kind"], answer["seq"]), ("done", 2))
        self.assertEqual((self.stands().x, self.stands().geometry_version), (40, 2))

    def test_everybody_on_the_board_hears_who_did_what(self) -> None:
        self.say("move", {"x": 40})
        event = talking.since(str(self.board.id), 1)[0]
        self.assertEqual((event["op"], event["patch"], event["by"]["name"]), ("move", {"x": 40}, "Ana Ruiz"))

    def test_sent_twice_it_counts_once(self) -> None:
        first = self.say("move", {"x": 40}, op_id="same")
        second = self.say("move", {"x": 40}, op_id="same")
        self.assertEqual((first["seq"], Board.objects.get().seq, self.stands().geometry_version), (second["seq"], 2, 2))

    def test_words_over_words_she_has_not_seen_are_refused_with_what_stands_there(self) -> None:
        self.say("content", {"words": "Boots first"}, by=self.jon)
        answer = self.say("content", {"words": "Bag first"})
        self.assertEqual((answer["kind"], answer["code"]), ("refused", "stale"))
        self.assertEqual(answer["current"]["content"], {"words": "Boots first"})
        self.assertEqual(answer["current"]["versions"]["content"], 2)
        self.assertEqual(self.stands().content["words"], "Boots first")

    def test_a_card_that_changed_meanwhile_is_not_taken_off(self) -> None:
        self.say("content", {"words": "Boots first"}, by=self.jon)
        self.assertEqual(self.say("remove")["code"], "stale")
        self.assertIsNone(self.stands().removed_at)

    def test_moving_does_not_stand_in_the_way_of_writing(self) -> None:
        self.say("move", {"x": 40}, by=self.jon)
        self.assertEqual(self.say("content", {"words": "Bag first"})["kind"], "done")

    def test_each_op_keeps_what_undo_puts_back(self) -> None:
        for kind, patch, base in (
            ("move", {"x": 40}, 1),
            ("layer", {"layer": "z1"}, 1),
            ("content", {"words": "Bag"}, 1),
        ):
            with self.subTest(kind):
                before = self.stands()
                self.say(kind, patch, base=base)
                was = BoardEvent.objects.latest("seq").was
                self.say(kind, was, base=2)
                after = self.stands()
                same = [(card.x, card.layer, card.content) for card in (before, after)]
                self.assertEqual(*same)

    def test_taken_off_it_can_be_put_back_and_nothing_else(self) -> None:
        self.say("remove")
        self.assertEqual(self.say("move", {"x": 1})["code"], "card-gone")
        self.assertEqual(self.say("restore")["kind"], "done")
        self.assertIsNone(self.stands().removed_at)

    def test_a_card_of_another_board_is_not_there(self) -> None:
        other = crew.shoot()
        elsewhere = actions.board_of(other, by=other.opened_by, now=NOW)
        said = {"op": "move", "op_id": "1", "card": self.card, "base": 1, "patch": {"x": 1}}
        self.assertEqual(talking.on_message(str(elsewhere.id), other.opened_by, said)["code"], "card-gone")

    def test_a_name_that_is_taken_makes_no_second_card(self) -> None:
        self.assertEqual(self.say("add", {"kind": "note"})["kind"], "refused")
        self.assertEqual(Card.objects.count(), 1)

    def test_an_odd_message_is_refused_and_nothing_happens(self) -> None:
        self.assertEqual(self.say("explode")["code"], "op-unknown")
        self.assertEqual(self.say("move", {"x": 10**400})["code"], "card-off-board")
        self.assertEqual(self.say("move", {"x": 1}, card="no id")["code"], "card-gone")
        self.assertEqual(Board.objects.get().seq, 1)

    def test_a_stranger_is_not_let_in(self) -> None:
        stranger = crew.person()
        self.assertTrue(talking.may_enter(str(self.board.id), self.ana))
        self.assertFalse(talking.may_enter(str(self.board.id), stranger) or talking.may_enter("x", self.ana))
        with self.assertRaises(Board.DoesNotExist):
            self.say("move", {"x": 1}, by=stranger)

    def test_what_lies_there_is_laid_once(self) -> None:
        coat = crew.garment(self.shoot)
        first = actions.lay(self.board, "garment", coat.id, by=self.ana, now=NOW)
        self.assertEqual(actions.lay(self.board, "garment", coat.id, by=self.jon, now=NOW), first)

    def test_a_new_card_lies_on_top(self) -> None:
        self.say("layer", {"layer": "a000001"})
        coat = actions.lay(self.board, "garment", crew.garment(self.shoot).id, by=self.ana, now=NOW)
        self.assertGreater(coat.layer, self.stands().layer)

    def test_who_was_away_too_long_loads_afresh(self) -> None:
        BoardEvent.objects.bulk_create(
            BoardEvent(board=self.board, seq=seq, op_id=str(seq), kind="move", card=self.stands(), by=self.ana, at=NOW)
            for seq in range(2, 503)
        )
        self.assertEqual(talking.since(str(self.board.id), 0), [{"kind": "reload"}])

    def test_an_op_by_hand_is_one_announcement(self) -> None:
        Announcement.objects.all().delete()
        actions.apply(self.board, Op("o", "move", self.card, 1, {"x": 3}), by=self.ana, now=NOW)
        self.assertLessEqual(Announcement.objects.filter(topic=f"board:{self.board.id}").count(), 1)
