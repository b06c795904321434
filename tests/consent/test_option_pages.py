"""Options as each side reads them: a house never reads who else stands in the line."""

from datetime import timedelta
from typing import Any

from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from studio.consent import actions
from studio.consent.models import Option
from studio.people.models import Person
from tests import crew, story


class OptionPageTests(TestCase):
    def setUp(self) -> None:
        self.now = timezone.now()
        self.today = self.now.date()
        self.twin = crew.twin(crew.person("Olav Brekke"))
        self.corvane, self.halden = crew.house("Corvane"), crew.house("Halden")
        self.signer, self.rival = (
            crew.signer(each, password=crew.PASSWORD) for each in (self.corvane, self.halden)
        )
        window = {"starts_on": self.today, "ends_on": self.today + timedelta(days=20)}
        self.first = crew.option(self.twin, self.corvane, by=self.signer, now=self.now - timedelta(hours=2), **window)
        self.second = crew.option(self.twin, self.halden, by=self.rival, now=self.now - timedelta(hours=1), **window)

    def page(self, who: Person) -> Any:
        crew.signed_in(self.client, who)
        return self.client.get(reverse("consent:options"))

    def post(self, who: Person, name: str, option: Option, **posted: Any) -> Any:
        crew.signed_in(self.client, who)
        return self.client.post(reverse(f"consent:{name}", args=[option.id]), posted)

    def test_each_house_reads_its_own_place_and_no_other_name(self) -> None:
        for who, word, other in ((self.signer, "First option", "Halden"), (self.rival, "Second option", "Corvane")):
            page = self.page(who)
            self.assertContains(page, word)
            self.assertNotContains(page, other)

    def test_she_reads_everything(self) -> None:
        page = self.page(self.twin.owner)
        for words in ("Corvane", "Halden", "First option", "Second option"):
            self.assertContains(page, words)

    def test_a_challenged_house_reads_until_when_and_not_by_whom(self) -> None:
        self.post(self.rival, "challenge_option", self.second)
        page = self.page(self.signer)
        self.assertContains(page, "1 option waits for your hand.")
        self.assertNotContains(page, "Halden")
        self.assertContains(self.page(self.twin.owner), "Challenged by Halden")

    def test_whoever_challenged_reads_until_when_and_challenges_no_more(self) -> None:
        self.assertContains(self.page(self.rival), "Challenge the first")
        self.post(self.rival, "challenge_option", self.second)
        page = self.page(self.rival)
        self.assertContains(page, "You challenged the first")
        self.assertNotContains(page, "Challenge the first")
        self.assertNotContains(page, "Corvane")

    def test_a_house_confirms_with_what_it_books_and_she_answers(self) -> None:
        crew.grant(self.twin, self.corvane, now=self.now, starts_on=self.today, ends_on=self.today + timedelta(days=99))
        crew.signed_in(self.client, self.signer)
        self.client.post(reverse("account_reauthenticate"), {"password": crew.PASSWORD})
        url = reverse("consent:confirm_option", args=[self.first.id])
        self.assertContains(self.client.get(url), "The signed terms ask")
        said = {"pieces": "2", "channels": ["own-site"], "currency": "EUR", "fee": ""}
        self.assertContains(self.client.post(url, said | {"reckon": "1"}), "The signed terms ask")
        self.assertRedirects(self.client.post(url, said | {"confirm": "1"}), reverse("consent:options"))
        self.first.refresh_from_db()
        self.assertEqual((self.first.state, self.first.pieces), ("firm", 2))
        self.assertEqual(self.first.firm_evidence["method"], "password")
        self.assertContains(self.page(self.twin.owner), "Corvane confirms it.")
        self.post(self.twin.owner, "book_option", self.first)
        self.first.refresh_from_db()
        self.assertEqual(self.first.state, "confirmed")

    def test_without_a_fresh_sign_in_the_house_proves_itself_before_its_word_binds(self) -> None:
        said = {"pieces": "1", "channels": ["own-site"], "currency": "EUR", "fee": "100"}
        self.assertEqual(self.post(self.signer, "confirm_option", self.first, **said, reckon="1").status_code, 200)
        answer = self.post(self.signer, "confirm_option", self.first, **said, confirm="1")
        self.assertIn(reverse("account_reauthenticate"), answer.headers["Location"])
        self.first.refresh_from_db()
        self.assertEqual(self.first.state, "held")

    def test_the_second_is_not_confirmed(self) -> None:
        said = {"pieces": "1", "channels": ["own-site"], "currency": "EUR", "fee": "100", "confirm": "1"}
        crew.signed_in(self.client, self.rival)
        self.client.post(reverse("account_reauthenticate"), {"password": crew.PASSWORD})
        page = self.client.post(reverse("consent:confirm_option", args=[self.second.id]), said)
        self.assertContains(page, "Yours is the second option, and only the first is confirmed.", status_code=409)

    def test_a_rival_finds_nothing_of_it(self) -> None:
        for name in ("challenge_option", "book_option", "release_option", "confirm_option"):
            self.assertEqual(self.post(self.rival, name, self.first).status_code, 404)

    def test_an_agency_reads_why_it_may_not_book(self) -> None:
        agency = crew.agency("Perron")
        booker = crew.booker(agency)
        days = {"starts_on": self.today - timedelta(days=9), "ends_on": self.today + timedelta(days=99)}
        mandate = crew.mandate(self.twin, agency, "hold", "confirm", signed_at=self.now, **days)
        Option.objects.update(mandate=mandate)
        actions.confirm_option(
            self.first,
            pieces=1,
            channels=["own-site"],
            fee=crew.euros(500),
            by=self.signer,
            now=self.now,
            evidence=crew.fresh(self.now),
        )
        page = self.page(booker)
        self.assertContains(page, "No signed licence covers this house")
        self.assertEqual(self.post(booker, "book_option", self.first).status_code, 409)


