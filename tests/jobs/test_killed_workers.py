"""Real workers, really killed. Accepted work is not lost and ends exactly once."""

import os
import random
import signal
import sqlite3
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import TestCase

from tests.operations.processes import environment, run, running_on, started, wait_until

WORKER = ["-m", "celery", "-A", "studio.celery", "-q", "worker", "--pool", "prefork", "-c", "1", "-l", "WARNING"]
ALONE = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
ADD = """
import sys, django
django.setup()
from django.utils import timezone
from studio.jobs import actions
for _ in range(int(sys.argv[3])):
    actions.add(sys.argv[1], sys.argv[2], stops_with=["twin:1"], now=timezone.now())
"""
STOP = """
import django
django.setup()
from django.utils import timezone
from studio.jobs import actions
print(actions.stop("twin:1", now=timezone.now()))
"""


class KilledWorkerTests(TestCase):
    data: Path
    env: dict[str, str]

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        folder = TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.data = Path(folder.name)
        cls.env = environment(cls.data, DOUBLURE_JOBS_LEASE_SECONDS="2")
        run(["-m", "django", "migrate", "--verbosity", "0", "--skip-checks"], env=cls.env)

    def setUp(self) -> None:
        self.log = self.data / "log.txt"
        self.addCleanup(self.end_what_is_left)
        self.enterContext(started(["-m", "django", "housekeeping"], env=self.env, log=self.log))

    def end_what_is_left(self) -> None:
        for pid in running_on(self.data):
            os.kill(pid, signal.SIGKILL)

    def states(self, kind: str) -> list[str]:
        with sqlite3.connect(self.data / "studio.sqlite3", timeout=10) as database:
            return [state for (state,) in database.execute("SELECT state FROM jobs_job WHERE kind = ?", [kind])]

    def worker(self, name: str) -> None:
        command = [*WORKER, *ALONE, "-Q", "draft", "-n", f"{name}@%h"]
        self.enterContext(started(command, env=self.env, log=self.log))

    def workers(self) -> list[int]:
        return sorted(pid for pid, command in running_on(self.data).items() if "celery" in command)

    def wait_for_one_more(self) -> None:
        before = self.states("sample").count("done")
        wait_until(lambda: self.states("sample").count("done") > before, 60, "the next job")

    def test_every_job_ends_exactly_once_however_often_workers_are_killed(self) -> None:
        luck = random.Random(7)
        (self.data / "kept.txt").unlink(missing_ok=True)
        run(["-c", ADD, "sample", "6", "8"], env=self.env)
        self.worker("first")
        for number in range(2):
            self.worker(f"next{number}")
            self.wait_for_one_more()
            os.kill(luck.choice(self.workers()), signal.SIGKILL)
        self.worker("last")
        wait_until(lambda: set(self.states("sample")) == {"done"}, 60, "all jobs")
        kept = [line.split()[0] for line in (self.data / "kept.txt").read_text().splitlines()]
        self.assertEqual((len(kept), len(set(kept))), (8, 8))

    def is_ended_when_stopped(self, kind: str, last_words: bytes) -> None:
        run(["-c", ADD, kind, "1", "1"], env=self.env)
        self.worker(kind)
        wait_until(lambda: self.states(kind) == ["running"], 30, "its start")
        at_work = self.workers()
        self.assertEqual(run(["-c", STOP], env=self.env).strip(), "1")
        wait_until(lambda: last_words in self.log.read_bytes(), 20, "the watchdog")
        wait_until(lambda: set(at_work) - set(self.workers()), 20, "the end of its process")
        run(["-c", ADD, "sample", "1", "1"], env=self.env)
        wait_until(lambda: "queued" not in self.states("sample") and "running" not in self.states("sample"), 30, "it")
        self.assertEqual(self.states(kind), ["stopped"])

    def test_a_worker_deaf_to_a_stop_is_ended_and_another_child_takes_its_place(self) -> None:
        self.is_ended_when_stopped("deaf", b"its process ends")

    def test_a_worker_that_lets_no_thread_have_its_turn_is_ended_too(self) -> None:
        self.is_ended_when_stopped("gripping", b"Timeout (0:00:02)!")
