"""A chain as it is handed out: one entry a line, the head it ends in, and the days that were signed over it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import rfc8785

from studio.register import days, rules, signing
from studio.register.models import DailyHead, Entry, Head

CHECKER = Path(__file__).parent / "checker.py"
SIGNED_AS = "head"
DAYS_AT_MOST = 400


def lines_of(chain: str) -> Iterator[bytes]:
    """Canonical JSON (RFC 8785), each line with the hash that the next one names."""
    for entry in Entry.objects.filter(chain=chain).order_by("seq").iterator(chunk_size=1000):
        yield rfc8785.dumps({**entry.fields(), "hash": entry.hash}) + b"\n"


def head_of(chain: str, *, now: datetime) -> dict[str, Any]:
    """Where the chain ends as it is handed out, signed by the studio."""
    head = Head.objects.filter(chain=chain).first() or Head(chain=chain)
    fields = {"chain": chain, "seq": head.seq, "hash": head.hash, "exported_at": now.astimezone(UTC).isoformat()}
    signer = signing.signer()
    return {**fields, "key": signer.public, "signature": signer.sign(rules.signed_text(SIGNED_AS, fields))}


def days_of(chain: str) -> list[dict[str, Any]]:
    """The signed days since the chain began, each with the chain's place in it; of a very long life the newest."""
    found = []
    for head in reversed(DailyHead.objects.order_by("-day")[:DAYS_AT_MOST]):
        if places := days.places_of(head, [chain]):
            found.append({**days.record_of(head), "place": places[0]})
    return found


def files_of(chain: str, *, now: datetime) -> dict[str, bytes]:
    """Everything that `check.py` reads, and `check.py` itself."""
    return {
        "chain.jsonl": b"".join(lines_of(chain)),
        "head.json": rfc8785.dumps(head_of(chain, now=now)),
        "days.json": rfc8785.dumps(days_of(chain)),
        "check.py": CHECKER.read_bytes(),
    }
