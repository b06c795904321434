"""Boards: cards, and the ordered events that made them what they are. Presence and cursors are not stored."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from studio.boards.guest_models import BoardGuest as BoardGuest
from studio.boards.guest_models import GuestCode as GuestCode
from studio.boards.prints.models import Printout as Printout
from studio.boards.rules import GROUPS
from studio.boards.thread_models import Comment as Comment
from studio.boards.thread_models import DayLetter as DayLetter
from studio.boards.thread_models import DayReader as DayReader
from studio.boards.thread_models import Mention as Mention
from studio.boards.thread_models import Thread as Thread
from studio.boards.thread_models import ThreadRead as ThreadRead
from studio.ids import uuid7
from studio.people.models import Person
from studio.shoots.models import Shoot


class BoardQuerySet(models.QuerySet["Board"]):
    def visible_to(self, person: Person) -> BoardQuerySet:
        return self.filter(shoot__in=Shoot.objects.visible_to(person))

    def in_order(self) -> BoardQuerySet:
        """A shoot's first board is the one its tab opens."""
        return self.order_by("made_at", "id")


class Board(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    shoot = models.ForeignKey(Shoot, models.CASCADE, related_name="boards")
    name = models.CharField(_("name"), max_length=120)
    seq = models.BigIntegerField(default=0)  # the last event's number
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    # With its last event; before there is one, when and by whom it was made.
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    key = models.CharField(max_length=80, unique=True, null=True, blank=True)  # of the form it was made with

    objects = BoardQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-changed_at", "-id"], name="boards_by_last_change")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.changed_at is None:
            self.changed_at, self.changed_by_id = self.made_at, self.made_by_id
        super().save(*args, **kwargs)


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
        PALETTE = "palette", _("palette")
        ARROW = "arrow", _("arrow")
        SHEET = "sheet", _("contact sheet")
        CHART = "chart", _("face chart")
        PICTURE = "picture", _("picture")
        BOARD = "board", _("board")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    board = models.ForeignKey(Board, models.CASCADE, related_name="cards")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    about = models.CharField(max_length=40, blank=True)  # the garment's, look's, preview's, upload's or board's id
    x = models.FloatField(default=0)
    y = models.FloatField(default=0)
    width = models.FloatField(default=160)
    height = models.FloatField(default=200)
    rotation = models.FloatField(default=0)
    crop = models.JSONField(null=True, blank=True)  # what of the picture shows, as fractions of it; null is all
    layer = models.CharField(max_length=40, default="a0")  # a fractional index: two people re-layer without a clash
    content = models.JSONField(default=dict)  # by kind: studio.boards.contents
    locked = models.BooleanField(default=False)
    group = models.CharField(max_length=40, blank=True)  # cards that move together carry the same
    section = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="carried")
    geometry_version = models.PositiveIntegerField(default=1)
    layer_version = models.PositiveIntegerField(default=1)
    content_version = models.PositiveIntegerField(default=1)
    bond_version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["board", "removed_at"]),
            models.Index(fields=["board", "kind", "-at"], name="cards_of_a_kind"),  # the newest of them is the cover
            models.Index(fields=["about"], name="cards_about_a_thing"),  # on which boards does it lie
        ]

    def __str__(self) -> str:
        return f"{self.kind} on {self.board}"

    @property
    def versions(self) -> dict[str, int]:
        """Of each group of properties, how often it changed."""
        return {group: getattr(self, f"{group}_version") for group in GROUPS}


class BoardEvent(models.Model):
    """One op as it was applied. Sent again it changes nothing: `op_id` is unique."""

    id = models.BigAutoField(primary_key=True)
    board = models.ForeignKey(Board, models.CASCADE, related_name="events")
    seq = models.BigIntegerField()
    op_id = models.CharField(max_length=40)
    kind = models.CharField(max_length=16)  # one of studio.boards.rules.OPS
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
        indexes = [models.Index(fields=["card", "seq"], name="events_of_a_card")]

    def __str__(self) -> str:
        return f"{self.board} {self.seq}"


class BoardVersion(models.Model):
    """A moment of a board that somebody gave a name, so that it is found again. Nothing is copied for it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    board = models.ForeignKey(Board, models.CASCADE, related_name="versions")
    seq = models.BigIntegerField()
    name = models.CharField(_("name"), max_length=120)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["board", "seq", "name"], name="board_version_once")]

    def __str__(self) -> str:
        return self.name


class BoardRoleQuerySet(models.QuerySet["BoardRole"]):
    def right_of(self, person: Person, board: Board) -> str:
        """What she may do on a board she sees. Whoever is on the shoot may change it, unless it was said otherwise."""
        found = self.filter(person=person, board=board).values_list("right", flat=True).first()
        return found or BoardRole.Right.EDIT


class BoardRole(models.Model):
    """What somebody of the shoot may do on one of its boards. It narrows; it never shows a board to anybody else."""

    class Right(models.TextChoices):
        VIEW = "view", _("looks on")
        COMMENT = "comment", _("comments")
        EDIT = "edit", _("changes it")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    board = models.ForeignKey(Board, models.CASCADE, related_name="roles")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="board_roles")
    right = models.CharField(max_length=8, choices=Right.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = BoardRoleQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["board", "person"], name="one_right_on_a_board")]

    def __str__(self) -> str:
        return f"{self.person}: {self.right}"
