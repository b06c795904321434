"""Whoever runs the studio asks here whether it is fit to serve."""

import tempfile
from pathlib import Path

from django.test import TestCase, override_settings
from django.urls import reverse

from studio.register import triggers


class ReadyzTests(TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.keys = Path(folder.name)
        self.keys.chmod(0o700)

    def test_it_says_yes_when_all_is_well(self) -> None:
        with override_settings(KEYS_FOLDER=self.keys):
            answer = self.client.get(reverse("register:readyz"))
        self.assertEqual((answer.status_code, answer.json()["ready"]), (200, True))

    def test_it_says_no_when_a_trigger_is_gone(self) -> None:
        with override_settings(KEYS_FOLDER=self.keys), triggers.lifted():
            answer = self.client.get(reverse("register:readyz"))
        self.assertEqual(answer.status_code, 503)
        self.assertFalse(answer.json()["checks"]["append_only"])

    def test_it_says_no_when_others_can_read_the_keys(self) -> None:
        self.keys.chmod(0o755)
        with override_settings(KEYS_FOLDER=self.keys):
            answer = self.client.get(reverse("register:readyz"))
        self.assertFalse(answer.json()["checks"]["keys_folder"])

    def test_it_names_no_place_and_no_secret(self) -> None:
        with override_settings(KEYS_FOLDER=self.keys):
            self.assertNotContains(self.client.get(reverse("register:readyz")), str(self.keys))
