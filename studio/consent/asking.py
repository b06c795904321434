"""A picture with several twins shows only while all of them say yes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from studio.consent import memos
from studio.consent.facts import facts_of
from studio.consent.rules import Facts, Use, may_use
from studio.decisions import YES, Decision
from studio.twins.models import Twin

Versions = dict[UUID, UUID | None]


def ask(twins: Sequence[Twin], use_for: Callable[[Twin], Use], now: datetime) -> tuple[Decision, Versions]:
    """Yes when every twin says yes, with the version each said it under; none where her own eyes needed none.

    A stand-in is nobody's likeness: no twins, nothing to ask.
    """
    return answered(twins, use_for, facts_of(twins, now))


def ask_to_make(
    twins: Sequence[Twin], use_for: Callable[[Twin], Use], now: datetime
) -> tuple[Decision, Versions]:
    """The same where something of her is made, or let out: under a licence whose memo is missing nothing is."""
    decision, versions = ask(twins, use_for, now)
    decision = decision and memos.are_there(versions.values())
    return decision, versions if decision else dict.fromkeys(versions)


def answered(
    twins: Sequence[Twin], use_for: Callable[[Twin], Use], facts: Mapping[UUID, Facts]
) -> tuple[Decision, Versions]:
    """The same from facts already read: a page that shows many pictures reads them once."""
    decisions = {twin.pk: may_use(facts[twin.pk], use_for(twin)) for twin in twins}
    refusals = [decision for decision in decisions.values() if not decision]
    if refusals:
        others = (*refusals[0].others, *refusals[1:])
        return replace(refusals[0], others=others), dict.fromkeys(decisions)
    return YES, {twin: _version(decision) for twin, decision in decisions.items()}


def _version(decision: Decision) -> UUID | None:
    version = decision.values.get("version")
    return UUID(version) if version else None
