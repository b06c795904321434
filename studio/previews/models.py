"""Previews: pictures an engine made of a recipe, marked, and bound to the consent they were made under."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from studio.decisions import Decision, no
from studio.ids import uuid7
from studio.jobs.models import ALIVE
from studio.looks.models import Look
from studio.people.models import Person
from studio.shoots.models import Shoot
from studio.shoots.uses import Worn


class PreviewQuerySet(models.QuerySet["Preview"]):
    def visible_to(self, person: Person) -> PreviewQuerySet:
        """Rows only: whether the picture itself may be shown is asked of consent, each time."""
        return self.filter(look__shoot__in=Shoot.objects.visible_to(person))

    def made(self) -> PreviewQuerySet:
        return self.filter(made_at__isnull=False, picture__isnull=False)

    def alive_or_made(self) -> PreviewQuerySet:
        return self.filter(Q(made_at__isnull=False, picture__isnull=False) | Q(job__state__in=ALIVE))

    def for_page(self) -> PreviewQuerySet:
        """With everything a page says of a preview, in a constant number of queries."""
        rows = self.select_related("job", "picture", "look", "look__shoot", "look__shoot__brief", "by")
        return rows.prefetch_related("twins__twin__owner")

    def as_looks_stood(self) -> PreviewQuerySet:
        """Without what was only tried: another light, another twin."""
        return self.filter(tried="")

    def showing(self, twin_id: UUID) -> PreviewQuerySet:
        return self.filter(twins__twin_id=twin_id)


class Preview(models.Model):
    """Whether it was made stands here; how far it is, and why it was not made, stands in its job's row alone."""

    class Choice(models.TextChoices):
        NONE = "none", _("not chosen")
        PICK = "pick", _("pick")
        LEAVE = "leave", _("leave")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.CharField(max_length=80)
    look = models.ForeignKey(Look, models.PROTECT, related_name="previews")
    look_version = models.PositiveIntegerField()
    number = models.PositiveIntegerField()  # counted per look: "version 3"
    recipe = models.ForeignKey("looks.Recipe", models.PROTECT, related_name="previews")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    job = models.ForeignKey("jobs.Job", models.SET_NULL, null=True, blank=True, related_name="+")
    picture = models.ForeignKey("media.Blob", models.PROTECT, null=True, blank=True, related_name="+")
    categories = models.JSONField(default=list, blank=True)  # worn in it, when it was asked for
    brands = models.JSONField(default=list, blank=True)
    alterations = models.JSONField(default=list, blank=True)  # of her, as a licence calls them
    engine = models.CharField(max_length=24)
    engine_version = models.CharField(max_length=80)
    source_type = models.CharField(max_length=60, blank=True)
    mark = models.BigIntegerField(unique=True)  # the number of its invisible watermark, by which a copy is found
    made_at = models.DateTimeField(null=True, blank=True)
    reduced_at = models.DateTimeField(null=True, blank=True)  # nobody picked it: what is left is small, and hers alone
    tried = models.CharField(max_length=8, blank=True, default="")  # the slot that is otherwise than the look said
    # what all marks come to: `rules.settled`
    choice = models.CharField(max_length=6, choices=Choice.choices, default=Choice.NONE)
    rating = models.PositiveSmallIntegerField(default=0)
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = PreviewQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["look", "number"], name="preview_number_once"),
            models.UniqueConstraint(fields=["by", "key"], name="preview_asked_once"),
        ]
        indexes = [models.Index(fields=["look", "-at"])]

    def __str__(self) -> str:
        return f"{self.look}, {self.number}"

    @property
    def worn(self) -> Worn:
        """As it was declared when the picture was asked for: a page of many pictures reads it with the row."""
        return Worn(tuple(self.categories), tuple(self.brands), tuple(self.alterations))

    @property
    def state(self) -> str:
        """"made", or its job's word: queued, running, failed, cancelled, stopped."""
        if self.made_at:
            return "made"
        return self.job.state if self.job else "failed"

    @property
    def is_alive(self) -> bool:
        return self.state in ALIVE

    @property
    def ending(self) -> Decision:
        """Why it was not made, as its job's row says."""
        code = self.job.code if self.job and self.job.code else "job-failed"
        return no(code, **(self.job.values if self.job else {}))


class Mark(models.Model):
    """One person's own stars for a frame, and her own pick or leave. What all of them come to stands at the preview."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    preview = models.ForeignKey(Preview, models.CASCADE, related_name="marks")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    choice = models.CharField(max_length=6, choices=Preview.Choice.choices, default=Preview.Choice.NONE)
    rating = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["preview", "person"], name="one_mark_a_person")]

    def __str__(self) -> str:
        return f"{self.preview}: {self.person}"


class Sitting(models.Model):
    """One person at one look's dressing table. What she is shown while she moves a control carries this mark."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    look = models.ForeignKey(Look, models.CASCADE, related_name="sittings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    mark = models.BigIntegerField(unique=True)  # the number of the invisible watermark
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["look", "by"], name="one_sitting_a_person")]

    def __str__(self) -> str:
        return f"{self.look}: {self.by}"


