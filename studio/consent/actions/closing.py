"""What waits for her, or was promised for later, ends with her twin."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from studio.consent.actions.mandates import decline_mandate, end_mandate
from studio.consent.actions.telling import write_down
from studio.consent.models import Grant, Option, PieceApproval, Request, StopCard
from studio.twins.models import Mandate, Twin


def close_what_waits(twin: Twin, now: datetime) -> dict[str, int]:
    """Requests are answered no, holds and later bookings released, finished pieces that ask refused.

    In the caller's transaction, under the gate.
    """
    requests, options = list(Request.objects.open().filter(twin=twin)), list(_options(twin, now))
    for request in requests:
        Request.objects.filter(pk=request.pk).update(state=Request.State.DECLINED, state_at=now)
        _write(twin, "request-declined", {"request": str(request.pk)}, request.house_id, now)
    for option in options:
        Option.objects.filter(pk=option.pk).update(state=Option.State.RELEASED, state_at=now)
        _write(twin, "option-released", {"option": str(option.pk)}, option.house_id, now)
    asked = PieceApproval.objects.filter(twin=twin, answer=PieceApproval.Answer.ASKED)
    asked.update(answer=PieceApproval.Answer.NO, answered_at=now)
    Grant.objects.filter(twin=twin, state=Grant.State.OFFERED).update(state=Grant.State.DECLINED, state_at=now)
    return {"requests": len(requests), "options": len(options)}


def end_mandates(twin: Twin, now: datetime) -> int:
    """And her stop cards: there is nothing left that they could stop."""
    hers = Mandate.objects.filter(twin=twin).select_related("agency", "twin__owner")
    signed = list(hers.filter(ended_at=None, signed_at__isnull=False))
    for mandate in signed:
        end_mandate(mandate, by=twin.owner, now=now)
    for mandate in hers.waiting():
        decline_mandate(mandate, by=twin.owner, now=now)
    StopCard.objects.in_force().filter(twin=twin).update(ended_at=now)
    return len(signed)


def _options(twin: Twin, now: datetime) -> Any:
    later = Q(state=Option.State.CONFIRMED, ends_on__gte=now.date())
    return Option.objects.filter(Q(state__in=Option.State.alive()) | later, twin=twin)


def _write(twin: Twin, kind: str, body: dict[str, str], house: Any, now: datetime) -> None:
    write_down(twin, kind, by=twin.owner, body=body, now=now, house=house)
