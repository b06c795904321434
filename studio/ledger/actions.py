"""Postings: what a delivery owes, what was paid, and the counter-entry that answers a mistake."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Sum

from studio.consent.facts import owners_day
from studio.consent.models import GrantVersion
from studio.consent.terms import Terms
from studio.decisions import YES, Decision, no
from studio.ledger import rules
from studio.ledger.models import Account, Entry, Posting
from studio.ledger.rules import Draft
from studio.live.announcing import announce
from studio.money import Money
from studio.people import actions as people
from studio.people.evidence import proves_fresh
from studio.people.models import Organisation, Person, Seat
from studio.pricing import Line, Quote, Settlement, crew_share
from studio.register import actions as register
from studio.twins.models import Twin

Holder = Person | Organisation


@transaction.atomic
def post_delivery(
    *,
    delivery_id: str,
    twin: Twin,
    version: GrantVersion,
    house: Organisation,
    quote: Quote,
    settlement: Settlement,
    crew: Sequence[Person] = (),
    by: Person,
    now: datetime,
    key: str,
) -> Posting:
    """The house owes the fee; of it the agency is owed its commission and the model the rest. In the delivery's own
    transaction. The same key posts once.

    crew: of the captures that were used; what her terms give them the house owes on top.
    """
    if done := Posting.objects.filter(key=key).first():
        return done
    fee_lines, settled = _lines(quote.lines), _lines(settlement.lines)
    owing = _account(Account.Kind.OWED_BY, house, quote.currency)
    owed = _account(Account.Kind.OWED_TO, twin.owner, quote.currency)
    drafts = [
        Draft(owing, -settlement.fee, "fee", "terms.pay", fee_lines),
        Draft(owed, settlement.net, "net", "terms.pay", (*fee_lines, *settled)),
    ]
    if settlement.commission:
        drafts.append(_commission(version, owed, settlement, settled[-1:]))
    drafts += _to_the_crew(version, owing, settlement.fee, crew)
    posting = Posting(
        key=key,
        kind=Posting.Kind.DELIVERY,
        about=delivery_id,
        twin=twin,
        version=version,
        pay_on=_pay_day(twin, version, now),
        by=by,
        at=now,
    )
    return _post(posting, drafts)


def _commission(
    version: GrantVersion, hers: Account, settlement: Settlement, lines: tuple[dict[str, Any], ...]
) -> Draft:
    """To the agency of the mandate this very version was made under. Without a mandate no share leaves her."""
    mandate = version.mandate
    if mandate is None:
        return Draft(hers, settlement.commission, "net", "no-mandate", lines)
    account = _account(Account.Kind.COMMISSION, mandate.agency, hers.currency)
    return Draft(account, settlement.commission, "commission", "mandate.commission", lines)


def _to_the_crew(version: GrantVersion, owing: Account, fee: Money, crew: Sequence[Person]) -> list[Draft]:
    share = crew_share(fee, Terms.from_json(version.terms).pay.crew_share_bps, len(crew))
    if not share.whole:
        return []
    rule = "terms.pay.crew_share"
    drafts = [Draft(owing, -share.whole, "crew", rule, _lines(share.lines))]
    for place, person in enumerate(crew[: len(share.parts)]):
        account = _account(Account.Kind.OWED_TO, person, owing.currency)
        drafts.append(Draft(account, share.parts[place], "crew", rule, _lines(share.lines_of(place))))
    return drafts


def _pay_day(twin: Twin, version: GrantVersion, now: datetime) -> date:
    return owners_day(twin, now) + timedelta(days=Terms.from_json(version.terms).pay.pay_within_days)


def _lines(lines: Iterable[Line]) -> tuple[dict[str, Any], ...]:
    return tuple(asdict(line) for line in lines)


@transaction.atomic
def say_paid(
    of: Posting,
    to: Holder,
    amount: Money,
    *,
    paid_on: date,
    by: Person,
    now: datetime,
    evidence: Mapping[str, Any],
    key: str,
) -> tuple[Decision, Posting | None]:
    """A house says what it paid, and on which day: somebody who may spend that much of its money puts her name to it.

    Whoever was paid is told, so that a payment nobody received does not pass for one.
    """
    if done := Posting.objects.filter(key=key).first():
        return YES, done
    if (house := house_of(of)) is None:
        return no("nothing-to-pay"), None
    decision = may_say_paid(house, amount, by=by, now=now, evidence=evidence)
    decision = decision and rules.may_be_paid_on(paid_on, owed_since=_day_of(of), today=now.date())
    if not decision:
        return decision, None
    decision, payment = post_payment(of, to, amount, paid_on=paid_on, by=by, now=now, key=key)
    if payment is not None and isinstance(to, Person):
        values = {"house": house.name, "net": amount.plain(), "currency": amount.currency, "on": paid_on.isoformat()}
        people.tell(to, "paid-you", values=values, url="/", now=now, about=f"posting:{payment.pk}", key=f"paid:{key}")
    return decision, payment


def may_say_paid(
    house: Organisation, amount: Money, *, by: Person, now: datetime, evidence: Mapping[str, Any]
) -> Decision:
    decision = people.may_spend(by, house, now=now, amount_minor=max(amount.minor, 0), currency=amount.currency)
    if decision and not proves_fresh(evidence, now):
        return no("fresh-sign-in", fix="sign-in")
    return decision


@transaction.atomic
def take_payment_back(
    payment: Posting, *, by: Person, now: datetime, evidence: Mapping[str, Any], key: str
) -> tuple[Decision, Posting | None]:
    """A payment that was written down and not made: what it paid is owed again, from the same day."""
    paid = payment.entries.filter(account__kind=Account.Kind.OWED_BY).select_related("account__organisation").first()
    if payment.kind != Posting.Kind.PAYMENT or paid is None or paid.account.organisation is None:
        return no("nothing-to-pay"), None
    amount = Money(paid.amount_minor, paid.account.currency)
    decision = may_say_paid(paid.account.organisation, amount, by=by, now=now, evidence=evidence)
    return reverse(payment, by=by, now=now, key=key) if decision else (decision, None)


def house_of(of: Posting) -> Organisation | None:
    """Which house owes what was posted."""
    owing = of.entries.filter(account__kind=Account.Kind.OWED_BY).select_related("account__organisation").first()
    return owing.account.organisation if owing else None


def _day_of(of: Posting) -> date:
    return owners_day(of.twin, of.at) if of.twin else of.at.date()


@transaction.atomic
def post_payment(
    of: Posting,
    to: Holder,
    amount: Money | None = None,
    *,
    by: Person,
    now: datetime,
    key: str,
    paid_on: date | None = None,
) -> tuple[Decision, Posting | None]:
    """What a house paid of one delivery, to the model or to her agency; all that is open unless an amount is given.

    Written down by somebody of the house, or of the agency that received it.
    """
    if done := Posting.objects.filter(key=key).first():
        return YES, done
    owed, owing = _accounts_of(of, to)
    if owed is None or owing is None or not of.is_debt:
        return no("nothing-to-pay"), None
    if not Seat.objects.in_force(now).filter(person=by, organisation__in=_parties(owing, to)).exists():
        return no("not-in-house"), None
    _lock(owed)
    left = still_open(of, owed)
    amount = amount or left
    decision = rules.may_pay(amount, left)
    if not decision:
        return decision, None
    posting = Posting(
        key=key,
        kind=Posting.Kind.PAYMENT,
        about=str(of.pk),
        twin=of.twin,
        version=of.version,
        pay_on=paid_on,
        by=by,
        at=now,
    )
    drafts = [
        Draft(owing, amount, "payment", "payment"),
        Draft(owed, -amount, "payment", "payment"),
    ]
    return YES, _post(posting, drafts)


def _accounts_of(of: Posting, to: Holder) -> tuple[Account | None, Account | None]:
    """Where `to` is owed something of a posting, and the house that owes it."""
    holder = {"person": to} if isinstance(to, Person) else {"organisation": to}
    owed = Account.objects.filter(entries__posting=of, entries__amount_minor__gt=0, **holder).first()
    owing = Account.objects.filter(entries__posting=of, kind=Account.Kind.OWED_BY).first()
    return owed, owing


def _parties(owing: Account, to: Holder) -> list[Organisation | None]:
    return [owing.organisation, to if isinstance(to, Organisation) else None]


def still_open(of: Posting, account: Account) -> Money:
    """What a posting left on an account, less what was paid of it and what was taken back."""
    return Money(
        sum(
            Entry.objects.filter(account=account, **which).aggregate(minor=Sum("amount_minor"))["minor"] or 0
            for which in (
                {"posting": of},
                {"posting__reverses": of},
                {"posting__about": str(of.pk), "posting__kind": Posting.Kind.PAYMENT},
                {"posting__reverses__about": str(of.pk), "posting__reverses__kind": Posting.Kind.PAYMENT},
            )
        ),
        account.currency,
    )


@transaction.atomic
def reverse(posting: Posting, *, by: Person, now: datetime, key: str) -> tuple[Decision, Posting | None]:
    """Answer a mistake by its exact mirror. What was paid of a delivery is reversed first."""
    if done := Posting.objects.filter(key=key).first():
        return YES, done
    _lock(*[entry.account for entry in posting.entries.select_related("account")])
    decision = rules.may_reverse(
        kind=posting.kind,
        reversed_already=Posting.objects.filter(reverses=posting).exists(),
        paid=Posting.objects.standing().filter(about=str(posting.pk), kind=Posting.Kind.PAYMENT).exists(),
    )
    if not decision:
        return decision, None
    mirror = Posting(
        key=key,
        kind=Posting.Kind.REVERSAL,
        about=posting.about,
        twin=posting.twin,
        version=posting.version,
        reverses=posting,
        by=by,
        at=now,
    )
    drafts = [
        Draft(entry.account, -Money(entry.amount_minor, entry.account.currency), "reversal", entry.rule)
        for entry in posting.entries.select_related("account")
    ]
    return YES, _post(mirror, drafts)


def _account(kind: str, holder: Holder, currency: str) -> Account:
    held_by = {"person": holder} if isinstance(holder, Person) else {"organisation": holder}
    return Account.objects.get_or_create(kind=kind, currency=currency, **held_by)[0]


def _lock(*accounts: Account) -> None:
    """Two payments of the same debt wait for each other."""
    ids = sorted(account.pk for account in accounts)
    list(Account.objects.select_for_update().filter(pk__in=ids).order_by("pk"))


def _post(posting: Posting, drafts: Iterable[Draft]) -> Posting:
    """The only place that writes entries: balanced, or not at all."""
    checked = rules.balanced(drafts)
    posting.save(force_insert=True)
    Entry.objects.bulk_create(
        Entry(
            posting=posting,
            account=draft.account,
            amount_minor=draft.amount.minor,
            line=draft.line,
            arithmetic=list(draft.arithmetic),
            rule=draft.rule,
        )
        for draft in checked
    )
    _write_down(posting, checked)
    return posting


def _write_down(posting: Posting, drafts: Iterable[Draft]) -> None:
    """On her chain and the house's: that it was posted, and how much moved. Her page and the house's hear of it."""
    accounts: list[Account] = [draft.account for draft in drafts]
    moved = [[str(draft.account.pk), draft.amount.minor, draft.amount.currency] for draft in drafts]
    body = {"posting": str(posting.pk), "kind": str(posting.kind), "about": posting.about, "entries": moved}
    chains = [posting.twin.gate_name] if posting.twin else []
    chains += sorted({f"org:{account.organisation_id}" for account in accounts if account.organisation_id})
    for chain in chains:
        register.append(
            chain, "posted", subject=f"posting:{posting.pk}", by=str(posting.by_id), body=body, now=posting.at
        )
    for account in accounts:
        if account.person_id:
            announce(f"person:{account.person_id}", kind="money")
