from unittest.mock import patch

from django.db import transaction
from django.test import TestCase

from studio.jobs import actions
from studio.jobs.broker import app
from studio.jobs.models import Job, JobStop
from tests.jobs.makers import NOON, queued


class AddTests(TestCase):
    def test_the_same_key_gives_the_first_job_back(self) -> None:
        first, again = queued(key="k1"), queued(key="k1")
        self.assertEqual(first, again)
        self.assertEqual(Job.objects.count(), 1)

    def test_two_jobs_without_a_key_are_two(self) -> None:
        queued(), queued()
        self.assertEqual(Job.objects.count(), 2)

    def test_what_it_stops_with_is_written_once_each(self) -> None:
        queued(stops_with=["twin:2", "twin:1", "twin:2"])
        self.assertEqual(list(JobStop.objects.order_by("name").values_list("name", flat=True)), ["twin:1", "twin:2"])

    def test_it_rings_when_the_transaction_commits(self) -> None:
        with patch("studio.jobs.ringing.ring") as ring:
            with self.captureOnCommitCallbacks(execute=True):
                queued(queue="seal")
                ring.assert_not_called()
            ring.assert_called_once_with("seal")

    def test_nothing_rings_when_it_rolls_back(self) -> None:
        with patch("studio.jobs.ringing.ring") as ring, self.captureOnCommitCallbacks(execute=True):
            try:
                with transaction.atomic():
                    queued()
                    raise ValueError
            except ValueError:
                pass
        ring.assert_not_called()

    def test_a_broker_that_is_down_does_not_fail_the_request(self) -> None:
        with (
            patch.object(app, "send_task", side_effect=ConnectionError("refused")),
            self.captureOnCommitCallbacks(execute=True),
        ):
            job = actions.add("sample", "1", now=NOON)
        self.assertEqual(Job.objects.get(), job)


class UnreachableBrokerTests(TestCase):
    def test_nobody_waits_long_for_a_redis_that_is_not_there(self) -> None:
        """Nothing listens on port 9: the ring gives up instead of trying for ever."""
        from celery import Celery

        from studio.jobs import ringing

        lost = Celery("lost", broker="redis://127.0.0.1:9/0")
        lost.conf.update(broker_transport_options=app.conf.broker_transport_options)
        with patch.object(ringing, "app", lost):
            self.assertFalse(ringing.ring("draft"))
