"""From her tap to the last page told and the last job fenced: a running studio, with work under way and pages open."""

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.utils import timezone

from studio.consent import actions as consent
from studio.jobs import actions as jobs
from studio.jobs.models import Job, State
from studio.live import tickets
from studio.operations import children, servers
from studio.operations.bench import slow_jobs, stage
from studio.operations.bench.ground import throw_away
from studio.operations.bench.pages import Pages
from studio.operations.bench.report import Figure, Report, percentile
from studio.operations.bench.slow_jobs import DEAF, SLEEPS, STEPS
from studio.twins.models import Twin

GOAL_SECONDS = 1.0
ENDED_WITHIN_SECONDS = 12.0  # ten for the work to come to its next step, and the beat that notices
SECRET = "b" * 32
LOOK_SECONDS = 0.002
STARTS_WITHIN_SECONDS = 120.0


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--taps", type=int, default=30)
    parser.add_argument("--pages", type=int, default=100, help="How many websockets are open.")
    parser.add_argument("--queued", type=int, default=50, help="How many jobs wait.")
    parser.add_argument("--scaled", action="store_true", help="On a PostgreSQL and a Redis of its own.")
    parser.add_argument("--here", action="store_true", help="On the database and the broker of this environment.")


def run(options: argparse.Namespace) -> Report:
    """Embedded, unless a PostgreSQL was given or asked for: a Redis of its own then goes with it.

    A Redis that others listen to is never used: every page of theirs would hear of this bench's twin.
    """
    if options.here or (connection.vendor == "sqlite" and not options.scaled):
        return Bench(options).run()
    with _scaled_out() as environment:
        command = [sys.executable, "-m", "studio.operations.bench", "switch", "--json", "--here"]
        for name in ("taps", "pages", "queued"):
            command += [f"--{name}", str(getattr(options, name))]
        done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    told: dict[str, dict[str, Any]] = json.loads(done.stdout)
    figures = {name: Figure(each["value"], each["unit"], each["goal"]) for name, each in told.items()}
    return Report("From her tap, on PostgreSQL and Redis", figures, _notes(options))


@contextlib.contextmanager
def _scaled_out() -> Iterator[Mapping[str, str]]:
    with contextlib.ExitStack() as stack:
        scratch = stack.enter_context(tempfile.TemporaryDirectory(prefix="doublure-pg-", ignore_cleanup_errors=True))
        url = settings.DATABASE_URL or stack.enter_context(servers.postgres(Path(scratch)))
        redis_url = stack.enter_context(servers.redis(Path(scratch)))
        environment = stack.enter_context(throw_away(url))
        yield {**environment, "DOUBLURE_REDIS_URL": redis_url}


def _notes(options: argparse.Namespace) -> tuple[str, ...]:
    return (
        f"{options.taps} taps, each with {options.queued} jobs waiting, 2 running (one asleep for 5 s inside a step) "
        f"and {options.pages} pages open, all on one machine.",
        "The baseline is an empty POST to the same server, answered without touching anything.",
    )


@dataclass(slots=True)
class Tap:
    """Seconds from the tap on."""

    answered: float
    told: float
    fenced: float
    stepped: float  # until the job that takes small steps had let go
    slept: float  # until the one that was asleep had

    @property
    def whole(self) -> float:
        return max(self.answered, self.told, self.fenced)


