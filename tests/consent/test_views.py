"""The switch, the licence, the withdrawal and the answer, as pages."""

from datetime import timedelta
from typing import Any

from django.test import TestCase
from django.urls import reverse
from django.utils import timezone

from studio.consent import actions
from studio.consent.models import Gate, Pause, PieceApproval
from tests import crew
from tests.crew import NOW, signed_in

HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/somewhere?x=1"}


class SwitchTests(TestCase):
    def setUp(self) -> None:
        self.owner = crew.person("Nia Dembe", password=crew.PASSWORD)
        self.twin = crew.twin(self.owner)
        signed_in(self.client, self.owner)

    def post(self, name: str, about: object, headers: dict[str, str] | None = None, **data: str) -> Any:
        return self.client.post(reverse(f"consent:{name}", args=[about]), data, headers=headers or HTMX)

    def sign_in_again(self, to: str = "") -> Any:
        url = to or reverse("account_reauthenticate")
        return self.client.post(url, {"password": crew.PASSWORD, "next": url.partition("next=")[2].replace("%2F", "/")})

    def test_pausing_says_what_it_did_and_offers_undo(self) -> None:
        page = self.post("pause", self.twin.pk)
        self.assertContains(page, "0 jobs stopped, 1 picture hidden.")  # her comp card
        self.assertContains(page, reverse("consent:undo", args=[Pause.objects.get().pk]))
        self.assertEqual(Gate.objects.get().state, "paused")

    def test_without_a_script_it_leads_back(self) -> None:
        page = self.post("pause", self.twin.pk, {"Referer": "http://testserver/home/"})
        self.assertRedirects(page, "/home/", fetch_redirect_response=False)
        page = self.post("pause", self.twin.pk, {"Referer": "https://elsewhere.example/home/"})
        self.assertRedirects(page, "/", fetch_redirect_response=False)

    def test_it_leads_to_the_page_it_names_where_that_is_ours(self) -> None:
        for named, leads in (("/switch/", "/switch/"), ("https://elsewhere.example/", "/"), ("//elsewhere", "/")):
            page = self.post("pause", self.twin.pk, {"Accept": "text/html"}, next=named)
            self.assertRedirects(page, leads, fetch_redirect_response=False)

    def test_a_stranger_finds_nothing(self) -> None:
        signed_in(self.client, crew.person())
        for name in ("pause", "resume"):
            with self.subTest(name):
                self.assertEqual(self.post(name, self.twin.pk).status_code, 404)
        self.assertEqual(self.client.get(reverse("consent:switch", args=[self.twin.pk])).status_code, 404)
        self.assertEqual(Gate.objects.get().state, "open")

    def test_an_agency_whose_mandate_is_over_finds_nothing(self) -> None:
        booker, agency = crew.person(), crew.agency()
        crew.seat(booker, agency, "booker")
        over = timezone.now().date() - timedelta(days=2)
        crew.mandate(self.twin, agency, "pause", starts_on=over - timedelta(days=30), ends_on=over)
        signed_in(self.client, booker)
        self.assertEqual(self.client.get(reverse("consent:switch", args=[self.twin.pk])).status_code, 404)

    def test_her_agency_without_that_right_is_told_so(self) -> None:
        booker, agency = crew.person(), crew.agency()
        crew.seat(booker, agency, "booker")
        crew.mandate(self.twin, agency, ends_on=timezone.now().date() + timedelta(days=30))
        signed_in(self.client, booker)
        page = self.post("pause", self.twin.pk)
        self.assertContains(page, "Only the owner of the twin can do this.", status_code=409)

    def test_switching_on_asks_for_a_fresh_sign_in(self) -> None:
        self.post("pause", self.twin.pk)
        page = self.post("resume", self.twin.pk)
        self.assertEqual(page["HX-Redirect"], f"{reverse('account_reauthenticate')}?next=%2Fsomewhere")
        self.assertEqual(Gate.objects.get().state, "paused")
        self.sign_in_again()
        self.assertContains(self.post("resume", self.twin.pk), "Nobody may use your twin")
        self.assertEqual(Gate.objects.get().state, "open")

    def test_without_a_script_the_press_goes_through_after_the_sign_in(self) -> None:
        self.post("pause", self.twin.pk)
        page = self.post("resume", self.twin.pk, {"Referer": "http://testserver/"})
        self.assertTrue(page["Location"].startswith(reverse("account_reauthenticate")))
        self.assertEqual(Gate.objects.get().state, "paused")
        self.sign_in_again(page["Location"])
        self.assertEqual(Gate.objects.get().state, "open")

    def test_undo_within_ten_seconds_needs_none(self) -> None:
        self.post("pause", self.twin.pk)
        page = self.post("undo", Pause.objects.get().pk)
        self.assertContains(page, "Nobody may use your twin")

    def test_it_says_that_she_may_be_used_only_where_a_licence_lets_somebody(self) -> None:
        url = reverse("consent:switch", args=[self.twin.pk])
        self.assertContains(self.client.get(url), "No licence is in force.")
        house = crew.house("Corvane")
        crew.grant(self.twin, house)
        page = self.client.get(url)
        self.assertContains(page, "Your twin may be used")
        self.assertContains(page, "By Corvane.")

    def test_undo_after_that_says_so(self) -> None:
        self.post("pause", self.twin.pk)
        Pause.objects.update(at=timezone.now() - timedelta(seconds=11))
        page = self.post("undo", Pause.objects.get().pk)
        self.assertContains(page, "Undo lasts ten seconds", status_code=409)


