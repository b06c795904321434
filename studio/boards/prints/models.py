"""A board on paper: asked for, drawn by a job, sealed under everybody it shows, and gone after some hours."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models

from studio.boards.prints.rules import Paper
from studio.decisions import Decision, no
from studio.ids import uuid7
from studio.jobs.models import ALIVE
from studio.people.models import Person

KEPT = timedelta(hours=4)


class PrintoutQuerySet(models.QuerySet["Printout"]):
    def of(self, person: Person) -> PrintoutQuerySet:
        return self.filter(by=person)

    def under_way(self) -> PrintoutQuerySet:
        return self.filter(job__state__in=ALIVE)

    def there(self, now: datetime) -> PrintoutQuerySet:
        return self.filter(gone_at=None, asked_at__gt=now - KEPT)

    def overdue(self, now: datetime) -> PrintoutQuerySet:
        return self.filter(gone_at=None, asked_at__lte=now - KEPT)


class Printout(models.Model):
    """gates: each gate's epoch when the pixels were drawn; once one has turned, the file opens for nobody."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    board = models.ForeignKey("boards.Board", models.CASCADE, related_name="printouts")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    format = models.CharField(max_length=4)
    size = models.CharField(max_length=4)
    landscape = models.BooleanField(default=True)
    cards = models.JSONField(default=list)  # those that were chosen; none is all of them
    language = models.CharField(max_length=8)
    key = models.CharField(max_length=80)
    job = models.ForeignKey("jobs.Job", models.SET_NULL, null=True, blank=True, related_name="+")
    file = models.ForeignKey("media.Blob", models.PROTECT, null=True, blank=True, related_name="+")
    gates = models.JSONField(default=dict)
    previews = models.JSONField(default=list)  # whose pixels are in it
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True, blank=True)
    gone_at = models.DateTimeField(null=True, blank=True)

    objects = PrintoutQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        constraints = [models.UniqueConstraint(fields=["by", "key"], name="printed_once")]
        indexes = [models.Index(fields=["board", "by", "-asked_at"], name="printouts_of_a_person")]

    def __str__(self) -> str:
        return f"{self.board}, {self.size}"

    @property
    def paper(self) -> Paper:
        return Paper(self.format, self.size, self.landscape)

    @property
    def key_name(self) -> str:
        return f"print:{self.pk}"

    @property
    def until(self) -> datetime:
        return self.asked_at + KEPT

    @property
    def state(self) -> str:
        """ "made", or its job's word."""
        if self.made_at:
            return "made"
        return self.job.state if self.job else "failed"

    @property
    def ending(self) -> Decision:
        """Why it was not made, as its job's row says."""
        values = {name: str(value) for name, value in self.job.values.items()} if self.job else {}
        return no(self.job.code if self.job and self.job.code else "job-failed", **values)
