"""Each day is closed with one signed hash over where every chain stood; whoever keeps it can tell a rewriting."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from studio.register import rules, signing
from studio.register.models import DailyHead, DayLeaf, Entry, Head

LATE_AFTER = timedelta(days=1)
MOST_AT_ONCE = 400
SIGNED_AS = "day"


@dataclass(frozen=True, slots=True)
class DayFault:
    """Where a day does not hold: "changed", "unlinked", "root", "signature", "other-key" or "entry"."""

    day: date
    code: str


def end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), UTC)


def close_days(now: datetime) -> list[DailyHead]:
    """Close yesterday, and every day that was missed since the last one closed. Called twice it does nothing more."""
    yesterday = now.astimezone(UTC).date() - timedelta(days=1)
    last = DailyHead.objects.order_by("day").last()
    first = last.day + timedelta(days=1) if last else yesterday
    missed = [first + timedelta(days=number) for number in range((yesterday - first).days + 1)]
    closed = []
    for day in missed[:MOST_AT_ONCE]:
        if made := close(day, now=now):
            closed.append(made)
    return closed


def close(day: date, *, now: datetime) -> DailyHead | None:
    """None when another process was first, or when there is nothing to close yet."""
    try:
        with transaction.atomic():
            return _close(day, now)
    except IntegrityError:
        return None


def _close(day: date, now: datetime) -> DailyHead | None:
    before = DailyHead.objects.filter(day__lt=day).order_by("day").last()
    stood = {row.chain: (row.seq, row.hash) for row in DayLeaf.objects.standing_on(day)}
    moved = _moved(stood, end_of(day))
    if not stood and not moved:
        return None
    whole = stood | moved
    signer = signing.signer()
    made = DailyHead(
        day=day,
        made_at=now.astimezone(UTC),
        is_late=now - end_of(day) > LATE_AFTER,
        chains=len(whole),
        root=rules.root_of([rules.leaf(chain, *whole[chain]) for chain in sorted(whole)]),
        prev=before.hash if before else "",
        key=signer.public,
    )
    made.hash = rules.digest(made.fields())
    made.signature = signer.sign(rules.signed_text(SIGNED_AS, made.fields()))
    made.save(force_insert=True)
    DayLeaf.objects.bulk_create(
        [DayLeaf(day=made, chain=chain, seq=seq, hash=hash) for chain, (seq, hash) in sorted(moved.items())],
        batch_size=500,
    )
    return made


def _moved(stood: dict[str, tuple[int, str]], end: datetime) -> dict[str, tuple[int, str]]:
    """Chains with an entry before the day's end that no day has closed over yet."""
    heads = dict(Head.objects.filter(seq__gt=0).values_list("chain", "seq"))
    ahead = [chain for chain, seq in heads.items() if seq > stood.get(chain, (0, ""))[0]]
    found: dict[str, tuple[int, str]] = {}
    for at in range(0, len(ahead), 500):
        rows = Entry.objects.filter(chain__in=ahead[at : at + 500], at__lt=end)
        last = dict(rows.values_list("chain").annotate(last=Max("seq")).order_by())
        for entry in Entry.objects.filter(chain__in=last, seq__in=set(last.values())):
            if last[entry.chain] == entry.seq > stood.get(entry.chain, (0, ""))[0]:
                found[entry.chain] = (entry.seq, entry.hash)
    return found


# Proving


def record_of(head: DailyHead) -> dict[str, Any]:
    """A day as it is handed out: what was signed, and the signature."""
    return {**head.fields(), "key": head.key, "signature": head.signature}


def places_of(head: DailyHead, chains: Sequence[str]) -> list[dict[str, Any]]:
    """Where these chains stood that day, each with what leads it up to the day's root. Nothing of other chains."""
    leaves = list(DayLeaf.objects.standing_on(head.day))
    hashes = [row.digest for row in leaves]
    return [
        {
            "chain": row.chain,
            "seq": row.seq,
            "hash": row.hash,
            "proof": [list(step) for step in rules.proof_of(hashes, place)],
        }
        for place, row in enumerate(leaves)
        if row.chain in chains
    ]


# Checking


def verify_days() -> list[DayFault]:
    """Every fault of the signed days. An empty list: no day was changed, and all stand on the entries."""
    ours = signing.signer().public
    stood: dict[str, DayLeaf] = {}
    faults: list[DayFault] = []
    before = ""
    for head in DailyHead.objects.order_by("day").prefetch_related("leaves"):
        leaves = list(head.leaves.all())
        stood |= {row.chain: row for row in leaves}
        faults += [DayFault(head.day, code) for code in _faults_of(head, before, stood, ours)]
        faults += [DayFault(head.day, "entry") for _row in _not_as_written(leaves)]
        before = head.hash
    return faults


def _faults_of(head: DailyHead, before: str, stood: dict[str, DayLeaf], ours: str) -> Iterator[str]:
    if head.hash != rules.digest(head.fields()):
        yield "changed"
    if head.prev != before:
        yield "unlinked"
    if head.root != rules.root_of([stood[chain].digest for chain in sorted(stood)]) or head.chains != len(stood):
        yield "root"
    if head.key != ours:
        yield "other-key"
    elif not signing.is_signed(head.key, rules.signed_text(SIGNED_AS, head.fields()), head.signature):
        yield "signature"


def _not_as_written(leaves: Sequence[DayLeaf]) -> list[DayLeaf]:
    """Leaves that no entry answers for: the chain was rewritten after the day was signed."""
    rows = Entry.objects.filter(chain__in={row.chain for row in leaves}, seq__in={row.seq for row in leaves})
    written = set(rows.values_list("chain", "seq", "hash"))
    return [row for row in leaves if (row.chain, row.seq, row.hash) not in written]
