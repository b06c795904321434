"""Boards: cards, and the ordered events that made them what they are. Presence and cursors are not stored."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from studio.ids import uuid7
from studio.people.models import Person
from studio.shoots.models import Shoot


class BoardQuerySet(models.QuerySet["Board"]):
    def visible_to(self, person: Person) -> BoardQuerySet:
        return self.filter(shoot__in=Shoot.objects.visible_to(person))


class Board(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    shoot = models.ForeignKey(Shoot, models.CASCADE, related_name="boards")
    name = models.CharField(max_length=120)
    seq = models.BigIntegerField(default=0)  # the last event's number
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = BoardQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class Card(models.Model):
    """Something on the board. What it shows belongs to the app it points at; the card only says where and how large."""

    class Kind(models.TextChoices):
        GARMENT = "garment", _("garment")
        LOOK = "look", _("look")
        PREVIEW = "preview", _("preview")
        REFERENCE = "reference", _("reference")
        NOTE = "note", _("note")
        SECTION = "section", _("section")
        SWATCH = "swatch", _("swatch")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    board = models.ForeignKey(Board, models.CASCADE, related_name="cards")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    about = models.CharField(max_length=40, blank=True)  # the garment's, look's, preview's or upload's id
    x = models.FloatField(default=0)
    y = models.FloatField(default=0)
    width = models.FloatField(default=160)
    height = models.FloatField(default=200)
    rotation = models.FloatField(default=0)
    layer = models.CharField(max_length=40, default="a0")  # a fractional index: two people re-layer without a clash
    content = models.JSONField(default=dict)  # words of a note or section, colour of a swatch
    geometry_version = models.PositiveIntegerField(default=1)
    layer_version = models.PositiveIntegerField(default=1)
    content_version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["board", "removed_at"])]

    def __str__(self) -> str:
        return f"{self.kind} on {self.board}"


class BoardEvent(models.Model):
    """One op as it was applied. Sent again it changes nothing: `op_id` is unique."""

    id = models.BigAutoField(primary_key=True)
    board = models.ForeignKey(Board, models.CASCADE, related_name="events")
    seq = models.BigIntegerField()
    op_id = models.CharField(max_length=40)
    kind = models.CharField(max_length=16)  # "add", "move", "layer", "content", "remove", "restore"
    card = models.ForeignKey(Card, models.CASCADE, related_name="events")
    patch = models.JSONField(default=dict)
    was = models.JSONField(default=dict)  # what undo puts back
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["board", "seq"], name="board_event_in_order"),
            models.UniqueConstraint(fields=["board", "op_id"], name="board_op_once"),
        ]

    def __str__(self) -> str:
        return f"{self.board} {self.seq}"
