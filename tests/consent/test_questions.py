"""What no machine can check is asked of a person, on each piece."""

from unittest import TestCase

from django.template.loader import render_to_string
from django.test import TestCase as DatabaseTestCase

from studio.consent import actions
from studio.consent.questions import Question, questions_of
from studio.consent.terms import StandingRules
from tests import crew
from tests.crew import NOW


class QuestionsTests(TestCase):
    licence = crew.terms(never_scenes=("smoking",), never_poses=("lying down",), never_beside=("alcohol",))

    def test_scenes_poses_and_what_stands_beside_are_each_asked(self) -> None:
        asked = [(each.kind, each.words) for each in questions_of([self.licence])]
        self.assertEqual(asked, [("scene", "smoking"), ("pose", "lying down"), ("beside", "alcohol")])

    def test_her_own_rules_are_asked_too_and_nothing_twice(self) -> None:
        rules = StandingRules(never_scenes=("Smoking", "a church"))
        asked = questions_of([self.licence, self.licence], rules)
        self.assertEqual(len(asked), 4)
        self.assertEqual(asked[-1], Question("scene", "a church", hers=True))

    def test_where_nothing_is_never_nothing_is_asked(self) -> None:
        self.assertEqual(questions_of([crew.terms()], StandingRules()), ())


class PieceTests(DatabaseTestCase):
    def test_she_reads_them_where_she_answers(self) -> None:
        twin, house = crew.twin(), crew.house()
        rules = StandingRules(never_beside=("alcohol",))
        actions.set_standing_rules(twin, rules, by=twin.owner, now=NOW)
        version = crew.grant(twin, house, approval="each-piece", never_scenes=("smoking",))
        asked = actions.ask_piece(twin, version, about="m1", pixel_hash="h1", by=crew.person(), now=NOW)
        assert asked is not None
        page = render_to_string("consent/_piece.html", {"approval": asked, "refusal": None})
        self.assertIn("Is this the scene: smoking? You said never.", page)
        self.assertIn("Are you beside this: alcohol? You said never.", page)
