from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from django.db import connection
from django.test import TestCase, TransactionTestCase

from studio.jobs.models import Job, State
from tests.jobs.makers import NOON, person, queued

LATER = NOON + timedelta(hours=1)


class ClaimTests(TestCase):
    def test_it_takes_the_job_with_a_token_and_a_lease(self) -> None:
        queued()
        job = Job.objects.claim("draft", LATER)
        assert job is not None and job.token is not None and job.lease_until is not None
        self.assertEqual((job.state, job.attempts), (State.RUNNING, 1))
        self.assertGreater(job.lease_until, LATER)

    def test_a_claimed_job_is_not_claimed_again(self) -> None:
        queued()
        Job.objects.claim("draft", LATER)
        self.assertIsNone(Job.objects.claim("draft", LATER))

    def test_another_queue_is_left_alone(self) -> None:
        queued(queue="seal")
        self.assertIsNone(Job.objects.claim("draft", LATER))

    def test_a_job_that_rests_is_not_due(self) -> None:
        queued(minute=90)
        self.assertIsNone(Job.objects.claim("draft", LATER))

    def test_what_a_vanished_worker_left_is_taken_up_with_a_new_token(self) -> None:
        queued()
        first = Job.objects.claim("draft", LATER)
        second = Job.objects.claim("draft", LATER + timedelta(hours=1))
        assert first is not None and second is not None
        self.assertNotEqual(first.token, second.token)
        self.assertFalse(Job.objects.held(first).exists())

    def test_nobody_takes_up_a_job_a_fifth_time(self) -> None:
        queued()
        claims = [Job.objects.claim("draft", LATER + timedelta(hours=hour)) for hour in range(5)]
        self.assertEqual([claim is not None for claim in claims], [True] * 4 + [False])


class TurnTests(TestCase):
    def claimed(self, count: int) -> list[Job | None]:
        return [Job.objects.claim("draft", LATER) for _ in range(count)]

    def test_ten_jobs_of_one_person_do_not_block_anothers_first(self) -> None:
        ada, ben = person("Ada"), person("Ben")
        hers = [queued(ada, minute=n) for n in range(10)]
        his = queued(ben, minute=20)
        self.assertEqual(self.claimed(3), [hers[0], his, hers[1]])

    def test_her_last_does_not_wait_behind_every_newcomer(self) -> None:
        """Whoever comes later begins where the queue stands, not before it."""
        ada, ben = person("Ada"), person("Ben")
        hers = [queued(ada, minute=n) for n in range(3)]
        Job.objects.filter(id__in=[hers[0].id, hers[1].id]).update(state=State.DONE)
        queued(ben, minute=20)
        self.assertEqual(self.claimed(1), [hers[2]])

    def test_priority_goes_before_turn(self) -> None:
        ada = person("Ada")
        queued(ada, minute=1)
        urgent = queued(ada, minute=2, priority=5)
        self.assertEqual(self.claimed(1), [urgent])


class RaceTests(TransactionTestCase):
    def test_of_many_workers_only_one_gets_each_job(self) -> None:
        for _ in range(6):
            queued()

        def work(_: int) -> list[Job]:
            try:
                return [job for _ in range(6) if (job := Job.objects.claim("draft", LATER))]
            finally:
                connection.close()

        with ThreadPoolExecutor(4) as threads:
            claimed = [job.id for jobs in threads.map(work, range(4)) for job in jobs]
        self.assertEqual(len(claimed), 6)
        self.assertEqual(len(set(claimed)), 6)
