"""A shoot's day: what was chosen, what was asked to change, what is new, and who is waited for."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from studio.approvals.models import Master, Note, Verdict
from studio.approvals.rules import SIGNS_OFF
from studio.boards import day_rules
from studio.boards.models import Thread
from studio.boards.thread_actions import address
from studio.consent.models import PieceApproval
from studio.credits.models import Confirmation, Dispute
from studio.looks.models import Look, Slot
from studio.people.actions import zone_of
from studio.people.models import Craft, Person, Role, Seat
from studio.previews.models import Mark, Preview
from studio.shoots.models import Awaited, Booking, Shoot

KEPT_TO_THE_STUDIO = "owner"  # a wait whose person no letter names


@dataclass(frozen=True, slots=True)
class Wait:
    """Something that waits for somebody. key: what it is, the same each time it is asked for.

    who: those who can settle it and are on the shoot; only they are reminded. name: of whoever is waited for but not
    reminded. told: when somebody was last reminded of it.
    """

    key: str
    what: str
    since: datetime
    url: str
    who: tuple[Person, ...] = ()
    name: str = ""
    told: datetime | None = None

    @property
    def names(self) -> list[str]:
        return [person.name for person in self.who] or [self.name or _("Nobody on the call sheet")]

    @property
    def is_hers_alone(self) -> bool:
        """A model's own yes: nobody presses for it, and no letter says whose it is."""
        return self.key.startswith(f"{KEPT_TO_THE_STUDIO}:")


@dataclass(frozen=True, slots=True)
class Change:
    """Asked for on a picture: drawn as a note, or as the answer to a finished one."""

    preview: Preview
    who: str
    words: str
    at: datetime
    is_done: bool


@dataclass(frozen=True, slots=True)
class Day:
    shoot: Shoot
    on: date
    selects: Sequence[Preview]
    changes: Sequence[Change]
    looks: Sequence[Look]
    waits: Sequence[Wait]

    def __bool__(self) -> bool:
        return bool(self.selects or self.changes or self.looks or self.waits)


def day_of(shoot: Shoot, on: date, *, viewer: Person, now: datetime) -> Day:
    """As one person counts days. Who is waited for is said as of now, and so only of today."""
    zone = zone_of(viewer)
    begins, ends = day_rules.span(on, zone)
    is_today = begins <= now < ends
    return Day(
        shoot,
        on,
        selects=selects(shoot, begins, ends),
        changes=changes(shoot, begins, ends),
        looks=list(Look.objects.filter(shoot=shoot, at__gte=begins, at__lt=ends).select_related("by")),
        waits=waits(shoot, now) if is_today else [],
    )


def selects(shoot: Shoot, begins: datetime, ends: datetime) -> list[Preview]:
    """Picked that day, and still picked."""
    picked = Mark.objects.filter(preview=OuterRef("pk"), choice=Preview.Choice.PICK, at__gte=begins, at__lt=ends)
    chosen = Preview.objects.for_page().filter(Exists(picked), look__shoot=shoot, choice=Preview.Choice.PICK)
    return list(chosen.select_related("chosen_by").order_by("look__number", "number"))


def changes(shoot: Shoot, begins: datetime, ends: datetime) -> list[Change]:
    notes = Note.objects.filter(asks_change=True, preview__look__shoot=shoot, at__gte=begins, at__lt=ends)
    drawn = [
        Change(note.preview, note.by.name, note.words, note.at, is_done=note.resolved_at is not None)
        for note in notes.select_related("by", "preview__look")
    ]
    asked = Verdict.objects.filter(
        answer=Verdict.Answer.CHANGE, master__preview__look__shoot=shoot, at__gte=begins, at__lt=ends
    )
    answered = [
        Change(verdict.master.preview, verdict.by.name, "", verdict.at, is_done=verdict.ended_at is not None)
        for verdict in asked.select_related("by", "master__preview__look")
    ]
    return sorted([*drawn, *answered], key=lambda change: change.at)


def waits(shoot: Shoot, now: datetime) -> list[Wait]:
    """The longest first. Whoever is no longer on the shoot is neither named nor reminded."""
    found = [wait for kind in KINDS_OF_WAIT for wait in kind(shoot)]
    here = on_the_shoot(shoot, now)
    kept = [replace(wait, who=tuple(one for one in wait.who if one.id in here)) for wait in found]
    return sorted(kept, key=lambda wait: wait.since)


def on_the_shoot(shoot: Shoot, now: datetime) -> set[object]:
    booked = Booking.objects.in_force().filter(shoot=shoot).values_list("person", flat=True)
    seated = Seat.objects.in_force(now).filter(organisation=shoot.house_id).values_list("person", flat=True)
    return {*booked, *seated}


