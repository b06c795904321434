"""Several requests answered in one go: each in a transaction of its own, all with one fresh sign-in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from studio.consent.actions.negotiating import agree, decline
from studio.consent.models import Offer, Request
from studio.decisions import Decision
from studio.people.models import Person


@dataclass(frozen=True, slots=True)
class Said:
    """Her word on one request of the set. to: the very offer that a yes is bound to; None is a no."""

    request: Request
    to: Offer | None


def answer_set(
    said: Sequence[Said],
    *,
    by: Person,
    now: datetime,
    evidence: Mapping[str, Any],
    waives: bool,
    language: str = "",
) -> list[tuple[Said, Decision]]:
    """What was refused of one touches no other: the rest stands as she said it."""

    def answered(each: Said) -> Decision:
        if each.to is None:
            return decline(each.request, by=by, now=now)[0]
        return agree(each.request, each.to, by=by, now=now, evidence=evidence, waives=waives, language=language)[0]

    return [(each, answered(each)) for each in said]
