"""Before a licence: holds on her days, a request with its offers and its thread, and the memo of what was agreed."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from studio.consent.models.granting import Grant, GrantVersion
from studio.ids import uuid7
from studio.people.models import Organisation
from studio.twins.models import Mandate, Twin


class OptionQuerySet(models.QuerySet["Option"]):
    def alive(self) -> OptionQuerySet:
        """Holds that still stand in the line: a confirmed one is a booking."""
        return self.filter(state__in=Option.State.alive())

    def meeting(self, first: date, last: date) -> OptionQuerySet:
        return self.filter(starts_on__lte=last, ends_on__gte=first)

    def due(self, now: datetime) -> OptionQuerySet:
        """Whose time is over: to answer a challenge, or to stand at all."""
        unanswered = Q(state=Option.State.CHALLENGED, challenge_until__lte=now)
        return self.filter(unanswered | Q(expires_at__lte=now))


class Option(models.Model):
    """A hold on a twin for category, territory and window: first, second, third, in the order they were placed.

    Its rank is not stored: it is how many holds before it still stand for the same category, place and days.
    """

    class State(models.TextChoices):
        HELD = "held", _("held")
        CHALLENGED = "challenged", _("challenged")
        FIRM = "firm", _("confirmed by the house")  # her side has not answered yet; silence is no
        CONFIRMED = "confirmed", _("confirmed")
        RELEASED = "released", _("released")
        LAPSED = "lapsed", _("lapsed")

        @classmethod
        def alive(cls) -> tuple[Option.State, ...]:
            return cls.HELD, cls.CHALLENGED, cls.FIRM

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    twin = models.ForeignKey(Twin, models.CASCADE, related_name="options")
    house = models.ForeignKey(Organisation, models.PROTECT, related_name="options")
    about = models.CharField(max_length=60, blank=True)  # "shoot:<id>"; shoots lie above
    category = models.CharField(max_length=24)
    territory = models.CharField(max_length=8)
    starts_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.HELD)
    state_at = models.DateTimeField()
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    mandate = models.ForeignKey(Mandate, models.PROTECT, null=True, blank=True, related_name="options")
    challenged_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="challenges")
    challenge_until = models.DateTimeField(null=True, blank=True)  # the first has 24 h to confirm or release
    firm_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    firm_at = models.DateTimeField(null=True, blank=True)  # the house says: for so many pieces, there, for so much
    firm_evidence = models.JSONField(default=dict, blank=True)  # how whoever said so was signed in
    pieces = models.PositiveIntegerField(default=0)
    channels = models.JSONField(default=list, blank=True)
    fee_minor = models.PositiveBigIntegerField(default=0)
    currency = models.CharField(max_length=3, default="EUR")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    key = models.CharField(max_length=120, unique=True, null=True, blank=True)

    objects = OptionQuerySet.as_manager()

    class Meta:
        ordering = ["placed_at", "id"]
        indexes = [models.Index(fields=["twin", "state", "starts_on"], name="option_in_line")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="option_ends_on_or_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.twin}: {self.category}, {self.territory}, {self.state}"


class RequestQuerySet(models.QuerySet["Request"]):
    def open(self) -> RequestQuerySet:
        return self.filter(state__in=[Request.State.OPEN, Request.State.THINKING])

    def overdue(self, now: datetime) -> RequestQuerySet:
        """Nobody answered. One she said yes to, and thinks over, does not lapse."""
        return self.filter(state=Request.State.OPEN, lapses_at__lte=now)

    def thought_over(self, now: datetime) -> RequestQuerySet:
        return self.filter(state=Request.State.THINKING, thinks_until__lte=now)

    def waiting_for(self, side: str) -> RequestQuerySet:
        """Whose answer it is: what an agency offers for her is her side's."""
        return self.filter(state=Request.State.OPEN, turn=side)


