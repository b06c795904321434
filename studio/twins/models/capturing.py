"""A capture session from the code on the studio's screen to the photographer's licence."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from studio.ids import uuid7
from studio.people import tokens
from studio.people.models import Person
from studio.twins.models.plates import Capture, Plate
from studio.twins.models.twin import Twin
from studio.twins.shots import PLACES, SHOTS, Shot
from studio.web.sentences.told import Words


class CaptureSessionQuerySet(models.QuerySet["CaptureSession"]):
    def going_on(self, now: datetime) -> CaptureSessionQuerySet:
        """Opened by her, not closed, and not over by itself: only then does a photographer see a frame."""
        return self.filter(opened_at__isnull=False, closed_at=None, ends_at__gt=now)

    def not_over(self, now: datetime) -> CaptureSessionQuerySet:
        """Open, or still waiting for her with a code that is good, or come to and not opened yet."""
        waiting = Q(opened_at=None) & Q(code_until__gt=now)
        return self.filter(waiting | Q(opened_at__isnull=False, ends_at__gt=now), closed_at=None)

    def overdue(self, now: datetime) -> CaptureSessionQuerySet:
        return self.filter(closed_at=None, ends_at__lte=now)

    def of(self, person: Person) -> CaptureSessionQuerySet:
        return self.filter(Q(photographer=person) | Q(person=person))


class CaptureSession(models.Model):
    """The photographer's device, and her leave for it to see what is taken, until she closes it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    photographer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="capture_sessions")
    device = models.CharField(max_length=64)  # the mark of the browser session that sees frames, and no other
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    twin = models.ForeignKey(Twin, models.CASCADE, null=True, blank=True, related_name="capture_sessions")
    capture = models.OneToOneField(Capture, models.SET_NULL, null=True, blank=True, related_name="session")
    shown_at = models.DateTimeField()
    code_until = models.DateTimeField()
    arrived_at = models.DateTimeField(null=True, blank=True)  # she pointed her phone at the code
    opened_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = CaptureSessionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["twin"],
                condition=Q(opened_at__isnull=False, closed_at=None),
                name="capture_session_one_open_per_twin",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.photographer}, {self.shown_at:%Y-%m-%d %H:%M}"

    @property
    def token(self) -> str:
        """The code's own key: made from the id and the studio's secret, so no row holds it."""
        return tokens.make("capture", self.id)

    @property
    def topic(self) -> str:
        return f"capture:{self.pk}"

    def is_open(self, now: datetime) -> bool:
        return self.opened_at is not None and self.closed_at is None and bool(self.ends_at and now < self.ends_at)


class CaptureFrameQuerySet(models.QuerySet["CaptureFrame"]):
    def in_tray(self) -> CaptureFrameQuerySet:
        """What waits for her word."""
        return self.filter(state__in=[CaptureFrame.State.ARRIVING, CaptureFrame.State.READY])

    def for_page(self) -> CaptureFrameQuerySet:
        return self.select_related("picture", "upload", "job", "plate", "session").order_by("at", "id")


class CaptureFrame(models.Model):
    """One file of the photographer's in her sealed tray, until she keeps or refuses it."""

    class State(models.TextChoices):
        ARRIVING = "arriving", _("arriving")
        READY = "ready", _("waits for the model")
        KEPT = "kept", _("kept")
        REFUSED = "refused", _("refused")
        LOST = "lost", _("not read")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    session = models.ForeignKey(CaptureSession, models.CASCADE, related_name="frames")
    upload = models.OneToOneField("media.Upload", models.SET_NULL, null=True, blank=True, related_name="+")
    picture = models.ForeignKey("media.Blob", models.PROTECT, null=True, blank=True, related_name="+")
    shot = models.CharField(max_length=24)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ARRIVING)
    sharpness = models.FloatField(null=True, blank=True)  # `imaging.frames.sharpness`
    outside = models.JSONField(default=list, blank=True)  # of "head", "hands", "feet": what the frame cuts off
    nobody = models.BooleanField(default=False)  # no pose was found in it
    job = models.ForeignKey("jobs.Job", models.SET_NULL, null=True, blank=True, related_name="+")
    plate = models.OneToOneField(Plate, models.SET_NULL, null=True, blank=True, related_name="frame")
    code = models.CharField(max_length=40, blank=True)  # why it came to nothing, or why it is no plate
    values = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = CaptureFrameQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["session", "at"], name="capture_frame_in_session")]

    def __str__(self) -> str:
        return f"{self.session}: {self.shot}"

    @property
    def guide(self) -> Shot:
        return SHOTS[self.shot]


class CaptureLicence(models.Model):
    """The photographer's own signature: the captures are hers to make her twin of. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    capture = models.OneToOneField(Capture, models.PROTECT, related_name="licence")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField()
    language = models.CharField(max_length=8)
    wording = models.CharField(max_length=12)
    sha256 = models.CharField(max_length=64)
    evidence = models.JSONField()
    signed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.capture}, licensed by {self.by}"


class BarredMarkQuerySet(models.QuerySet["BarredMark"]):
    def in_force(self) -> BarredMarkQuerySet:
        return self.filter(lifted_at=None)


class BarredMark(models.Model):
    """A tattoo, a scar or a mark that no picture may show. A plate that shows the place says so."""

    class Kind(models.TextChoices):
        TATTOO = "tattoo", _("tattoo")
        SCAR = "scar", _("scar")
        MARK = "mark", _("mark")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    twin = models.ForeignKey(Twin, models.CASCADE, related_name="barred_marks")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    place = models.CharField(max_length=24)  # of `shots.PLACES`
    frame = models.ForeignKey(CaptureFrame, models.SET_NULL, null=True, blank=True, related_name="marks")
    box = models.JSONField(
        null=True, blank=True
    )  # left, top, width and height as parts of the frame, where she drew it
    at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)

    objects = BarredMarkQuerySet.as_manager()

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.twin}: {self.kind}, {self.place}"

    @property
    def place_words(self) -> Words:
        return PLACES[self.place][0]
