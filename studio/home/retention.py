"""How long what is kept: the one table, in words and in deeds. Nothing goes while a dispute or an unpaid line needs it.

Each row says what it holds, for how long and why, and takes away what is over. A row finds nothing to do the second
time, so the night's work may be done twice, and may be caught up with after nights on which the machine was off.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Protocol

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from studio.approvals.models import Master
from studio.consent.models import Grant
from studio.credits.models import Dispute
from studio.home import old_evidence
from studio.ledger.unsettled import deliveries_unpaid
from studio.media import actions as media
from studio.media.models import Blob, Upload
from studio.media.serving import GONE
from studio.previews.models import Preview
from studio.register import actions as register
from studio.register.models import Access, Entry
from studio.twins.actions.capturing import let_frame_go
from studio.twins.models import CaptureFrame
from studio.web.sentences.told import Words

WITHDRAWN_PREVIEWS = timedelta(hours=24)
WITHDRAWN_MASTERS = timedelta(days=30)
TRIES = timedelta(days=90)
ARRIVING = timedelta(days=1)
ACCESS_LOG = timedelta(days=365)
NIGHT_BEGINS_AT = timedelta(hours=2)  # UTC
CHAIN = "studio"


class Sweep(Protocol):
    """How many are over; `doing` says whether they go."""

    def __call__(self, now: datetime, *, doing: bool) -> int: ...


@dataclass(frozen=True, slots=True)
class Row:
    """what, keeps, why: words for a page."""

    name: str
    what: Words
    keeps: Words
    why: Words
    sweep: Sweep
    hourly: bool = False  # its time is short, and does not wait for the night


def held(previews: QuerySet[Preview]) -> QuerySet[Preview]:
    """Those that nobody needs as proof: no open dispute about their shoot or look, no delivery still to be paid."""
    open_disputes = Dispute.objects.filter(settled_at=None)
    whole_shoot = open_disputes.filter(look=None).values("shoot")
    needed = Q(look__in=open_disputes.exclude(look=None).values("look")) | Q(look__shoot__in=whole_shoot)
    unpaid = Preview.objects.filter(master__asset__renditions__deliveries__in=deliveries_unpaid())
    return previews.exclude(needed).exclude(id__in=unpaid.values("id"))


def withdrawn(before: datetime) -> QuerySet[Preview]:
    """Made under a licence that its owner took back before then."""
    grants = Grant.objects.filter(state=Grant.State.WITHDRAWN, state_at__lte=before)
    return held(Preview.objects.filter(twins__version__grant__in=grants)).distinct()


def withdrawn_previews(now: datetime, *, doing: bool) -> int:
    rows = withdrawn(now - WITHDRAWN_PREVIEWS).filter(picture__erased_at=None, picture__isnull=False)
    return erase((preview.picture for preview in rows.select_related("picture")), now, doing=doing)


def withdrawn_masters(now: datetime, *, doing: bool) -> int:
    """A master that never went out. One that did is what its deliveries are compared with."""
    previews = withdrawn(now - WITHDRAWN_MASTERS)
    masters = Master.objects.filter(preview__in=previews, asset__renditions__deliveries=None)
    blobs = Blob.objects.readable().filter(Q(id__in=masters.values("picture")) | Q(id__in=masters.values("proof")))
    return erase(blobs, now, doing=doing)


def tries(now: datetime, *, doing: bool) -> int:
    """Nobody picked them. What is left is small, marked as the picture was, and for its owner's eyes alone."""
    old = Preview.objects.filter(made_at__lte=now - TRIES, master=None, reduced_at=None, twins__isnull=False)
    left = held(old.exclude(choice=Preview.Choice.PICK).filter(picture__erased_at=None)).distinct()
    found = list(left.select_related("picture"))
    if doing:
        for preview in found:
            reduce(preview, now)
    return len(found)


def reduce(preview: Preview, now: datetime) -> None:
    whole = preview.picture
    assert whole is not None
    try:
        small = media.variant(whole, "thumb", now=now)
        content = media.load(small)
    except GONE:  # nobody can read it any more, so nothing is left to be made small
        media.erase(whole, now=now)
        return
    with transaction.atomic():
        kept = media.keep(
            content,
            content_type=small.content_type,
            width_px=small.width_px,
            height_px=small.height_px,
            under=whole.names,
            now=now,
        )
        Preview.objects.filter(id=preview.id, reduced_at=None).update(picture=kept, reduced_at=now)
        media.erase(whole, now=now)


def arriving(now: datetime, *, doing: bool) -> int:
    rows = list(Upload.objects.abandoned(now - ARRIVING))
    if doing:
        for upload in rows:
            media.give_up(upload, now=now, code="upload-lost")
    return len(rows)


