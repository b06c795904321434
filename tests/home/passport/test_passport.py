"""A twin passport: taken by her alone, checked whole before anything is kept, and nothing in force before her yes."""

import json
import warnings
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any
from unittest.mock import patch
from zipfile import ZipFile

import rfc8785
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, TestCase
from django.urls import reverse

from studio.consent.facts import facts_of
from studio.consent.models import Grant, StandingRules
from studio.home.models import Arrival, Origin
from studio.home.passport import arriving, bundle, leaving
from studio.home.passport.bundle import BadPassport
from studio.media import keys
from studio.media.models import Blob
from studio.people.models import Person
from studio.register.actions import verify
from studio.register.days import close_days
from studio.register.models import Entry
from studio.twins.figures import figure_of
from studio.twins.models import CaptureCredit, Plate, Twin
from tests import crew
from tests.crew import NOW
from tests.home.passport.makers import SECRET, Files, TwoStudios, files_in, signed_anew, taken, without, zipped


def money(**fields: object) -> bytes:
    row = {"at": "2026-05-01", "kind": "fee", "currency": "EUR", "state": "open", "minor": 1, "left_minor": 0}
    return bytes(rfc8785.dumps([row | fields]))


class TakingTests(TestCase):
    def setUp(self) -> None:
        self.twin = crew.twin(name="Nia")
        crew.plate(self.twin)

    def test_it_is_hers_alone_and_freshly_signed_in(self) -> None:
        for who, evidence, code in (
            (crew.person(), crew.fresh(), "not-owner"),
            (self.twin.owner, crew.fresh(NOW - timedelta(hours=1)), "fresh-sign-in"),
        ):
            decision, _content = leaving.take_passport(
                self.twin, with_plates=False, passphrase="", by=who, now=NOW, evidence=evidence
            )
            self.assertEqual(decision.code, code)

    def test_a_short_passphrase_locks_nothing(self) -> None:
        decision, content = leaving.take_passport(
            self.twin, with_plates=True, passphrase="short", by=self.twin.owner, now=NOW, evidence=crew.fresh()
        )
        self.assertEqual((decision.code, content), ("passphrase-short", b""))

    def test_no_pixel_lies_in_it_unless_she_says_so(self) -> None:
        self.assertNotIn(bundle.PLATES, files_in(taken(self.twin)))

    def test_her_photographs_lie_in_it_only_locked(self) -> None:
        files = files_in(taken(self.twin, plates=True))
        self.assertTrue(files[bundle.PLATES].startswith(bundle.PLATES_MARK))
        self.assertNotIn(b"\xff\xd8\xff", b"".join(files.values()))

    def test_more_photographs_than_a_studio_takes_in_are_refused_before_any_is_read(self) -> None:
        Blob.objects.filter(pk=self.twin.plates.get().picture_id).update(size_bytes=bundle.MOST_BYTES + 1)
        with patch("studio.home.passport.plates.media.load") as read:
            decision, _content = leaving.take_passport(
                self.twin, with_plates=True, passphrase=SECRET, by=self.twin.owner, now=NOW, evidence=crew.fresh()
            )
        self.assertEqual(decision.code, "passport-too-heavy")
        read.assert_not_called()

    def test_that_she_took_it_stands_in_her_register(self) -> None:
        taken(self.twin)
        self.assertTrue(Entry.objects.filter(chain=self.twin.gate_name, kind="passport-taken").exists())


