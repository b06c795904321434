"""What is left of a twin that her owner erased."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from studio.twins.models import Twin


class Erasure(models.Model):
    """The receipt: what went, what stays and why, signed by the studio. Append-only in the database."""

    twin = models.OneToOneField(Twin, models.PROTECT, primary_key=True, related_name="erasure")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    receipt = models.JSONField()  # with its key and signature, as the checker reads it
    text = models.TextField()  # the same in her language
    language = models.CharField(max_length=8)

    def __str__(self) -> str:
        return f"{self.twin}, erased"
