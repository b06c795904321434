"""The gate, and each press of the switch."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from studio.ids import uuid7
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

    class How(models.TextChoices):
        SIGNED_IN = "signed-in", _("signed in")
        CARD = "card", _("by the stop card")  # nobody signs in for it, so nobody is named
        STANDSTILL = "standstill", _("because the model cannot act")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    twin = models.ForeignKey(Twin, models.CASCADE, related_name="pauses")
    reach = models.CharField(max_length=12, choices=Reach.choices)
    about = models.CharField(max_length=40, blank=True)  # the house's, shoot's or picture's id
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    how = models.CharField(max_length=12, choices=How.choices, default=How.SIGNED_IN)
    at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    stopped_jobs = models.PositiveIntegerField(default=0)  # waiting and running
    running_jobs = models.PositiveIntegerField(default=0)  # those of them that were being worked at
    hidden_pictures = models.PositiveIntegerField(default=0)
    refused_downloads = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["twin", "reach", "about"], condition=Q(lifted_at__isnull=True), name="one_pause_of_a_reach"
            )
        ]

    def __str__(self) -> str:
        return f"{self.twin}: {self.reach}"

    @property
    def waiting_jobs(self) -> int:
        return self.stopped_jobs - self.running_jobs


class Withdrawal(models.Model):
    """One licence taken back by its owner, and what that stopped. Those taken back at one press share `press`."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    press = models.UUIDField(default=uuid7, db_index=True)
    grant = models.OneToOneField("consent.Grant", models.CASCADE, related_name="withdrawal")
    twin = models.ForeignKey(Twin, models.CASCADE, related_name="withdrawals")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    stopped_jobs = models.PositiveIntegerField(default=0)  # waiting and running
    running_jobs = models.PositiveIntegerField(default=0)
    hidden_pictures = models.PositiveIntegerField(default=0)
    refused_downloads = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.grant}, withdrawn"

    @property
    def waiting_jobs(self) -> int:
        return self.stopped_jobs - self.running_jobs


class StopCardQuerySet(models.QuerySet["StopCard"]):
    def in_force(self) -> StopCardQuerySet:
        return self.filter(ended_at=None)


class StopCard(models.Model):
    """A card for her wallet whose code pauses everything, with no sign-in, and does nothing else.

    Its address is made from its id and the studio's secret, so no row holds a key.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    twin = models.ForeignKey(Twin, models.CASCADE, related_name="stop_cards")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)  # lost, or replaced by a new one

    objects = StopCardQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.twin}: stop card"


class Contact(models.Model):
    """Whom she named to be asked if she dies or cannot act. One at a time; another replaces it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=120)
    email = models.EmailField()
    relation = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=8, default="en")  # as far as it is known
    named_at = models.DateTimeField()
    written_at = models.DateTimeField(null=True, blank=True)  # a letter with the link went out
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner"], condition=Q(ended_at=None), name="one_contact_at_a_time")
        ]

    def __str__(self) -> str:
        return self.name


class Standstill(models.Model):
    """Somebody said that she died or cannot act: everything of hers stands still, and her contact is asked."""

    class Why(models.TextChoices):
        DIED = "died", _("the model has died")
        CANNOT = "cannot", _("the model cannot act")

    class Answer(models.TextChoices):
        ASKED = "asked", _("asked")
        STAY = "stay", _("stays paused")
        RETIRE = "retire", _("is retired")
        MISTAKEN = "mistaken", _("was a mistake")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="standstills")
    why = models.CharField(max_length=8, choices=Why.choices)
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, blank=True, related_name="standstills")
    told_by_contact = models.BooleanField(default=False)  # by the link alone: nobody signed in for it
    written_at = models.DateTimeField(null=True, blank=True)  # a letter that asks the contact went out
    answer = models.CharField(max_length=10, choices=Answer.choices, default=Answer.ASKED)
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)  # only her own fresh sign-in ends it

    def __str__(self) -> str:
        return f"{self.owner}: {self.why}"
