"""One row per twin that whoever changes consent and whoever relies on it both take hold of.

Lock order everywhere: gates (by id), exclusivities, register heads.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from studio.consent.models import Gate
from studio.twins.models import Twin

PREFIX = "twin:"


def hold(twins: Iterable[Twin], *, alone: bool = False) -> None:
    """Until this transaction ends no consent of these twins changes; a change under way is waited for.

    alone: also no other holder, where something is counted (a delivery takes a piece of so many).
    On SQLite a transaction is already alone in writing, from its first statement on.
    """
    _must_be_in_a_transaction()
    ids = sorted({twin.pk for twin in twins})
    if not ids or connection.vendor != "postgresql":
        return
    lock = "UPDATE" if alone else "SHARE"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT twin_id FROM consent_gate WHERE twin_id = ANY(%s) ORDER BY twin_id FOR {lock}", [list(ids)]
        )


def turn(twin: Twin, *, now: datetime, state: str | None = None) -> Gate:
    """Take the gate for a change of consent. Every address and every answer given before is void from the commit on."""
    _must_be_in_a_transaction()
    gate, _ = Gate.objects.select_for_update().get_or_create(
        twin=twin, defaults={"state": Gate.State.CLOSED, "changed_at": now}
    )
    gate.epoch += 1
    gate.changed_at = now
    gate.state = state or gate.state
    gate.save(update_fields=["epoch", "changed_at", "state"])
    return gate


def gate_names(twins: Iterable[Twin]) -> tuple[str, ...]:
    """"twin:<id>": what jobs stop with, pixels are sealed under, and pages listen to."""
    return tuple(sorted({twin.gate_name for twin in twins}))


def epochs(names: Collection[str]) -> dict[str, int]:
    """Each named gate's epoch, in one indexed query. A twin without a gate is left out, and so is closed."""
    ids = {parsed: name for name in names if (parsed := _id_in(name))}
    if not ids:
        return {}
    found = Gate.objects.filter(twin_id__in=ids).values_list("twin_id", "epoch")
    return {ids[twin_id]: epoch for twin_id, epoch in found}


def _id_in(name: str) -> UUID | None:
    try:
        return UUID(name.removeprefix(PREFIX)) if name.startswith(PREFIX) else None
    except ValueError:
        return None


def _must_be_in_a_transaction() -> None:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("a gate is held in a transaction, or it is not held at all")
