"""The copies that went out, in words: who holds them, where, until when, and by which day they come down."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from studio.assets.models import Delivery, Takedown, TakedownQuerySet
from studio.assets.reach import delivery_ids
from studio.consent.facts import owners_day
from studio.consent.models import PieceTaken
from studio.consent.words import label, territory
from studio.looks.models import Look
from studio.people.models import Organisation, Person
from studio.twins.models import Mandate, Twin


@dataclass(frozen=True, slots=True)
class Copy:
    """One delivery. takedown: the row by which it comes down, if it is to."""

    delivery: Delivery
    takedown: Takedown | None
    today: date

    @property
    def house(self) -> Organisation:
        return self.delivery.house

    @property
    def look(self) -> Look:
        look: Look = self.delivery.rendition.asset.master.preview.look
        return look

    @property
    def channel(self) -> str:
        return label("channel", self.delivery.channel)

    @property
    def places(self) -> str:
        return ", ".join(territory(code) for code in self.delivery.territories)

    @property
    def last_on(self) -> date:
        return self.takedown.last_on if self.takedown else self.delivery.ends_on

    @property
    def state(self) -> str:
        """"out", or the takedown's word: asked, acknowledged, overdue, down, renewed."""
        return self.takedown.state_on(self.today) if self.takedown else "out"

    @property
    def days_left(self) -> int:
        return (self.last_on - self.today).days


def copies_of(twin: Twin, now: datetime) -> list[Copy]:
    """Every copy of her that is out, or is to come down: the newest first."""
    today = owners_day(twin, now)
    pieces = PieceTaken.objects.filter(twin=twin).values_list("delivery", flat=True)
    rows = Delivery.objects.filter(pk__in=delivery_ids(pieces)).for_page().order_by("-at")
    listed = {row.delivery_id: row for row in Takedown.objects.filter(twin=twin).for_page()}
    found = [Copy(row, listed.get(row.pk), today) for row in rows]
    return [each for each in found if each.state not in {"down", "renewed"} and _may_be_out(each)]


def _may_be_out(copy: Copy) -> bool:
    return copy.takedown is not None or copy.delivery.ends_on >= copy.today


def listed_for(rows: TakedownQuerySet, now: datetime) -> list[Copy]:
    """Takedown rows as copies, the nearest last day first, what is down at the end."""
    found = [Copy(row.delivery, row, owners_day(row.twin, now)) for row in rows.for_page()]
    return sorted(found, key=lambda each: (each.state in {"down", "renewed"}, each.last_on))


def open_among(copies: Iterable[Copy]) -> list[Copy]:
    return [each for each in copies if each.state not in {"down", "renewed"}]


def followed_by(person: Person, now: datetime) -> QuerySet[Twin]:
    """Her own twins, and those whom an agency of hers represents."""
    agencies = person.seats.in_force(now).values("organisation")
    mandates = Mandate.objects.in_force(now.date()).filter(agency__in=agencies)
    return Twin.objects.filter(Q(owner=person) | Q(pk__in=mandates.values("twin"))).select_related("owner")
