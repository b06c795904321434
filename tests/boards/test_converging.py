"""Several hands on one board: whatever is said, twice, late, in any order or after being away, all end with the same.

More of it than the test run takes: `DOUBLURE_CONVERGE=2000 python -m pytest tests/boards/test_converging.py`.
"""

import os
from collections.abc import Mapping
from typing import Any
from unittest.mock import patch
from uuid import UUID, uuid5

import pytest
from django.db import transaction
from django.test import TestCase
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from studio.boards import actions, moments
from studio.boards.models import BoardEvent, Card
from studio.boards.rules import GEOMETRY
from tests import crew
from tests.boards.clients import Client, Message, standing
from tests.crew import NOW

CARDS = [str(UUID(int=number)) for number in range(1, 5)]
NAMES = st.sampled_from(CARDS)
PAGES = st.integers(0, 2)
NUMBERS = st.integers(-50, 50)
CROPS = st.sampled_from([None, {"x": 0.1, "y": 0.0, "width": 0.5, "height": 1.0}])
PLACES = st.dictionaries(st.sampled_from(["x", "y", "rotation"]), NUMBERS, min_size=1) | st.builds(
    lambda crop: {"crop": crop}, CROPS
)
BONDS = st.one_of(
    st.builds(lambda locked: {"locked": locked}, st.booleans()),
    st.builds(lambda group: {"group": group}, st.sampled_from(["", "g1", "g2"])),
    st.builds(lambda section: {"section": section}, st.none() | NAMES),
)
PATCHES: Mapping[str, st.SearchStrategy[dict[str, Any]]] = {
    "add": st.builds(
        lambda kind, x: {"kind": kind, "x": x, "content": {"words": "new"}},
        st.sampled_from(["note", "section"]),
        NUMBERS,
    ),
    "copy": st.builds(lambda source, x: {"from": source, "x": x}, NAMES, NUMBERS),
    "move": PLACES,
    "layer": st.builds(lambda text: {"layer": text}, st.sampled_from(["a1", "a2", "b1"])),
    "content": st.builds(lambda text: {"words": text}, st.sampled_from(["coat", "boots", "bag"])),
    "bond": BONDS,
    "remove": st.just({}),
    "restore": st.just({}),
}
OPS = st.sampled_from(sorted(PATCHES)).flatmap(lambda kind: st.tuples(st.just(kind), NAMES, PATCHES[kind]))
EXAMPLES = int(os.environ.get("DOUBLURE_CONVERGE", "12"))


