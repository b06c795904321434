"""Seats are given and ended, and the register says so."""

from datetime import timedelta

from django.test import TestCase

from studio.people import actions
from studio.people.models import Seat
from studio.register.models import Entry
from tests.crew import NOW, house, person, seat


class SeatTests(TestCase):
    def setUp(self) -> None:
        self.house = house()
        self.admin, self.ana = person("Ana Admin"), person("Ana Ruiz")
        self.first = seat(self.admin, self.house, "admin")

    def test_an_admin_gives_a_seat(self) -> None:
        decision, given = actions.give_seat(
            self.ana, organisation=self.house, by=self.admin, now=NOW, role="producer", may_sign=True
        )
        self.assertTrue(decision)
        self.assertEqual(actions.seat_of(self.ana, self.house, NOW), given)

    def test_the_register_holds_ids_and_no_name(self) -> None:
        actions.give_seat(self.ana, organisation=self.house, by=self.admin, now=NOW)
        entry = Entry.objects.get(chain=f"org:{self.house.id}")
        self.assertEqual((entry.kind, entry.body["person"]), ("seat-given", str(self.ana.id)))
        self.assertNotIn("Ruiz", str(entry.fields()))

    def test_nobody_else_gives_one(self) -> None:
        decision, given = actions.give_seat(self.ana, organisation=self.house, by=self.ana, now=NOW, role="admin")
        self.assertEqual((decision.code, given), ("only-an-admin", None))

    def test_other_rights_are_a_new_seat(self) -> None:
        actions.give_seat(self.ana, organisation=self.house, by=self.admin, now=NOW)
        later = NOW + timedelta(days=1)
        actions.give_seat(self.ana, organisation=self.house, by=self.admin, now=later, may_sign=True)
        self.assertEqual(Seat.objects.filter(person=self.ana).count(), 2)
        self.assertEqual(Seat.objects.in_force(later + timedelta(seconds=1)).filter(person=self.ana).count(), 1)

    def test_the_same_rights_again_change_nothing(self) -> None:
        for _ in range(2):
            actions.give_seat(self.ana, organisation=self.house, by=self.admin, now=NOW)
        self.assertEqual(Seat.objects.filter(person=self.ana).count(), 1)

    def test_an_ended_seat_signs_nothing(self) -> None:
        held = seat(self.ana, self.house, may_sign=True)
        self.assertTrue(actions.may_sign(self.ana, self.house, now=NOW))
        actions.end_seat(held, by=self.admin, now=NOW)
        self.assertEqual(actions.may_sign(self.ana, self.house, now=NOW).code, "not-in-house")

    def test_she_may_leave_by_herself(self) -> None:
        held = seat(self.ana, self.house)
        self.assertTrue(actions.end_seat(held, by=self.ana, now=NOW)[0])

    def test_the_last_admin_stays(self) -> None:
        self.assertEqual(actions.end_seat(self.first, by=self.admin, now=NOW)[0].code, "last-admin")
        refused = actions.give_seat(self.admin, organisation=self.house, by=self.admin, now=NOW, role="member")
        self.assertEqual(refused[0].code, "last-admin")

    def test_a_closed_account_has_no_seat_in_force(self) -> None:
        seat(self.ana, self.house)
        actions.deactivate(self.ana, by=person(is_staff=True), now=NOW)
        self.assertIsNone(actions.seat_of(self.ana, self.house, NOW))

    def test_a_seat_that_begins_tomorrow_is_not_in_force_today(self) -> None:
        seat(self.ana, self.house, starts_on=NOW.date() + timedelta(days=1))
        self.assertIsNone(actions.seat_of(self.ana, self.house, NOW))
