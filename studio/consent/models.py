"""Consent as data: the gate, her standing rules and rates, grants in versions, pieces taken, approvals."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from studio.ids import uuid7
from studio.people.models import Organisation
from studio.twins.models import Twin


class Gate(models.Model):
    """One row per twin, made with her. Locked by what changes consent, shared by what stores, signs or delivers."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        PAUSED = "paused", _("paused")
        CLOSED = "closed", _("closed")

    twin = models.OneToOneField(Twin, models.CASCADE, primary_key=True, related_name="gate")
    epoch = models.BigIntegerField(default=1)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    until = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.twin}: {self.state} ({self.epoch})"


class Pause(models.Model):
    """One press of the switch and how far it reaches. An everything-pause is also the gate's state."""

    class Reach(models.TextChoices):
        EVERYTHING = "everything", _("everything")
        HOUSE = "house", _("one house")
        SHOOT = "shoot", _("one shoot")
        PICTURE = "picture", _("one picture")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    twin = models.ForeignKey(Twin, models.CASCADE, related_name="pauses")
    reach = models.CharField(max_length=12, choices=Reach.choices)
    about = models.CharField(max_length=40, blank=True)  # the house's, shoot's or picture's id
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    stopped_jobs = models.PositiveIntegerField(default=0)
    hidden_pictures = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["twin", "reach", "about"], condition=Q(lifted_at__isnull=True), name="one_pause_of_a_reach"
            )
        ]

    def __str__(self) -> str:
        return f"{self.twin}: {self.reach}"


class StandingRules(models.Model):
    """Her nevers, across all grants. A change is a new version; the highest is in force."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    twin = models.ForeignKey(Twin, models.CASCADE, related_name="standing_rules")
    version = models.PositiveIntegerField()
    rules = models.JSONField()  # `terms.StandingRules` as JSON
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["twin", "version"], name="standing_rules_version_once")]

    def __str__(self) -> str:
        return f"{self.twin}: rules {self.version}"


class Grant(models.Model):
    """A licence of one twin to one house. What was agreed stands in its versions, which are never edited."""

    class State(models.TextChoices):
        OFFERED = "offered", _("offered")
        IN_FORCE = "in-force", _("in force")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")
        LAPSED = "lapsed", _("lapsed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.PositiveIntegerField()  # counted per twin: "licence 3"
    twin = models.ForeignKey(Twin, models.CASCADE, related_name="grants")
    house = models.ForeignKey(Organisation, models.PROTECT, related_name="grants")
    state = models.CharField(max_length=12, choices=State.choices, default=State.OFFERED)
    state_at = models.DateTimeField()
    mandate = models.ForeignKey("twins.Mandate", models.PROTECT, null=True, blank=True, related_name="grants")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["twin", "number"], name="grant_number_once")]

    def __str__(self) -> str:
        return f"{self.twin}, licence {self.number}"


class GrantVersion(models.Model):
    """The terms exactly as she signed them. Append-only in the database."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    grant = models.ForeignKey(Grant, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    terms = models.JSONField()  # `terms.Terms` as JSON
    starts_on = models.DateField()
    ends_on = models.DateField()
    text = models.TextField()  # the sentences she read
    language = models.CharField(max_length=8)
    wording = models.CharField(max_length=16)
    sha256 = models.CharField(max_length=64)  # of the text, its language and wording, and the canonical terms
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    evidence = models.JSONField()  # how she was signed in, when, what was shown
    house_signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    house_signed_at = models.DateTimeField()
    key = models.CharField(max_length=120, unique=True, null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["grant", "number"], name="grant_version_once"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="grant_ends_on_or_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.grant}, version {self.number}"


class ExclusivityQuerySet(models.QuerySet["Exclusivity"]):
    def in_force(self, on: date) -> ExclusivityQuerySet:
        return self.filter(starts_on__lte=on, ends_on__gte=on, ended_at__isnull=True)


class Exclusivity(models.Model):
    """Category x territory x window that a house bought; it blocks every other house by itself."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    twin = models.ForeignKey(Twin, models.CASCADE, related_name="exclusivities")
    version = models.ForeignKey(GrantVersion, models.PROTECT, related_name="exclusivities")
    category = models.CharField(max_length=24)
    territory = models.CharField(max_length=8)
    starts_on = models.DateField()
    ends_on = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ExclusivityQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.twin}: {self.category}, {self.territory}"


class TestTaken(models.Model):
    """One test preview, counted against a version that covers tests only."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.ForeignKey(GrantVersion, models.PROTECT, related_name="tests")
    preview = models.CharField(max_length=40)  # the preview's id; previews lie above
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "preview"], name="test_taken_once_a_preview")]

    def __str__(self) -> str:
        return f"{self.version}: {self.preview}"


class PieceTaken(models.Model):
    """One delivered piece, counted against the version it was delivered under."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.ForeignKey(GrantVersion, models.PROTECT, related_name="pieces")
    twin = models.ForeignKey(Twin, models.PROTECT, related_name="pieces")
    asset = models.CharField(max_length=40)  # the asset's id; assets lie above
    delivery = models.CharField(max_length=40)
    at = models.DateTimeField()
    ends_on = models.DateField()  # of the delivery: after it the piece is not shown
    takedown_on = models.DateField(null=True, blank=True)  # set by a withdrawal, after the notice agreed

    class Meta:
        constraints = [models.UniqueConstraint(fields=["twin", "delivery"], name="piece_taken_once_a_delivery")]

    def __str__(self) -> str:
        return f"{self.twin}: {self.asset}"


class PieceApproval(models.Model):
    """Her own yes or no to one finished file, where the grant says each piece asks her. Bound to its pixels."""

    class Answer(models.TextChoices):
        ASKED = "asked", _("asked")
        YES = "yes", _("yes")
        NO = "no", _("no")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    twin = models.ForeignKey(Twin, models.CASCADE, related_name="approvals")
    version = models.ForeignKey(GrantVersion, models.PROTECT, related_name="approvals")
    pixel_hash = models.CharField(max_length=64)
    about = models.CharField(max_length=40)  # the master's id
    answer = models.CharField(max_length=8, choices=Answer.choices, default=Answer.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    lapses_on = models.DateField()  # silence is no

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "pixel_hash"], name="piece_asked_once")]

    def __str__(self) -> str:
        return f"{self.twin}: {self.answer}"
