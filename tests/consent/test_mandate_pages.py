"""Who acts for me: read whole, signed with a fresh sign-in, ended with one press; and what an agency sees of it."""

from datetime import timedelta
from typing import Any

from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from studio.consent import actions
from studio.consent.acting import paper
from studio.consent.mandating import MandateTerms
from studio.consent.models import Option
from studio.people.models import Person
from studio.twins.models import Mandate
from tests import crew


class MandatePageCase(TestCase):
    """By today's clock, for sessions are."""

    def setUp(self) -> None:
        self.now = timezone.now()
        self.today = self.now.date()
        self.twin = crew.twin(crew.person("Tala Reyes", password=crew.PASSWORD))
        self.agency = crew.agency("Perron")
        self.booker = crew.booker(self.agency)

    def offer(self, **fields: Any) -> Mandate:
        said: dict[str, Any] = {
            "territories": ("WORLD",),
            "may": ("negotiate", "hold", "confirm", "pause"),
            "commission_bps": 2000,
            "starts_on": self.today,
            "ends_on": self.today + timedelta(days=360),
        }
        terms = MandateTerms(**(said | fields))
        decision, mandate = actions.offer_mandate(self.twin, self.agency, terms, by=self.booker, now=self.now)
        assert mandate, decision
        return mandate

    def signed(self) -> Mandate:
        evidence = {"method": "passkey", "signed_in_at": self.now.isoformat()}
        decision, mandate = actions.sign_mandate(self.offer(), by=self.twin.owner, now=self.now, evidence=evidence)
        assert mandate, decision
        return mandate

    def as_(self, who: Person) -> None:
        crew.signed_in(self.client, who)

    def enters(self) -> None:
        """Through the door itself, so that her sign-in is fresh."""
        self.client.post(reverse("account_login"), {"login": self.twin.owner.email, "password": crew.PASSWORD})

    def post(self, name: str, mandate: Mandate, **posted: Any) -> Any:
        return self.client.post(reverse(f"consent:{name}", args=[mandate.id]), posted)


class HerPageTests(MandatePageCase):
    def test_she_reads_every_sentence_before_she_signs(self) -> None:
        mandate = self.offer()
        self.as_(self.twin.owner)
        page = self.client.get(reverse("consent:acting"))
        self.assertContains(page, "1 mandate waits for your signature.")
        for line in paper(mandate, self.twin.owner, self.now).sentences:
            self.assertContains(page, line, html=False)

    def test_what_is_unusual_is_warned_of(self) -> None:
        self.offer(commission_bps=3000)
        self.as_(self.twin.owner)
        self.assertContains(self.client.get(reverse("consent:acting")), "The share is higher than 20")

    def test_without_a_fresh_sign_in_she_is_led_to_prove_herself(self) -> None:
        mandate = self.offer()
        self.as_(self.twin.owner)
        answer = self.post("sign_mandate", mandate)
        self.assertEqual(answer.status_code, 302)
        self.assertIn("reauthenticate", answer.headers["Location"])
        mandate.refresh_from_db()
        self.assertIsNone(mandate.signed_at)

    def test_she_signs_what_she_read(self) -> None:
        mandate = self.offer()
        self.enters()
        self.assertEqual(self.post("sign_mandate", mandate, read="0" * 64).status_code, 409)
        read = paper(mandate, self.twin.owner, self.now).sha256
        self.assertRedirects(self.post("sign_mandate", mandate, read=read), reverse("consent:acting"))
        mandate.refresh_from_db()
        self.assertEqual((mandate.sha256, mandate.evidence["method"]), (read, "password"))

    def test_she_declines_it(self) -> None:
        mandate = self.offer()
        self.as_(self.twin.owner)
        self.post("decline_mandate", mandate)
        self.assertContains(self.client.get(reverse("consent:acting")), "you declined it on")

    def test_she_ends_it_with_one_press_and_what_was_pending_stands_there_as_hers(self) -> None:
        mandate = self.signed()
        crew.option(
            self.twin, crew.house("Corvane"), now=self.now, starts_on=self.today, ends_on=self.today + timedelta(days=9)
        )
        self.as_(self.twin.owner)
        self.assertContains(self.client.get(reverse("consent:acting")), "1 thing is pending")
        self.post("end_mandate", mandate)
        page = self.client.get(reverse("consent:acting"))
        self.assertContains(page, "Waits for you alone")
        self.assertContains(page, "Corvane")
        self.assertIsNone(Option.objects.get().mandate)


