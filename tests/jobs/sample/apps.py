import ctypes
import os
import time

from django.apps import AppConfig


class SampleConfig(AppConfig):
    name = "tests.jobs.sample"
    label = "sample"

    def ready(self) -> None:
        from studio.jobs import heartbeat
        from studio.jobs.kinds import kind

        heartbeat.GRACE_SECONDS = 2.0
        kind("sample", do=do_steps)
        kind("deaf", do=do_without_steps)
        kind("gripping", do=do_without_a_turn_for_anybody)


def do_steps(job: object) -> None:
    """`about` says how many tenths of a second; what was kept is one line in a file beside the database."""
    from django.conf import settings
    from django.db import transaction

    from studio.jobs import actions
    from studio.jobs.models import Job

    assert isinstance(job, Job)
    steps = int(job.about)
    for number in range(steps):
        time.sleep(0.1)
        actions.step(job, number / steps, f"{number} of {steps}")
    with transaction.atomic():
        if actions.finish(job):
            with (settings.DATA / "kept.txt").open("a") as kept:
                kept.write(f"{job.id} {os.getpid()}\n")


def do_without_steps(job: object) -> None:
    """Comes to no step for longer than anybody waits."""
    time.sleep(120)


def do_without_a_turn_for_anybody(job: object) -> None:
    """Sleeps without letting go of the interpreter, as a faulty library would."""
    ctypes.PyDLL(None).sleep(120)