class GrantTests(TestCase):
    def setUp(self) -> None:
        self.twin, self.house = crew.twin(), crew.house("Corvane")
        self.version = crew.grant(self.twin, self.house)
        self.url = reverse("consent:grant", args=[self.version.grant_id])

    def test_the_owner_and_the_house_read_the_text_and_its_hash(self) -> None:
        for reader in (self.twin.owner, self.version.house_signed_by):
            with self.subTest(reader.name):
                page = signed_in(self.client, reader).get(self.url)
                self.assertContains(page, "Corvane may use your twin as this licence says")
                self.assertContains(page, self.version.sha256)

    def test_only_she_is_offered_to_end_it(self) -> None:
        withdraw = f"/switch/licences/{self.version.grant_id}/withdraw/"
        self.assertContains(signed_in(self.client, self.twin.owner).get(self.url), withdraw)
        self.assertNotContains(signed_in(self.client, self.version.house_signed_by).get(self.url), withdraw)

    def test_strangers_and_rivals_find_nothing(self) -> None:
        rival = crew.person()
        crew.seat(rival, crew.house(), "admin", may_sign=True)
        for reader in (rival, crew.person()):
            self.assertEqual(signed_in(self.client, reader).get(self.url).status_code, 404)

    def test_versions_before_stay_readable(self) -> None:
        crew_terms = crew.terms(channels=("own-site",))
        actions.sign_grant(
            self.twin,
            self.house,
            crew_terms,
            grant=self.version.grant,
            by=self.twin.owner,
            house_signed_by=self.version.house_signed_by,
            now=NOW,
            evidence={"signed_in_at": NOW.isoformat()},
        )
        page = signed_in(self.client, self.twin.owner).get(self.url)
        self.assertContains(page, "version 2")
        self.assertContains(page, "Version 1, signed 12 May 2026")


class AnswerTests(TestCase):
    def setUp(self) -> None:
        self.twin, self.director = crew.twin(), crew.person()
        today = timezone.now().date()
        ends_on = today + timedelta(days=300)
        version = crew.grant(self.twin, crew.house(), approval="each-piece", ends_on=ends_on)
        asked = actions.ask_piece(
            self.twin, version, about="m1", pixel_hash="ab" * 32, by=self.director, now=timezone.now()
        )
        assert asked
        self.url = reverse("consent:answer_piece", args=[asked.pk])

    def test_her_yes_and_her_no(self) -> None:
        signed_in(self.client, self.twin.owner)
        self.assertContains(self.client.post(self.url, {"answer": "yes"}, headers=HTMX), "You said yes")
        self.assertContains(self.client.post(self.url, {"answer": "no"}, headers=HTMX), "You said no")
        self.assertEqual(PieceApproval.objects.get().answer, "no")

    def test_after_its_day_a_yes_comes_too_late(self) -> None:
        PieceApproval.objects.update(lapses_on=timezone.now().date() - timedelta(days=2))
        page = signed_in(self.client, self.twin.owner).post(self.url, {"answer": "yes"}, headers=HTMX)
        self.assertContains(page, "silence is no", status_code=409)

    def test_neither_yes_nor_no_answers_nothing(self) -> None:
        signed_in(self.client, self.twin.owner)
        self.assertEqual(self.client.post(self.url, {"answer": "maybe"}, headers=HTMX).status_code, 404)

    def test_who_asked_cannot_answer(self) -> None:
        page = signed_in(self.client, self.director).post(self.url, {"answer": "yes"}, headers=HTMX)
        self.assertEqual(page.status_code, 404)
