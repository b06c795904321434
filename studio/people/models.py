"""Who is who: persons, the houses and agencies they sit in, and what is told to them."""

from datetime import date, datetime
from typing import Any, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from studio.ids import uuid7
from studio.people import tokens
from studio.people.crafts import Craft as Craft  # others say `from studio.people.models import Craft`


class PersonQuerySet(models.QuerySet["Person"]):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def of(self, organisation: "Organisation") -> Self:
        """Everybody who has a seat there today."""
        return self.filter(seats__organisation=organisation, seats__ended_at=None).distinct()

    def beside(self, person: "Person") -> Self:
        """Those who share an organisation with her, herself included."""
        hers = Seat.objects.filter(person=person, ended_at=None).values("organisation")
        shared = Q(seats__organisation__in=hers, seats__ended_at=None)
        return self.filter(shared | Q(id=person.id)).distinct()


class PersonManager(BaseUserManager["Person"]):
    def get_queryset(self) -> PersonQuerySet:
        return PersonQuerySet(self.model, using=self._db)

    def active(self) -> PersonQuerySet:
        return self.get_queryset().active()

    def of(self, organisation: "Organisation") -> PersonQuerySet:
        return self.get_queryset().of(organisation)

    def beside(self, person: "Person") -> PersonQuerySet:
        return self.get_queryset().beside(person)

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        """The whole address in small letters: nobody has two accounts that differ by a capital."""
        return (email or "").strip().lower()

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email=self.normalize_email(username))

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        """Without a password the account can only be entered by an invitation or a reset."""
        if not email:
            raise ValueError("email must not be empty")
        person = self.model(email=self.normalize_email(email), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        return self.create_user(email, password, **{"is_staff": True, "is_superuser": True, **fields})


class Person(AbstractBaseUser, PermissionsMixin):
    """An account. A model is a Person too: what makes her one is that she owns a twin."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(_("language"), max_length=8, default="en")
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC")
    is_staff = models.BooleanField(default=False)  # runs the studio: sees the outbox, not the pictures
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PersonManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name_plural = "people"
        constraints = [models.UniqueConstraint(Lower("email"), name="person_email_whatever_the_case")]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def short_name(self) -> str:
        return self.name.split()[0] if self.name.strip() else self.email.split("@")[0]

    @property
    def initials(self) -> str:
        words = self.name.split() or [self.email]
        return "".join(word[0] for word in (words[0], *words[1:][-1:])).upper()

    def get_short_name(self) -> str:
        return self.short_name

    def get_full_name(self) -> str:
        return str(self)


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def of(self, person: Person) -> Self:
        """Where she has a seat today."""
        return self.filter(seats__person=person, seats__ended_at=None).distinct()

    def houses(self) -> Self:
        return self.filter(kind=Organisation.Kind.HOUSE)

    def agencies(self) -> Self:
        return self.filter(kind=Organisation.Kind.AGENCY)


class Organisation(models.Model):
    """A house (a brand) or an agency. A twin never belongs to one."""

    class Kind(models.TextChoices):
        HOUSE = "house", _("House")
        AGENCY = "agency", _("Agency")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(max_length=120, unique=True)
    country = models.CharField(_("country"), max_length=2, blank=True)  # ISO 3166-1
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_house(self) -> bool:
        return self.kind == self.Kind.HOUSE

    @property
    def is_agency(self) -> bool:
        return self.kind == self.Kind.AGENCY


class Role(models.TextChoices):
    ADMIN = "admin", _("Admin")
    PRODUCER = "producer", _("Producer")
    BOOKER = "booker", _("Booker")
    MEMBER = "member", _("Member")


class SeatQuerySet(models.QuerySet["Seat"]):
    def in_force(self, now: datetime | date) -> Self:
        """Begun and not ended at this instant."""
        day = now.date() if isinstance(now, datetime) else now
        ended = Q(ended_at=None) | (Q(ended_at__gt=now) if isinstance(now, datetime) else Q(ended_at__date__gt=day))
        return self.filter(ended, starts_on__lte=day, person__is_active=True)

    def of(self, person: Person) -> Self:
        return self.filter(person=person)

    def signers(self) -> Self:
        return self.filter(may_sign=True)


class Seat(models.Model):
    """A person in an organisation, with what she may do in its name."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="seats")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="seats")
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.MEMBER)
    may_sign = models.BooleanField(_("may sign"), default=False)
    may_spend_minor = models.PositiveBigIntegerField(_("may spend up to"), default=0)
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    starts_on = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation"], condition=Q(ended_at=None), name="seat_one_per_person_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.organisation}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, now: datetime) -> Self:
        return self.filter(accepted_at=None, ended_at=None, until__gt=now)

    def waiting_to_be_handed_over(self, now: datetime) -> Self:
        return self.open(now).filter(mailed_at=None)


