"""What her rules would answer is read so often in a day and no more: nobody finds them out by asking around."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.test import TestCase, override_settings

from studio.consent import actions
from studio.consent.answering import question_of
from studio.consent.models import Request
from studio.consent.terms import CATEGORIES, StandingRules, Terms
from studio.decisions import Decision
from studio.people.models import Person
from studio.register.models import Access
from studio.web.sentences import sentence
from tests import crew
from tests.crew import NOW

THREE = override_settings(ANSWERS_A_DAY=3)
TOMORROW = NOW + timedelta(hours=25)


@THREE
class AnswersTests(TestCase):
    def setUp(self) -> None:
        self.twin, self.house = crew.twin(crew.person("Nia")), crew.house("Corvane")
        self.signer = crew.signer(self.house)
        self.questions = [self.about(category) for category in sorted(CATEGORIES)[:5]]
        actions.set_standing_rules(
            self.twin, StandingRules(never_categories=(sorted(CATEGORIES)[4],)), by=self.twin.owner, now=NOW
        )

    def about(self, category: str) -> Terms:
        return crew.terms(starts_on=NOW.date(), pieces=1, categories=(category,))

    def answer(self, terms: Terms, by: Person | None = None, **fields: Any) -> Decision:
        given: dict[str, Any] = {"by": by or self.signer, "now": NOW, "evidence": None} | fields
        return actions.house_may_offer(self.twin, self.house, terms, None, **given)

    def used_up(self) -> None:
        for terms in self.questions[:3]:
            self.answer(terms)

    def test_beyond_the_number_nothing_is_answered_whatever_her_rules_say(self) -> None:
        self.used_up()
        self.assertEqual({self.answer(terms).code for terms in self.questions[3:]}, {"answers-used"})

    def test_the_refusal_says_how_many_and_what_next(self) -> None:
        self.used_up()
        said = sentence(self.answer(self.questions[3]))
        self.assertIn("You have read 3 answers about Nia today", said)

    def test_what_was_answered_is_read_again_for_nothing(self) -> None:
        self.used_up()
        self.assertTrue(self.answer(self.questions[0]))

    def test_another_price_or_order_is_no_other_question(self) -> None:
        asked = crew.terms(categories=("outerwear", "knitwear"))
        dearer = replace(asked, categories=("knitwear", "outerwear"), pay=replace(asked.pay, day_rate_minor=1))
        self.assertEqual(question_of(asked), question_of(dearer))

    def test_the_next_day_it_goes_on(self) -> None:
        self.used_up()
        self.assertTrue(self.answer(self.questions[3], now=TOMORROW))

    def test_each_seat_and_each_twin_counts_by_itself(self) -> None:
        self.used_up()
        self.assertTrue(self.answer(self.questions[3], by=crew.signer(self.house)))
        self.twin = crew.twin()
        self.assertTrue(self.answer(self.questions[3]))

    def test_sending_counts_as_reading_does(self) -> None:
        self.used_up()
        decision, made = actions.ask(
            self.twin, self.house, self.questions[3], by=self.signer, now=NOW, evidence=crew.fresh()
        )
        self.assertEqual((decision.code, made), ("answers-used", None))
        self.assertFalse(Request.objects.exists())

    def test_what_was_answered_is_sent_all_the_same(self) -> None:
        self.used_up()
        decision, made = actions.ask(
            self.twin, self.house, self.questions[0], by=self.signer, now=NOW, evidence=crew.fresh()
        )
        self.assertTrue(made, decision)

    def test_what_she_offers_herself_is_agreed_to_all_the_same(self) -> None:
        request = crew.asked(self.twin, self.house, by=self.signer, asks=self.questions[0])
        hers = self.questions[3]
        actions.counter(request, hers, by=self.twin.owner, now=NOW, evidence=crew.fresh())
        self.used_up()
        decision, offer = actions.counter(request, hers, by=self.signer, now=NOW, evidence=crew.fresh())
        self.assertTrue(offer, decision)

    def test_the_access_log_keeps_who_asked_and_no_word_of_what(self) -> None:
        self.used_up()
        rows = list(Access.objects.filter(subject=self.twin.gate_name))
        self.assertEqual((len(rows), {row.by for row in rows}), (3, {str(self.signer.pk)}))
        self.assertFalse([row for row in rows for terms in self.questions if terms.categories[0] in row.what])
