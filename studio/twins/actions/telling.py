"""What is hers alone to do, and her own chain."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from studio.decisions import YES, Decision, no
from studio.people.models import Person
from studio.register import actions as register
from studio.twins.models import Twin


def write_down(twin: Twin, kind: str, *, by: Person | None, body: Mapping[str, Any], now: datetime) -> None:
    register.append(twin.gate_name, kind, subject=twin.gate_name, by=str(by.pk) if by else "", body=body, now=now)


def hers(twin: Twin, by: Person) -> Decision:
    return YES if twin.owner_id == by.pk else no("not-owner")
