"""`manage.py open` as a person meets it: started, disturbed, closed."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import TestCase
from urllib.request import urlopen

from tests.operations.processes import ROOT, environment, running_on, started, wait_until


class OpenTests(TestCase):
    def setUp(self) -> None:
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.data = Path(folder.name) / ("a-rather-deep-folder/" * 6) / "data"
        self.data.mkdir(parents=True)
        self.log = Path(folder.name) / "log.txt"
        self.env = environment(self.data, DJANGO_SETTINGS_MODULE="studio.settings")
        self.addCleanup(self.end_what_is_left)

    def end_what_is_left(self) -> None:
        for pid in running_on(self.data):
            os.kill(pid, signal.SIGKILL)

    def said(self) -> str:
        return self.log.read_text()

    def web(self) -> list[int]:
        return [pid for pid, command in running_on(self.data).items() if "uvicorn" in command]

    def is_served(self, address: str) -> bool:
        try:
            with urlopen(f"{address}/healthz", timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def test_it_opens_mends_itself_refuses_a_second_and_closes_cleanly(self) -> None:
        """One story, because each opening takes seconds."""
        command = ["manage.py", "open", "--no-demo", "--data", str(self.data)]
        with started(command, env={**self.env, "DOUBLURE_DATA": ""}, log=self.log) as studio:
            wait_until(lambda: "Ctrl-C closes it" in self.said(), 120, "the studio")
            found = re.search(r"http://localhost:\d+", self.said())
            assert found is not None
            self.assertTrue(self.is_served(found[0]))
            self.assertIn("Only this machine can reach it", self.said())

            (before,) = self.web()
            os.kill(before, signal.SIGKILL)
            wait_until(lambda: self.web() not in ([], [before]) and self.is_served(found[0]), 60, "the next one")

            second = subprocess.run(
                [sys.executable, *command], cwd=ROOT, env=self.env, capture_output=True, text=True, check=False
            )
            self.assertEqual(second.returncode, 1)
            self.assertIn("Another web process already serves", second.stderr)

            studio.send_signal(signal.SIGINT)
            self.assertEqual(studio.wait(30), 0)
        self.assertIn("Closed. Everything is kept.", self.said())
        self.assertEqual(running_on(self.data), {})
