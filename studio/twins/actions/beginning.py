"""What comes before a twin, making one, and what her owner signs. Nobody can make another's."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from studio.decisions import YES, Decision, no
from studio.people import actions as people
from studio.people.evidence import proves_fresh
from studio.people.models import Invitation, Organisation, Person, Role, Seat
from studio.register import actions as register
from studio.twins import wording
from studio.twins.actions.telling import hers, write_down
from studio.twins.models import AdultCheck, CaptureSession, Mandate, Signature, Twin

CHECKING_ROLES = (Role.ADMIN, Role.BOOKER)
SIZES = {"chest_cm": (50, 160), "waist_cm": (40, 160), "hips_cm": (50, 170), "shoe_eu": (30, 52)}
HEIGHT_CM = (120, 230)


# Of age


@transaction.atomic
def record_adult_check(
    person: Person, *, by: Person, document: str, now: datetime
) -> tuple[Decision, AdultCheck | None]:
    """Somebody else saw a document of hers. Which part gave him the right to look is kept with it."""
    if done := AdultCheck.objects.of(person).first():
        return YES, done
    if by.pk == person.pk:
        return no("not-by-herself"), None
    if document not in AdultCheck.Document.values:
        return no("document-unknown"), None
    part, agency = part_of_checker(person, by, now)
    if not part:
        return no("not-a-checker"), None
    check = AdultCheck.objects.create(
        person=person, by=by, part=part, organisation=agency, document=document, checked_at=now
    )
    body = {"check": str(check.pk), "part": str(part), "document": document}
    register.append("studio", "adult-checked", subject=f"person:{person.pk}", by=str(by.pk), body=body, now=now)
    key = f"adult-checked:{check.pk}"
    people.tell(person, "adult-checked", values={"who": by.name}, url=reverse("twins:begin"), now=now, key=key)
    return YES, check


def part_of_checker(person: Person, by: Person, now: datetime) -> tuple[str, Organisation | None]:
    """As what he may look at her document: the photographer she stands before, her agency, who runs the studio."""
    before_her = CaptureSession.objects.not_over(now).filter(photographer=by, person=person)
    if before_her.exists() and not people.came_by_herself(by):  # two strangers would vouch for each other
        return AdultCheck.Part.PHOTOGRAPHER, None
    if agency := agency_of(person, by, now):
        return AdultCheck.Part.BOOKER, agency
    return (AdultCheck.Part.STAFF, None) if by.is_staff else ("", None)


def agency_of(person: Person, by: Person, now: datetime) -> Organisation | None:
    """The agency he books for that asked her in, or that she has given a mandate."""
    seats = Seat.objects.in_force(now).filter(person=by, role__in=CHECKING_ROLES, organisation__kind="agency")
    for seat in seats.select_related("organisation"):
        asked = Invitation.objects.filter(about=people.about_model(seat.organisation), accepted_by=person)
        mandated = Mandate.objects.in_force(now.date()).filter(agency=seat.organisation, twin__owner=person)
        if asked.exists() or mandated.exists():
            return seat.organisation
    return None


@transaction.atomic
def ask_for_adult_check(by: Person, *, now: datetime) -> int:
    """Tell those who may look at her document that she waits for it: her agency's bookers, or who runs the studio."""
    if AdultCheck.objects.of(by).exists():
        return 0
    checkers = checkers_of(by, now)
    for checker in checkers:
        key = f"adult-ask:{by.pk}:{checker.pk}:{now.date()}"
        url = reverse("twins:adult_check", args=[by.pk])
        people.tell(checker, "adult-check-asked", values={"who": by.name}, url=url, now=now, key=key)
    return len(checkers)


