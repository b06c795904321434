from datetime import timedelta
from unittest.mock import patch

from django.test import TestCase
from django.utils import timezone

from studio.jobs import actions, housekeeping
from studio.jobs.models import Job, State
from tests.jobs.makers import NOON, person, queued, running


class SweepTests(TestCase):
    def setUp(self) -> None:
        self.enterContext(patch.object(housekeeping, "_rests", {}))
        self.ring = self.enterContext(patch.object(housekeeping, "ring"))

    def test_a_job_nobody_was_rung_for_is_rung_for_again(self) -> None:
        queued(queue="draft"), queued(queue="seal")
        self.assertEqual(housekeeping.ring_again(timezone.now(), 0.0), ["draft", "seal"])

    def test_a_job_that_rests_is_not(self) -> None:
        queued()
        self.assertEqual(housekeeping.ring_again(NOON - timedelta(hours=1), 0.0), [])

    def test_rings_that_nobody_hears_grow_seldom(self) -> None:
        queued()
        rung = [at for at in range(0, 120, 2) if housekeeping.ring_again(timezone.now(), float(at))]
        self.assertLess(len(rung), 9)
        self.assertEqual(rung[:2], [0, 2])

    def test_a_queue_that_was_empty_meanwhile_is_rung_at_once(self) -> None:
        job = queued()
        for at in (0.0, 2.0, 6.0):
            housekeeping.ring_again(timezone.now(), at)
        Job.objects.filter(id=job.id).update(state=State.DONE)
        housekeeping.ring_again(timezone.now(), 7.0)
        queued()
        self.assertEqual(housekeeping.ring_again(timezone.now(), 8.0), ["draft"])

    def test_a_lapsed_lease_is_rung_for(self) -> None:
        running()
        Job.objects.update(lease_until=NOON)
        self.assertEqual(housekeeping.ring_again(timezone.now(), 0.0), ["draft"])


class BuryTests(TestCase):
    def test_a_job_that_took_four_workers_with_it_is_failed(self) -> None:
        running()
        Job.objects.update(lease_until=NOON, attempts=4)
        self.assertEqual(actions.bury(now=timezone.now()), 1)
        self.assertEqual(Job.objects.get().code, "gave-up")

    def test_a_cancelled_job_of_a_vanished_worker_is_cancelled(self) -> None:
        running(by=person())
        Job.objects.update(lease_until=NOON, cancel_requested_at=NOON)
        actions.bury(now=timezone.now())
        self.assertEqual(Job.objects.get().state, State.CANCELLED)

    def test_a_job_in_good_hands_is_left(self) -> None:
        running()
        self.assertEqual(actions.bury(now=timezone.now()), 0)


class ChoreTests(TestCase):
    def setUp(self) -> None:
        self.enterContext(patch.object(housekeeping, "_CHORES", {}))
        self.enterContext(patch.object(housekeeping, "close_old_connections"))

    def test_a_chore_is_done_when_its_time_has_come(self) -> None:
        done: list[int] = []
        housekeeping.every(1000, lambda: done.append(1), name="count")
        self.assertEqual([housekeeping.do_due(float("inf")), housekeeping.do_due(0.0)], [1, 0])
        self.assertEqual(done, [1])

    def test_one_that_fails_does_not_keep_the_others_waiting(self) -> None:
        done: list[int] = []
        housekeeping.every(1, lambda: [][0], name="fails")
        housekeeping.every(1, lambda: done.append(1), name="works")
        with self.assertLogs("studio.jobs.housekeeping", "ERROR"):
            housekeeping.do_due(float("inf"))
        self.assertEqual(done, [1])
