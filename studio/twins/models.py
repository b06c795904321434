"""Twins, the days they were captured, their plates, comp cards and mandates. No twin without an owner."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from studio.ids import uuid7
from studio.people.models import Craft, Organisation, Person


class TwinQuerySet(models.QuerySet["Twin"]):
    def of(self, person: Person) -> TwinQuerySet:
        return self.filter(owner=person)

    def castable(self) -> TwinQuerySet:
        """Met by her owner, with a comp card and a cover: only then may she be offered at all."""
        return self.filter(state=Twin.State.READY, cover_chosen_at__isnull=False)


class Twin(models.Model):
    """The digital twin of one person. Owned by her, never by an organisation."""

    class State(models.TextChoices):
        CAPTURED = "captured", _("captured, not met yet")
        READY = "ready", _("ready")
        RETIRED = "retired", _("retired")
        ERASED = "erased", _("erased")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="twins")
    name = models.CharField(_("name shown"), max_length=120)
    state = models.CharField(max_length=12, choices=State.choices, default=State.CAPTURED)
    as_of_on = models.DateField(_("as of"))
    height_cm = models.PositiveSmallIntegerField(null=True, blank=True)
    measurements = models.JSONField(default=dict, blank=True)  # chest_cm, waist_cm, hips_cm, shoe_eu
    fictional = models.BooleanField(default=False)  # a rendered person of the demo house; the page says so
    data_consent_at = models.DateTimeField()  # to make and keep the twin; apart from every licence
    adult_checked_at = models.DateTimeField()
    adult_checked_by = models.CharField(max_length=120)
    adult_document = models.CharField(max_length=60)  # the kind only; neither number nor date of birth is kept
    cover_chosen_at = models.DateTimeField(null=True, blank=True)
    shares_reason = models.BooleanField(default=False)  # whether a refused house reads why
    created_at = models.DateTimeField()
    key = models.CharField(max_length=120, unique=True, null=True, blank=True)

    objects = TwinQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def gate_name(self) -> str:
        """How the twin is called by jobs, keys, topics and chains."""
        return f"twin:{self.pk}"


class Capture(models.Model):
    """A day on which she was photographed for her twin. Its crew is credited wherever a plate of it is used."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    twin = models.ForeignKey(Twin, models.CASCADE, related_name="captures")
    captured_on = models.DateField()
    place = models.CharField(max_length=120, blank=True)
    licensed_at = models.DateTimeField(null=True, blank=True)  # the photographer licensed the captures to her

    def __str__(self) -> str:
        return f"{self.twin}, {self.captured_on}"


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
    """A picture of a body with what was measured on it. `landmarks` is `plates.to_json`."""

    picture = models.ForeignKey("media.Blob", models.PROTECT, related_name="+")
    alpha = models.ForeignKey("media.Blob", models.PROTECT, related_name="+")
    parts = models.ForeignKey("media.Blob", models.PROTECT, related_name="+")
    landmarks = models.JSONField()
    pose = models.CharField(max_length=60)
    view = models.CharField(max_length=12, default="front")
    framing = models.CharField(max_length=12, default="full")  # full | beauty
    width_px = models.PositiveIntegerField()
    height_px = models.PositiveIntegerField()

    class Meta:
        abstract = True


class PlateQuerySet(models.QuerySet["Plate"]):
    def in_use(self) -> PlateQuerySet:
        return self.filter(retired_at__isnull=True)


class Plate(Measured):
    """A base photograph of a twin. Never leaves; its blobs are sealed under the twin's key."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    twin = models.ForeignKey(Twin, models.CASCADE, related_name="plates")
    capture = models.ForeignKey(Capture, models.PROTECT, related_name="plates")
    retired_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()

    objects = PlateQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.twin}, {self.pose}"


class StandIn(Measured):
    """A neutral figure, nobody's likeness, on which a look is built before casting."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=60)
    body = models.CharField(max_length=12, choices=[("women", _("women's")), ("men", _("men's"))])

    def __str__(self) -> str:
        return f"{self.name}, {self.pose}"


class CompCardPicture(models.Model):
    """One picture of the comp card: chosen by her, rendered and marked, wearing at least her cover."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    twin = models.ForeignKey(Twin, models.CASCADE, related_name="comp_card")
    picture = models.ForeignKey("media.Blob", models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    alt = models.CharField(max_length=200)
    chosen_at = models.DateTimeField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["twin", "position"], name="comp_card_place_taken_once")]

    def __str__(self) -> str:
        return f"{self.twin}, comp card {self.position}"


class MandateQuerySet(models.QuerySet["Mandate"]):
    def in_force(self, on: date) -> MandateQuerySet:
        return self.filter(signed_at__isnull=False, ended_at__isnull=True, starts_on__lte=on, ends_on__gte=on)


class Mandate(models.Model):
    """What an agency may do for a model, where, and until when. Never carries consent, never renews by itself."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    twin = models.ForeignKey(Twin, models.CASCADE, related_name="mandates")
    agency = models.ForeignKey(Organisation, models.PROTECT, related_name="mandates")
    territories = models.JSONField(default=list)  # ISO 3166-1 alpha-2, or "WORLD"
    mother = models.BooleanField(default=False)
    exclusive = models.BooleanField(default=False)
    may = models.JSONField(default=list)  # "negotiate", "hold", "confirm", "pause"
    commission_bps = models.PositiveIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    law = models.CharField(max_length=6, blank=True)  # ISO 3166-2 of the law that governs it, "US-NY"
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    offered_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    text = models.TextField(blank=True)  # the sentences she read
    language = models.CharField(max_length=8, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    evidence = models.JSONField(default=dict, blank=True)  # how she was signed in when she signed
    signed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="mandate_ends_on_or_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.agency} for {self.twin}"
