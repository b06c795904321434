"""What is owed, line by line. A total is never anything but the sum of the lines above it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q, Sum

from studio.ledger import rules
from studio.ledger.models import Account, Entry, Posting
from studio.money import Money
from studio.people.models import Organisation, Person


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as its holder reads it. `state` of a delivery: "due", "overdue", "paid" or "reversed"; of a payment
    its kind, or "reversed"."""

    entry: UUID
    posting: UUID
    kind: str
    about: str
    at: datetime
    twin: str
    amount: Money
    line: str
    arithmetic: tuple[dict[str, Any], ...]
    rule: str
    pay_on: date | None
    left: Money  # still open of a delivery, 0 on other lines
    state: str
    debt: UUID  # the posting this pays or takes back, or itself

    @property
    def is_payment(self) -> bool:
        """One that stands: what was taken back was never paid."""
        return self.state == "payment"

    @property
    def paid(self) -> Money:
        return -self.amount if self.amount.minor < 0 else self.amount

    @property
    def on(self) -> date:
        """A payment counts on the day it was made, whenever it was written down."""
        return self.pay_on if self.kind == Posting.Kind.PAYMENT and self.pay_on else self.at.date()


@dataclass(frozen=True, slots=True)
class Statement:
    lines: tuple[Line, ...]
    totals: dict[str, Money] = field(default_factory=dict)  # by currency

    @property
    def overdue(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.state == "overdue")


def owed_to(person: Person, *, today: date) -> Statement:
    """What a model, or the crew of her captures, is owed: deliveries, less what was paid and what was taken back."""
    return _statement({"kind": Account.Kind.OWED_TO, "person": person}, today)


def owed_by(house: Organisation, *, today: date) -> Statement:
    """What a house owes, as an amount above 0."""
    return _statement({"kind": Account.Kind.OWED_BY, "organisation": house}, today, sign=-1)


def commission_of(agency: Organisation, *, today: date) -> Statement:
    return _statement({"kind": Account.Kind.COMMISSION, "organisation": agency}, today)


def owed_under(agency: Organisation, *, today: date) -> Statement:
    """What models are owed of the deliveries this agency has a share in: their money that it chases."""
    shared = Posting.objects.filter(
        entries__account__organisation=agency, entries__account__kind=Account.Kind.COMMISSION
    )
    ids = set(shared.values_list("id", flat=True))
    texts = [str(id) for id in ids]
    paid = Q(posting__kind=Posting.Kind.PAYMENT, posting__about__in=texts)
    taken_back = Q(posting__reverses__kind=Posting.Kind.PAYMENT, posting__reverses__about__in=texts)
    models = Q(account__person=F("posting__twin__owner"))  # and not the crew of their captures
    return _statement({"kind": Account.Kind.OWED_TO}, today, of=models & (Q(posting__in=ids) | paid | taken_back))


def _statement(held: dict[str, Any], today: date, sign: int = 1, of: Q | None = None) -> Statement:
    accounts = {f"account__{name}": value for name, value in held.items()}
    rows = list(
        Entry.objects.filter(of or Q(), **accounts)
        .select_related("account", "posting__twin", "posting__reverses", "posting__reversed_by")
        .order_by("posting__at", "id")
    )
    left = _left(rows)
    lines = tuple(_line(row, _of_this(row, left), today, sign) for row in rows)
    sums = rules.sums(line.amount for line in lines)
    return Statement(lines, {currency: Money(minor, currency) for currency, minor in sorted(sums.items())})


def _left(rows: Iterable[Entry]) -> dict[tuple[UUID, str], int]:
    """Minor units still open of each delivery, by its posting and currency."""
    found: dict[tuple[UUID, str], int] = {}
    for row in rows:
        place = (debt_of(row.posting), row.account.currency)
        found[place] = found.get(place, 0) + row.amount_minor
    return found


def debt_of(posting: Posting) -> UUID:
    """The posting that a payment pays, or a reversal takes back, in the end."""
    if posting.reverses is not None:
        return debt_of(posting.reverses)
    return UUID(posting.about) if posting.kind == Posting.Kind.PAYMENT else posting.pk


def _of_this(row: Entry, left: dict[tuple[UUID, str], int]) -> int:
    """Of what is open of a debt the part of this entry; the next entry of the same debt has the rest."""
    place = (row.posting_id, row.account.currency)
    if not row.posting.is_debt:
        return 0
    part = min(row.amount_minor, left[place], key=abs)
    left[place] -= part
    return part


def _line(row: Entry, open_minor: int, today: date, sign: int) -> Line:
    posting, currency = row.posting, row.account.currency
    return Line(
        entry=row.pk,
        posting=posting.pk,
        kind=posting.kind,
        about=posting.about,
        at=posting.at,
        twin=posting.twin.name if posting.twin else "",
        amount=Money(sign * row.amount_minor, currency),
        line=row.line,
        arithmetic=tuple(row.arithmetic),
        rule=row.rule,
        pay_on=posting.pay_on,
        left=Money(sign * open_minor, currency),
        state=_state(posting, open_minor, today),
        debt=debt_of(posting),
    )


def _state(posting: Posting, open_minor: int, today: date) -> str:
    if hasattr(posting, "reversed_by"):
        return "reversed"
    if not posting.is_debt:
        return posting.kind
    if not open_minor:
        return "paid"
    return "overdue" if posting.pay_on and posting.pay_on < today else "due"


@dataclass(frozen=True, slots=True)
class Fault:
    """Where the books do not hold: "empty", "unbalanced" or "not-a-mirror"."""

    posting: UUID
    code: str


def verify() -> list[Fault]:
    """Every posting adds up to nothing in each currency, and every reversal is the mirror of what it reverses."""
    sums: dict[UUID, dict[UUID, int]] = {}
    off: dict[UUID, dict[str, int]] = {}
    rows = Entry.objects.values_list("posting", "account", "account__currency").annotate(minor=Sum("amount_minor"))
    for posting, account, currency, minor in rows.order_by():
        sums.setdefault(posting, {})[account] = minor
        of_posting = off.setdefault(posting, {})
        of_posting[currency] = of_posting.get(currency, 0) + minor
    faults = []
    for posting, reverses in Posting.objects.order_by("at", "id").values_list("id", "reverses"):
        faults += [Fault(posting, code) for code in _faults(posting, reverses, sums, off)]
    return faults


def _faults(
    posting: UUID, reverses: UUID | None, sums: dict[UUID, dict[UUID, int]], off: dict[UUID, dict[str, int]]
) -> Iterable[str]:
    if posting not in sums:
        yield "empty"
    if any(off.get(posting, {}).values()):
        yield "unbalanced"
    if reverses and sums.get(posting) != {account: -minor for account, minor in sums.get(reverses, {}).items()}:
        yield "not-a-mirror"
