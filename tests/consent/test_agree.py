"""Her yes: to the newest words of the house, freshly signed in, counting after 48 hours unless she waives them."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from unittest.mock import patch

from django.db import DatabaseError, transaction
from django.test import TestCase

from studio.consent import actions
from studio.consent.asking import ask
from studio.consent.models import DealMemo, GrantVersion, Request
from studio.consent.rules import Use
from studio.consent.terms import Exclusive, Terms
from studio.consent.wording import WORDING, digest
from studio.decisions import Decision
from studio.people.models import Notice
from studio.register.actions import verify
from studio.shoots.uses import use_of
from studio.twins.models import Twin
from tests import crew
from tests.crew import NOW

LATER = NOW + timedelta(hours=49)


class AgreeTests(TestCase):
    def setUp(self) -> None:
        self.twin, self.house = crew.twin(crew.person("Marta", language="sv")), crew.house("Corvane")
        self.signer = crew.signer(self.house, "Camille")
        self.request = crew.asked(self.twin, self.house, by=self.signer)
        self.offer = crew.newest_offer(self.request)

    def agree(self, **fields: Any) -> tuple[Decision, GrantVersion | None]:
        given: dict[str, Any] = {
            "by": self.twin.owner, "now": NOW, "evidence": crew.fresh(fields.get("now", NOW)), "waives": True,
        }  # fmt: skip
        request, offer = fields.pop("request", self.request), fields.pop("offer", self.offer)
        return actions.agree(request, offer, **(given | fields))

    def texts(self) -> Any:
        self.request.refresh_from_db()
        return self.request.yes_texts

    def state(self) -> str:
        self.request.refresh_from_db()
        return self.request.state

    def test_a_waived_yes_signs_the_very_text_she_was_shown(self) -> None:
        _, version = self.agree()
        assert version
        self.assertEqual((version.text, version.language), (self.offer.text, "sv"))
        self.assertEqual((version.house_text, version.house_language), (self.offer.house_text, "en"))
        self.assertEqual(version.sha256, self.offer.sha256)
        self.assertEqual(
            version.sha256, digest(Terms.from_json(version.terms), version.text, "sv", version.wording)
        )
        self.assertEqual(self.state(), "agreed")

    def test_the_evidence_says_who_how_when_and_which_text(self) -> None:
        _, version = self.agree()
        assert version
        self.assertEqual((version.signed_by, version.signed_at), (self.twin.owner, NOW))
        self.assertEqual(version.evidence, version.evidence | crew.fresh() | {"sha256": self.offer.sha256})
        self.assertEqual((version.house_signed_by, version.house_signed_at), (self.signer, self.offer.at))
        self.assertEqual(version.house_evidence, crew.fresh())

    def test_she_signs_the_same_terms_in_the_language_she_reads_them_in(self) -> None:
        _, version = self.agree(language="fr")
        assert version
        self.assertIn("Il n’y a pas de renouvellement automatique.", version.text)
        self.assertEqual((version.terms, version.language), (self.offer.terms, "fr"))
        self.assertEqual((version.house_text, version.house_language), (self.offer.house_text, "en"))
        self.assertNotEqual(version.sha256, self.offer.sha256)
        self.assertEqual(version.sha256, digest(Terms.from_json(version.terms), version.text, "fr", WORDING))
        signed = {"sha256": version.sha256, "language": "fr", "wording": WORDING, "offer": str(self.offer.pk)}
        self.assertEqual(version.evidence, version.evidence | signed)
        self.assertEqual(version.memo.language, "fr")

    def test_in_the_houses_language_she_signs_the_words_that_the_house_read(self) -> None:
        _, version = self.agree(language="en")
        assert version
        self.assertEqual((version.text, version.language), (self.offer.house_text, "en"))
        self.assertEqual((version.house_text, version.house_language), ("", ""))

    def test_what_she_signed_stays_word_for_word_while_she_thinks(self) -> None:
        self.agree(language="fr", waives=False)
        read = self.texts()["text"]
        with patch("studio.consent.wording.sentences_of", return_value=["Other words."]):
            actions.settle_due(LATER)
        self.assertEqual(GrantVersion.objects.get().text, read)

    def test_a_yes_taken_back_leaves_no_signed_text(self) -> None:
        self.agree(language="fr", waives=False)
        actions.think_again(self.request, by=self.twin.owner, now=NOW + timedelta(hours=1))
        self.assertEqual(self.texts(), {})

    def test_a_language_that_nobody_speaks_here_is_the_text_as_it_was_put(self) -> None:
        _, version = self.agree(language="xx")
        assert version
        self.assertEqual(version.sha256, self.offer.sha256)

    def test_the_memo_is_there_before_anything_can_be_made_in_the_language_she_asked_for(self) -> None:
        self.agree(memo_language="fr")
        memo = DealMemo.objects.get()
        self.assertEqual(memo.language, "fr")
        with self.assertRaises(DatabaseError), transaction.atomic():
            DealMemo.objects.update(language="en")

    def test_without_a_waiver_nothing_is_in_force_for_48_hours(self) -> None:
        self.agree(waives=False)
        self.assertEqual((self.state(), GrantVersion.objects.count()), ("thinking", 0))
        actions.settle_due(NOW + timedelta(hours=47))
        self.assertEqual(self.state(), "thinking")
        actions.settle_due(LATER)
        self.assertEqual(self.state(), "agreed")
        version = GrantVersion.objects.get()
        self.assertEqual((version.signed_at, version.grant.state_at), (NOW, LATER))

    def test_it_outlives_the_day_it_would_have_lapsed_on(self) -> None:
        late = self.request.lapses_at - timedelta(hours=1)
        self.agree(waives=False, now=late)
        actions.settle_due(late + timedelta(hours=49))
        self.assertEqual(self.state(), "agreed")

    def test_within_the_48_hours_she_takes_it_back(self) -> None:
        self.agree(waives=False)
        actions.think_again(self.request, by=self.twin.owner, now=NOW + timedelta(hours=40))
        self.assertEqual(self.state(), "open")
        actions.settle_due(LATER)
        self.assertFalse(GrantVersion.objects.exists())

    def test_after_them_she_withdraws_instead(self) -> None:
        self.agree(waives=False)
        self.assertEqual(actions.think_again(self.request, by=self.twin.owner, now=LATER)[0].code, "request-over")

    def test_a_no_ends_a_yes_she_thinks_over(self) -> None:
        self.agree(waives=False)
        actions.decline(self.request, by=self.twin.owner, now=NOW)
        actions.settle_due(LATER)
        self.assertEqual((self.state(), GrantVersion.objects.count()), ("declined", 0))

    def test_the_house_is_bound_while_she_thinks(self) -> None:
        self.agree(waives=False)
        self.assertEqual(actions.take_back(self.request, by=self.signer, now=NOW)[0].code, "request-over")

    def test_what_was_sold_meanwhile_does_not_come_into_force_and_both_read_so(self) -> None:
        alone = Exclusive("outerwear", "DE", NOW.date(), NOW.date() + timedelta(days=60))
        terms = replace(Terms.from_json(self.offer.terms), exclusivity=(alone,))
        self.request = crew.asked(self.twin, self.house, by=self.signer, asks=terms, about="look:2")
        self.agree(waives=False, request=self.request, offer=crew.newest_offer(self.request))
        crew.grant(self.twin, crew.house("Halden"), exclusivity=(alone,))
        actions.settle_due(LATER)
        self.assertEqual(self.state(), "lapsed")
        told = Notice.objects.filter(code="yes-came-to-nothing").values_list("to", flat=True)
        self.assertEqual(set(told), {self.twin.owner.pk, self.signer.pk})

    def test_only_she_only_fresh_and_only_the_newest_of_the_house(self) -> None:
        booker, perron = crew.person(), crew.agency()
        crew.seat(booker, perron, "booker")
        crew.mandate(self.twin, perron, "negotiate")
        stale = crew.fresh(NOW - timedelta(minutes=6))
        for code, fields in (
            ("not-owner", {"by": booker}),
            ("not-owner", {"by": self.signer}),
            ("fresh-sign-in", {"evidence": stale}),
            ("lapsed", {"now": self.request.lapses_at}),
        ):
            with self.subTest(code, **fields):
                self.assertEqual(self.agree(**fields)[0].code, code)
        _, hers = actions.counter(
            self.request, Terms.from_json(self.offer.terms), by=self.twin.owner, now=NOW, evidence={}
        )
        for offer in (self.offer, hers):
            self.assertEqual(self.agree(offer=offer)[0].code, "offer-not-newest")
        self.assertFalse(GrantVersion.objects.exists())

    def test_what_was_offered_under_a_mandate_that_ended_waits_for_her(self) -> None:
        perron = crew.agency("Perron")
        mandate = crew.mandate(self.twin, perron, "negotiate")
        request = crew.asked(self.twin, self.house, by=self.signer, about="look:2")
        mandate.ended_at = NOW
        mandate.save(update_fields=["ended_at"])
        decision, _ = self.agree(request=request, offer=crew.newest_offer(request))
        self.assertEqual((decision.code, decision.values["agency"]), ("mandate-over", "Perron"))
        terms = Terms.from_json(crew.newest_offer(request).terms)
        _, hers = actions.counter(request, terms, by=self.twin.owner, now=NOW, evidence={})
        assert hers
        self.assertEqual(hers.terms["pay"]["commission_bps"], 0)

    def test_said_twice_it_is_one_yes(self) -> None:
        first, again = self.agree()[1], self.agree()[1]
        self.assertEqual((first, GrantVersion.objects.count()), (again, 1))

    def test_tests_start_the_same_hour(self) -> None:
        request = crew.asked(self.twin, self.house, by=self.signer, asks=crew.tests_only(), kind="tests")
        _, version = self.agree(request=request, offer=crew.newest_offer(request), waives=False)
        assert version
        self.assertEqual(version.signed_at, NOW)
        self.assertEqual((version.memo.at, self.twin.grants.get().state), (NOW, "in-force"))

    def test_a_change_is_a_new_version_of_the_same_licence(self) -> None:
        licence = crew.grant(self.twin, self.house).grant
        more = crew.terms(starts_on=NOW.date(), pieces=2)
        request = crew.asked(self.twin, self.house, by=self.signer, asks=more, kind="change", grant=licence)
        _, version = self.agree(request=request, offer=crew.newest_offer(request))
        assert version
        self.assertEqual((version.grant, version.number), (licence, 2))

    def test_a_no_and_silence_make_nothing(self) -> None:
        actions.decline(self.request, by=self.twin.owner, now=NOW)
        self.assertEqual(self.state(), "declined")
        silent = crew.asked(self.twin, self.house, by=self.signer, about="look:3")
        self.assertEqual(actions.settle_due(silent.lapses_at - timedelta(seconds=1)), 0)
        self.assertEqual(actions.settle_due(silent.lapses_at), 1)
        silent.refresh_from_db()
        self.assertEqual((silent.state, actions.settle_due(silent.lapses_at)), ("lapsed", 0))

    def test_the_house_takes_its_own_back_by_a_seat_that_signs(self) -> None:
        member = crew.person()
        crew.seat(member, self.house, "producer")
        self.assertEqual(actions.take_back(self.request, by=member, now=NOW)[0].code, "seat-may-not-sign")
        actions.take_back(self.request, by=self.signer, now=NOW)
        self.assertEqual((self.state(), self.agree()[0].code), ("taken-back", "request-over"))

    def test_the_chains_hold(self) -> None:
        self.agree()
        self.assertEqual(verify(), [])


class AnotherHouseTests(TestCase):
    def test_a_twin_made_with_one_house_works_for_another_when_and_only_when_she_says_so(self) -> None:
        twin, rival, house = crew.twin(), crew.house("Halden"), crew.house("Corvane")
        crew.grant(twin, rival)
        shoot = crew.shoot(house)


        def use(of: Twin) -> Use:
            return use_of(shoot, "offer", now=NOW, twin=of)

        self.assertFalse(ask([twin], use, NOW)[0])
        request = crew.asked(twin, house, asks=crew.terms(starts_on=crew.WHOLE_BRIEF["starts_on"], pieces=1))
        self.assertFalse(ask([twin], use, NOW)[0])
        actions.agree(
            request, crew.newest_offer(request), by=twin.owner, now=NOW, evidence=crew.fresh(), waives=True
        )
        self.assertTrue(ask([twin], use, NOW)[0])
        self.assertEqual(Request.objects.get().state, "agreed")

