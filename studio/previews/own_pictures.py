"""The first meeting: a twin in her cover, under simple light, for her own eyes. No look, no house, no licence."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from studio.imaging import marks, watermark
from studio.imaging.engines import DRAFT, Made
from studio.imaging.metadata import Provenance
from studio.imaging.scene import Lens, Light, Rgb, Scene
from studio.jobs import actions as jobs
from studio.jobs.models import Job
from studio.previews import engines
from studio.previews.rendering import LONG_EDGE_PX, File
from studio.twins.actions.meeting import tell
from studio.twins.figures import figure_of
from studio.twins.models import OwnPicture

FRAMINGS = {"full": "full-length", "beauty": "beauty"}


def work(job: Job) -> None:
    """The kind "own-picture". Her own eyes are not a use, so no licence is asked; a plate she barred is not made of."""
    rows = OwnPicture.objects.select_related("twin__owner", "plate__picture", "plate__alpha", "plate__parts")
    picture = rows.select_related("plate__points").get(pk=job.about)
    if picture.plate.barred_at is not None or picture.plate.retired_at is not None:
        jobs.fail(job, "never-again")
        return
    jobs.step(job, 0.02, _("fetching the capture"))
    engine = engines.load(DRAFT.name, DRAFT.version)
    made = engine.render(
        scene_of(picture), long_edge_px=LONG_EDGE_PX, step=lambda at, what: jobs.step(job, 0.9 * at, what)
    )
    jobs.step(job, 0.95, _("mark"))
    store(job, picture, File.of(marked(picture, made), provenance(picture)))


def scene_of(picture: OwnPicture) -> Scene:
    """In what she was photographed in, which is her cover, on the studio's own ground."""
    return Scene(
        figures=(figure_of(picture.plate),),
        light=Light(picture.light),
        lens=Lens(framing=FRAMINGS.get(picture.plate.framing, "full-length")),
    )


def marked(picture: OwnPicture, made: Made) -> Rgb:
    """Fit for a comp card, should she choose it: the invisible mark in it, the visible one on a strip beneath."""
    pixels = watermark.embed(made.picture, picture.mark, secret=settings.WATERMARK_SECRET.encode())
    return marks.mark_preview(pixels, words="COMP CARD, DIGITAL TWIN", note=picture.twin.name)


def provenance(picture: OwnPicture) -> Provenance:
    return Provenance(
        title=f"{picture.twin.name}, digital twin",
        source_type=DRAFT.source_type,
        ai_system=f"{settings.STUDIO_NAME} {DRAFT.name} engine",
        ai_version=DRAFT.version,
        studio_id=f"urn:uuid:{picture.pk}",
        created_at=timezone.now(),
    )


@transaction.atomic
def store(job: Job, picture: OwnPicture, file: File) -> None:
    """Under her key, and only while the token is ours and she has not barred the plate meanwhile."""
    now = timezone.now()
    current = OwnPicture.objects.select_for_update(of=("self",)).select_related("plate").get(pk=picture.pk)
    if current.plate.barred_at is not None:
        jobs.fail(job, "never-again")
        return
    if not jobs.finish(job):
        return
    current.picture, current.made_at = file.keep([picture.twin], now), now
    current.save(update_fields=["picture", "made_at"])
    tell(picture.twin, "made", current)


def ended(job: Job) -> None:
    """The page of the first meeting says what became of it."""
    for picture in OwnPicture.objects.select_related("twin").filter(pk=job.about):
        tell(picture.twin, "ended", picture)
