"""What leaves: sealed assets, their renditions, and deliveries, the only way out."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from studio.decisions import Decision, no
from studio.ids import uuid7
from studio.people.models import Person, Role, Seat
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
            "house", "by", "taken_by", "rendition__file", f"{look}__shoot__house", f"{look}__shoot__brief",
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
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="delivery_ends_on_or_after_start"),
            models.UniqueConstraint(fields=["by", "key"], name="delivery_asked_once"),
        ]

    def __str__(self) -> str:
        return f"{self.rendition}, {self.channel}"


NEAR_DAYS = 7  # so long before its last day a copy asks for a hand


class TakedownQuerySet(models.QuerySet["Takedown"]):
    def open(self) -> TakedownQuerySet:
        """Still to come down: neither taken down nor delivered anew meanwhile."""
        return self.filter(down_at=None, renewed_at=None)

    def answered_by(self, person: Person, now: datetime) -> TakedownQuerySet:
        """Of the houses in whose name she may say that a copy is down."""
        seats = Seat.objects.in_force(now).filter(person=person, role__in=[Role.ADMIN, Role.PRODUCER])
        return self.filter(house__in=seats.values("organisation"))

    def waiting(self, today: date) -> TakedownQuerySet:
        """For a hand: nobody has acknowledged it, or its last day is near or over."""
        near = Q(acknowledged_at=None) | Q(last_on__lte=today + timedelta(days=NEAR_DAYS))
        return self.open().filter(near)

    def for_page(self) -> TakedownQuerySet:
        asset = "delivery__rendition__asset"
        return self.select_related(
            "house", "twin__owner", "acknowledged_by", "down_by", "delivery__taken_by",
            f"{asset}__master__preview__look__shoot",
        ).order_by("last_on", "made_at", "id")  # fmt: skip


class Takedown(models.Model):
    """A delivered copy that comes down by a day, for one twin in it: a licence was withdrawn, or its days are over."""

    class Why(models.TextChoices):
        WITHDRAWN = "withdrawn", _("licence withdrawn")
        ENDED = "ended", _("days over")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    piece = models.OneToOneField("consent.PieceTaken", models.CASCADE, related_name="takedown")
    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="takedowns")
    twin = models.ForeignKey("twins.Twin", models.PROTECT, related_name="takedowns")
    house = models.ForeignKey("people.Organisation", models.PROTECT, related_name="takedowns")
    why = models.CharField(max_length=10, choices=Why.choices)
    last_on = models.DateField()  # the last day it may be seen
    made_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    down_at = models.DateTimeField(null=True, blank=True)
    down_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    renewed_at = models.DateTimeField(null=True, blank=True)  # delivered again for longer: nothing is to come down

    objects = TakedownQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["house", "last_on"], name="takedown_of_house")]
        constraints = [
            models.CheckConstraint(
                condition=Q(down_at=None) | Q(down_by__isnull=False), name="takedown_says_who_took_it_down"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delivery}, down by {self.last_on}"

    @property
    def topic(self) -> str:
        return f"takedown:{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.down_at is None and self.renewed_at is None

    def state_on(self, today: date) -> str:
        """"down", "renewed", "overdue", "acknowledged" or "asked"."""
        if self.down_at:
            return "down"
        if self.renewed_at:
            return "renewed"
        if today > self.last_on:
            return "overdue"
        return "acknowledged" if self.acknowledged_at else "asked"
