"""The master: rendered once, full size, before the last sign-off. Kept sealed and lossless; its proof is shown."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from studio.approvals.actions import master_uses, tell
from studio.approvals.models import Master
from studio.consent import gates
from studio.consent.asking import ask_to_make
from studio.decisions import YES, Decision
from studio.imaging import encoding, fingerprints, marks, watermark
from studio.imaging.cropping import reduced
from studio.imaging.scene import Rgb
from studio.jobs import actions as jobs
from studio.jobs.models import Job
from studio.looks.scenes import may_be_made_of, recipe_twins
from studio.previews import engines
from studio.previews.actions import told
from studio.previews.rendering import File, draw, provenance, refuse_unless
from studio.twins.models import Twin

LONG_EDGE_PX = 2400
PROOF_EDGE_PX = 1280


def work(job: Job) -> None:
    """The kind "master"."""
    master = Master.objects.select_related("preview__look__shoot__brief", "preview__recipe").get(id=job.about)
    preview = master.preview
    twins = recipe_twins(preview.recipe)
    engine = engines.load(preview.engine, preview.engine_version)
    made = draw(job, preview, twins, engine, long_edge_px=LONG_EDGE_PX)
    jobs.step(job, 0.92, _("proof"))
    lossless = encoding.encode(made.picture, format="PNG", quality=100)
    picture = File(lossless, "image/png", made.picture.shape[1], made.picture.shape[0])
    proof = File.of(proof_of(master, made.picture), provenance(preview, timezone.now()))
    refuse_unless(store(job, master, twins, picture, proof, fingerprints.pixel_hash(made.picture)), job)


def proof_of(master: Master, picture: Rgb) -> Rgb:
    """Reduced, marked within and on the strip beneath it."""
    return marks.mark_preview(
        watermark.embed(
            reduced(picture, PROOF_EDGE_PX), master.preview.mark, secret=settings.WATERMARK_SECRET.encode()
        ),
        words="PROOF, DIGITAL TWIN, NOT FOR USE",
        note=f"{master.preview.look}  {master.preview.number}",
    )


@transaction.atomic
def store(job: Job, master: Master, twins: list[Twin], picture: File, proof: File, pixel_hash: str) -> Decision:
    """Under the gates, with consent asked a last time, and only while the token is ours."""
    now = timezone.now()
    gates.hold(twins)
    preview = master.preview
    decision, _versions = ask_to_make(twins, master_uses(master, "store", now), now)
    decision = told(decision, twins) and may_be_made_of(preview.recipe)
    if not decision or not jobs.finish(job):
        return decision
    master.picture = picture.keep(twins, now)
    master.proof = proof.keep(twins, now)
    master.pixel_hash = pixel_hash
    master.source_type = engines.source_type(preview.engine)
    master.made_at = now
    master.save(update_fields=["picture", "proof", "pixel_hash", "source_type", "made_at"])
    tell(preview.look, "master")
    return YES
