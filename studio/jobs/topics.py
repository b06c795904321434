"""Who may listen to a job's progress."""

from typing import Any
from uuid import UUID

from studio.jobs import kinds
from studio.jobs.models import Job
from studio.live.kinds import kind


def register() -> None:
    kind("job", may_enter=may_enter)


def may_see(job: Job, user: Any) -> bool:
    """Who asked for it, and whom its kind lets look."""
    if user.is_authenticated and job.by_id == user.pk:
        return True
    owner = kinds.find(job.kind)
    return bool(owner and owner.may_see and owner.may_see(job, user))


def may_enter(topic_id: str, user: Any) -> bool:
    try:
        job = Job.objects.filter(id=UUID(topic_id)).first()
    except ValueError:
        return False
    return job is not None and may_see(job, user)
