"""Keep up a job's lease while it is worked at, and end a worker that goes on after its job was taken away."""

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
    heart = Heart(job)
    heart.start()
    try:
        yield
    finally:
        heart.over.set()


class Heart(threading.Thread):
    """A thread with a connection of its own.

    When the token is gone it gives the work ten seconds to come to its next step, then ends the whole process: a
    library deep in its own loop can be stopped in no other way, and no thread can be killed. Workers run one job in one
    child process, so nothing else is lost, and Celery starts a new child. `os._exit` because a normal exit would wait
    for the very work that does not return.
    """

    def __init__(self, job: Job) -> None:
        super().__init__(name=f"heart of {job.kind} {job.id}", daemon=True)
        self.held = Job.objects.held(job)
        self.over = threading.Event()
        self.lost_at: float | None = None

    def run(self) -> None:
        try:
            while not self.over.wait(every_seconds()):
                self.beat()
        finally:
            connection.close()

    def beat(self) -> None:
        if self.lost_at is None:
            try:
                kept = self.held.update(lease_until=timezone.now() + lease())
            except DatabaseError as error:  # the database's trouble is no loss yet; the token decides when it is back
                log.warning("%s could not keep up its lease: %s", self.name, error)
                connection.close()
                return
            self.lost_at = None if kept else time.monotonic()
        elif time.monotonic() - self.lost_at > GRACE_SECONDS and not self.over.is_set():
            log.error("%s was taken away and did not stop; its process ends.", self.name)
            end_process()


def end_process() -> None:
    logging.shutdown()
    os._exit(ENDED_BY_WATCHDOG)
