"""She erases her twin: everything stops, every picture goes, the key is destroyed, and the receipt can be checked."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.test import TestCase

from studio.consent import actions, erasure_receipts
from studio.consent.actions import erase_twin
from studio.consent.models import Erasure, Gate, Grant, Option, Request
from studio.decisions import Decision
from studio.jobs import actions as jobs
from studio.media import actions as media
from studio.media import erasures, keys
from studio.media.models import Blob
from studio.people.models import Person
from studio.register import checker
from studio.register.actions import verify
from studio.register.models import Entry
from studio.twins.models import Mandate, Twin
from tests import crew
from tests.crew import NOW

FRESH = {"method": "passkey", "signed_in_at": NOW.isoformat()}
STALE = {"method": "passkey", "signed_in_at": (NOW - timedelta(hours=1)).isoformat()}


class EraseTwinTests(TestCase):
    def setUp(self) -> None:
        self.twin = crew.twin(name="Nia", height_cm=178, measurements={"waist_cm": 62})
        self.plate = crew.plate(self.twin)
        self.house = crew.house("Corvane")
        self.version = crew.grant(self.twin, self.house)

    def erase(self, *, by: Person | None = None, evidence: Any = FRESH) -> tuple[Decision, Erasure | None]:
        with self.captureOnCommitCallbacks(execute=True):
            return erase_twin(self.twin, by=by or self.twin.owner, now=NOW, evidence=evidence)

    def erased(self) -> Erasure:
        decision, made = self.erase()
        assert made, decision
        return made

    def test_nobody_else_can(self) -> None:
        self.assertEqual(self.erase(by=crew.person())[0].code, "not-owner")

    def test_it_needs_a_fresh_sign_in(self) -> None:
        self.assertEqual(self.erase(evidence=STALE)[0].code, "fresh-sign-in")
        self.assertTrue(keys.alive([self.twin.gate_name]))

    def test_the_key_is_destroyed_and_never_comes_back(self) -> None:
        kept = Blob.objects.get(pk=self.plate.picture_id)
        self.erased()
        self.assertFalse(keys.alive([self.twin.gate_name]))
        with self.assertRaises(keys.KeyGoneError):
            keys.ensure(self.twin.gate_name)
        with self.assertRaises((FileNotFoundError, keys.KeyGoneError)):
            media.load(kept)

    def test_no_picture_of_hers_can_be_read(self) -> None:
        comp = self.twin.comp_card.get().picture
        self.erased()
        self.assertFalse(Blob.objects.readable().sealed_by(self.twin.gate_name).exists())
        comp.refresh_from_db()
        self.assertTrue(comp.erased_at)

    def test_her_measures_go_and_her_name_stays_where_she_signed(self) -> None:
        self.erased()
        self.twin.refresh_from_db()
        self.plate.refresh_from_db()
        self.assertEqual((self.twin.state, self.twin.height_cm, self.twin.measurements), ("erased", None, {}))
        self.assertEqual((self.twin.name, self.plate.drawing), ("Nia", {}))

    def test_licences_end_with_their_notice(self) -> None:
        piece = actions.take_piece(self.twin, self.version, asset=uuid4(), delivery=uuid4(), now=NOW)
        made = self.erased()
        piece.refresh_from_db()
        self.assertEqual(Grant.objects.get().state, Grant.State.WITHDRAWN)
        self.assertEqual(piece.takedown_on, NOW.date() + timedelta(days=90))
        self.assertEqual(made.receipt["gone"]["licences"][0]["down_by"], str(piece.takedown_on))

    def test_jobs_stop_and_the_gate_shuts(self) -> None:
        job = jobs.add("draw", "1", stops_with=[self.twin.gate_name], now=NOW)
        self.erased()
        job.refresh_from_db()
        self.assertEqual((job.state, Gate.objects.get(twin=self.twin).state), ("stopped", "closed"))

    def test_what_was_pending_ends(self) -> None:
        agency = crew.agency("Perron")
        crew.mandate(self.twin, agency, "negotiate")
        by = self.version.house_signed_by
        days = {"starts_on": NOW.date(), "ends_on": NOW.date()}
        Option.objects.create(
            twin=self.twin, house=self.house, category="denim", territory="DE", state_at=NOW, placed_by=by,
            placed_at=NOW, expires_at=NOW + timedelta(days=3), **days,
        )  # fmt: skip
        Request.objects.create(
            twin=self.twin, house=self.house, state_at=NOW, asked_by=by, asked_at=NOW,
            lapses_at=NOW + timedelta(days=3),
        )  # fmt: skip
        gone = self.erased().receipt["gone"]
        self.assertEqual((gone["mandates"], gone["options"], gone["requests"]), (1, 1, 1))
        self.assertTrue(Mandate.objects.get().ended_at)
        self.assertEqual((Option.objects.get().state, Request.objects.get().state), ("released", "declined"))

    def test_what_was_agreed_and_the_register_stay(self) -> None:
        self.erased()
        self.version.refresh_from_db()
        self.assertTrue(self.version.text)
        self.assertTrue(Entry.objects.filter(chain=self.twin.gate_name, kind="erased").exists())
        self.assertEqual(verify(), [])

    def test_the_checker_agrees_with_the_receipt_and_not_with_a_changed_one(self) -> None:
        record = json.loads(json.dumps(self.erased().receipt))
        self.assertTrue(checker.check_signed("receipt", record, record["key"]))
        self.assertTrue(erasure_receipts.is_whole(record))
        record["gone"]["pictures"] += 1
        with self.assertRaises(ValueError):
            checker.check_signed("receipt", record, record["key"])
        self.assertFalse(erasure_receipts.is_whole(record))

    def test_a_second_press_gives_the_same_receipt(self) -> None:
        first = self.erased()
        self.assertEqual(self.erase()[1], first)

    def test_her_name_is_on_the_list_outside_the_database(self) -> None:
        self.erased()
        self.assertIn(self.twin.gate_name, erasures.names())

    def test_a_picture_of_two_goes_with_either(self) -> None:
        other = crew.twin()
        both = crew.blob(under=f"{self.twin.gate_name},{other.gate_name}")
        self.erased()
        both.refresh_from_db()
        self.assertTrue(both.erased_at)
        self.assertTrue(keys.alive([other.gate_name]))


class ApplyListTests(TestCase):
    """What a backup brings back is taken away again."""

    def setUp(self) -> None:
        self.twin = crew.twin(name="Nia")
        crew.plate(self.twin)
        crew.grant(self.twin, crew.house())

    def apply(self) -> list[str]:
        with self.captureOnCommitCallbacks(execute=True):
            return actions.apply_list(NOW)

    def test_whoever_is_on_the_list_goes_again(self) -> None:
        erasures.add(self.twin.gate_name, at=NOW)
        self.assertIn(self.twin.gate_name, actions.unapplied())
        self.assertIn(self.twin.gate_name, self.apply())
        self.twin.refresh_from_db()
        self.assertEqual(self.twin.state, Twin.State.ERASED)
        self.assertFalse(Blob.objects.readable().sealed_by(self.twin.gate_name).exists())
        self.assertFalse(keys.alive([self.twin.gate_name]))
        self.assertNotIn(self.twin.gate_name, actions.unapplied())

    def test_an_erasure_that_a_crash_left_half_done_is_finished(self) -> None:
        Twin.objects.filter(pk=self.twin.pk).update(state=Twin.State.ERASED)
        self.assertIn(self.twin.gate_name, self.apply())
        self.assertIn(self.twin.gate_name, erasures.names())
        self.assertFalse(keys.alive([self.twin.gate_name]))

    def test_others_are_left_alone(self) -> None:
        self.assertNotIn(self.twin.gate_name, self.apply())
        self.assertTrue(keys.alive([self.twin.gate_name]))
