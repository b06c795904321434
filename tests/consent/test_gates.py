"""Between the check and the commit no consent changes."""

import threading
from datetime import timedelta

from django.db import connection, transaction
from django.test import TestCase, TransactionTestCase

from studio.consent import actions, gates
from studio.consent.asking import ask
from studio.consent.models import Gate
from studio.media import gates as media_gates
from tests import crew
from tests.consent.test_switch import use_of
from tests.crew import NOW


class GateTests(TestCase):
    def test_no_twin_is_without_a_gate(self) -> None:
        self.assertEqual(Gate.objects.get(twin=crew.twin()).state, "open")

    def test_a_twin_whose_gate_is_lost_is_closed(self) -> None:
        twin, house = crew.twin(), crew.house()
        crew.grant(twin, house)
        Gate.objects.all().delete()
        self.assertEqual(ask([twin], lambda each: use_of(each, house.pk), NOW)[0].code, "gate-closed")
        self.assertEqual(gates.epochs([twin.gate_name]), {})

    def test_media_asks_the_gates(self) -> None:
        twin = crew.twin()
        self.assertEqual(media_gates.epochs([twin.gate_name]), {twin.gate_name: 1})

    def test_names_that_are_no_twins_are_left_out(self) -> None:
        self.assertEqual(gates.epochs(["twin:nobody", "house:1", ""]), {})

    def test_many_epochs_are_one_query(self) -> None:
        names = [crew.twin().gate_name for _ in range(3)]
        with self.assertNumQueries(1):
            self.assertEqual(set(gates.epochs(names)), set(names))


class RaceTests(TransactionTestCase):
    def test_a_gate_is_only_held_in_a_transaction(self) -> None:
        with self.assertRaises(transaction.TransactionManagementError):
            gates.hold([crew.twin()])

    def test_a_pause_waits_for_who_holds_the_gate_and_who_comes_after_it_hears_no(self) -> None:
        """One stores under its check while another presses the switch: the store commits first, or finds a no."""
        twin, house = crew.twin(), crew.house()
        crew.grant(twin, house)
        order: list[str] = []
        checked, pressed = threading.Event(), threading.Event()

        def press() -> None:
            try:
                checked.wait(10)
                pressed.set()
                actions.pause(twin, by=twin.owner, now=NOW + timedelta(seconds=1))
                order.append("paused")
            finally:
                connection.close()

        thread = threading.Thread(target=press)
        thread.start()
        with transaction.atomic():
            gates.hold([twin])
            self.assertTrue(ask([twin], lambda each: use_of(each, house.pk, "store"), NOW)[0])
            checked.set()
            pressed.wait(10)
            thread.join(0.3)  # long enough for a switch that would not wait
            order.append("stored")
        thread.join(30)
        self.assertEqual(order, ["stored", "paused"])
        with transaction.atomic():
            gates.hold([twin])
            self.assertFalse(ask([twin], lambda each: use_of(each, house.pk, "store"), NOW)[0])
