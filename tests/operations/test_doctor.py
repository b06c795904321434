from io import StringIO
from unittest.mock import patch

from django.core.management import CommandError, call_command
from django.test import TestCase

from studio.operations import preparing
from studio.operations.management.commands import doctor
from tests.jobs.makers import queued


class DoctorTests(TestCase):
    def said(self) -> str:
        out = StringIO()
        with patch.object(doctor, "CHECKS", tuple(check for check in doctor.CHECKS if check is not doctor.accelerator)):
            call_command("doctor", stdout=out, no_color=True)
        return out.getvalue()

    def test_it_says_that_a_fit_machine_is_fit(self) -> None:
        self.assertIn("The studio can run here.", self.said())

    def test_a_queue_without_a_worker_is_named(self) -> None:
        queued(queue="moonlight")
        self.assertIn("moonlight", self.said())

    def test_what_must_be_mended_ends_it_with_an_error(self) -> None:
        with patch.object(preparing, "python_is_ours", return_value=False), self.assertRaises(CommandError):
            self.said()
