"""A page decides once for all its pictures: who may see which, in a constant number of queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from studio.consent import gates
from studio.consent.facts import facts_of
from studio.consent.rules import Facts, may_use, outward
from studio.decisions import YES, Decision, no
from studio.media import addresses
from studio.media.addresses import Wanted
from studio.people.models import Person
from studio.previews.actions import uses
from studio.previews.models import Preview


@dataclass(frozen=True, slots=True)
class Shown:
    """Where a picture is to be had for the next minutes, or why it is not shown."""

    decision: Decision
    url: str = ""


def shown(
    previews: Sequence[Preview], *, viewer: Person, session_key: str, variant: str, now: datetime
) -> dict[UUID, Shown]:
    """For each preview its address or the reason for its veil. `previews` come from `for_page()`."""
    twins = {row.twin_id: row.twin for preview in previews for row in preview.twins.all()}
    epochs = gates.epochs(gates.gate_names(list(twins.values())))  # before the facts: a pause between them voids both
    facts = facts_of(list(twins.values()), now)
    decisions = {preview.id: may_show(preview, facts, viewer, now) for preview in previews}
    wanted = [
        Wanted(preview.picture_id, variant, gates=gates_of(preview, epochs))
        for preview in previews
        if preview.picture_id and decisions[preview.id]
    ]
    urls = addresses.addresses(session_key, wanted)
    return {
        preview.id: Shown(decisions[preview.id], urls.get(preview.picture_id, "") if preview.picture_id else "")
        for preview in previews
    }


def may_show(preview: Preview, facts: Mapping[UUID, Facts], viewer: Person, now: datetime) -> Decision:
    """A picture shows only while all its twins say yes. The owner's own eyes are not a use."""
    if not preview.made_at:
        return no("nothing-to-show")
    for row in preview.twins.all():
        if row.twin.owner_id == viewer.id:
            continue
        if preview.reduced_at:
            return no("try-ended")
        decision = may_use(facts[row.twin_id], uses(preview.look, "show", now, picture=preview.id)(row.twin))
        if not decision:
            return outward(decision, row.twin)
    return YES


def gates_of(preview: Preview, epochs: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """What the address is bound to: once a gate has turned it opens nothing."""
    return tuple((row.twin.gate_name, epochs[row.twin.gate_name]) for row in preview.twins.all())
