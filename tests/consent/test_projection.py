"""What holds now is what the register says; a gate opened behind its back is found."""

from datetime import timedelta
from io import StringIO

from django.core.management import CommandError, call_command
from django.test import TestCase

from studio.consent import actions as consent
from studio.consent.models import Gate, Pause
from studio.consent.projection import differing, told
from studio.register.models import Entry
from tests import crew
from tests.crew import NOW


class ProjectionTests(TestCase):
    def setUp(self) -> None:
        self.house = crew.house()
        self.twin = crew.twin()
        crew.grant(self.twin, self.house)

    def pause(self, **reach: str) -> Pause:
        _yes, made = consent.pause(self.twin, by=self.twin.owner, now=NOW, **reach)
        assert made
        return made

    def test_the_state_is_recomputed_from_the_entries(self) -> None:
        self.pause()
        said = told()[self.twin.gate_name]
        gate = Gate.objects.get(twin=self.twin)
        self.assertEqual((said.state, said.epoch), (gate.state, gate.epoch))
        self.assertEqual(said.pauses, {("everything", "")})

    def test_a_life_of_pauses_and_licences_agrees(self) -> None:
        self.pause(reach="house", about=str(self.house.pk))
        undone = self.pause()
        consent.undo_pause(undone, by=self.twin.owner, now=NOW + timedelta(seconds=2))
        self.pause()
        consent.resume(self.twin, by=self.twin.owner, now=NOW, fresh=True)
        self.assertEqual(list(differing()), [])

    def test_a_gate_opened_behind_the_register_is_found(self) -> None:
        self.pause()
        Gate.objects.filter(twin=self.twin).update(state=Gate.State.OPEN)
        told_of = StringIO()
        with self.assertRaises(CommandError):
            call_command("verify_register", stderr=told_of)
        self.assertIn("is open, and the register says paused", told_of.getvalue())

    def test_a_gate_turned_back_is_found(self) -> None:
        Gate.objects.filter(twin=self.twin).update(epoch=1)
        self.assertIn("was turned back to 1", "".join(differing()))

    def test_a_pause_lifted_behind_the_register_is_found(self) -> None:
        self.pause(reach="picture", about="p1")
        Pause.objects.update(lifted_at=NOW)
        self.assertIn("is not in force, and the register says it is", "".join(differing()))

    def test_a_house_does_not_read_her_gate(self) -> None:
        self.pause(reach="house", about=str(self.house.pk))
        self.assertFalse(Entry.objects.filter(chain=f"org:{self.house.pk}", body__has_key="gate").exists())
