"""Adding to a chain, checking it, and noting who looked."""

import hashlib
import hmac
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.db import transaction

from studio.register import access
from studio.register.models import Access, Entry, Head
from studio.register.rules import check_plain


@dataclass(frozen=True, slots=True)
class Fault:
    """Where a chain does not hold: "changed", "missing", "unlinked" or "head"."""

    chain: str
    seq: int
    code: str


def append(
    chain: str,
    kind: str,
    *,
    subject: str = "",
    by: str = "",
    body: Mapping[str, Any],
    now: datetime,
    key: str = "",
) -> Entry:
    """Add one entry in the caller's own transaction. The same key on the same chain adds nothing the second time."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("append must be called in a transaction: the entry and its cause stand or fall together")
    check_plain(body)
    head, _ = Head.objects.select_for_update().get_or_create(chain=chain)
    if key and (known := Entry.objects.filter(chain=chain, key=key).first()):
        return known
    entry = Entry(
        chain=chain,
        seq=head.seq + 1,
        at=now.astimezone(UTC),
        kind=kind,
        subject=subject,
        by=by,
        body=dict(body),
        key=key or None,
        prev=head.hash,
    )
    entry.hash = entry.digest()
    entry.save(force_insert=True)
    Head.objects.filter(chain=chain).update(seq=entry.seq, hash=entry.hash)
    return entry


def verify(chain: str | None = None) -> list[Fault]:
    """Every fault of one chain, or of all. An empty list means that nothing was changed, taken out or put between."""
    entries = Entry.objects.order_by("chain", "seq")
    heads = {head.chain: head for head in (Head.objects.all() if chain is None else Head.objects.filter(chain=chain))}
    if chain is not None:
        entries = entries.filter(chain=chain)
    faults: list[Fault] = []
    last: dict[str, Entry] = {}
    for entry in entries.iterator(chunk_size=1000):
        faults += _faults_of(entry, last.get(entry.chain))
        last[entry.chain] = entry
    for name in sorted({*heads, *last}):
        faults += _faults_of_head(name, heads.get(name), last.get(name))
    return faults


def _faults_of(entry: Entry, before: Entry | None) -> Iterator[Fault]:
    expected = before.seq + 1 if before else 1
    if entry.seq != expected:
        yield Fault(entry.chain, expected, "missing")
    elif entry.prev != (before.hash if before else ""):
        yield Fault(entry.chain, entry.seq, "unlinked")
    if entry.digest() != entry.hash:
        yield Fault(entry.chain, entry.seq, "changed")


def _faults_of_head(chain: str, head: Head | None, last: Entry | None) -> Iterator[Fault]:
    seq, hash = (last.seq, last.hash) if last else (0, "")
    if head is None or (head.seq, head.hash) != (seq, hash):
        yield Fault(chain, max(seq, head.seq if head else 0), "head")


def salted(value: str) -> str:
    """SHA-256 keyed with this studio's own salt: equal values can be told equal here, and guessed nowhere else."""
    return hmac.new(_salt(), str(value).encode(), hashlib.sha256).hexdigest()


@cache
def _salt() -> bytes:
    secret: str = settings.REGISTER_SALT
    return secret.encode()


def looked(subject: str, *, by: str, what: str, now: datetime, session: str = "") -> None:
    """Note that somebody looked at or took something. Costs the page no query: lines are written in batches."""
    session_hash = salted(session)[:32] if session else ""
    access.add(access.Line(at=now, by=str(by), subject=subject, what=what, session=session_hash))


def noted(subject: str, *, by: str, what: str, now: datetime) -> None:
    """A line of the access log that is counted: written at once."""
    Access.objects.create(at=now, by=by, subject=subject, what=what)


def noted_since(subject: str, *, by: str, begins: str, since: datetime) -> set[str]:
    """What this one has been noted for, each once."""
    rows = Access.objects.filter(subject=subject, by=by, what__startswith=begins, at__gt=since)
    return set(rows.values_list("what", flat=True))