class HoldInCastingTests(TestCase):
    def setUp(self) -> None:
        story.clock(self)
        self.story = story.begun()
        self.other = crew.twin(name="Mei")
        crew.signed_in(self.client, self.story.producer)
        self.cast = reverse("looks:cast", args=[self.story.look.id])

    def hold(self, **posted: Any) -> Any:
        said = {"twin": str(self.other.pk), "category": "outerwear", "territory": "DE"}
        return self.client.post(reverse("looks:hold", args=[self.story.look.id]), said | posted)

    def test_a_producer_holds_somebody_for_the_days_of_the_brief(self) -> None:
        self.assertRedirects(self.hold(), self.cast)
        option = Option.objects.get()
        brief = self.story.shoot.brief
        self.assertEqual((option.starts_on, option.ends_on), (brief.starts_on, brief.ends_on))
        self.assertEqual(option.about, f"shoot:{self.story.shoot.id}")
        self.assertContains(self.client.get(self.cast), "First option")

    def test_behind_a_rival_it_is_the_second_and_the_rival_is_nowhere(self) -> None:
        brief = self.story.shoot.brief
        crew.option(self.other, crew.house("Halden"), starts_on=brief.starts_on, ends_on=brief.ends_on)
        self.hold()
        page = self.client.get(self.cast)
        self.assertContains(page, "Second option")
        self.assertNotContains(page, "Halden")

    def test_what_the_brief_does_not_name_is_not_held(self) -> None:
        self.assertEqual(self.hold(category="fur").status_code, 409)
        self.assertEqual(self.hold(territory="US").status_code, 409)

    def test_the_crew_without_a_seat_holds_nobody(self) -> None:
        crew.signed_in(self.client, self.story.stylist)
        self.assertNotContains(self.client.get(self.cast), "Hold Mei")
        self.assertContains(self.hold(), "You have no seat in this organisation.", status_code=409)
