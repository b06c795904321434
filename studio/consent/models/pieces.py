"""What is counted against a licence, and her word on each finished piece."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from studio.consent.models.granting import GrantVersion
from studio.ids import uuid7
from studio.twins.models import Twin


class TestTaken(models.Model):
    """One test preview, counted against a version that covers tests only."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.ForeignKey(GrantVersion, models.PROTECT, related_name="tests")
    preview = models.CharField(max_length=40)  # the preview's id; previews lie above
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "preview"], name="test_taken_once_a_preview")]

    def __str__(self) -> str:
        return f"{self.version}: {self.preview}"


class PieceTaken(models.Model):
    """One delivered piece, counted against the version it was delivered under."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.ForeignKey(GrantVersion, models.PROTECT, related_name="pieces")
    twin = models.ForeignKey(Twin, models.PROTECT, related_name="pieces")
    asset = models.CharField(max_length=40)  # the asset's id; assets lie above
    delivery = models.CharField(max_length=40)
    at = models.DateTimeField()
    ends_on = models.DateField()  # of the delivery: after it the piece is not shown
    takedown_on = models.DateField(null=True, blank=True)  # set by a withdrawal, after the notice agreed

    class Meta:
        constraints = [models.UniqueConstraint(fields=["twin", "delivery"], name="piece_taken_once_a_delivery")]

    def __str__(self) -> str:
        return f"{self.twin}: {self.asset}"


class PieceApproval(models.Model):
    """Her own yes or no to one finished file, where the grant says each piece asks her. Bound to its pixels."""

    class Answer(models.TextChoices):
        ASKED = "asked", _("asked")
        YES = "yes", _("yes")
        NO = "no", _("no")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    twin = models.ForeignKey(Twin, models.CASCADE, related_name="approvals")
    version = models.ForeignKey(GrantVersion, models.PROTECT, related_name="approvals")
    pixel_hash = models.CharField(max_length=64)
    about = models.CharField(max_length=40)  # the master's id
    answer = models.CharField(max_length=8, choices=Answer.choices, default=Answer.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )  # the owner, or whom she named
    lapses_on = models.DateField()  # silence is no

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "pixel_hash"], name="piece_asked_once")]

    def __str__(self) -> str:
        return f"{self.twin}: {self.answer}"
