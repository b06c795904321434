"""Capture day: a code on the studio's screen, her leave, the tray under her key, and the photographer's licence."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q

from studio.decisions import YES, Decision, no
from studio.jobs import actions as jobs
from studio.live.announcing import announce
from studio.media import actions as media
from studio.media.models import Upload
from studio.people import actions as people
from studio.people.evidence import proves_fresh
from studio.people.models import Craft, Person
from studio.twins import wording
from studio.twins.actions.plates import add_capture
from studio.twins.actions.telling import hers, write_down
from studio.twins.models import (
    BarredMark,
    Capture,
    CaptureCredit,
    CaptureFrame,
    CaptureLicence,
    CaptureSession,
    Plate,
    Twin,
)
from studio.twins.shots import GUIDE, PLACES, SHOTS

CODE_GOOD_FOR = timedelta(minutes=10)
OPENS_WITHIN = timedelta(hours=1)  # of her coming: time enough to look at a document and to make her twin
LASTS = timedelta(hours=3)


def tell(session: CaptureSession, what: str, **more: str) -> None:
    """Both screens hear that something changed; each asks again for what it may show."""
    announce(session.topic, kind="capture", what=what, session=str(session.pk), **more)


# The session


@transaction.atomic
def show_code(by: Person, *, device: str, now: datetime) -> CaptureSession:
    """A fresh code for this screen. One that nobody came by is taken back."""
    CaptureSession.objects.filter(device=device, arrived_at=None, closed_at=None).delete()
    return CaptureSession.objects.create(photographer=by, device=device, shown_at=now, code_until=now + CODE_GOOD_FOR)


def may_arrive(session: CaptureSession, by: Person, now: datetime) -> Decision:
    if session.photographer_id == by.pk:
        return no("not-with-yourself")
    if session.person_id not in {None, by.pk} or session.closed_at is not None:
        return no("code-used")
    waits = session.arrived_at + OPENS_WITHIN if session.arrived_at else session.code_until
    return YES if now < waits or session.is_open(now) else no("code-ended")


@transaction.atomic
def arrive(session: CaptureSession, *, by: Person, now: datetime) -> Decision:
    """She pointed her phone at the code: the photographer may look at her document, and sees nothing of her yet."""
    session = CaptureSession.objects.select_for_update().get(pk=session.pk)
    if not (decision := may_arrive(session, by, now)):
        return decision
    if session.person_id is None:
        until = now + OPENS_WITHIN
        CaptureSession.objects.filter(pk=session.pk).update(person=by, arrived_at=now, code_until=until)
        tell(session, "arrived")
    return YES


@transaction.atomic
def open_session(
    session: CaptureSession, twin: Twin, *, by: Person, now: datetime, evidence: Mapping[str, Any]
) -> tuple[Decision, CaptureSession | None]:
    """Her leave: from now on this one screen sees what is taken, until she closes it or three hours are over."""
    if not (decision := hers(twin, by)):
        return decision, None
    session = CaptureSession.objects.select_for_update(of=("self",)).select_related("photographer").get(pk=session.pk)
    if session.is_open(now) and session.twin_id == twin.pk:
        return YES, session
    if not (decision := may_arrive(session, by, now) and may_be_captured(twin, evidence, now)):
        return decision, None
    for other in CaptureSession.objects.select_for_update().filter(twin=twin, opened_at__isnull=False, closed_at=None):
        close(other, now=now)
    day = now.astimezone(people.zone_of(by)).date()
    crew = [(session.photographer, Craft.PHOTOGRAPHY)]
    decision, capture = add_capture(twin, captured_on=day, crew=crew, by=by, now=now)
    if capture is None:
        return decision, None
    session.person, session.twin, session.capture = by, twin, capture
    session.arrived_at, session.opened_at, session.ends_at = session.arrived_at or now, now, now + LASTS
    session.save(update_fields=["person", "twin", "capture", "arrived_at", "opened_at", "ends_at"])
    body = {"session": str(session.pk), "capture": str(capture.pk), "photographer": str(session.photographer_id)}
    write_down(twin, "capture-opened", by=by, body=body, now=now)
    tell(session, "opened")
    return YES, session


def may_be_captured(twin: Twin, evidence: Mapping[str, Any], now: datetime) -> Decision:
    if twin.state in {Twin.State.RETIRED, Twin.State.ERASED}:
        return no(f"twin-{twin.state}")
    return YES if proves_fresh(evidence, now) else no("fresh-sign-in", fix="sign-in")


@transaction.atomic
def close_session(session: CaptureSession, *, by: Person, now: datetime) -> Decision:
    """Either closes it, without a fresh sign-in: stopping is never harder than beginning. The frames stay hers."""
    if by.pk not in {session.photographer_id, session.person_id}:
        return no("not-yours")
    session = CaptureSession.objects.select_for_update(of=("self",)).select_related("twin").get(pk=session.pk)
    close(session, now=now, by=by)
    return YES


def close(session: CaptureSession, *, now: datetime, by: Person | None = None) -> None:
    """by: who closed it; nobody where its hours were over, another began, or everything of hers was stopped."""
    if not CaptureSession.objects.filter(pk=session.pk, closed_at=None).update(closed_at=now):
        return
    if session.twin is not None and session.opened_at:
        body = {"session": str(session.pk), "frames": session.frames.count()}
        write_down(session.twin, "capture-closed" if by else "capture-over", by=by, body=body, now=now)
    tell(session, "closed")


def close_sessions(twin: Twin, *, now: datetime) -> None:
    """Everything of hers stops: no screen of a photographer's sees her any more. In the caller's transaction."""
    for session in CaptureSession.objects.filter(twin=twin, closed_at=None).select_related("twin__owner"):
        close(session, now=now)


@transaction.atomic
def close_due(now: datetime) -> int:
    """What nobody closed ends by itself."""
    due = list(CaptureSession.objects.overdue(now).select_related("twin__owner")[:100])
    for session in due:
        close(session, now=now)
    return len(due)


# The tray


@transaction.atomic
def take_frame(
    upload: Upload, session: CaptureSession, *, shot: str, by: Person, now: datetime
) -> tuple[Decision, CaptureFrame | None]:
    """A file of the photographer's, straight into her sealed tray; a job reads and measures it."""
    if known := CaptureFrame.objects.filter(upload=upload).first():
        return YES, known
    if session.photographer_id != by.pk or session.twin is None or not session.is_open(now):
        return no("session-closed"), None
    name = shot if shot in SHOTS else GUIDE[0].code
    frame = CaptureFrame.objects.create(session=session, upload=upload, shot=name, at=now)
    frame.job = jobs.add(
        "capture-frame",
        frame.pk,
        stops_with=[session.twin.gate_name],
        by=by,
        priority=2,
        now=now,
        key=f"frame:{frame.pk}",
    )
    frame.save(update_fields=["job"])
    tell(session, "frame", frame=str(frame.pk))
    return YES, frame


