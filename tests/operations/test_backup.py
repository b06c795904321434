"""A backup taken before an erasure and restored after it brings nothing of hers back. With real processes and files."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any
from unittest import TestCase

from django.conf import settings

BEGIN = """
from tests import crew
from tests.crew import NOW
from django.utils import timezone
twin = crew.twin(name="Nia", height_cm=177, measurements={"waist_cm": 618161816181})
plate = crew.plate(twin)
other = crew.plate(crew.twin(name="Ren"))
crew.grant(twin, crew.house("Corvane"))
print(json.dumps({"twin": str(twin.pk), "blob": plate.picture.stored_as, "other": other.picture.stored_as}))
"""
ERASE = """
from datetime import datetime
from django.utils import timezone
from studio.consent.actions import erase_twin
from studio.twins.models import Twin
twin, now = Twin.objects.select_related("owner").get(name="Nia"), timezone.now()
decision, made = erase_twin(twin, by=twin.owner, now=now, evidence={"method": "x", "signed_in_at": now.isoformat()})
assert made, decision
"""
LOOK = """
from studio.consent.actions import unapplied
from studio.consent.models import Gate, Grant
from studio.media import actions as media, keys
from studio.media.models import Blob
from studio.register.actions import verify
from studio.twins.models import Twin
twin = Twin.objects.get(name="Nia")
def opens(blob):
    try:
        return bool(media.load(blob))
    except (FileNotFoundError, keys.KeyGoneError):
        return False
print(json.dumps({
    "state": twin.state, "measurements": twin.measurements, "gate": Gate.objects.get(twin=twin).state,
    "grant": Grant.objects.get().state, "unapplied": unapplied(), "faults": len(verify()),
    "opens": sum(opens(blob) for blob in Blob.objects.sealed_by(twin.gate_name)),
    "others_open": all(opens(blob) for blob in Blob.objects.exclude(sealed_under__contains=str(twin.pk))
                       .filter(sealed_under__startswith="twin:")),
}))
"""


class BackupTests(TestCase):
    begun: Path
    ids: dict[str, str]

    @classmethod
    def setUpClass(cls) -> None:
        """A studio in which she works, made once: each test begins with a copy of it."""
        super().setUpClass()
        folder = tempfile.TemporaryDirectory(prefix="doublure-backup-")
        cls.addClassCleanup(folder.cleanup)
        cls.begun = Path(folder.name) / "begun"
        first = cls()
        first.data = cls.begun
        first.manage("migrate", "--verbosity", "0")
        cls.ids = first.python(BEGIN)

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory(prefix="doublure-backup-")
        self.addCleanup(folder.cleanup)
        self.data, self.copy = Path(folder.name) / "data", Path(folder.name) / "backup"
        shutil.copytree(self.begun, self.data)

    def run_python(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        environment = {**os.environ, "DOUBLURE_DATA": str(self.data), "DJANGO_SETTINGS_MODULE": "studio.settings"}
        environment.pop("DOUBLURE_DATABASE_URL", None)
        return subprocess.run(
            [sys.executable, *arguments], cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True,
            check=False, timeout=120,
        )  # fmt: skip

    def manage(self, *arguments: str) -> str:
        done = self.run_python("manage.py", *arguments)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def python(self, code: str) -> Any:
        done = self.run_python("-c", f"import django, json\ndjango.setup()\n{code}")
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout or "null")

    def test_whoever_was_erased_after_it_stays_erased(self) -> None:
        name = f"twin_{self.ids['twin']}.key"
        said = self.manage("backup", str(self.copy))
        self.assertIn("database.sqlite3", said)
        self.assertTrue((self.copy / "keys" / name).exists(), "the backup was taken while she was there")
        self.assertFalse(list(self.copy.rglob("wrapping.key")), "the key that opens it lies elsewhere")
        self.python(ERASE)

        refused = self.run_python("manage.py", "restore", str(self.copy))
        self.assertIn("Give --replace", refused.stderr)
        self.assertIn("1 had come back", self.manage("restore", str(self.copy), "--replace"))

        seen = self.python(LOOK)
        self.assertEqual((seen["state"], seen["measurements"], seen["gate"]), ("erased", {}, "closed"))
        self.assertEqual((seen["grant"], seen["unapplied"], seen["faults"]), ("withdrawn", [], 0))
        self.assertEqual((seen["opens"], seen["others_open"]), (0, True))
        self.assertFalse((self.data / "keys" / "twins" / name).exists())
        self.assertFalse(self.stored(self.ids["blob"]).exists())
        self.assertTrue(self.stored(self.ids["other"]).exists())
        self.assertNotIn(b"618161816181", (self.data / "studio.sqlite3").read_bytes())

    def stored(self, name: str) -> Path:
        return self.data / "files" / name[-2:] / name

    def test_a_database_put_back_by_hand_does_not_serve_until_the_list_is_applied(self) -> None:
        whole = (self.data / "studio.sqlite3").read_bytes()
        self.python(ERASE)
        (self.data / "studio.sqlite3").write_bytes(whole)
        for journal in ("studio.sqlite3-wal", "studio.sqlite3-shm"):
            (self.data / journal).unlink(missing_ok=True)
        serves = "from studio.consent.actions import require_erasures\nrequire_erasures()"
        self.assertIn("can still be read", self.run_python("-c", f"import django\ndjango.setup()\n{serves}").stderr)
        worker = self.run_python("-m", "celery", "-A", "studio.celery", "-q", "worker", "-P", "solo", "-Q", "draft")
        self.assertIn("can still be read", worker.stderr)
        self.python("from studio.operations import preparing\npreparing.apply_erasures()\nprint('null')")
        self.assertEqual(self.python(LOOK)["unapplied"], [])

    def test_a_changed_backup_is_refused(self) -> None:
        self.manage("backup", str(self.copy))
        with (self.copy / "database.sqlite3").open("ab") as file:
            file.write(b"x")
        refused = self.run_python("manage.py", "restore", str(self.copy), "--replace")
        self.assertIn("not as it was written", refused.stderr)

    def test_it_comes_up_on_another_machine_with_the_secrets(self) -> None:
        self.manage("backup", str(self.copy), "--secrets", str(self.copy.with_name("secrets")))
        self.data = self.data.with_name("another")
        self.manage("restore", str(self.copy), "--secrets", str(self.copy.with_name("secrets")))
        self.assertGreater(self.python(LOOK)["opens"], 0)