def undecided(now: datetime, *, doing: bool) -> int:
    """What waits in a model's tray: silence is no."""
    rows = list(CaptureFrame.objects.in_tray().filter(at__lte=now - timedelta(days=settings.TRAY_DAYS), plate=None))
    if doing:
        for frame in rows:
            let_frame_go(frame, now=now)
    return len(rows)


def access_log(now: datetime, *, doing: bool) -> int:
    rows = Access.objects.filter(at__lt=now - ACCESS_LOG)
    return rows.delete()[0] if doing else rows.count()


def evidence(now: datetime, *, doing: bool) -> int:
    return old_evidence.remove(over_before(now), doing=doing)


def over_before(now: datetime) -> date:
    """What ended before this day has been kept long enough."""
    today = now.astimezone(UTC).date()
    leap = (today.month, today.day) == (2, 29)
    return today.replace(year=today.year - settings.EVIDENCE_YEARS, day=28 if leap else today.day)


def erase(blobs: Any, now: datetime, *, doing: bool) -> int:
    found = list(blobs)
    if doing:
        for blob in found:
            media.erase(blob, now=now)
    return len(found)


TABLE = (
    Row(
        "withdrawn-previews",
        _("Previews made under a licence that was withdrawn"),
        _("24 hours"),
        _("They were shown to nobody from the moment of the withdrawal; a day later they are gone."),
        withdrawn_previews,
        hourly=True,
    ),
    Row(
        "withdrawn-masters",
        _("Full-size pictures of a withdrawn licence that never went out"),
        _("30 days"),
        _("So that what happened can be looked into, if anybody disputes it. Nobody sees them meanwhile."),
        withdrawn_masters,
    ),
    Row(
        "tries",
        _("Tries that nobody picked"),
        _("90 days, then a small marked picture for the twin's owner alone"),
        _("Its owner can always see that it was made, and the studio keeps no more than is used."),
        tries,
    ),
    Row(
        "arriving",
        _("Files that arrived and came to nothing"),
        _("One day"),
        _("They are sealed while they wait. What was not taken up in a day is given up."),
        arriving,
        hourly=True,
    ),
    Row(
        "tray",
        _("Photographs of a capture that wait for the model's own yes or no"),
        format_lazy(_("{days} days"), days=settings.TRAY_DAYS),
        _("Nobody but the model sees them. Silence is no: what was not kept by then is erased."),
        undecided,
    ),
    Row(
        "access-log",
        _("Who looked at or downloaded a picture"),
        _("One year"),
        _("Long enough to ask who looked, and no record of people's habits beyond it."),
        access_log,
    ),
    Row(
        "evidence",
        _("What was agreed and what was paid"),
        format_lazy(_("{years} years"), years=settings.EVIDENCE_YEARS),
        _(
            "From the last day and the last payment: tax law asks for it, and it proves what was allowed. "
            "A licence under which a finished picture is kept stays with the picture."
        ),
        evidence,
    ),
)


# The night


def sweep(now: datetime, *, dry_run: bool = False) -> list[tuple[Row, int]]:
    """Every row of the table. A dry run counts and changes nothing."""
    return [(row, row.sweep(now, doing=not dry_run)) for row in TABLE]


def night_of(now: datetime) -> date:
    """The night that has begun: before two o'clock it is still the last one."""
    return (now.astimezone(UTC) - NIGHT_BEGINS_AT).date()


def due(now: datetime) -> bool:
    return not Entry.objects.filter(chain=CHAIN, key=key_of(now)).exists()


def key_of(now: datetime) -> str:
    return f"retention:{night_of(now).isoformat()}"


def nightly(now: datetime) -> list[tuple[Row, int]]:
    """Once a night, whenever somebody first looks; what it removed is written down. Later calls do nothing."""
    if not due(now):
        return []
    done = sweep(now)
    write_down(done, now, key=key_of(now))
    return done


def hourly(now: datetime) -> list[tuple[Row, int]]:
    """The rows whose time is counted in hours. Written down only where something went."""
    done = [(row, row.sweep(now, doing=True)) for row in TABLE if row.hourly]
    if any(count for _row, count in done):
        write_down(done, now)
    return done


def write_down(done: list[tuple[Row, int]], now: datetime, *, key: str = "") -> None:
    body = {"removed": {row.name: count for row, count in done}, "years": settings.EVIDENCE_YEARS}
    with transaction.atomic():
        register.append(CHAIN, "retention", subject="retention", body=body, now=now, key=key)


def nights() -> Iterator[Entry]:
    """What was removed lately, the last night first."""
    yield from Entry.objects.filter(chain=CHAIN, kind="retention").order_by("-seq")[:30]
