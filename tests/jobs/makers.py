"""Jobs for the tests."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone

from studio.jobs import actions
from studio.jobs.models import Job
from studio.people.models import Person

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


def person(name: str = "Ada") -> Person:
    return Person.objects.create_user(f"{name.lower()}@example.org", name=name)


def queued(by: Person | None = None, *, minute: int = 0, **fields: Any) -> Job:
    """A waiting job, asked for so many minutes after noon."""
    return actions.add(fields.pop("kind", "sample"), "1", by=by, now=NOON + timedelta(minutes=minute), **fields)


def running(**fields: Any) -> Job:
    """A job in a worker's hands since now."""
    job = queued(**fields)
    claimed = Job.objects.filter(id=job.id).claim(job.queue, timezone.now())
    assert claimed is not None
    return claimed
