"""She takes a licence back, or all of them: nothing more is made under it, and what is out comes down by its day."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from studio.consent import endings, gates, reaches
from studio.consent.actions.telling import tell_pages, write_down
from studio.consent.facts import owners_day
from studio.consent.models import Exclusivity, Grant, PieceTaken, Withdrawal
from studio.consent.terms import Terms
from studio.decisions import YES, Decision, no
from studio.ids import uuid7
from studio.jobs import actions as jobs
from studio.people import actions as people
from studio.people.models import Person, Seat
from studio.twins.models import Twin


@transaction.atomic
def withdraw(grant: Grant, *, by: Person, now: datetime, key: str = "") -> tuple[Decision, Grant | None]:
    """Nothing more is made or delivered under this licence; what was delivered comes down after the notice agreed."""
    twin = grant.twin
    if twin.owner_id != by.pk:
        return no("not-owner"), None
    gates.hold([twin], alone=True)
    if not _withdrawn(grant, by, now, uuid7()):
        return no("already-done"), None
    return YES, grant


@transaction.atomic
def withdraw_all(twin: Twin, *, by: Person, now: datetime, key: str = "") -> tuple[Decision, list[Withdrawal]]:
    """Every licence in force, at one press. With none in force there is nothing to take back."""
    if twin.owner_id != by.pk:
        return no("not-owner"), []
    gates.hold([twin], alone=True)
    together = uuid7()
    grants = Grant.objects.filter(twin=twin, state=Grant.State.IN_FORCE).select_related("twin__owner", "house")
    made = [done for grant in grants.order_by("number") if (done := _withdrawn(grant, by, now, together))]
    return (YES, made) if made else (no("already-done"), [])


def _withdrawn(grant: Grant, by: Person, now: datetime, press: UUID) -> Withdrawal | None:
    """The caller holds the gate alone. None when the licence is not in force any more."""
    twin = grant.twin
    within = reaches.counted(twin, reaches.LICENCE, str(grant.pk), now)
    ended = Grant.objects.filter(pk=grant.pk, state=Grant.State.IN_FORCE)
    if not ended.update(state=Grant.State.WITHDRAWN, state_at=now):
        return None
    grant.refresh_from_db()
    gates.turn(twin, now=now)
    Exclusivity.objects.filter(version__grant=grant, ended_at=None).update(ended_at=now)
    pieces = _set_takedowns(grant, now)
    halted = jobs.halt(twin.gate_name, now=now, code="job-stopped", also=f"house:{grant.house_id}")
    made = Withdrawal.objects.create(
        press=press,
        grant=grant,
        twin=twin,
        by=by,
        at=now,
        stopped_jobs=halted.both,
        running_jobs=halted.running,
        hidden_pictures=within.pictures,
        refused_downloads=within.downloads,
    )
    body = {
        "grant": str(grant.pk),
        "pieces": pieces,
        "stopped": halted.both,
        "hidden": within.pictures,
        "refused": within.downloads,
    }
    write_down(twin, "withdrawn", by=by, body=body, now=now, house=grant.house_id)
    _tell_signers(grant, "grant-withdrawn", now)
    endings.tell(grant, now)
    tell_pages(twin, "changed", stopped=halted.both, hidden=within.pictures)
    return made


def takedown_day(piece: PieceTaken, today: date) -> date:
    """Its last day to be seen: the notice of the version it was delivered under, counted from today."""
    return today + timedelta(days=Terms.from_json(piece.version.terms).notice_days)


def _set_takedowns(grant: Grant, now: datetime) -> int:
    today = owners_day(grant.twin, now)
    pieces = list(PieceTaken.objects.filter(version__grant=grant, takedown_on=None).select_related("version"))
    for piece in pieces:
        PieceTaken.objects.filter(pk=piece.pk).update(takedown_on=takedown_day(piece, today))
    return len(pieces)


def _tell_signers(grant: Grant, code: str, now: datetime) -> None:
    values = {"twin": grant.twin.name, "number": grant.number}
    for seat in Seat.objects.in_force(now).signers().filter(organisation=grant.house).select_related("person"):
        key = f"{code}:{grant.pk}:{seat.pk}"
        people.tell(seat.person, code, values=values, url="/", now=now, about=f"grant:{grant.pk}", key=key)
