"""What a worker does with a garment: decode it, cut it out, measure it. Progress in words, refusals as sentences."""

from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any
from uuid import UUID

import numpy as np
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as say
from PIL import Image

from studio.decisions import YES, Decision, no
from studio.imaging import backdrops, colours, cutouts, encoding, people
from studio.imaging.scene import Rgb, Rgba
from studio.jobs import actions as jobs
from studio.jobs.models import ALIVE, Job
from studio.looks import slots
from studio.looks.actions import tell_of
from studio.looks.models import SAID, Backdrop, Garment, GarmentView, Picture
from studio.looks.wearing import proposed
from studio.media import actions as media
from studio.media.models import Blob, Upload

LONG_EDGE_PX = 1600  # a garment on a figure of 2,400 px is never drawn larger
LEAST_PX = 64  # below it nothing of a piece can be told
LOOKED_AT_PX = 1024
WORDS = {"decoding": say("reading the file"), "encoding": say("reading the file"), "keeping": say("keeping it")}


@dataclass(frozen=True, slots=True)
class Measured:
    category: str
    anchors: dict[str, list[float]]
    colour: str = ""


VIEWS = GarmentView.objects.select_related("garment", "upload", "picture")


def topic(job: Job) -> str:
    return f"garment:{job.about}"


def view_topic(job: Job) -> str:
    garment = GarmentView.objects.filter(id=job.about).values_list("garment", flat=True).first()
    return f"garment:{garment}"


def work(job: Job) -> None:
    """The kind "ingest"."""
    view = VIEWS.get(garment_id=UUID(job.about), view="front")
    picture = view.picture or _decoded(job, view)
    if picture is None:
        return
    cut_and_keep(job, view, picture)


def work_view(job: Job) -> None:
    """The kind "ingest-view": another view of a piece that hangs already. A detail and a swatch are kept whole."""
    view = VIEWS.filter(id=UUID(job.about)).first()
    if view is None:
        jobs.finish(job)
        return
    picture = view.picture or _decoded(job, view)
    if picture is None:
        return
    if view.view not in slots.CUT_VIEWS:
        keep_whole(job, view, picture)
        return
    cut_and_keep(job, view, picture)


def cut_and_keep(job: Job, view: GarmentView, picture: Blob) -> None:
    jobs.step(job, 0.55, _("cutting it out"))
    try:
        cutout = cutouts.cut_out(fitted(pixels_of(picture)))
    except cutouts.NoGarment:
        refuse(job, view, no("no-garment"))
        return
    jobs.step(job, 0.85, _("finding shoulders and hems"))
    measured = measure(cutout, view.garment.category)
    keep(job, view, cutout, seen_from_behind(measured) if view.view == "back" else measured)


def looked_at(pixels: Rgb | Rgba) -> Decision:
    """Whether a picture may come to the rack at all: large enough, and nobody in it."""
    if max(pixels.shape[:2]) < LEAST_PX:
        return no("too-small", least=LEAST_PX)
    seen = people.on_grey(fitted(pixels, LOOKED_AT_PX))
    return no("person-in-garment") if people.shows_person(seen) else YES


def _decoded(job: Job, view: GarmentView) -> Blob | None:
    """None when it was refused (the garment then says why) or taken away from this worker."""
    upload = view.upload
    assert upload is not None

    def finish(blob: Blob | None) -> bool:
        if blob is None:
            return _refused(job, view, no(upload.code, "", **upload.values))
        GarmentView.objects.filter(id=view.id).update(picture=blob)
        return Job.objects.held(job).exists()

    def step(share: float, what: str) -> None:
        jobs.step(job, share / 2, str(WORDS.get(what, what)))

    return media.decode(upload, step, now=timezone.now(), finish=finish, look=looked_at)


def pixels_of(blob: Blob) -> Rgb | Rgba:
    with Image.open(BytesIO(media.load(blob))) as image:
        return np.asarray(image.convert("RGBA" if "A" in image.getbands() else "RGB"))


def fitted(pixels: Rgb | Rgba, long_edge_px: int = LONG_EDGE_PX) -> Rgb | Rgba:
    height, width = pixels.shape[:2]
    scale = long_edge_px / max(height, width)
    if scale >= 1:
        return pixels
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(Image.fromarray(pixels).resize(size, Image.Resampling.LANCZOS))


