"""What a posting must be before it is written. Plain values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from studio.decisions import YES, Decision, no
from studio.money import Money


class UnbalancedError(ValueError):
    """A posting whose entries do not add up to nothing in every currency."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry before it has a row. `account` is whatever names one."""

    account: Any
    amount: Money
    line: str
    rule: str
    arithmetic: tuple[Mapping[str, object], ...] = ()


def sums(amounts: Iterable[Money]) -> dict[str, int]:
    """Minor units by currency."""
    found: dict[str, int] = {}
    for amount in amounts:
        found[amount.currency] = found.get(amount.currency, 0) + amount.minor
    return found


def balanced(drafts: Iterable[Draft]) -> tuple[Draft, ...]:
    """The same drafts. Raises UnbalancedError unless they add up to nothing."""
    checked = tuple(drafts)
    if off := {currency: minor for currency, minor in sums(draft.amount for draft in checked).items() if minor}:
        raise UnbalancedError(f"a posting must add up to nothing, this one is off by {off}")
    return checked


def may_pay(amount: Money, open_amount: Money) -> Decision:
    """Never more than is still owed: what is paid too much would be nobody's."""
    if amount.currency != open_amount.currency:
        return no("other-currency", owed=open_amount.currency, paid=amount.currency)
    if amount.minor <= 0:
        return no("nothing-to-pay")
    if amount > open_amount:
        return no("more-than-owed", owed=open_amount.plain(), currency=open_amount.currency)
    return YES


def may_be_paid_on(paid_on: date, *, owed_since: date, today: date) -> Decision:
    """What is written down happened: not tomorrow, and not before there was anything to pay."""
    if paid_on > today:
        return no("paid-in-time-to-come")
    return no("paid-before-owed", since=owed_since.isoformat()) if paid_on < owed_since else YES


def may_reverse(*, kind: str, reversed_already: bool, paid: bool) -> Decision:
    if reversed_already:
        return no("already-done")
    if kind == "reversal":
        return no("reversal-stands")
    return no("paid-already") if paid else YES
