from django.test import TestCase, override_settings
from django.utils import timezone

from studio.jobs import actions, kinds, work
from studio.jobs.models import Job, State
from studio.live.models import Announcement
from tests.jobs.makers import person, queued, running


@override_settings(REDIS_URL="")
class StepTests(TestCase):
    def test_it_writes_and_announces_how_far_it_is(self) -> None:
        job = running()
        actions.step(job, 0.4, "light")
        job.refresh_from_db()
        self.assertEqual((job.progress, job.step), (0.4, "light"))
        news = Announcement.objects.filter(topic=job.topic).latest("id").message
        self.assertEqual((news["progress"], news["step"]), (0.4, "light"))

    def test_steps_in_quick_succession_are_announced_once(self) -> None:
        job = running()
        Announcement.objects.all().delete()
        for number in range(20):
            actions.step(job, number / 20, "cloth")
        self.assertEqual(Announcement.objects.filter(topic=job.topic).count(), 1)

    def test_a_cancelled_job_stops_at_its_next_step(self) -> None:
        ada = person()
        job = running(by=ada)
        actions.cancel(Job.objects.get(), by=ada, now=timezone.now())
        with self.assertRaises(actions.Stopped):
            actions.step(job, 0.5)

    def test_even_the_step_that_is_not_written_asks(self) -> None:
        job = running()
        actions.step(job, 0.1)
        Job.objects.update(cancel_requested_at=timezone.now())
        with self.assertRaises(actions.Stopped):
            actions.step(job, 0.1)

    def test_a_job_taken_over_by_another_worker_stops(self) -> None:
        job = running()
        Job.objects.update(lease_until=job.created_at)
        taken_over = Job.objects.claim("draft", timezone.now())
        self.assertIsNotNone(taken_over)
        with self.assertRaises(actions.Stopped):
            actions.step(job, 0.5)


class CancelTests(TestCase):
    def test_a_waiting_job_is_gone_at_once(self) -> None:
        ada = person()
        job = queued(ada)
        self.assertTrue(actions.cancel(job, by=ada, now=timezone.now()))
        self.assertEqual(Job.objects.get().state, State.CANCELLED)
        self.assertIsNone(Job.objects.claim("draft", timezone.now()))

    def test_a_running_one_ends_as_cancelled_when_its_worker_lets_go(self) -> None:
        ada = person()
        queued(ada, kind="cancelled-midway")

        def do(job: Job) -> None:
            actions.cancel(Job.objects.get(), by=ada, now=timezone.now())
            actions.step(job, 0.5)

        kinds.kind("cancelled-midway", do=do)
        self.assertEqual(work.drain("draft"), 1)
        self.assertEqual(Job.objects.get().state, State.CANCELLED)

    def test_a_job_cancelled_after_its_last_step_keeps_nothing(self) -> None:
        ada = person()
        job = running(by=ada)
        actions.cancel(Job.objects.get(), by=ada, now=timezone.now())
        self.assertFalse(actions.finish(job))

    def test_what_has_ended_cannot_be_taken_back(self) -> None:
        ada = person()
        job = running(by=ada)
        actions.finish(job)
        self.assertFalse(actions.cancel(job, by=ada, now=timezone.now()))
        self.assertEqual(Job.objects.get().state, State.DONE)
