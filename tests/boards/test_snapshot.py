"""A large board comes as its first view and one snapshot; and no step back lifts a veil."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from studio.boards import actions, talking
from studio.boards.models import Card
from studio.boards.rules import Op
from studio.consent import actions as consent
from tests import crew, story
from tests.crew import NOW


class SnapshotTests(TestCase):
    def setUp(self) -> None:
        story.clock(self)
        story.paints(self)
        self.story = story.ready()
        story.made(self.story)
        self.board = actions.board_of(self.story.shoot, by=self.story.stylist, now=NOW)
        crew.signed_in(self.client, self.story.stylist)

    def address(self, name: str, *more: object) -> str:
        return reverse(f"boards:{name}", args=[self.board.id, *more])

    def notes(self, count: int) -> None:
        ops = [
            Op(uuid4().hex, "add", str(uuid4()), 0, {"kind": "note", "x": 200.0 * n, "content": {"words": f"note {n}"}})
            for n in range(count)
        ]
        decision, _events, _card = actions.apply_all(self.board, ops, by=self.story.stylist, now=NOW)
        assert decision, decision

    def lay(self) -> Card:
        return actions.lay(self.board, "look", self.story.look.id, by=self.story.stylist, now=NOW)

    def queries(self, name: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            self.assertEqual(self.client.get(self.address(name)).status_code, 200)
        return len(asked)

    def test_the_page_brings_sixty_cards_and_the_snapshot_all(self) -> None:
        self.notes(100)
        page = self.client.get(self.address("board"))
        self.assertEqual((len(page.context["cards"]), page.context["count"]), (60, 100))
        told = self.client.get(self.address("snapshot")).json()
        self.assertEqual((len(told["cards"]), told["seq"]), (100, 100))

    def test_both_cost_as_many_queries_however_much_lies_there(self) -> None:
        self.lay()
        self.notes(3)
        few = [self.queries(name) for name in ("board", "snapshot", "list")]
        self.notes(150)
        self.assertEqual([self.queries(name) for name in ("board", "snapshot", "list")], few)

    def test_whoever_is_beyond_the_first_view_is_listened_for_too(self) -> None:
        self.notes(80)
        card = self.lay()
        Card.objects.filter(id=card.id).update(x=90_000)
        page = self.client.get(self.address("board"))
        self.assertIn(f"twin:{self.story.twin.id}", page.context["topics"])

    def test_no_step_back_and_no_moment_lifts_a_veil(self) -> None:
        card = self.lay()
        consent.pause(self.story.twin, by=self.story.owner, now=NOW)
        for kind in ("remove", "restore"):
            self.say(kind, card)
        actions.bring_back(self.board, 1, by=self.story.stylist, now=NOW + timedelta(minutes=1), key="k")
        for name, more in (("board", ()), ("at", (1,)), ("list", ()), ("snapshot", ())):
            with self.subTest(name):
                said = self.client.get(self.address(name, *more))
                text = (
                    "".join(each["html"] for each in said.json()["cards"])
                    if name == "snapshot"
                    else said.content.decode()
                )
                self.assertIn("has paused this twin", text)
                self.assertNotIn('src="/m/', text)

    def say(self, kind: str, card: Card) -> dict[str, Any]:
        card.refresh_from_db()
        said = {"op": kind, "op_id": uuid4().hex, "card": str(card.id), "base": card.content_version}
        answer = talking.on_message(str(self.board.id), self.story.stylist, said)
        assert answer["kind"] == "done", answer
        return answer
