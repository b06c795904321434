"""What a worker does for a preview. Called by `jobs` for its kind; every write is under the job's token."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from studio.consent import gates
from studio.consent.asking import ask_to_make
from studio.decisions import YES, Decision
from studio.imaging import encoding, marks, watermark
from studio.imaging.engines import Engine, Made
from studio.imaging.metadata import Provenance, xmp_packet
from studio.imaging.scene import Rgb
from studio.jobs import actions as jobs
from studio.jobs.models import Job
from studio.looks.scenes import may_be_made_of, recipe_twins, scene_of
from studio.media import actions as media
from studio.media.models import Blob
from studio.previews import engines
from studio.previews.actions import tell, told, uses, worn_by_now
from studio.previews.models import Preview
from studio.twins.models import Twin

LONG_EDGE_PX = 1280


def work(job: Job) -> None:
    """The kind "preview"."""
    preview = Preview.objects.select_related("look__shoot__brief", "look__shoot__house", "recipe").get(id=job.about)
    twins = recipe_twins(preview.recipe)
    engine = engines.load(preview.engine, preview.engine_version, under=kept_under(twins))
    made = draw(job, preview, twins, engine, long_edge_px=LONG_EDGE_PX)
    jobs.step(job, 0.95, _("mark"))
    file = File.of(marked(preview, twins, made), provenance(preview, timezone.now()))
    refuse_unless(store(job, preview, twins, file), job)


def kept_under(twins: list[Twin]) -> str:
    """These twins as their gates stand now: one turn, and what a worker kept of them is another's."""
    epochs = gates.epochs(gates.gate_names(twins))
    return " ".join(["stages", *(f"{name}@{epochs.get(name, 0)}" for name in sorted(epochs))])


def draw(job: Job, preview: Preview, twins: list[Twin], engine: Engine, *, long_edge_px: int) -> Made:
    """Consent is asked when the worker starts and again at every step; a no ends the job there."""

    worn = worn_by_now(preview)

    def step(progress: float, words: str) -> None:
        now = timezone.now()
        decision, _versions = ask_to_make(twins, uses(preview.look, "render", now, worn=worn, picture=preview.id), now)
        refuse_unless(told(decision, twins) and may_be_made_of(preview.recipe), job)
        jobs.step(job, 0.9 * progress, words)

    step(0.01, _("fetching the pictures"))
    return engine.render(scene_of(preview.recipe), long_edge_px=long_edge_px, step=step)


def refuse_unless(decision: Decision, job: Job) -> None:
    """A no ends the job with its reason; nothing was stored."""
    if not decision:
        jobs.fail(job, decision.code, **decision.values)
        raise jobs.Stopped


def words_for(twins: list[Twin]) -> str:
    return "PREVIEW, DIGITAL TWIN" if twins else "PREVIEW, STAND-IN"


def marked(preview: Preview, twins: list[Twin], made: Made) -> Rgb:
    """The invisible mark in the pixels, the visible one on a strip beneath them."""
    pixels = watermark.embed(made.picture, preview.mark, secret=settings.WATERMARK_SECRET.encode())
    return marks.mark_preview(pixels, words=words_for(twins), note=f"{preview.look}  {preview.number}")


def provenance(preview: Preview, at: datetime) -> Provenance:
    """What the file says of itself. No name: a preview stays in the house until somebody signs it off."""
    return Provenance(
        title=f"{preview.look}, {preview.number}",
        source_type=engines.source_type(preview.engine),
        ai_system=f"{settings.STUDIO_NAME} {preview.engine} engine",
        ai_version=preview.engine_version,
        studio_id=f"urn:uuid:{preview.id}",
        created_at=at,
    )


@dataclass(frozen=True, slots=True)
class File:
    """An encoded picture with its machine-readable mark. Made before a transaction, for encoding takes its time."""

    content: bytes
    content_type: str
    width_px: int
    height_px: int

    @classmethod
    def of(cls, pixels: Rgb, provenance: Provenance) -> "File":
        content = encoding.encode(pixels, format="WEBP", quality=88, xmp=xmp_packet(provenance))
        return cls(content, "image/webp", pixels.shape[1], pixels.shape[0])

    def keep(self, twins: list[Twin], now: datetime) -> Blob:
        """Seal it under every twin's key."""
        return media.keep(
            self.content,
            content_type=self.content_type,
            width_px=self.width_px,
            height_px=self.height_px,
            under=gates.gate_names(twins),
            now=now,
        )


@transaction.atomic
def store(job: Job, preview: Preview, twins: list[Twin], file: File) -> Decision:
    """Under the gates, with consent asked a last time, and only while the token is ours."""
    now = timezone.now()
    gates.hold(twins)
    decision, _versions = ask_to_make(
        twins, uses(preview.look, "store", now, worn=worn_by_now(preview), picture=preview.id), now
    )
    decision = told(decision, twins) and may_be_made_of(preview.recipe)
    if not decision or not jobs.finish(job):
        return decision
    preview.picture = file.keep(twins, now)
    preview.source_type = engines.source_type(preview.engine)
    preview.made_at = now
    preview.save(update_fields=["picture", "source_type", "made_at"])
    tell(preview, "made")
    return YES
