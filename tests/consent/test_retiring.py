"""A retired twin is cast no more; only she brings it back, and nothing that ended comes back with it."""

from datetime import timedelta
from uuid import uuid4

from django.test import TestCase

from studio.consent.actions import bring_back, retire_twin, take_piece
from studio.consent.models import Grant
from studio.twins.models import Twin
from tests import crew
from tests.crew import NOW

FRESH = {"method": "passkey", "signed_in_at": NOW.isoformat()}


class RetireTwinTests(TestCase):
    def setUp(self) -> None:
        self.twin = crew.twin()
        self.version = crew.grant(self.twin, crew.house(), notice_days=30)

    def retire(self) -> Twin:
        decision, twin = retire_twin(self.twin, by=self.twin.owner, now=NOW, evidence=FRESH)
        assert twin, decision
        return twin

    def test_it_can_be_cast_no_more(self) -> None:
        self.assertEqual(self.retire().state, "retired")
        self.assertFalse(Twin.objects.castable().exists())

    def test_what_was_delivered_runs_on_its_notice(self) -> None:
        piece = take_piece(self.twin, self.version, asset=uuid4(), delivery=uuid4(), now=NOW)
        self.retire()
        piece.refresh_from_db()
        self.assertEqual(piece.takedown_on, NOW.date() + timedelta(days=30))
        self.assertEqual(Grant.objects.get().state, "withdrawn")

    def test_only_she_and_only_freshly_signed_in(self) -> None:
        self.assertEqual(retire_twin(self.twin, by=crew.person(), now=NOW, evidence=FRESH)[0].code, "not-owner")
        self.assertEqual(retire_twin(self.twin, by=self.twin.owner, now=NOW, evidence={})[0].code, "fresh-sign-in")

    def test_she_brings_it_back_without_its_licences(self) -> None:
        self.retire()
        decision, twin = bring_back(self.twin, by=self.twin.owner, now=NOW, evidence=FRESH)
        assert twin, decision
        self.assertEqual((twin.state, Grant.objects.get().state), ("ready", "withdrawn"))

    def test_one_that_is_in_use_is_not_brought_back(self) -> None:
        self.assertEqual(bring_back(self.twin, by=self.twin.owner, now=NOW, evidence=FRESH)[0].code, "not-retired")
