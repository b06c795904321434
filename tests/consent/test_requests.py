"""A request's page from either side of the table, its signing, its memo, and the form of terms."""

from dataclasses import replace
from datetime import date, timedelta
from html import escape
from typing import Any
from unittest.mock import patch

from django.test import TestCase
from django.urls import reverse

from studio.consent import actions
from studio.consent.forms import AskForm, TermsForm, initial_of
from studio.consent.models import DealMemo, GrantVersion, Request
from studio.consent.put_texts import texts_of_offer
from studio.consent.terms import Exclusive, Pay, StandingRules, Terms
from studio.people.models import Notice
from tests import crew, story
from tests.crew import NOW
from tests.story import HTMX


def posted(terms: Terms, form: type[TermsForm] = TermsForm, **changes: Any) -> dict[str, Any]:
    """What a browser sends of a form that begins with these terms."""
    bound = form(base=terms)
    sent = {name: "" if (value := bound[name].value()) is None else value for name in bound.fields}
    return {
        name: field.prepare_value(sent[name]) if (field := bound.fields[name]) else sent[name] for name in sent
    } | {"key": "k1"} | changes


def fresh_sign_in(case: TestCase, *more: str) -> None:
    """As after a password typed just now. more: other modules whose pages ask for it."""
    for where in ("studio.consent.request_views", "studio.previews.ask_views", *more):
        for name, answer in (("ask_for_proof", None), ("evidence_of", crew.fresh())):
            changed = patch(f"{where}.{name}", return_value=answer)
            changed.start()
            case.addCleanup(changed.stop)


