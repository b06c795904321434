"""The first pictures of her twin: hers alone, until she chooses otherwise."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from studio.ids import uuid7
from studio.jobs.models import ALIVE
from studio.twins.models.plates import Plate
from studio.twins.models.twin import Twin


class OwnPictureQuerySet(models.QuerySet["OwnPicture"]):
    def made(self) -> OwnPictureQuerySet:
        return self.filter(made_at__isnull=False, picture__isnull=False)

    def hers(self) -> OwnPictureQuerySet:
        """Those to which she said "this is me": only of these does she make her comp card."""
        return self.made().filter(answer=OwnPicture.Answer.ME)


class OwnPicture(models.Model):
    """A picture of a twin that its owner had made for her own eyes, of one plate, in her cover, under simple light."""

    class Answer(models.TextChoices):
        NONE = "", _("not answered")
        ME = "me", _("this is me")
        NOT_ME = "not-me", _("not me")
        NEVER = "never", _("never make this again")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    twin = models.ForeignKey(Twin, models.CASCADE, related_name="own_pictures")
    plate = models.ForeignKey(Plate, models.PROTECT, related_name="own_pictures")
    light = models.CharField(max_length=24)
    picture = models.ForeignKey("media.Blob", models.PROTECT, null=True, blank=True, related_name="+")
    job = models.ForeignKey("jobs.Job", models.SET_NULL, null=True, blank=True, related_name="+")
    mark = models.BigIntegerField(unique=True)  # the number of its invisible watermark
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=8, choices=Answer.choices, default=Answer.NONE, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = OwnPictureQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [models.UniqueConstraint(fields=["plate", "light"], name="own_picture_once_a_plate_and_light")]

    def __str__(self) -> str:
        return f"{self.plate}, {self.light}"

    @property
    def is_alive(self) -> bool:
        return self.made_at is None and self.job is not None and self.job.state in ALIVE
