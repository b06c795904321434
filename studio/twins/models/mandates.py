"""What an agency may do for a model, where, and until when."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from studio.ids import uuid7
from studio.people.models import Organisation
from studio.twins.models.twin import Twin


class MandateQuerySet(models.QuerySet["Mandate"]):
    def in_force(self, on: date) -> MandateQuerySet:
        return self.filter(signed_at__isnull=False, ended_at__isnull=True, starts_on__lte=on, ends_on__gte=on)

    def waiting(self) -> MandateQuerySet:
        """Offered, and neither signed nor declined nor taken back."""
        return self.filter(offered_at__isnull=False, signed_at=None, declined_at=None, ended_at=None)


class Mandate(models.Model):
    """What an agency may do for a model, where, and until when. Never carries consent, never renews by itself."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    twin = models.ForeignKey(Twin, models.CASCADE, related_name="mandates")
    agency = models.ForeignKey(Organisation, models.PROTECT, related_name="mandates")
    territories = models.JSONField(default=list)  # ISO 3166-1 alpha-2, or "WORLD"
    mother = models.BooleanField(default=False)
    exclusive = models.BooleanField(default=False)
    may = models.JSONField(default=list)  # "negotiate", "hold", "confirm", "pause"
    commission_bps = models.PositiveIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    law = models.CharField(max_length=6, blank=True)  # ISO 3166-2 of the law that governs it, "US-NY"
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    offered_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    text = models.TextField(blank=True)  # the sentences she read
    language = models.CharField(max_length=8, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    evidence = models.JSONField(default=dict, blank=True)  # how she was signed in when she signed
    signed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="mandate_ends_on_or_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.agency} for {self.twin}"
