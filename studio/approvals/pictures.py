"""The proof of a master, decided for the reader like every other picture."""

from datetime import datetime

from studio.approvals.models import Master
from studio.consent import gates
from studio.consent.facts import facts_of
from studio.media import addresses
from studio.media.addresses import Wanted
from studio.people.models import Person
from studio.previews.models import Preview
from studio.previews.pictures import Shown, gates_of, may_show, state_of


def proof_shown(master: Master, preview: Preview, *, viewer: Person, session_key: str, now: datetime) -> Shown:
    """`preview` comes from `for_page()`: a proof shows under the same consent as its preview."""
    twins = [row.twin for row in preview.twins.all()]
    epochs = gates.epochs(gates.gate_names(twins))  # before the facts: a pause between them voids both
    facts = facts_of(twins, now)
    decision = may_show(preview, facts, viewer, now)
    state = state_of(preview, decision, facts)
    if not decision or not master.proof_id:
        return Shown(decision, state=state)
    wanted = Wanted(master.proof_id, "large", gates=gates_of(preview, epochs))
    return Shown(decision, addresses.addresses(session_key, [wanted]).get(master.proof_id, ""), state)
