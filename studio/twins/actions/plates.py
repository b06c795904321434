"""A day of capture, and the plates that came of it."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime

import numpy as np
import rfc8785
from django.db import transaction

from studio.decisions import YES, Decision, no
from studio.imaging import encoding, people, plates
from studio.imaging.decoding import BadPicture, decode
from studio.imaging.scene import Figure, Mask, Point, Rgb
from studio.imaging.skin import bare_parts
from studio.media import actions as media
from studio.media.models import Blob
from studio.people.models import Person
from studio.twins.actions.telling import hers, write_down
from studio.twins.drawing import drawn
from studio.twins.figures import plane_png
from studio.twins.models import Capture, CaptureCredit, Plate, StandIn, Twin
from studio.twins.shots import PLACES

PLATE_QUALITY = 95
LEAST_PX = 256  # of the longer side: below it neither joints nor an outline are found


@transaction.atomic
def add_capture(
    twin: Twin,
    *,
    captured_on: date,
    crew: Iterable[tuple[Person, str]],
    by: Person,
    now: datetime,
    place: str = "",
) -> tuple[Decision, Capture | None]:
    """A day in the studio, with who worked on it: they are credited wherever one of its plates is used.

    The photographer licenses it to her by a signature of his own (`license_captures`).
    """
    if not (decision := hers(twin, by)):
        return decision, None
    capture = Capture.objects.create(twin=twin, captured_on=captured_on, place=place)
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
    if not (decision := hers(capture.twin, by)):
        return decision, None
    decision, figure = measure(picture, alpha, parts, landmarks)
    if figure is None:
        return decision, None
    return YES, keep_plate(capture, figure, pose=pose, by=by, now=now, view=view, framing=framing)


def measure(
    picture: bytes,
    alpha: Mask | None = None,
    parts: Mask | None = None,
    landmarks: Mapping[str, Point] | None = None,
) -> tuple[Decision, Figure | None]:
    """A second or more of work: a worker does it before the transaction that keeps the plate."""
    try:
        pixels = decode(picture).pixels[..., :3]
    except BadPicture as problem:
        return no(problem.code, **problem.values), None
    if landmarks is None and not (decision := may_be_plate(pixels)):
        return decision, None
    figure = measured(pixels, alpha, parts, landmarks)
    return (YES, figure) if figure is not None else (no("nobody-found"), None)


def may_be_plate(pixels: Rgb) -> Decision:
    """Large enough to be measured, and of one person alone."""
    if max(pixels.shape[:2]) < LEAST_PX:
        return no("too-small", least=LEAST_PX)
    return no("several-people") if people.several(pixels) else YES


def keep_plate(
    capture: Capture,
    figure: Figure,
    *,
    pose: str,
    by: Person,
    now: datetime,
    view: str = "front",
    framing: str = "full",
) -> Plate:
    """Seal what was measured under her key. Call it in a transaction, once it is known to be hers."""
    twin = capture.twin
    plate = Plate(twin=twin, capture=capture, pose=pose, view=view, framing=framing, made_at=now)
    plate.shows = places_shown(figure)
    keep_figure(plate, figure, under=twin.gate_name, now=now)
    write_down(twin, "plate-added", by=by, body={"plate": str(plate.pk), "sha256": plate.picture.sha256}, now=now)
    return plate


def places_shown(figure: Figure) -> list[str]:
    """Where her skin is seen, by the names of `shots.PLACES`."""
    bare = set(bare_parts(figure.parts, figure.worn))
    return [place for place, (_words, parts) in PLACES.items() if bare & set(parts)]


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
    decision, figure = measure(picture, alpha, parts, landmarks)
    if figure is None:
        return decision, None
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
        return media.keep(data, content_type=content_type, width_px=width_px, height_px=height_px, under=under, now=now)

    points = json.loads(plates.to_json(figure))
    body.picture = kept(encoding.encode(figure.picture, format="JPEG", quality=PLATE_QUALITY), "image/jpeg")
    body.alpha = kept(plane_png(figure.alpha), "image/png")
    body.parts = kept(plane_png(figure.parts), "image/png")
    if isinstance(body, Plate):
        body.points = kept(rfc8785.dumps(points), "application/octet-stream")
        body.drawing = drawn(figure.pose, close=body.framing == "beauty")
    else:
        body.landmarks = points
    body.width_px, body.height_px = width_px, height_px
    body.nails_seen = None if figure.nails is None else len(figure.nails)
    body.save(force_insert=True)
