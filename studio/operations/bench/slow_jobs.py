"""Jobs that only take their time. A bench's workers include this module, and know their kinds by it."""

import time

from django.conf import settings

from studio.jobs import actions
from studio.jobs.kinds import kind
from studio.jobs.models import Job

STEPS, SLEEPS, DEAF = "bench-steps", "bench-sleeps", "bench-deaf"
STEP_SECONDS, ASLEEP_SECONDS, DEAF_SECONDS, LONGEST_SECONDS = 0.02, 5.0, 120.0, 600.0


def step_by_step(job: Job) -> None:
    """Small steps, until it is stopped."""
    _until_stopped(job, STEP_SECONDS)


def asleep(job: Job) -> None:
    """Inside each step it sleeps, and hears nothing."""
    _until_stopped(job, ASLEEP_SECONDS)


def deaf(job: Job) -> None:
    """Longer asleep than anybody waits: its process has to be ended."""
    _until_stopped(job, DEAF_SECONDS)


def _until_stopped(job: Job, seconds: float) -> None:
    last = time.monotonic() + LONGEST_SECONDS
    try:
        while time.monotonic() < last:
            time.sleep(seconds)
            actions.step(job, 0.5, "taking its time")
    except actions.Stopped:
        _note(str(job.pk))
        raise


def _note(name: str) -> None:
    """When it let go, on the clock that all processes of a machine share."""
    folder = settings.DATA / "noted"
    folder.mkdir(exist_ok=True)
    (folder / f".{name}").write_text(str(time.monotonic_ns()))
    (folder / f".{name}").replace(folder / name)


kind(STEPS, do=step_by_step)
kind(SLEEPS, do=asleep)
kind(DEAF, do=deaf)