class PreviewTwin(models.Model):
    """Each twin in a preview, with the exact grant version that allowed it and the gate's epoch then."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    preview = models.ForeignKey(Preview, models.CASCADE, related_name="twins")
    twin = models.ForeignKey("twins.Twin", models.PROTECT, related_name="previews")
    version = models.ForeignKey("consent.GrantVersion", models.PROTECT, null=True, related_name="+")
    epoch = models.BigIntegerField()
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["preview", "twin"], name="twin_once_a_preview")]

    def __str__(self) -> str:
        return f"{self.preview}: {self.twin}"


class Checkpoint(models.Model):
    """Weights in a local folder. A non-commercial one cannot end in a delivery."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=80, unique=True)
    folder = models.CharField(max_length=240)
    pipeline = models.CharField(max_length=80)
    version = models.CharField(max_length=64, unique=True)  # a hash of what lies in the folder
    licence = models.CharField(max_length=120)
    commercial = models.BooleanField(default=False)
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    registered_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class OvernightQuerySet(models.QuerySet["Overnight"]):
    def visible_to(self, person: Person) -> OvernightQuerySet:
        return self.filter(shoot__in=Shoot.objects.visible_to(person))

    def open(self) -> OvernightQuerySet:
        return self.filter(ended_at=None, cancelled_at=None)


class Overnight(models.Model):
    """One set-up on many looks and pieces: its rows are the truth, its job only sets them going when it is time.

    set_up: by the slot's kind {"value", "authors": [{"person", "craft"}]}, as it stood when this was planned.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    shoot = models.ForeignKey(Shoot, models.PROTECT, related_name="overnights")
    name = models.CharField(_("name"), max_length=120)
    set_up = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    starts_at = models.DateTimeField(_("starts at"))
    job = models.ForeignKey("jobs.Job", models.SET_NULL, null=True, blank=True, related_name="+")
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)  # each of its pictures is made, or is known not to be
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    code = models.CharField(max_length=60, blank=True, default="")  # why nothing of it began
    values = models.JSONField(default=dict, blank=True)
    key = models.CharField(max_length=80)

    objects = OvernightQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["by", "key"], name="overnight_asked_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def topic(self) -> str:
        return f"overnight:{self.id}"

    @property
    def state(self) -> str:
        """planned, running, done, cancelled; or "refused" where nothing of it began."""
        if self.cancelled_at:
            return "cancelled"
        if self.code:
            return "refused"
        if self.ended_at:
            return "done"
        return "running" if self.started_at else "planned"

    @property
    def ending(self) -> Decision:
        return no(self.code or "job-failed", **self.values)


class OvernightPicture(models.Model):
    """One picture of it: a look, or a piece by itself, on one twin in one pose; the preview, or why there is none."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    overnight = models.ForeignKey(Overnight, models.CASCADE, related_name="pictures")
    position = models.PositiveIntegerField()
    look = models.ForeignKey(Look, models.PROTECT, null=True, blank=True, related_name="+")
    garment = models.ForeignKey("looks.Garment", models.PROTECT, null=True, blank=True, related_name="+")
    twin = models.ForeignKey("twins.Twin", models.PROTECT, related_name="+")
    plate = models.ForeignKey("twins.Plate", models.PROTECT, related_name="+")
    preview = models.ForeignKey(Preview, models.PROTECT, null=True, blank=True, related_name="+")
    code = models.CharField(max_length=60, blank=True, default="")
    values = models.JSONField(default=dict, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)  # asked for, or refused

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["overnight", "position"], name="overnight_picture_in_order")]

    def __str__(self) -> str:
        return f"{self.overnight} {self.position}"

    @property
    def state(self) -> str:
        """waiting, refused, or its preview's own word: queued, running, made, failed, cancelled, stopped."""
        if self.preview:
            return self.preview.state
        return "refused" if self.code else "waiting"

    @property
    def ending(self) -> Decision:
        """Why there is no picture."""
        return no(self.code, **self.values) if self.code or not self.preview else self.preview.ending


class ReuseQuestion(models.Model):
    """Somebody's own setting on others' pictures beyond what she lets it be used for: she is asked. Silence is no."""

    class Answer(models.TextChoices):
        ASKED = "asked", _("asked")
        YES = "yes", _("yes")
        NO = "no", _("no")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    overnight = models.ForeignKey(Overnight, models.CASCADE, related_name="questions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kinds = models.JSONField(default=list)  # of the slots that are hers
    answer = models.CharField(max_length=6, choices=Answer.choices, default=Answer.ASKED)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["overnight", "person"], name="reuse_asked_once_a_person")]

    def __str__(self) -> str:
        return f"{self.overnight}: {self.person}"
