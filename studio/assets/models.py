"""What leaves: sealed assets, their renditions, and deliveries, the only way out."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from studio.decisions import Decision, no
from studio.ids import uuid7
from studio.people.models import Person
from studio.shoots.models import Shoot


class AssetQuerySet(models.QuerySet["Asset"]):
    def visible_to(self, person: Person) -> AssetQuerySet:
        return self.filter(master__preview__look__shoot__in=Shoot.objects.visible_to(person))

    def for_page(self) -> AssetQuerySet:
        look = "master__preview__look"
        return self.select_related(
            "job", f"{look}__shoot__house", f"{look}__shoot__brief", "master__preview__recipe", "master__picture"
        )


class Asset(models.Model):
    """A sealed picture. `public_code` is its page's address, `mark` its watermark's number."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    master = models.OneToOneField("approvals.Master", models.PROTECT, related_name="asset")
    job = models.ForeignKey("jobs.Job", models.SET_NULL, null=True, blank=True, related_name="+")
    public_code = models.CharField(max_length=16, unique=True)
    mark = models.BigIntegerField(unique=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    credits = models.JSONField(default=list)  # [{"person", "name", "craft", "confirmed"}] as sealed
    binding_hash = models.CharField(max_length=64)
    recipe_hash = models.CharField(max_length=64)
    source_type = models.CharField(max_length=60)
    created_at = models.DateTimeField()
    sealed_at = models.DateTimeField(null=True, blank=True)

    objects = AssetQuerySet.as_manager()

    def __str__(self) -> str:
        return f"asset {self.public_code}"

    @property
    def state(self) -> str:
        """"sealed", or its job's word."""
        if self.sealed_at:
            return "sealed"
        return self.job.state if self.job else "failed"

    @property
    def ending(self) -> Decision:
        """Why it was not sealed, as its job's row says."""
        code = self.job.code if self.job and self.job.code else "job-failed"
        return no(code, **(self.job.values if self.job else {}))


class AssetTwin(models.Model):
    """Each twin in an asset and the grant version it was sealed under."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    asset = models.ForeignKey(Asset, models.CASCADE, related_name="twins")
    twin = models.ForeignKey("twins.Twin", models.PROTECT, related_name="assets")
    version = models.ForeignKey("consent.GrantVersion", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["asset", "twin"], name="twin_once_an_asset")]

    def __str__(self) -> str:
        return f"{self.asset}: {self.twin}"


class Rendition(models.Model):
    """One signed file of an asset: a crop in a format. The bytes are exactly what is delivered."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    asset = models.ForeignKey(Asset, models.CASCADE, related_name="renditions")
    aspect = models.CharField(max_length=8)
    format = models.CharField(max_length=8)
    file = models.ForeignKey("media.Blob", models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    width_px = models.PositiveIntegerField()
    height_px = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["asset", "aspect", "format"], name="rendition_once")]

    def __str__(self) -> str:
        return f"{self.asset}, {self.aspect} {self.format}"


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def for_page(self) -> DeliveryQuerySet:
        look = "rendition__asset__master__preview__look"
        return self.select_related(
            "house", "by", "rendition__file", f"{look}__shoot__house", f"{look}__shoot__brief",
            "rendition__asset__master__preview__recipe",
        )  # fmt: skip


class Delivery(models.Model):
    """A rendition let out for a named channel, place and period. Written with its ledger entries and register entry."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.CharField(max_length=80)
    rendition = models.ForeignKey(Rendition, models.PROTECT, related_name="deliveries")
    house = models.ForeignKey("people.Organisation", models.PROTECT, related_name="deliveries")
    channel = models.CharField(_("channel"), max_length=24)
    territories = models.JSONField(_("territories"), default=list)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)  # the file was first downloaded

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="delivery_ends_on_or_after_start"),
            models.UniqueConstraint(fields=["by", "key"], name="delivery_asked_once"),
        ]

    def __str__(self) -> str:
        return f"{self.rendition}, {self.channel}"