class RequestPageTests(TestCase):
    def setUp(self) -> None:
        story.clock(self)
        fresh_sign_in(self)
        self.twin, self.house = crew.twin(crew.person("Nia Dembe")), crew.house("Corvane")
        self.signer = crew.signer(self.house, "Camille Aubry")
        pay = Pay(day_rate_minor=120_000, channels={"own-site": "1.00"}, notice={"90": "1.15"}, pay_within_days=30)
        year = {"starts_on": date(2026, 5, 31), "ends_on": date(2027, 5, 30)}
        self.terms = crew.terms(
            channels=("own-site",), purposes=("e-commerce",), pieces=1, approval="each-piece", pay=pay, **year
        )
        crew.mandate(self.twin, crew.agency("Perron"), "negotiate")
        self.request = crew.asked(self.twin, self.house, by=self.signer, asks=self.terms)
        self.url = reverse("consent:request", args=[self.request.id])
        crew.signed_in(self.client, self.twin.owner)

    def at(self, name: str) -> str:
        return reverse(f"consent:{name}", args=[self.request.id])

    def test_she_reads_what_a_yes_would_pay_by_when_and_how_it_is_reckoned(self) -> None:
        page = self.client.get(self.url)
        for words in (
            "NET 1,104.00\u00a0EUR", "by 30 June 2026",
            "1,200.00 × 1.00 own site × 365/365 days × 1.15 notice = 1,380.00",
            "less 20\u00a0% commission 276.00", "Answer by 19 May 2026", "All kept", "France, Germany and Italy",
        ):  # fmt: skip
            self.assertContains(page, words)

    def test_home_asks_her_and_the_bar_counts_it(self) -> None:
        page = self.client.get(reverse("home:home"))
        self.assertContains(page, "NET 1,104.00")
        self.assertContains(page, "1 request asks you")
        self.assertContains(self.client.get(reverse("web:waits")), "1")

    def test_home_says_of_her_own_offer_that_it_waits_for_the_house(self) -> None:
        terms = replace(self.terms, pay=replace(self.terms.pay, day_rate_minor=150_000))
        actions.counter(self.request, terms, by=self.twin.owner, now=NOW, evidence=crew.fresh())
        page = self.client.get(reverse("home:home"))
        self.assertContains(page, "Waits for Corvane")
        self.assertNotContains(page, "1 request asks you")

    def test_what_her_rules_refuse_is_told_to_her(self) -> None:
        actions.set_standing_rules(
            self.twin, StandingRules(never_categories=("knitwear",)), by=self.twin.owner, now=NOW
        )
        self.assertContains(self.client.get(self.url), "Your rules stand above every licence")

    def test_the_house_does_not_read_her_rules(self) -> None:
        actions.set_standing_rules(
            self.twin, StandingRules(never_categories=("knitwear",)), by=self.twin.owner, now=NOW
        )
        crew.signed_in(self.client, self.signer)
        self.assertNotContains(self.client.get(self.url), "Your rules")

    def test_signing_shows_the_very_text_and_keeps_it(self) -> None:
        page = self.client.get(self.at("sign"))
        offer = crew.newest_offer(self.request)
        for line in offer.text.splitlines():
            self.assertContains(page, escape(line))
        sent = {"offer": str(offer.id), "waives": "yes", "memo_language": "sv"}
        self.assertRedirects(self.client.post(self.at("sign"), sent), self.url)
        version = GrantVersion.objects.get()
        self.assertEqual((version.text, version.sha256), (offer.text, offer.sha256))
        self.assertEqual(version.memo.language, "sv")
        self.assertContains(self.client.get(self.url), reverse("consent:memo", args=[version.id]))

    def test_she_reads_it_in_another_language_and_signs_what_she_read(self) -> None:
        page = self.client.get(self.at("sign"), {"language": "sv"})
        offer = crew.newest_offer(self.request)
        swedish = texts_of_offer(offer, "sv")
        for words in (swedish.text.splitlines()[0], swedish.sha256, "Read it in English", "Read it in French"):
            self.assertContains(page, escape(words))
        self.client.post(self.at("sign"), {"offer": str(offer.id), "language": "sv", "waives": "yes"})
        version = GrantVersion.objects.get()
        self.assertEqual((version.text, version.sha256), (swedish.text, swedish.sha256))
        self.assertEqual((version.evidence["sha256"], version.evidence["language"]), (swedish.sha256, "sv"))

    def test_she_signs_in_the_language_she_reads_the_studio_in(self) -> None:
        self.twin.owner.language = "fr"
        self.twin.owner.save(update_fields=["language"])
        self.assertContains(self.client.get(self.at("sign")), 'name="language" value="fr"')

    def test_what_is_new_is_marked_in_each_language(self) -> None:
        fewer = replace(self.terms, territories=("FR",))
        actions.counter(self.request, fewer, by=self.signer, now=NOW, evidence=crew.fresh())
        page = self.client.get(self.url, {"language": "sv"})
        self.assertContains(page, '<li class="new"', count=1)
        self.assertContains(page, "?language=sv")

    def test_without_waiving_it_says_from_when_the_yes_counts(self) -> None:
        self.client.post(self.at("sign"), {"offer": str(crew.newest_offer(self.request).id)})
        page = self.client.get(self.url)
        self.assertContains(page, "The yes counts from 14 May 2026, 09:00")
        self.client.post(self.at("answer"), {"answer": "think-again"})
        self.request.refresh_from_db()
        self.assertEqual(self.request.state, "open")

    def test_a_yes_to_older_words_is_refused_with_a_sentence(self) -> None:
        older = crew.newest_offer(self.request)
        actions.counter(self.request, self.terms, by=self.signer, now=NOW, evidence=crew.fresh())
        page = self.client.post(self.at("sign"), {"offer": str(older.id), "waives": "yes"})
        self.assertContains(page, "not the newest terms", status_code=409)
        self.assertFalse(GrantVersion.objects.exists())

    def test_her_other_terms_are_marked_for_the_house_and_agreed_to_there(self) -> None:
        page = self.client.get(self.at("offer"))
        self.assertContains(page, "Your terms to Corvane")
        sent = posted(self.terms, territories=["FR"], note="France only.")
        self.assertRedirects(self.client.post(self.at("offer"), sent), self.url)
        crew.signed_in(self.client, self.signer)
        page = self.client.get(self.url)
        for words in ("<del>France, Germany and Italy</del>", "<ins>France</ins>", "France only."):
            self.assertContains(page, words, html=words.startswith("<"))
        hers = crew.newest_offer(self.request)
        self.client.post(self.at("accept"), {"offer": str(hers.id)})
        newest = crew.newest_offer(self.request)
        self.assertEqual((newest.side, newest.terms, newest.sha256), ("house", hers.terms, hers.sha256))

    def test_the_sum_is_reckoned_with_every_change(self) -> None:
        sent = posted(self.terms, day_rate="2400", only="quote")
        self.assertContains(self.client.post(self.at("offer"), sent, headers=HTMX), "NET 2,208.00")

    def test_what_is_not_right_stands_beside_its_field(self) -> None:
        page = self.client.post(self.at("offer"), posted(self.terms, day_rate="dear"))
        self.assertContains(page, "Write a number", status_code=422)
        self.assertEqual(self.request.offers.count(), 1)

    def test_a_question_stands_in_the_thread_for_both(self) -> None:
        self.client.post(self.at("say"), {"words": "Which colour?"})
        crew.signed_in(self.client, self.signer)
        self.assertContains(self.client.get(f"{self.url}?part=thread", headers=HTMX), "Which colour?")
        page = self.client.post(self.at("say"), {"words": " "})
        self.assertContains(page, "It needs words", status_code=409)

    def test_her_no_and_the_houses_taking_back(self) -> None:
        self.client.post(self.at("answer"), {"answer": "no"})
        self.request.refresh_from_db()
        self.assertEqual(self.request.state, "declined")
        again = crew.asked(self.twin, self.house, by=self.signer, about="look:2")
        crew.signed_in(self.client, self.signer)
        self.client.post(reverse("consent:answer", args=[again.id]), {"answer": "take-back"})
        again.refresh_from_db()
        self.assertEqual(again.state, "taken-back")

    def test_the_house_lists_its_requests_with_their_states(self) -> None:
        crew.signed_in(self.client, self.signer)
        for address in (reverse("consent:requests"), reverse("home:home")):
            with self.subTest(address):
                page = self.client.get(address)
                self.assertContains(page, "Nia Dembe")
                self.assertContains(page, "Waits for Nia Dembe")

    def test_her_side_is_called_as_the_twin_is_shown_and_she_herself_is_you(self) -> None:
        self.twin.owner.name = "N. D. Okoye"
        self.twin.owner.save(update_fields=["name"])
        self.client.post(self.at("say"), {"words": "Which colour?"})
        self.client.post(self.at("offer"), posted(self.terms, pieces="2"))
        self.assertContains(self.client.get(self.url), "<span>You</span>", html=True)
        crew.signed_in(self.client, self.signer)
        page = self.client.get(self.url)
        self.assertContains(page, "Nia Dembe")
        self.assertNotContains(page, "Okoye")
        self.assertFalse(Notice.objects.filter(to=self.signer, values__icontains="Okoye").exists())

    def test_she_reads_before_her_yes_which_options_end_with_it(self) -> None:
        halden = crew.house("Halden")
        crew.option(self.twin, halden, starts_on=NOW.date(), ends_on=NOW.date() + timedelta(days=9))
        alone = Exclusive("outerwear", "DE", NOW.date(), date(2027, 5, 1))
        asks = replace(self.terms, starts_on=NOW.date(), ends_on=date(2027, 5, 1), exclusivity=(alone,))
        request = crew.asked(self.twin, self.house, by=self.signer, about="look:3", asks=asks)
        page = self.client.get(reverse("consent:sign", args=[request.id]))
        self.assertContains(page, "What ends with it")
        self.assertContains(page, "Halden")

    def test_her_agency_offers_but_finds_no_yes(self) -> None:
        booker = crew.booker(self.request.mandate.agency)  # type: ignore[union-attr]
        crew.signed_in(self.client, booker)
        page = self.client.get(self.url)
        self.assertContains(page, "Only the model says yes")
        self.assertNotContains(page, "Yes, and sign")
        self.assertEqual(self.client.get(self.at("sign")).status_code, 404)
        self.client.post(self.at("offer"), posted(self.terms, pieces="2"))
        self.assertEqual(crew.newest_offer(self.request).side, "agency")

    def test_strangers_find_nothing(self) -> None:
        for who in (crew.person(), crew.signer(crew.house("Halden")), crew.booker(crew.agency())):
            crew.signed_in(self.client, who)
            for name in ("request", "sign", "offer"):
                with self.subTest(name):
                    self.assertEqual(self.client.get(self.at(name)).status_code, 404)

    def test_a_plain_member_of_the_house_does_not_read_it(self) -> None:
        member = crew.person()
        crew.seat(member, self.house, "member")
        crew.signed_in(self.client, member)
        self.assertEqual(self.client.get(self.url).status_code, 404)


