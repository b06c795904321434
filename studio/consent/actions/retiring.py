"""She retires her twin: it is cast no more, and what was delivered runs on its notice."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from studio.consent import gates
from studio.consent.actions.closing import close_what_waits
from studio.consent.actions.telling import tell_pages, write_down
from studio.consent.actions.withdrawing import withdraw_all
from studio.decisions import YES, Decision, no
from studio.jobs import actions as jobs
from studio.people.evidence import proves_fresh
from studio.people.models import Person
from studio.twins.actions import close_sessions
from studio.twins.models import Twin

IN_USE = (Twin.State.CAPTURED, Twin.State.READY)


@transaction.atomic
def retire_twin(
    twin: Twin, *, by: Person, now: datetime, evidence: Mapping[str, Any], key: str = ""
) -> tuple[Decision, Twin | None]:
    """Her licences are withdrawn with it. She may bring it back; nothing that ended comes back with it."""
    if not (decision := _hers_and_fresh(twin, by, evidence, now)):
        return decision, None
    gates.hold([twin], alone=True)
    if twin.state not in IN_USE:
        return (YES, twin) if twin.state == Twin.State.RETIRED else (no("twin-erased"), None)
    withdraw_all(twin, by=by, now=now)
    close_what_waits(twin, now)
    put_to_rest(twin, by=by, now=now)
    return YES, twin


def put_to_rest(twin: Twin, *, by: Person | None, now: datetime) -> None:
    """In the caller's transaction, which holds the gate and has decided that it may be."""
    gates.turn(twin, now=now)
    Twin.objects.filter(pk=twin.pk, state__in=IN_USE).update(state=Twin.State.RETIRED)
    twin.refresh_from_db()
    close_sessions(twin, now=now)
    stopped = jobs.halt(twin.gate_name, now=now, code="twin-retired").both
    write_down(twin, "retired", by=by, body={"stopped": stopped}, now=now)
    tell_pages(twin, "changed", stopped=stopped)


@transaction.atomic
def bring_back(
    twin: Twin, *, by: Person, now: datetime, evidence: Mapping[str, Any]
) -> tuple[Decision, Twin | None]:
    if not (decision := _hers_and_fresh(twin, by, evidence, now)):
        return decision, None
    gates.hold([twin], alone=True)
    if twin.state != Twin.State.RETIRED:
        return no("not-retired"), None
    gates.turn(twin, now=now)
    ready = twin.cover_chosen_at is not None and twin.comp_card.exists()
    Twin.objects.filter(pk=twin.pk).update(state=Twin.State.READY if ready else Twin.State.CAPTURED)
    twin.refresh_from_db()
    write_down(twin, "brought-back", by=by, body={}, now=now)
    tell_pages(twin, "changed")
    return YES, twin


def _hers_and_fresh(twin: Twin, by: Person, evidence: Mapping[str, Any], now: datetime) -> Decision:
    if twin.owner_id != by.pk:
        return no("not-owner")
    return YES if proves_fresh(evidence, now) else no("fresh-sign-in", fix="sign-in")
