"""The first person of a studio is asked in from the machine itself."""

from io import StringIO

from django.core.management import call_command
from django.test import TestCase

from studio.people.models import Organisation, Person


class InviteCommandTests(TestCase):
    def test_it_prints_a_link_that_opens_an_account(self) -> None:
        told = StringIO()
        call_command("invite", "ana@example.com", "--name", "Ana Ruiz", "--house", "Corvane", stdout=told)
        path = told.getvalue().strip().removeprefix("http://localhost:8000")
        self.assertContains(self.client.get(path), "asks you in to Corvane")
        self.assertTrue(Organisation.objects.get(slug="corvane").is_house)

    def test_nobody_can_sign_in_as_the_machines_keeper(self) -> None:
        call_command("invite", "ana@example.com", stdout=StringIO())
        self.assertFalse(Person.objects.get(is_staff=True).has_usable_password())
