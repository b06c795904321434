"""Her page of keeping: what is retired, who is asked, and the two steps of erasing with the receipt after them."""

import subprocess
import sys
import tempfile
from io import BytesIO
from pathlib import Path
from unittest.mock import patch
from zipfile import ZipFile

from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone

from studio.consent.models import Contact, Erasure, Grant
from studio.home import retention
from studio.media import keys
from studio.twins.models import Capture, Twin
from tests import crew


class KeepingTests(TestCase):
    def setUp(self) -> None:
        self.twin = crew.twin(crew.person("Nia Dembe", password=crew.PASSWORD), name="Nia")
        self.plate = crew.plate(self.twin)
        self.house = crew.house("Corvane")
        crew.grant(self.twin, self.house, now=timezone.now())
        self.client = crew.signed_in(Client(), self.twin.owner)

    def fresh(self) -> None:
        """She has just typed her password again."""
        self.client.post(reverse("account_reauthenticate"), {"password": crew.PASSWORD})

    def url(self, name: str) -> str:
        return reverse(f"home:{name}", args=[self.twin.pk])

    def erase(self) -> Erasure:
        self.fresh()
        with self.captureOnCommitCallbacks(execute=True):
            self.client.post(self.url("erase"), {"sure": "held"})
        return Erasure.objects.get()


class PageTests(KeepingTests):
    def test_it_says_how_old_the_twin_is_and_how_long_things_are_kept(self) -> None:
        page = self.client.get(self.url("keeping"))
        self.assertContains(page, "as of January 2026")
        self.assertContains(page, "Tries that nobody picked")

    def test_to_others_there_is_no_such_page(self) -> None:
        other = crew.signed_in(Client(), crew.person())
        for name in ("keeping", "erase", "receipt"):
            with self.subTest(name):
                self.assertEqual(other.get(self.url(name)).status_code, 404)

    def test_she_says_that_it_still_is_her(self) -> None:
        self.client.post(self.url("keep_fresh"), {"on": timezone.now().date().isoformat()})
        self.twin.refresh_from_db()
        self.assertEqual(self.twin.as_of_on, timezone.now().date())

    def test_she_asks_not_to_be_reminded(self) -> None:
        page = self.client.post(self.url("keep_fresh"), {"act": "no-more"}, follow=True)
        self.assertContains(page, "You asked not to be reminded.")

    def test_she_retires_a_day_and_brings_it_back(self) -> None:
        capture = Capture.objects.get()
        url = reverse("home:retire_capture", args=[capture.pk])
        self.assertContains(self.client.post(url, {"act": "retire"}, follow=True), "1 retired")
        self.assertContains(self.client.post(url, {"act": "bring-back"}, follow=True), "1 photograph in use")

    def test_she_retires_the_twin_at_a_second_step(self) -> None:
        self.fresh()
        self.assertContains(self.client.post(self.url("retire")), "Hold to retire")
        self.assertEqual(Twin.objects.get().state, "ready")
        self.assertContains(self.client.post(self.url("retire"), {"sure": "held"}, follow=True), "Nia is retired.")
        self.assertEqual(Grant.objects.get().state, "withdrawn")


class ContactTests(KeepingTests):
    def test_she_names_somebody_and_gets_the_link_to_hand_over(self) -> None:
        self.fresh()
        said = {"name": "Ada Dembe", "email": "ada@example.com", "relation": "sister", "language": "en"}
        page = self.client.post(self.url("name_contact"), said, follow=True)
        self.assertContains(page, "Ada Dembe")
        self.assertContains(page, "/consent/asked/")

    def test_it_asks_for_a_fresh_sign_in_first(self) -> None:
        said = {"name": "Ada Dembe", "email": "ada@example.com"}
        answer = self.client.post(self.url("name_contact"), said)
        self.assertIn(reverse("account_reauthenticate"), answer.headers["Location"])
        self.assertFalse(Contact.objects.exists())

    def test_a_form_with_a_fault_comes_back_with_what_she_wrote(self) -> None:
        answer = self.client.post(self.url("name_contact"), {"name": "Ada", "email": "no address"})
        self.assertContains(answer, "no address", status_code=422)


class ErasePageTests(KeepingTests):
    def test_it_asks_for_a_fresh_sign_in_first(self) -> None:
        answer = self.client.get(self.url("erase"))
        self.assertIn(reverse("account_reauthenticate"), answer.headers["Location"])

    def test_it_says_what_goes_what_stays_and_what_comes_down(self) -> None:
        self.fresh()
        page = self.client.get(self.url("erase"))
        for words in ("Licence 1 to Corvane is withdrawn.", "What stays, and why", "Hold to erase for good"):
            self.assertContains(page, words)

    def test_a_plain_press_asks_once_more(self) -> None:
        self.fresh()
        page = self.client.post(self.url("erase"), {"sure": ""})
        self.assertContains(page, "Yes, erase for good")
        self.assertTrue(keys.alive([self.twin.gate_name]))

    def test_held_it_is_done_and_she_reads_her_receipt(self) -> None:
        self.erase()
        self.assertFalse(keys.alive([self.twin.gate_name]))
        self.assertContains(self.client.get(self.url("keeping"), follow=True), "Nia was erased on")

    def test_the_receipt_is_checked_without_the_studio(self) -> None:
        self.erase()
        answer = self.client.get(self.url("receipt_file"))
        with tempfile.TemporaryDirectory() as folder, ZipFile(BytesIO(answer.content)) as pack:
            pack.extractall(folder)
            checked = self.check(folder)
            self.assertIn("Holds:", checked.stdout)
            self.assertIn("receipt", checked.stdout)
            receipt = Path(folder) / "receipt.json"
            receipt.write_text(receipt.read_text().replace('"plates":1', '"plates":2'))
            self.assertIn("Does not hold", self.check(folder).stderr)

    def check(self, folder: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-I", f"{folder}/check.py"], capture_output=True, text=True, check=False, timeout=60
        )

    def test_it_is_hers_after_she_has_no_twin_any_more(self) -> None:
        self.erase()
        with patch("studio.media.actions.load", side_effect=FileNotFoundError):
            self.assertEqual(self.client.get(self.url("receipt")).status_code, 200)


class StaffPageTests(KeepingTests):
    def setUp(self) -> None:
        super().setUp()
        self.client = crew.signed_in(Client(), crew.person("Staff", is_staff=True))
        self.kept = reverse("home:kept")

    def test_it_shows_the_table_and_what_went_lately(self) -> None:
        retention.nightly(timezone.now())
        page = self.client.get(self.kept)
        self.assertContains(page, "Who looked at or downloaded a picture")
        self.assertContains(page, "nothing was over")

    def test_it_leads_to_saying_that_a_model_cannot_act(self) -> None:
        page = self.client.post(self.kept, {"email": self.twin.owner.email}, follow=True)
        self.assertContains(page, "Hold to stop everything")

    def test_an_address_nobody_has_leads_nowhere(self) -> None:
        answer = self.client.post(self.kept, {"email": "nobody@example.com"})
        self.assertContains(answer, "No model here has this e-mail address.", status_code=409)

    def test_it_is_for_staff_alone(self) -> None:
        self.assertEqual(crew.signed_in(Client(), self.twin.owner).get(self.kept).status_code, 404)
