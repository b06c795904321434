"""Ask for a job, tell its progress, end it, stop it. Written by a worker only under the token it claimed with."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from weakref import WeakKeyDictionary

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from studio.jobs import kinds
from studio.jobs.models import Job, JobQuerySet, JobStop, State
from studio.jobs.ringing import ring_on_commit
from studio.jobs.rules import rest_after
from studio.live.announcing import announce, announce_all

TELL_EVERY_SECONDS = 0.1


class Stopped(Exception):
    """Raised out of a step: the job was cancelled, stopped or taken over, and nothing it makes can be kept."""


@transaction.atomic
def add(
    kind: str,
    about: object,
    *,
    queue: str = "draft",
    stops_with: Iterable[str] = (),
    by: AbstractBaseUser | None = None,
    priority: int = 0,
    now: datetime,
    not_before: datetime | None = None,
    key: str = "",
) -> Job:
    """Put a job into its queue, in the caller's transaction; workers hear of it when that commits.

    about: whatever the kind's `do` looks up, as text. stops_with: names that stop it ("twin:…").
    not_before: when it may be taken up; None is at once. key: the same key again gives the first job back.
    """
    names = sorted(set(stops_with))
    fresh = {
        "kind": kind,
        "about": str(about),
        "queue": queue,
        "priority": priority,
        "turn": Job.objects.next_turn(queue, priority, by),
        "stops_with": names,
        "by": by,
        "not_before": not_before or now,
        "created_at": now,
    }
    if key:
        job, is_new = Job.objects.get_or_create(key=key, defaults=fresh)
        if not is_new:
            return job
    else:
        job = Job.objects.create(**fresh)
    JobStop.objects.bulk_create(JobStop(job=job, name=name) for name in names)
    ring_on_commit(queue)
    _tell(job)
    return job


_told: "WeakKeyDictionary[Job, float]" = WeakKeyDictionary()


def step(job: Job, progress: float, step: str = "") -> None:
    """Tell how far it is (0.0 to 1.0) and in which step. Raises Stopped when the job is no longer this worker's.

    Asked at every call, written and announced at most ten times a second.
    """
    held = Job.objects.held(job).filter(cancel_requested_at=None)
    at = time.monotonic()
    if at - _told.get(job, -TELL_EVERY_SECONDS) < TELL_EVERY_SECONDS and step == job.step:
        if not held.exists():
            raise Stopped
        return
    progress = min(max(progress, 0.0), 1.0)
    if not held.update(progress=progress, step=step):
        raise Stopped
    _told[job] = at
    job.progress, job.step = progress, step
    _tell(job)


def finish(job: Job) -> bool:
    """End it as done, in the caller's transaction, which keeps the result. False: keep nothing, it was taken away."""
    done = Job.objects.held(job).filter(cancel_requested_at=None)
    return _end(job, done, State.DONE, timezone.now(), progress=1.0)


def fail(job: Job, code: str, **values: Any) -> bool:
    """End it as failed for a reason that trying again would not mend."""
    with transaction.atomic():
        return _end(job, Job.objects.held(job), State.FAILED, timezone.now(), code=code, values=values)


def put_back(job: Job, code: str, *, now: datetime) -> bool:
    """Let it rest and try again, or fail it after its last attempt. False when it was no longer this worker's."""
    rest = rest_after(job.attempts)
    with transaction.atomic():
        if rest is None:
            return _end(job, Job.objects.held(job), State.FAILED, now, code=code)
        again = Job.objects.held(job).update(
            state=State.QUEUED, token=None, lease_until=None, not_before=now + rest, progress=0.0, step=""
        )
        if again:
            job.refresh_from_db()
            _tell(job)
        return bool(again)


def settle(job: Job, *, now: datetime) -> bool:
    """A worker that was told to stop lets go: as cancelled when that was asked for, else it already lost the job."""
    with transaction.atomic():
        cancelled = Job.objects.held(job).filter(cancel_requested_at__isnull=False)
        return _end(job, cancelled, State.CANCELLED, now, code="cancelled")


