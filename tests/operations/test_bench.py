"""The frame of `manage.py bench`: what it says, and on what ground it stands."""

import os
from io import StringIO
from pathlib import Path
from unittest import TestCase
from unittest.mock import patch

from django.core.management import CommandError, call_command

from studio.operations.bench import BENCHES
from studio.operations.bench.ground import throw_away
from studio.operations.bench.report import Figure, Report, percentile


class FigureTests(TestCase):
    def test_a_time_is_to_stay_under_its_goal_and_a_rate_above_it(self) -> None:
        self.assertTrue(Figure(1.0, "ms", 2.0).holds)
        self.assertFalse(Figure(3.0, "ms", 2.0).holds)
        self.assertTrue(Figure(3.0, "/s", 2.0, most=False).holds)
        self.assertFalse(Figure(1.0, "/s", 2.0, most=False).holds)

    def test_without_a_goal_there_is_nothing_to_fall_short_of(self) -> None:
        self.assertTrue(Figure(1e9).holds)

    def test_a_percentile_is_a_value_that_was_measured(self) -> None:
        self.assertEqual([percentile([3.0, 1.0, 2.0, 4.0], share) for share in (0.25, 0.5, 0.95, 1.0)], [1, 2, 4, 4])


class ReportTests(TestCase):
    report = Report(
        "The rule",
        {"pure": Figure(70_084.4, "/s", 50_000, most=False, beside="other"), "other": Figure(10_012.06, "/s")},
        ("Measured here.",),
    )

    def test_it_reads_as_lines_with_the_goal_and_the_ratio(self) -> None:
        title, pure, other, note = self.report.lines()
        self.assertEqual((title, note), ("The rule", "Measured here."))
        self.assertIn("70,084 /s   holds (goal: at least 50,000 /s)   7.00 x other", pure)
        self.assertNotIn("goal", other)

    def test_it_reads_as_one_object(self) -> None:
        self.assertEqual(
            self.report.to_json()["pure"], {"value": 70_084.4, "unit": "/s", "goal": 50_000, "holds": True}
        )

    def test_a_goal_not_reached_is_said_in_capitals(self) -> None:
        self.assertIn("FALLS SHORT", "\n".join(Report("", {"p95": Figure(3.0, "ms", 2.0)}).lines()))


class CommandTests(TestCase):
    def test_an_unknown_name_is_answered_by_the_names_there_are(self) -> None:
        for asked in ([], ["nonsense"]):
            with self.subTest(asked), self.assertRaisesRegex(CommandError, f"There are: {', '.join(BENCHES)}."):
                call_command("bench", *asked, stdout=StringIO())


class GroundTests(TestCase):
    def test_it_is_not_the_studios_and_is_gone_afterwards(self) -> None:
        with patch.dict(os.environ, {"DOUBLURE_SECRET_KEY": "the studio's own"}), throw_away("") as environment:
            folder = Path(environment["DOUBLURE_DATA"])
            self.assertNotIn("DOUBLURE_SECRET_KEY", environment)
            self.assertTrue(folder.parent.is_dir())
        self.assertFalse(folder.parent.exists())
