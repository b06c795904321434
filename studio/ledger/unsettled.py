"""Which debts are still open, and which were settled long ago."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from studio.ledger.models import Account, Entry, Posting
from studio.ledger.statements import debt_of


@dataclass(frozen=True, slots=True)
class Settled:
    """A debt with all that paid it or took it back: nothing of it is open, and nothing happened since `last_on`."""

    debt: UUID
    postings: tuple[UUID, ...]
    last_on: date


def _debts() -> tuple[dict[UUID, list[Posting]], dict[UUID, dict[UUID, int]]]:
    """By debt: its postings, and what each account holds of it."""
    postings: dict[UUID, list[Posting]] = defaultdict(list)
    open_minor: dict[UUID, dict[UUID, int]] = defaultdict(lambda: defaultdict(int))
    for posting in Posting.objects.select_related("reverses__reverses"):
        postings[debt_of(posting)].append(posting)
    rows = Entry.objects.select_related("posting__reverses__reverses").exclude(account__kind=Account.Kind.OWED_BY)
    for entry in rows:
        open_minor[debt_of(entry.posting)][entry.account_id] += entry.amount_minor
    return postings, open_minor


def deliveries_unpaid() -> list[UUID]:
    """Of which somebody is still owed something."""
    postings, open_minor = _debts()
    unpaid = [debt for debt, accounts in open_minor.items() if any(accounts.values())]
    return [
        UUID(posting.about)
        for debt in unpaid
        for posting in postings[debt]
        if posting.pk == debt and posting.kind == Posting.Kind.DELIVERY
    ]


def settled_before(day: date) -> list[Settled]:
    postings, open_minor = _debts()
    found = []
    for debt, all_of_it in postings.items():
        last_on = max(posting.at.date() for posting in all_of_it)
        if last_on < day and not any(open_minor[debt].values()):
            found.append(Settled(debt, tuple(posting.pk for posting in all_of_it), last_on))
    return found
