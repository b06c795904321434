"""The twin herself, and what a house sees of her. No twin without an owner."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from studio.ids import uuid7
from studio.people.models import Person


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
    no_reminders_at = models.DateTimeField(null=True, blank=True)  # she said no to being reminded of that day
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
