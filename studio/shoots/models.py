"""A production of one house: its brief, call sheet, shot list and embargo."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from studio.ids import uuid7
from studio.people.models import Craft, Organisation, Person, Role, Seat


class ShootQuerySet(models.QuerySet["Shoot"]):
    def visible_to(self, person: Person) -> ShootQuerySet:
        """To whoever is on the call sheet, and to the house's own seats."""
        booked = Booking.objects.filter(person=person, ended_at__isnull=True).values("shoot")
        houses = Seat.objects.in_force(timezone.now()).filter(person=person).values("organisation")
        return self.filter(Q(id__in=booked) | Q(house__in=houses))

    def produced_by(self, person: Person) -> ShootQuerySet:
        """Where she is producer: booked for production, or seated as producer or admin of the house."""
        booked = Booking.objects.filter(person=person, craft=Craft.PRODUCTION, ended_at__isnull=True).values("shoot")
        seats = Seat.objects.in_force(timezone.now()).filter(person=person, role__in=[Role.ADMIN, Role.PRODUCER])
        houses = seats.values("organisation")
        return self.filter(Q(id__in=booked) | Q(house__in=houses))


class Shoot(models.Model):
    class State(models.TextChoices):
        OPEN = "open", _("in progress")
        DONE = "done", _("finished")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    house = models.ForeignKey(Organisation, models.PROTECT, related_name="shoots")
    name = models.CharField(_("name"), max_length=120)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    embargo_until = models.DateTimeField(_("embargo until"), null=True, blank=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    key = models.CharField(max_length=80, unique=True, null=True, blank=True)

    objects = ShootQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def topic(self) -> str:
        return f"shoot:{self.id}"

    @property
    def chain(self) -> str:
        """Where the house's own record is kept."""
        return f"org:{self.house_id}"

    def is_out(self, now: datetime) -> bool:
        """What is not out yet stays in. Without an embargo nothing holds back what was delivered."""
        return self.embargo_until is None or now >= self.embargo_until


class Brief(models.Model):
    """What the pictures are for. Asked when a twin is cast; what is not known by then is asked at delivery."""

    shoot = models.OneToOneField(Shoot, models.CASCADE, primary_key=True, related_name="brief")
    version = models.PositiveIntegerField(default=1)
    intended_use = models.TextField(_("intended use, in words"), blank=True)
    purpose = models.CharField(_("what for"), max_length=24, blank=True)  # consent.terms.PURPOSES
    categories = models.JSONField(_("categories"), default=list)
    channels = models.JSONField(_("channels"), default=list)
    territories = models.JSONField(_("territories"), default=list)
    visible_brands = models.JSONField(_("other visible brands"), default=list)
    product_lines = models.JSONField(_("product lines"), default=list)  # the house's own, that the pictures are for
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )  # the category is declared by a named person
    changed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"brief of {self.shoot}"


class BookingQuerySet(models.QuerySet["Booking"]):
    def in_force(self) -> BookingQuerySet:
        return self.filter(ended_at__isnull=True)

    def crafts_of(self, person: Person, shoot: Shoot) -> frozenset[str]:
        return frozenset(self.in_force().filter(person=person, shoot=shoot).values_list("craft", flat=True))

    def names_for(self, shoot: Shoot, crafts: Iterable[str]) -> list[str]:
        """Whom to ask: everybody booked for one of these crafts, each once."""
        rows = self.in_force().filter(shoot=shoot, craft__in=list(crafts)).order_by("booked_at")
        return list(dict.fromkeys(rows.values_list("person__name", flat=True)))


class Booking(models.Model):
    """A line of the call sheet: who, for which craft. One person may be booked for several."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    shoot = models.ForeignKey(Shoot, models.CASCADE, related_name="call_sheet")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="bookings")
    craft = models.CharField(max_length=24, choices=Craft.choices)
    call_at = models.DateTimeField(null=True, blank=True)
    booked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    booked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = BookingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["shoot", "person", "craft"], condition=Q(ended_at__isnull=True), name="booked_once_for_a_craft"
            )
        ]
        indexes = [models.Index(fields=["person", "ended_at"], name="booking_of_a_person")]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_craft_display()}"


class AwaitedQuerySet(models.QuerySet["Awaited"]):
    def open(self) -> AwaitedQuerySet:
        return self.filter(booking__isnull=True, invitation__ended_at__isnull=True)


class Awaited(models.Model):
    """A line of the call sheet for somebody who has been asked in and has not come yet."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    shoot = models.ForeignKey(Shoot, models.CASCADE, related_name="awaited")
    invitation = models.ForeignKey("people.Invitation", models.CASCADE, related_name="+")
    craft = models.CharField(max_length=24, choices=Craft.choices)
    booked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    booked_at = models.DateTimeField()
    booking = models.OneToOneField(Booking, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = AwaitedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["invitation", "craft"], name="awaited_once_for_a_craft")]

    def __str__(self) -> str:
        return f"{self.invitation}, {self.get_craft_display()}"


class Shot(models.Model):
    """A line of the shot list."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    shoot = models.ForeignKey(Shoot, models.CASCADE, related_name="shots")
    position = models.PositiveIntegerField()
    words = models.CharField(max_length=240)
    done_at = models.DateTimeField(null=True, blank=True)
    # by which its pictures are found: the piece, from where it is seen, and whose twin wears it
    sku = models.CharField(_("article number"), max_length=60, blank=True, default="")
    view = models.CharField(max_length=8, blank=True, default="")  # front, back, side, detail; empty: any
    twin = models.ForeignKey("twins.Twin", models.SET_NULL, null=True, blank=True, related_name="+")  # empty: anybody
    due_on = models.DateField(_("due"), null=True, blank=True)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.words