class OpeningTests(TestCase):
    twin: Twin
    data: bytes
    files: Files

    @classmethod
    def setUpTestData(cls) -> None:
        twin = crew.twin(name="Nia")
        crew.plate(twin)
        crew.grant(twin, crew.house("Corvane"))
        close_days(NOW + timedelta(days=1))
        cls.twin, cls.data = twin, taken(twin, plates=True)
        cls.files = files_in(cls.data)

    def refused(self, data: bytes) -> str:
        with self.assertRaises(BadPassport) as caught:
            arriving.told(data)
        return caught.exception.code

    def test_a_whole_one_opens_and_says_what_it_says(self) -> None:
        said = arriving.told(self.data)
        self.assertEqual((said.record["name"], said.licences[0]["house"], said.entries > 0), ("Nia", "Corvane", True))
        self.assertTrue(all(each.holds for each in said.findings), [each.words for each in said.findings])

    def test_every_bad_file_has_its_own_sentence(self) -> None:
        files = self.files
        changed = files[bundle.LEDGER] + b" "
        lines = files[bundle.CHAIN].splitlines(keepends=True)

        def days(change: Callable[[list[Any]], object]) -> bytes:
            read = json.loads(files[bundle.DAYS])
            change(read)
            return bytes(rfc8785.dumps(read))

        bomb = {**files, "README.txt": bytes(bundle.MOST_UNPACKED)}
        ways: dict[str, tuple[bytes, str]] = {
            "nothing": (b"", "passport-not-a-zip"),
            "no zip": (b"This is a letter", "passport-not-a-zip"),
            "cut off": (self.data[: len(self.data) // 2], "passport-not-a-zip"),
            "its middle overwritten": (self.data[:900] + bytes(400) + self.data[1300:], "passport-not-a-zip"),
            "too large": (self.data + bytes(bundle.MOST_BYTES), "passport-too-large"),
            "a bomb": (zipped(bomb), "passport-too-large"),
            "a path that climbs": (zipped({**files, "../../keys/register.key": b""}), "passport-strange-file"),
            "an absolute path": (zipped({**files, "/etc/passwd": b""}), "passport-strange-file"),
            "a strange file": (zipped({**files, "more.json": b"{}"}), "passport-strange-file"),
            "a file taken out": (zipped(without(files, bundle.RECORD)), "passport-incomplete"),
            "a readme taken out": (zipped(without(files, "README.txt")), "passport-strange-file"),
            "a file changed": (zipped({**files, bundle.LEDGER: changed}), "passport-changed"),
            "the plates changed": (zipped({**files, bundle.PLATES: files[bundle.PLATES] + b"x"}), "passport-changed"),
            "its signature changed": (zipped({**files, bundle.SIGNATURE: b"00" * 64}), "passport-not-signed"),
            "its manifest changed": (
                zipped({**files, bundle.MANIFEST: files[bundle.MANIFEST].replace(b'"address":""', b'"address":"x"')}),
                "passport-not-signed",
            ),
            "another format": (
                signed_anew(files, lambda manifest: manifest.update(format="letter")), "passport-another-kind"
            ),
            "a later version": (
                signed_anew(files, lambda manifest: manifest.update(version=9)), "passport-another-kind"
            ),
            "no studio": (signed_anew(files, lambda manifest: manifest.pop("studio")), "passport-damaged"),
            "another twin's": (signed_anew(files, lambda manifest: manifest.update(twin="x")), "passport-register"),
            "its register changed": (
                signed_anew({**files, bundle.CHAIN: b"".join(lines[1:])}), "passport-register"
            ),
            "a day that was not signed so": (
                signed_anew({**files, bundle.DAYS: days(lambda each: each[0].update(late=True))}), "passport-register"
            ),
            "days without end": (
                signed_anew({**files, bundle.DAYS: days(lambda each: each.extend(each * 400))}), "passport-register"
            ),
            "its record no record": (signed_anew({**files, bundle.RECORD: b"[]"}), "passport-damaged"),
            "its record broken": (signed_anew({**files, bundle.RECORD: b"{"}), "passport-damaged"),
            "money that is none": (signed_anew({**files, bundle.LEDGER: money(currency="BOGUS")}), "passport-damaged"),
            "a sum beyond all sums": (signed_anew({**files, bundle.LEDGER: money(minor="9" * 40)}), "passport-damaged"),
            "nested without end": (signed_anew({**files, bundle.CREDITS: b"[" * 50_000}), "passport-damaged"),
        }
        for way, (data, code) in ways.items():
            with self.subTest(way):
                self.assertEqual(self.refused(data), code)

    def test_white_space_in_its_manifest_changes_nothing_that_is_signed(self) -> None:
        spaced = self.files[bundle.MANIFEST].replace(b'"version":1', b'"version": 1')
        self.assertEqual(arriving.told(zipped({**self.files, bundle.MANIFEST: spaced})).record["name"], "Nia")

    def test_the_same_name_twice_is_refused(self) -> None:
        out = BytesIO(self.data)
        with self.assertWarns(UserWarning), ZipFile(out, "a") as archive:
            archive.writestr(bundle.RECORD, b"{}")
        self.assertEqual(self.refused(out.getvalue()), "passport-strange-file")

    def test_a_directory_of_many_thousand_names_is_never_walked(self) -> None:
        out = BytesIO()
        with warnings.catch_warnings(), ZipFile(out, "w") as archive:
            warnings.simplefilter("ignore")
            for _time in range(bundle.MOST_DIRECTORY // 46):
                archive.writestr(bundle.RECORD, b"")
        end = out.getvalue().rindex(bundle.ZIP_END)
        huge = out.getvalue()[:end] + bundle.ZIP_HUGE + bytes(16) + self.data[-22:]
        for data in (out.getvalue(), out.getvalue()[:-2] + b"\x01\0x", huge):
            with patch.object(bundle, "ZipFile") as never:
                self.assertEqual(self.refused(data), "passport-another-kind")
            never.assert_not_called()

    def test_what_does_not_agree_is_said_and_not_hidden(self) -> None:
        consents = json.loads(self.files[bundle.CONSENTS])
        consents["licences"][0]["text"] += " And more."
        said = arriving.told(signed_anew({**self.files, bundle.CONSENTS: rfc8785.dumps(consents)}))
        self.assertIn("could not be checked", " ".join(each.words for each in said.findings if not each.holds))

    def test_nevers_that_cannot_be_read_here_are_said_and_not_forgotten(self) -> None:
        record = json.loads(self.files[bundle.RECORD]) | {"standing_rules": {"never_categories": "everything"}}
        said = arriving.told(signed_anew({**self.files, bundle.RECORD: rfc8785.dumps(record)}))
        self.assertIn("Your nevers could not be read here", " ".join(each.words for each in said.findings))

    def test_a_licence_the_register_does_not_tell_of_is_said(self) -> None:
        consents = json.loads(self.files[bundle.CONSENTS])
        consents["licences"][0]["sha256"] = "0" * 64
        said = arriving.told(signed_anew({**self.files, bundle.CONSENTS: rfc8785.dumps(consents)}))
        self.assertIn("the register does not tell of it", " ".join(each.words for each in said.findings))


class ArrivingTests(TwoStudios):
    def nothing_written(self) -> None:
        self.assertFalse(Twin.objects.filter(owner=self.bearer).exists())
        self.assertFalse(Origin.objects.exists())
        self.assertFalse(Person.objects.filter(email__endswith="passport.invalid").exists())

    def test_the_twin_is_hers_here_with_where_it_came_from(self) -> None:
        twin = self.made()
        self.assertEqual((twin.owner, twin.name, twin.height_cm), (self.bearer, "Nia", 178))
        self.assertEqual(twin.state, Twin.State.CAPTURED)
        origin = Origin.objects.get(twin=twin)
        self.assertEqual(origin.twin_there, str(self.there.pk))
        self.assertEqual(origin.history["licences"][0]["house"], "Corvane")

    def test_no_licence_is_in_force_here(self) -> None:
        twin = self.made()
        self.assertFalse(Grant.objects.filter(twin=twin).exists())
        self.assertEqual(facts_of([twin], NOW)[twin.pk].licences, ())

    def test_her_photographs_come_along_as_they_were(self) -> None:
        twin = self.made()
        brought = Plate.objects.get(twin=twin)
        self.assertEqual((brought.pose, brought.picture.sealed_under), ("relaxed front", twin.gate_name))
        self.assertEqual(figure_of(brought).parts.tolist(), self.seen_there.parts.tolist())

    def test_without_a_passphrase_they_stay_behind(self) -> None:
        self.assertFalse(self.made(passphrase="").plates.exists())

    def test_whoever_photographed_her_there_is_credited_here(self) -> None:
        credit = CaptureCredit.objects.get(capture__twin=self.made())
        self.assertEqual((credit.person.name, credit.craft), ("Jonas Vehr", "photography"))
        self.assertFalse(credit.person.is_active)

    def test_her_nevers_and_barred_marks_hold_at_once(self) -> None:
        twin = self.made()
        nevers = StandingRules.objects.get(twin=twin).rules
        self.assertEqual((nevers["never_categories"], nevers["never_houses"]), (["fur"], []))

    def test_her_new_register_begins_with_it_and_holds(self) -> None:
        twin = self.made()
        self.assertTrue(Entry.objects.filter(chain=twin.gate_name, kind="passport-brought").exists())
        self.assertEqual(verify(twin.gate_name), [])

    def test_an_unknown_key_needs_her_word(self) -> None:
        decision, _twin = self.brought(trusts_key=False)
        self.assertEqual(decision.code, "passport-key-unknown")
        self.nothing_written()

    def test_nothing_is_half_written(self) -> None:
        for given, code in (
            ({"passphrase": "another passphrase"}, "passport-passphrase"),
            ({"data_consent": False}, "data-consent-missing"),
            ({"evidence": crew.fresh(NOW - timedelta(hours=1))}, "fresh-sign-in"),
        ):
            with self.subTest(code):
                decision, twin = self.brought(**given)
                self.assertEqual((decision.code, twin), (code, None))
                self.nothing_written()

    def test_a_plate_that_is_no_picture_stops_all_of_it(self) -> None:
        row = {"name": "p0", "capture": str(self.plate.capture_id), "pose": "p", "view": "front", "framing": "full"}
        inner = zipped({"plates.json": rfc8785.dumps([row]), "p0-picture.jpg": b"no picture"})
        files = files_in(self.data)
        files[bundle.PLATES] = bundle.sealed_plates(inner, SECRET, twin=str(self.there.pk))
        with patch("tests.home.passport.makers.signing.signer", lambda: self.signer_there):
            self.data = signed_anew(files)
        decision, twin = self.brought()
        self.assertEqual((decision.code, twin), ("passport-damaged", None))
        self.nothing_written()

    def test_not_of_age_here_makes_none(self) -> None:
        self.bearer = crew.person("Not seen yet")
        decision, twin = self.brought()
        self.assertEqual((decision.code, twin), ("not-adult", None))

    def test_the_same_passport_is_brought_once(self) -> None:
        self.made()
        decision, _twin = self.brought()
        self.assertEqual(decision.code, "passport-here-already")

    def test_after_a_day_it_is_gone_with_its_key(self) -> None:
        arrival = arriving.arrive(self.data, by=self.bearer, now=NOW)
        with self.captureOnCommitCallbacks(execute=True):
            self.assertEqual(arriving.sweep(NOW + timedelta(hours=25)), 1)
        self.assertFalse(keys.alive([arrival.key_name]))

    def page(self, data: bytes) -> Any:
        client = crew.signed_in(Client(), self.bearer)
        file = SimpleUploadedFile("passport.zip", data, "application/zip")
        return client.post(reverse("home:bring"), {"passport": file})

    def test_the_page_says_in_a_sentence_why_a_file_is_refused_and_keeps_nothing(self) -> None:
        answer = self.page(self.data[:500])
        self.assertContains(answer, "This is no whole ZIP file. Nothing of it was kept.", status_code=422)
        self.assertFalse(Arrival.objects.exists())

    def test_a_whole_one_waits_for_her_yes(self) -> None:
        answer = self.page(self.data)
        waits = reverse("home:arrival", args=[Arrival.objects.get().pk])
        self.assertRedirects(answer, waits, fetch_redirect_response=False)

    def test_she_throws_it_away(self) -> None:
        self.page(self.data)
        arrival = Arrival.objects.get()
        crew.signed_in(Client(), crew.person()).post(reverse("home:let_go", args=[arrival.pk]))
        self.assertTrue(Arrival.objects.waiting().exists())
        with self.captureOnCommitCallbacks(execute=True):
            crew.signed_in(Client(), self.bearer).post(reverse("home:let_go", args=[arrival.pk]))
        self.assertFalse(Arrival.objects.waiting().exists())
        self.assertFalse(keys.alive([arrival.key_name]))