class ProofTests(TestCase):
    def test_signing_asks_for_a_fresh_sign_in_first(self) -> None:
        twin, house = crew.twin(crew.person("Nia", password=crew.PASSWORD)), crew.house()
        request = crew.asked(twin, house, now=NOW + timedelta(days=4000))
        crew.signed_in(self.client, twin.owner)
        answer = self.client.get(reverse("consent:sign", args=[request.id]))
        self.assertEqual(answer.status_code, 302)
        self.assertIn("reauthenticate", answer.headers["Location"])


class MemoTests(TestCase):
    def setUp(self) -> None:
        story.clock(self)
        self.twin, self.house, self.perron = crew.twin(crew.person("Nia")), crew.house("Corvane"), crew.agency("Perron")
        self.mandate = crew.mandate(self.twin, self.perron)
        self.version = crew.grant(self.twin, self.house, mandate=self.mandate)
        self.url = reverse("consent:memo", args=[self.version.id])

    def test_it_says_client_scope_usage_net_pay_day_kill_fee_and_who_holds_what(self) -> None:
        labels = [label for label, _words in DealMemo.objects.get().lines]
        wanted = {"Client", "Intended use", "Channels", "Places", "When", "Net to the model", "Pay day", "Kill fee"}
        self.assertLessEqual(wanted, set(labels))
        self.assertEqual(sum("holds" in label for label in labels), 4)

    def test_both_sides_and_the_agency_open_it_as_a_page_and_a_file(self) -> None:
        for who in (self.twin.owner, crew.signer(self.house), crew.booker(self.perron)):
            crew.signed_in(self.client, who)
            self.assertContains(self.client.get(self.url), "Corvane")
            file = self.client.get(reverse("consent:memo_file", args=[self.version.id]))
            self.assertEqual((file.headers["Content-Type"], file.content[:5]), ("application/pdf", b"%PDF-"))

    def test_an_agency_whose_mandate_ended_and_strangers_find_nothing(self) -> None:
        self.mandate.ended_at = NOW
        self.mandate.save(update_fields=["ended_at"])
        for who in (crew.booker(self.perron), crew.signer(crew.house()), crew.person()):
            crew.signed_in(self.client, who)
            self.assertEqual(self.client.get(self.url).status_code, 404)

    def test_the_longest_memo_is_one_page(self) -> None:
        long = "Pictures of everything, at length, and then some more of it. " * 12
        version = crew.grant(crew.twin(), crew.house(), intended_use=long, never_scenes=("beach",) * 9)
        crew.signed_in(self.client, version.signed_by)
        file = self.client.get(reverse("consent:memo_file", args=[version.id]))
        self.assertEqual(file.content.count(b"/Type /Page\n"), 1)


