"""Consent changed while somebody relies on it, in real processes, on whichever database the tests run on."""

import json
import subprocess
import sys
from typing import Any
from unittest import TestCase

import pytest
from django.conf import settings

from studio.operations.bench.acting import PAIRS, Done
from studio.operations.bench.ground import throw_away
from studio.operations.bench.races import late
from tests.operations.processes import ROOT

SEED = "20260512"
LATE = "made or shown after the commit"


class Raced(TestCase):
    """Races on one ground, each with people of its own. What is done wrong on purpose stays on it for good."""

    environment: dict[str, str]

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.environment = cls.enterClassContext(throw_away(settings.DATABASE_URL))

    def raced(self, *options: str) -> dict[str, float]:
        """The figures of the races, without the database's name before them."""
        command = [sys.executable, "-m", "studio.operations.bench", "races", "--json", "--here-only", "--seed", SEED]
        done = subprocess.run(
            [*command, *options], env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False
        )
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        figures: dict[str, dict[str, Any]] = json.loads(done.stdout)
        return {name.partition(", ")[2]: each["value"] for name, each in figures.items()}


@pytest.mark.scales
class RacesTests(Raced):
    def test_nothing_is_made_or_shown_after_the_commit(self) -> None:
        found = self.raced("--tries", "200")
        self.assertEqual((found[LATE], found["jobs left alive by a stop"], found["faults"]), (0, 0, 0))
        self.assertEqual(found["tries"], 200)
        self.assertGreater(found["tries that really met"], 60)
        self.assertGreater(found["acts that came first"], 20)
        self.assertGreater(found["acts that were refused"], 20)


@pytest.mark.scales
class FaultTests(Raced):
    def test_a_delivery_that_asked_before_its_transaction_is_caught(self) -> None:
        fault = "tests.operations.faults:asked_before_the_transaction"
        self.assertGreater(self.raced("--tries", "30", "--only", "deliver", "--fault", fault)[LATE], 0)

    @pytest.mark.skipif(not settings.DATABASE_URL, reason="on SQLite a transaction is alone in writing anyway")
    def test_verbs_that_do_not_hold_the_gate_are_caught(self) -> None:
        fault = "tests.operations.faults:without_the_hold"
        self.assertGreater(self.raced("--tries", "40", "--only", "deliver", "--fault", fault)[LATE], 0)


class JudgeTests(TestCase):
    """Nanoseconds of one clock: the change was sent at 90 and came back at 100."""

    changed = Done(50, 100, commits=((90, 100),), took_place=True)

    def late(self, effect: str, **acted: Any) -> int:
        return len(late(effect, self.changed, Done(60, 200, **acted)))

    def test_a_commit_sent_after_the_change_came_back_is_late(self) -> None:
        self.assertEqual(self.late("store", commits=((101, 110),), took_place=True), 1)

    def test_one_sent_before_is_for_the_register_to_judge(self) -> None:
        self.assertEqual(self.late("store", commits=((95, 110),), took_place=True), 0)

    def test_a_refusal_is_never_late(self) -> None:
        self.assertEqual(self.late("store", commits=((101, 110),)), 0)

    def test_a_step_begun_after_it_and_let_pass_is_late_though_nothing_was_kept(self) -> None:
        self.assertEqual(self.late("mid-render", passed=(80, 120, 130)), 2)

    def test_a_picture_asked_for_after_it_and_shown_is_late(self) -> None:
        self.assertEqual(self.late("show", passed=(120,), took_place=True), 1)
        self.assertEqual(self.late("show", passed=(80,), took_place=True), 0)
        self.assertEqual(self.late("show", passed=(120,)), 0)

    def test_each_change_meets_each_act_that_it_forbids(self) -> None:
        self.assertEqual(len(set(PAIRS)), 64)
