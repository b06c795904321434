"""What was announced and has to reach every web process: a short-lived outbox, emptied by housekeeping."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class Announcement(models.Model):
    """Written in the announcer's own transaction, so that it is there exactly when what it tells of is there."""

    id = models.BigAutoField(primary_key=True)
    topic = models.CharField(max_length=120)
    message = models.JSONField(encoder=DjangoJSONEncoder)
    at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.id} {self.topic}"
