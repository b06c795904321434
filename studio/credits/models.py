"""Credits: drawn, never typed. A person confirms hers once a shoot, or says what is wrong."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from studio.ids import uuid7
from studio.people.models import Craft
from studio.shoots.models import Shoot


class Confirmation(models.Model):
    """One person's answer for one shoot: how she is named there."""

    class NameForm(models.TextChoices):
        NAME = "name", _("my name")
        PSEUDONYM = "pseudonym", _("another name")
        NONE = "none", _("not named")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    shoot = models.ForeignKey(Shoot, models.CASCADE, related_name="confirmations")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="confirmations")
    name_form = models.CharField(max_length=10, choices=NameForm.choices, default=NameForm.NAME)
    name = models.CharField(max_length=120, blank=True)  # the other name
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shoot", "person"], name="confirms_once_a_shoot")]

    def __str__(self) -> str:
        return f"{self.person}, {self.shoot}"


class Dispute(models.Model):
    """Something is wrong with a credit. It stops the seal until it is settled."""

    class Kind(models.TextChoices):
        NOT_ME = "not-me", _("I did not do this")
        MISSING = "missing", _("I did something that is missing")
        OTHER_PERSON = "other-person", _("somebody else did this")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    shoot = models.ForeignKey(Shoot, models.CASCADE, related_name="disputes")
    look = models.ForeignKey("looks.Look", models.CASCADE, null=True, blank=True, related_name="disputes")
    craft = models.CharField(max_length=24, choices=Craft.choices)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )  # whom it is about
    kind = models.CharField(max_length=12, choices=Kind.choices)
    words = models.CharField(max_length=400, blank=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, blank=True)  # "added", "removed", "kept"

    def __str__(self) -> str:
        return f"{self.shoot}: {self.craft}"


class NoneUsed(models.Model):
    """Somebody declared that a craft was not used in a shoot, so that its absence is no omission."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    shoot = models.ForeignKey(Shoot, models.CASCADE, related_name="none_used")
    craft = models.CharField(max_length=24, choices=Craft.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shoot", "craft"], name="none_used_once")]

    def __str__(self) -> str:
        return f"{self.shoot}: no {self.craft}"


class Correction(models.Model):
    """The outcome of a settled dispute, kept as a row: a (person, craft) added to or removed from a look's credits."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    shoot = models.ForeignKey(Shoot, models.CASCADE, related_name="corrections")
    look = models.ForeignKey("looks.Look", models.CASCADE, null=True, blank=True, related_name="corrections")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    craft = models.CharField(max_length=24, choices=Craft.choices)
    added = models.BooleanField()
    dispute = models.OneToOneField(Dispute, models.PROTECT, related_name="correction")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person}, {self.craft}"