def measure(cutout: Rgba, category: str = "") -> Measured:
    """What kind of garment it is, unless somebody has said so, where its anchors lie, and what colour it has."""
    kind = category or cutouts.guess_category(cutout)
    found = cutouts.find_anchors(cutout, kind) if kind in cutouts.ANCHORS else {}
    anchors = {name: [round(float(x), 2), round(float(y), 2)] for name, (x, y) in found.items()}
    return Measured(kind, anchors, colours.to_hex(colours.proposed(cutout)))


def seen_from_behind(measured: Measured) -> Measured:
    """L and R are the wearer's own: from behind her left is on the left."""
    other = {"L": "R", "R": "L"}
    return replace(measured, anchors={f"{name[:-1]}{other[name[-1]]}": at for name, at in measured.anchors.items()})


def refuse(job: Job, view: GarmentView, decision: Decision) -> None:
    with transaction.atomic():
        _refused(job, view, decision)


def _refused(job: Job, view: GarmentView, decision: Decision) -> bool:
    """The piece says why. Another view of one that is in use goes again, and its upload says why."""
    if not jobs.finish(job):
        return False
    garment = view.garment
    if view.view != "front":
        GarmentView.objects.filter(id=view.id).delete()
        Garment.objects.filter(id=garment.id).update(code=decision.code, values=dict(decision.values))
        tell_of(garment, "refused")
        return True
    Garment.objects.filter(id=garment.id).update(
        state=Garment.State.REFUSED, code=decision.code, values=dict(decision.values)
    )
    tell_of(garment, "refused")
    return True


@transaction.atomic
def keep(job: Job, view: GarmentView, cutout: Rgba, measured: Measured) -> None:
    if not jobs.finish(job):
        return
    height_px, width_px = cutout.shape[:2]
    blob = media.keep(
        encoding.encode(cutout, format="PNG", quality=95),
        content_type="image/png",
        width_px=width_px,
        height_px=height_px,
        now=timezone.now(),
    )
    GarmentView.objects.filter(id=view.id).update(cutout=blob, anchors=measured.anchors)
    garment = view.garment
    if view.view == "front":
        declared = garment.declared or proposed(measured.category, garment.title)
        found = {"category": measured.category, "declared": declared, "colour": garment.colour or measured.colour}
        Garment.objects.filter(id=garment.id).update(state=Garment.State.READY, **found)
    _in_place_of_others(view)
    tell_of(garment, "ready")


@transaction.atomic
def keep_whole(job: Job, view: GarmentView, picture: Blob) -> None:
    """A swatch knows the colour better than a packshot does, so it says it."""
    if not jobs.finish(job):
        return
    garment = view.garment
    if view.view == "swatch":
        pixels = people.on_grey(fitted(pixels_of(picture), LOOKED_AT_PX))
        whole = np.dstack([pixels, np.full(pixels.shape[:2], 255, np.uint8)])
        Garment.objects.filter(id=garment.id).update(colour=colours.to_hex(colours.proposed(whole)))
    _in_place_of_others(view)
    tell_of(garment, "ready")


def _in_place_of_others(view: GarmentView) -> None:
    """What was brought before for the same view goes; recipes name pictures by content and find them still."""
    GarmentView.objects.filter(garment=view.garment_id, view=view.view).exclude(id=view.id).delete()
    Garment.objects.filter(id=view.garment_id).update(code="", values={})


def colour_of(cutout: Blob) -> str:
    """ "#rrggbb" as proposed from a kept cut-out, or nothing where there is no cloth in it."""
    try:
        return colours.to_hex(colours.proposed(np.asarray(Image.fromarray(pixels_of(cutout)).convert("RGBA"))))
    except cutouts.NoGarment:
        return ""


def views_under_way(garment: Garment) -> dict[str, UUID]:
    """The job that reads each further view that has been brought and is not there yet."""
    waiting = {str(view.id): view.view for view in garment.views.all() if view.view != "front"}
    rows = Job.objects.filter(kind="ingest-view", about__in=waiting, state__in=ALIVE)
    return {waiting[job.about]: job.id for job in rows}