class ChangeTests(TestCase):
    def test_the_house_asks_for_other_terms_of_its_licence(self) -> None:
        story.clock(self)
        fresh_sign_in(self)
        twin, house = crew.twin(), crew.house()
        signer, version = crew.signer(house), crew.grant(twin, house, pieces=2)
        crew.signed_in(self.client, signer)
        url = reverse("consent:change", args=[version.grant_id])
        self.assertContains(self.client.get(url), "other terms")
        base = Terms.from_json(version.terms)
        sent = posted(base, AskForm, pieces="3", starts_on="2026-05-12", answer_by="2026-05-20")
        self.client.post(url, sent)
        request = Request.objects.get()
        self.assertEqual((request.kind, request.grant_id), ("change", version.grant_id))

    def test_its_sum_is_reckoned_from_today_and_less_the_agencys_share(self) -> None:
        story.clock(self)
        twin, house = crew.twin(), crew.house()
        crew.mandate(twin, crew.agency("Perron"))
        version = crew.grant(twin, house, starts_on=date(2026, 1, 12))
        crew.signed_in(self.client, crew.signer(house))
        page = self.client.get(reverse("consent:change", args=[version.grant_id]))
        self.assertContains(page, "less 20\u00a0% commission")
        self.assertContains(page, "delivered on 12 May 2026")
        self.assertContains(page, 'value="2026-05-19"')


