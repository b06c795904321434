"""If she dies or cannot act: everything of hers stands still, whom she named is asked, and only she starts it again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from studio.consent import gates
from studio.consent.actions.retiring import put_to_rest
from studio.consent.actions.stopping import press
from studio.consent.actions.telling import write_down
from studio.consent.facts import owners_day
from studio.consent.models import Contact, Pause, Standstill
from studio.consent.standstills import Reported, may_say
from studio.decisions import YES, Decision, no
from studio.people import actions as people
from studio.people.evidence import proves_fresh
from studio.people.models import Person, Seat
from studio.register.actions import salted
from studio.twins.models import Mandate, Twin

ANSWERS = (Standstill.Answer.STAY, Standstill.Answer.RETIRE, Standstill.Answer.MISTAKEN)


@transaction.atomic
def name_contact(
    owner: Person,
    name: str,
    email: str,
    *,
    relation: str = "",
    language: str = "",
    by: Person,
    now: datetime,
    evidence: Mapping[str, Any],
    key: str = "",
) -> tuple[Decision, Contact | None]:
    """Whom she wants asked. Another one replaces the one before, whose link then opens nothing."""
    if owner.pk != by.pk:
        return no("not-owner"), None
    if not proves_fresh(evidence, now):
        return no("fresh-sign-in", fix="sign-in"), None
    address = Person.objects.normalize_email(email)
    if not name.strip() or "@" not in address or address == owner.email:
        return no("contact-not-right"), None
    twins = _held(owner)
    Contact.objects.filter(owner=owner, ended_at=None).update(ended_at=now)
    known = Person.objects.filter(email=address).first()
    contact = Contact.objects.create(
        owner=owner,
        name=name.strip()[:120],
        email=address,
        relation=relation.strip()[:60],
        language=known.language if known else (language or owner.language),
        named_at=now,
    )
    for twin in twins:
        body = {"contact": str(contact.pk), "address": salted(address)}
        write_down(twin, "contact-named", by=by, body=body, now=now)
    return YES, contact


@transaction.atomic
def end_contact(contact: Contact, *, by: Person, now: datetime) -> Decision:
    if contact.owner_id != by.pk:
        return no("not-owner")
    if Contact.objects.filter(pk=contact.pk, ended_at=None).update(ended_at=now):
        for twin in _held(contact.owner):
            write_down(twin, "contact-ended", by=by, body={"contact": str(contact.pk)}, now=now)
    return YES


def may_report(owner: Person, by: Person, now: datetime) -> Decision:
    """The studio's staff, or an agency that represents her under a mandate."""
    if by.is_staff and by.pk != owner.pk:
        return YES
    agencies = Seat.objects.in_force(now).filter(person=by).values("organisation")
    for twin in Twin.objects.of(owner).select_related("owner"):
        if Mandate.objects.in_force(owners_day(twin, now)).filter(twin=twin, agency__in=agencies).exists():
            return YES
    return no("not-owner")


@transaction.atomic
def report_standstill(
    owner: Person,
    why: str,
    *,
    by: Person | None = None,
    contact: Contact | None = None,
    now: datetime,
    key: str = "",
) -> tuple[Decision, Standstill | None]:
    """by: who is signed in; without, it is the contact by the link she was given. Everything pauses at once."""
    decision = _may(owner, why, by, contact, now)
    if not decision:
        return decision, None
    twins = _held(owner)
    if stands := Standstill.objects.filter(owner=owner, ended_at=None).first():
        return YES, stands
    asked = Contact.objects.filter(owner=owner, ended_at=None).first()
    made = Standstill.objects.create(
        owner=owner, why=why, reported_by=by, told_by_contact=by is None, at=now, contact=asked
    )
    for twin in twins:
        press(twin, Pause.Reach.EVERYTHING, "", by=None, how=Pause.How.STANDSTILL, now=now)
        body = {"standstill": str(made.pk), "why": why, "asked": str(asked.pk) if asked else ""}
        write_down(twin, "standstill", by=by, body=body, now=now)
    people.tell(
        owner,
        "standstill-yours",
        values={"who": str(by) if by else _named(asked)},
        url="/",
        now=now,
        about=f"person:{owner.pk}",
        key=f"standstill:{made.pk}",
    )
    return YES, made


def _may(owner: Person, why: str, by: Person | None, contact: Contact | None, now: datetime) -> Decision:
    if why not in Standstill.Why.values:
        return no("not-a-choice")
    if by is not None:
        if not (decision := may_report(owner, by, now)):
            return decision
        who = f"person:{by.pk}"
    elif contact is not None and contact.owner_id == owner.pk and contact.ended_at is None:
        who = f"contact:{contact.pk}"
    else:
        return no("not-owner")
    return may_say(who, _earlier(owner), now)


def _earlier(owner: Person) -> list[Reported]:
    rows = Standstill.objects.filter(owner=owner, ended_at__isnull=False)
    return [
        Reported(f"person:{row.reported_by_id}" if row.reported_by_id else f"contact:{row.contact_id}", row.at)
        for row in rows
    ]


@transaction.atomic
def answer_standstill(
    standstill: Standstill, answer: str, *, contact: Contact, now: datetime
) -> tuple[Decision, Standstill | None]:
    """What whom she named says. It can keep things shut or put the twin to rest; it can open nothing."""
    if standstill.contact_id != contact.pk or contact.ended_at is not None or standstill.ended_at is not None:
        return no("link-ended"), None
    if answer not in ANSWERS:
        return no("not-a-choice"), None
    twins = _held(standstill.owner)
    if standstill.answer == answer:
        return YES, standstill
    Standstill.objects.filter(pk=standstill.pk).update(answer=answer, answered_at=now)
    standstill.refresh_from_db()
    for twin in twins:
        body = {"standstill": str(standstill.pk), "answer": answer, "contact": str(contact.pk)}
        write_down(twin, "standstill-answered", by=None, body=body, now=now)
        if answer == Standstill.Answer.RETIRE and twin.state in {Twin.State.CAPTURED, Twin.State.READY}:
            put_to_rest(twin, by=None, now=now)
    people.tell(
        standstill.owner,
        f"standstill-{answer}",
        values={"who": contact.name},
        url="/",
        now=now,
        about=f"person:{standstill.owner_id}",
        key=f"standstill:{standstill.pk}:{answer}:{now.isoformat()}",
    )
    return YES, standstill


def _held(owner: Person) -> list[Twin]:
    """Hers that can still be used, with their gates taken."""
    twins = list(Twin.objects.of(owner).exclude(state=Twin.State.ERASED).select_related("owner").order_by("id"))
    gates.hold(twins, alone=True)
    return twins


def _named(contact: Contact | None) -> str:
    return contact.name if contact else ""
