"""Options on her days: in a line, challenged, confirmed by both sides, and never a consent."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import TestCase

from studio.consent import actions
from studio.consent.actions.holding import rank_of
from studio.consent.facts import facts_of
from studio.consent.models import Option
from studio.consent.rules import may_use
from studio.consent.terms import Exclusive, StandingRules
from studio.decisions import no
from studio.money import Money
from studio.people.models import Notice, Person
from studio.register.models import Entry
from studio.web.sentences import sentence
from tests import crew
from tests.consent.test_switch import use_of
from tests.crew import NOW

pytestmark = pytest.mark.scales
HOUR = timedelta(hours=1)


def told(person: Person) -> list[str]:
    return list(Notice.objects.filter(to=person).order_by("created_at", "id").values_list("code", flat=True))


class LineCase(TestCase):
    def setUp(self) -> None:
        self.twin = crew.twin(name="Olav")
        self.corvane, self.kessel, self.halm = (crew.house(name) for name in ("Corvane", "Kessel", "Halm"))
        self.signer, self.rival, self.third = (crew.signer(each) for each in (self.corvane, self.kessel, self.halm))

    def hold(self, to: Any, by: Person, **fields: Any) -> Option:
        return crew.option(self.twin, to, by=by, **fields)

    def firm(self, option: Option, by: Person | None = None, **fields: Any) -> Any:
        said: dict[str, Any] = {"pieces": 2, "channels": ["own-site"], "fee": Money(1_000_000, "EUR")}
        now = fields.get("now", NOW + HOUR)
        given = {"now": now, "evidence": crew.fresh(now)} | said | fields
        return actions.confirm_option(option, by=by or self.signer, **given)


class PlaceTests(LineCase):
    def test_whoever_comes_first_stands_first(self) -> None:
        first = self.hold(self.corvane, self.signer)
        second = self.hold(self.kessel, self.rival, now=NOW + HOUR)
        self.assertEqual((rank_of(first), rank_of(second)), (1, 2))

    def test_a_fourth_is_refused(self) -> None:
        for house, by in ((self.corvane, self.signer), (self.kessel, self.rival), (self.halm, self.third)):
            self.hold(house, by)
        other = crew.house()
        decision, _ = actions.place_option(
            self.twin, other, category="outerwear", territory="WORLD", starts_on=date(2026, 6, 10),
            ends_on=date(2026, 6, 12), by=crew.signer(other), now=NOW,
        )  # fmt: skip
        self.assertEqual(decision.code, "line-full")

    def test_the_same_key_places_once(self) -> None:
        self.assertEqual(self.hold(self.corvane, self.signer, key="k"), self.hold(self.corvane, self.signer, key="k"))

    def refused(self, **fields: Any) -> Any:
        given: dict[str, Any] = {
            "category": "outerwear",
            "territory": "DE",
            "starts_on": date(2026, 6, 1),
            "ends_on": date(2026, 6, 30),
            "by": self.signer,
            "now": NOW,
        }
        return actions.place_option(self.twin, self.corvane, **(given | fields))[0]

    def test_it_needs_a_seat_in_the_house(self) -> None:
        self.assertEqual(self.refused(by=crew.person()).code, "not-in-house")
        self.assertEqual(self.refused(by=self.rival).code, "not-in-house")

    def test_days_that_are_over_are_not_held(self) -> None:
        self.assertEqual(self.refused(starts_on=date(2026, 4, 1), ends_on=date(2026, 5, 11)).code, "option-not-right")
        self.assertEqual(self.refused(starts_on=date(2026, 7, 1)).code, "option-not-right")

    def test_her_nevers_are_asked_and_not_told(self) -> None:
        actions.set_standing_rules(
            self.twin, StandingRules(never_categories=("outerwear",)), by=self.twin.owner, now=NOW
        )
        self.assertEqual(self.refused().code, "not-available")

    def test_what_another_house_bought_is_told_without_its_name(self) -> None:
        coats = Exclusive("outerwear", "DE", date(2026, 5, 1), date(2026, 8, 31))
        crew.grant(self.twin, self.kessel, exclusivity=(coats,))
        decision = self.refused()
        self.assertEqual(sentence(decision), "Taken for outerwear, Germany, until 31 August 2026.")
        self.assertNotIn("Kessel", str(decision))

    def test_a_paused_twin_is_not_held(self) -> None:
        actions.pause(self.twin, by=self.twin.owner, now=NOW)
        self.assertEqual(self.refused().code, "owner-paused")

    def test_one_that_is_not_ready_is_not_held(self) -> None:
        self.twin = crew.twin(cover_chosen_at=None)
        self.assertEqual(self.refused().code, "not-available")

    def test_the_owner_and_her_agency_hear_of_it(self) -> None:
        agency = crew.agency()
        booker = crew.booker(agency)
        crew.mandate(self.twin, agency, "hold")
        self.hold(self.corvane, self.signer)
        self.assertEqual((told(self.twin.owner), told(booker)), (["option-placed"], ["option-placed"]))

    def test_an_agency_places_it_for_a_house_inside_its_territories(self) -> None:
        agency = crew.agency()
        booker = crew.booker(agency)
        crew.mandate(self.twin, agency, "hold", territories=["FR"])
        self.assertEqual(self.refused(by=booker).code, "outside-mandate")
        self.assertTrue(self.refused(by=booker, territory="FR"))

    def test_it_is_no_consent(self) -> None:
        self.hold(self.corvane, self.signer)
        facts = facts_of([self.twin], NOW)[self.twin.pk]
        self.assertEqual(may_use(facts, use_of(self.twin, self.corvane.pk)).code, "no-grant")

    def test_no_house_reads_of_another_on_its_chain(self) -> None:
        first = self.hold(self.corvane, self.signer)
        second = self.hold(self.kessel, self.rival, now=NOW + HOUR)
        actions.challenge_option(second, by=self.rival, now=NOW + HOUR)
        written = Entry.objects.filter(chain=f"org:{self.corvane.pk}", kind__startswith="option-")
        self.assertEqual({entry.body["option"] for entry in written}, {str(first.pk)})
        self.assertNotIn(str(self.rival.pk), {entry.by for entry in written})


class ChallengeTests(LineCase):
    def setUp(self) -> None:
        super().setUp()
        self.first = self.hold(self.corvane, self.signer)
        self.second = self.hold(self.kessel, self.rival, now=NOW + HOUR)
        self.at = NOW + 2 * HOUR

    def challenge(self) -> Any:
        return actions.challenge_option(self.second, by=self.rival, now=self.at)[0]

    def test_the_first_gets_a_day_to_answer(self) -> None:
        self.assertTrue(self.challenge())
        self.first.refresh_from_db()
        self.assertEqual((self.first.state, self.first.challenge_until), ("challenged", self.at + timedelta(hours=24)))
        self.assertIn("option-challenged", told(self.signer))

    def test_the_challenged_house_does_not_learn_by_whom(self) -> None:
        self.challenge()
        notice = Notice.objects.get(to=self.signer, code="option-challenged")
        self.assertNotIn("Kessel", str(notice.values))

    def test_silence_loses_the_place(self) -> None:
        self.challenge()
        actions.settle_options(self.at + timedelta(hours=23))
        self.first.refresh_from_db()
        self.assertEqual(self.first.state, "challenged")
        actions.settle_options(self.at + timedelta(hours=24))
        self.first.refresh_from_db()
        self.assertEqual((self.first.state, rank_of(self.second)), ("lapsed", 1))
        self.assertIn("option-challenge-lost", told(self.signer))
        self.assertIn("option-moved-up", told(self.rival))

    def test_to_confirm_answers_it(self) -> None:
        self.challenge()
        self.assertTrue(self.firm(self.first, now=self.at + HOUR)[0])
        actions.settle_options(self.at + timedelta(hours=25))
        self.first.refresh_from_db()
        self.assertEqual(self.first.state, "firm")

    def test_the_first_has_nobody_to_challenge(self) -> None:
        self.assertEqual(
            actions.challenge_option(self.first, by=self.signer, now=self.at)[0].code, "option-first-already"
        )

    def test_it_needs_a_seat_that_may_sign(self) -> None:
        producer = crew.person()
        crew.seat(producer, self.kessel, "producer")
        decision, _ = actions.challenge_option(self.second, by=producer, now=self.at)
        self.assertEqual(decision.code, "seat-may-not-sign")

    def test_it_is_put_once(self) -> None:
        self.challenge()
        self.assertEqual(self.challenge().code, "option-challenged-already")

    def test_a_challenger_who_leaves_takes_the_challenge_along(self) -> None:
        self.challenge()
        actions.release_option(self.second, by=self.rival, now=self.at + HOUR)
        self.first.refresh_from_db()
        self.assertEqual((self.first.state, self.first.challenge_until), ("held", None))


class ConfirmTests(LineCase):
    def setUp(self) -> None:
        super().setUp()
        self.agency = crew.agency("Perron")
        self.booker = crew.booker(self.agency)
        self.mandate = crew.mandate(self.twin, self.agency, "negotiate", "hold", "confirm", "pause")
        self.first = self.hold(self.corvane, self.signer)
        self.second = self.hold(self.kessel, self.rival, now=NOW + HOUR)

    def book(self, by: Person) -> Any:
        return actions.book_option(self.first, by=by, now=NOW + 2 * HOUR)[0]

    def test_only_the_first_is_confirmed(self) -> None:
        self.assertEqual(self.firm(self.second, self.rival)[0].code, "option-not-first")

    def test_its_word_needs_a_fresh_sign_in_that_is_kept(self) -> None:
        for evidence in ({}, crew.fresh(NOW - HOUR)):
            self.assertEqual(self.firm(self.first, evidence=evidence)[0].code, "fresh-sign-in")
        self.firm(self.first)
        self.first.refresh_from_db()
        self.assertEqual((self.first.state, self.first.firm_evidence), ("firm", crew.fresh(NOW + HOUR)))

    def test_the_house_confirms_by_a_seat_that_may_sign_for_that_much(self) -> None:
        poor = crew.person()
        crew.seat(poor, self.corvane, "producer", may_sign=True, may_spend_minor=100)
        self.assertEqual(self.firm(self.first, poor)[0].code, "over-spending-limit")

    def test_her_side_books_what_the_house_confirmed_and_not_before(self) -> None:
        self.assertEqual(self.book(self.twin.owner).code, "option-not-firm")
        self.firm(self.first)
        self.assertTrue(self.book(self.twin.owner))
        self.first.refresh_from_db()
        self.assertEqual((self.first.state, self.first.confirmed_by), ("confirmed", self.twin.owner))

    def test_a_booking_is_no_consent(self) -> None:
        self.firm(self.first)
        self.book(self.twin.owner)
        facts = facts_of([self.twin], NOW)[self.twin.pk]
        self.assertEqual(may_use(facts, use_of(self.twin, self.corvane.pk)).code, "no-grant")

    def test_the_agency_books_only_inside_terms_she_signed(self) -> None:
        self.firm(self.first)
        self.assertEqual(self.book(self.booker).code, "booking-not-licensed")
        crew.grant(self.twin, self.corvane, mandate=self.mandate, territories=("FR",))
        self.assertEqual(self.book(self.booker).values["beyond"], "territory")
        crew.grant(self.twin, self.corvane, mandate=self.mandate)
        self.assertTrue(self.book(self.booker))
        self.assertIn("option-booked-for-you", told(self.twin.owner))

    def test_the_house_itself_does_not_answer_for_her(self) -> None:
        self.firm(self.first)
        self.assertEqual(self.book(self.signer).code, "waits-for-owner")

    def test_those_behind_hear_that_it_is_taken_and_not_by_whom(self) -> None:
        self.firm(self.first)
        self.book(self.twin.owner)
        self.second.refresh_from_db()
        self.assertEqual(self.second.state, "lapsed")
        notice = Notice.objects.get(to=self.rival, code="option-taken")
        self.assertNotIn("Corvane", str(notice.values))

    def test_days_that_are_booked_are_held_by_nobody_else(self) -> None:
        self.firm(self.first)
        self.book(self.twin.owner)
        decision, _ = actions.place_option(
            self.twin, self.halm, category="outerwear", territory="DE", starts_on=date(2026, 6, 30),
            ends_on=date(2026, 7, 5), by=self.third, now=NOW,
        )  # fmt: skip
        self.assertEqual(decision.code, "taken-exclusively")

    def test_silence_is_no(self) -> None:
        self.firm(self.first)
        actions.settle_options(NOW + HOUR + timedelta(days=3))
        self.first.refresh_from_db()
        self.assertEqual((self.first.state, rank_of(self.second)), ("lapsed", 1))

    def test_what_she_ruled_out_meanwhile_is_not_booked(self) -> None:
        actions.set_standing_rules(
            self.twin, StandingRules(never_categories=("outerwear",)), by=self.twin.owner, now=NOW
        )
        self.assertEqual(self.firm(self.first)[0].code, "not-available")


class SoldTests(LineCase):
    """What a house buys for itself alone ends what others held in it, with the licence and not after it."""

    def setUp(self) -> None:
        super().setUp()
        self.first = self.hold(self.corvane, self.signer)
        self.second = self.hold(self.kessel, self.rival, now=NOW + HOUR)
        self.elsewhere = self.hold(self.halm, self.third, territory="FR", now=NOW + HOUR)

    def sell(self, to: Any, territory: str = "DE") -> None:
        coats = Exclusive("outerwear", territory, date(2026, 5, 1), date(2026, 8, 31))
        crew.grant(self.twin, to, now=NOW + 2 * HOUR, exclusivity=(coats,))

    def states(self) -> list[str]:
        return [Option.objects.get(pk=each.pk).state for each in (self.first, self.second, self.elsewhere)]

    def test_the_others_lapse_and_its_own_stands(self) -> None:
        self.sell(self.kessel)
        self.assertEqual(self.states(), ["lapsed", "held", "held"])

    def test_the_world_takes_every_place(self) -> None:
        self.sell(self.kessel, "WORLD")
        self.assertEqual(self.states(), ["lapsed", "held", "lapsed"])

    def test_without_exclusivity_every_option_stands(self) -> None:
        crew.grant(self.twin, self.kessel, now=NOW + 2 * HOUR)
        self.assertEqual(self.states(), ["held", "held", "held"])

    def test_days_before_it_begins_stay_held(self) -> None:
        later = Exclusive("outerwear", "DE", date(2026, 7, 1), date(2026, 8, 31))
        crew.grant(self.twin, self.kessel, now=NOW + 2 * HOUR, exclusivity=(later,))
        self.assertEqual(self.states(), ["held", "held", "held"])

    def test_the_house_reads_until_when_and_never_by_whom(self) -> None:
        self.sell(self.kessel)
        notice = Notice.objects.get(to=self.signer, code="option-sold")
        said = sentence(no(notice.code, **notice.values))
        self.assertIn("is taken for outerwear, Germany, until 31 August 2026.", said)
        self.assertNotIn("Kessel", said + str(notice.values))

    def test_her_side_reads_whose_option_ended(self) -> None:
        self.sell(self.kessel)
        self.assertEqual(
            Notice.objects.get(to=self.twin.owner, code="option-sold-by-you").values["house"], "Corvane"
        )

    def test_the_buyer_moves_up_and_its_challenge_is_over(self) -> None:
        actions.challenge_option(self.second, by=self.rival, now=NOW + HOUR)
        self.sell(self.kessel)
        self.assertEqual((self.states()[0], rank_of(self.second)), ("lapsed", 1))
        self.assertTrue(Notice.objects.filter(to=self.rival, code="option-moved-up").exists())

    def test_a_challenge_of_whoever_is_gone_is_off(self) -> None:
        actions.challenge_option(self.second, by=self.rival, now=NOW + HOUR)
        self.sell(self.corvane)
        self.assertEqual(self.states()[:2], ["held", "lapsed"])

    def test_a_booking_of_another_house_ends_and_is_called_so(self) -> None:
        self.firm(self.first, now=NOW + HOUR)
        actions.book_option(self.first, by=self.twin.owner, now=NOW + HOUR)
        self.sell(self.kessel)
        self.assertEqual(self.states()[0], "lapsed")
        self.assertTrue(Notice.objects.filter(to=self.signer, code="booking-sold").exists())

    def test_the_register_keeps_it_on_her_chain_and_on_the_house_s_own(self) -> None:
        self.sell(self.kessel)
        entries = Entry.objects.filter(kind="option-sold")
        self.assertEqual({entry.chain for entry in entries}, {self.twin.gate_name, f"org:{self.corvane.pk}"})
        self.assertNotIn(str(self.kessel.pk), str([entry.body for entry in entries]))

    def test_before_her_yes_she_reads_what_would_end(self) -> None:
        coats = Exclusive("outerwear", "DE", date(2026, 5, 1), date(2026, 8, 31))
        ends = actions.would_end(self.twin, self.kessel, crew.terms(exclusivity=(coats,)), NOW + 2 * HOUR)
        self.assertEqual((ends, self.states()), ([self.first], ["held", "held", "held"]))


class ReleaseTests(LineCase):
    def setUp(self) -> None:
        super().setUp()
        self.first = self.hold(self.corvane, self.signer)
        self.second = self.hold(self.kessel, self.rival, now=NOW + HOUR)

    def test_either_side_gives_it_up_and_the_rest_move_up(self) -> None:
        for by in (self.signer, self.twin.owner):
            with self.subTest(by.name):
                Option.objects.filter(pk=self.first.pk).update(state="held")
                actions.release_option(self.first, by=by, now=NOW + HOUR)
                self.first.refresh_from_db()
                self.assertEqual((self.first.state, rank_of(self.second)), ("released", 1))

    def test_a_stranger_does_not(self) -> None:
        self.assertEqual(
            actions.release_option(self.first, by=self.rival, now=NOW + HOUR)[0].code, "waits-for-owner"
        )

    def test_an_option_stands_a_fortnight(self) -> None:
        actions.settle_options(NOW + timedelta(days=14))
        self.first.refresh_from_db()
        self.assertEqual(self.first.state, "lapsed")

    def test_it_never_outlives_its_days(self) -> None:
        short = self.hold(self.corvane, self.signer, category="denim", starts_on=NOW.date(), ends_on=NOW.date())
        actions.settle_options(NOW + timedelta(days=1))
        short.refresh_from_db()
        self.assertEqual(short.state, "lapsed")
