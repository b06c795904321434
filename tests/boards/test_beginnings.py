"""What a board can begin as: real ops, lines for the shot list, a board within, and nothing laid over what is there."""

from django.test import TestCase
from django.urls import reverse

from studio.boards import actions, rules
from studio.boards.beginnings import BEGINNINGS, Laid, begin, ops_of
from studio.boards.models import Board, BoardEvent, Card
from studio.shoots.models import Shot
from tests import crew
from tests.crew import NOW


class BeginningTests(TestCase):
    def setUp(self) -> None:
        self.shoot = crew.shoot()
        self.ana = crew.booked(self.shoot, "styling")
        self.board = actions.board_of(self.shoot, by=self.ana, now=NOW)

    def test_each_is_made_of_ops_that_a_page_could_send(self) -> None:
        for code, beginning in BEGINNINGS.items():
            for op in ops_of(beginning.plan(), self.board, code):
                with self.subTest(code, op=op.op_id):
                    said = {"op": op.kind, "op_id": op.op_id, "card": op.card, "base": 0, "patch": dict(op.patch)}
                    self.assertTrue(rules.read(said)[0])

    def test_what_a_section_carries_lies_within_it(self) -> None:
        def within(outer: Laid) -> None:
            for each in outer.carries:
                self.assertGreaterEqual(min(each.x, each.y), 0, each.words)
                self.assertLessEqual(each.x + each.width, outer.width, each.words)
                self.assertLessEqual(each.y + each.height, outer.height, each.words)
                within(each)

        for beginning in BEGINNINGS.values():
            for laid in beginning.plan().cards:
                within(laid)

    def test_a_lookbook_has_twelve_looks_twelve_lines_and_a_board_for_the_edit(self) -> None:
        decision, begun = begin(self.board, "lookbook", by=self.ana, now=NOW)
        self.assertTrue(decision)
        twelve = Card.objects.get(content__words="Twelve looks")
        self.assertEqual(Card.objects.filter(section_id=twelve.id, kind="section").count(), 12)
        self.assertEqual(Shot.objects.filter(shoot=self.shoot, view="front").count(), 12)
        assert begun.inner
        self.assertEqual(Card.objects.get(kind="board").about, str(begun.inner.id))
        self.assertEqual(BoardEvent.objects.filter(board=self.board).count(), Card.objects.count())

    def test_nothing_is_laid_over_what_lies_there(self) -> None:
        begin(self.board, "one-hero", by=self.ana, now=NOW)
        count = Card.objects.count()
        self.assertEqual(begin(self.board, "beauty-story", by=self.ana, now=NOW)[0].code, "board-not-empty")
        self.assertEqual(Card.objects.count(), count)

    def test_whoever_does_not_plan_begins_the_board_alone(self) -> None:
        hair = crew.booked(self.shoot, "hair")
        decision, begun = begin(self.board, "e-commerce", by=hair, now=NOW)
        self.assertEqual((bool(decision), begun.lines, Shot.objects.count()), (True, 0, 0))

    def test_a_new_board_is_made_and_begun_in_one_go(self) -> None:
        client, address = crew.signed_in(self.client, self.ana), reverse("boards:of_shoot", args=[self.shoot.id])
        self.assertContains(client.get(address), "Lookbook of twelve")
        client.post(address, {"name": "Beauty", "key": "k", "begin": "beauty-story", "lines": "yes"})
        made = Board.objects.get(name="Beauty")
        self.assertEqual((made.cards.filter(kind="section").count(), Shot.objects.count()), (9, 6))
        address = reverse("boards:begin", args=[made.id])
        self.assertEqual(client.post(address, {"begin": "one-hero"}).status_code, 409)
