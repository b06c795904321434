"""Who hears of a change of consent: the open pages, her chain and the house's."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from studio.consent.models import (
    Gate,
)
from studio.live.announcing import announce
from studio.people.models import Organisation, Person
from studio.register import actions as register
from studio.twins.models import Twin


def org_chain(house: Organisation | UUID) -> str:
    return f"org:{house.pk if isinstance(house, Organisation) else house}"


def tell_pages(twin: Twin, what: str, **counts: int) -> None:
    """Everybody with a page of hers hears that something changed; only she hears how much."""
    gate = Gate.objects.get(twin=twin)
    announce(twin.gate_name, kind=what, twin=str(twin.pk), state=str(gate.state))
    announce(f"person:{twin.owner_id}", kind=what, twin=str(twin.pk), state=str(gate.state), **counts)


def write_down(
    twin: Twin, kind: str, *, by: Person | None, body: Mapping[str, Any], now: datetime, house: UUID | None = None
) -> None:
    """On her chain, and on the house's where it concerns one: always hers first, so that two never wait crosswise.

    Hers also says how her gate stands now, so that the gate can be recomputed from the register; the house's does not.
    """
    who = str(by.pk) if by else ""
    gate = Gate.objects.get(twin=twin)
    own = {**body, "gate": {"state": str(gate.state), "epoch": gate.epoch}}
    register.append(twin.gate_name, kind, subject=twin.gate_name, by=who, body=own, now=now)
    if house:
        register.append(org_chain(house), kind, subject=twin.gate_name, by=who, body=body, now=now)
