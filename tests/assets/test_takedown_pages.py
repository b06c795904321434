"""The house answers for its copies on one page; the model and her agency read the same list."""

from typing import Any

from django.test import TestCase
from django.urls import reverse

from studio.assets.models import Takedown
from studio.consent import actions as consent
from studio.consent.models import Grant
from studio.people.models import Person
from tests import crew, story
from tests.crew import NOW
from tests.story import HTMX


class TakedownPageTests(TestCase):
    story: story.Story

    @classmethod
    def setUpTestData(cls) -> None:
        with story.backstage():
            cls.story = story.ready(notice_days=30)
            story.delivered(cls.story)
            grant = Grant.objects.select_related("twin__owner").get(pk=cls.story.version.grant_id)
            consent.withdraw(grant, by=cls.story.owner, now=NOW)

    def setUp(self) -> None:
        story.clock(self)
        self.house = reverse("assets:takedowns", args=[self.story.house.pk])
        self.hers = reverse("assets:coming_down", args=[self.story.twin.pk])

    def seen(self, who: Person, url: str) -> Any:
        return crew.signed_in(self.client, who).get(url)

    def test_the_house_reads_what_comes_down_by_which_day(self) -> None:
        page = self.seen(self.story.producer, self.house)
        for words in ("1 copy comes down, by 11 June 2026", "Nia", "Own site", "France", "the licence was withdrawn"):
            self.assertContains(page, words)

    def test_its_own_page_reads_the_same_last_day(self) -> None:
        page = self.seen(self.story.producer, reverse("home:home"))
        self.assertContains(page, "11 June 2026<small>the licence was withdrawn</small>")

    def test_it_says_that_it_has_read_the_list(self) -> None:
        self.seen(self.story.producer, self.house)
        page = self.client.post(reverse("assets:acknowledge", args=[self.story.house.pk]), headers=HTMX)
        self.assertNotContains(page, "We have read it")
        self.assertContains(page, "Vera Holm, 12 May 2026")

    def test_it_marks_a_copy_as_down_without_a_script_too(self) -> None:
        self.seen(self.story.producer, self.house)
        answer = self.client.post(reverse("assets:mark_down", args=[Takedown.objects.get().pk]))
        self.assertRedirects(answer, self.house)
        self.assertContains(self.client.get(self.house), "Nothing has to come down.")

    def test_she_reads_the_same_list_and_answers_for_nobody(self) -> None:
        page = self.seen(self.story.owner, self.hers)
        self.assertContains(page, "Not read yet")
        self.assertNotContains(page, "Mark as down")
        self.assertEqual(self.client.get(self.house).status_code, 404)
        mark = reverse("assets:mark_down", args=[Takedown.objects.get().pk])
        self.assertEqual(self.client.post(mark).status_code, 404)

    def test_so_does_the_agency_that_represents_her_as_long_as_it_does(self) -> None:
        agency, booker = crew.agency(), crew.person()
        crew.seat(booker, agency, "booker")
        self.assertEqual(self.seen(booker, self.hers).status_code, 404)
        crew.mandate(self.story.twin, agency)
        self.assertContains(self.seen(booker, self.hers), "Corvane")

    def test_the_crew_answers_for_nothing(self) -> None:
        self.assertEqual(self.seen(self.story.stylist, self.house).status_code, 404)
