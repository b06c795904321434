"""She erases her twin: everything stops, every picture goes, the key is destroyed, and she gets a signed receipt."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from studio.consent import erasure_receipts, gates
from studio.consent.actions.closing import close_what_waits, end_mandates
from studio.consent.actions.telling import tell_pages, write_down
from studio.consent.actions.withdrawing import withdraw_all
from studio.consent.erasure_receipts import Gone
from studio.consent.models import Contact, Erasure, Gate
from studio.decisions import YES, Decision, no
from studio.jobs import actions as jobs
from studio.media import actions as media
from studio.media import erasures, keys
from studio.media.models import Blob, Upload
from studio.people import actions as people
from studio.people.evidence import proves_fresh
from studio.people.models import Person
from studio.register.models import Head
from studio.twins.models import SignatureEnd, Twin


@transaction.atomic
def erase_twin(
    twin: Twin, *, by: Person, now: datetime, evidence: Mapping[str, Any], key: str = ""
) -> tuple[Decision, Erasure | None]:
    """For good. What is kept is evidence: what was signed, what was paid, and hashes of what went out."""
    if twin.owner_id != by.pk:
        return no("not-owner"), None
    if not proves_fresh(evidence, now):
        return no("fresh-sign-in", fix="sign-in"), None
    gates.hold([twin], alone=True)
    if done := Erasure.objects.filter(twin=twin).first():
        return YES, done
    gone = _taken_away(twin, now)
    write_down(twin, "erased", by=by, body=gone.to_json(), now=now)
    head = Head.objects.get(chain=twin.gate_name)
    record = erasure_receipts.record(twin, gone, seq=head.seq, hash=head.hash, now=now)
    made = Erasure.objects.create(
        twin=twin,
        by=by,
        at=now,
        receipt=record,
        text=erasure_receipts.text(record, twin.owner.language),
        language=twin.owner.language,
    )
    _tell(twin, now)
    return YES, made


def _taken_away(twin: Twin, now: datetime) -> Gone:
    """In the caller's transaction, under the gate. Each step finds nothing to do the second time."""
    owner = twin.owner
    gates.turn(twin, now=now, state=Gate.State.CLOSED)
    stopped = jobs.halt(twin.gate_name, now=now, code="twin-erased").both
    _decision, withdrawn = withdraw_all(twin, by=owner, now=now)
    waiting = close_what_waits(twin, now)
    gone = Gone(
        pictures=_erase_pictures(twin, now),
        plates=twin.plates.count(),
        jobs=stopped,
        licences=tuple(erasure_receipts.licence(each.grant) for each in withdrawn),
        mandates=end_mandates(twin, now),
        requests=waiting["requests"],
        options=waiting["options"],
    )
    _forget(twin, now)
    transaction.on_commit(partial(_destroy, twin.gate_name, now))
    tell_pages(twin, "changed", stopped=stopped)
    return gone


def _erase_pictures(twin: Twin, now: datetime) -> int:
    """Everything sealed under her key, what of her comp card was not, and what of hers is still arriving."""
    for row in twin.comp_card.select_related("picture"):
        media.erase(row.picture, now=now)
    twin.comp_card.all().delete()
    for upload in Upload.objects.under_way().filter(sealed_under__contains=twin.gate_name):
        media.give_up(upload, now=now)
    Upload.objects.filter(sealed_under__contains=twin.gate_name).update(file_name="-")
    shown = Blob.objects.readable().sealed_by(twin.gate_name).filter(variant_of=None).count()
    media.erase_under(twin.gate_name, now=now)
    return shown


def _forget(twin: Twin, now: datetime) -> None:
    """Of the twin herself: measures, marks, how she stood. Her name stays where she signed with it."""
    twin.plates.filter(retired_at=None).update(retired_at=now)
    twin.plates.update(drawing={}, shows=[])
    twin.captures.update(place="")
    twin.capture_sessions.filter(closed_at=None).update(closed_at=now)
    twin.barred_marks.all().delete()
    for signature in twin.signatures.in_force():  # her consent to keep it ends with it
        SignatureEnd.objects.create(signature=signature, by=twin.owner, at=now)
    Twin.objects.filter(pk=twin.pk).update(state=Twin.State.ERASED, height_cm=None, measurements={})
    twin.refresh_from_db()
    if not Twin.objects.of(twin.owner).exclude(state=Twin.State.ERASED).exists():
        Contact.objects.filter(owner=twin.owner).update(name="-", email="nobody@invalid", relation="")
        Contact.objects.filter(owner=twin.owner, ended_at=None).update(ended_at=now)


def _destroy(name: str, now: datetime) -> None:
    """After the commit: first the list, so that no backup brings back what is about to go, then the key."""
    erasures.add(name, at=now)
    keys.destroy(name)


def _tell(twin: Twin, now: datetime) -> None:
    people.tell(
        twin.owner,
        "twin-erased-yours",
        values={"twin": twin.name},
        url=f"/twins/{twin.pk}/receipt/",
        now=now,
        about=twin.gate_name,
        key=f"erased:{twin.pk}",
    )


# What a restored backup brings back, or a crash left undone


def unapplied() -> list[str]:
    """The names on the erasure list of which something can still be read, and twins erased that are not on it."""
    listed = set(erasures.names())
    erased = {twin.gate_name for twin in Twin.objects.filter(state=Twin.State.ERASED)}
    alive = {name for name in listed | erased if keys.alive([name])}
    there = {twin.gate_name: twin.state for twin in Twin.objects.filter(pk__in=_ids(listed)).only("state")}
    back = {name for name, state in there.items() if state != Twin.State.ERASED}
    orphans = {name for name in listed - set(there) if Blob.objects.readable().sealed_by(name).exists()}
    return sorted(alive | back | orphans | (erased - listed))


class NotAppliedError(Exception):
    """Somebody who was erased can be read again. Nothing may serve or work before that has ended."""


def require_erasures() -> None:
    """What a process asks before it begins."""
    if back := unapplied():
        raise NotAppliedError(
            f"{len(back)} on the erasure list can still be read. Run `manage.py open` or `manage.py restore`, which "
            "erase them again, before anything else is started."
        )


def apply_list(now: datetime) -> list[str]:
    """Take away again whatever the list names. Gives the names of which something had come back."""
    back = unapplied()
    for name in back:
        _erase_again(name, now)
    return back


@transaction.atomic
def _erase_again(name: str, now: datetime) -> None:
    twin = Twin.objects.select_related("owner").filter(pk__in=_ids([name])).first()
    if twin is None:
        media.erase_under(name, now=now)
        transaction.on_commit(partial(_destroy, name, now))
        return
    gates.hold([twin], alone=True)
    gone = _taken_away(twin, now)
    write_down(twin, "erased-again", by=None, body=gone.to_json(), now=now)


def _ids(names: Any) -> list[str]:
    return [name.removeprefix(gates.PREFIX) for name in names if name.startswith(gates.PREFIX)]