def in_threads(shoot: Shoot) -> Iterator[Wait]:
    rows = Thread.objects.open().filter(board__shoot=shoot, asked_for__isnull=False)
    for thread in rows.select_related("board", "asked_for"):
        if thread.asked_for and thread.asked_at:
            what = _("An answer to comment %(number)s on the board %(board)s")
            said = what % {"number": thread.number, "board": thread.board.name}
            yield Wait(f"thread:{thread.id}", said, thread.asked_at, address(thread), (thread.asked_for,))


def for_changes(shoot: Shoot) -> Iterator[Wait]:
    """Of those whose slots are in the look."""
    asked = Note.objects.filter(asks_change=True, resolved_at=None, preview__look__shoot=shoot)
    rows = list(asked.select_related("preview__look"))
    looks = {note.preview.look_id for note in rows}
    slots = list(Slot.objects.filter(look__in=looks).exclude(craft="").select_related("by"))
    for note in rows:
        in_look = [slot.by for slot in slots if slot.look_id == note.preview.look_id]
        authors = {person.id: person for person in in_look if person.id != note.by_id}
        said = _("A change of %(look)s") % {"look": note.preview.look}
        url = reverse("approvals:preview", args=[note.preview_id])
        yield Wait(f"change:{note.id}", said, note.at, url, tuple(authors.values()))


def for_signing(shoot: Shoot) -> Iterator[Wait]:
    signed = Verdict.objects.filter(answer=Verdict.Answer.YES, ended_at=None).values("master")
    made = Master.objects.filter(made_at__isnull=False, cleared_at=None, preview__look__shoot=shoot)
    rows = list(made.exclude(id__in=signed).select_related("preview__look"))
    directors = tuple(booked_for(shoot, SIGNS_OFF)) if rows else ()
    for master in rows:
        said = _("The sign-off of %(picture)s") % {"picture": master.preview}
        url = reverse("approvals:preview", args=[master.preview_id])
        yield Wait(f"sign:{master.id}", said, master.made_at or master.asked_at, url, directors)


def for_credits(shoot: Shoot) -> Iterator[Wait]:
    url = reverse("credits:shoot", args=[shoot.id])
    for row in Confirmation.objects.filter(shoot=shoot, confirmed_at=None).select_related("person"):
        yield Wait(f"credit:{row.id}", _("The confirmation of a credit"), row.asked_at, url, (row.person,))
    disputes = list(Dispute.objects.filter(shoot=shoot, settled_at=None))
    producers = tuple(producers_of(shoot)) if disputes else ()
    for dispute in disputes:
        said = _("A credit to be settled: %(craft)s") % {"craft": Craft(dispute.craft).label}
        yield Wait(f"dispute:{dispute.id}", said, dispute.opened_at, url, producers)


def for_whom_was_asked_in(shoot: Shoot) -> Iterator[Wait]:
    url = f"{reverse('shoots:shoot', args=[shoot.id])}#call-sheet"
    for row in Awaited.objects.open().filter(shoot=shoot).select_related("invitation"):
        said = _("Asked in for %(craft)s, and not here yet") % {"craft": row.get_craft_display()}
        yield Wait(f"invited:{row.id}", said, row.booked_at, url, name=row.invitation.name or row.invitation.email)


def for_her_yes(shoot: Shoot) -> Iterator[Wait]:
    """Said inside; her silence is a no, and nobody reminds her of it."""
    masters = {
        str(master.id): master
        for master in Master.objects.filter(preview__look__shoot=shoot).select_related("preview__look")
    }
    asked = PieceApproval.objects.filter(answer=PieceApproval.Answer.ASKED, about__in=list(masters))
    for row in asked.select_related("twin"):
        preview = masters[row.about].preview
        said = _("A yes to %(picture)s") % {"picture": preview}
        url = reverse("approvals:preview", args=[preview.id])
        yield Wait(f"{KEPT_TO_THE_STUDIO}:{row.id}", said, row.asked_at, url, name=row.twin.name)


KINDS_OF_WAIT: tuple[Callable[[Shoot], Iterable[Wait]], ...] = (
    in_threads,
    for_changes,
    for_signing,
    for_credits,
    for_whom_was_asked_in,
    for_her_yes,
)


def booked_for(shoot: Shoot, crafts: Sequence[str]) -> list[Person]:
    rows = Booking.objects.in_force().filter(shoot=shoot, craft__in=crafts)
    return list(Person.objects.active().filter(id__in=rows.values("person")).order_by("name"))


def producers_of(shoot: Shoot) -> list[Person]:
    booked = Booking.objects.in_force().filter(shoot=shoot, craft=Craft.PRODUCTION).values("person")
    seated = Seat.objects.filter(organisation=shoot.house_id, role__in=[Role.ADMIN, Role.PRODUCER], ended_at=None)
    return list(Person.objects.active().filter(Q(id__in=booked) | Q(id__in=seated.values("person"))).order_by("name"))
