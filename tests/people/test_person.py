"""An account: one per address, whatever the case."""

from django.db import IntegrityError, transaction
from django.test import TestCase

from studio.people.models import Person
from tests.crew import NOW, house, person, seat


class PersonTests(TestCase):
    def test_an_address_in_capitals_is_the_same_account(self) -> None:
        ana = person("Ana Ruiz", email="Ana@Example.COM")
        self.assertEqual(ana.email, "ana@example.com")
        self.assertEqual(Person.objects.get_by_natural_key("ANA@example.com"), ana)

    def test_the_database_refuses_the_same_address_twice(self) -> None:
        person(email="ana@example.com")
        with self.assertRaises(IntegrityError), transaction.atomic():
            Person.objects.bulk_create([Person(email="ANA@example.com", name="Other")])

    def test_initials_are_of_the_first_and_the_last_name(self) -> None:
        for name, initials in {"Ana Ruiz": "AR", "Noé": "N", "Mei Lin Zhao": "MZ"}.items():
            with self.subTest(name=name):
                self.assertEqual(Person(name=name).initials, initials)

    def test_her_number_sorts_by_when_she_came(self) -> None:
        self.assertLess(person().id, person().id)

    def test_of_a_house_are_those_who_sit_there_today(self) -> None:
        corvane = house()
        ana, jonas = person(), person()
        seat(ana, corvane)
        seat(jonas, corvane, ended_at=NOW)
        self.assertEqual(list(Person.objects.of(corvane)), [ana])
        self.assertEqual(set(Person.objects.beside(ana)), {ana})