class Invitation(models.Model):
    """Asks somebody in. Its link is made from its id and the studio's secret, so no row holds a key."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(_("e-mail"))
    name = models.CharField(_("name"), max_length=120, blank=True)
    language = models.CharField(max_length=8, default="en")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    role = models.CharField(max_length=10, choices=Role, default=Role.MEMBER)
    may_sign = models.BooleanField(default=False)
    may_spend_minor = models.PositiveBigIntegerField(default=0)
    currency = models.CharField(max_length=3, default="EUR")
    about = models.CharField(max_length=120, blank=True)  # "shoot:<id>": whoever owns it asks what was accepted
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    key = models.CharField(max_length=120, null=True, blank=True, unique=True)
    created_at = models.DateTimeField()
    until = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["about"], name="invitation_about")]

    def __str__(self) -> str:
        return self.email

    @property
    def token(self) -> str:
        return tokens.make("invitation", self.id)


class GuestLinkQuerySet(models.QuerySet["GuestLink"]):
    def in_force(self, now: datetime) -> Self:
        return self.filter(ended_at=None, until__gt=now)

    def about(self, topic: str) -> Self:
        return self.filter(about=topic)


class GuestLink(models.Model):
    """Lets somebody without an account in to one thing, until a day. Its right is asked again at every request."""

    class Rights(models.TextChoices):
        VIEW = "view", _("Look")
        COMMENT = "comment", _("Look and comment")
        DECIDE = "decide", _("Look, comment and decide")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    about = models.CharField(max_length=120)  # "board:<id>"
    url = models.CharField(max_length=300, default="/")  # where the guest is led
    label = models.CharField(_("for whom"), max_length=120, blank=True)
    rights = models.CharField(max_length=10, choices=Rights, default=Rights.VIEW)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="guest_links")
    key = models.CharField(max_length=120, null=True, blank=True, unique=True)
    created_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = GuestLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["about"], name="guest_link_about")]
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("created_at")), name="guest_link_until_after_created")
        ]

    def __str__(self) -> str:
        return f"{self.about} · {self.rights}"

    @property
    def token(self) -> str:
        return tokens.make("guest", self.id)


class NoticeQuerySet(models.QuerySet["Notice"]):
    def unread(self) -> Self:
        return self.filter(read_at=None)

    def due_by_mail(self, now: datetime) -> Self:
        return self.filter(mailed_at=None, read_at=None, mail_after__lte=now, to__is_active=True)


class Notice(models.Model):
    """Something told to one person: on her page at once, by mail when there is a mail server and it is not night."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    to = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notices")
    topic = models.CharField(max_length=120, blank=True)  # what it is about: "shoot:<id>"
    code = models.CharField(max_length=60)
    values = models.JSONField(default=dict)
    url = models.CharField(max_length=300, blank=True)
    key = models.CharField(max_length=120, null=True, blank=True, unique=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mail_after = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["to", "read_at"], name="notice_unread"),
            models.Index(fields=["mail_after"], condition=Q(mailed_at=None), name="notice_mail_due"),
        ]

    def __str__(self) -> str:
        return self.code


class Way(models.TextChoices):
    PAGE = "page", _("On my page")
    MAIL = "mail", _("On my page and by mail")
    NEITHER = "neither", _("Not at all")


class NoticeWay(models.Model):
    """How one person wants to hear of one kind of thing. Without a row: on her page and by mail."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notice_ways")
    kind = models.CharField(max_length=24)  # as `telling.kind` names it
    way = models.CharField(max_length=8, choices=Way)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="one_way_a_kind")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.way}"


class QuietHours(models.Model):
    """When nobody writes to her, by her own clock. Without a row: from nine in the evening until eight."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="quiet_hours")
    begins_at = models.TimeField()
    ends_at = models.TimeField()

    def __str__(self) -> str:
        return f"{self.begins_at:%H:%M}-{self.ends_at:%H:%M}"


class SignIn(models.Model):
    """A browser somebody is signed in with, so that she can see it and end it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="sign_ins")
    session_key = models.CharField(max_length=40, unique=True)
    browser = models.CharField(max_length=200, blank=True)
    began_at = models.DateTimeField()

    class Meta:
        ordering = ["-began_at"]

    def __str__(self) -> str:
        return self.browser
