"""The crew's page: the shoots one is booked on, and what waits there for her craft."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from studio.approvals.models import Note
from studio.assets.models import Delivery
from studio.consent.facts import day_of
from studio.home import money, waiting
from studio.home.pictures import Picture, pictured
from studio.ledger.statements import owed_to
from studio.looks.models import Look, Slot, SlotKind
from studio.looks.rules import CRAFTS
from studio.people.models import Craft, Person
from studio.previews.models import Preview
from studio.shoots.models import Booking, Shoot

NEWEST = 12
EMPTY_MOST = 12
ASKED_FOR = ("twin", "garments", "makeup", "hair", "light")
"""Slots a picture is judged by. The others begin with what most pictures have."""


@dataclass(frozen=True, slots=True)
class Booked:
    shoot: Shoot
    crafts: tuple[str, ...]

    @property
    def words(self) -> str:
        return ", ".join(str(Craft(craft).label) for craft in self.crafts)


@dataclass(frozen=True, slots=True)
class Empty:
    """A look with slots that nobody of her craft has set."""

    look: Look
    slots: tuple[str, ...]


def page(person: Person, *, session_key: str, now: datetime) -> dict[str, Any]:
    booked = booked_of(person)
    going_on = [each for each in booked if each.shoot.state == Shoot.State.OPEN]
    look = "preview__look__shoot"
    changes: list[Note] = list(waiting.changes(person).select_related("by", look).order_by("-at"))
    signings = list(waiting.signings(person).select_related(look).order_by("asked_at"))
    confirmations = list(waiting.confirmations(person).select_related("shoot__house").order_by("asked_at"))
    empty = empty_slots(going_on)
    frames = newest(going_on)
    pictures = [Picture(each.picture, each) for each in frames if each.picture]
    shown = pictured(pictures, viewer=person, session_key=session_key, now=now)
    statement = owed_to(person, today=day_of(person, now))
    ids = [line.about for line in statement.lines if line.kind == "delivery"]
    look = "rendition__asset__master__preview__look"
    deliveries = Delivery.objects.filter(id__in=ids).select_related(look)
    owed = money.owed_lines(statement, {str(each.id): each for each in deliveries})
    return {
        "owed": owed,
        "open_lines": [each for each in owed if each.is_open],
        "totals": list(statement.totals.values()),
        "booked": booked,
        "going_on": going_on,
        "changes": changes,
        "signings": signings,
        "confirmations": confirmations,
        "empty": empty,
        "topics": [row.twin.gate_name for each in frames for row in each.twins.all()],
        "waits": len(changes) + len(signings) + len(confirmations),
        "frames": [(each, shown.get(each.picture_id) if each.picture_id else None) for each in frames],
    }


def booked_of(person: Person) -> list[Booked]:
    """Those in progress first, the newest first."""
    rows = Booking.objects.in_force().filter(person=person).select_related("shoot__house").order_by("booked_at")
    crafts: dict[UUID, list[str]] = defaultdict(list)
    shoots: dict[UUID, Shoot] = {}
    for row in rows:
        shoots[row.shoot_id] = row.shoot
        crafts[row.shoot_id].append(row.craft)
    found = [Booked(shoot, tuple(crafts[id])) for id, shoot in shoots.items()]
    found.sort(key=lambda each: each.shoot.opened_at, reverse=True)
    return sorted(found, key=lambda each: each.shoot.state != Shoot.State.OPEN)


def kinds_of(crafts: Iterable[str]) -> set[str]:
    """The slots that her crafts are the first to be asked for."""
    return {kind for kind in ASKED_FOR if CRAFTS[kind][0] in set(crafts)}


def empty_slots(booked: Sequence[Booked]) -> list[Empty]:
    """Looks that nobody has picked from yet, with her slots still as they began. One query."""
    kinds = {each.shoot.id: kinds_of(each.crafts) for each in booked}
    rows = Slot.objects.filter(look__shoot__in=[id for id, hers in kinds.items() if hers], version=0)
    rows = rows.exclude(look__previews__master__isnull=False).select_related("look__shoot")
    found: dict[UUID, list[Slot]] = defaultdict(list)
    for row in rows.order_by("-look__at"):
        if row.kind in kinds[row.look.shoot_id]:
            found[row.look_id].append(row)
    return [Empty(each[0].look, tuple(str(SlotKind(row.kind).label) for row in each)) for each in found.values()][
        :EMPTY_MOST
    ]


def newest(booked: Sequence[Booked]) -> list[Preview]:
    rows = Preview.objects.made().filter(look__shoot__in=[each.shoot.id for each in booked]).for_page()
    return list(rows.order_by("-made_at")[:NEWEST])
