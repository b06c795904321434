"""Take everything with me: packed for her alone, whole, checked without us, and gone after a day."""

import json
import random
import subprocess
import sys
import tempfile
import tracemalloc
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from unittest.mock import patch
from zipfile import ZipFile

from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone

from studio.assets.models import Delivery
from studio.consent import actions as consent
from studio.home.exports import everything, views
from studio.home.exports.papers import ledger_csv
from studio.home.models import Parcel
from studio.jobs import actions as jobs
from studio.jobs import work
from studio.media import actions as media
from studio.media import keys
from studio.media.models import Blob
from studio.people.models import Person
from studio.previews.models import Preview, PreviewTwin
from studio.register.models import Entry
from studio.shoots.models import Shoot
from studio.twins.models import Twin
from tests import crew, story
from tests.crew import NOW

HOUR = timedelta(hours=1)


def asked(person: Person, now: datetime = NOW) -> Parcel:
    decision, parcel = everything.ask(person, now=now, evidence=crew.fresh(now))
    assert parcel, decision
    return parcel


def packed(person: Person, now: datetime = NOW) -> Parcel:
    parcel = asked(person, now)
    work.drain("seal")
    parcel.refresh_from_db()
    return parcel


class EverythingTests(TestCase):
    told: story.Story
    delivery: Delivery

    @classmethod
    def setUpTestData(cls) -> None:
        with story.backstage():
            cls.told = story.ready()
            cls.delivery = story.delivered(cls.told)

    def setUp(self) -> None:
        self.clock = story.clock(self)

    def files(self) -> dict[str, bytes]:
        parcel = packed(self.told.owner)
        found: dict[str, bytes] = {}
        for part in parcel.parts.all():
            with ZipFile(BytesIO(everything.take(part, by=self.told.owner, now=NOW))) as archive:
                found |= {name: archive.read(name) for name in archive.namelist()}
        return found

    def test_everything_lies_in_it(self) -> None:
        files = self.files()
        names = " ".join(files)
        for part in (
            "README.txt", "money/ledger.csv", "money/statement.txt", "credits.json", "/twin.json",
            "/receipts/data-consent.jsonld", "/licences/licence-1-v1.odrl.jsonld", "/licences/licence-1-v1.txt",
            "/receipts/licence-1-v1.jsonld", "/register/chain.jsonl", "/register/check.py", "/plates/2026-01-10-01",
            "/comp-card/01", "/preview.", "/proof.", "/delivered-",
        ):  # fmt: skip
            with self.subTest(part):
                self.assertIn(part, names)

    def test_the_delivered_file_is_the_very_file(self) -> None:
        files = self.files()
        delivered = next(content for name, content in files.items() if "/delivered-" in name)
        self.assertEqual(media.load(self.delivery.rendition.file), delivered)

    def test_its_register_is_checked_by_plain_python(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            for name, content in self.files().items():
                if "/register/" in name:
                    (Path(folder) / name.rsplit("/", 1)[-1]).write_bytes(content)
            command = [sys.executable, "-I", "-S", str(Path(folder) / "check.py")]
            answer = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        self.assertIn("Holds: ", answer.stdout, answer.stderr)

    def test_the_receipt_has_the_four_parts(self) -> None:
        receipt = json.loads(next(text for name, text in self.files().items() if name.endswith("licence-1-v1.jsonld")))
        self.assertLessEqual({"header", "processing", "party", "event"}, set(receipt))
        self.assertEqual(receipt["header"]["schema_version"], "ISO/IEC TS 27560:2023")
        self.assertEqual(receipt["processing"]["privacy_notice"]["sha256"], self.told.version.sha256)
        self.assertEqual(receipt["event"][0]["event_state"], "dpv:ConsentGiven")

    def test_what_is_under_an_embargo_stays_in_and_is_said(self) -> None:
        Shoot.objects.filter(pk=self.told.shoot.pk).update(embargo_until=NOW + 30 * 24 * HOUR)
        files = self.files()
        self.assertFalse([name for name in files if name.startswith("pictures/")])
        self.assertIn("AW26 Outerwear are not here", files["README.txt"].decode())
        self.assertEqual(json.loads(files["credits.json"]), [])

    def test_she_stops_it_from_her_page(self) -> None:
        parcel = asked(self.told.owner, timezone.now())
        client = crew.signed_in(Client(), self.told.owner)
        stop = reverse("jobs:cancel", args=[parcel.job_id])
        self.assertContains(client.get(reverse("home:taking")), f'action="{stop}"')
        client.post(stop)
        work.drain("seal")
        page = client.get(reverse("home:taking"))
        self.assertContains(page, "Taken back before it was done.")
        self.assertContains(page, "Pack everything")

    def test_she_packs_and_takes_it_with_a_sign_in_of_that_moment(self) -> None:
        client = crew.signed_in(Client(), self.told.owner)
        client.post(reverse("home:take_everything"))
        self.assertFalse(Parcel.objects.exists())
        proved = crew.fresh(timezone.now())
        with (
            patch.object(views, "ask_for_proof", return_value=None),
            patch.object(views, "evidence_of", return_value=proved),
        ):
            client.post(reverse("home:take_everything"))
            work.drain("seal")
            part = Parcel.objects.get().parts.get()
            answer = client.get(reverse("home:take_part", args=[part.pk]))
        self.assertEqual((answer["Content-Type"], answer["Cache-Control"]), ("application/zip", "private, no-store"))
        self.assertEqual(crew.signed_in(Client(), crew.person()).get(answer.request["PATH_INFO"]).status_code, 404)

    def test_her_twins_receipt_is_hers_alone(self) -> None:
        address = reverse("home:data_receipt", args=[self.told.twin.pk])
        self.assertIn("receipt_id", crew.signed_in(Client(), self.told.owner).get(address).content.decode())
        self.assertEqual(crew.signed_in(Client(), self.told.producer).get(address).status_code, 404)

    def test_stopped_half_way_nothing_of_it_stays(self) -> None:
        def stop(_job: object, fraction: float, *_rest: object) -> None:
            if fraction >= 0.3:
                raise jobs.Stopped

        with patch.object(everything, "PART_BYTES", 1000), patch.object(jobs, "step", stop):
            parcel = packed(self.told.owner)
        kept = Blob.objects.sealed_by(parcel.key_name)
        self.assertGreater(kept.count(), 2)
        self.assertFalse(kept.filter(erased_at=None).exists())
        self.assertFalse(parcel.parts.exists())

    def test_however_much_there_is_one_part_is_in_memory(self) -> None:
        def many() -> Iterator[tuple[str, bytes]]:
            for number in range(40):
                yield f"{number}.jpg", random.randbytes(1024 * 1024)

        tracemalloc.start()
        self.addCleanup(tracemalloc.stop)
        sizes = [len(part) for part in everything.parts_of(many(), 4 * 1024 * 1024)]
        self.assertGreater(sum(sizes), 40 * 1024 * 1024)
        self.assertLess(tracemalloc.get_traced_memory()[1], 20 * 1024 * 1024)

    def test_asking_again_gives_the_same_parcel(self) -> None:
        self.assertEqual(asked(self.told.owner), asked(self.told.owner, NOW + HOUR))

    def test_a_stale_sign_in_packs_nothing(self) -> None:
        decision, parcel = everything.ask(self.told.owner, now=NOW + HOUR, evidence=crew.fresh(NOW))
        self.assertEqual((decision.code, parcel), ("fresh-sign-in", None))

    def test_after_a_day_it_is_gone_with_its_key(self) -> None:
        parcel = packed(self.told.owner)
        part = parcel.parts.get()
        with self.captureOnCommitCallbacks(execute=True):
            self.assertEqual(everything.sweep(NOW + 25 * HOUR), 1)
        self.assertFalse(keys.alive([parcel.key_name]))
        part.refresh_from_db()
        with self.assertRaises(FileNotFoundError):
            everything.take(part, by=self.told.owner, now=NOW + 25 * HOUR)

    def test_nobody_else_takes_it(self) -> None:
        part = packed(self.told.owner).parts.get()
        with self.assertRaises(FileNotFoundError):
            everything.take(part, by=self.told.producer, now=NOW)

    def beside_her(self) -> Twin:
        """Another model in the same picture, who has licensed it too."""
        other = crew.twin(name="Ines")
        crew.grant(other, self.told.shoot.house)
        PreviewTwin.objects.create(preview=Preview.objects.get(twins__twin=self.told.twin), twin=other, epoch=1)
        return other

    def pictures(self, parcel: Parcel) -> list[str]:
        found = []
        for part in parcel.parts.all():
            with ZipFile(BytesIO(everything.take(part, by=self.told.owner, now=NOW))) as archive:
                found += [name for name in archive.namelist() if name.startswith("pictures/")]
        return found

    def test_once_somebody_beside_her_says_no_what_was_packed_opens_no_more(self) -> None:
        other = self.beside_her()
        parcel = packed(self.told.owner)
        self.assertTrue(self.pictures(parcel))
        consent.pause(other, by=other.owner, now=NOW + HOUR)
        with self.assertRaises(FileNotFoundError):
            self.pictures(parcel)
        anew = packed(self.told.owner, NOW + HOUR)
        self.assertNotEqual(anew, parcel)
        self.assertEqual(self.pictures(anew), [])

    def test_once_somebody_beside_her_is_erased_nobody_can_read_what_was_packed(self) -> None:
        other = self.beside_her()
        part = packed(self.told.owner).parts.get()
        with self.captureOnCommitCallbacks(execute=True):
            consent.erase_twin(other, by=other.owner, now=NOW, evidence=crew.fresh())
        with self.assertRaises((FileNotFoundError, keys.KeyGoneError)):
            media.load(Blob.objects.get(pk=part.file_id))

    def test_that_she_took_it_stands_in_her_register_once(self) -> None:
        part = packed(self.told.owner).parts.get()
        for _time in range(2):
            everything.take(part, by=self.told.owner, now=NOW)
        self.assertEqual(Entry.objects.filter(chain=self.told.twin.gate_name, kind="everything-taken").count(), 1)

    def test_large_ones_come_in_parts_that_each_open(self) -> None:
        parts = list(everything.parts_of([(f"{n}.jpg", bytes(60)) for n in range(5)], 100))
        names = [ZipFile(BytesIO(part)).namelist() for part in parts]
        self.assertEqual(names, [["0.jpg"], ["1.jpg"], ["2.jpg"], ["3.jpg"], ["4.jpg"]])

    def test_her_page_offers_every_paper(self) -> None:
        page = crew.signed_in(Client(), self.told.owner).get(reverse("home:taking"))
        for name in ("licence_odrl", "licence_receipt"):
            self.assertContains(page, reverse(f"home:{name}", args=[self.told.version.grant_id, 1]))

    def test_the_part_of_the_page_that_asks_again_while_it_is_packed_is_there_when_it_is_done(self) -> None:
        client = crew.signed_in(Client(), self.told.owner)
        asked(self.told.owner)
        self.assertContains(client.get(reverse("home:taking")), 'hx-select="#everything"')
        packed(self.told.owner)
        page = client.get(reverse("home:taking"))
        self.assertContains(page, 'id="everything"')
        self.assertNotContains(page, "hx-select")

    def test_a_house_reads_the_odrl_and_not_her_receipt(self) -> None:
        client, at = crew.signed_in(Client(), self.told.producer), [self.told.version.grant_id, 1]
        self.assertEqual(client.get(reverse("home:licence_odrl", args=at)).status_code, 200)
        self.assertEqual(client.get(reverse("home:licence_receipt", args=at)).status_code, 404)

    def test_a_formula_in_the_ledger_is_text(self) -> None:
        row = {"at": "", "kind": "=1+1", "twin": "", "minor": -5, "currency": "EUR", "left_minor": 0, "pay_on": None}
        text = ledger_csv([row | {"state": "", "rule": "", "arithmetic": []}]).decode()
        self.assertIn("'=1+1", text)
        self.assertIn(",-5,", text)
