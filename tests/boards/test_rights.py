"""Who may do what on a board: asked at every op and every page, and said in a sentence."""

from typing import Any
from uuid import uuid4

from django.test import TestCase
from django.urls import reverse

from studio.boards import actions, talking
from studio.boards.models import Board, BoardRole, Card
from tests import crew
from tests.crew import NOW


class RightsTests(TestCase):
    def setUp(self) -> None:
        self.shoot = crew.shoot()
        self.ana = crew.booked(self.shoot, "styling", name="Ana Ruiz")
        self.jon = crew.booked(self.shoot, "photography", name="Jonas Vehr")
        self.board = actions.board_of(self.shoot, by=self.ana, now=NOW)
        crew.signed_in(self.client, self.ana)

    def url(self, name: str, *more: object) -> str:
        return reverse(f"boards:{name}", args=[self.board.id, *more])

    def narrow(self, right: str) -> None:
        assert actions.set_right(self.board, self.jon, right, by=self.ana, now=NOW)

    def say(self) -> dict[str, Any]:
        said = {"op": "add", "op_id": uuid4().hex, "card": str(uuid4()), "patch": {"kind": "note"}}
        return talking.on_message(str(self.board.id), self.jon, said)

    def test_whoever_is_on_the_shoot_changes_the_board(self) -> None:
        self.assertEqual(self.say()["kind"], "done")

    def test_who_only_looks_or_comments_is_told_so_in_a_sentence(self) -> None:
        for right, code in (("view", "board-only-looks"), ("comment", "board-only-comments")):
            with self.subTest(right):
                self.narrow(right)
                answer = self.say()
                self.assertEqual((answer["kind"], answer["code"]), ("refused", code))
                self.assertIn("others change it", answer["sentence"])
                self.assertTrue(answer["way_on"])
        self.assertFalse(Card.objects.exists())

    def test_every_page_that_changes_asks_too(self) -> None:
        self.narrow("comment")
        crew.signed_in(self.client, self.jon)
        for name in ("new_look", "lay", "list_act", "rename", "name_moment"):
            with self.subTest(name):
                self.assertContains(self.client.post(self.url(name)), "others change it", status_code=403)
        self.assertEqual(self.client.get(self.url("list")).status_code, 200)

    def test_its_maker_and_the_producer_say_who_may_what(self) -> None:
        for who, status in ((self.ana, 302), (self.shoot.opened_by, 302), (self.jon, 403)):
            crew.signed_in(self.client, who)
            answer = self.client.post(self.url("set_right", self.jon.id), {"right": "comment"})
            self.assertEqual(answer.status_code, status)
        self.assertEqual(BoardRole.objects.get().right, "comment")

    def test_whoever_made_it_keeps_her_right(self) -> None:
        crew.signed_in(self.client, self.shoot.opened_by)
        page = self.client.post(self.url("set_right", self.ana.id), {"right": "view"})
        self.assertContains(page, "can always change it", status_code=409)

    def test_a_right_shows_no_board_to_somebody_who_is_not_on_the_shoot(self) -> None:
        stranger = crew.person()
        decision = actions.set_right(self.board, stranger, "view", by=self.ana, now=NOW)
        self.assertEqual(decision.code, "not-of-this-shoot")

    def test_a_shoot_has_several_boards_each_made_once(self) -> None:
        address = reverse("boards:of_shoot", args=[self.shoot.id])
        for _ in range(2):
            self.client.post(address, {"name": "Beauty", "key": "k"})
        self.assertContains(self.client.post(address, {"name": " "}), "It needs a name", status_code=422)
        self.assertEqual(set(Board.objects.values_list("name", flat=True)), {self.shoot.name, "Beauty"})
        self.assertContains(self.client.get(address), "Beauty")

    def test_it_is_called_otherwise(self) -> None:
        self.client.post(self.url("rename"), {"name": "Coats"})
        self.assertEqual(Board.objects.get().name, "Coats")

    def test_a_board_lies_on_another_and_leads_there(self) -> None:
        _made, inner = actions.make(self.shoot, "Beauty", by=self.ana, now=NOW)
        assert inner
        self.client.post(self.url("lay"), {"kind": "board", "about": inner.id})
        self.assertContains(self.client.get(self.url("board")), reverse("boards:board", args=[inner.id]))
