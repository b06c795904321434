"""Her nevers, across all licences."""

from datetime import datetime

from django.db import transaction

from studio.consent import gates
from studio.consent.actions.telling import tell_pages, write_down
from studio.consent.models import (
    StandingRules,
)
from studio.consent.terms import StandingRules as Nevers
from studio.decisions import YES, Decision, no
from studio.people.models import Person
from studio.register.rules import digest
from studio.twins.models import Twin


@transaction.atomic
def set_standing_rules(
    twin: Twin, rules: Nevers, *, by: Person, now: datetime, key: str = ""
) -> tuple[Decision, StandingRules | None]:
    """A new version of her nevers, in force at once and over every licence."""
    if twin.owner_id != by.pk:
        return no("not-owner"), None
    gates.hold([twin], alone=True)
    last = StandingRules.objects.filter(twin=twin).order_by("-version").first()
    if last and last.rules == rules.to_json():
        return YES, last
    gates.turn(twin, now=now)
    made = StandingRules.objects.create(
        twin=twin, version=(last.version if last else 0) + 1, rules=rules.to_json(), by=by, at=now
    )
    body = {"version": made.version, "sha256": digest(made.rules)}  # her words may name somebody: the register does not
    write_down(twin, "standing-rules", by=by, body=body, now=now)
    tell_pages(twin, "changed")
    return YES, made


@transaction.atomic
def share_reason(
    twin: Twin, *, shares: bool, by: Person, now: datetime, key: str = ""
) -> tuple[Decision, Twin | None]:
    """Whether a house that is refused reads why."""
    if twin.owner_id != by.pk:
        return no("not-owner"), None
    gates.hold([twin], alone=True)
    if Twin.objects.filter(pk=twin.pk).exclude(shares_reason=shares).update(shares_reason=shares):
        gates.turn(twin, now=now)
        write_down(twin, "shares-reason", by=by, body={"shares": shares}, now=now)
        tell_pages(twin, "changed")
    twin.refresh_from_db()
    return YES, twin
