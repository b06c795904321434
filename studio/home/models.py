"""What is packed for her to take, what she brings from another studio, and where a twin came from."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from studio.decisions import Decision, no
from studio.home.finding.models import Hue as Hue
from studio.home.finding.models import Word as Word
from studio.ids import uuid7
from studio.people.models import Person

KEPT = timedelta(days=1)


class ParcelQuerySet(models.QuerySet["Parcel"]):
    def of(self, person: Person) -> ParcelQuerySet:
        return self.filter(person=person)

    def there(self, now: datetime) -> ParcelQuerySet:
        return self.filter(gone_at=None, asked_at__gt=now - KEPT)

    def overdue(self, now: datetime) -> ParcelQuerySet:
        return self.filter(gone_at=None, asked_at__lte=now - KEPT)


class Parcel(models.Model):
    """Everything of hers, packed by a job, sealed under a key of its own, and gone after a day with that key."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="parcels")
    job = models.ForeignKey("jobs.Job", models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    gone_at = models.DateTimeField(null=True, blank=True)

    objects = ParcelQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(gone_at=None), name="one_parcel_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"parcel of {self.person}"

    @property
    def key_name(self) -> str:
        return f"parcel:{self.pk}"

    @property
    def until(self) -> datetime:
        return self.asked_at + KEPT

    @property
    def ending(self) -> Decision:
        """Why it was not packed, as its job's row says."""
        return no(self.job.code if self.job and self.job.code else "job-failed")


class ParcelPart(models.Model):
    """One ZIP of a parcel: the papers and the first pictures, or further pictures."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    parcel = models.ForeignKey(Parcel, models.CASCADE, related_name="parts")
    number = models.PositiveSmallIntegerField()
    file = models.ForeignKey("media.Blob", models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["parcel", "number"], name="parcel_part_once")]

    def __str__(self) -> str:
        return f"{self.parcel}, {self.number}"


class ArrivalQuerySet(models.QuerySet["Arrival"]):
    def of(self, person: Person) -> ArrivalQuerySet:
        return self.filter(person=person)

    def waiting(self) -> ArrivalQuerySet:
        return self.filter(ended_at=None)

    def overdue(self, now: datetime) -> ArrivalQuerySet:
        return self.waiting().filter(at__lte=now - KEPT)


class Arrival(models.Model):
    """A passport that was checked and found whole, until its bearer says yes to it; sealed, and gone after a day."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="arrivals")
    file = models.ForeignKey("media.Blob", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ArrivalQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"passport of {self.person}"

    @property
    def key_name(self) -> str:
        return f"arrival:{self.pk}"


class TrustedKeyQuerySet(models.QuerySet["TrustedKey"]):
    def in_force(self) -> TrustedKeyQuerySet:
        return self.filter(ended_at=None)


class TrustedKey(models.Model):
    """Another studio's key that somebody who runs this one answers for: who, and since when. Ended, never edited."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    fingerprint = models.CharField(max_length=60)
    studio = models.CharField(max_length=120)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = TrustedKeyQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["fingerprint"], condition=Q(ended_at=None), name="trusted_key_once_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.studio}, {self.fingerprint}"


class Origin(models.Model):
    """The studio a twin came from, and what its passport said. History: nothing of it is in force here."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    twin = models.OneToOneField("twins.Twin", models.CASCADE, related_name="origin")
    studio = models.CharField(max_length=120)
    address = models.CharField(max_length=300, blank=True)
    fingerprint = models.CharField(max_length=60)
    known_key = models.BooleanField(default=False)  # this studio's own; another's was confirmed by her
    twin_there = models.CharField(max_length=40)
    passport_sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    brought_at = models.DateTimeField()
    history = models.JSONField(default=dict)  # licences, money and credits as the passport told them

    def __str__(self) -> str:
        return f"{self.twin} from {self.studio}"
