"""Other terms go to and fro; each offer stands as it was put."""

from dataclasses import replace
from datetime import timedelta

from django.test import TestCase

from studio.consent import actions
from studio.consent.models import Offer
from studio.consent.spelling import changes_between
from studio.consent.terms import Terms
from studio.people.models import Notice
from tests import crew
from tests.crew import NOW


class CounterTests(TestCase):
    def setUp(self) -> None:
        self.twin, self.house = crew.twin(crew.person("Nia")), crew.house("Corvane")
        self.signer = crew.signer(self.house, "Camille")
        self.request = crew.asked(self.twin, self.house, by=self.signer)
        self.terms = Terms.from_json(crew.newest_offer(self.request).terms)

    def hers(self) -> Terms:
        return replace(self.terms, territories=("FR",), notice_days=30)

    def test_hers_waits_for_the_house(self) -> None:
        _, offer = actions.counter(self.request, self.hers(), by=self.twin.owner, now=NOW, evidence={})
        self.request.refresh_from_db()
        assert offer
        self.assertEqual((offer.number, offer.side, self.request.turn), (2, "owner", "house"))
        self.assertTrue(Notice.objects.filter(to=self.signer, code="offers-other-terms").exists())

    def test_what_changed_is_told_term_by_term(self) -> None:
        changed = {each.name: (each.before, each.after) for each in changes_between(self.terms, self.hers())}
        self.assertEqual(set(changed), {"territories", "notice_days"})
        self.assertEqual(changed["territories"], ("France, Germany and Italy", "France"))

    def test_the_house_answers_by_a_seat_that_may_sign_and_spend(self) -> None:
        poor = crew.signer(self.house, may_spend_minor=1)
        for code, by, evidence in (
            ("over-spending-limit", poor, crew.fresh()),
            ("fresh-sign-in", self.signer, {}),
        ):
            with self.subTest(code):
                decision, _ = actions.counter(self.request, self.terms, by=by, now=NOW, evidence=evidence)
                self.assertEqual(decision.code, code)

    def test_her_agency_offers_for_her_where_the_mandate_lets_it(self) -> None:
        perron, booker = crew.agency("Perron"), crew.person("Ilse")
        crew.seat(booker, perron, "booker")
        mandate = crew.mandate(self.twin, perron, "negotiate")
        request = crew.asked(self.twin, self.house, by=self.signer, about="look:2")
        _, offer = actions.counter(request, self.hers(), by=booker, now=NOW, evidence={})
        assert offer
        self.assertEqual(offer.side, "agency")
        mandate.may = ["hold"]
        mandate.save(update_fields=["may"])
        self.assertEqual(actions.counter(request, self.terms, by=booker, now=NOW, evidence={})[0].code, "not-yours")

    def test_nobody_else_offers(self) -> None:
        decision, _ = actions.counter(self.request, self.terms, by=crew.person(), now=NOW, evidence=crew.fresh())
        self.assertEqual(decision.code, "not-yours")
        self.assertEqual(Offer.objects.count(), 1)

    def test_nothing_is_offered_after_the_day_it_lapses_on(self) -> None:
        decision, _ = actions.counter(
            self.request, self.terms, by=self.twin.owner, now=self.request.lapses_at, evidence={}
        )
        self.assertEqual((decision.code, decision.values["on"]), ("lapsed", "2026-05-19"))

    def test_there_is_time_to_answer_another_offer(self) -> None:
        late = self.request.lapses_at - timedelta(hours=1)
        actions.counter(self.request, self.hers(), by=self.twin.owner, now=late, evidence={})
        self.request.refresh_from_db()
        self.assertGreater(self.request.lapses_at, late + timedelta(days=2))

    def test_sent_twice_it_is_one_offer(self) -> None:
        for _ in range(2):
            actions.counter(self.request, self.hers(), by=self.twin.owner, now=NOW, evidence={}, key="k")
        self.assertEqual(self.request.offers.count(), 2)

    def test_a_question_changes_no_terms_and_reaches_the_other_side(self) -> None:
        _, message = actions.say(self.request, "Which colour?", by=self.twin.owner, now=NOW)
        assert message
        self.assertEqual((message.side, self.request.offers.count()), ("owner", 1))
        self.assertTrue(Notice.objects.filter(to=self.signer, code="writes-in-a-request").exists())

    def test_a_stranger_writes_nothing_and_nobody_writes_nothing_at_all(self) -> None:
        for code, by, words in (("not-yours", crew.person(), "Hello"), ("words-needed", self.twin.owner, "  ")):
            with self.subTest(code):
                self.assertEqual(actions.say(self.request, words, by=by, now=NOW)[0].code, code)
