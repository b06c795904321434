"""Review: notes drawn on previews, the master and its proof, verdicts bound to exactly what was seen."""

from __future__ import annotations

import json

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from studio.approvals.guest_models import GuestDecision as GuestDecision
from studio.decisions import Decision, no
from studio.ids import uuid7
from studio.people.models import Person
from studio.previews.models import Preview
from studio.shoots.models import Shoot


class Note(models.Model):
    """Drawn on a picture. `shape`: {"type": "pen" | "box" | "pin", "points": [[x, y]]} in parts of the picture."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    preview = models.ForeignKey(Preview, models.CASCADE, related_name="notes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    shape = models.JSONField()
    words = models.CharField(max_length=1000)
    asks_change = models.BooleanField(default=False)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    resolved_at = models.DateTimeField(null=True, blank=True)
    key = models.CharField(max_length=80)

    class Meta:
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["by", "key"], name="note_drawn_once")]

    def __str__(self) -> str:
        return self.words[:40]

    @property
    def shape_json(self) -> str:
        """For the page's drawing module."""
        return json.dumps(self.shape)


class MasterQuerySet(models.QuerySet["Master"]):
    def visible_to(self, person: Person) -> MasterQuerySet:
        return self.filter(preview__look__shoot__in=Shoot.objects.visible_to(person))


class Master(models.Model):
    """The full-size pixels that are signed off: rendered once, kept sealed, shown only as its marked proof."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    preview = models.OneToOneField(Preview, models.PROTECT, related_name="master")
    job = models.ForeignKey("jobs.Job", models.SET_NULL, null=True, blank=True, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    picture = models.ForeignKey("media.Blob", models.PROTECT, null=True, blank=True, related_name="+")
    proof = models.ForeignKey("media.Blob", models.PROTECT, null=True, blank=True, related_name="+")
    pixel_hash = models.CharField(max_length=64, blank=True)
    source_type = models.CharField(max_length=60, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)
    cleared_at = models.DateTimeField(null=True, blank=True)  # nothing was missing any more: it went to be sealed

    objects = MasterQuerySet.as_manager()

    def __str__(self) -> str:
        return f"master of {self.preview}"

    @property
    def state(self) -> str:
        """"made", or its job's word."""
        if self.made_at:
            return "made"
        return self.job.state if self.job else "failed"

    @property
    def ending(self) -> Decision:
        """Why it was not made, as its job's row says."""
        code = self.job.code if self.job and self.job.code else "job-failed"
        return no(code, **(self.job.values if self.job else {}))


class Verdict(models.Model):
    """A sign-off, or a refusal of one. `binding` holds what was seen: pixel hash, crops, recipe, grants, credits."""

    class Answer(models.TextChoices):
        YES = "yes", _("signed off")
        CHANGE = "change", _("change asked")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    master = models.ForeignKey(Master, models.PROTECT, related_name="verdicts")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answer = models.CharField(max_length=8, choices=Answer.choices)
    at = models.DateTimeField()
    binding = models.JSONField()
    binding_hash = models.CharField(max_length=64)
    key = models.CharField(max_length=80)
    ended_at = models.DateTimeField(null=True, blank=True)  # what it was bound to changed

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["master", "by"], condition=Q(ended_at__isnull=True), name="one_verdict_in_force_a_person"
            ),
            models.UniqueConstraint(fields=["by", "key"], name="verdict_given_once"),
        ]

    def __str__(self) -> str:
        return f"{self.master}: {self.answer}"
