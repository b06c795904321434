"""The job's row is the truth; everything else (rings, workers, pages) only reads it or races for it."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from studio.ids import uuid7
from studio.jobs.rules import ATTEMPTS


def lease() -> timedelta:
    return timedelta(seconds=settings.JOBS_LEASE_SECONDS)


class State(models.TextChoices):
    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("In the making")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")
    STOPPED = "stopped", _("Stopped")


ALIVE = (State.QUEUED, State.RUNNING)


class JobQuerySet(models.QuerySet["Job"]):
    def alive(self) -> "JobQuerySet":
        return self.filter(state__in=ALIVE)

    def due(self, now: datetime) -> "JobQuerySet":
        """Waiting and ripe, or left behind by a worker that no longer keeps up its lease."""
        waiting = Q(state=State.QUEUED, not_before__lte=now)
        left = Q(state=State.RUNNING, lease_until__lt=now, attempts__lt=ATTEMPTS, cancel_requested_at=None)
        return self.filter(waiting | left)

    def forsaken(self, now: datetime) -> "JobQuerySet":
        """Left behind by a worker, and not to be taken up again."""
        over = Q(attempts__gte=ATTEMPTS) | Q(cancel_requested_at__isnull=False)
        return self.filter(over, state=State.RUNNING, lease_until__lt=now)

    def in_turn(self) -> "JobQuerySet":
        """Fair between people: her ten do not block another's first."""
        return self.order_by("-priority", "turn", "created_at", "id")

    def next_turn(self, queue: str, priority: int, by: AbstractBaseUser | None) -> int:
        """A person's k-th waiting job has turn k, counted from where the queue stands now.

        Counted from one, newcomers' first jobs would for ever pass the last of somebody who asked for many.
        """
        waiting = self.filter(queue=queue, priority=priority, state=State.QUEUED)
        stands = waiting.aggregate(lowest=models.Min("turn"), hers=models.Max("turn", filter=Q(by=by)))
        return max((stands["lowest"] or 1) - 1, stands["hers"] or 0) + 1

    def claim(self, queue: str, now: datetime) -> "Job | None":
        """Take the next due job of a queue for this worker, or None. Only one of two workers gets it."""
        due = self.filter(queue=queue).due(now)
        for job_id in [row.id for row in due.in_turn().only("id")[:5]]:
            token = uuid4()
            taken = due.filter(id=job_id).update(
                state=State.RUNNING, token=token, lease_until=now + lease(), attempts=F("attempts") + 1, started_at=now
            )
            if taken:
                return self.get(id=job_id)
        return None

    def held(self, job: "Job") -> "JobQuerySet":
        """Every write of a worker goes through this: a job taken away, stopped or withdrawn matches nothing."""
        return self.filter(id=job.id, token=job.token, token__isnull=False, state=State.RUNNING)


class Job(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=40)
    about = models.CharField(max_length=64, db_index=True)
    queue = models.CharField(max_length=20)
    priority = models.SmallIntegerField(default=0)
    turn = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    token = models.UUIDField(null=True, editable=False)
    lease_until = models.DateTimeField(null=True)
    not_before = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    progress = models.FloatField(default=0.0)
    step = models.CharField(max_length=80, blank=True)
    cancel_requested_at = models.DateTimeField(null=True)
    stops_with = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="jobs")
    key = models.CharField(max_length=120, unique=True, null=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    code = models.CharField(max_length=60, blank=True)
    values = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]
        indexes = [
            models.Index(fields=["queue", "state", "not_before"], name="job_due", condition=Q(state__in=ALIVE)),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(progress__gte=0, progress__lte=1), name="job_progress_from_0_to_1"),
            models.CheckConstraint(
                condition=~Q(state=State.RUNNING) | Q(token__isnull=False, lease_until__isnull=False),
                name="job_running_has_token_and_lease",
            ),
            models.CheckConstraint(
                condition=Q(state=State.RUNNING) | Q(token__isnull=True), name="job_token_only_while_running"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"

    @property
    def topic(self) -> str:
        return f"job:{self.id}"

    @property
    def is_alive(self) -> bool:
        return self.state in ALIVE

    @property
    def percent(self) -> int:
        return int(self.progress * 100)


class JobStop(models.Model):
    """A name this job stops with ("twin:…"): what the switch looks for."""

    id = models.BigAutoField(primary_key=True)
    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="stops")
    name = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "job"], name="job_stop_once")]

    def __str__(self) -> str:
        return self.name
