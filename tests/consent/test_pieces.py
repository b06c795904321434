"""Her own word on a finished piece, bound to its pixels; and what is counted."""

from datetime import timedelta
from typing import Any

from django.test import TestCase

from studio.consent import actions, models
from studio.consent.asking import ask
from studio.consent.facts import facts_of
from studio.consent.models import PieceApproval, PieceTaken
from studio.consent.terms import StandingRules
from studio.people.models import Notice
from studio.register.models import Entry
from tests import crew
from tests.consent.test_switch import use_of
from tests.crew import NOW

PIXELS = "ab" * 32


class AskTests(TestCase):
    def setUp(self) -> None:
        self.twin, self.house, self.director = crew.twin(), crew.house(), crew.person()

    def ask(self, **terms: Any) -> PieceApproval | None:
        self.version = crew.grant(self.twin, self.house, **terms)
        return actions.ask_piece(self.twin, self.version.pk, about="m1", pixel_hash=PIXELS, by=self.director, now=NOW)

    def may(self, act: str = "seal", pixel_hash: str = PIXELS) -> str:
        asked = use_of(self.twin, self.house.pk, act, pixel_hash=pixel_hash)
        return ask([self.twin], lambda twin: asked, NOW)[0].code

    def test_where_no_piece_asks_nobody_is_asked(self) -> None:
        self.assertIsNone(self.ask(approval="none"))
        self.assertEqual(self.may(), "ok")

    def test_she_is_asked_and_told(self) -> None:
        asked = self.ask(approval="each-piece")
        assert asked
        self.assertEqual(self.may(), "approval-missing")
        self.assertTrue(Notice.objects.filter(to=self.twin.owner, code="piece-asks-you").exists())

    def test_her_yes_lets_exactly_these_pixels_go(self) -> None:
        asked = self.ask(approval="each-piece")
        assert asked
        self.assertTrue(actions.answer_piece(asked, yes=True, by=self.twin.owner, now=NOW)[0])
        self.assertEqual(self.may(), "ok")
        self.assertEqual(self.may(pixel_hash="cd" * 32), "approval-missing")
        self.assertEqual(Entry.objects.get(chain=self.twin.gate_name, kind="piece-answered").body["answer"], "yes")

    def test_her_no_holds_even_after_a_yes(self) -> None:
        asked = self.ask(approval="each-piece")
        assert asked
        actions.answer_piece(asked, yes=True, by=self.twin.owner, now=NOW)
        actions.answer_piece(asked, yes=False, by=self.twin.owner, now=NOW)
        self.assertEqual(self.may(), "piece-refused")

    def test_silence_is_no(self) -> None:
        asked = self.ask(approval="each-piece")
        assert asked
        late = NOW + timedelta(days=8)
        self.assertEqual(actions.answer_piece(asked, yes=True, by=self.twin.owner, now=late)[0].code, "lapsed")

    def test_a_name_in_a_licence_that_names_nobody_answers_nothing(self) -> None:
        somebody = crew.person()
        asked = self.ask(approval="each-piece", approver=str(somebody.pk))
        assert asked
        self.assertEqual(actions.answer_piece(asked, yes=True, by=somebody, now=NOW)[0].code, "not-owner")
        self.assertEqual(self.may(), "approval-missing")

    def test_nobody_answers_for_her_once_she_says_that_each_piece_asks_herself(self) -> None:
        named = crew.person()
        asked = self.ask(approval="named", approver=str(named.pk))
        assert asked
        actions.answer_piece(asked, yes=True, by=named, now=NOW)
        rules = StandingRules(asks_each_piece=True)
        actions.set_standing_rules(self.twin, rules, by=self.twin.owner, now=NOW)
        self.assertFalse(actions.may_answer(asked, named))
        decision, _ = actions.answer_piece(asked, yes=False, by=named, now=NOW)
        self.assertEqual(decision.code, "not-owner")
        answer = facts_of([self.twin], NOW)[self.twin.pk].answers[0]
        self.assertEqual((answer.answer, answer.is_hers), ("yes", False))
        actions.answer_piece(asked, yes=True, by=self.twin.owner, now=NOW)
        self.assertTrue(facts_of([self.twin], NOW)[self.twin.pk].answers[0].is_hers)

    def test_whom_she_named_answers_not_over_her_own_word(self) -> None:
        named = crew.person()
        asked = self.ask(approval="named", approver=str(named.pk))
        assert asked
        actions.answer_piece(asked, yes=False, by=self.twin.owner, now=NOW)
        decision, _ = actions.answer_piece(asked, yes=True, by=named, now=NOW)
        self.assertEqual(decision.code, "already-done")

    def test_whom_she_named_answers_for_her(self) -> None:
        named = crew.person()
        asked = self.ask(approval="named", approver=str(named.pk))
        assert asked
        self.assertFalse(actions.answer_piece(asked, yes=True, by=self.director, now=NOW)[0])
        self.assertTrue(actions.answer_piece(asked, yes=True, by=named, now=NOW)[0])

    def test_her_standing_wish_asks_over_a_licence_that_does_not(self) -> None:
        actions.set_standing_rules(self.twin, StandingRules(asks_each_piece=True), by=self.twin.owner, now=NOW)
        self.assertIsNotNone(self.ask(approval="none"))

    def test_asked_twice_it_is_one_question(self) -> None:
        first = self.ask(approval="each-piece")
        again = actions.ask_piece(self.twin, self.version, about="m1", pixel_hash=PIXELS, by=self.director, now=NOW)
        self.assertEqual(first, again)


class TakeTests(TestCase):
    def setUp(self) -> None:
        self.twin, self.house = crew.twin(), crew.house()

    def may(self, act: str, **fields: Any) -> str:
        asked = use_of(self.twin, self.house.pk, act, **fields)
        return ask([self.twin], lambda twin: asked, NOW)[0].code

    def test_a_piece_counts_once_however_often_it_is_delivered(self) -> None:
        version = crew.grant(self.twin, self.house, pieces=1)
        for delivery in ("d1", "d1", "d2"):
            actions.take_piece(self.twin, version, asset="a1", delivery=delivery, now=NOW)
        self.assertEqual(PieceTaken.objects.count(), 2)
        self.assertEqual(self.may("deliver", picture="a1"), "ok")
        self.assertEqual(self.may("deliver", picture="a2"), "pieces-used-up")

    def test_a_month_is_hers(self) -> None:
        version = crew.grant(self.twin, self.house, pieces_a_month=1)
        actions.take_piece(self.twin, version, asset="a1", delivery="d1", now=NOW)
        self.assertEqual(self.may("deliver", picture="a2"), "month-used-up")

    def test_tests_are_counted_against_a_licence_of_tests(self) -> None:
        version = crew.grant(self.twin, self.house, purposes=("tests",), test_previews=1)
        self.assertEqual(self.may("preview"), "ok")
        for _ in range(2):
            actions.take_test(version.pk, preview="p1", now=NOW)
        self.assertEqual((models.TestTaken.objects.count(), self.may("preview")), (1, "tests-used-up"))

    def test_other_licences_count_no_previews(self) -> None:
        version = crew.grant(self.twin, self.house)
        self.assertIsNone(actions.take_test(version, preview="p1", now=NOW))
