"""She sets right by hand what was found on one of her plates."""

import json
from datetime import datetime

import rfc8785
from django.db import transaction

from studio.decisions import YES, Decision, no
from studio.imaging import plates
from studio.imaging.correcting import Corrections, corrected
from studio.imaging.scene import Figure
from studio.live.announcing import announce
from studio.media import actions as media
from studio.media.models import Blob
from studio.people.models import Person
from studio.twins.actions.plates import places_shown
from studio.twins.actions.telling import hers, write_down
from studio.twins.drawing import drawn
from studio.twins.figures import figure_of, plane_png
from studio.twins.models import Plate

LEAST_LEFT = 0.01  # of the picture: with less of an outline nothing can be dressed


def correct_plate(plate: Plate, corrections: Corrections, *, by: Person, now: datetime) -> tuple[Decision, bool]:
    """Whether anything changed. What was kept before stays sealed: recipes made of it name it by its content."""
    if not (decision := hers(plate.twin, by)):
        return decision, False
    before = figure_of(plate)
    after = corrected(before, corrections)
    if float((after.alpha > 127).mean()) < LEAST_LEFT:
        return no("outline-gone"), False
    return YES, keep_corrected(plate, before, after, by=by, now=now)


@transaction.atomic
def keep_corrected(plate: Plate, before: Figure, after: Figure, *, by: Person, now: datetime) -> bool:
    points = rfc8785.dumps(json.loads(plates.to_json(after)))
    outline_changed = after.alpha is not before.alpha
    if not outline_changed and points == rfc8785.dumps(json.loads(plates.to_json(before))):
        return False
    plate = Plate.objects.select_for_update(of=("self",)).select_related("twin").get(pk=plate.pk)

    def kept(content: bytes, content_type: str) -> Blob:
        return media.keep(
            content,
            content_type=content_type,
            width_px=plate.width_px,
            height_px=plate.height_px,
            under=plate.twin.gate_name,
            now=now,
        )

    plate.points = kept(points, "application/octet-stream")
    plate.drawing = drawn(after.pose, close=plate.framing == "beauty")
    if outline_changed:
        plate.alpha = kept(plane_png(after.alpha), "image/png")
        plate.parts = kept(plane_png(after.parts), "image/png")
        plate.shows = places_shown(after)
    plate.save(update_fields=["points", "drawing", "alpha", "parts", "shows"])
    body = {"plate": str(plate.pk), "points": plate.points.sha256, "outline": plate.alpha.sha256}
    write_down(plate.twin, "plate-corrected", by=by, body=body, now=now)
    announce(plate.twin.gate_name, kind="changed", twin=str(plate.twin_id))
    return True
