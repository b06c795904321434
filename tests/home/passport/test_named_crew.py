"""Who photographed her there is credited here by name: no account, no mail, until the one it is takes the name up."""

from django.conf import settings
from django.contrib.auth import authenticate
from django.core import mail
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from studio.people import actions as people
from studio.people.mailing import send_due_mail
from studio.people.models import Invitation, Notice, Person
from studio.twins import actions as twins
from studio.twins.models import CaptureCredit
from tests import crew
from tests.home.passport.makers import TwoStudios

HIS = "jonas@vehr.example"


class NamedCrewTests(TwoStudios):
    def setUp(self) -> None:
        super().setUp()
        self.staff = crew.person("Runs It", is_staff=True)
        self.twin = self.made()
        self.named = CaptureCredit.objects.get(capture__twin=self.twin).person

    def asked(self, email: str = HIS) -> Invitation:
        decision, asked = people.ask_to_claim(self.named, email, by=self.staff, now=timezone.now())
        assert asked, decision
        return asked

    def taken_up(self, client: Client, asked: Invitation) -> int:
        page = reverse("people:invitation", args=[asked.token])
        given = {"name": "Jonas Vehr", "password": crew.PASSWORD, "time_zone": "Europe/Paris"}
        return client.post(page, given).status_code

    def test_nobody_signs_in_with_the_name(self) -> None:
        self.assertFalse(self.named.has_usable_password())
        for password in ("", crew.PASSWORD):
            self.assertIsNone(authenticate(None, username=self.named.email, email=self.named.email, password=password))

    @override_settings(EMAIL_HOST="mail.example", EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend")
    def test_no_letter_ever_goes_there(self) -> None:
        people.tell(self.named, "capture-credited", values={"craft": "photography", "who": "Nia"}, now=timezone.now())
        Notice.objects.update(mail_after=timezone.now())
        send_due_mail(timezone.now())
        Client().post(reverse("account_reset_password"), {"email": self.named.email})
        links = [each for each in mail.outbox if self.named.email in each.to and "/password/reset/key" in each.body]
        self.assertEqual((links, [each.to for each in mail.outbox if each.to == [self.named.email]][1:]), ([], []))
        self.assertFalse(Notice.objects.filter(to=self.named, mailed_at__isnull=False).exists())

    def test_he_stands_in_the_credits_by_name(self) -> None:
        page = crew.signed_in(Client(), self.twin.owner).get(reverse("twins:twin", args=[self.twin.pk]))
        self.assertContains(page, "Jonas Vehr")
        self.assertNotContains(page, "passport.invalid")

    def test_his_own_address_opens_the_account_that_is_credited(self) -> None:
        client = Client()
        self.assertEqual(self.taken_up(client, self.asked()), 302)
        his = Person.objects.get(email=HIS)
        self.assertEqual((his.pk, his.is_active, his.check_password(crew.PASSWORD)), (self.named.pk, True, True))
        self.assertEqual(CaptureCredit.objects.get(capture__twin=self.twin).person, his)

    def test_an_account_he_has_already_takes_the_credits_over(self) -> None:
        his = crew.person("Jonas Vehr", email=HIS)
        self.taken_up(crew.signed_in(Client(), his), self.asked())
        self.assertEqual(CaptureCredit.objects.get(capture__twin=self.twin).person, his)
        self.assertFalse(twins.named_crew().exists())

    def test_with_his_address_known_he_must_sign_in_first(self) -> None:
        his = crew.person("Jonas Vehr", email=HIS)
        self.taken_up(Client(), self.asked())
        self.assertFalse(CaptureCredit.objects.filter(person=his).exists())

    def test_once_taken_up_it_is_nobody_elses(self) -> None:
        first = self.asked()
        second = self.asked("another@example.com")
        self.assertEqual(self.taken_up(Client(), first), 410)
        self.taken_up(Client(), second)
        self.assertEqual(self.taken_up(Client(), second), 409)
        decision, _asked = people.ask_to_claim(self.named, HIS, by=self.staff, now=timezone.now())
        self.assertEqual(decision.code, "name-taken-up")

    def test_only_whoever_runs_the_studio_asks(self) -> None:
        decision, _asked = people.ask_to_claim(self.named, HIS, by=self.twin.owner, now=timezone.now())
        self.assertEqual(decision.code, "not-yours")

    def test_staff_ask_from_their_page(self) -> None:
        client = crew.signed_in(Client(), self.staff)
        self.assertContains(client.get(reverse("home:studios")), "E-mail of Jonas Vehr")
        ask = reverse("home:ask_crew_in", args=[self.named.pk])
        self.assertEqual(client.post(ask, {"email": "no address"}).status_code, 422)
        self.assertRedirects(client.post(ask, {"email": HIS}), reverse("people:outbox"), fetch_redirect_response=False)
        asked = Invitation.objects.get(email=HIS)
        page = Client().get(reverse("people:invitation", args=[asked.token]))
        self.assertContains(page, "Runs It asks you to take up what is credited to Jonas Vehr.")

    def test_the_door_is_known_to_be_shut(self) -> None:
        answer = Client().post(reverse(settings.LOGIN_URL), {"login": self.named.email, "password": crew.PASSWORD})
        self.assertEqual(answer.status_code, 200)