@transaction.atomic
def cancel(job: Job, *, by: AbstractBaseUser, now: datetime) -> bool:
    """Take it back: at once while it waits, at its next step while it runs. False when it has already ended."""
    waiting = Job.objects.filter(id=job.id, state=State.QUEUED)
    if _end(job, waiting, State.CANCELLED, now, code="cancelled", cancel_requested_at=now):
        return True
    asked = Job.objects.filter(id=job.id, state=State.RUNNING, cancel_requested_at=None).update(cancel_requested_at=now)
    job.refresh_from_db()
    if asked:
        _tell(job)
    return job.is_alive


@dataclass(frozen=True, slots=True)
class Halted:
    """How many jobs a stop ended: those that waited, and those that were being worked at."""

    waiting: int = 0
    running: int = 0

    @property
    def both(self) -> int:
        return self.waiting + self.running


def stop(name: str, *, now: datetime, code: str = "stopped", also: str = "") -> int:
    """As `halt`, for who need not know how many of them were running."""
    return halt(name, now=now, code=code, also=also).both


@transaction.atomic
def halt(name: str, *, now: datetime, code: str = "stopped", also: str = "") -> Halted:
    """End every job that stops with this name, in the caller's transaction: waiting ones are gone, running ones have
    lost their token, so nothing they make can be kept.

    also: only those that stop with this second name, too.
    """
    named = JobStop.objects.filter(name=name).values("job_id")
    jobs = Job.objects.alive().filter(id__in=named)
    if also:
        jobs = jobs.filter(id__in=JobStop.objects.filter(name=also).values("job_id"))
    found = list(jobs.select_for_update().order_by("id"))  # who would claim one meanwhile waits, and finds it gone
    running = sum(job.state == State.RUNNING for job in found)
    _end_all(found, State.STOPPED, now, code=code)
    return Halted(waiting=len(found) - running, running=running)


def _end_all(jobs: list[Job], state: State, now: datetime, *, code: str) -> None:
    """The caller holds these rows. All at once: whoever presses the switch does not wait for each."""
    Job.objects.filter(id__in=[job.id for job in jobs]).update(
        state=state, token=None, lease_until=None, ended_at=now, code=code
    )
    for job in jobs:
        job.state, job.token, job.lease_until, job.ended_at, job.code = state, None, None, now, code
        kind = kinds.find(job.kind)
        if kind and kind.ended:
            kind.ended(job)
    announce_all(news for job in jobs for news in _news(job))


@transaction.atomic
def bury(*, now: datetime) -> int:
    """End what a vanished worker left behind and nobody may take up again: cancelled, or tried too often."""
    count = 0
    for job in Job.objects.forsaken(now):
        mine = Job.objects.forsaken(now).filter(id=job.id)
        cancelled = job.cancel_requested_at is not None
        state, code = (State.CANCELLED, "cancelled") if cancelled else (State.FAILED, "gave-up")
        count += _end(job, mine, state, now, code=code)
    return count


def _end(job: Job, rows: JobQuerySet, state: State, now: datetime, **fields: Any) -> bool:
    """Write the end under the condition that `rows` holds; tell the kind unless it is done."""
    if not rows.update(state=state, token=None, lease_until=None, ended_at=now, **fields):
        return False
    job.refresh_from_db()
    kind = kinds.find(job.kind)
    if kind and kind.ended and state != State.DONE:
        kind.ended(job)
    _tell(job)
    return True


def _tell(job: Job) -> None:
    for topic, message in _news(job):
        announce(topic, **message)


def _news(job: Job) -> Iterator[tuple[str, dict[str, Any]]]:
    """For its own topic, and for the one its kind names besides."""
    news = {"kind": "job", "job": str(job.id), "state": str(job.state), "progress": job.progress, "step": job.step}
    yield job.topic, news
    kind = kinds.find(job.kind)
    topic = kind.topic(job) if kind and kind.topic else ""
    if topic and topic != job.topic:
        yield topic, news
