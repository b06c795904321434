"""A house asks: by a seat that may sign and spend, and never for what the owner's rules refuse."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import DatabaseError, transaction
from django.test import TestCase

from studio.consent import actions
from studio.consent.models import Grant, Offer, Request
from studio.consent.sides import lapses_on
from studio.consent.terms import Exclusive, Pay, StandingRules
from studio.decisions import Decision
from studio.people.models import Notice
from studio.register.models import Entry
from tests import crew
from tests.crew import NOW


class AskTests(TestCase):
    def setUp(self) -> None:
        self.twin, self.house = crew.twin(crew.person("Nia")), crew.house("Corvane")
        self.signer = crew.signer(self.house, "Camille", may_spend_minor=200_000)

    def ask(self, **fields: Any) -> tuple[Decision, Request | None]:
        terms = fields.pop("terms", None) or crew.terms(starts_on=NOW.date(), pieces=1)
        given: dict[str, Any] = {"by": self.signer, "now": NOW, "evidence": crew.fresh()}
        return actions.ask(self.twin, self.house, terms, **(given | fields))

    def test_it_waits_for_her_until_a_stated_day_and_puts_nothing_in_force(self) -> None:
        _, request = self.ask()
        assert request
        self.assertEqual((request.state, request.turn, lapses_on(request)), ("open", "owner", date(2026, 5, 19)))
        self.assertFalse(Grant.objects.exists())

    def test_the_stated_day_ends_where_she_lives(self) -> None:
        self.twin = crew.twin(crew.person("Ren", time_zone="Asia/Tokyo"))
        _, request = self.ask(answer_by=date(2026, 5, 14))
        assert request
        self.assertEqual(request.lapses_at, datetime(2026, 5, 14, 15, 0, tzinfo=UTC))

    def test_its_offer_holds_both_texts_and_what_a_yes_would_pay(self) -> None:
        self.twin = crew.twin(crew.person("Marta", language="sv"))
        _, request = self.ask()
        assert request
        offer = crew.newest_offer(request)
        self.assertEqual((offer.language, offer.house_language, offer.side), ("sv", "en", "house"))
        self.assertNotEqual(offer.text, offer.house_text)
        self.assertEqual(offer.quote["net_minor"], offer.quote["fee_minor"] - offer.quote["commission_minor"])
        self.assertEqual(offer.evidence["method"], crew.fresh()["method"])

    def test_an_offer_is_never_edited(self) -> None:
        self.ask()
        with self.assertRaises(DatabaseError), transaction.atomic():
            Offer.objects.update(note="otherwise")

    def test_she_reads_of_it_and_it_stands_in_both_chains(self) -> None:
        self.ask()
        self.assertEqual(Notice.objects.get(to=self.twin.owner).code, "asks-you")
        chains = set(Entry.objects.filter(kind="asked").values_list("chain", flat=True))
        self.assertEqual(chains, {self.twin.gate_name, f"org:{self.house.pk}"})

    def test_the_seat_must_be_allowed_to_sign_and_to_spend_as_much_as_it_could_cost(self) -> None:
        member = crew.person()
        crew.seat(member, self.house, "producer")
        dear = crew.terms(starts_on=NOW.date(), pieces=40)
        for code, fields in (
            ("not-in-house", {"by": crew.person()}),
            ("seat-may-not-sign", {"by": member}),
            ("over-spending-limit", {"terms": dear}),
        ):
            with self.subTest(code):
                self.assertEqual(self.ask(**fields)[0].code, code)

    def test_it_needs_a_fresh_sign_in(self) -> None:
        self.assertEqual(self.ask(evidence=crew.fresh(NOW - timedelta(minutes=6)))[0].code, "fresh-sign-in")

    def test_what_her_rules_refuse_is_said_before_and_no_more_than_a_house_may_read(self) -> None:
        actions.set_standing_rules(
            self.twin, StandingRules(never_houses=(str(self.house.pk),)), by=self.twin.owner, now=NOW
        )
        decision, _ = self.ask()
        self.assertEqual((decision.code, dict(decision.values), decision.others), ("not-available", {}, ()))
        self.assertFalse(Request.objects.exists())

    def test_she_may_share_why(self) -> None:
        self.twin.shares_reason = True
        self.twin.save(update_fields=["shares_reason"])
        actions.set_standing_rules(self.twin, StandingRules(never_channels=("instagram",)), by=self.twin.owner, now=NOW)
        decision, _ = self.ask()
        self.assertEqual(decision.others[0].code, "channel-never")

    def test_what_a_rival_bought_alone_is_told_by_category_place_and_day_never_by_whom(self) -> None:
        rival = crew.house("Halden")
        alone = Exclusive("outerwear", "DE", date(2026, 5, 1), date(2026, 8, 31))
        crew.grant(self.twin, rival, exclusivity=(alone,))
        decision, _ = self.ask()
        self.assertEqual((decision.code, decision.values["until"]), ("taken-exclusively", "2026-08-31"))
        self.assertNotIn("Halden", str(decision))

    def test_a_paused_twin_is_not_asked(self) -> None:
        actions.pause(self.twin, by=self.twin.owner, now=NOW)
        self.assertEqual(self.ask()[0].code, "owner-paused")

    def test_a_licence_of_another_house_hinders_nothing(self) -> None:
        crew.grant(self.twin, crew.house("Halden"))
        self.assertTrue(self.ask()[0])

    def test_the_commission_is_what_the_mandate_says_whatever_was_typed(self) -> None:
        crew.mandate(self.twin, crew.agency("Perron"), "negotiate")
        _, request = self.ask()
        assert request and request.mandate
        offer = crew.newest_offer(request)
        self.assertEqual(offer.terms["pay"]["commission_bps"], 2000)
        self.assertGreater(offer.quote["commission_minor"], 0)

    def test_her_agency_reads_of_it_while_its_mandate_lets_it_negotiate(self) -> None:
        perron, booker = crew.agency("Perron"), crew.person("Ilse")
        crew.seat(booker, perron, "booker")
        crew.mandate(self.twin, perron, "negotiate")
        self.ask()
        self.assertTrue(Notice.objects.filter(to=booker, code="asks-you").exists())

    def test_the_same_is_not_asked_twice_at_a_time(self) -> None:
        self.ask(about="look:1")
        self.assertEqual(self.ask(about="look:1")[0].code, "asked-already")
        self.assertTrue(self.ask(about="look:2")[0])

    def test_the_same_key_asks_once(self) -> None:
        first, again = self.ask(key="k1")[1], self.ask(key="k1")[1]
        self.assertEqual(first, again)

    def test_a_day_to_answer_by_hurries_nobody_and_holds_nobody(self) -> None:
        for days in (0, 31):
            with self.subTest(days=days):
                day = NOW.date() + timedelta(days=days)
                self.assertEqual(self.ask(answer_by=day)[0].code, "answer-day-wrong")

    def test_incomplete_terms_and_factors_too_fine_are_not_sent(self) -> None:
        for terms in (
            crew.terms(intended_use="coats"),
            crew.terms(pay=Pay(day_rate_minor=100, channels={"own-site": "1.23456"})),
        ):
            self.assertEqual(self.ask(terms=terms)[0].code, "terms-incomplete")

    def test_tests_are_asked_as_tests_and_a_change_of_its_own_licence(self) -> None:
        other = crew.grant(crew.twin(), self.house).grant
        for code, fields in (
            ("not-a-choice", {"kind": "tests"}),
            ("not-a-choice", {"kind": "change"}),
            ("not-yours", {"kind": "change", "grant": other}),
        ):
            with self.subTest(fields):
                self.assertEqual(self.ask(**fields)[0].code, code)
