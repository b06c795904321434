"""A page decides once for all its pictures: who may see which, in a constant number of queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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
from studio.previews.models import Preview, PreviewTwin


@dataclass(frozen=True, slots=True)
class Shown:
    """Where a picture is to be had for the next minutes, or why it is not shown. sizes: its other sizes' addresses."""

    decision: Decision
    url: str = ""
    state: str = ""  # of consent, as every thumbnail says it: yes, asks, paused, no, lapsed; none for a stand-in
    sizes: Mapping[str, str] = field(default_factory=dict)


def shown(
    previews: Sequence[Preview],
    *,
    viewer: Person,
    session_key: str,
    variant: str,
    now: datetime,
    also: Sequence[str] = (),
) -> dict[UUID, Shown]:
    """For each preview its address or the reason for its veil. `previews` come from `for_page()`.

    also: further sizes, for a page that shows each as fine as there is room for.
    """
    twins = {row.twin_id: row.twin for preview in previews for row in preview.twins.all()}
    epochs = gates.epochs(gates.gate_names(list(twins.values())))  # before the facts: a pause between them voids both
    facts = facts_of(list(twins.values()), now)
    decisions = {preview.id: may_show(preview, facts, viewer, now) for preview in previews}
    wanted = [
        Wanted(preview.picture_id, size, gates=gates_of(preview, epochs))
        for preview in previews
        if preview.picture_id and decisions[preview.id]
        for size in (variant, *also)
    ]
    urls = addresses.addresses_of(session_key, wanted)
    return {
        preview.id: Shown(
            decisions[preview.id],
            urls.get((preview.picture_id, variant), "") if preview.picture_id else "",
            state_of(preview, decisions[preview.id], facts),
            {size: urls.get((preview.picture_id, size), "") for size in also} if preview.picture_id else {},
        )
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
        use_for = uses(preview.look, "show", now, worn=preview.worn, picture=preview.id)
        decision = may_use(facts[row.twin_id], use_for(row.twin))
        if not decision:
            return outward(decision, row.twin)
    return YES


def state_of(preview: Preview, decision: Decision, facts: Mapping[UUID, Facts]) -> str:
    """Why it is no shows in none of them."""
    rows = preview.twins.all()
    if not decision:
        return {"owner-paused": "paused", "try-ended": "lapsed"}.get(decision.code, "no")
    if not rows:
        return "none"
    return "asks" if any(_asks(facts[row.twin_id], row) for row in rows if row.twin_id in facts) else "yes"


def _asks(known: Facts, row: PreviewTwin) -> bool:
    """Whether a finished piece of it would be shown to her first, by the licence it was made under."""
    terms = [licence.terms for licence in known.licences if licence.version == str(row.version_id)]
    return known.standing.asks_each_piece or any(each.approval != "none" for each in terms)


def gates_of(preview: Preview, epochs: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """What the address is bound to: once a gate has turned it opens nothing."""
    return tuple((row.twin.gate_name, epochs[row.twin.gate_name]) for row in preview.twins.all())
