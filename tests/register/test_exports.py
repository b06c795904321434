"""What she takes with her is checked by plain Python, without us, and every tampering is found."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import SimpleTestCase, TestCase
from hypothesis import given
from hypothesis import strategies as st

from studio.register import checker, exports, rules, signing
from studio.register.actions import append
from studio.register.days import close_days, end_of

NOW = datetime(2026, 5, 11, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
Files = dict[str, bytes]


def checked(files: Files, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """By another process, isolated and without any installed package."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            (Path(folder) / name).write_bytes(content)
        command = [sys.executable, "-I", "-S", str(Path(folder) / "check.py"), *arguments]
        return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def lines(files: Files) -> list[bytes]:
    return files["chain.jsonl"].splitlines(keepends=True)


def with_lines(files: Files, changed: list[bytes]) -> Files:
    return files | {"chain.jsonl": b"".join(changed)}


def with_json(files: Files, name: str, change: Callable[[Any], object]) -> Files:
    read = json.loads(files[name])
    change(read)
    return files | {name: rfc8785.dumps(read)}


def rehashed(files: Files) -> Files:
    """The whole chain written anew from a changed entry on, with its head: only the signature is lacking."""
    before, anew = "", []
    for line in lines(files):
        entry = json.loads(line)
        entry.pop("hash")
        entry |= {"prev": before, "body": {"n": 9}}
        before = rules.digest(entry)
        anew.append(rfc8785.dumps(entry | {"hash": before}) + b"\n")
    head = json.loads(files["head.json"]) | {"hash": before}
    return with_lines(files, anew) | {"head.json": rfc8785.dumps(head)}


def another(signature: str) -> str:
    """The same hex but for its first letter: the last byte of such a signature may be nothing but zeros."""
    return ("1" if signature[0] == "0" else "0") + signature[1:]


