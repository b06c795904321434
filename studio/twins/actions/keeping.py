"""How old her likeness is, and which of it is used no more."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from studio.decisions import YES, Decision, no
from studio.jobs import actions as jobs
from studio.live.announcing import announce
from studio.people import actions as people
from studio.people.models import Person
from studio.twins.actions.telling import hers, write_down
from studio.twins.models import Capture, Twin

AGAIN_MONTHS = 3


@transaction.atomic
def still_me(twin: Twin, *, on: date, by: Person, now: datetime) -> tuple[Decision, Twin | None]:
    """She says that the twin still looks like her on that day. From there the months are counted anew."""
    if not (decision := hers(twin, by)):
        return decision, None
    if on > now.date() or on < twin.as_of_on:
        return no("as-of-not-right", since=twin.as_of_on), None
    Twin.objects.filter(pk=twin.pk).update(as_of_on=on, no_reminders_at=None)
    twin.refresh_from_db()
    write_down(twin, "still-me", by=by, body={"as_of": on.isoformat()}, now=now)
    announce(twin.gate_name, kind="changed", twin=str(twin.pk))
    return YES, twin


@transaction.atomic
def remind_no_more(twin: Twin, *, by: Person, now: datetime) -> tuple[Decision, Twin | None]:
    """Until she refreshes it she is not asked again. The day goes on standing beside her pictures."""
    if not (decision := hers(twin, by)):
        return decision, None
    Twin.objects.filter(pk=twin.pk, no_reminders_at=None).update(no_reminders_at=now)
    twin.refresh_from_db()
    return YES, twin


def remind_due(now: datetime) -> int:
    """Ask the owners of twins that have grown old. Each is asked once for each time it falls due."""
    asked = 0
    old = Twin.objects.filter(state=Twin.State.READY, no_reminders_at=None, as_of_on__lt=now.date())
    for twin in old.select_related("owner"):
        times = times_due(twin.as_of_on, now.date())
        if times:
            before = twin.owner.notices.filter(key=_key(twin, times)).exists()
            people.tell(
                twin.owner,
                "twin-grows-old",
                values={"twin": twin.name, "since": twin.as_of_on},
                url=f"/twins/{twin.pk}/keeping/",
                now=now,
                about=twin.gate_name,
                key=_key(twin, times),
            )
            asked += not before
    return asked


def times_due(as_of: date, today: date) -> int:
    """0 before the first reminder is due, then one more every three months."""
    months = (today.year - as_of.year) * 12 + today.month - as_of.month - (today.day < as_of.day)
    late = months - settings.REFRESH_MONTHS
    return 0 if late < 0 else 1 + late // AGAIN_MONTHS


def _key(twin: Twin, times: int) -> str:
    return f"grows-old:{twin.pk}:{twin.as_of_on.isoformat()}:{times}"


@transaction.atomic
def retire_capture(capture: Capture, *, by: Person, now: datetime) -> tuple[Decision, int]:
    """An age or a look of hers is used no more: nothing new is made from that day's plates. Gives how many plates."""
    twin = capture.twin
    if not (decision := hers(twin, by)):
        return decision, 0
    plates = [str(id) for id in capture.plates.in_use().values_list("id", flat=True)]
    if not plates:
        return no("already-retired"), 0
    capture.plates.in_use().update(retired_at=now)
    stopped = sum(jobs.stop(f"plate:{id}", now=now, code="plate-retired") for id in plates)
    body = {"capture": str(capture.pk), "plates": len(plates), "stopped": stopped}
    write_down(twin, "capture-retired", by=by, body=body, now=now)
    announce(twin.gate_name, kind="changed", twin=str(twin.pk))
    return YES, len(plates)


@transaction.atomic
def bring_back_capture(capture: Capture, *, by: Person, now: datetime) -> tuple[Decision, int]:
    twin = capture.twin
    if not (decision := hers(twin, by)):
        return decision, 0
    if twin.state not in {Twin.State.CAPTURED, Twin.State.READY}:
        return no(f"twin-{twin.state}"), 0
    plates = capture.plates.exclude(retired_at=None).update(retired_at=None)
    write_down(twin, "capture-brought-back", by=by, body={"capture": str(capture.pk), "plates": plates}, now=now)
    announce(twin.gate_name, kind="changed", twin=str(twin.pk))
    return YES, plates
