"""What a house owes of one posting: to whom, what of it was paid and on which day, and who wrote it down."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from babel.numbers import get_currency_precision
from django import forms
from django.utils.translation import gettext_lazy as _

from studio.ledger import actions as ledger
from studio.ledger.models import Account, Posting
from studio.ledger.rules import sums
from studio.money import Money

WORDS = {
    "net": _("the model, net"),
    "commission": _("the agency's commission"),
    "crew": _("the crew of the captures"),
}


@dataclass(frozen=True, slots=True)
class Payee:
    """One who is owed something of it. `part` is what it is for: "net", "commission" or "crew"."""

    account: Account
    name: str
    part: str
    owed: Money
    left: Money

    @property
    def holder(self) -> ledger.Holder:
        holder = self.account.person or self.account.organisation
        assert holder is not None
        return holder

    @property
    def words(self) -> str:
        return str(WORDS.get(self.part, ""))


@dataclass(frozen=True, slots=True)
class Payment:
    posting: Posting
    name: str
    amount: Money

    @property
    def stands(self) -> bool:
        return not hasattr(self.posting, "reversed_by")


def payees_of(owed: Posting) -> list[Payee]:
    """The model first: she is why anything is owed."""
    rows = owed.entries.filter(amount_minor__gt=0).select_related("account__person", "account__organisation")
    found: dict[Account, list[Any]] = {}
    for row in rows.order_by("id"):
        found.setdefault(row.account, []).append(row)
    return [
        Payee(
            account=account,
            name=_name(account, owed),
            part=parts[0].line,
            owed=Money(sum(each.amount_minor for each in parts), account.currency),
            left=ledger.still_open(owed, account),
        )
        for account, parts in sorted(found.items(), key=lambda each: list(WORDS).index(each[1][0].line))
    ]


def payments_of(owed: Posting) -> list[Payment]:
    """The newest first, with those that were taken back."""
    rows = Posting.objects.filter(kind=Posting.Kind.PAYMENT, about=str(owed.pk)).select_related("by", "reversed_by")
    made = []
    for posting in rows.order_by("-at").prefetch_related("entries__account__person", "entries__account__organisation"):
        entry = next(each for each in posting.entries.all() if each.amount_minor < 0)
        account = entry.account
        made.append(Payment(posting, _name(account, owed), Money(-entry.amount_minor, account.currency)))
    return made


def left_of(payees: Iterable[Payee]) -> list[Money]:
    totals = sums(each.left for each in payees)
    return [Money(minor, currency) for currency, minor in sorted(totals.items()) if minor]


def _name(account: Account, owed: Posting) -> str:
    """The model is called as her twin is shown: her account's own name is nobody's to read."""
    if owed.twin and account.person_id == owed.twin.owner_id:
        return owed.twin.name
    return str(account.person.name if account.person else account.organisation)


class PaymentForm(forms.Form):
    amount = forms.DecimalField()  # as exact as its currency is
    paid_on = forms.DateField(label=_("Paid on"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, payee: Payee, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.payee = payee
        self.currency = payee.left.currency
        self.precision = get_currency_precision(self.currency)
        self.fields["amount"] = forms.DecimalField(
            label=_("Amount, %(currency)s") % {"currency": self.currency},
            min_value=0,
            max_digits=14,
            decimal_places=self.precision,
        )
        self.initial.setdefault("amount", Decimal(payee.left.minor).scaleb(-self.precision))

    def money(self) -> Money:
        amount: Decimal = self.cleaned_data["amount"]
        return Money(int(amount.scaleb(self.precision)), self.currency)

    def day(self) -> date:
        day: date = self.cleaned_data["paid_on"]
        return day