class Request(models.Model):
    """A house asks for a use of a twin, with the look on the stand-in, or the board, in front of her."""

    class State(models.TextChoices):
        OPEN = "open", _("asked")
        THINKING = "thinking", _("agreed, with time to think")
        AGREED = "agreed", _("agreed")
        DECLINED = "declined", _("declined")
        TAKEN_BACK = "taken-back", _("taken back")
        LAPSED = "lapsed", _("lapsed")

    class Kind(models.TextChoices):
        TESTS = "tests", _("tests only")
        LICENCE = "licence", _("licence")
        CHANGE = "change", _("change of a licence")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.LICENCE)
    twin = models.ForeignKey(Twin, models.CASCADE, related_name="requests")
    house = models.ForeignKey(Organisation, models.PROTECT, related_name="requests")
    grant = models.ForeignKey(Grant, models.PROTECT, null=True, blank=True, related_name="requests")  # of a change
    version = models.OneToOneField(GrantVersion, models.PROTECT, null=True, blank=True, related_name="request")
    option = models.ForeignKey(Option, models.PROTECT, null=True, blank=True, related_name="requests")
    mandate = models.ForeignKey(Mandate, models.PROTECT, null=True, blank=True, related_name="requests")
    about = models.CharField(max_length=60, blank=True)  # "look:<id>" or "board:<id>"; both lie above
    shoot = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=160, blank=True)
    # of the look on the stand-in: nobody's likeness, so it is sealed under no key
    picture = models.ForeignKey("media.Blob", models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPEN)
    state_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    lapses_at = models.DateTimeField()  # silence is no
    turn = models.CharField(
        max_length=8, choices=[("owner", _("the owner")), ("house", _("the house"))], default="owner"
    )
    yes_offer = models.ForeignKey("Offer", models.PROTECT, null=True, blank=True, related_name="+")
    yes_at = models.DateTimeField(null=True, blank=True)
    yes_evidence = models.JSONField(default=dict, blank=True)  # how she was signed in, and the text she was shown
    yes_texts = models.JSONField(default=dict, blank=True)  # `texts.Texts`: what she signed, word for word
    thinks_until = models.DateTimeField(null=True, blank=True)  # 48 hours from her yes, unless she waives them
    waived_at = models.DateTimeField(null=True, blank=True)
    memo_language = models.CharField(max_length=8, blank=True)  # the language she asked for
    key = models.CharField(max_length=120, unique=True, null=True, blank=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-id"]
        indexes = [models.Index(fields=["twin", "state"], name="request_of_a_twin")]

    def __str__(self) -> str:
        return f"{self.house} asks {self.twin}: {self.state}"


class Side(models.TextChoices):
    HOUSE = "house", _("the house")
    OWNER = "owner", _("the owner")
    AGENCY = "agency", _("the model's agency")


class Offer(models.Model):
    """Terms as one side put them. Append-only in the database: another offer is another row."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    request = models.ForeignKey(Request, models.PROTECT, related_name="offers")
    number = models.PositiveIntegerField()
    side = models.CharField(max_length=8, choices=Side.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    terms = models.JSONField()  # `terms.Terms` as JSON
    note = models.TextField(blank=True)
    text = models.TextField()  # the sentences in the owner's language
    language = models.CharField(max_length=8)
    house_text = models.TextField(blank=True)  # the same in the house's, where that is another
    house_language = models.CharField(max_length=8, blank=True)
    wording = models.CharField(max_length=16)
    sha256 = models.CharField(max_length=64)  # `wording.digest`
    quote = models.JSONField(default=dict)  # what a yes would pay: lines, fee, commission, net, day
    evidence = models.JSONField(default=dict)  # how whoever put it was signed in
    key = models.CharField(max_length=120, unique=True, null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["request", "number"], name="offer_number_once")]

    def __str__(self) -> str:
        return f"{self.request}, offer {self.number}"


class Message(models.Model):
    """A question or an answer in a request's thread."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    request = models.ForeignKey(Request, models.CASCADE, related_name="messages")
    side = models.CharField(max_length=8, choices=Side.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    words = models.TextField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.by}: {self.words[:40]}"


class DealMemo(models.Model):
    """One page made on her yes, before anything is made. Append-only in the database."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.OneToOneField(GrantVersion, models.PROTECT, related_name="memo")
    lines = models.JSONField()  # [[label, words], ...] as they were shown
    language = models.CharField(max_length=8)
    wording = models.CharField(max_length=16)
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"memo of {self.version}"
