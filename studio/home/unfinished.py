"""Pictures that were picked and have not sealed themselves: what each still lacks, and who can settle it."""

from dataclasses import dataclass
from datetime import datetime

from studio.approvals.clearance import Missing, missing
from studio.approvals.models import Master
from studio.home.parts import HOUSE
from studio.home.pictures import Picture, pictured, with_twins
from studio.people.models import Person
from studio.previews.pictures import Shown
from studio.shoots.models import Booking, Shoot

MOST = 8


@dataclass(frozen=True, slots=True)
class Unfinished:
    master: Master
    shown: Shown | None
    missing: tuple[Missing, ...]
    is_hers: bool  # the reader can settle something of it


def of(person: Person, *, part: str, session_key: str, now: datetime) -> list[Unfinished]:
    """For the house all of them; for the crew those where she is somebody who can settle something."""
    masters = masters_of(person, part)
    previews = with_twins([master.preview for master in masters])
    pictures = [Picture(each.picture, each, "thumb") for each in previews if each.picture]
    shown = pictured(pictures, viewer=person, session_key=session_key, now=now)
    rows = []
    for master in masters:
        lacks = tuple(missing(master, now))
        mine = any(person in each.who for each in lacks)
        if part == HOUSE or mine:
            picture = master.preview.picture_id
            rows.append(Unfinished(master, shown.get(picture) if picture else None, lacks, is_hers=mine))
    return rows


def masters_of(person: Person, part: str) -> list[Master]:
    booked = Booking.objects.in_force().filter(person=person).values("shoot")
    mine = Shoot.objects.produced_by(person) if part == HOUSE else Shoot.objects.filter(id__in=booked)
    found = Master.objects.filter(cleared_at=None, preview__look__shoot__in=mine.filter(state=Shoot.State.OPEN))
    look = "preview__look__shoot"
    rows = found.select_related("job", "preview__picture", "preview__recipe", f"{look}__house", f"{look}__brief")
    return list(rows.order_by("-asked_at")[:MOST])
