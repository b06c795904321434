"""The days she was captured, her plates, and the figures that are nobody's likeness."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from studio.ids import uuid7
from studio.people.models import Craft
from studio.twins import shots
from studio.twins.models.twin import Twin


class Capture(models.Model):
    """A day on which she was photographed for her twin. Its crew is credited wherever a plate of it is used."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    twin = models.ForeignKey(Twin, models.CASCADE, related_name="captures")
    captured_on = models.DateField()
    place = models.CharField(max_length=120, blank=True)
    licensed_at = models.DateTimeField(null=True, blank=True)  # the photographer licensed the captures to her
    brought_licence_at = models.DateTimeField(null=True, blank=True)  # as another studio's passport tells it
    vouched_at = models.DateTimeField(null=True, blank=True)  # that studio is vouched for here: `actions.brought`

    def __str__(self) -> str:
        return f"{self.twin}, {self.captured_on}"

    @property
    def waits_for(self) -> str:
        """What its licence to her still lacks: "photographer", "voucher", "meeting", or nothing."""
        if self.licensed_at is not None:
            return ""
        if self.brought_licence_at is None:
            return "photographer"
        return "voucher" if self.vouched_at is None else "meeting"


class CaptureCredit(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    capture = models.ForeignKey(Capture, models.CASCADE, related_name="crew")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="capture_credits")
    craft = models.CharField(max_length=24, choices=Craft.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["capture", "person", "craft"], name="capture_credit_once")]

    def __str__(self) -> str:
        return f"{self.person}, {self.craft}"


class Measured(models.Model):
    """A picture of a body with its masks. Where its points are kept differs: a twin's lie sealed under her key."""

    picture = models.ForeignKey("media.Blob", models.PROTECT, related_name="+")
    alpha = models.ForeignKey("media.Blob", models.PROTECT, related_name="+")
    parts = models.ForeignKey("media.Blob", models.PROTECT, related_name="+")
    pose = models.CharField(max_length=60)
    view = models.CharField(max_length=12, default="front")
    framing = models.CharField(max_length=12, default="full")  # full | beauty
    width_px = models.PositiveIntegerField()
    height_px = models.PositiveIntegerField()
    nails_seen = models.PositiveSmallIntegerField(null=True, blank=True)  # nothing where nobody has looked

    class Meta:
        abstract = True


class PlateQuerySet(models.QuerySet["Plate"]):
    def in_use(self) -> PlateQuerySet:
        return self.filter(retired_at__isnull=True)

    def usable(self) -> PlateQuerySet:
        """For anybody's eyes but hers: not retired, not barred by her, and licensed to her by who photographed it."""
        return self.in_use().filter(barred_at__isnull=True, capture__licensed_at__isnull=False)


class Plate(Measured):
    """A base photograph of a twin. Never leaves; its blobs are sealed under the twin's key."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    points = models.ForeignKey("media.Blob", models.PROTECT, related_name="+")  # `plates.to_json`, sealed as well
    drawing = models.JSONField(default=dict)  # of the pose alone: `twins.drawing`, which tells nothing of her build
    twin = models.ForeignKey(Twin, models.CASCADE, related_name="plates")
    capture = models.ForeignKey(Capture, models.PROTECT, related_name="plates")
    retired_at = models.DateTimeField(null=True, blank=True)
    barred_at = models.DateTimeField(null=True, blank=True)  # she said "never make this again"
    shows = models.JSONField(default=list, blank=True)  # of `shots.PLACES`: where her skin is seen on it
    made_at = models.DateTimeField()

    objects = PlateQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.twin}, {self.pose}"

    @property
    def pose_words(self) -> str:
        return shots.pose_words(self.pose)

    @property
    def is_usable(self) -> bool:
        """As `usable` asks it of many."""
        return self.retired_at is None and self.barred_at is None and self.capture.licensed_at is not None


class StandIn(Measured):
    """A neutral figure, nobody's likeness, on which a look is built before casting."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=60)
    landmarks = models.JSONField()  # `plates.to_json`; nobody's, so it lies in the open
    body = models.CharField(max_length=12, choices=[("women", _("women's")), ("men", _("men's"))])

    def __str__(self) -> str:
        return f"{self.name}, {self.pose}"
