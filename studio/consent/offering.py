"""Whether many twins may be offered to one house: what a picker of hundreds asks, from as few rows as answer it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from studio.consent.facts import facts_to_offer
from studio.consent.rules import CREW, OFFER, Facts, Use, may_use
from studio.decisions import Decision
from studio.twins.models import Twin


@dataclass(frozen=True, slots=True)
class Offered:
    decision: Decision
    asks: bool  # each piece is shown to the owner before it goes out


def offers_of(twins: Sequence[Twin], house: UUID, use_for: Callable[[Twin], Use], now: datetime) -> dict[UUID, Offered]:
    """By twin's id. The facts stay in here, since they would say too little of any other use."""
    facts = facts_to_offer(twins, house, now)
    return {twin.pk: _offered(facts[twin.pk], use_for(twin), house) for twin in twins}


def _offered(facts: Facts, use: Use, house: UUID) -> Offered:
    if (use.act, use.viewer, use.house, use.picture) != (OFFER, CREW, str(house), ""):
        raise ValueError(
            f"use must be an offer to the crew of house {house}, got {use.act} to {use.viewer} {use.house}"
        )
    decision = may_use(facts, use)
    version = decision.values.get("version", "")
    terms = next((licence.terms for licence in facts.licences if licence.version == version), None)
    asks = bool(terms and terms.approval != "none") or facts.standing.asks_each_piece
    return Offered(decision, asks)
