from django.test import TestCase
from django.urls import reverse

from studio.jobs import actions, kinds
from studio.jobs.models import Job, State
from tests.jobs.makers import NOON, person, queued, running

HTMX = {"HX-Request": "true"}


class ProgressTests(TestCase):
    def setUp(self) -> None:
        self.ada = person("Ada")
        self.client.force_login(self.ada)

    def test_whoever_asked_sees_how_far_it_is(self) -> None:
        job = running(by=self.ada)
        actions.step(job, 0.5, "light on cloth")
        page = self.client.get(reverse("jobs:progress", args=[job.id]), headers=HTMX)
        self.assertContains(page, "light on cloth")
        self.assertContains(page, reverse("jobs:cancel", args=[job.id]))

    def test_a_stranger_does_not(self) -> None:
        job = queued(person("Ben"))
        self.assertEqual(self.client.get(reverse("jobs:progress", args=[job.id])).status_code, 404)

    def test_whom_the_kind_lets_look_sees_it_but_cannot_take_it_back(self) -> None:
        kinds.kind("shared", do=lambda job: None, may_see=lambda job, user: True)
        job = queued(person("Ben"), kind="shared")
        page = self.client.get(reverse("jobs:progress", args=[job.id]))
        self.assertEqual(page.status_code, 200)
        self.assertNotContains(page, reverse("jobs:cancel", args=[job.id]))

    def test_an_ended_job_no_longer_refreshes_itself(self) -> None:
        job = running(by=self.ada)
        actions.finish(job)
        self.assertNotContains(self.client.get(reverse("jobs:progress", args=[job.id])), "hx-get")

    def test_a_failed_one_says_why(self) -> None:
        job = running(by=self.ada)
        actions.fail(job, "gave-up")
        self.assertContains(self.client.get(reverse("jobs:progress", args=[job.id])), "failed every time")


class CancelTests(TestCase):
    def setUp(self) -> None:
        self.ada = person("Ada")
        self.client.force_login(self.ada)

    def test_whoever_asked_takes_it_back(self) -> None:
        job = queued(self.ada)
        page = self.client.post(reverse("jobs:cancel", args=[job.id]), headers=HTMX)
        self.assertEqual((page.status_code, Job.objects.get().state), (200, State.CANCELLED))

    def test_without_a_script_it_goes_back_to_the_page(self) -> None:
        job = queued(self.ada)
        page = self.client.post(reverse("jobs:cancel", args=[job.id]), headers={"Referer": "http://testserver/x"})
        self.assertRedirects(page, "http://testserver/x", fetch_redirect_response=False)

    def test_it_never_sends_anybody_to_another_site(self) -> None:
        job = queued(self.ada)
        page = self.client.post(reverse("jobs:cancel", args=[job.id]), headers={"Referer": "https://elsewhere.example/"})
        self.assertRedirects(page, reverse("jobs:progress", args=[job.id]), fetch_redirect_response=False)

    def test_a_stranger_cannot(self) -> None:
        job = queued(person("Ben"))
        self.assertEqual(self.client.post(reverse("jobs:cancel", args=[job.id])).status_code, 404)
        self.assertEqual(Job.objects.get().state, State.QUEUED)

    def test_looking_at_the_address_cancels_nothing(self) -> None:
        job = queued(self.ada)
        self.assertEqual(self.client.get(reverse("jobs:cancel", args=[job.id])).status_code, 405)
        self.assertEqual(Job.objects.filter(created_at=NOON, state=State.QUEUED).count(), 1)
