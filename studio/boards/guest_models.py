"""Somebody without an account who may look at a board, and the codes that prove whose word a decision is."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from studio.ids import uuid7
from studio.people.models import GuestLink


class BoardGuestQuerySet(models.QuerySet["BoardGuest"]):
    def in_force(self, now: datetime) -> BoardGuestQuerySet:
        return self.filter(link__in=GuestLink.objects.in_force(now))

    def for_page(self) -> BoardGuestQuerySet:
        return self.select_related("link__by", "board__shoot__house", "board__shoot__brief", "section")


class BoardGuest(models.Model):
    """Whom a link lets in to a board, and to how much of it. Whether it still does stands in the link alone."""

    class Reach(models.TextChoices):
        ALL = "all", _("The whole board")
        LOOKS = "looks", _("Only looks and their pictures")
        SECTION = "section", _("One section")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    link = models.OneToOneField(GuestLink, models.CASCADE, related_name="board_guest")
    board = models.ForeignKey("boards.Board", models.CASCADE, related_name="guests")
    email = models.EmailField(_("e-mail"))
    reach = models.CharField(max_length=8, choices=Reach.choices, default=Reach.ALL)
    section = models.ForeignKey("boards.Card", models.SET_NULL, null=True, blank=True, related_name="+")
    mailed_at = models.DateTimeField(null=True, blank=True)
    looked_at = models.DateTimeField(null=True, blank=True)

    objects = BoardGuestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(reach="section") | Q(section=None), name="guest_of_a_section_or_of_none")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.link.label


class GuestCode(models.Model):
    """A code somebody asked for to prove that a decision is hers. It is not kept: it is made anew from the row's salt
    and the studio's secret each time it is asked about, so neither the database nor a copy of it says what it was."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    guest = models.ForeignKey(BoardGuest, models.CASCADE, related_name="codes")
    salt = models.CharField(max_length=32)
    session = models.CharField(max_length=24)  # the mark of the session that asked: in another it proves nothing
    at = models.DateTimeField()
    until = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)
    by_hand = models.BooleanField(default=False)  # there was no mail server: whoever made the link read it out

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["guest", "at"], name="codes_of_a_guest")]

    def __str__(self) -> str:
        return f"{self.guest}, {self.at}"