@transaction.atomic
def name_shot(frame: CaptureFrame, shot: str, *, by: Person, now: datetime) -> Decision:
    """Which of the twelve it is. Hers to say, and his while the session is open."""
    session = frame.session
    his = session.photographer_id == by.pk and session.is_open(now)
    if not his and session.person_id != by.pk:
        return no("not-yours")
    if shot not in SHOTS:
        return no("shot-unknown")
    CaptureFrame.objects.filter(pk=frame.pk, plate=None).update(shot=shot)
    tell(session, "frame", frame=str(frame.pk))
    return YES


@transaction.atomic
def keep_frame(frame: CaptureFrame, *, by: Person, now: datetime) -> Decision:
    """It becomes a plate, once a job has measured it."""
    twin = frame.session.twin
    if twin is None or not hers(twin, by):
        return no("not-owner")
    waiting = CaptureFrame.objects.filter(pk=frame.pk, state=CaptureFrame.State.READY)
    if not waiting.update(state=CaptureFrame.State.KEPT, decided_at=now):
        frame.refresh_from_db()
        return YES if frame.state == CaptureFrame.State.KEPT else no("frame-not-there")
    job = jobs.add("plate", frame.pk, stops_with=[twin.gate_name], by=by, priority=1, now=now, key=f"plate:{frame.pk}")
    CaptureFrame.objects.filter(pk=frame.pk).update(job=job)
    tell(frame.session, "kept", frame=str(frame.pk))
    return YES


