"""What the studio keeps of a picture: where its bytes lie, under which keys, and what came of an upload."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from studio.ids import uuid7
from studio.media.rules import VARIANTS, names_of


class BlobQuerySet(models.QuerySet["Blob"]):
    def readable(self) -> "BlobQuerySet":
        return self.filter(erased_at=None)

    def sealed_by(self, name: str) -> "BlobQuerySet":
        """Every blob that cannot be read without this key."""
        inside = Q(sealed_under__startswith=f"{name},") | Q(sealed_under__contains=f",{name},")
        return self.filter(Q(sealed_under=name) | Q(sealed_under__endswith=f",{name}") | inside)


class Blob(models.Model):
    """One picture's bytes, never changed after they were written. The row outlives the bytes, as a record."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    stored_as = models.CharField(max_length=32, unique=True, editable=False)
    sha256 = models.CharField(_("SHA-256 of the plain bytes"), max_length=64, db_index=True)
    content_type = models.CharField(max_length=32)
    width_px = models.PositiveIntegerField()
    height_px = models.PositiveIntegerField()
    size_bytes = models.PositiveBigIntegerField()
    sealed_under = models.TextField(blank=True, default="")
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = BlobQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(width_px__gt=0, height_px__gt=0), name="blob_has_a_size"),
        ]

    def __str__(self) -> str:
        return f"{self.content_type} {self.width_px} x {self.height_px}"

    @property
    def names(self) -> tuple[str, ...]:
        """The keys that are all needed to read it; none for a picture that shows nobody."""
        return names_of(self.sealed_under)


class Variant(models.Model):
    """A smaller, re-encoded derivative: the only thing a page is ever served."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    source = models.ForeignKey(Blob, on_delete=models.CASCADE, related_name="variants")
    name = models.CharField(max_length=8, choices=[(name, name) for name in VARIANTS])
    blob = models.OneToOneField(Blob, on_delete=models.CASCADE, related_name="variant_of")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "name"], name="variant_is_made_once")]

    def __str__(self) -> str:
        return self.name


class UploadQuerySet(models.QuerySet["Upload"]):
    def sent_by(self, person: Any) -> "UploadQuerySet":
        return self.filter(by=person)

    def about(self, about: str) -> "UploadQuerySet":
        return self.filter(about=about)

    def under_way(self) -> "UploadQuerySet":
        return self.filter(state__in=[Upload.State.ARRIVING, Upload.State.DECODING])

    def abandoned(self, before: datetime) -> "UploadQuerySet":
        return self.under_way().filter(created_at__lt=before)

    def storing(self, stored_as: Iterable[str]) -> "UploadQuerySet":
        return self.under_way().filter(stored_as__in=stored_as)


class Upload(models.Model):
    """A file somebody dropped, from its arrival in quarantine to the blob made of it, or to the reason why not."""

    class State(models.TextChoices):
        ARRIVING = "arriving", _("Arriving")
        DECODING = "decoding", _("Reading")
        KEPT = "kept", _("Kept")
        REFUSED = "refused", _("Refused")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="uploads")
    about = models.CharField(max_length=80)
    sealed_under = models.TextField(blank=True, default="")
    file_name = models.CharField(max_length=200)
    size_bytes = models.PositiveBigIntegerField()
    stored_as = models.CharField(max_length=32, blank=True, default="", db_index=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.ARRIVING)
    progress = models.FloatField(default=0.0)
    code = models.CharField(max_length=40, blank=True, default="")
    values = models.JSONField(default=dict, blank=True)
    blob = models.ForeignKey(Blob, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    key = models.CharField(max_length=64, blank=True, default="")
    sha256 = models.CharField(max_length=64, blank=True, default="", db_index=True)  # of the file as it came
    source = models.CharField(max_length=2000, blank=True, default="")  # the address it is fetched from
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["about", "-created_at"], name="upload_about")]
        constraints = [
            models.UniqueConstraint(fields=["by", "key"], condition=~Q(key=""), name="upload_arrives_once"),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def under_way(self) -> bool:
        return self.state in {self.State.ARRIVING, self.State.DECODING}
