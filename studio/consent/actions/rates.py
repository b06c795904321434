"""What she asks for."""

from datetime import datetime

from django.db import transaction

from studio.consent import gates
from studio.consent.actions.telling import write_down
from studio.consent.models import RateCard
from studio.consent.rates import rate_card_lacks
from studio.consent.terms import Pay
from studio.decisions import YES, Decision, no
from studio.people.models import Person
from studio.twins.models import Twin


@transaction.atomic
def set_rate_card(
    twin: Twin, pay: Pay, *, by: Person, now: datetime, key: str = ""
) -> tuple[Decision, RateCard | None]:
    """A new version of what she asks for. Licences keep what was signed; the next request starts from this."""
    if twin.owner_id != by.pk:
        return no("not-owner"), None
    if lacking := rate_card_lacks(pay):
        return no("rate-card-not-right", missing=", ".join(lacking)), None
    gates.hold([twin], alone=True)
    last = RateCard.objects.filter(twin=twin).order_by("-version").first()
    if last and Pay.from_json(last.pay) == pay:
        return YES, last
    version = (last.version if last else 0) + 1
    made = RateCard.objects.create(twin=twin, version=version, pay=pay.to_json(), by=by, at=now)
    write_down(twin, "rate-card", by=by, body={"version": version, "pay": made.pay}, now=now)
    return YES, made