class AgencysPageTests(MandatePageCase):
    def page(self) -> Any:
        self.as_(self.booker)
        return self.client.get(reverse("home:home"))

    def test_what_is_offered_stands_there_until_it_is_signed(self) -> None:
        mandate = self.offer()
        self.assertContains(self.page(), reverse("consent:mandate", args=[mandate.id]))
        self.assertContains(self.page(), "Mandates to be signed")

    def test_it_signs_nothing_and_ends_what_it_offered(self) -> None:
        mandate = self.offer()
        self.as_(self.booker)
        self.assertEqual(self.post("sign_mandate", mandate).status_code, 404)
        self.assertEqual(self.post("decline_mandate", mandate).status_code, 404)
        self.assertEqual(self.post("take_back_mandate", mandate).status_code, 302)
        self.assertFalse(Mandate.objects.waiting().exists())

    def test_options_stand_there_with_rank_and_house_until_the_mandate_ends(self) -> None:
        mandate = self.signed()
        window: dict[str, Any] = {
            "now": self.now,
            "starts_on": self.today,
            "ends_on": self.today + timedelta(days=9),
        }
        for house in ("Corvane", "Halden"):
            crew.option(self.twin, crew.house(house), **window)
        page = self.page()
        for words in ("1 Corvane, outerwear", "2 Halden, outerwear", "Options in our hands"):
            self.assertContains(page, words)
        self.as_(self.booker)
        self.post("end_mandate", mandate)
        self.assertNotContains(self.page(), "Corvane")
        self.assertNotContains(self.client.get(reverse("consent:options")), "Corvane")

    def test_another_agency_finds_nothing(self) -> None:
        mandate = self.signed()
        self.as_(crew.booker(crew.agency("Quai")))
        for name in ("mandate", "end_mandate", "take_back_mandate"):
            self.assertEqual(self.post(name, mandate).status_code, 405 if name == "mandate" else 404)
        self.assertEqual(self.client.get(reverse("consent:mandate", args=[mandate.id])).status_code, 404)


class OfferPageTests(MandatePageCase):
    def setUp(self) -> None:
        super().setUp()
        self.as_(self.booker)
        self.url = reverse("consent:offer_mandate")
        self.said: dict[str, Any] = {
            "agency": str(self.agency.pk),
            "name": "tala reyes",
            "territories": ["DE", "FR"],
            "may": ["negotiate"],
            "commission": "20",
            "starts_on": self.today.isoformat(),
            "ends_on": (self.today + timedelta(days=300)).isoformat(),
            "law": "",
        }

    def test_it_is_read_in_sentences_before_it_is_offered(self) -> None:
        page = self.client.post(self.url, self.said)
        self.assertContains(page, "Where: Germany and France.")
        self.assertFalse(Mandate.objects.exists())
        self.client.post(self.url, self.said | {"read": "1"})
        self.assertEqual(Mandate.objects.waiting().get().twin, self.twin)

    def test_more_than_the_law_of_new_york_allows_is_refused_in_a_sentence(self) -> None:
        page = self.client.post(self.url, self.said | {"law": "US-NY", "commission": "25", "read": "1"})
        self.assertContains(page, "The law of New York allows an agency at most 20", status_code=409)
        self.assertFalse(Mandate.objects.exists())

    def test_elsewhere_it_is_warned_of(self) -> None:
        page = self.client.post(self.url, self.said | {"law": "FR", "commission": "25"})
        self.assertContains(page, "The share is higher than 20")

    def test_an_address_does_not_tell_who_is_known_here(self) -> None:
        for name in (self.twin.owner.email, "nobody@example.com", "Nobody Such"):
            page = self.client.post(self.url, self.said | {"name": name})
            self.assertContains(page, "Nobody is shown here by this name.", status_code=409)

    def test_whoever_books_for_nobody_offers_nothing(self) -> None:
        self.as_(crew.signer(crew.house()))
        self.assertEqual(self.client.get(self.url).status_code, 404)
