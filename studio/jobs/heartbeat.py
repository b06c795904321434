"""Keep up a job's lease while it is worked at, and end a worker that goes on after its job was taken away."""

import faulthandler
import logging
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from studio.jobs.models import Job, lease

GRACE_SECONDS = 10.0
PULSE_SECONDS = 1.0
STDERR = 2  # by its number: what Celery puts in its place is no file
ENDED_BY_WATCHDOG = 70

log = logging.getLogger(__name__)


def every_seconds() -> float:
    """Often enough that three missed beats do not cost the lease, and that a lost token is seen within two seconds."""
    return min(float(settings.JOBS_LEASE_SECONDS) / 4, 2.0)


@contextmanager
def beating(job: Job) -> Iterator[None]:
    """Inside a transaction there is no beat: nobody else could see the job yet, and the beat would wait for its end."""
    if connection.in_atomic_block:
        yield
        return
    heart, pulse = Heart(job), Pulse()
    heart.start()
    pulse.start()
    try:
        yield
    finally:
        heart.over.set()
        pulse.stop()


class Heart(threading.Thread):
    """A thread with a connection of its own.

    When the token is gone it gives the work ten seconds to come to its next step, then ends the whole process: a
    library deep in its own loop can be stopped in no other way, and no thread can be killed. Workers run one job in one
    child process, so nothing else is lost, and Celery starts a new child. `os._exit` because a normal exit would wait
    for the very work that does not return.
    """

    def __init__(self, job: Job) -> None:
        super().__init__(name=f"heart of {job.kind} {job.id}", daemon=True)
        self.job = job
        self.held = Job.objects.held(job)
        self.over = threading.Event()
        self.lost_at: float | None = None

    def run(self) -> None:
        try:
            while not self.over.wait(self.rest()):
                self.beat()
        finally:
            connection.close()

    def rest(self) -> float:
        """Until the next beat; once the token is gone, until the ten seconds are over."""
        if self.lost_at is None:
            return every_seconds()
        return max(0.0, self.lost_at + GRACE_SECONDS - time.monotonic())

    def beat(self) -> None:
        if self.lost_at is None:
            try:
                kept = self.held.update(lease_until=timezone.now() + lease())
                self.lost_at = None if kept else time.monotonic() - self.lost_for()
            except DatabaseError as error:  # the database's trouble is no loss yet; the token decides when it is back
                log.warning("%s could not keep up its lease: %s", self.name, error)
                connection.close()
        elif time.monotonic() - self.lost_at >= GRACE_SECONDS and not self.over.is_set():
            log.error("%s was taken away and did not stop; its process ends.", self.name)
            end_process()

    def lost_for(self) -> float:
        """How long ago it was taken away, as its row says, but never longer than a beat: clocks of machines differ."""
        ended_at = Job.objects.filter(id=self.job.id).values_list("ended_at", flat=True).first()
        if ended_at is None:
            return 0.0
        return min(max((timezone.now() - ended_at).total_seconds(), 0.0), every_seconds())


class Pulse(threading.Thread):
    """Shows every second that this process still gives its threads a turn.

    A library that never lets go of the interpreter would leave the heart no beat, and nobody in here could tell that
    the job was taken away. So a timer outside the interpreter ends the process when no pulse has set it back for ten
    seconds; the lease brings the job back, if it is still to be done.
    """

    def __init__(self) -> None:
        super().__init__(name="pulse", daemon=True)
        self.over = threading.Event()
        self.setting = threading.Lock()

    def run(self) -> None:
        self.set_back()
        while not self.over.wait(PULSE_SECONDS):
            self.set_back()

    def set_back(self) -> None:
        with self.setting:
            if not self.over.is_set():
                faulthandler.dump_traceback_later(GRACE_SECONDS, exit=True, file=STDERR)

    def stop(self) -> None:
        with self.setting:
            self.over.set()
            faulthandler.cancel_dump_traceback_later()


def end_process() -> None:
    logging.shutdown()
    os._exit(ENDED_BY_WATCHDOG)
