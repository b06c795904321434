"""What an agency may do for her: signed by her, ended by either side."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from studio.decisions import YES, Decision, no
from studio.live.announcing import announce
from studio.people.models import Organisation, Person, Seat
from studio.register import actions as register
from studio.twins.actions.telling import hers, write_down
from studio.twins.models import Mandate, Twin


@transaction.atomic
def sign_mandate(
    twin: Twin,
    agency: Organisation,
    *,
    territories: Sequence[str],
    may: Sequence[str],
    commission_bps: int,
    starts_on: date,
    ends_on: date,
    by: Person,
    now: datetime,
    mother: bool = False,
    exclusive: bool = False,
) -> tuple[Decision, Mandate | None]:
    """Her own signature under what an agency may do for her. It never carries consent and ends by itself."""
    if not (decision := hers(twin, by)):
        return decision, None
    if not agency.is_agency or ends_on < starts_on:
        return no("mandate-not-right"), None
    mandate = Mandate.objects.create(
        twin=twin,
        agency=agency,
        territories=list(territories),
        mother=mother,
        exclusive=exclusive,
        may=list(may),
        commission_bps=commission_bps,
        starts_on=starts_on,
        ends_on=ends_on,
        signed_at=now,
    )
    body = {"mandate": str(mandate.pk), "agency": str(agency.pk), "may": list(may), "commission_bps": commission_bps}
    write_down(twin, "mandate-signed", by=by, body=body, now=now)
    register.append(
        f"org:{agency.pk}", "mandate-signed", subject=twin.gate_name, by=str(by.pk), body=body, now=now
    )
    return YES, mandate


@transaction.atomic
def end_mandate(mandate: Mandate, *, by: Person, now: datetime, key: str = "") -> tuple[Decision, Mandate | None]:
    """Either side may end it. Licences stand: they were hers, not the agency's."""
    at_agency = Seat.objects.in_force(now).filter(person=by, organisation=mandate.agency, may_sign=True).exists()
    if mandate.twin.owner_id != by.pk and not at_agency:
        return no("not-owner"), None
    if Mandate.objects.filter(pk=mandate.pk, ended_at=None).update(ended_at=now):
        body = {"mandate": str(mandate.pk), "agency": str(mandate.agency_id)}
        write_down(mandate.twin, "mandate-ended", by=by, body=body, now=now)
        chain = f"org:{mandate.agency_id}"
        register.append(chain, "mandate-ended", subject=mandate.twin.gate_name, by=str(by.pk), body=body, now=now)
        announce(mandate.twin.gate_name, kind="changed", twin=str(mandate.twin_id))
    mandate.refresh_from_db()
    return YES, mandate
