"""Entries that are only ever added, one chain per twin, per organisation and for the studio itself."""

from collections.abc import Mapping
from typing import Any

from django.db import models

from studio.register.rules import digest


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
