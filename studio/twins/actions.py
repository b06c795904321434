"""Making and keeping a twin. Only the person herself makes hers; nobody can make another's."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
from django.db import transaction

from studio.decisions import YES, Decision, no
from studio.imaging import encoding, plates
from studio.imaging.decoding import BadPicture, decode
from studio.imaging.scene import Figure, Mask, Point, Rgb
from studio.live.announcing import announce
from studio.media import actions as media
from studio.media.models import Blob
from studio.people.models import Organisation, Person, Seat
from studio.register import actions as register
from studio.twins.figures import plane_png
from studio.twins.models import Capture, CaptureCredit, CompCardPicture, Mandate, Plate, StandIn, Twin

PLATE_QUALITY = 95


@dataclass(frozen=True, slots=True)
class AdultCheck:
    """Who saw which kind of document. Neither its number nor a date of birth is kept."""

    by: str
    document: str


@transaction.atomic
def create_twin(
    name: str,
    *,
    by: Person,
    now: datetime,
    as_of_on: date,
    data_consent: bool,
    adult_check: AdultCheck | None,
    fictional: bool = False,
    height_cm: int | None = None,
    measurements: Mapping[str, int] | None = None,
    shares_reason: bool = False,
    key: str = "",
) -> tuple[Decision, Twin | None]:
    """Whoever makes it owns it. The consent to make and keep it is a signature of its own, apart from every licence."""
    if key and (done := Twin.objects.filter(key=key, owner=by).first()):
        return YES, done
    if not data_consent:
        return no("data-consent-missing"), None
    if adult_check is None or not (adult_check.by and adult_check.document):
        return no("not-adult"), None
    twin = Twin.objects.create(
        owner=by,
        name=name,
        as_of_on=as_of_on,
        fictional=fictional,
        height_cm=height_cm,
        measurements=dict(measurements or {}),
        shares_reason=shares_reason,
        data_consent_at=now,
        adult_checked_at=now,
        adult_checked_by=adult_check.by,
        adult_document=adult_check.document,
        created_at=now,
        key=key or None,
    )
    write_down(twin, "twin-created", by=by, body={"as_of": as_of_on.isoformat(), "fictional": fictional}, now=now)
    return YES, twin


def write_down(twin: Twin, kind: str, *, by: Person, body: Mapping[str, Any], now: datetime) -> None:
    register.append(twin.gate_name, kind, subject=twin.gate_name, by=str(by.pk), body=body, now=now)


def hers(twin: Twin, by: Person) -> Decision:
    return YES if twin.owner_id == by.pk else no("not-owner")


@transaction.atomic
def add_capture(
    twin: Twin,
    *,
    captured_on: date,
    crew: Iterable[tuple[Person, str]],
    by: Person,
    now: datetime,
    place: str = "",
    licensed_at: datetime | None = None,
) -> tuple[Decision, Capture | None]:
    """A day in the studio, with who worked on it: they are credited wherever one of its plates is used."""
    if not (decision := hers(twin, by)):
        return decision, None
    capture = Capture.objects.create(twin=twin, captured_on=captured_on, place=place, licensed_at=licensed_at)
    credits = [CaptureCredit(capture=capture, person=person, craft=craft) for person, craft in crew]
    CaptureCredit.objects.bulk_create(credits)
    body = {"capture": str(capture.pk), "crew": [[str(each.person_id), each.craft] for each in credits]}
    write_down(twin, "captured", by=by, body=body, now=now)
    return YES, capture


@transaction.atomic
def add_plate(
    capture: Capture,
    picture: bytes,
    *,
    pose: str,
    by: Person,
    now: datetime,
    alpha: Mask | None = None,
    parts: Mask | None = None,
    landmarks: Mapping[str, Point] | None = None,
    view: str = "front",
    framing: str = "full",
) -> tuple[Decision, Plate | None]:
    """Keep a base photograph under her key. What was not measured elsewhere is measured here.

    picture: a file as it came; it is decoded and written anew, so that nothing of the camera's stays.
    alpha: (H, W) uint8, 255 = the person. parts: (H, W) uint8, ids of `plates.PARTS`.
    landmarks: pixels by the names of `plates.POSE`.
    """
    twin = capture.twin
    if not (decision := hers(twin, by)):
        return decision, None
    try:
        figure = measured(decode(picture).pixels[..., :3], alpha, parts, landmarks)
    except BadPicture as problem:
        return no(problem.code, **problem.values), None
    if figure is None:
        return no("nobody-found"), None
    plate = Plate(twin=twin, capture=capture, pose=pose, view=view, framing=framing, made_at=now)
    keep_figure(plate, figure, under=twin.gate_name, now=now)
    write_down(twin, "plate-added", by=by, body={"plate": str(plate.pk), "sha256": plate.picture.sha256}, now=now)
    return YES, plate


@transaction.atomic
def add_stand_in(
    name: str,
    body: str,
    picture: bytes,
    *,
    pose: str,
    now: datetime,
    alpha: Mask | None = None,
    parts: Mask | None = None,
    landmarks: Mapping[str, Point] | None = None,
    view: str = "front",
    framing: str = "full",
) -> tuple[Decision, StandIn | None]:
    """A neutral figure for everybody's looks. It shows nobody, so it is sealed under no key."""
    try:
        figure = measured(decode(picture).pixels[..., :3], alpha, parts, landmarks)
    except BadPicture as problem:
        return no(problem.code, **problem.values), None
    if figure is None:
        return no("nobody-found"), None
    stand_in = StandIn(name=name, body=body, pose=pose, view=view, framing=framing)
    keep_figure(stand_in, figure, under="", now=now)
    return YES, stand_in


