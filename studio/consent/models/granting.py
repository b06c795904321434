"""Her nevers, licences in versions that are never edited, and what was sold to one house alone."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from studio.ids import uuid7
from studio.people.models import Organisation
from studio.twins.models import Twin


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


class RateCard(models.Model):
    """What she asks for. A change is a new version; the highest is the one a request starts from."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    twin = models.ForeignKey(Twin, models.CASCADE, related_name="rate_cards")
    version = models.PositiveIntegerField()
    pay = models.JSONField()  # `terms.Pay` as JSON
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["twin", "version"], name="rate_card_version_once")]

    def __str__(self) -> str:
        return f"{self.twin}: rates {self.version}"


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

    class Meta:
        constraints = [models.UniqueConstraint(fields=["twin", "number"], name="grant_number_once")]
        indexes = [
            models.Index(fields=["twin", "house"], name="grant_in_force_of_a_house", condition=Q(state="in-force"))
        ]

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
    house_text = models.TextField(blank=True)  # the same in the house's language, where that is another
    house_language = models.CharField(max_length=8, blank=True)
    wording = models.CharField(max_length=16)
    sha256 = models.CharField(max_length=64)  # of the text, its language and wording, and the canonical terms
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    evidence = models.JSONField()  # how she was signed in, when, what was shown
    house_signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    house_signed_at = models.DateTimeField()
    house_evidence = models.JSONField(default=dict, blank=True)  # how whoever signed for the house was signed in
    mandate = models.ForeignKey("twins.Mandate", models.PROTECT, null=True, blank=True, related_name="versions")
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
