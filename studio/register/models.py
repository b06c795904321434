"""Entries that are only ever added, one chain per twin, per organisation and for the studio itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import models

from studio.register.rules import digest, leaf


class Entry(models.Model):
    """One thing that happened. Holds ids, codes, numbers and salted hashes, never a name."""

    chain = models.CharField(max_length=80)
    seq = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=120, blank=True)
    by = models.CharField(max_length=120, blank=True)
    body = models.JSONField()
    key = models.CharField(max_length=120, null=True, blank=True)
    prev = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["chain", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["chain", "seq"], name="register_entry_one_per_number"),
            models.UniqueConstraint(fields=["chain", "key"], name="register_entry_one_per_key"),
        ]
        indexes = [models.Index(fields=["subject", "kind"], name="register_entry_subject")]

    def __str__(self) -> str:
        return f"{self.chain} {self.seq} {self.kind}"

    def fields(self) -> Mapping[str, Any]:
        """What the hash covers: every field but the row number and the hash itself."""
        return {
            "chain": self.chain,
            "seq": self.seq,
            "at": self.at.isoformat(),
            "kind": self.kind,
            "subject": self.subject,
            "by": self.by,
            "body": self.body,
            "key": self.key,
            "prev": self.prev,
        }

    def digest(self) -> str:
        return digest(self.fields())


class Head(models.Model):
    """The last entry of a chain: locked by whoever appends, so that a chain never forks."""

    chain = models.CharField(max_length=80, primary_key=True)
    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.chain} {self.seq}"


class Access(models.Model):
    """Who looked at or took what. Written in batches; leaves only when its keeping time is over."""

    at = models.DateTimeField(db_index=True)
    by = models.CharField(max_length=120, blank=True)
    subject = models.CharField(max_length=120)
    what = models.CharField(max_length=60)
    session = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name_plural = "access log"
        indexes = [models.Index(fields=["subject", "at"], name="register_access_subject")]

    def __str__(self) -> str:
        return f"{self.what} {self.subject}"


class DailyHead(models.Model):
    """Where every chain stood when a day ended (UTC), in one hash that the studio signed. Each names the day before."""

    day = models.DateField(primary_key=True)
    made_at = models.DateTimeField()
    is_late = models.BooleanField(default=False)  # the studio slept then: signed more than a day after its day
    chains = models.PositiveIntegerField()
    root = models.CharField(max_length=64)
    prev = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)
    key = models.CharField(max_length=64)  # the public key, in hex
    signature = models.CharField(max_length=128)

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day}: {self.root[:12]}"

    def fields(self) -> Mapping[str, Any]:
        """What the hash covers and the signature stands under."""
        return {
            "day": self.day.isoformat(),
            "made_at": self.made_at.isoformat(),
            "late": self.is_late,
            "chains": self.chains,
            "root": self.root,
            "prev": self.prev,
        }


class DayLeafQuerySet(models.QuerySet["DayLeaf"]):
    def standing_on(self, day: date) -> DayLeafQuerySet:
        """Each chain's place on a day: the newest written down until then."""
        newest = DayLeaf.objects.filter(chain=models.OuterRef("chain"), day__lte=day).order_by("-day").values("day")[:1]
        return self.filter(day=models.Subquery(newest)).order_by("chain")


class DayLeaf(models.Model):
    """Where one chain stood when a day ended. Written only for days on which it moved."""

    day = models.ForeignKey(DailyHead, models.PROTECT, related_name="leaves")
    chain = models.CharField(max_length=80)
    seq = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)

    objects = DayLeafQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "day"], name="register_leaf_once_a_day")]

    def __str__(self) -> str:
        return f"{self.chain} {self.seq}"

    @property
    def digest(self) -> str:
        return leaf(self.chain, self.seq, self.hash)
