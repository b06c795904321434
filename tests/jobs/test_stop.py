from django.db import transaction
from django.test import TestCase

from studio.jobs import actions, kinds
from studio.jobs.models import Job, State
from tests.jobs.makers import NOON, queued, running


class StopTests(TestCase):
    def test_it_returns_how_many_it_ended(self) -> None:
        running(stops_with=["twin:1"])
        queued(stops_with=["twin:1", "twin:2"])
        queued(stops_with=["twin:2"])
        self.assertEqual(actions.stop("twin:1", now=NOON), 2)
        self.assertEqual(Job.objects.filter(state=State.STOPPED).count(), 2)

    def test_it_tells_those_that_waited_from_those_at_work(self) -> None:
        running(stops_with=["twin:1"])
        for _ in range(2):
            queued(stops_with=["twin:1"])
        self.assertEqual(actions.halt("twin:1", now=NOON), actions.Halted(waiting=2, running=1))

    def test_a_running_job_can_keep_nothing_afterwards(self) -> None:
        job = running(stops_with=["twin:1"])
        actions.stop("twin:1", now=NOON)
        self.assertFalse(actions.finish(job))
        with self.assertRaises(actions.Stopped):
            actions.step(job, 0.9)

    def test_a_waiting_job_is_never_claimed_afterwards(self) -> None:
        queued(stops_with=["twin:1"])
        actions.stop("twin:1", now=NOON)
        self.assertIsNone(Job.objects.claim("draft", NOON))

    def test_what_was_done_stays_done(self) -> None:
        job = running(stops_with=["twin:1"])
        actions.finish(job)
        self.assertEqual(actions.stop("twin:1", now=NOON), 0)

    def test_it_belongs_to_the_callers_transaction(self) -> None:
        queued(stops_with=["twin:1"])
        try:
            with transaction.atomic():
                actions.stop("twin:1", now=NOON)
                raise ValueError
        except ValueError:
            pass
        self.assertEqual(Job.objects.get().state, State.QUEUED)

    def test_the_kind_is_told_why(self) -> None:
        ended: list[Job] = []
        kinds.kind("told", do=lambda job: None, ended=ended.append)
        queued(kind="told", stops_with=["twin:1"])
        actions.stop("twin:1", now=NOON, code="owner-paused")
        self.assertEqual([job.code for job in ended], ["owner-paused"])
