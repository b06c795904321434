"""Her name, her language, her clock; and the organisation's page."""

from django.test import TestCase
from django.urls import reverse

from studio.people.models import Invitation, Person
from tests.crew import house, person, seat, signed_in


class SettingsTests(TestCase):
    def setUp(self) -> None:
        self.ana = person("Ana Ruiz")
        self.url = reverse("people:settings")

    def test_she_changes_what_is_hers(self) -> None:
        given = {"name": "Ana R. Ruiz", "language": "sv", "time_zone": "Europe/Stockholm"}
        signed_in(self.client, self.ana).post(self.url, given)
        self.assertEqual(Person.objects.values("name", "language", "time_zone").get(id=self.ana.id), given)

    def test_a_zone_that_does_not_exist_is_refused(self) -> None:
        given = {"name": "Ana", "language": "en", "time_zone": "Mars/Olympus"}
        answer = signed_in(self.client, self.ana).post(self.url, given)
        self.assertEqual(answer.status_code, 422)

    def test_her_pages_are_in_her_language(self) -> None:
        Person.objects.update(language="sv")
        page = signed_in(self.client, self.ana).get(self.url, headers={"Accept-Language": "fr"})
        self.assertContains(page, '<html lang="sv"')

    def test_a_stranger_is_sent_to_the_door(self) -> None:
        self.assertRedirects(self.client.get(self.url), f"{reverse('account_login')}?next={self.url}")

    def test_a_language_chosen_at_the_door_is_remembered(self) -> None:
        answer = self.client.post(reverse("people:language"), {"language": "fr", "next": "//example.org/"})
        self.assertEqual(answer["Location"], "/")
        self.assertContains(self.client.get(reverse("account_login")), '<html lang="fr"')


class OrganisationPageTests(TestCase):
    def setUp(self) -> None:
        self.house = house("Corvane")
        self.admin, self.member = person("Ana Admin"), person("Bo Member")
        seat(self.admin, self.house, "admin")
        self.seat = seat(self.member, self.house)
        self.url = reverse("people:organisation", args=[self.house.slug])

    def test_a_member_sees_who_sits_there_and_gives_no_seat(self) -> None:
        page = signed_in(self.client, self.member).get(self.url)
        self.assertContains(page, "Ana Admin")
        self.assertNotContains(page, "Ask somebody in")

    def test_an_admin_asks_somebody_in(self) -> None:
        url = reverse("people:invite", args=[self.house.slug])
        given = {"email": "noa@example.com", "role": "producer", "may_spend": "500", "may_sign": "on"}
        self.assertRedirects(signed_in(self.client, self.admin).post(url, given), reverse("people:outbox"))
        self.assertEqual(Invitation.objects.get().may_spend_minor, 50_000)

    def test_a_member_who_tries_is_told_why_not(self) -> None:
        url = reverse("people:end_seat", args=[self.house.slug, self.house.seats.get(person=self.admin).id])
        page = signed_in(self.client, self.member).post(url)
        self.assertContains(page, "Only an admin", status_code=409)

    def test_an_admin_ends_a_seat(self) -> None:
        signed_in(self.client, self.admin).post(reverse("people:end_seat", args=[self.house.slug, self.seat.id]))
        self.seat.refresh_from_db()
        self.assertIsNotNone(self.seat.ended_at)

    def test_to_a_stranger_it_does_not_exist(self) -> None:
        self.assertEqual(signed_in(self.client, person()).get(self.url).status_code, 404)


class PasswordTests(TestCase):
    def test_the_page_speaks_as_the_others_do_and_has_a_way_back(self) -> None:
        who = person()
        who.set_password("nine-lives-and-more")
        who.save()
        page = signed_in(self.client, who).get(reverse("account_change_password"))
        for words in ("Change your password", "Password now", "New password, once more", reverse("people:settings")):
            self.assertContains(page, words)
        self.assertNotIn("placeholder", page.content.decode().partition("<main")[2].partition("</main>")[0])
