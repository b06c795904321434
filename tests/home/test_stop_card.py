"""A card that stops everything, for whoever holds it, and does nothing else."""

from typing import Any

from django.core.cache import cache
from django.test import Client, TestCase
from django.urls import reverse

from studio.consent import actions as consent
from studio.consent.models import Gate, Pause, StopCard
from studio.consent.stop_cards import code_of
from studio.home import presses
from studio.people.models import Notice
from studio.register.models import Entry
from tests import crew, story
from tests.crew import NOW


class StopCardTests(TestCase):
    def setUp(self) -> None:
        cache.clear()
        story.clock(self)
        self.owner = crew.person("Nia Dembe")
        self.twin = crew.twin(self.owner, "Nia Dembe")
        _, card = consent.make_stop_card(self.twin, by=self.owner, now=NOW)
        assert card
        self.card = card
        self.url = reverse("home:stop", args=[code_of(card)])
        self.stranger = Client(enforce_csrf_checks=True)

    def state(self) -> str:
        return Gate.objects.get(twin=self.twin).state

    def page(self, url: str) -> Any:
        return crew.signed_in(self.client, self.owner).get(url)

    def test_looking_at_it_pauses_nothing(self) -> None:
        for _ in range(3):
            page = self.stranger.get(self.url)
        self.stranger.head(self.url)
        self.assertContains(page, "Pause everything")
        self.assertEqual(self.state(), "open")

    def test_a_press_pauses_everything_without_a_sign_in(self) -> None:
        self.assertContains(self.stranger.post(self.url), "Everything is paused.")
        pause = Pause.objects.get()
        self.assertEqual((pause.reach, pause.how, pause.by), ("everything", "card", None))
        self.assertEqual(self.state(), "paused")
        self.assertEqual(Entry.objects.get(kind="paused").by, "")

    def test_it_says_nothing_of_whose_it_is(self) -> None:
        for page in (self.stranger.get(self.url), self.stranger.post(self.url)):
            for name in ("Nia", "Dembe", str(self.twin.pk), str(self.card.pk)):
                self.assertNotContains(page, name)

    def test_it_offers_no_undo_and_pressing_again_switches_nothing_on(self) -> None:
        self.assertNotContains(self.stranger.post(self.url), "Undo")
        self.stranger.post(self.url)
        self.assertEqual((self.state(), Pause.objects.count()), ("paused", 1))

    def test_she_has_no_undo_for_it_either_but_switches_on_freshly_signed_in(self) -> None:
        self.stranger.post(self.url)
        self.assertFalse(consent.undo_pause(Pause.objects.get(), by=self.owner, now=NOW)[0])
        self.assertTrue(consent.resume(self.twin, by=self.owner, now=NOW, fresh=True)[0])
        self.assertEqual(self.state(), "open")

    def test_she_is_told_once(self) -> None:
        for _ in range(2):
            self.stranger.post(self.url)
        self.assertEqual(Notice.objects.filter(to=self.owner, code="stop-card-used").count(), 1)

    def test_wrong_and_ended_cards_read_the_same(self) -> None:
        self.client.post(reverse("home:end_stop_card", args=[self.card.pk]))
        consent.end_stop_card(self.card, by=self.owner, now=NOW)
        forged = reverse("home:stop", args=[code_of(self.card)[:-2] + "AA"])
        pages = [self.stranger.post(url) for url in (self.url, forged, reverse("home:stop", args=["nothing"]))]
        self.assertEqual({page.status_code for page in pages}, {404})
        self.assertEqual(len({page.content for page in pages}), 1)
        for page in pages:
            self.assertContains(page, "This card stops nothing.", status_code=404)
        self.assertEqual(self.state(), "open")

    def test_too_many_presses_are_refused_for_a_while(self) -> None:
        answers = [self.stranger.get(self.url).status_code for _ in range(presses.MOST + 1)]
        self.assertEqual(answers[-2:], [200, 429])
        self.assertEqual(Client(REMOTE_ADDR="203.0.113.9").get(self.url).status_code, 200)

    def test_what_a_caller_writes_of_his_address_counts_for_nothing_without_a_proxy(self) -> None:
        for number in range(presses.MOST + 1):
            answer = self.stranger.get(self.url, headers={"X-Forwarded-For": f"203.0.113.{number}"})
        self.assertEqual(answer.status_code, 429)

    def test_no_browser_or_proxy_keeps_it_and_it_keeps_nothing_there(self) -> None:
        page = self.stranger.get(self.url)
        self.assertFalse(page.cookies)
        self.assertNotContains(page, "<script")
        self.assertEqual((page["Cache-Control"], page["Referrer-Policy"]), ("no-store", "no-referrer"))

    def test_she_prints_it_in_her_language(self) -> None:
        self.owner.language = "fr"
        self.owner.save(update_fields=["language"])
        page = self.page(reverse("home:stop_card", args=[self.twin.pk]))
        self.assertContains(page, 'class="wallet" lang="fr"')
        self.assertContains(page, "<svg")

    def test_another_card_ends_this_one(self) -> None:
        crew.signed_in(self.client, self.owner).post(reverse("home:make_stop_card", args=[self.twin.pk]))
        self.assertEqual(self.stranger.post(self.url).status_code, 404)
        newest = StopCard.objects.in_force().get()
        self.assertEqual(self.stranger.post(reverse("home:stop", args=[code_of(newest)])).status_code, 200)

    def test_nobody_else_makes_ends_or_sees_hers(self) -> None:
        crew.signed_in(self.client, crew.person())
        card = reverse("home:stop_card", args=[self.twin.pk])
        make, end = (
            reverse("home:make_stop_card", args=[self.twin.pk]),
            reverse("home:end_stop_card", args=[self.card.pk]),
        )
        answers = [self.client.get(card), self.client.post(make), self.client.post(end)]
        self.assertEqual([each.status_code for each in answers], [404, 404, 404])
        self.assertFalse(consent.make_stop_card(self.twin, by=crew.person(), now=NOW)[0])
        self.assertFalse(consent.end_stop_card(self.card, by=crew.person(), now=NOW))