class Bench:
    """A studio that runs for as long as this does."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.port = servers.free_port()
        self.running: list[subprocess.Popen[bytes]] = []
        self.twin = Twin.objects.select_related("owner").get(pk=stage.built().twin)
        self.session = stage.session_of(self.twin.owner)
        self.pages = Pages(self.address, self.visitors(), settings.SESSION_COOKIE_NAME)

    def run(self) -> Report:
        try:
            self.start()
            self.pages.open()
            baseline = [self.empty_post() for _ in range(max(30, self.options.taps))]
            taps = [self.tap() for _ in range(self.options.taps)]
            ended = self.end_of_a_deaf_one()
        finally:
            self.stop()
        where = "PostgreSQL and Redis" if settings.REDIS_URL else "SQLite, embedded"
        return Report(f"From her tap, on {where}", self.figures(baseline, taps, ended), _notes(self.options))

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def start(self) -> None:
        workers = [[*children.worker(name, "draft").command, "-I", slow_jobs.__name__] for name in ("first", "second")]
        web, chores = children.web("127.0.0.1", self.port).command, children.housekeeping().command
        connection.close()
        for command in (web, *workers, chores):
            self.running.append(
                subprocess.Popen(
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=sys.stderr.fileno(),  # standard output is for the report
                    start_new_session=True,
                )
            )
        _wait(self.answers, "the web process")

    def stop(self) -> None:
        for process in self.running:
            process.terminate()
        for process in self.running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(10)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, 9)

    def answers(self) -> bool:
        try:
            return self.post("/healthz")[1] < 500
        except OSError:
            return False

    def visitors(self) -> list[tuple[str, str]]:
        """Each open page has a session of its own, of one of twenty people."""
        people = [stage.person(f"Reader {number}") for number in range(20)]
        found = []
        for number in range(self.options.pages):
            session = stage.session_of(people[number % len(people)])
            found.append((session, tickets.sign([self.twin.gate_name], session_key=session)))
        return found

    def post(self, path: str, **sent: str) -> tuple[float, int]:
        """How many seconds an answer took, and its status."""
        cookies = f"{settings.SESSION_COOKIE_NAME}={self.session}; {settings.CSRF_COOKIE_NAME}={SECRET}"
        headers = {"Cookie": cookies, "X-CSRFToken": SECRET, "Content-Type": "application/x-www-form-urlencoded"}
        line = HTTPConnection("127.0.0.1", self.port, timeout=60)
        began = time.monotonic()
        line.request("POST", path, urlencode(sent), headers)
        answer = line.getresponse()
        answer.read()
        took = time.monotonic() - began
        line.close()
        return took, answer.status

    def empty_post(self) -> float:
        return self.post("/healthz")[0]

    # One tap

    def tap(self) -> Tap:
        stepping, sleeping = self.at_work(STEPS), self.at_work(SLEEPS)
        for number in range(self.options.queued):
            self.add(STEPS, number)
        self.pages.clear()
        fenced = Fenced(self.twin.gate_name)
        fenced.start()
        began = time.monotonic()
        answered, status = self.post(f"/consent/twins/{self.twin.pk}/pause")
        if status >= 400:
            raise RuntimeError(f"the pause was answered with {status}")
        told = self.pages.wait_until_told("paused") / 1e9 - began
        fenced.join()
        done = Tap(answered, told, fenced.at - began, noted(stepping) - began, noted(sleeping) - began)
        self.on_again()
        return done

    def at_work(self, kind: str) -> Job:
        job = self.add(kind, 0)
        _wait(lambda: Job.objects.filter(pk=job.pk, state=State.RUNNING).exists(), f"a worker to begin {kind}")
        return job

    def add(self, kind: str, about: int) -> Job:
        return jobs.add(kind, str(about), stops_with=[self.twin.gate_name], now=timezone.now())

    def on_again(self) -> None:
        consent.resume(self.twin, by=self.twin.owner, now=timezone.now(), fresh=True)
        self.pages.wait_until_told("resumed")

    def end_of_a_deaf_one(self) -> float:
        """How long until a process was ended that came to no step."""
        self.at_work(DEAF)
        before = _children_of(self.running[1:3])
        began = time.monotonic()
        self.post(f"/consent/twins/{self.twin.pk}/pause")
        _wait(lambda: before - _children_of(self.running[1:3]), "the deaf job's process to end")
        return time.monotonic() - began

    def figures(self, baseline: list[float], taps: list[Tap], ended: float) -> dict[str, Figure]:
        whole = [each.whole for each in taps]
        told, fenced = [each.told for each in taps], [each.fenced for each in taps]
        return {
            "tap to the last of all, p50": _ms(percentile(whole, 0.5), beside="empty POST, p50"),
            "tap to the last of all, p95": _ms(percentile(whole, 0.95), GOAL_SECONDS, beside="empty POST, p95"),
            "to the last page told, p95": _ms(percentile(told, 0.95)),
            "to the last job fenced, p95": _ms(percentile(fenced, 0.95)),
            "to the answer, p95": _ms(percentile([each.answered for each in taps], 0.95)),
            "empty POST, p50": _ms(percentile(baseline, 0.5)),
            "empty POST, p95": _ms(percentile(baseline, 0.95)),
            "to the stepping job's letting go, p95": _ms(percentile([each.stepped for each in taps], 0.95)),
            "to the sleeping job's letting go, longest": Figure(max(each.slept for each in taps), "s"),
            "to the end of a deaf job's process": Figure(ended, "s", ENDED_WITHIN_SECONDS),
        }


class Fenced(threading.Thread):
    """Looks until no job of hers is alive any more; when that was."""

    def __init__(self, name: str) -> None:
        super().__init__(daemon=True)
        self.stops_with, self.at = name, 0.0

    def run(self) -> None:
        try:
            _wait(lambda: not Job.objects.alive().filter(stops__name=self.stops_with).exists(), "the jobs to be fenced")
            self.at = time.monotonic()
        finally:
            connection.close()


def noted(job: Job) -> float:
    """When its worker let go, as it wrote down itself."""
    file = settings.DATA / "noted" / str(job.pk)
    _wait(file.exists, "a job to let go")
    return int(file.read_text()) / 1e9


def _children_of(processes: "list[subprocess.Popen[bytes]]") -> set[int]:
    """The processes that do the work for these workers (Linux)."""
    found = set()
    for process in processes:
        for task in Path(f"/proc/{process.pid}/task").glob("*/children"):
            with contextlib.suppress(OSError):
                found |= {int(number) for number in task.read_text().split()}
    return found


def _ms(seconds: float, goal: float | None = None, *, beside: str = "") -> Figure:
    return Figure(seconds * 1000, "ms", goal * 1000 if goal else None, beside=beside)


def _wait(is_so: Any, what: str) -> None:
    last = time.monotonic() + STARTS_WITHIN_SECONDS
    while not is_so():
        if time.monotonic() > last:
            raise TimeoutError(f"waited {STARTS_WITHIN_SECONDS:.0f} s for {what}")
        time.sleep(LOOK_SECONDS)