def checkers_of(person: Person, now: datetime) -> list[Person]:
    about = Invitation.objects.filter(accepted_by=person, about__startswith=people.MODEL).values_list(
        "about", flat=True
    )
    agencies = [UUID(each.removeprefix(people.MODEL)) for each in about if len(each) > len(people.MODEL)]
    seats = Seat.objects.in_force(now).filter(organisation__in=agencies, organisation__kind="agency")
    bookers = Person.objects.active().filter(seats__in=seats.filter(role__in=CHECKING_ROLES)).distinct()
    return list(bookers) or list(Person.objects.active().filter(is_staff=True))


# The twin


@transaction.atomic
def create_twin(
    name: str,
    *,
    by: Person,
    now: datetime,
    as_of_on: date,
    data_consent: bool,
    evidence: Mapping[str, Any],
    fictional: bool = False,
    height_cm: int | None = None,
    measurements: Mapping[str, int] | None = None,
    shares_reason: bool = False,
    key: str = "",
) -> tuple[Decision, Twin | None]:
    """Whoever makes it owns it. The consent to make and keep it is a signature of its own, apart from every licence.

    evidence: how and when she was last signed in (`people.evidence`), kept with the text she signed.
    """
    if key and (done := Twin.objects.filter(key=key, owner=by).exclude(state=Twin.State.ERASED).first()):
        return YES, done
    check = AdultCheck.objects.of(by).order_by("checked_at").first()
    decision = may_create(data_consent=data_consent, checked=check is not None, fresh=proves_fresh(evidence, now))
    if not decision or check is None:
        return decision, None
    if key:  # one that was erased gives its key to the next
        Twin.objects.filter(key=key, owner=by).update(key=None)
    twin = Twin.objects.create(
        owner=by,
        name=name,
        as_of_on=as_of_on,
        fictional=fictional,
        height_cm=height_cm,
        measurements=dict(measurements or {}),
        shares_reason=shares_reason,
        data_consent_at=now,
        adult_checked_at=check.checked_at,
        adult_checked_by=check.by_words,
        adult_document=check.document,
        created_at=now,
        key=key or None,
    )
    signature = signed(twin, wording.DATA, by=by, now=now, evidence=evidence)
    body = {
        "as_of": as_of_on.isoformat(),
        "fictional": fictional,
        "adult_check": str(check.pk),
        "signature": str(signature.pk),
        "sha256": signature.sha256,
    }
    write_down(twin, "twin-created", by=by, body=body, now=now)
    return YES, twin


def may_create(*, data_consent: bool, checked: bool, fresh: bool) -> Decision:
    if not data_consent:
        return no("data-consent-missing")
    if not checked:
        return no("not-adult")
    return YES if fresh else no("fresh-sign-in", fix="sign-in")


def signed(
    twin: Twin, kind: str, *, by: Person, now: datetime, evidence: Mapping[str, Any], key: str = ""
) -> Signature:
    """The text as she read it, in her language. Call it in the transaction of what it allows."""
    text = wording.text_of(kind, by.language)
    return Signature.objects.create(
        twin=twin,
        by=by,
        kind=kind,
        text=text,
        language=by.language,
        wording=wording.WORDING,
        sha256=wording.digest(kind, text, by.language),
        evidence=dict(evidence),
        signed_at=now,
        key=key or None,
    )


@transaction.atomic
def change_figures(
    twin: Twin,
    *,
    height_cm: int | None,
    measurements: Mapping[str, int],
    shares_reason: bool,
    by: Person,
    now: datetime,
) -> tuple[Decision, Twin | None]:
    """What she wants shown of her measurements. The register says that they changed, never what they are."""
    if not (decision := hers(twin, by)):
        return decision, None
    kept = {name: int(value) for name, value in measurements.items() if name in SIZES and value}
    changed = (twin.height_cm, twin.measurements, twin.shares_reason) != (height_cm, kept, shares_reason)
    if changed:
        twin.height_cm, twin.measurements, twin.shares_reason = height_cm, kept, shares_reason
        twin.save(update_fields=["height_cm", "measurements", "shares_reason"])
        write_down(twin, "figures-changed", by=by, body={"named": sorted(kept)}, now=now)
    return YES, twin