@transaction.atomic
def refuse_frame(frame: CaptureFrame, *, by: Person, now: datetime) -> Decision:
    """It is erased at once, wherever it has got to. Only that there was one stays."""
    twin = frame.session.twin
    if twin is None or not hers(twin, by):
        return no("not-owner")
    frame = (
        CaptureFrame.objects.select_for_update(of=("self",)).select_related("picture", "upload", "job").get(pk=frame.pk)
    )
    if frame.state == CaptureFrame.State.REFUSED:
        return YES
    if frame.plate_id is not None or frame.state == CaptureFrame.State.KEPT:
        return no("frame-is-a-plate")
    erase_frame(frame, now=now)
    frame.state, frame.decided_at = CaptureFrame.State.REFUSED, now
    frame.save(update_fields=["state", "decided_at", "picture"])
    write_down(twin, "frame-refused", by=by, body={"frame": str(frame.pk)}, now=now)
    tell(frame.session, "refused", frame=str(frame.pk))
    return YES


@transaction.atomic
def let_frame_go(frame: CaptureFrame, *, now: datetime) -> Decision:
    """Nobody said yes in time, and silence is no: it is erased as if she had refused it."""
    frame = (
        CaptureFrame.objects.select_for_update(of=("self",))
        .select_related("picture", "upload", "job", "session__twin", "session__photographer")
        .get(pk=frame.pk)
    )
    if frame.state not in {CaptureFrame.State.ARRIVING, CaptureFrame.State.READY} or frame.plate_id is not None:
        return no("already-done")
    erase_frame(frame, now=now)
    frame.state, frame.decided_at = CaptureFrame.State.REFUSED, now
    frame.save(update_fields=["state", "decided_at", "picture"])
    if frame.session.twin is not None:
        write_down(frame.session.twin, "frame-refused", by=None, body={"frame": str(frame.pk)}, now=now)
    tell(frame.session, "refused", frame=str(frame.pk))
    return YES


def erase_frame(frame: CaptureFrame, *, now: datetime) -> None:
    """Its bytes, and the work on them. Call it in a transaction."""
    if frame.job is not None and frame.job.is_alive:
        jobs.cancel(frame.job, by=frame.session.photographer, now=now)
    if frame.upload is not None:
        media.give_up(frame.upload, now=now)
    if frame.picture is not None:
        media.erase(frame.picture, now=now)
        frame.picture = None


# Who worked that day, and the licence


def may_name_crew(capture: Capture, by: Person) -> Decision:
    photographs = capture.crew.filter(person=by, craft=Craft.PHOTOGRAPHY).exists()
    return YES if photographs or capture.twin.owner_id == by.pk else no("not-yours")


@transaction.atomic
def credit(capture: Capture, person: Person, craft: str, *, by: Person, now: datetime) -> Decision:
    """Hair, make-up and whoever else worked that day. Each is credited wherever a plate of it is used.

    Another photographer is named by a photographer of that day alone: whoever is named so may license the captures.
    """
    if not (decision := may_name_crew(capture, by)):
        return decision
    if craft not in Craft.values:
        return no("craft-unknown")
    if craft == Craft.PHOTOGRAPHY and not capture.crew.filter(person=by, craft=craft).exists():
        return no("photographer-names-photographer")
    _row, is_new = CaptureCredit.objects.get_or_create(capture=capture, person=person, craft=craft)
    if is_new:
        body = {"capture": str(capture.pk), "person": str(person.pk), "craft": craft}
        write_down(capture.twin, "capture-credited", by=by, body=body, now=now)
        told = {"craft": craft, "who": by.name}
        people.tell(
            person, "capture-credited", values=told, now=now, key=f"capture-credit:{capture.pk}:{craft}:{person.pk}"
        )
        _tell_of(capture, "crew")
    return YES


@transaction.atomic
def take_back_credit(credited: CaptureCredit, *, by: Person, now: datetime) -> Decision:
    """A slip, before the day is signed over. Afterwards a credit is disputed where it shows."""
    capture = credited.capture
    if not (decision := may_name_crew(capture, by)):
        return decision
    if capture.licensed_at is not None or credited.craft == Craft.PHOTOGRAPHY:
        return no("capture-signed")
    body = {"capture": str(capture.pk), "person": str(credited.person_id), "craft": credited.craft}
    write_down(capture.twin, "capture-credit-ended", by=by, body=body, now=now)
    credited.delete()
    _tell_of(capture, "crew")
    return YES


