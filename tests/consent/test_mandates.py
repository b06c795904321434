"""An agency offers, she reads and signs, either side ends it; and what the law of New York allows."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import SimpleTestCase, TestCase

from studio.consent import actions
from studio.consent.agencies import terms_of
from studio.consent.facts import facts_of
from studio.consent.mandate_wording import digest, sentences_of, text_of
from studio.consent.mandating import MandateTerms, clash, may_offer, warnings
from studio.consent.models import Gate
from studio.decisions import Decision
from studio.people.models import Notice, Person
from studio.register.actions import verify
from studio.register.models import Entry
from studio.twins.models import Mandate
from studio.web.sentences import sentence
from tests import crew
from tests.crew import NOW

pytestmark = pytest.mark.scales
FRESH = {"method": "passkey", "signed_in_at": NOW.isoformat()}
TODAY = NOW.date()


def said(**fields: Any) -> MandateTerms:
    given: dict[str, Any] = {
        "territories": ("DE", "FR"),
        "may": ("negotiate", "hold"),
        "commission_bps": 2000,
        "starts_on": date(2026, 5, 1),
        "ends_on": date(2028, 4, 30),
    }
    return MandateTerms(**(given | fields))


class LawTests(SimpleTestCase):
    def test_new_york_caps_the_share(self) -> None:
        self.assertTrue(may_offer(said(law="US-NY"), TODAY))
        self.assertEqual(may_offer(said(law="US-NY", commission_bps=2001), TODAY).code, "mandate-share-over-law")

    def test_new_york_caps_the_years(self) -> None:
        three = said(law="US-NY", ends_on=date(2029, 4, 30))
        self.assertTrue(may_offer(three, TODAY))
        over = replace(three, ends_on=date(2029, 5, 1))
        self.assertEqual(may_offer(over, TODAY).code, "mandate-years-over-law")

    def test_a_leap_day_counts_to_the_last_of_february(self) -> None:
        leap = said(law="US-NY", starts_on=date(2028, 2, 29), ends_on=date(2031, 2, 28))
        self.assertTrue(may_offer(leap, TODAY))
        self.assertFalse(may_offer(replace(leap, ends_on=date(2031, 3, 1)), TODAY))

    def test_elsewhere_both_are_warned_of(self) -> None:
        much = said(law="FR", commission_bps=2500, ends_on=date(2031, 4, 30))
        self.assertTrue(may_offer(much, TODAY))
        self.assertEqual([each.code for each in warnings(much)], ["mandate-share-high", "mandate-years-long"])
        self.assertEqual(warnings(said()), [])

    def test_what_says_nothing_is_not_offered(self) -> None:
        for fields in (
            {"territories": ()},
            {"may": ()},
            {"may": ("sign",)},
            {"ends_on": date(2026, 4, 30)},
            {"ends_on": date(2026, 5, 11)},
            {"commission_bps": 10_001},
            {"law": "XX"},
        ):
            with self.subTest(fields):
                self.assertEqual(may_offer(said(**fields), TODAY).code, "mandate-not-right")

    def test_two_share_no_place_where_one_is_exclusive(self) -> None:
        other = said(territories=("WORLD",))
        self.assertTrue(clash(said(), [("Perron", other)], TODAY))
        decision = clash(said(exclusive=True), [("Perron", other)], TODAY)
        self.assertEqual((decision.code, decision.values["agency"]), ("mandate-clash", "Perron"))
        self.assertTrue(clash(said(exclusive=True), [("Perron", said(territories=("IT",)))], TODAY))


class WordingTests(SimpleTestCase):
    def test_it_gives_no_power_of_attorney_and_no_consent(self) -> None:
        text = text_of(said(), "en", agency="Perron")
        self.assertIn("It gives no power of attorney, and none is a condition of it.", text)
        self.assertIn("Perron signs nothing for you", text)
        self.assertIn("It does not renew itself.", text)

    def test_it_says_where_and_for_how_much(self) -> None:
        lines = sentences_of(said(), "en", agency="Perron")
        self.assertIn("Where: Germany and France.", lines)
        self.assertTrue(any("20\u00a0%" in line for line in lines))

    def test_another_word_is_another_hash(self) -> None:
        text = text_of(said(), "en", agency="Perron")
        self.assertNotEqual(digest(said(), text, "en"), digest(said(), text + ".", "en"))
        self.assertNotEqual(digest(said(), text, "en"), digest(said(commission_bps=1000), text, "en"))


class MandateCase(TestCase):
    def setUp(self) -> None:
        self.twin, self.agency = crew.twin(name="Tala"), crew.agency("Perron")
        self.booker = crew.booker(self.agency)

    def offer(self, by: Person | None = None, **fields: Any) -> tuple[Decision, Mandate | None]:
        return actions.offer_mandate(self.twin, self.agency, said(**fields), by=by or self.booker, now=NOW)

    def offered(self, **fields: Any) -> Mandate:
        decision, mandate = self.offer(**fields)
        assert mandate, decision
        return mandate

    def signed(self, **fields: Any) -> Mandate:
        decision, mandate = self.sign(self.offered(**fields))
        assert mandate, decision
        return mandate

    def sign(self, mandate: Mandate, **fields: Any) -> tuple[Decision, Mandate | None]:
        given: dict[str, Any] = {"by": self.twin.owner, "now": NOW, "evidence": FRESH}
        return actions.sign_mandate(mandate, **(given | fields))

    def told(self, person: Person) -> list[str]:
        return list(Notice.objects.filter(to=person).order_by("created_at", "id").values_list("code", flat=True))


class OfferTests(MandateCase):
    def test_nothing_is_in_force_before_she_signs(self) -> None:
        self.offered()
        self.assertFalse(Mandate.objects.in_force(TODAY).exists())
        self.assertEqual(facts_of([self.twin], NOW)[self.twin.pk].agencies, ())
        self.assertEqual(self.told(self.twin.owner), ["mandate-offered"])

    def test_only_a_seat_that_may_sign_offers(self) -> None:
        self.assertEqual(self.offer(by=crew.person())[0].code, "not-in-house")
        self.assertEqual(self.offer(by=crew.booker(self.agency, may_sign=False))[0].code, "seat-may-not-sign")

    def test_a_house_is_no_agency(self) -> None:
        house = crew.house()
        decision, _ = actions.offer_mandate(self.twin, house, said(), by=crew.signer(house), now=NOW)
        self.assertEqual(decision.code, "mandate-not-right")

    def test_another_offer_takes_the_place_of_the_first(self) -> None:
        first, second = self.offered(), self.offered(commission_bps=1500)
        first.refresh_from_db()
        self.assertEqual((first.ended_at, list(Mandate.objects.waiting())), (NOW, [second]))
        self.assertEqual(self.offered(commission_bps=1500), second)

    def test_the_agency_takes_it_back(self) -> None:
        mandate = self.offered()
        actions.take_back_mandate(mandate, by=self.booker, now=NOW)
        self.assertEqual(self.sign(mandate)[0].code, "mandate-not-open")


class SignTests(MandateCase):
    def test_her_signature_puts_it_in_force(self) -> None:
        mandate = self.signed()
        self.assertEqual(list(Mandate.objects.in_force(TODAY)), [mandate])
        self.assertEqual(facts_of([self.twin], NOW)[self.twin.pk].agencies, (str(self.agency.pk),))
        self.assertEqual(self.told(self.booker), ["mandate-signed"])

    def test_the_text_in_her_language_is_kept_with_its_hash_and_how_she_was_signed_in(self) -> None:
        self.twin.owner.language = "sv"
        self.twin.owner.save(update_fields=["language"])
        mandate = self.signed()
        self.assertEqual((mandate.language, mandate.evidence), ("sv", FRESH))
        self.assertEqual(mandate.sha256, digest(terms_of(mandate), mandate.text, "sv"))

    def test_nobody_signs_for_her(self) -> None:
        self.assertEqual(self.sign(self.offered(), by=self.booker)[0].code, "not-owner")

    def test_it_needs_a_fresh_sign_in(self) -> None:
        stale = {"method": "password", "signed_in_at": (NOW - timedelta(minutes=6)).isoformat()}
        for evidence in ({}, stale):
            self.assertEqual(self.sign(self.offered(), evidence=evidence)[0].code, "fresh-sign-in")

    def test_she_signs_the_very_text_she_read(self) -> None:
        self.assertEqual(self.sign(self.offered(), read="0" * 64)[0].code, "terms-changed")

    def test_an_exclusive_one_elsewhere_stands_in_its_way(self) -> None:
        crew.mandate(self.twin, crew.agency("Quai"), "negotiate", exclusive=True)
        decision, _ = self.sign(self.offered())
        self.assertEqual((decision.code, decision.values["agency"]), ("mandate-clash", "Quai"))

    def test_a_new_one_of_the_same_agency_replaces_the_old_one(self) -> None:
        old, new = self.signed(), self.signed(commission_bps=1500)
        old.refresh_from_db()
        self.assertEqual((old.ended_at, list(Mandate.objects.in_force(TODAY))), (NOW, [new]))

    def test_it_is_written_on_both_chains(self) -> None:
        self.signed()
        chains = set(Entry.objects.filter(kind="mandate-signed").values_list("chain", flat=True))
        self.assertEqual(chains, {self.twin.gate_name, f"org:{self.agency.pk}"})
        self.assertEqual(verify(), [])

    def test_every_address_given_before_is_void(self) -> None:
        before = Gate.objects.get(twin=self.twin).epoch
        mandate = self.signed()
        signed = Gate.objects.get(twin=self.twin).epoch
        actions.end_mandate(mandate, by=self.twin.owner, now=NOW)
        self.assertLess((before, signed), (signed, Gate.objects.get(twin=self.twin).epoch))

    def test_she_declines(self) -> None:
        mandate = self.offered()
        actions.decline_mandate(mandate, by=self.twin.owner, now=NOW)
        self.assertEqual(self.sign(mandate)[0].code, "mandate-not-open")
        self.assertEqual(self.told(self.booker), ["mandate-declined"])


class EndTests(MandateCase):
    def test_either_side_ends_it(self) -> None:
        for by in (self.twin.owner, self.booker):
            with self.subTest(by.name):
                _, ended = actions.end_mandate(self.signed(), by=by, now=NOW)
                assert ended
                self.assertEqual(ended.ended_at, NOW)

    def test_a_stranger_does_not(self) -> None:
        mandate = self.signed()
        for by in (crew.person(), crew.booker(crew.agency()), crew.booker(self.agency, may_sign=False)):
            self.assertEqual(actions.end_mandate(mandate, by=by, now=NOW)[0].code, "not-owner")

    def test_what_was_pending_waits_for_her(self) -> None:
        mandate = self.signed(may=("negotiate", "hold", "confirm"))
        option = crew.option(self.twin, crew.house(), starts_on=date(2026, 6, 1))
        self.assertEqual(option.mandate, mandate)
        actions.end_mandate(mandate, by=self.twin.owner, now=NOW)
        option.refresh_from_db()
        self.assertEqual((option.state, option.mandate), ("held", None))
        self.assertIn("mandate-ended-waits", self.told(self.twin.owner))
        self.assertIn("mandate-ended", self.told(self.booker))

    def test_the_agency_can_do_nothing_more_with_it(self) -> None:
        mandate = self.signed(may=("negotiate", "hold", "confirm", "pause"))
        option = crew.option(self.twin, crew.house())
        actions.end_mandate(mandate, by=self.twin.owner, now=NOW)
        option.refresh_from_db()
        option.twin.refresh_from_db()
        for decision in (
            actions.release_option(option, by=self.booker, now=NOW)[0],
            actions.book_option(option, by=self.booker, now=NOW)[0],
            actions.may_pause(self.twin, self.booker, NOW),
        ):
            self.assertIn(decision.code, {"waits-for-owner", "not-owner"})
        self.assertTrue(actions.release_option(option, by=self.twin.owner, now=NOW)[0])

    def test_her_licences_stand(self) -> None:
        mandate, house = self.signed(), crew.house()
        crew.grant(self.twin, house, mandate=mandate)
        actions.end_mandate(mandate, by=self.twin.owner, now=NOW)
        self.assertEqual(len(facts_of([self.twin], NOW)[self.twin.pk].licences), 1)

    def test_it_ends_by_itself_after_its_last_day_where_she_lives(self) -> None:
        mandate = self.signed(ends_on=TODAY)
        self.twin.owner.time_zone = "Asia/Manila"
        self.twin.owner.save(update_fields=["time_zone"])
        self.assertEqual(actions.settle_mandates(NOW), 0)
        self.assertEqual(actions.settle_mandates(NOW + timedelta(hours=8)), 1)
        mandate.refresh_from_db()
        self.assertIsNotNone(mandate.ended_at)

    def test_both_sides_hear_a_month_before(self) -> None:
        self.signed(ends_on=TODAY + timedelta(days=30))
        for _ in range(2):
            actions.settle_mandates(NOW)
        self.assertEqual(self.told(self.twin.owner).count("mandate-ends-soon"), 1)
        self.assertEqual(self.told(self.booker).count("mandate-ends-soon"), 1)


class NegotiateTests(MandateCase):
    def test_outside_its_territories_an_agency_reads_where_its_mandate_reaches(self) -> None:
        self.signed()
        request = crew.asked(self.twin, crew.house("Corvane"), asks=crew.terms(territories=("DE",), starts_on=TODAY))
        wider = crew.terms(territories=("DE", "US"), starts_on=TODAY)
        decision, offer = actions.counter(request, wider, by=self.booker, now=NOW, evidence=FRESH)
        self.assertEqual(
            sentence(decision), "Your mandate for Tala covers Germany and France; this is for United States."
        )
        self.assertIsNone(offer)
        within = crew.terms(territories=("FR",), starts_on=TODAY)
        self.assertTrue(actions.counter(request, within, by=self.booker, now=NOW, evidence=FRESH)[0])

    def test_after_its_end_an_agency_negotiates_nothing(self) -> None:
        mandate = self.signed()
        request = crew.asked(self.twin, crew.house("Corvane"), asks=crew.terms(territories=("DE",), starts_on=TODAY))
        actions.end_mandate(mandate, by=self.twin.owner, now=NOW)
        terms = crew.terms(territories=("DE",), starts_on=TODAY)
        self.assertFalse(actions.counter(request, terms, by=self.booker, now=NOW, evidence=FRESH)[0])
        self.assertFalse(actions.say(request, "One question.", by=self.booker, now=NOW)[0])
        self.assertIn("mandate-ended-waits", self.told(self.twin.owner))


class PauseTests(MandateCase):
    def test_an_agency_pauses_where_its_mandate_says_so_and_never_resumes(self) -> None:
        self.signed(may=("pause",))
        self.assertTrue(actions.pause(self.twin, by=self.booker, now=NOW)[0])
        self.assertEqual(actions.resume(self.twin, by=self.booker, now=NOW, fresh=True)[0].code, "not-owner")

    def test_without_that_word_it_does_not(self) -> None:
        self.signed(may=("negotiate", "hold", "confirm"))
        self.assertEqual(actions.pause(self.twin, by=self.booker, now=NOW)[0].code, "not-owner")
