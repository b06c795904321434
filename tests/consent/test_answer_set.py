"""Several requests answered in one go: each yes for its own terms, one sign-in for all, and nothing by silence."""

from datetime import timedelta
from unittest.mock import patch

from django.test import TestCase
from django.urls import reverse

from studio.consent import actions
from studio.consent.actions import Said
from studio.consent.models import GrantVersion
from studio.consent.put_texts import texts_of_offer
from studio.consent.terms import Terms
from studio.register.actions import verify
from tests import crew, story
from tests.consent.test_requests import fresh_sign_in
from tests.crew import NOW

URL = reverse("consent:answer_set")


class AnswerSetTests(TestCase):
    def setUp(self) -> None:
        self.twin = crew.twin(crew.person("Marta", language="sv"))
        self.requests = [crew.asked(self.twin, crew.house(name)) for name in ("Corvane", "Halden", "Ostrand")]

    def said(self, *words: str) -> list[Said]:
        pairs = zip(self.requests, words, strict=False)
        return [Said(request, crew.newest_offer(request) if word == "yes" else None) for request, word in pairs]

    def states(self) -> list[str]:
        for request in self.requests:
            request.refresh_from_db()
        return [request.state for request in self.requests]

    def test_each_yes_signs_its_own_text_in_a_licence_of_its_own(self) -> None:
        said = self.said("yes", "no", "yes")
        actions.answer_set(said, by=self.twin.owner, now=NOW, evidence=crew.fresh(), waives=True, language="fr")
        self.assertEqual(self.states(), ["agreed", "declined", "agreed"])
        signed = {(each.request.pk, each.sha256, each.language) for each in GrantVersion.objects.all()}
        meant = {(each.request.pk, texts_of_offer(each.to, "fr").sha256, "fr") for each in said if each.to}
        self.assertEqual(signed, meant)
        self.assertEqual(verify(self.twin.gate_name), [])

    def test_one_that_is_refused_leaves_the_others_as_she_said_them(self) -> None:
        said = self.said("yes", "yes")
        actions.take_back(self.requests[0], by=self.requests[0].asked_by, now=NOW)
        answers = actions.answer_set(said, by=self.twin.owner, now=NOW, evidence=crew.fresh(), waives=True)
        self.assertEqual([decision.code for _, decision in answers], ["request-over", "ok"])
        self.assertEqual(self.states()[:2], ["taken-back", "agreed"])

    def test_without_a_fresh_sign_in_only_the_noes_count(self) -> None:
        stale = crew.fresh(NOW - timedelta(minutes=6))
        said = self.said("yes", "no")
        actions.answer_set(said, by=self.twin.owner, now=NOW, evidence=stale, waives=True)
        self.assertEqual(self.states(), ["open", "declined", "open"])

    def test_nobody_answers_for_her(self) -> None:
        somebody = crew.person()
        answers = actions.answer_set(
            self.said("yes", "no"), by=somebody, now=NOW, evidence=crew.fresh(), waives=True
        )
        self.assertEqual([decision.code for _, decision in answers], ["not-owner", "not-owner"])


class AnswerSetPageTests(TestCase):
    def setUp(self) -> None:
        story.clock(self)
        fresh_sign_in(self, "studio.consent.set_views")
        self.twin = crew.twin(crew.person("Nia"))
        self.first, self.second = (crew.asked(self.twin, crew.house(name)) for name in ("Corvane", "Halden"))
        crew.signed_in(self.client, self.twin.owner)

    def posted(self, **words: str) -> dict[str, str]:
        sent: dict[str, str] = {}
        for request, word in ((self.first, words.get("first", "")), (self.second, words.get("second", ""))):
            sent |= {f"answer-{request.pk}": word, f"offer-{request.pk}": str(crew.newest_offer(request).pk)}
        return sent

    def test_each_stands_with_its_terms_and_the_text_a_yes_signs(self) -> None:
        page = self.client.get(URL, {"language": "sv"})
        for request in (self.first, self.second):
            text = texts_of_offer(crew.newest_offer(request), "sv")
            for words in (request.house.name, text.sha256, text.text.splitlines()[1]):
                self.assertContains(page, words)

    def test_home_and_the_list_lead_there_once_several_ask(self) -> None:
        for address in (reverse("home:home"), reverse("consent:requests")):
            with self.subTest(address):
                self.assertContains(self.client.get(address), "Answer 2 requests, one at a time")

    def test_it_answers_them_together_and_says_what_became_of_each(self) -> None:
        page = self.client.post(URL, self.posted(first="yes", second="no") | {"waives": "yes", "language": "sv"})
        self.assertContains(page, "1 yes.")
        self.first.refresh_from_db()
        self.assertContains(page, reverse("consent:memo", args=[self.first.version_id]))
        self.assertContains(page, "Declined")
        self.assertEqual(GrantVersion.objects.get().language, "sv")

    def test_what_she_leaves_stays_open(self) -> None:
        page = self.client.post(URL, self.posted(first="yes"))
        self.assertContains(page, "1 still asks you")
        self.assertContains(page, "The yes counts from 14 May 2026, 09:00")
        self.second.refresh_from_db()
        self.assertEqual(self.second.state, "open")

    def test_an_answer_to_none_of_them_is_told(self) -> None:
        self.assertContains(self.client.post(URL, self.posted()), "You answered none", status_code=422)

    def test_a_yes_to_older_words_is_refused_in_its_own_row(self) -> None:
        sent = self.posted(first="yes", second="yes") | {"waives": "yes"}
        terms = Terms.from_json(crew.newest_offer(self.first).terms)
        decision, _offer = actions.counter(self.first, terms, by=self.first.asked_by, now=NOW, evidence=crew.fresh())
        self.assertTrue(decision, decision)
        page = self.client.post(URL, sent)
        self.assertContains(page, "not the newest terms", status_code=409)
        self.assertEqual(GrantVersion.objects.get().grant.house, self.second.house)

    def test_a_yes_bound_to_the_terms_of_another_request_is_no_yes(self) -> None:
        sent = self.posted(first="yes") | {f"offer-{self.first.pk}": str(crew.newest_offer(self.second).pk)}
        self.assertEqual(self.client.post(URL, sent).status_code, 422)
        self.assertFalse(GrantVersion.objects.exists())

    def test_only_a_yes_asks_for_a_fresh_sign_in(self) -> None:
        with patch("studio.consent.set_views.ask_for_proof") as asked:
            self.client.post(URL, self.posted(first="no", second="no"))
        asked.assert_not_called()
        self.first.refresh_from_db()
        self.assertEqual(self.first.state, "declined")

    def test_another_reads_and_answers_none_of_hers(self) -> None:
        crew.signed_in(self.client, crew.twin().owner)
        self.assertContains(self.client.get(URL), "No request asks you now.")
        self.assertEqual(self.client.post(URL, self.posted(first="no")).status_code, 422)
        self.first.refresh_from_db()
        self.assertEqual(self.first.state, "open")
