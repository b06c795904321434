"""What somebody without an account decided about a picture: her word, shown beside it. It is nobody's sign-off."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from studio.ids import uuid7
from studio.people.models import GuestLink
from studio.previews.models import Preview


class GuestDecision(models.Model):
    """Bound to the pixels that were looked at. Never changed: who thinks again says so anew, and the last counts."""

    class Answer(models.TextChoices):
        YES = "yes", _("Yes")
        CHANGE = "change", _("Change")
        NO = "no", _("No")

    class Proof(models.TextChoices):
        MAIL = "mail", _("by a code sent to that address")
        HAND = "hand", _("by a code that was read out")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    preview = models.ForeignKey(Preview, models.CASCADE, related_name="guest_decisions")
    link = models.ForeignKey(GuestLink, models.PROTECT, related_name="decisions")
    name = models.CharField(max_length=120)
    email = models.EmailField()
    proof = models.CharField(max_length=4, choices=Proof.choices)
    answer = models.CharField(max_length=6, choices=Answer.choices)
    words = models.CharField(max_length=1000, blank=True)
    picture_sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()
    key = models.CharField(max_length=80)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["link", "key"], name="guest_decision_given_once"),
            models.CheckConstraint(condition=~Q(answer="change") | ~Q(words=""), name="guest_change_says_what"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.answer}"