@transaction.atomic
def license_captures(
    capture: Capture, *, by: Person, now: datetime, evidence: Mapping[str, Any]
) -> tuple[Decision, CaptureLicence | None]:
    """The photographer's own signature. Until it is there no plate of this day is for anybody's eyes but hers."""
    if done := CaptureLicence.objects.filter(capture=capture).first():
        return YES, done
    if not capture.crew.filter(person=by, craft=Craft.PHOTOGRAPHY).exists():
        return no("not-the-photographer"), None
    if not proves_fresh(evidence, now):
        return no("fresh-sign-in", fix="sign-in"), None
    text = "\n".join(wording.licence_sentences(by.language, name=capture.twin.name, on=capture.captured_on))
    licence = CaptureLicence.objects.create(
        capture=capture,
        by=by,
        text=text,
        language=by.language,
        wording=wording.WORDING,
        sha256=wording.digest(wording.LICENCE, text, by.language),
        evidence=dict(evidence),
        signed_at=now,
    )
    capture.licensed_at = now
    capture.save(update_fields=["licensed_at"])
    body = {"capture": str(capture.pk), "photographer": str(by.pk), "sha256": licence.sha256}
    write_down(capture.twin, "captures-licensed", by=by, body=body, now=now)
    people.tell(
        capture.twin.owner, "captures-licensed", values={"who": by.name}, now=now, key=f"captures-licensed:{capture.pk}"
    )
    _tell_of(capture, "licensed")
    return YES, licence


def _tell_of(capture: Capture, what: str) -> None:
    for session in CaptureSession.objects.filter(capture=capture):
        tell(session, what)


# What no picture may show


@transaction.atomic
def bar_mark(
    twin: Twin,
    *,
    kind: str,
    place: str,
    by: Person,
    now: datetime,
    frame: CaptureFrame | None = None,
    box: Sequence[float] = (),
) -> tuple[Decision, BarredMark | None]:
    """A tattoo, a scar or a mark. box: left, top, width and height as parts of the frame, where she drew it."""
    if not (decision := hers(twin, by)):
        return decision, None
    if kind not in BarredMark.Kind.values or place not in PLACES or not _is_a_box(box):
        return no("mark-not-right"), None
    if frame is not None and frame.session.twin_id != twin.pk:
        return no("not-yours"), None
    mark = BarredMark.objects.create(
        twin=twin,
        kind=kind,
        place=place,
        frame=frame if box else None,
        box=[round(each, 4) for each in box] or None,
        at=now,
    )
    write_down(twin, "mark-barred", by=by, body={"mark": str(mark.pk)}, now=now)
    transaction.on_commit(partial(announce_twin, twin))
    return YES, mark


def announce_twin(twin: Twin) -> None:
    announce(twin.gate_name, kind="changed", twin=str(twin.pk))


def _is_a_box(box: Sequence[float]) -> bool:
    if not box:
        return True
    if len(box) != 4:
        return False
    left, top, width, height = box
    return min(left, top) >= 0 and min(width, height) > 0 and left + width <= 1.001 and top + height <= 1.001


@transaction.atomic
def lift_mark(mark: BarredMark, *, by: Person, now: datetime) -> Decision:
    if not (decision := hers(mark.twin, by)):
        return decision
    if BarredMark.objects.filter(pk=mark.pk, lifted_at=None).update(lifted_at=now):
        write_down(mark.twin, "mark-lifted", by=by, body={"mark": str(mark.pk)}, now=now)
        transaction.on_commit(partial(announce_twin, mark.twin))
    return YES


@transaction.atomic
def open_plate_again(plate: Plate, *, by: Person, now: datetime) -> Decision:
    """She barred the pose of her first meeting, and has thought again. Only she can."""
    if not (decision := hers(plate.twin, by)):
        return decision
    if Plate.objects.filter(pk=plate.pk, barred_at__isnull=False).update(barred_at=None):
        write_down(plate.twin, "plate-opened-again", by=by, body={"plate": str(plate.pk)}, now=now)
        announce_twin(plate.twin)
    return YES


def marks_shown_by(plates: Sequence[Plate]) -> dict[Any, list[BarredMark]]:
    """The barred marks whose place each plate shows bare, by the plate's id: one query for all."""
    marks = BarredMark.objects.in_force().filter(Q(twin__in={plate.twin_id for plate in plates}))
    every = list(marks)
    return {
        plate.pk: [mark for mark in every if mark.twin_id == plate.twin_id and mark.place in plate.shows]
        for plate in plates
    }