class TermsFormTests(TestCase):
    def read(self, terms: Terms) -> Terms:
        form = TermsForm(posted(terms), base=terms)
        self.assertTrue(form.is_valid(), form.errors)
        return form.terms

    def test_what_nobody_changes_stays_as_it_was(self) -> None:
        pay = Pay(
            currency="SEK", day_rate_minor=123_450, minimum_minor=5_000, channels={"instagram": "0.35"},
            territories={"WORLD": "1.80"}, days={"30": "0.25"}, notice={"90": "1.15"}, kill_fee_bps=5_000,
            commission_bps=2_000, crew_share_bps=250, pay_within_days=14,
        )  # fmt: skip
        terms = crew.terms(
            pay=pay,
            brands=("Corvane", "Corvane Blue"),
            product_lines=("coats",),
            never_categories=("fur",),
            never_scenes=("beach", "gym"),
            never_poses=("lying",),
            never_beside=("alcohol",),
            alterations=("hair-colour",),
            competing="ask",
            exclusivity=(Exclusive("outerwear", "DE", date(2026, 6, 1), date(2026, 8, 31)),),
            pieces_a_month=3,
            name_form="stage",
            shown_name="Nia D",
            represented_by="counsel",
            prevails="house",
        )
        self.assertEqual(self.read(terms), terms)

    def test_tests_have_no_places_channels_or_pay(self) -> None:
        form = TermsForm(posted(crew.tests_only()), base=crew.tests_only())
        self.assertTrue(form.is_valid(), form.errors)
        self.assertEqual(form.terms, crew.tests_only())
        self.assertFalse({"channels", "territories", "day_rate", "notice_days"} & set(form.fields))

    def test_a_comma_is_a_decimal_point(self) -> None:
        terms = crew.terms()
        form = TermsForm(posted(terms, day_rate="1 250,50"), base=terms)
        self.assertTrue(form.is_valid(), form.errors)
        self.assertEqual(form.terms.pay.day_rate_minor, 125_050)

    def test_an_exclusivity_without_days_lasts_as_long_as_the_licence(self) -> None:
        terms = crew.terms()
        sent = posted(terms, exclusive_0_category="outerwear", exclusive_0_territory="DE")
        form = TermsForm(sent, base=terms)
        self.assertTrue(form.is_valid(), form.errors)
        self.assertEqual(form.terms.exclusivity[0], Exclusive("outerwear", "DE", terms.starts_on, terms.ends_on))

    def test_it_says_beside_the_field_what_is_missing(self) -> None:
        terms = crew.terms()
        for name, changes in (
            ("channels", {"channels": []}),
            ("territories", {"territories": []}),
            ("ends_on", {"ends_on": "2025-01-01"}),
            ("territory_factors", {"territory_factors": "WORLD"}),
            ("kill_fee", {"kill_fee": "101"}),
        ):
            with self.subTest(name):
                form = TermsForm(posted(terms, **changes), base=terms)
                self.assertFalse(form.is_valid())
                self.assertIn(name, form.errors)

    def test_it_begins_with_the_terms(self) -> None:
        self.assertEqual(initial_of(crew.terms())["day_rate"], "1200.00")
