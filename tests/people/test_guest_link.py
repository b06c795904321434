"""A link lets a guest in to one thing, and is asked again each time."""

from datetime import datetime, timedelta

from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from studio.people import actions, guests
from studio.people.models import GuestLink
from tests.crew import person, signed_in


class GuestLinkTests(TestCase):
    def setUp(self) -> None:
        self.ana = person("Ana Ruiz")
        self.now = timezone.now()
        self.link = actions.make_guest_link(
            "board:1", url="/boards/1/", by=self.ana, now=self.now, until=self.now + timedelta(days=3), rights="comment"
        )
        self.url = reverse("people:guest", args=[self.link.token])

    def may(self, about: str, wanted: str, now: datetime | None = None) -> bool:
        return guests.may(self.client.session, about, wanted, now or self.now)

    def test_it_leads_to_what_it_opens(self) -> None:
        self.assertRedirects(self.client.get(self.url), "/boards/1/", fetch_redirect_response=False)
        self.assertTrue(self.may("board:1", "comment"))

    def test_it_opens_no_more_than_was_given(self) -> None:
        self.client.get(self.url)
        self.assertTrue(self.may("board:1", "view"))
        self.assertFalse(self.may("board:1", "decide"))
        self.assertFalse(self.may("board:2", "view"))

    def test_ended_it_opens_nothing_to_a_guest_who_is_in_already(self) -> None:
        self.client.get(self.url)
        actions.end_guest_link(self.link, by=self.ana, now=self.now)
        self.assertFalse(self.may("board:1", "view"))

    def test_past_its_day_it_opens_nothing(self) -> None:
        self.client.get(self.url)
        self.assertFalse(self.may("board:1", "view", self.now + timedelta(days=3)))

    def test_ended_it_says_since_when(self) -> None:
        GuestLink.objects.update(ended_at=datetime.fromisoformat("2026-05-03T12:00:00+00:00"))
        page = self.client.get(self.url)
        self.assertContains(page, "This link ended on 3 May 2026.", status_code=410)
        self.assertContains(page, "Ask the person who sent it for a new one.", status_code=410)

    def test_without_a_link_a_session_opens_nothing(self) -> None:
        self.assertFalse(self.may("board:1", "view"))

    def test_only_its_maker_ends_it(self) -> None:
        end = reverse("people:end_guest_link", args=[self.link.id])
        self.assertEqual(signed_in(self.client, person()).post(end).status_code, 404)
        signed_in(self.client, self.ana).post(end)
        self.assertFalse(GuestLink.objects.in_force(timezone.now()).exists())