class ExportTests(TestCase):
    files: Files

    @classmethod
    def setUpTestData(cls) -> None:
        for number in range(4):
            body = {"n": number, "place": "Malmö", "none": None, "yes": True, "break": "a\u2028b"}
            append("twin:1", "piece", by="p", body=body, now=NOW)
            append(f"org:{number}", "piece", body={"n": number}, now=NOW)
        for number in range(3):
            close_days(end_of((NOW + number * DAY).date()) + timedelta(minutes=5))
        cls.files = exports.files_of("twin:1", now=NOW + 3 * DAY)

    def test_it_holds_when_nobody_touched_it(self) -> None:
        answer = checked(self.files)
        self.assertEqual(answer.returncode, 0, answer.stderr)
        self.assertIn("Holds: 4 entries of twin:1, 3 signed days", answer.stdout)

    def test_it_holds_with_the_fingerprint_one_trusts(self) -> None:
        answer = checked(self.files, signing.signer().fingerprint)
        self.assertIn("It is the key you named.", answer.stdout)

    def test_another_fingerprint_is_told(self) -> None:
        answer = checked(self.files, "0000-0000-0000-0000-0000-0000-0000-0000")
        self.assertEqual(answer.returncode, 1)
        self.assertIn("another studio's key", answer.stderr)

    def test_it_says_nothing_of_other_chains(self) -> None:
        self.assertNotIn(b"org:", b"".join(content for name, content in self.files.items() if name != "check.py"))

    def test_every_tampering_is_found(self) -> None:
        files, rows = self.files, lines(self.files)
        forged = rows[1].replace(b'"n":1', b'"n":7')
        ways: dict[str, Files] = {
            "an entry changed": with_lines(files, [rows[0], forged, *rows[2:]]),
            "an entry taken out": with_lines(files, [rows[0], *rows[2:]]),
            "the last entry taken out": with_lines(files, rows[:-1]),
            "two entries changed round": with_lines(files, [rows[0], rows[2], rows[1], rows[3]]),
            "an entry twice": with_lines(files, [*rows[:2], rows[1], *rows[2:]]),
            "an entry put between": with_lines(files, [*rows[:2], forged, *rows[2:]]),
            "a hash changed": with_lines(files, [rows[0].replace(b'"hash":"', b'"hash":"0'), *rows[1:]]),
            "all written anew": rehashed(files),
            "the head's signature changed": with_json(
                files, "head.json", lambda head: head.update(signature=another(head["signature"]))
            ),
            "the head's day changed": with_json(
                files, "head.json", lambda head: head.update(exported_at="2027-01-01T00:00:00+00:00")
            ),
            "a signed day changed": with_json(files, "days.json", lambda days: days[1].update(late=True)),
            "a signed day taken out": with_json(files, "days.json", lambda days: days.pop(1)),
            "a day's proof changed": with_json(
                files, "days.json", lambda days: days[0]["place"]["proof"][0].reverse()
            ),
            "a day moved to another entry": with_json(
                files, "days.json", lambda days: days[0]["place"].update(seq=1)
            ),
            "a name twice": with_lines(files, [rows[0].replace(b'{"at"', b'{"by":"x","at"'), *rows[1:]]),
            "a broken number": with_lines(files, [rows[0].replace(b'"n":0', b'"n":0.0'), *rows[1:]]),
            "white space put in": with_lines(files, [rows[0].replace(b'"n":0', b'"n": 0'), *rows[1:]]),
            "another's entry": with_lines(files, [rows[0].replace(b'"twin:1"', b'"twin:2"'), *rows[1:]]),
            "a day's signature changed": with_json(
                files, "days.json", lambda days: days[0].update(signature=another(days[0]["signature"]))
            ),
            "a day signed with another key": with_json(files, "days.json", lambda days: days[0].update(key="0" * 64)),
            "cut off": with_lines(files, [*rows[:-1], rows[-1][:40]]),
            "empty": files | {"chain.jsonl": b"", "head.json": b""},
            "without its days": {name: content for name, content in files.items() if name != "days.json"},
        }
        for way, tampered in ways.items():
            with self.subTest(way):
                answer = checked(tampered)
                self.assertEqual(answer.returncode, 1, answer.stdout)
                self.assertIn("Does not hold: ", answer.stderr)

    def test_one_who_signs_anew_with_a_key_of_her_own_is_found_by_the_fingerprint(self) -> None:
        trusted = signing.signer().fingerprint
        forger = signing.Signer(Ed25519PrivateKey.generate())
        with patch("studio.register.exports.signing.signer", lambda: forger):
            forged = exports.files_of("twin:1", now=NOW) | {"days.json": b"[]"}
        self.assertEqual(checked(forged).returncode, 0)
        self.assertEqual(checked(forged, trusted).returncode, 1)


NAMES = st.text(st.characters(max_codepoint=127), max_size=4)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)


class CheckerTests(SimpleTestCase):
    @given(PLAIN)
    def test_its_canonical_json_is_that_of_rfc_8785(self, value: Any) -> None:
        self.assertEqual(checker.packed(value), rfc8785.dumps(value))

    def test_it_stays_a_program_that_one_reads_in_one_sitting(self) -> None:
        checks, curve = Path(checker.__file__).read_text().split("# Ed25519")
        self.assertLessEqual(len([line for line in checks.splitlines() if line]), 70)
        self.assertLessEqual(len([line for line in curve.splitlines() if line]), 32)

    def test_it_checks_signatures_as_the_library_does(self) -> None:
        key = Ed25519PrivateKey.generate()
        public, signature = key.public_key().public_bytes_raw().hex(), key.sign(b"a day").hex()
        self.assertTrue(checker.is_signed(public, b"a day", signature))
        self.assertFalse(checker.is_signed(public, b"another day", signature))

    def test_it_knows_the_first_vector_of_rfc_8032(self) -> None:
        public = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
        signature = (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0"
            "595bbe24655141438e7a100b"
        )
        self.assertTrue(checker.is_signed(public, b"", signature))
