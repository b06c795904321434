"""What an agency may do for her: offered by the agency, in force by her own signature, ended by either side."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from studio.consent import gates
from studio.consent.actions.telling import tell_pages, write_down
from studio.consent.agencies import bookers, terms_of
from studio.consent.facts import owners_day
from studio.consent.mandate_wording import digest, plain, text_of
from studio.consent.mandating import MandateTerms, clash, may_offer
from studio.consent.models import Option, Request
from studio.decisions import YES, Decision, no
from studio.people import actions as people
from studio.people.evidence import proves_fresh
from studio.people.models import Organisation, Person, Seat
from studio.twins.models import Mandate, Twin

WARN_DAYS = (30, 7, 1)


@transaction.atomic
def offer_mandate(
    twin: Twin, agency: Organisation, terms: MandateTerms, *, by: Person, now: datetime, key: str = ""
) -> tuple[Decision, Mandate | None]:
    """The agency proposes; nothing is in force by it. Another offer of the same agency takes the first one's place."""
    decision = people.may_sign(by, agency, now=now)
    if decision and not agency.is_agency:
        decision = no("mandate-not-right")
    if decision:
        decision = may_offer(terms, owners_day(twin, now))
    if not decision:
        return decision, None
    gates.hold([twin], alone=True)
    open_offers = Mandate.objects.waiting().filter(twin=twin, agency=agency)
    if same := next((each for each in open_offers if terms_of(each) == terms), None):
        return YES, same
    open_offers.update(ended_at=now)
    mandate = Mandate.objects.create(twin=twin, agency=agency, offered_by=by, offered_at=now, **_fields(terms))
    _write(mandate, "mandate-offered", by=by, now=now, terms=plain(terms))
    _tell([twin.owner], "mandate-offered", mandate, now)
    return YES, mandate


def _fields(terms: MandateTerms) -> dict[str, Any]:
    return {name: getattr(terms, name) for name in MandateTerms.__slots__} | {
        "territories": list(terms.territories),
        "may": list(terms.may),
    }


@transaction.atomic
def sign_mandate(
    mandate: Mandate, *, by: Person, now: datetime, evidence: Mapping[str, Any], read: str = "", key: str = ""
) -> tuple[Decision, Mandate | None]:
    """Her own signature to the text she read; from now on it is in force.

    evidence: how and when she was last signed in. read: the SHA-256 of the text on her page, where a page showed it.
    """
    twin, terms = mandate.twin, terms_of(mandate)
    if twin.owner_id != by.pk:
        return no("not-owner"), None
    text = text_of(terms, by.language, agency=mandate.agency.name)
    sha256 = digest(terms, text, by.language)
    gates.hold([twin], alone=True)
    if not (decision := _may_sign(mandate, terms, now, evidence, is_what_she_read=not read or read == sha256)):
        return decision, None
    signed = Mandate.objects.waiting().filter(pk=mandate.pk)
    if not signed.update(
        signed_at=now, text=text, language=by.language, sha256=sha256, evidence=dict(evidence)
    ):
        return no("mandate-not-open"), None
    mandate.refresh_from_db()
    gates.turn(twin, now=now)
    _take_the_place_of(mandate, now)
    _write(mandate, "mandate-signed", by=by, now=now, sha256=sha256, terms=plain(terms))
    _tell(bookers(mandate.agency, now), "mandate-signed", mandate, now)
    tell_pages(twin, "changed")
    return YES, mandate


def _may_sign(
    mandate: Mandate, terms: MandateTerms, now: datetime, evidence: Mapping[str, Any], *, is_what_she_read: bool
) -> Decision:
    twin, today = mandate.twin, owners_day(mandate.twin, now)
    if not proves_fresh(evidence, now):
        return no("fresh-sign-in", fix="sign-in")
    if not is_what_she_read:
        return no("terms-changed")
    if not (decision := may_offer(terms, today)):
        return decision
    signed = Mandate.objects.filter(twin=twin, signed_at__isnull=False, ended_at=None).exclude(agency=mandate.agency)
    others = [(each.agency.name, terms_of(each)) for each in signed.select_related("agency")]
    return clash(terms, others, today)


def _take_the_place_of(mandate: Mandate, now: datetime) -> None:
    """A new mandate of the same agency, once its first day has come, replaces the one before it.

    A request keeps the mandate its offers were made under: with another share it has to be offered anew.
    """
    if mandate.starts_on > owners_day(mandate.twin, now):
        return
    signed = Mandate.objects.filter(twin=mandate.twin, agency=mandate.agency, signed_at__isnull=False, ended_at=None)
    for old in signed.exclude(pk=mandate.pk):
        Option.objects.alive().filter(mandate=old).update(mandate=mandate)
        Mandate.objects.filter(pk=old.pk).update(ended_at=now)


