"""The switch: what stops at once, and how it is switched on again."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from studio.consent import gates, reaches
from studio.consent.actions.telling import tell_pages, write_down
from studio.consent.facts import owners_day
from studio.consent.models import (
    Gate,
    Pause,
    Standstill,
)
from studio.decisions import YES, Decision, no
from studio.jobs import actions as jobs
from studio.people.models import Person, Seat
from studio.twins.actions import close_sessions
from studio.twins.models import Mandate, Twin

UNDO_SECONDS = 10


def may_pause(twin: Twin, by: Person, now: datetime) -> Decision:
    """She herself, or an agency whose mandate says so."""
    if twin.owner_id == by.pk:
        return YES
    agencies = Seat.objects.in_force(now).filter(person=by).values("organisation")
    mandates = Mandate.objects.in_force(owners_day(twin, now)).filter(twin=twin, agency__in=agencies)
    return YES if any("pause" in mandate.may for mandate in mandates) else no("not-owner")


@transaction.atomic
def pause(
    twin: Twin, *, by: Person, now: datetime, reach: str = Pause.Reach.EVERYTHING, about: str = "", key: str = ""
) -> tuple[Decision, Pause | None]:
    """Stop at once. The pause says how many jobs were stopped, pictures hidden and downloads refused."""
    decision = may_pause(twin, by, now)
    if decision and not _is_a_reach(reach, about):
        decision = no("pause-of-what")
    if not decision:
        return decision, None
    return YES, press(twin, reach, about, by=by, how=Pause.How.SIGNED_IN, now=now)


def press(twin: Twin, reach: str, about: str, *, by: Person | None, how: str, now: datetime) -> Pause:
    """In the caller's transaction, which has decided that it may be. Pressed twice it is one pause.

    Where another hand pressed a moment ago, and could still undo that, this press stands in its place.
    """
    gates.hold([twin], alone=True)
    there = Pause.objects.filter(twin=twin, reach=reach, about=about, lifted_at=None).first()
    if there is not None:
        return _joined(there, by=by, how=how, now=now)
    everything = reach == Pause.Reach.EVERYTHING
    within = reaches.counted(twin, reach, about, now)
    gate = gates.turn(twin, now=now, state=Gate.State.PAUSED if everything and not _is_erased(twin) else None)
    if everything:
        close_sessions(twin, now=now)
    halted = jobs.halt(twin.gate_name, now=now, code="owner-paused", also="" if everything else f"{reach}:{about}")
    made = Pause.objects.create(
        twin=twin,
        reach=reach,
        about=about,
        by=by,
        how=how,
        at=now,
        stopped_jobs=halted.both,
        running_jobs=halted.running,
        hidden_pictures=within.pictures,
        refused_downloads=within.downloads,
    )
    write_down(
        twin,
        "paused",
        by=by,
        body={
            "reach": reach,
            "about": about,
            "how": how,
            "epoch": gate.epoch,
            "stopped": halted.both,
            "hidden": within.pictures,
            "refused": within.downloads,
        },
        now=now,
        house=UUID(about) if reach == Pause.Reach.HOUSE else None,
    )
    tell_pages(twin, "paused" if everything else "changed", stopped=halted.both, hidden=within.pictures)
    return made


def _joined(there: Pause, *, by: Person | None, how: str, now: datetime) -> Pause:
    """What the first press stopped is said of both; the gate stays as it is."""
    if there.by_id is None or (by is not None and by.pk == there.by_id) or not _may_be_undone(there, now):
        return there
    Pause.objects.filter(pk=there.pk).update(lifted_at=now)
    made = Pause.objects.create(
        twin=there.twin,
        reach=there.reach,
        about=there.about,
        by=by,
        how=how,
        at=now,
        stopped_jobs=there.stopped_jobs,
        running_jobs=there.running_jobs,
        hidden_pictures=there.hidden_pictures,
        refused_downloads=there.refused_downloads,
    )
    house = UUID(there.about) if there.reach == Pause.Reach.HOUSE else None
    body = {"reach": there.reach, "about": there.about, "how": how}
    write_down(there.twin, "paused", by=by, body=body, now=now, house=house)
    tell_pages(there.twin, "changed")
    return made


def _is_erased(twin: Twin) -> bool:
    """Asked under its gate, which then stays closed whatever is pressed."""
    return Twin.objects.filter(pk=twin.pk, state=Twin.State.ERASED).exists()


def _may_be_undone(pause: Pause, now: datetime) -> bool:
    return now - pause.at <= timedelta(seconds=UNDO_SECONDS)


def _is_a_reach(reach: str, about: str) -> bool:
    """Everything is about nothing in particular; any other reach names a thing, and a house has a chain by its id."""
    if reach != Pause.Reach.HOUSE:
        return reach in Pause.Reach.values and (reach == Pause.Reach.EVERYTHING) != bool(about)
    try:
        return str(UUID(about)) == about
    except ValueError:
        return False


@transaction.atomic
def resume(
    twin: Twin,
    *,
    by: Person,
    now: datetime,
    fresh: bool,
    reach: str = Pause.Reach.EVERYTHING,
    about: str = "",
    key: str = "",
) -> tuple[Decision, Gate | None]:
    """Only she switches on again, and only freshly signed in: a phone left lying opens nothing.

    Whoever said that she cannot act is answered by it, too.
    """
    if twin.owner_id != by.pk:
        return no("not-owner"), None
    if not fresh:
        return no("fresh-sign-in", fix="sign-in"), None
    if reach == Pause.Reach.EVERYTHING:
        Standstill.objects.filter(owner=by, ended_at=None).update(ended_at=now)
    return YES, _lift(twin, Pause.objects.filter(twin=twin, reach=reach, about=about, lifted_at=None), by=by, now=now)


@transaction.atomic
def undo_pause(pause: Pause, *, by: Person, now: datetime, key: str = "") -> tuple[Decision, Gate | None]:
    """A slip of the thumb is mended without a sign-in, for ten seconds, by whoever pressed."""
    if pause.by_id != by.pk:
        return no("not-owner"), None
    if not _may_be_undone(pause, now):
        return no("too-late-to-undo"), None
    return YES, _lift(pause.twin, Pause.objects.filter(pk=pause.pk, lifted_at=None), by=by, now=now)


def _lift(twin: Twin, pauses: Any, *, by: Person, now: datetime) -> Gate:
    gates.hold([twin], alone=True)
    lifted = list(pauses)
    if not lifted:
        return Gate.objects.get(twin=twin)
    pauses.update(lifted_at=now)
    everything = any(each.reach == Pause.Reach.EVERYTHING for each in lifted)
    gate = gates.turn(twin, now=now, state=Gate.State.OPEN if everything and not _is_erased(twin) else None)
    for each in lifted:
        house = UUID(each.about) if each.reach == Pause.Reach.HOUSE else None
        body = {"reach": each.reach, "about": each.about, "epoch": gate.epoch}
        write_down(twin, "resumed", by=by, body=body, now=now, house=house)
    tell_pages(twin, "resumed" if everything else "changed")
    return gate
