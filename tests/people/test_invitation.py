"""An account begins with a link."""

from datetime import timedelta
from typing import Any
from unittest.mock import patch

from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from studio.people import actions, tokens
from studio.people.mailing import send_due_mail
from studio.people.models import Invitation, Notice, Person
from studio.register.models import Entry
from tests.crew import PASSWORD, house, person, seat, signed_in


class InvitationTests(TestCase):
    def setUp(self) -> None:
        self.house = house("Corvane")
        self.admin = person("Ana Admin")
        seat(self.admin, self.house, "admin")
        now = timezone.now()
        decision, invitation = actions.invite(
            "Noa@example.com", by=self.admin, now=now, organisation=self.house, role="producer", name="Noa Berg"
        )
        assert decision and invitation
        self.invitation: Invitation = invitation
        self.url = reverse("people:invitation", args=[invitation.token])

    def accept(self, **changes: str) -> Any:
        given = {"name": "Noa Berg", "password": PASSWORD, "time_zone": "Asia/Tokyo"}
        return self.client.post(self.url, {**given, **changes})

    def test_the_link_opens_an_account_with_its_seat(self) -> None:
        self.assertContains(self.client.get(self.url), "Ana Admin asks you in to Corvane.")
        self.accept()
        noa = Person.objects.get(email="noa@example.com")
        self.assertEqual((noa.time_zone, noa.seats.get().role), ("Asia/Tokyo", "producer"))

    def test_the_sign_in_goes_on_with_it_and_knows_the_address(self) -> None:
        door = self.accept().headers["Location"]
        page = self.client.get(door)
        self.assertContains(page, "Sign in to go on with your invitation.")
        self.assertContains(page, 'value="noa@example.com"')
        answer = self.client.post(door, {"login": "noa@example.com", "password": PASSWORD})
        self.assertRedirects(answer, self.url, fetch_redirect_response=False)
        self.assertRedirects(self.client.get(self.url), "/", fetch_redirect_response=False)

    def test_it_is_kept_in_the_language_it_was_read_in(self) -> None:
        self.client.cookies["django_language"] = "sv"
        self.accept()
        self.assertEqual(Person.objects.get(email="noa@example.com").language, "sv")

    def test_somebody_else_signed_in_at_this_browser_is_signed_out(self) -> None:
        signed_in(self.client, self.admin)
        self.accept()
        self.assertNotIn("_auth_user_id", self.client.session)

    def test_whoever_asked_is_told(self) -> None:
        self.accept()
        self.assertEqual(Notice.objects.get(to=self.admin).code, "invitation-accepted")

    def test_it_opens_once(self) -> None:
        self.accept()
        self.client.logout()
        self.assertContains(self.client.get(self.url), "has been taken up", status_code=409)

    def test_past_its_day_it_says_since_when(self) -> None:
        Invitation.objects.update(until=timezone.now() - timedelta(days=1))
        self.assertContains(self.client.get(self.url), "This link ended on", status_code=410)

    def test_a_link_that_was_not_made_here_is_nothing(self) -> None:
        forged = tokens.make("guest", self.invitation.id)
        for token in (forged, "x", self.invitation.token[:-1] + "_", "ä"):
            with self.subTest(token=token):
                self.assertEqual(self.client.get(reverse("people:invitation", args=[token])).status_code, 404)

    def test_a_weak_password_is_refused_in_words(self) -> None:
        page = self.accept(password="password12")
        self.assertContains(page, "too common", status_code=422)
        self.assertFalse(Person.objects.filter(email="noa@example.com").exists())

    def test_a_known_address_signs_in_first(self) -> None:
        noa = person(email="noa@example.com", password=PASSWORD)
        self.accept(password="a long-standing secret")
        noa.refresh_from_db()
        self.assertTrue(noa.check_password(PASSWORD))
        self.assertFalse(noa.seats.exists())
        signed_in(self.client, noa).post(self.url)
        self.assertEqual(noa.seats.get().organisation, self.house)

    def test_the_link_reads_alike_whether_or_not_the_address_has_an_account(self) -> None:
        before = self.client.get(self.url)
        person(email="noa@example.com")
        after = self.client.get(self.url)
        self.assertEqual((before.status_code, after.status_code), (200, 200))
        self.assertContains(after, "Sign in, and come back here")
        for said in ("Open my account", "Sign in, and come back here"):
            self.assertEqual(before.content.count(said.encode()), after.content.count(said.encode()))

    def test_posting_it_is_answered_alike_whether_or_not_the_address_has_an_account(self) -> None:
        new = self.accept()
        known = self.again_for(person(email="ida@example.com"))
        self.assertEqual((known.status_code, known.content), (new.status_code, new.content))
        self.assertEqual(known.headers["Location"].partition("?")[0], new.headers["Location"].partition("?")[0])
        self.assertEqual(set(known.cookies), set(new.cookies))

    def test_whoever_has_the_account_is_told_inside_and_once(self) -> None:
        ida = person(email="ida@example.com")
        self.again_for(ida)
        self.assertEqual(Notice.objects.get(to=ida).code, "invitation-waits")
        self.accept()
        self.assertEqual(Notice.objects.filter(to=ida).count(), 1)

    def again_for(self, known: Person) -> Any:
        _yes, asked = actions.invite(known.email, by=self.admin, now=timezone.now(), organisation=self.house)
        assert asked
        self.url = reverse("people:invitation", args=[asked.token])
        return self.accept()

    def test_the_register_holds_no_address(self) -> None:
        self.assertNotIn("noa", str(Entry.objects.get(kind="invited").fields()))

    def test_a_member_may_not_give_seats(self) -> None:
        decision, _ = actions.invite("x@example.com", by=person(), now=timezone.now(), organisation=self.house)
        self.assertEqual(decision.code, "only-an-admin")

    def test_the_outbox_shows_the_link_and_its_code(self) -> None:
        page = signed_in(self.client, self.admin).get(reverse("people:outbox"))
        self.assertContains(page, self.url)
        self.assertContains(page, '<svg viewBox="0 0', html=False)

    def test_a_stranger_sees_an_empty_outbox_and_cannot_take_it_back(self) -> None:
        stranger = signed_in(self.client, person())
        self.assertNotContains(stranger.get(reverse("people:outbox")), self.invitation.email)
        gone = stranger.post(reverse("people:end_invitation", args=[self.invitation.id]))
        self.assertEqual(gone.status_code, 404)

    def test_taken_back_it_opens_nothing(self) -> None:
        signed_in(self.client, self.admin).post(reverse("people:end_invitation", args=[self.invitation.id]))
        self.client.logout()
        self.assertEqual(self.client.get(self.url).status_code, 410)

    def test_the_same_key_asks_once(self) -> None:
        first, second = (
            actions.invite("y@example.com", by=self.admin, now=timezone.now(), organisation=self.house, key="k")[1]
            for _ in range(2)
        )
        self.assertEqual(first, second)

    def test_it_is_posted_once_when_there_is_mail(self) -> None:
        with self.settings(EMAIL_HOST="mail"), patch("studio.people.mailing.send_mail") as post:
            self.assertEqual((send_due_mail(timezone.now()), send_due_mail(timezone.now())), (1, 0))
        self.assertIn(self.url, post.call_args.args[1])
