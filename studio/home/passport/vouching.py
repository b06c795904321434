"""Whose passports are believed here: keys of other studios that somebody who runs this one answers for.

A signature proves only which key signed. Whose key that is somebody must know, and he is named with the day he said so;
until then what a passport says of a photographer's licence counts for nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from studio.consent import gates
from studio.decisions import YES, Decision, no
from studio.home.models import Origin, TrustedKey
from studio.people import actions as people
from studio.people.models import Person
from studio.register import actions as register
from studio.register import signing
from studio.twins import actions as twins
from studio.twins.models import Twin

DIGITS = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Asking:
    """A key that twins came with, and that nobody answers for."""

    fingerprint: str
    studio: str
    address: str
    twins: int


def fingerprint_in(text: str) -> str:
    """As it is read out or pasted, with dashes, spaces or neither. Empty when it is none."""
    digits = re.sub(r"[\s-]", "", text.lower())
    return "-".join(digits[at : at + 4] for at in range(0, 32, 4)) if DIGITS.fullmatch(digits) else ""


def is_trusted(fingerprint: str, *, of: Person) -> bool:
    """By somebody else than the one whose twin it is about."""
    return TrustedKey.objects.in_force().filter(fingerprint=fingerprint).exclude(by=of).exists()


def hold_key(fingerprint: str) -> None:
    """Whoever answers for it does so until the caller's transaction ends; an ending under way is waited for."""
    list(TrustedKey.objects.select_for_update().filter(fingerprint=fingerprint, ended_at=None))


def asking() -> list[Asking]:
    known = TrustedKey.objects.in_force().values("fingerprint")
    found: dict[str, list[Origin]] = {}
    for origin in _alive().filter(known_key=False).exclude(fingerprint__in=known).order_by("-brought_at"):
        found.setdefault(origin.fingerprint, []).append(origin)
    return [Asking(key, rows[0].studio, rows[0].address, len(rows)) for key, rows in found.items()]


@transaction.atomic
def trust_key(text: str, *, studio: str, by: Person, now: datetime) -> tuple[Decision, TrustedKey | None]:
    """Passports with this key are believed from now on, and of twins that came with it before."""
    fingerprint = fingerprint_in(text)
    if not (decision := _may_trust(fingerprint, studio, by)):
        return decision, None
    came = _held(fingerprint)
    key, is_new = TrustedKey.objects.get_or_create(
        fingerprint=fingerprint, ended_at=None, defaults={"studio": studio.strip()[:120], "by": by, "at": now}
    )
    if is_new:
        body = {"key": fingerprint}
        register.append("studio", "key-trusted", subject=f"key:{fingerprint}", by=str(by.pk), body=body, now=now)
        for origin in came:
            twins.vouch(origin.twin, by=by, now=now)
            gates.turn(origin.twin, now=now)
            _tell_owner(origin, key, now)
    return YES, key


def _may_trust(fingerprint: str, studio: str, by: Person) -> Decision:
    if not by.is_staff:
        return no("not-yours")
    if not fingerprint:
        return no("fingerprint-unreadable")
    if not studio.strip():
        return no("studio-not-named")
    if fingerprint == signing.signer().fingerprint:
        return no("fingerprint-our-own")
    return no("key-not-by-herself") if any(each.twin.owner_id == by.pk for each in _came_with(fingerprint)) else YES


@transaction.atomic
def end_trust(key: TrustedKey, *, by: Person, now: datetime) -> Decision:
    """What rested on it is out of use again, until somebody answers for that studio.

    Whatever stores, signs off, seals or delivers a picture of these twins comes first, or finds them out of use.
    """
    if not by.is_staff:
        return no("not-yours")
    _held(key.fingerprint)
    if not TrustedKey.objects.in_force().filter(pk=key.pk).update(ended_at=now, ended_by=by):
        return YES
    body = {"key": key.fingerprint}
    register.append("studio", "key-trust-ended", subject=f"key:{key.fingerprint}", by=str(by.pk), body=body, now=now)
    for origin in _held(key.fingerprint):  # with whoever arrived by this key until a moment ago
        twins.end_vouching(origin.twin, by=by, now=now)
        gates.turn(origin.twin, now=now)
    return YES


def ask_to_vouch(origin: Origin, *, now: datetime) -> None:
    """Whoever runs the studio reads that a twin came with a key that nobody answers for."""
    values = {"who": origin.twin.owner.name, "studio": origin.studio}
    for person in _who_may(origin.twin.owner):
        key = f"key-asks:{origin.pk}:{person.pk}"
        people.tell(person, "passport-key-asks", values=values, url=reverse("home:studios"), now=now, key=key)


def _who_may(owner: Person) -> Sequence[Person]:
    return list(Person.objects.active().filter(is_staff=True).exclude(pk=owner.pk))


def _alive() -> QuerySet[Origin]:
    return Origin.objects.exclude(twin__state=Twin.State.ERASED).select_related("twin__owner")


def _came_with(fingerprint: str) -> list[Origin]:
    return list(_alive().filter(fingerprint=fingerprint, known_key=False))


def _held(fingerprint: str) -> list[Origin]:
    """With their gates taken: what may be made of them changes in this transaction."""
    came = _came_with(fingerprint)
    gates.hold([origin.twin for origin in came], alone=True)
    return came


def _tell_owner(origin: Origin, key: TrustedKey, now: datetime) -> None:
    values, url = {"studio": key.studio, "who": key.by.name}, reverse("home:origin", args=[origin.twin_id])
    once = f"vouched:{key.pk}:{origin.pk}"
    people.tell(origin.twin.owner, "passport-vouched", values=values, url=url, now=now, key=once)
