from django.test import TestCase
from django.utils import timezone

from studio.jobs import actions, kinds, work
from studio.jobs.models import Job, State
from tests.jobs.makers import queued, running


def quick(job: Job) -> None:
    actions.finish(job)


def refused(job: Job) -> None:
    actions.fail(job, "no-grant", twin="7")


def failing(job: Job) -> None:
    raise OSError("the disk is full")


class WorkTests(TestCase):
    def test_it_goes_on_until_none_is_due(self) -> None:
        kinds.kind("quick", do=quick)
        for _ in range(3):
            queued(kind="quick")
        self.assertEqual(work.drain("draft"), 3)
        self.assertEqual(set(Job.objects.values_list("state", "progress")), {(State.DONE, 1.0)})

    def test_a_failed_attempt_rests_before_the_next(self) -> None:
        kinds.kind("failing", do=failing)
        queued(kind="failing")
        with self.assertLogs("studio.jobs.work", "ERROR"):
            work.drain("draft")
        job = Job.objects.get()
        self.assertEqual((job.state, job.attempts, job.token), (State.QUEUED, 1, None))
        self.assertGreater(job.not_before, timezone.now())

    def test_each_rest_is_longer_than_the_one_before(self) -> None:
        rests = []
        for attempts in (1, 2, 3):
            now = timezone.now()
            job = running()
            job.attempts = attempts
            actions.put_back(job, "gave-up", now=now)
            rests.append(Job.objects.get(id=job.id).not_before - now)
        self.assertEqual(rests, sorted(set(rests)))

    def test_the_fourth_failure_is_the_last(self) -> None:
        kinds.kind("failing", do=failing)
        queued(kind="failing")
        for _ in range(4):
            Job.objects.update(not_before=timezone.now())
            with self.assertLogs("studio.jobs.work", "ERROR"):
                work.drain("draft")
        job = Job.objects.get()
        self.assertEqual((job.state, job.code), (State.FAILED, "gave-up"))

    def test_a_reason_that_will_not_mend_fails_at_once(self) -> None:
        kinds.kind("refused", do=refused)
        queued(kind="refused")
        work.drain("draft")
        job = Job.objects.get()
        self.assertEqual((job.state, job.code, job.values), (State.FAILED, "no-grant", {"twin": "7"}))

    def test_a_kind_nobody_knows_fails_at_once(self) -> None:
        queued(kind="unheard-of")
        with self.assertLogs("studio.jobs.work", "ERROR"):
            work.drain("draft")
        self.assertEqual(Job.objects.get().code, "unknown-kind")

    def test_a_kind_that_forgets_to_end_its_job_does_not_leave_it_running(self) -> None:
        kinds.kind("forgetful", do=lambda job: None)
        queued(kind="forgetful")
        work.drain("draft")
        self.assertEqual(Job.objects.get().code, "no-result")
