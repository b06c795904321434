"""How old her likeness is, when she is asked about it, and which of it is used no more."""

from datetime import date, timedelta

from django.test import SimpleTestCase, TestCase

from studio.jobs import actions as jobs
from studio.people.models import Notice
from studio.twins import actions
from studio.twins.actions.keeping import times_due
from tests import crew
from tests.crew import NOW

MARCH_2025 = date(2025, 3, 15)


class TimesDueTests(SimpleTestCase):
    def test_once_after_a_year_and_then_every_three_months(self) -> None:
        for day, times in (
            (date(2026, 3, 14), 0), (date(2026, 3, 15), 1), (date(2026, 6, 14), 1), (date(2026, 6, 15), 2),
            (date(2027, 3, 15), 5),
        ):  # fmt: skip
            with self.subTest(day):
                self.assertEqual(times_due(MARCH_2025, day), times)


class RemindTests(TestCase):
    def setUp(self) -> None:
        self.twin = crew.twin(as_of_on=MARCH_2025)

    def told(self) -> int:
        return Notice.objects.filter(to=self.twin.owner, code="twin-grows-old").count()

    def test_she_is_told_once_however_often_it_is_looked_at(self) -> None:
        actions.remind_due(NOW)
        self.assertEqual((actions.remind_due(NOW), self.told()), (0, 1))

    def test_she_is_told_again_after_three_months(self) -> None:
        actions.remind_due(NOW)
        actions.remind_due(NOW + timedelta(days=92))
        self.assertEqual(self.told(), 2)

    def test_not_once_she_said_no(self) -> None:
        actions.remind_no_more(self.twin, by=self.twin.owner, now=NOW)
        actions.remind_due(NOW)
        self.assertEqual(self.told(), 0)

    def test_not_once_she_said_that_it_still_is_her(self) -> None:
        decision, twin = actions.still_me(self.twin, on=NOW.date(), by=self.twin.owner, now=NOW)
        assert twin, decision
        actions.remind_due(NOW)
        self.assertEqual((twin.as_of_on, self.told()), (NOW.date(), 0))

    def test_nobody_else_says_so_and_not_of_a_day_to_come(self) -> None:
        self.assertEqual(actions.still_me(self.twin, on=NOW.date(), by=crew.person(), now=NOW)[0].code, "not-owner")
        later = NOW.date() + timedelta(days=1)
        self.assertEqual(
            actions.still_me(self.twin, on=later, by=self.twin.owner, now=NOW)[0].code, "as-of-not-right"
        )


class RetireCaptureTests(TestCase):
    def setUp(self) -> None:
        self.twin = crew.twin()
        self.plate = crew.plate(self.twin)

    def retire(self) -> int:
        return actions.retire_capture(self.plate.capture, by=self.twin.owner, now=NOW)[1]

    def test_its_plates_are_in_use_no_more(self) -> None:
        self.assertEqual(self.retire(), 1)
        self.assertFalse(self.twin.plates.in_use().exists())

    def test_what_is_being_made_stops(self) -> None:
        hers, other = (jobs.add("draw", name, stops_with=[f"plate:{name}"], now=NOW) for name in (self.plate.pk, "x"))
        self.retire()
        hers.refresh_from_db()
        other.refresh_from_db()
        self.assertEqual((hers.state, hers.code, other.state), ("stopped", "plate-retired", "queued"))

    def test_only_she_can(self) -> None:
        decision, _ = actions.retire_capture(self.plate.capture, by=crew.person(), now=NOW)
        self.assertEqual(decision.code, "not-owner")

    def test_she_brings_it_back(self) -> None:
        self.retire()
        actions.bring_back_capture(self.plate.capture, by=self.twin.owner, now=NOW)
        self.assertTrue(self.twin.plates.in_use().exists())
