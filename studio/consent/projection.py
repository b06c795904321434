"""What the register says of each gate, recomputed from its entries, beside what the gates say themselves."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from studio.consent.gates import PREFIX
from studio.consent.models import Gate, Pause
from studio.register.models import Entry

Reach = tuple[str, str]


@dataclass(slots=True)
class Told:
    """A gate as the entries of a chain leave it. None: nothing of it was written down yet."""

    state: str | None = None
    epoch: int = 0
    pauses: set[Reach] = field(default_factory=set)

    def hear(self, kind: str, body: dict[str, Any]) -> None:
        if gate := body.get("gate"):
            self.state, self.epoch = gate["state"], gate["epoch"]
        reach = (str(body.get("reach", "")), str(body.get("about", "")))
        if kind == "paused":
            self.pauses.add(reach)
        elif kind == "resumed":
            self.pauses.discard(reach)


def told() -> dict[str, Told]:
    """By chain, in one walk over the entries that say something of a gate."""
    found: dict[str, Told] = defaultdict(Told)
    rows = Entry.objects.filter(chain__startswith=PREFIX, body__has_key="gate").order_by("chain", "seq")
    for chain, kind, body in rows.values_list("chain", "kind", "body").iterator(chunk_size=1000):
        found[chain].hear(kind, body)
    return found


def differing() -> Iterator[str]:
    """A sentence for each gate that is not as its register says."""
    written = told()
    pauses: dict[str, set[Reach]] = defaultdict(set)
    for twin_id, reach, about in Pause.objects.filter(lifted_at=None).values_list("twin_id", "reach", "about"):
        pauses[f"{PREFIX}{twin_id}"].add((reach, about))
    gates = {f"{PREFIX}{gate.pk}": gate for gate in Gate.objects.order_by("twin_id")}
    for chain in sorted(written):
        if chain in gates:
            yield from _between(chain, gates[chain], pauses[chain], written[chain])
        else:
            yield f"The gate of {chain} is not there, and the register says {written[chain].state}."


def _between(chain: str, gate: Gate, pauses: set[Reach], said: Told) -> Iterator[str]:
    if gate.state != said.state:
        yield f"The gate of {chain} is {gate.state}, and the register says {said.state}."
    if gate.epoch < said.epoch:
        yield f"The gate of {chain} was turned back to {gate.epoch}, and the register says {said.epoch}."
    for reach, about in sorted(said.pauses - pauses):
        yield f"A pause of {chain} ({reach} {about}) is not in force, and the register says it is."
    for reach, about in sorted(pauses - said.pauses):
        yield f"A pause of {chain} ({reach} {about}) is in force, and the register does not say so."
