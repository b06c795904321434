"""What is said on a board beside its cards, who has read it, and who is sent the end of the day."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from studio.ids import uuid7
from studio.people.models import Person
from studio.shoots.models import Shoot


class ThreadQuerySet(models.QuerySet["Thread"]):
    def open(self) -> ThreadQuerySet:
        return self.filter(resolved_at=None)

    def concerning(self, person: Person) -> ThreadQuerySet:
        """Those she has said something in, is named in, or is asked for in."""
        said = Comment.objects.filter(thread=OuterRef("pk"), by=person)
        named = Mention.objects.filter(comment__thread=OuterRef("pk"), person=person, comment__taken_back_at=None)
        return self.filter(Q(Exists(said)) | Q(Exists(named)) | Q(asked_for=person))

    def with_unread(self, person: Person) -> ThreadQuerySet:
        """`is_unread`: somebody else has said something in it since she last read it."""
        return self.annotate(is_unread=unread_by(person))

    def unread_by(self, person: Person) -> ThreadQuerySet:
        return self.filter(unread_by(person))


def unread_by(person: Person) -> Exists:
    read = ThreadRead.objects.filter(thread=OuterRef("thread"), person=person, at__gte=OuterRef("at"))
    others = Comment.objects.filter(~Exists(read), thread=OuterRef("pk"), taken_back_at=None)
    return Exists(others.exclude(by=person))


class Thread(models.Model):
    """A talk pinned to a place of the board, or to a card, with which it moves.

    x, y: on a card the place in parts of the card as it stands unturned; without one, where on the board it is.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    board = models.ForeignKey("boards.Board", models.CASCADE, related_name="threads")
    number = models.PositiveIntegerField()  # counted per board, as the pin says it
    card = models.ForeignKey("boards.Card", models.CASCADE, null=True, blank=True, related_name="threads")
    x = models.FloatField()
    y = models.FloatField()
    at = models.DateTimeField()
    last_at = models.DateTimeField()  # when something was last said in it
    asked_for = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    resolved_at = models.DateTimeField(null=True, blank=True)

    objects = ThreadQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["board", "number"], name="thread_number_once")]

    def __str__(self) -> str:
        return f"{self.board} {self.number}"

    @property
    def topic(self) -> str:
        return f"thread:{self.id}"

    @property
    def state(self) -> str:
        return "resolved" if self.resolved_at else "open"


class Comment(models.Model):
    """One thing said in a thread. A person named in it stands in the words as `@{her id}`.

    Taken back by its author its words are gone, and its place says so.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    thread = models.ForeignKey(Thread, models.CASCADE, related_name="comments")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    guest = models.ForeignKey("boards.BoardGuest", models.PROTECT, null=True, blank=True, related_name="comments")
    words = models.TextField(blank=True)
    at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)
    key = models.CharField(max_length=80)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["by", "key"], name="said_once_by_a_person"),
            models.UniqueConstraint(fields=["guest", "key"], name="said_once_by_a_guest"),
            models.CheckConstraint(
                condition=Q(by__isnull=False, guest=None) | Q(by=None, guest__isnull=False),
                name="said_by_a_person_or_a_guest",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.thread}: {self.author}"

    @property
    def author(self) -> str:
        return str(self.by or (self.guest and self.guest.name))


class Mention(models.Model):
    """Somebody named in a comment, by her id: whatever she is called by then, it is she."""

    id = models.BigAutoField(primary_key=True)
    comment = models.ForeignKey(Comment, models.CASCADE, related_name="mentions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "person"], name="named_once_a_comment")]

    def __str__(self) -> str:
        return str(self.person)


class ThreadRead(models.Model):
    """How far somebody has read a thread."""

    id = models.BigAutoField(primary_key=True)
    thread = models.ForeignKey(Thread, models.CASCADE, related_name="reads")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "person"], name="read_once_a_person")]

    def __str__(self) -> str:
        return f"{self.person}: {self.thread}"


class DayReader(models.Model):
    """Somebody who wants the end of a shoot's day by mail."""

    id = models.BigAutoField(primary_key=True)
    shoot = models.ForeignKey(Shoot, models.CASCADE, related_name="day_readers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shoot", "person"], name="one_day_reader_a_shoot")]

    def __str__(self) -> str:
        return f"{self.person}: {self.shoot}"


class DayLetter(models.Model):
    """The letter of one day to one person: made before it is posted, so that no day is ever posted twice.

    posted_at: empty when there was nothing to say, or when it could not be posted in its time.
    """

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    day = models.DateField()  # her own
    at = models.DateTimeField()
    shoots = models.PositiveIntegerField(default=0)  # of how many it tells
    posted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "day"], name="one_letter_a_day")]

    def __str__(self) -> str:
        return f"{self.person}: {self.day}"