def measure_again(job: Job) -> None:
    """The kind "measure": somebody said what it is, so its anchors are found for that."""
    view = GarmentView.objects.select_related("garment", "cutout").get(garment_id=UUID(job.about), view="front")
    jobs.step(job, 0.2, _("finding shoulders and hems"))
    measured = measure(pixels_of(view.cutout), view.garment.category) if view.cutout else None
    with transaction.atomic():
        if jobs.finish(job) and measured:
            GarmentView.objects.filter(id=view.id).update(anchors=measured.anchors)
            tell_of(view.garment, "measured")


# Backdrops


def backdrops_of(shoot: UUID | str) -> str:
    """What an upload is about that is to be a backdrop: where it was brought."""
    return f"backdrops:{shoot}"


def backdrop_topic(job: Job) -> str:
    about = Upload.objects.filter(id=job.about).values_list("about", flat=True).first() or ":"
    return f"shoot:{about.split(':')[1]}"


def faceless(pixels: Rgb | Rgba) -> Decision:
    if max(pixels.shape[:2]) < LEAST_PX:
        return no("too-small", least=LEAST_PX)
    return no("face-in-backdrop") if people.shows_face(people.on_grey(fitted(pixels))) else YES


def work_backdrop(job: Job) -> None:
    """The kind "backdrop". One with a face in it is refused before anything is kept."""
    upload = Upload.objects.select_related("by").get(id=UUID(job.about))

    def step(share: float, what: str) -> None:
        jobs.step(job, share, str(WORDS.get(what, what)))

    def finish(blob: Blob | None) -> bool:
        if not jobs.finish(job):
            return False
        if blob is not None:
            _keep_backdrop(upload, blob, *notes)
        return True

    notes: tuple[float, float] = (0.0, 0.0)

    def look(pixels: Rgb | Rgba) -> Decision:
        nonlocal notes
        decision = faceless(pixels)
        notes = backdrops.notes_of(people.on_grey(pixels)) if decision else notes
        return decision

    media.decode(upload, step, now=timezone.now(), finish=finish, look=look)


def _keep_backdrop(upload: Upload, blob: Blob, light_from: float, warmth: float) -> None:
    brought = Picture.objects.select_related("shoot").get(upload=upload)
    brought.picture, brought.state = blob, Picture.State.READY
    brought.seen = {"light_from": light_from, "warmth": warmth}
    brought.backdrop = stand(brought)
    brought.save(update_fields=["picture", "state", "seen", "backdrop"])


def stand(brought: Picture) -> Backdrop:
    """Among the house's places, under the same words of whose it is."""
    assert brought.picture is not None, "only what was taken in can stand"
    return Backdrop.objects.create(
        house_id=brought.shoot.house_id,
        name=brought.title[:60],
        picture=brought.picture,
        upload=brought.upload,
        by=brought.by,
        light_from=brought.seen.get("light_from", 0.0),
        warmth=brought.seen.get("warmth", 0.0),
        **{name: getattr(brought, name) for name in SAID},
    )


def backdrop_ended(job: Job) -> None:
    Picture.objects.filter(upload_id=job.about).update(state=Picture.State.REFUSED, code="upload-lost")
    for upload in Upload.objects.under_way().filter(id=job.about):
        media.give_up(upload, now=timezone.now(), code="upload-lost")


def view_ended(job: Job) -> None:
    """The job of a further view came to nothing: the view goes, and the piece says so."""
    for view in VIEWS.filter(id=job.about):
        garment = view.garment
        view.delete()
        Garment.objects.filter(id=garment.id).update(code="garment-not-read", values={})
        if view.upload:
            media.give_up(view.upload, now=timezone.now())
        tell_of(garment, "refused")


def ended(job: Job) -> None:
    """The job came to nothing: the garment says so instead of waiting for ever."""
    values: dict[str, Any] = {"state": Garment.State.REFUSED, "code": "garment-not-read", "values": {}}
    if Garment.objects.filter(id=job.about, state=Garment.State.ARRIVING).update(**values):
        garment = Garment.objects.get(id=job.about)
        for view in garment.views.select_related("upload"):
            if view.upload:
                media.give_up(view.upload, now=timezone.now())
        tell_of(garment, "refused")
