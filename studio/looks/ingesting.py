"""What a worker does with a garment: decode it, cut it out, measure it. Progress in words, refusals as sentences."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any
from uuid import UUID

import numpy as np
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as say
from PIL import Image

from studio.decisions import Decision, no
from studio.imaging import cutouts, encoding
from studio.imaging.scene import Rgb, Rgba
from studio.jobs import actions as jobs
from studio.jobs.models import Job
from studio.looks.actions import tell_of
from studio.looks.models import Garment, GarmentView
from studio.looks.wearing import proposed
from studio.media import actions as media
from studio.media.models import Blob

LONG_EDGE_PX = 1600  # a garment on a figure of 2,400 px is never drawn larger
WORDS = {"decoding": say("reading the file"), "encoding": say("reading the file"), "keeping": say("keeping it")}


@dataclass(frozen=True, slots=True)
class Measured:
    category: str
    anchors: dict[str, list[float]]


def topic(job: Job) -> str:
    return f"garment:{job.about}"


def work(job: Job) -> None:
    """The kind "ingest"."""
    views = GarmentView.objects.select_related("garment", "upload", "picture")
    view = views.get(garment_id=UUID(job.about), view="front")
    picture = view.picture or _decoded(job, view)
    if picture is None:
        return
    jobs.step(job, 0.55, _("cutting it out"))
    try:
        cutout = cutouts.cut_out(fitted(pixels_of(picture)))
    except cutouts.NoGarment:
        refuse(job, view.garment, no("no-garment"))
        return
    jobs.step(job, 0.85, _("finding shoulders and hems"))
    keep(job, view, cutout, measure(cutout, view.garment.category))


def _decoded(job: Job, view: GarmentView) -> Blob | None:
    """None when it was refused (the garment then says why) or taken away from this worker."""
    upload = view.upload
    assert upload is not None

    def finish(blob: Blob | None) -> bool:
        if blob is None:
            return _refused(job, view.garment, no(upload.code, "", **upload.values))
        GarmentView.objects.filter(id=view.id).update(picture=blob)
        return Job.objects.held(job).exists()

    def step(share: float, what: str) -> None:
        jobs.step(job, share / 2, str(WORDS.get(what, what)))

    return media.decode(upload, step, now=timezone.now(), finish=finish)


def pixels_of(blob: Blob) -> Rgb | Rgba:
    with Image.open(BytesIO(media.load(blob))) as image:
        return np.asarray(image.convert("RGBA" if "A" in image.getbands() else "RGB"))


def fitted(pixels: Rgb | Rgba) -> Rgb | Rgba:
    height, width = pixels.shape[:2]
    scale = LONG_EDGE_PX / max(height, width)
    if scale >= 1:
        return pixels
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(Image.fromarray(pixels).resize(size, Image.Resampling.LANCZOS))


def measure(cutout: Rgba, category: str = "") -> Measured:
    """What kind of garment it is, unless somebody has said so, and where its anchors lie."""
    kind = category or cutouts.guess_category(cutout)
    found = cutouts.find_anchors(cutout, kind)
    return Measured(kind, {name: [round(float(x), 2), round(float(y), 2)] for name, (x, y) in found.items()})


def refuse(job: Job, garment: Garment, decision: Decision) -> None:
    with transaction.atomic():
        _refused(job, garment, decision)


def _refused(job: Job, garment: Garment, decision: Decision) -> bool:
    if not jobs.finish(job):
        return False
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
    declared = view.garment.declared or proposed(measured.category, view.garment.title)
    Garment.objects.filter(id=view.garment_id).update(
        state=Garment.State.READY, category=measured.category, declared=declared, code="", values={}
    )
    tell_of(view.garment, "ready")


def measure_again(job: Job) -> None:
    """The kind "measure": somebody said what it is, so its anchors are found for that."""
    view = GarmentView.objects.select_related("garment", "cutout").get(garment_id=UUID(job.about), view="front")
    jobs.step(job, 0.2, _("finding shoulders and hems"))
    measured = measure(pixels_of(view.cutout), view.garment.category) if view.cutout else None
    with transaction.atomic():
        if jobs.finish(job) and measured:
            GarmentView.objects.filter(id=view.id).update(anchors=measured.anchors)
            tell_of(view.garment, "measured")


def ended(job: Job) -> None:
    """The job came to nothing: the garment says so instead of waiting for ever."""
    values: dict[str, Any] = {"state": Garment.State.REFUSED, "code": "garment-not-read", "values": {}}
    if Garment.objects.filter(id=job.about, state=Garment.State.ARRIVING).update(**values):
        garment = Garment.objects.get(id=job.about)
        for view in garment.views.select_related("upload"):
            if view.upload:
                media.give_up(view.upload, now=timezone.now())
        tell_of(garment, "refused")
