"""The page of whom she named, and where an agency says that she cannot act."""

from django.test import Client, TestCase
from django.urls import reverse

from studio.consent import actions, letters
from studio.consent.models import Contact, Gate, Standstill
from tests import crew
from tests.crew import NOW


class ContactPageTests(TestCase):
    def setUp(self) -> None:
        self.twin = crew.twin(name="Nia")
        self.contact = Contact.objects.create(
            owner=self.twin.owner, name="Ada Dembe", email="ada@example.com", named_at=NOW, language="en"
        )
        self.url = letters.path_of(self.contact)

    def state(self) -> str:
        return Gate.objects.get(twin=self.twin).state

    def test_the_link_needs_no_sign_in_and_opens_no_picture(self) -> None:
        page = self.client.get(self.url)
        self.assertContains(page, "Hold to stop everything")
        self.assertNotContains(page, "/m/")
        self.assertEqual(page.headers["Referrer-Policy"], "same-origin", "the address is the key")

    def test_it_stops_everything(self) -> None:
        self.client.post(self.url, {"why": "cannot"})
        self.assertEqual(self.state(), "paused")

    def test_it_then_asks_and_no_answer_opens_anything(self) -> None:
        self.client.post(self.url, {"why": "died"})
        for answer in ("stay", "mistaken", "retire"):
            with self.subTest(answer):
                self.client.post(self.url, {"answer": answer})
                self.assertEqual((Standstill.objects.get().answer, self.state()), (answer, "paused"))
        self.assertContains(self.client.get(self.url), "You said: the twin is retired.")

    def test_an_answer_nobody_offered_is_refused(self) -> None:
        self.client.post(self.url, {"why": "died"})
        self.assertEqual(self.client.post(self.url, {"answer": "open"}).status_code, 409)

    def test_it_speaks_the_language_of_whom_she_named(self) -> None:
        Contact.objects.update(language="fr")
        self.assertContains(self.client.get(self.url), '<html lang="fr"')

    def test_the_link_of_one_who_is_named_no_more_opens_nothing(self) -> None:
        actions.end_contact(self.contact, by=self.twin.owner, now=NOW)
        self.assertEqual(self.client.get(self.url).status_code, 404)


class ReportPageTests(TestCase):
    def setUp(self) -> None:
        self.twin = crew.twin(name="Nia")
        self.url = reverse("consent:standstill", args=[self.twin.pk])

    def test_her_agency_says_so_there(self) -> None:
        agency, booker = crew.agency(), crew.person()
        crew.seat(booker, agency, "booker")
        crew.mandate(self.twin, agency)
        client = crew.signed_in(Client(), booker)
        self.assertContains(client.get(self.url), "Hold to stop everything")
        self.assertContains(client.post(self.url, {"why": "died"}, follow=True), "Everything has stood still since")

    def test_to_others_there_is_no_such_page(self) -> None:
        client = crew.signed_in(Client(), crew.person())
        self.assertEqual(client.post(self.url, {"why": "died"}).status_code, 404)
        self.assertEqual(Gate.objects.get(twin=self.twin).state, "open")
