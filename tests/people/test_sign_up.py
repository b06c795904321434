"""A model comes in by herself, or is asked in by an agency or a house. Either way a link proves her address first."""

from django.core.cache import cache
from django.test import Client, TestCase, override_settings
from django.urls import reverse

from studio.people import actions
from studio.people.models import Invitation, Notice, Person, Seat
from tests import crew
from tests.crew import NOW

DOOR = reverse("account_signup")
ASK = reverse("people:sign_up")


def main_of(page: str) -> str:
    """Without what is another each time, the keys of a form and of a script."""
    return page[page.index("<main") : page.index("</main>")]


class SignUpTests(TestCase):
    def setUp(self) -> None:
        cache.clear()
        self.staff = crew.person("Vera Holm", is_staff=True)

    def ask(self, email: str = "nia@dembe.example", name: str = "Nia Dembe") -> str:
        return self.client.post(ASK, {"email": email, "name": name}).content.decode()

    def test_the_door_says_that_her_twin_begins_with_her(self) -> None:
        page = self.client.get(DOOR)
        self.assertContains(page, "Your twin begins with you.")
        self.assertContains(page, f'action="{ASK}"')

    def test_read_again_in_another_language_the_answer_leads_back_to_the_door(self) -> None:
        self.assertRedirects(self.client.get(ASK), DOOR)

    def test_no_account_is_opened_before_the_address_is_proved(self) -> None:
        self.ask()
        self.assertFalse(Person.objects.filter(email="nia@dembe.example").exists())
        self.assertEqual(Invitation.objects.get().email, "nia@dembe.example")

    def test_the_answer_is_the_same_for_an_address_that_is_known(self) -> None:
        crew.person("Nia Dembe", email="known@dembe.example")
        known, unknown = (
            main_of(self.ask(f"{name}@dembe.example")).replace(name, "x") for name in ("known", "nobody")
        )
        self.assertEqual(known, unknown)

    def test_asking_twice_makes_one_link(self) -> None:
        self.ask()
        self.ask("NIA@dembe.example")
        self.assertEqual(Invitation.objects.count(), 1)

    def test_without_a_mail_server_whoever_runs_the_studio_hands_the_link_over(self) -> None:
        self.assertIn("hands you the link", self.ask())
        self.assertEqual(Notice.objects.get().to, self.staff)
        page = crew.signed_in(Client(), self.staff).get(reverse("people:outbox"))
        self.assertContains(page, "asked to come in as a model")

    @override_settings(EMAIL_HOST="mail.example")
    def test_with_one_it_is_a_letter(self) -> None:
        self.assertIn("A letter is on its way.", self.ask())

    def test_an_address_that_is_none_is_told(self) -> None:
        answer = self.client.post(ASK, {"email": "nia", "name": "Nia"})
        self.assertEqual(answer.status_code, 422)
        self.assertContains(answer, "Your twin begins with you.", status_code=422)

    def test_the_link_opens_her_account_and_leads_to_the_beginning_of_her_twin(self) -> None:
        self.ask()
        link = reverse("people:invitation", args=[Invitation.objects.get().token])
        door = self.client.post(link, {"name": "Nia Dembe", "password": crew.PASSWORD}).headers["Location"]
        answer = self.client.post(door, {"login": "nia@dembe.example", "password": crew.PASSWORD}, follow=True)
        self.assertIn((reverse("twins:begin"), 302), answer.redirect_chain)
        self.assertTrue(Person.objects.filter(email="nia@dembe.example").exists())


class InviteModelTests(TestCase):
    def setUp(self) -> None:
        self.agency, self.booker = crew.agency("Perron"), crew.person("Ilse Maas")
        crew.seat(self.booker, self.agency, "booker")
        self.url = reverse("people:invite_model", args=[self.agency.slug])

    def test_a_booker_asks_a_model_in(self) -> None:
        crew.signed_in(self.client, self.booker)
        answer = self.client.post(self.url, {"email": "nia@dembe.example", "name": "Nia Dembe"})
        self.assertRedirects(answer, reverse("people:outbox"))
        invitation = Invitation.objects.get()
        self.assertEqual(actions.asking_organisation(invitation), self.agency)
        page = Client().get(reverse("people:invitation", args=[invitation.token]))
        self.assertContains(page, "Ilse Maas of Perron asks you to make your digital twin.")

    def test_it_gives_her_no_seat(self) -> None:
        _, invitation = actions.invite_model("nia@dembe.example", organisation=self.agency, by=self.booker, now=NOW)
        assert invitation
        _, nia = actions.accept_invitation(invitation, by=None, now=NOW, name="Nia Dembe", password=crew.PASSWORD)
        self.assertFalse(Seat.objects.filter(person=nia).exists())

    def test_whoever_has_no_seat_there_does_not(self) -> None:
        decision, _ = actions.invite_model("x@y.example", organisation=self.agency, by=crew.person(), now=NOW)
        self.assertEqual(decision.code, "not-in-house")
        crew.signed_in(self.client, crew.person())
        self.assertEqual(self.client.post(self.url, {"email": "x@y.example"}).status_code, 404)
