from datetime import timedelta
from unittest.mock import patch

from django.db import DatabaseError
from django.test import TestCase
from django.utils import timezone

from studio.jobs import heartbeat
from studio.jobs.models import Job, State
from tests.jobs.makers import NOON, running


class HeartTests(TestCase):
    def setUp(self) -> None:
        self.job = running()
        self.heart = heartbeat.Heart(self.job)

    def test_a_beat_extends_the_lease(self) -> None:
        Job.objects.update(lease_until=NOON)
        self.heart.beat()
        lease_until = Job.objects.get().lease_until
        assert lease_until is not None
        self.assertGreater(lease_until, NOON)

    def beats_after_the_job_was_taken_away(self, grace_seconds: float) -> int:
        Job.objects.update(state=State.STOPPED, token=None)
        with (
            patch.object(heartbeat, "GRACE_SECONDS", grace_seconds),
            patch.object(heartbeat, "end_process") as end_process,
        ):
            self.heart.beat()
            self.heart.beat()
        return int(end_process.call_count)

    def test_a_worker_that_does_not_stop_is_ended(self) -> None:
        with self.assertLogs("studio.jobs.heartbeat", "ERROR"):
            self.assertEqual(self.beats_after_the_job_was_taken_away(grace_seconds=-1), 1)

    def test_it_is_first_given_its_time(self) -> None:
        self.assertEqual(self.beats_after_the_job_was_taken_away(grace_seconds=60), 0)

    def test_its_time_counts_from_the_stop_and_not_from_the_beat_that_noticed(self) -> None:
        ended_at = timezone.now() - timedelta(seconds=1)
        Job.objects.update(state=State.STOPPED, token=None, ended_at=ended_at)
        self.heart.beat()
        self.assertLess(self.heart.rest(), heartbeat.GRACE_SECONDS - 0.9)

    def test_another_machine_s_clock_takes_no_more_than_a_beat_of_it(self) -> None:
        Job.objects.update(state=State.STOPPED, token=None, ended_at=NOON)
        self.heart.beat()
        self.assertGreater(self.heart.rest(), heartbeat.GRACE_SECONDS - heartbeat.every_seconds() - 1)

    def test_a_worker_that_has_stopped_is_left_alone(self) -> None:
        self.heart.over.set()
        self.assertEqual(self.beats_after_the_job_was_taken_away(grace_seconds=-1), 0)

    def test_a_database_out_of_reach_is_no_loss_yet(self) -> None:
        with (
            patch.object(self.heart, "held") as held,
            patch.object(heartbeat, "connection"),
            self.assertLogs("studio.jobs.heartbeat", "WARNING"),
        ):
            held.update.side_effect = DatabaseError("locked")
            self.heart.beat()
        self.assertIsNone(self.heart.lost_at)
