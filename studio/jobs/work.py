"""What a worker does: claim, do, settle, until nothing is due."""

import logging

from django.utils import timezone

from studio.jobs import actions, kinds
from studio.jobs.heartbeat import beating
from studio.jobs.models import Job, State

log = logging.getLogger(__name__)


def drain(queue: str) -> int:
    """Do every due job of a queue, one after the other. Returns how many."""
    count = 0
    while job := Job.objects.claim(queue, timezone.now()):
        do(job)
        count += 1
    return count


def do(job: Job) -> None:
    kind = kinds.find(job.kind)
    if kind is None:
        log.error("No app knows the kind of job %r.", job.kind)
        actions.fail(job, "unknown-kind", kind=job.kind)
        return
    with beating(job):
        try:
            kind.do(job)
        except actions.Stopped:
            actions.settle(job, now=timezone.now())
        except Exception:  # whatever a kind meets, the worker goes on to the next job
            log.exception("%s %s failed at attempt %s", job.kind, job.about, job.attempts)
            actions.put_back(job, "gave-up", now=timezone.now())
        else:
            _require_an_end(job)


def _require_an_end(job: Job) -> None:
    """A kind that returned without an end was cancelled at its last step, or forgot: it must not run for ever."""
    if job.state == State.RUNNING and not actions.settle(job, now=timezone.now()):
        actions.fail(job, "no-result")
