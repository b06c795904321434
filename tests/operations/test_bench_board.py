"""The board's bench: its page part at a small size, and how the others read what browsers and clients tell them."""

import argparse
import subprocess
from typing import Any
from unittest import TestCase

from django.test import TestCase as DatabaseTestCase

from studio.boards.models import Card
from studio.operations.bench import board
from studio.operations.bench.boards import fanout, frames, laying, page
from studio.operations.bench.boards.fanout import Heard
from studio.operations.bench.report import Report


def parsed(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    board.add_options(parser)
    return parser.parse_args(arguments)


class PageTests(DatabaseTestCase):
    def test_the_page_of_a_small_board_is_measured_beside_an_empty_one(self) -> None:
        found = page.figures(parsed("--page-cards", "20", "--asks", "2"), "here")
        named = {name.split(",")[0] for name in found}
        self.assertEqual(named, {page.EMPTY, "page of 20 cards", "snapshot of 20 cards"})
        self.assertEqual(found["page of 20 cards, here, p95"].goal, page.GOAL_MS)
        counted = [each for name, each in found.items() if name.endswith("queries")]
        self.assertTrue(all(each.value > 0 and each.goal for each in counted))

    def test_the_same_board_is_laid_each_time(self) -> None:
        laid = laying.laid(12, 9, laying.specks())
        kinds = [card.kind for card in laid.cards]
        self.assertEqual(kinds, [Card.Kind.GARMENT] * 9 + [Card.Kind.NOTE, Card.Kind.SECTION, Card.Kind.NOTE])
        self.assertEqual(len({(card.x, card.y) for card in laid.cards}), 12)

    def test_two_cards_have_two_pictures(self) -> None:
        pictured = laying.packshots()
        first, second = pictured(0), pictured(12)
        self.assertNotEqual(first.sha256, second.sha256)
        self.assertEqual(set(first.variants.values_list("name", flat=True)), set(laying.SIZES))


class FanOutTests(TestCase):
    def heard(self, p95: float, **more: Any) -> Heard:
        told = {"ops": 10, "lost": 0, "twice": 0, "refused": 0, "p50": p95 / 2, "kept": {"p50": 1.0, "p95": 2.0}}
        return Heard(p95=p95, **{**told, **more})

    def report(self, *told: Heard) -> Report:
        return Report("", fanout.compared("here", fanout.GOAL_AT, [self.heard(4.0), self.heard(3.0)], told))

    def test_the_quietest_round_is_set_against_the_relays_quietest(self) -> None:
        report = self.report(self.heard(9.0), self.heard(6.0))
        self.assertEqual(report.figures["to 100, here, p95 / relay"].value, 2.0)
        self.assertTrue(report.holds)

    def test_more_than_twice_the_relays_falls_short(self) -> None:
        self.assertFalse(self.report(self.heard(6.1)).holds)

    def test_what_was_lost_in_any_round_falls_short(self) -> None:
        self.assertFalse(self.report(self.heard(3.0), self.heard(5.0, lost=1)).holds)
        self.assertFalse(self.report(self.heard(3.0), self.heard(5.0, twice=1)).holds)

    def test_the_client_and_the_relay_are_scripts_that_node_reads(self) -> None:
        for name in ("fanout.mjs", "relay.mjs"):
            subprocess.run(["node", "--check", str(fanout.SCRIPTS / name)], check=True)


def ran(name: str, at: float, dur: float, **data: Any) -> dict[str, Any]:
    return {"ph": "X", "pid": 1, "tid": 1, "name": name, "ts": at, "dur": dur, "args": {"data": data}}


class FramesTests(TestCase):
    def test_a_frames_script_is_its_movement_and_its_turn_each_counted_once(self) -> None:
        events = [
            ran("EventDispatch", 0, 1000, type="pointermove"),
            ran("FunctionCall", 100, 800),
            ran("FireAnimationFrame", 2000, 3000),
            ran("FunctionCall", 2100, 2800),
            ran("TimerFire", 20_000, 500),
            ran("FireAnimationFrame", 21_000, 100),
            ran("EventDispatch", 40_000, 200, type="wheel"),
            ran("FireAnimationFrame", 41_000, 300),
            ran("TimerFire", 60_000, 100),
        ]
        self.assertEqual(frames.scripts_in(events), [4.0, 0.5])

    def test_a_hashed_file_is_told_by_its_own_name(self) -> None:
        self.assertEqual(frames.plain("/static/js/boards/board.0123456789ab.js"), "js/boards/board.js")
        self.assertEqual(frames.plain("/static/css/board.css"), "css/board.css")
        self.assertEqual(frames.plain("/static/django_htmx/htmx-2.min.0123456789ab.js"), "django_htmx/htmx-2.min.js")


class OptionsTests(TestCase):
    def test_each_part_can_be_asked_for_alone(self) -> None:
        self.assertEqual(parsed("--only", "page").only, ["page"])
        self.assertEqual(parsed().only, list(board.PARTS))
