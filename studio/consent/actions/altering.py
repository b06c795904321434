"""Each kind of alteration is a signature of its own: without it no licence opens it, and she ends it alone."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from studio.consent import gates
from studio.consent.actions.telling import tell_pages, write_down
from studio.decisions import YES, Decision, no
from studio.people.evidence import proves_fresh
from studio.people.models import Person
from studio.twins.actions.beginning import signed
from studio.twins.models import Signature, SignatureEnd, Twin
from studio.twins.wording import ALTERATION, ALTERATIONS


@transaction.atomic
def sign_alteration(
    twin: Twin, code: str, *, by: Person, now: datetime, evidence: Mapping[str, Any], key: str = ""
) -> tuple[Decision, Signature | None]:
    """Her own hand under the text of this one kind, with a fresh sign-in."""
    if key and (done := Signature.objects.filter(key=key, by=by).first()):
        return YES, done
    if twin.owner_id != by.pk:
        return no("not-owner"), None
    if code not in ALTERATIONS:
        return no("alteration-unknown"), None
    if not proves_fresh(evidence, now):
        return no("fresh-sign-in", fix="sign-in"), None
    gates.hold([twin], alone=True)
    kind = f"{ALTERATION}{code}"
    if standing := Signature.objects.in_force().filter(twin=twin, kind=kind).first():
        return YES, standing
    signature = signed(twin, kind, by=by, now=now, evidence=evidence, key=key)
    gates.turn(twin, now=now)
    body = {"signature": str(signature.pk), "kind": kind, "sha256": signature.sha256}
    write_down(twin, "signed", by=by, body=body, now=now)
    tell_pages(twin, "changed")
    return YES, signature


@transaction.atomic
def end_alteration(signature: Signature, *, by: Person, now: datetime) -> Decision:
    """From this moment nothing more is altered so. As easy as signing it, and without a fresh sign-in."""
    twin = signature.twin
    if twin.owner_id != by.pk:
        return no("not-owner")
    if not signature.kind.startswith(ALTERATION):
        return no("ends-by-erasing")
    gates.hold([twin], alone=True)
    _end, is_new = SignatureEnd.objects.get_or_create(signature=signature, defaults={"by": by, "at": now})
    if is_new:
        gates.turn(twin, now=now)
        body = {"signature": str(signature.pk), "kind": signature.kind}
        write_down(twin, "signature-ended", by=by, body=body, now=now)
        tell_pages(twin, "changed")
    return YES
