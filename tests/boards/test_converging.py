"""Several hands on one board: whatever is said, twice, late or after being away, all end with what the server has."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.test import TestCase
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from studio.boards import actions, talking
from studio.boards.models import Card
from studio.people.models import Person
from tests import crew
from tests.crew import NOW

CARDS = [str(UUID(int=number)) for number in range(1, 4)]
PAGES = st.sampled_from([0, 1, 2])
PATCHES: Mapping[str, st.SearchStrategy[dict[str, Any]]] = {
    "add": st.builds(lambda x: {"kind": "note", "x": x, "content": {"words": "new"}}, st.integers(-50, 50)),
    "move": st.dictionaries(st.sampled_from(["x", "y", "rotation"]), st.integers(-50, 50), min_size=1),
    "layer": st.builds(lambda text: {"layer": text}, st.sampled_from(["a1", "a2", "b1"])),
    "content": st.builds(lambda text: {"words": text}, st.sampled_from(["coat", "boots", "bag"])),
    "remove": st.just({}),
    "restore": st.just({}),
}
OPS = st.sampled_from(sorted(PATCHES)).flatmap(lambda kind: st.tuples(st.just(kind), PATCHES[kind]))
FRESH = {"x": 0.0, "y": 0.0, "rotation": 0.0, "words": "", "removed": False}


@dataclass(slots=True)
class Page:
    """What one browser holds: the cards as the events made them, and up to which event."""

    person: Person
    seq: int = 0
    cards: dict[str, dict[str, Any]] = field(default_factory=dict)
    sent: list[dict[str, Any]] = field(default_factory=list)

    def hear(self, event: dict[str, Any]) -> None:
        if event["seq"] <= self.seq:
            return
        self.seq = event["seq"]
        card = self.cards.setdefault(event["card"], dict(FRESH))
        patch = dict(event["patch"])
        if event["op"] == "add":
            card |= FRESH | {"layer": None}
            patch |= patch.pop("content", {})
            patch.pop("kind")
        if event["op"] in {"remove", "restore"}:
            card["removed"] = event["op"] == "remove"
        card |= patch
        card["versions"] = event["versions"]


class Hands(RuleBasedStateMachine):
    @initialize()
    def open(self) -> None:
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        shoot = crew.shoot()
        people = [crew.booked(shoot, "styling") for _ in range(3)]
        self.board = actions.board_of(shoot, by=people[0], now=NOW)
        self.pages = [Page(person) for person in people]

    def teardown(self) -> None:
        if hasattr(self, "atomic"):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def deliver(self, page: Page, message: dict[str, Any]) -> dict[str, Any]:
        return talking.on_message(str(self.board.id), page.person, message)

    @rule(page=PAGES, card=st.sampled_from(CARDS), op=OPS)
    def say(self, page: int, card: str, op: tuple[str, dict[str, Any]]) -> None:
        """An op on the card as this page last saw it (version 0: not at all); the others hear of it later."""
        mine, (kind, patch) = self.pages[page], op
        group = {"move": "geometry", "layer": "layer"}.get(kind, "content")
        base = mine.cards.get(card, {}).get("versions", {}).get(group, 0)
        message = {"op": kind, "op_id": f"{page}-{len(mine.sent)}", "card": card, "base": base, "patch": patch}
        mine.sent.append(message)
        before = Card.objects.filter(id=card).values_list("content", flat=True).first()
        answer = self.deliver(mine, message)
        assert answer["kind"] in {"done", "refused"}
        if kind == "content" and answer["kind"] == "done":
            seen = mine.cards.get(card, {}).get("words", "")
            assert before is not None and before.get("words", "") == seen, "words were overwritten that nobody saw"

    @rule(page=PAGES, which=st.integers(0, 30))
    def say_again(self, page: int, which: int) -> None:
        """The answer was lost, so the same op goes out once more: nothing happens twice."""
        mine = self.pages[page]
        if not mine.sent:
            return
        self.board.refresh_from_db()
        seq, message = self.board.seq, mine.sent[which % len(mine.sent)]
        known = self.board.events.filter(op_id=message["op_id"]).exists()
        self.deliver(mine, message)
        self.board.refresh_from_db()
        assert not known or self.board.seq == seq

    @rule(page=PAGES)
    def come_back(self, page: int) -> None:
        mine = self.pages[page]
        for event in talking.since(str(self.board.id), mine.seq):
            mine.hear(event)

    @invariant()
    def events_are_numbered_without_a_gap(self) -> None:
        if hasattr(self, "board"):
            numbers = list(self.board.events.order_by("seq").values_list("seq", flat=True))
            assert numbers == list(range(1, len(numbers) + 1))

    @rule()
    def all_end_with_what_the_server_has(self) -> None:
        stored = {
            str(card.id): (card.x, card.y, card.rotation, card.content.get("words", ""), card.removed_at is not None)
            for card in Card.objects.filter(board=self.board)
        }
        for number, page in enumerate(self.pages):
            self.come_back(number)
            held = {id: tuple(card[name] for name in FRESH) for id, card in page.cards.items()}
            assert held == stored


class ConvergingTests(TestCase):
    def test_all_pages_end_with_what_the_server_has(self) -> None:
        run_state_machine_as_test(
            Hands,
            settings=settings(
                max_examples=40,
                stateful_step_count=20,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