def measured(
    picture: Rgb, alpha: Mask | None, parts: Mask | None, landmarks: Mapping[str, Point] | None
) -> Figure | None:
    picture = np.ascontiguousarray(picture)
    if alpha is None or parts is None or landmarks is None:
        return plates.read_plate(picture)
    return plates.figure(picture, alpha, parts, landmarks, mesh=True)


def keep_figure(body: Plate | StandIn, figure: Figure, *, under: str, now: datetime) -> None:
    height_px, width_px = figure.picture.shape[:2]

    def kept(data: bytes, content_type: str) -> Blob:
        return media.keep(
            data, content_type=content_type, width_px=width_px, height_px=height_px, under=under, now=now
        )

    body.picture = kept(encoding.encode(figure.picture, format="JPEG", quality=PLATE_QUALITY), "image/jpeg")
    body.alpha = kept(plane_png(figure.alpha), "image/png")
    body.parts = kept(plane_png(figure.parts), "image/png")
    body.landmarks = json.loads(plates.to_json(figure))
    body.width_px, body.height_px = width_px, height_px
    body.save(force_insert=True)


# What she shows of herself


@transaction.atomic
def choose_comp_card(
    twin: Twin, pictures: Sequence[tuple[Blob, str]], *, by: Person, now: datetime, key: str = ""
) -> tuple[Decision, Twin | None]:
    """What a house sees of her: rendered and marked pictures with their words, in her order, in place of those before.

    A plate never goes on it.
    """
    if not (decision := hers(twin, by)):
        return decision, None
    if not pictures or _is_of_a_plate(twin, [blob for blob, _ in pictures]):
        return no("comp-card-needs-renders"), None
    twin.comp_card.all().delete()
    CompCardPicture.objects.bulk_create(
        CompCardPicture(twin=twin, picture=blob, position=place, alt=alt, chosen_at=now)
        for place, (blob, alt) in enumerate(pictures)
    )
    write_down(twin, "comp-card", by=by, body={"pictures": [blob.sha256 for blob, _ in pictures]}, now=now)
    _become_ready(twin)
    return YES, twin


def _is_of_a_plate(twin: Twin, blobs: Sequence[Blob]) -> bool:
    own = {blob for row in twin.plates.values_list("picture", "alpha", "parts") for blob in row}
    return any(blob.pk in own for blob in blobs)


@transaction.atomic
def choose_cover(twin: Twin, *, by: Person, now: datetime, key: str = "") -> tuple[Decision, Twin | None]:
    """The base outfit of her plates, which every picture shows at the least, is the one she agrees to."""
    if not (decision := hers(twin, by)):
        return decision, None
    if not twin.plates.exists():
        return no("not-ready", missing="plates"), None
    if twin.cover_chosen_at is None:
        twin.cover_chosen_at = now
        twin.save(update_fields=["cover_chosen_at"])
        write_down(twin, "cover", by=by, body={}, now=now)
    _become_ready(twin)
    return YES, twin


def _become_ready(twin: Twin) -> None:
    """Met by her owner: a comp card and a cover, both chosen by her."""
    if twin.state == Twin.State.CAPTURED and twin.cover_chosen_at and twin.comp_card.exists():
        twin.state = Twin.State.READY
        twin.save(update_fields=["state"])
    announce(twin.gate_name, kind="changed", twin=str(twin.pk))


# Agencies


@transaction.atomic
def sign_mandate(
    twin: Twin,
    agency: Organisation,
    *,
    territories: Sequence[str],
    may: Sequence[str],
    commission_bps: int,
    starts_on: date,
    ends_on: date,
    by: Person,
    now: datetime,
    mother: bool = False,
    exclusive: bool = False,
) -> tuple[Decision, Mandate | None]:
    """Her own signature under what an agency may do for her. It never carries consent and ends by itself."""
    if not (decision := hers(twin, by)):
        return decision, None
    if not agency.is_agency or ends_on < starts_on:
        return no("mandate-not-right"), None
    mandate = Mandate.objects.create(
        twin=twin,
        agency=agency,
        territories=list(territories),
        mother=mother,
        exclusive=exclusive,
        may=list(may),
        commission_bps=commission_bps,
        starts_on=starts_on,
        ends_on=ends_on,
        signed_at=now,
    )
    body = {"mandate": str(mandate.pk), "agency": str(agency.pk), "may": list(may), "commission_bps": commission_bps}
    write_down(twin, "mandate-signed", by=by, body=body, now=now)
    register.append(
        f"org:{agency.pk}", "mandate-signed", subject=twin.gate_name, by=str(by.pk), body=body, now=now
    )
    return YES, mandate


@transaction.atomic
def end_mandate(mandate: Mandate, *, by: Person, now: datetime, key: str = "") -> tuple[Decision, Mandate | None]:
    """Either side may end it. Licences stand: they were hers, not the agency's."""
    at_agency = Seat.objects.in_force(now).filter(person=by, organisation=mandate.agency, may_sign=True).exists()
    if mandate.twin.owner_id != by.pk and not at_agency:
        return no("not-owner"), None
    if Mandate.objects.filter(pk=mandate.pk, ended_at=None).update(ended_at=now):
        body = {"mandate": str(mandate.pk), "agency": str(mandate.agency_id)}
        write_down(mandate.twin, "mandate-ended", by=by, body=body, now=now)
        chain = f"org:{mandate.agency_id}"
        register.append(chain, "mandate-ended", subject=mandate.twin.gate_name, by=str(by.pk), body=body, now=now)
        announce(mandate.twin.gate_name, kind="changed", twin=str(mandate.twin_id))
    mandate.refresh_from_db()
    return YES, mandate
