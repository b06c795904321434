"""What `manage.py bench consent` measures is the rule itself, and what stands beside it answers the same."""

import json
from importlib.util import find_spec
from io import StringIO
from unittest import TestCase, skipUnless

from django.core.management import call_command
from django.test import TestCase as DatabaseTestCase

from studio.consent.models import GrantVersion
from studio.consent.rules import may_use
from studio.looks.casting import casting_of
from studio.operations.bench import cedar, consent, questions, roster

HAS_CEDAR = find_spec("cedarpy") is not None


class QuestionsTests(TestCase):
    cases = questions.asked(7, 400)

    def test_they_are_the_same_for_the_same_seed(self) -> None:
        self.assertEqual(self.cases, questions.asked(7, 400))

    def test_a_good_part_is_answered_yes_and_many_reasons_are_given(self) -> None:
        codes = [may_use(*case).code for case in self.cases]
        self.assertGreater(codes.count("ok"), 80)
        self.assertGreater(len(set(codes)), 12)

    @skipUnless(HAS_CEDAR, cedar.HOW_TO_INSTALL)
    def test_cedar_answers_as_the_rule_does(self) -> None:
        for facts, use in self.cases:
            ask = cedar.asker(facts)
            assert ask is not None
            with self.subTest(act=use.act, facts=facts, use=use):
                self.assertEqual(ask(use), bool(may_use(facts, use)))


class RosterTests(DatabaseTestCase):
    def test_a_small_one_is_read_as_a_large_one_is(self) -> None:
        filled = roster.fill(twins=6, castable=3, grants=60, now=consent.NOW, seed=1)
        self.assertEqual(GrantVersion.objects.count(), 60)
        casting = casting_of(filled.look, session_key="s", now=consent.NOW)
        self.assertEqual((len(casting.yes), len(casting.away)), (3, 0))
        self.assertTrue(all(card.pictures and card.poses for card in casting.yes))
        figures = consent.from_the_database(filled, 5)
        self.assertTrue(figures["from the database, queries"].holds)


class CommandTests(TestCase):
    def test_it_says_one_object_and_nothing_else(self) -> None:
        out = StringIO()
        call_command("bench", "consent", "--json", "--grants=2000", "--seconds=0.05", "--decisions=20", stdout=out)
        said = json.loads(out.getvalue())
        self.assertEqual(set(said["pure"]), {"value", "unit", "goal", "holds"})
        self.assertTrue(said["450 pictures asked anew, queries"]["holds"])