class Hands(RuleBasedStateMachine):
    """Three people, each on a line of her own that delays, repeats, reorders and breaks."""

    @initialize()
    def open(self) -> None:
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.telling = patch("studio.boards.strokes.announce", self.tell)
        self.telling.start()
        shoot = crew.shoot()
        people = [crew.booked(shoot, "styling") for _ in range(3)]
        self.board = actions.board_of(shoot, by=people[0], now=NOW)
        self.clients = [Client(person, self.board) for person in people]
        self.said = 0
        self.stood: dict[int, dict[str, Message]] = {0: {}}
        for card in CARDS[:3]:
            kind = "section" if card == CARDS[0] else "note"
            self.deliver(self.clients[0], self.message(self.clients[0], [("add", card, {"kind": kind})]))
        for client in self.clients:
            self.hear_all(client)

    def teardown(self) -> None:
        if hasattr(self, "atomic"):
            self.telling.stop()
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def tell(self, topic: str, **message: Any) -> None:
        """To every open line; what was on the way when a line broke is lost."""
        for client in self.clients:
            if client.connected:
                client.inbox.append(message)

    def seq(self) -> int:
        self.board.refresh_from_db()
        return self.board.seq

    def on_server(self) -> dict[str, Message]:
        return {str(card.id): standing(card) for card in Card.objects.filter(board=self.board)}

    # What people do

    def message(self, client: Client, ops: list[tuple[str, str, dict[str, Any]]]) -> Message:
        self.said += 1
        each = [
            {"op": kind, "card": card, "base": client.base(card, kind), "patch": patch} for kind, card, patch in ops
        ]
        op_id = uuid5(UUID(int=9), str(self.said)).hex
        return (
            {"kind": "op", "op_id": op_id, **each[0]} if len(ops) == 1 else {"kind": "ops", "op_id": op_id, "ops": each}
        )

    @rule(page=PAGES, op=OPS, fresh=st.booleans(), answered=st.booleans())
    def do(self, page: int, op: tuple[str, str, dict[str, Any]], *, fresh: bool, answered: bool) -> None:
        """One op, on the card as this page saw it last, or having heard everything. Its answer may be lost."""
        self.say(self.clients[page], [op], fresh=fresh, answered=answered)

    @rule(page=PAGES, ops=st.lists(OPS, min_size=2, max_size=3), answered=st.booleans())
    def do_many(self, page: int, ops: list[tuple[str, str, dict[str, Any]]], *, answered: bool) -> None:
        self.say(self.clients[page], ops, fresh=True, answered=answered)

    def say(self, client: Client, ops: list[tuple[str, str, dict[str, Any]]], *, fresh: bool, answered: bool) -> None:
        if fresh:
            self.hear_all(client)
        message = self.message(client, ops)
        client.outbox.append(message)
        if client.connected:
            self.deliver(client, message, answered=answered)

    def hear_all(self, client: Client) -> None:
        while client.inbox:
            client.take(client.inbox.pop(0))

    def deliver(self, client: Client, message: Message, *, answered: bool = True) -> None:
        before, seq = self.on_server(), self.seq()
        back = inverse_of(message, client)
        answer = client.send(message, answered=answered)
        assert answer["kind"] in {"done", "refused"}
        if self.seq() == seq:
            assert self.on_server() == before, "what was refused, or said before, changed something"
            return
        assert answer["kind"] == "done"
        self.stood[self.seq()] = self.on_server()
        client.back += back
        self.nothing_unseen_was_overwritten(client, message, before)

    def nothing_unseen_was_overwritten(self, client: Client, message: Message, before: dict[str, Message]) -> None:
        if message["kind"] == "op" and message["op"] == "content":
            seen = client.cards[message["card"]]["content"]
            assert before[message["card"]]["content"] == seen, "words were overwritten that nobody saw"

    @rule(page=PAGES)
    def take_a_step_back(self, page: int) -> None:
        client = self.clients[page]
        if client.back and client.connected:
            self.hear_all(client)
            op = client.back.pop()
            message = self.message(client, [(op["op"], op["card"], op["patch"])])
            client.outbox.append(message)
            self.deliver(client, message)

    @rule(page=PAGES, seq=st.integers(0, 30))
    def bring_a_moment_back(self, page: int, seq: int) -> None:
        """As the moment was, but for what the others laid or wrote since."""
        client, now = self.clients[page], self.seq()
        seq = seq % (now + 1)
        before = self.on_server()
        self.said += 1
        key = f"back{self.said}"
        decision, _events = actions.bring_back(self.board, seq, by=client.person, now=NOW, key=key)
        assert decision, decision
        self.stood[self.seq()] = after = self.on_server()
        others = set(BoardEvent.objects.filter(board=self.board, seq__gt=seq, seq__lte=now).exclude(by=client.person)
                     .filter(kind__in=["add", "copy"]).values_list("card", flat=True))  # fmt: skip
        assert all(after[str(id)] == before[str(id)] for id in others), "something of a neighbour's was lost"

    # What lines do

    @rule(page=PAGES)
    def say_again(self, page: int) -> None:
        """The answer was lost, so the same goes out once more: nothing happens twice."""
        client = self.clients[page]
        if client.connected and client.outbox:
            self.deliver(client, client.outbox[0])

    @rule(page=PAGES, which=st.integers(0, 20), again=st.booleans())
    def hear(self, page: int, which: int, *, again: bool) -> None:
        """Something that was told arrives: not always the oldest first, and perhaps twice."""
        client = self.clients[page]
        if client.inbox:
            at = which % len(client.inbox)
            client.take(client.inbox[at] if again else client.inbox.pop(at))

    @rule(page=PAGES)
    def cut(self, page: int) -> None:
        self.clients[page].connected = False
        self.clients[page].inbox.clear()

    @rule(page=PAGES)
    def come_back(self, page: int) -> None:
        client = self.clients[page]
        waiting, client.outbox = client.outbox, []
        client.come_back()
        for message in waiting:
            client.outbox.append(message)
            self.deliver(client, message)

    # What must be so

    @invariant()
    def events_are_numbered_without_a_gap(self) -> None:
        if hasattr(self, "board"):
            numbers = list(self.board.events.order_by("seq").values_list("seq", flat=True))
            assert numbers == list(range(1, len(numbers) + 1))

    @invariant()
    def nobody_s_step_back_brings_back_what_a_neighbour_took_off(self) -> None:
        if not hasattr(self, "board"):
            return
        took_off: dict[UUID, UUID] = {}
        for event in self.board.events.filter(kind__in=["remove", "restore"]).order_by("seq"):
            if event.kind == "remove":
                took_off[event.card_id] = event.by_id
            elif not event.op_id.startswith("back"):
                assert took_off[event.card_id] == event.by_id

    @rule(seq=st.integers(0, 60))
    def each_moment_is_what_stood_then(self, seq: int) -> None:
        known = sorted(self.stood)
        seq = known[seq % len(known)]
        then = moments.cards_at(self.board, seq)
        assert {str(id): standing(card) for id, card in then.items()} == self.stood[seq]

    @rule()
    def all_end_with_what_the_server_has(self) -> None:
        """Also whoever comes only now and reads every event from the first on."""
        for page in range(len(self.clients)):
            self.come_back(page)
        late = Client(self.clients[0].person, self.board)
        for client in (*self.clients, late):
            client.come_back()
            assert client.cards == self.on_server()
            stored = {id: card.versions for id, card in Card.objects.in_bulk(client.cards).items()}
            assert all(client.versions[str(id), group] == n for id, each in stored.items() for group, n in each.items())


def inverse_of(message: Message, client: Client) -> list[Message]:
    """What would take a single op back, as a page keeps it."""
    if message["kind"] == "ops":
        return []
    op, card = message["op"], message["card"]
    if op in {"add", "copy"}:
        return [{"op": "remove", "card": card, "patch": {}}]
    if op in {"remove", "restore"}:
        return [{"op": "restore" if op == "remove" else "remove", "card": card, "patch": {}}]
    if card not in client.cards:
        return []
    known = client.cards[card]["content"] if op == "content" else client.cards[card]
    was = {name: known[name] for name in message["patch"] if name in known}
    return [{"op": op, "card": card, "patch": was}] if was else []


@pytest.mark.scales
class ConvergingTests(TestCase):
    def test_all_pages_end_with_what_the_server_has(self) -> None:
        run_state_machine_as_test(
            Hands,
            settings=settings(
                max_examples=EXAMPLES,
                stateful_step_count=30,
                deadline=None,
                derandomize=EXAMPLES == 12,
                database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )

    def test_a_page_tells_every_measure_of_a_card(self) -> None:
        self.assertLessEqual(set(GEOMETRY), set(standing(Card())))
