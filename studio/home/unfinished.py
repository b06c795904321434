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
from studio.web.sentences import sentence

MOST = 8
NAMES_MOST = 3


@dataclass(frozen=True, slots=True)
class Lack:
    """One open point in words. names: who can settle it, where the sentence does not say so itself."""

    words: str
    names: tuple[str, ...]
    is_hers: bool


@dataclass(frozen=True, slots=True)
class Unfinished:
    master: Master
    shown: Shown | None
    lacks: tuple[Lack, ...]


def of(person: Person, *, part: str, session_key: str, now: datetime) -> list[Unfinished]:
    """For the house all of them; for the crew what she herself can settle."""
    masters = masters_of(person, part)
    previews = with_twins([master.preview for master in masters])
    pictures = [Picture(each.picture, each, "thumb") for each in previews if each.picture]
    shown = pictured(pictures, viewer=person, session_key=session_key, now=now)
    rows = []
    for master in masters:
        lacks = tuple(lack(each, person) for each in missing(master, now))
        if part != HOUSE:
            lacks = tuple(each for each in lacks if each.is_hers)
        if part == HOUSE or lacks:
            picture = master.preview.picture_id
            rows.append(Unfinished(master, shown.get(picture) if picture else None, lacks))
    return rows


def lack(each: Missing, person: Person) -> Lack:
    words = sentence(each.decision)
    names = tuple(one.name for one in each.who if one.name not in words)
    return Lack(words, names[:NAMES_MOST], person in each.who)


def masters_of(person: Person, part: str) -> list[Master]:
    booked = Booking.objects.in_force().filter(person=person).values("shoot")
    mine = Shoot.objects.produced_by(person) if part == HOUSE else Shoot.objects.filter(id__in=booked)
    found = Master.objects.filter(cleared_at=None, preview__look__shoot__in=mine.filter(state=Shoot.State.OPEN))
    look = "preview__look__shoot"
    rows = found.select_related("job", "preview__picture", "preview__recipe", f"{look}__house", f"{look}__brief")
    return list(rows.order_by("-asked_at")[:MOST])
