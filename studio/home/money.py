"""What she is owed, as her page shows it: the lines still open add up to the sum, and each shows its arithmetic."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from studio.assets.actions import Due
from studio.assets.models import Delivery
from studio.consent.quoting import in_one_line as in_one_line
from studio.consent.words import label
from studio.ledger.statements import Line, Statement
from studio.money import Money
from studio.web.templatetags.web import money
from studio.web.writing import listed


@dataclass(frozen=True, slots=True)
class Owed:
    """A statement line with what it is for: the delivery it came of, where that is known."""

    line: Line
    delivery: Delivery | None
    arithmetic: str

    @property
    def is_open(self) -> bool:
        return bool(self.line.left)

    @property
    def is_payment(self) -> bool:
        return self.line.is_payment

    @property
    def what(self) -> str:
        if self.delivery is None:
            return kind_words(self.line.kind)
        look = self.delivery.rendition.asset.master.preview.look
        return f"{look.title or look}, {label('channel', self.delivery.channel)}"


def kind_words(kind: str) -> str:
    words = {
        "payment": _("Paid to you"),
        "reversal": _("Taken back"),
        "kill-fee": _("Kill fee"),
        "delivery": _("Delivery"),
    }
    return words.get(kind, kind)


def owed_lines(statement: Statement, deliveries: Mapping[str, Delivery]) -> list[Owed]:
    """The newest first."""
    return [owed_line(line, deliveries.get(line.about)) for line in reversed(statement.lines)]


def owed_line(line: Line, delivery: Delivery | None) -> Owed:
    return Owed(line, delivery, in_one_line(line.arithmetic, delivery.channel if delivery else None))


def next_day(owed: Iterable[Owed]) -> date | None:
    """The next day on which something is to be paid."""
    return min((each.line.pay_on for each in owed if each.is_open and each.line.pay_on), default=None)


def of_due(due: Due, channel: str) -> str:
    lines = (*due.quote.lines, *due.settlement.lines)
    return in_one_line(({"code": each.code, "arithmetic": each.arithmetic} for each in lines), channel)


def sums(amounts: Iterable[Money]) -> list[Money]:
    """One sum a currency, in the alphabet of the currencies."""
    found: dict[str, Money] = {}
    for amount in amounts:
        found[amount.currency] = found[amount.currency] + amount if amount.currency in found else amount
    return [found[currency] for currency in sorted(found)]


def said(amounts: Iterable[Money]) -> str:
    """ "1,104.00 EUR and 90.00 GBP"."""
    return listed([money(amount) for amount in amounts])