@transaction.atomic
def decline_mandate(mandate: Mandate, *, by: Person, now: datetime, key: str = "") -> tuple[Decision, Mandate | None]:
    if mandate.twin.owner_id != by.pk:
        return no("not-owner"), None
    gates.hold([mandate.twin], alone=True)
    if Mandate.objects.waiting().filter(pk=mandate.pk).update(declined_at=now):
        _write(mandate, "mandate-declined", by=by, now=now)
        _tell(bookers(mandate.agency, now), "mandate-declined", mandate, now)
        tell_pages(mandate.twin, "changed")
    mandate.refresh_from_db()
    return YES, mandate


@transaction.atomic
def take_back_mandate(mandate: Mandate, *, by: Person, now: datetime, key: str = "") -> tuple[Decision, Mandate | None]:
    """The agency no longer offers what she has not signed."""
    if not (decision := people.may_sign(by, mandate.agency, now=now)):
        return decision, None
    gates.hold([mandate.twin], alone=True)
    if Mandate.objects.waiting().filter(pk=mandate.pk).update(ended_at=now):
        _write(mandate, "mandate-taken-back", by=by, now=now)
        _tell([mandate.twin.owner], "mandate-taken-back", mandate, now)
        tell_pages(mandate.twin, "changed")
    mandate.refresh_from_db()
    return YES, mandate


@transaction.atomic
def end_mandate(mandate: Mandate, *, by: Person, now: datetime, key: str = "") -> tuple[Decision, Mandate | None]:
    """Either side ends it, alone and at once. Licences stand, they were hers; what is pending waits for her."""
    at_agency = Seat.objects.in_force(now).filter(person=by, organisation=mandate.agency, may_sign=True).exists()
    if mandate.twin.owner_id != by.pk and not at_agency:
        return no("not-owner"), None
    _end(mandate, by=by, now=now)
    mandate.refresh_from_db()
    return YES, mandate


def _end(mandate: Mandate, *, by: Person | None, now: datetime) -> None:
    """Options become hers. Requests already are: whoever reads or answers one under a mandate asks whether it holds."""
    twin = mandate.twin
    gates.hold([twin], alone=True)
    if not Mandate.objects.filter(pk=mandate.pk, signed_at__isnull=False, ended_at=None).update(ended_at=now):
        return
    gates.turn(twin, now=now)
    options = Option.objects.alive().filter(mandate=mandate).update(mandate=None)
    requests = Request.objects.open().filter(mandate=mandate).count()
    _write(mandate, "mandate-ended", by=by, now=now, options=options, requests=requests)
    _tell(bookers(mandate.agency, now), "mandate-ended", mandate, now)
    waits = options + requests
    if waits or by is None or by.pk != twin.owner_id:
        code = "mandate-ended-waits" if waits else "mandate-ended-yours"
        _tell([twin.owner], code, mandate, now, count=waits)
    tell_pages(twin, "changed")


def settle_mandates(now: datetime) -> int:
    """Those whose last day is over where she lives end by themselves; both sides hear of it before."""
    over, soon = [], []
    standing = Mandate.objects.filter(signed_at__isnull=False, ended_at=None)
    for mandate in standing.select_related("twin__owner", "agency"):
        left = (mandate.ends_on - owners_day(mandate.twin, now)).days
        if left < 0:
            over.append(mandate)
        elif left in WARN_DAYS:
            soon.append((mandate, left))
    for mandate in over:
        with transaction.atomic():
            _end(mandate, by=None, now=now)
    for mandate, left in soon:
        with transaction.atomic():
            both = [mandate.twin.owner, *bookers(mandate.agency, now)]
            _tell(both, "mandate-ends-soon", mandate, now, once=str(left), on=mandate.ends_on)
    return len(over)


def _write(mandate: Mandate, kind: str, *, by: Person | None, now: datetime, **body: Any) -> None:
    said = {"mandate": str(mandate.pk), "agency": str(mandate.agency_id), **body}
    write_down(mandate.twin, kind, by=by, body=said, now=now, house=mandate.agency_id)


def _tell(whom: Iterable[Person], code: str, mandate: Mandate, now: datetime, *, once: str = "", **values: Any) -> None:
    """once: what makes the notice another one than the last with this code."""
    said = {"agency": mandate.agency.name, "twin": mandate.twin.name, **values}
    for person in whom:
        hers = person.pk == mandate.twin.owner_id
        people.tell(
            person,
            code,
            values=said,
            url=reverse("consent:acting") if hers else "/",
            now=now,
            about=f"mandate:{mandate.pk}",
            key=f"{code}:{mandate.pk}:{person.pk}:{once}",
        )

