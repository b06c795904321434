"""The switch: what stops at once, and how it is switched on again."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from studio.consent import gates
from studio.consent.actions.telling import tell_pages, write_down
from studio.consent.facts import owners_day
from studio.consent.models import (
    Gate,
    Pause,
)
from studio.decisions import YES, Decision, no
from studio.jobs import actions as jobs
from studio.media.models import Blob
from studio.people.models import Person, Seat
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
    """Stop at once. The pause says how many jobs were stopped and how many pictures hidden."""
    decision = may_pause(twin, by, now)
    if decision and not _is_a_reach(reach, about):
        decision = no("pause-of-what")
    if not decision:
        return decision, None
    gates.hold([twin], alone=True)
    if there := Pause.objects.filter(twin=twin, reach=reach, about=about, lifted_at=None).first():
        return YES, there
    everything = reach == Pause.Reach.EVERYTHING
    gate = gates.turn(twin, now=now, state=Gate.State.PAUSED if everything else None)
    stopped = jobs.stop(twin.gate_name, now=now, code="owner-paused", also="" if everything else f"{reach}:{about}")
    made = Pause.objects.create(
        twin=twin,
        reach=reach,
        about=about,
        by=by,
        at=now,
        stopped_jobs=stopped,
        hidden_pictures=shown_pictures(twin) if everything else 0,
    )
    write_down(
        twin,
        "paused",
        by=by,
        body={"reach": reach, "about": about, "epoch": gate.epoch, "stopped": stopped, "hidden": made.hidden_pictures},
        now=now,
        house=UUID(about) if reach == Pause.Reach.HOUSE else None,
    )
    tell_pages(twin, "paused" if everything else "changed", stopped=stopped, hidden=made.hidden_pictures)
    return YES, made


def _is_a_reach(reach: str, about: str) -> bool:
    """Everything is about nothing in particular; any other reach names a thing, and a house has a chain by its id."""
    if reach != Pause.Reach.HOUSE:
        return reach in Pause.Reach.values and (reach == Pause.Reach.EVERYTHING) != bool(about)
    try:
        return str(UUID(about)) == about
    except ValueError:
        return False


def shown_pictures(twin: Twin) -> int:
    """How many pictures made of her the studio keeps: not her plates, her comp card or mere sizes of another."""
    kept = Blob.objects.readable().sealed_by(twin.gate_name).filter(variant_of=None).values_list("id", flat=True)
    own = set(twin.comp_card.values_list("picture", flat=True))
    for row in twin.plates.values_list("picture", "alpha", "parts", "points"):
        own.update(row)
    return len(set(kept) - own)


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
    """Only she switches on again, and only freshly signed in: a phone left lying opens nothing."""
    if twin.owner_id != by.pk:
        return no("not-owner"), None
    if not fresh:
        return no("fresh-sign-in", fix="sign-in"), None
    return YES, _lift(twin, Pause.objects.filter(twin=twin, reach=reach, about=about, lifted_at=None), by=by, now=now)


@transaction.atomic
def undo_pause(pause: Pause, *, by: Person, now: datetime, key: str = "") -> tuple[Decision, Gate | None]:
    """A slip of the thumb is mended without a sign-in, for ten seconds, by whoever pressed."""
    if pause.by_id != by.pk:
        return no("not-owner"), None
    if now - pause.at > timedelta(seconds=UNDO_SECONDS):
        return no("too-late-to-undo"), None
    return YES, _lift(pause.twin, Pause.objects.filter(pk=pause.pk, lifted_at=None), by=by, now=now)


def _lift(twin: Twin, pauses: Any, *, by: Person, now: datetime) -> Gate:
    gates.hold([twin], alone=True)
    lifted = list(pauses)
    if not lifted:
        return Gate.objects.get(twin=twin)
    pauses.update(lifted_at=now)
    everything = any(each.reach == Pause.Reach.EVERYTHING for each in lifted)
    gate = gates.turn(twin, now=now, state=Gate.State.OPEN if everything else None)
    for each in lifted:
        house = UUID(each.about) if each.reach == Pause.Reach.HOUSE else None
        body = {"reach": each.reach, "about": each.about, "epoch": gate.epoch}
        write_down(twin, "resumed", by=by, body=body, now=now, house=house)
    tell_pages(twin, "resumed" if everything else "changed")
    return gate
