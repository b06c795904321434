"""An agency holds days for a house: by a mandate that says so, at a place in the line it reads before it holds."""

from datetime import timedelta
from typing import Any

from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone

from studio.consent.actions import challenge_option
from studio.consent.models import Option
from studio.people.models import Notice, Person
from tests import crew

URL = reverse("consent:place_option")


class PlacingCase(TestCase):
    """By today's clock, for sessions are."""

    def setUp(self) -> None:
        self.now = timezone.now()
        self.today = self.now.date()
        self.twin = crew.twin(crew.person("Olav Brekke"))
        self.corvane, self.halden = crew.house("Corvane"), crew.house("Halden")
        self.signer, self.rival = crew.signer(self.corvane), crew.signer(self.halden)
        self.perron = crew.agency("Perron")
        self.booker = crew.booker(self.perron)
        year = {"starts_on": self.today - timedelta(days=9), "ends_on": self.today + timedelta(days=99)}
        self.year = year | {"signed_at": self.now - timedelta(days=9)}
        self.mandate = crew.mandate(self.twin, self.perron, "hold", **self.year)
        self.window = {"starts_on": self.today, "ends_on": self.today + timedelta(days=20)}

    def held_by_halden(self) -> Option:
        before = self.now - timedelta(hours=2)
        return crew.option(self.twin, self.halden, by=self.rival, now=before, **self.window)

    def send(self, who: Person, press: str = "hold", **said: str) -> Any:
        given = {
            "twin": str(self.twin.pk),
            "house": "Corvane",
            "category": "outerwear",
            "territory": "WORLD",
            "starts_on": self.today.isoformat(),
            "ends_on": (self.today + timedelta(days=10)).isoformat(),
            press: "1",
        }
        return crew.signed_in(Client(), who).post(URL, given | said)

    def placed(self) -> Option:
        self.send(self.booker)
        return Option.objects.get(house=self.corvane)


class PlaceTests(PlacingCase):
    def test_it_reads_the_place_before_anything_is_held(self) -> None:
        self.held_by_halden()
        page = self.send(self.booker, "read")
        self.assertContains(page, "It would be the second option on Olav Brekke.")
        self.assertEqual(Option.objects.count(), 1)

    def test_it_holds_the_days_for_the_house(self) -> None:
        self.assertRedirects(self.send(self.booker), reverse("consent:options"))
        option = Option.objects.get()
        self.assertEqual((option.house, option.placed_by, option.mandate), (self.corvane, self.booker, self.mandate))

    def test_the_house_and_she_are_told(self) -> None:
        self.placed()
        told = set(Notice.objects.values_list("to", "code"))
        self.assertLessEqual(
            {(self.signer.pk, "option-placed-for-you"), (self.twin.owner.pk, "option-placed")}, told
        )

    def test_a_house_that_is_not_here_is_told_in_a_sentence(self) -> None:
        page = self.send(self.booker, house="Corv")
        self.assertContains(page, "No house is shown here by this name.", status_code=409)

    def test_an_agency_is_no_house(self) -> None:
        self.assertEqual(self.send(self.booker, house="Perron").status_code, 409)

    def test_what_is_not_filled_in_is_asked_for(self) -> None:
        self.assertEqual(self.send(self.booker, ends_on="").status_code, 422)

    def test_outside_its_places_it_reads_where_the_mandate_reaches(self) -> None:
        self.mandate.territories = ["DE"]
        self.mandate.save(update_fields=["territories"])
        page = self.send(self.booker, territory="FR")
        self.assertContains(page, "covers Germany; this is for France", status_code=409)
        self.assertFalse(Option.objects.exists())

    def test_of_a_model_it_does_not_represent_nothing_is_held(self) -> None:
        self.assertEqual(self.send(self.booker, twin=str(crew.twin().pk)).status_code, 422)

    def test_it_suggests_the_houses_it_has_dealt_with_and_no_others(self) -> None:
        self.placed()
        page = crew.signed_in(Client(), self.booker).get(URL)
        self.assertContains(page, '<option value="Corvane">')
        self.assertNotContains(page, "Halden")


class WhoTests(PlacingCase):
    def page(self, who: Person) -> int:
        return crew.signed_in(Client(), who).get(URL).status_code

    def test_a_mandate_without_holding_opens_no_form(self) -> None:
        other = crew.agency()
        booker = crew.booker(other)
        crew.mandate(self.twin, other, "negotiate", **self.year)
        self.assertEqual(self.page(booker), 404)

    def test_an_ended_mandate_opens_none(self) -> None:
        self.mandate.ended_at = self.now
        self.mandate.save(update_fields=["ended_at"])
        self.assertEqual(self.page(self.booker), 404)

    def test_neither_she_nor_a_house_finds_it(self) -> None:
        self.assertEqual([self.page(who) for who in (self.twin.owner, self.signer)], [404, 404])

    def test_its_own_pages_lead_there(self) -> None:
        client = crew.signed_in(Client(), self.booker)
        for url in (reverse("consent:options"), reverse("home:home")):
            self.assertContains(client.get(url), URL)
        self.assertNotContains(crew.signed_in(Client(), self.signer).get(reverse("consent:options")), URL)


class ChallengeTests(PlacingCase):
    def test_what_it_placed_for_a_house_it_challenges_for_the_house(self) -> None:
        first, second = self.held_by_halden(), self.placed()
        client = crew.signed_in(Client(), self.booker)
        self.assertContains(client.get(reverse("consent:options")), "Challenge the first")
        client.post(reverse("consent:challenge_option", args=[second.pk]))
        first.refresh_from_db()
        self.assertEqual((first.state, first.challenged_by), ("challenged", second))
        self.assertTrue(Notice.objects.filter(to=self.signer, code="option-challenges-for-you").exists())

    def test_what_a_house_placed_only_the_house_challenges(self) -> None:
        self.held_by_halden()
        own = crew.option(self.twin, self.corvane, by=self.signer, now=self.now, **self.window)
        client = crew.signed_in(Client(), self.booker)
        self.assertNotContains(client.get(reverse("consent:options")), "Challenge the first")
        self.assertEqual(client.post(reverse("consent:challenge_option", args=[own.pk])).status_code, 409)

    def test_once_its_mandate_is_over_it_challenges_nothing(self) -> None:
        self.held_by_halden()
        second = self.placed()
        self.mandate.ended_at = self.now
        self.mandate.save(update_fields=["ended_at"])
        self.assertFalse(challenge_option(second, by=self.booker, now=self.now)[0])

    def test_she_finds_no_challenge_of_hers(self) -> None:
        self.held_by_halden()
        client = crew.signed_in(Client(), self.twin.owner)
        self.assertEqual(client.post(reverse("consent:challenge_option", args=[self.placed().pk])).status_code, 404)


class ReleaseTests(PlacingCase):
    def test_it_gives_up_what_it_placed(self) -> None:
        option = self.placed()
        crew.signed_in(Client(), self.booker).post(reverse("consent:release_option", args=[option.pk]))
        option.refresh_from_db()
        self.assertEqual(option.state, "released")
