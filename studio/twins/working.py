"""What a worker does on a capture day: read a frame into her tray, and measure the ones she keeps."""

from io import BytesIO

import numpy as np
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as say
from PIL import Image

from studio.decisions import Decision, no
from studio.imaging.frames import Reading, read_frame
from studio.imaging.scene import Figure, Rgb
from studio.jobs import actions as jobs
from studio.jobs.models import Job
from studio.media import actions as media
from studio.media.models import Blob
from studio.twins.actions.capturing import tell
from studio.twins.actions.plates import keep_plate, measure
from studio.twins.models import CaptureFrame

WORDS = {"decoding": say("reading the file"), "encoding": say("sealing it"), "keeping": say("sealing it")}
DECODED = 0.6  # the share of a frame's work that is reading and sealing it


def frame_of(job: Job) -> CaptureFrame:
    rows = CaptureFrame.objects.select_related(
        "upload", "picture", "session__twin__owner", "session__capture__twin__owner"
    )
    return rows.get(pk=job.about)


def topic(job: Job) -> str:
    """The tray hears how each of its files is getting on."""
    session = CaptureFrame.objects.filter(pk=job.about).values_list("session", flat=True).first()
    return f"capture:{session}"


def read(job: Job) -> None:
    """The kind "capture-frame": into the tray, with how sharp it is and what it cuts off."""
    frame = frame_of(job)
    blob = frame.picture or _decoded(job, frame)
    if blob is None:
        return
    jobs.step(job, DECODED, _("looking at focus and framing"))
    keep_reading(job, frame, read_frame(pixels_of(blob), close=frame.guide.framing != "full"))


def _decoded(job: Job, frame: CaptureFrame) -> Blob | None:
    """None when it was refused (the frame then says why) or taken away from this worker."""
    upload = frame.upload
    if upload is None:
        jobs.fail(job, "upload-lost")
        return None

    def finish(blob: Blob | None) -> bool:
        if blob is None:
            return _lost(job, frame, no(upload.code, **upload.values))
        CaptureFrame.objects.filter(pk=frame.pk).update(picture=blob)
        return Job.objects.held(job).exists()

    def step(share: float, what: str) -> None:
        jobs.step(job, share * DECODED, str(WORDS.get(what, what)))

    return media.decode(upload, step, now=timezone.now(), finish=finish)


def _lost(job: Job, frame: CaptureFrame, why: Decision) -> bool:
    if not jobs.finish(job):
        return False
    CaptureFrame.objects.filter(pk=frame.pk).update(
        state=CaptureFrame.State.LOST, code=why.code, values=dict(why.values)
    )
    tell(frame.session, "lost", frame=str(frame.pk))
    return True


def pixels_of(blob: Blob) -> Rgb:
    with Image.open(BytesIO(media.load(blob))) as image:
        return np.asarray(image.convert("RGB"))


@transaction.atomic
def keep_reading(job: Job, frame: CaptureFrame, reading: Reading) -> None:
    if not jobs.finish(job):
        return
    cut = [part for part in reading.outside or () if part in frame.guide.needs]
    CaptureFrame.objects.filter(pk=frame.pk, state=CaptureFrame.State.ARRIVING).update(
        state=CaptureFrame.State.READY,
        sharpness=reading.sharpness,
        outside=cut,
        nobody=reading.outside is None,
    )
    tell(frame.session, "ready", frame=str(frame.pk))


def make_plate(job: Job) -> None:
    """The kind "plate": what she kept is measured, sealed anew under her key, and taken out of the tray."""
    frame = frame_of(job)
    if frame.picture is None:
        jobs.fail(job, "upload-lost")
        return
    jobs.step(job, 0.1, _("finding the outline and the joints"))
    decision, figure = measure(media.load(frame.picture))
    jobs.step(job, 0.9, _("sealing it"))
    if figure is None:
        _is_no_plate(job, frame, decision)
    else:
        _keep_plate(job, frame, figure)


@transaction.atomic
def _is_no_plate(job: Job, frame: CaptureFrame, why: Decision) -> None:
    """Nobody was found in it, as in a picture of two hands: it stays hers to look at, and no picture is made of it."""
    if jobs.finish(job):
        CaptureFrame.objects.filter(pk=frame.pk).update(code=why.code, values=dict(why.values))
        tell(frame.session, "plate", frame=str(frame.pk))


@transaction.atomic
def _keep_plate(job: Job, frame: CaptureFrame, figure: Figure) -> None:
    capture, now = frame.session.capture, timezone.now()
    if capture is None or not jobs.finish(job):
        return
    shot = frame.guide
    plate = keep_plate(
        capture,
        figure,
        pose=shot.code.replace("-", " "),
        by=capture.twin.owner,
        now=now,
        view=shot.view,
        framing=shot.framing,
    )
    CaptureFrame.objects.filter(pk=frame.pk).update(plate=plate, picture=None)
    if frame.picture is not None:
        media.erase(frame.picture, now=now)
    tell(frame.session, "plate", frame=str(frame.pk))


def ended(job: Job) -> None:
    """The job came to nothing: the frame says so instead of waiting for ever; one that she kept can be kept again."""
    for frame in CaptureFrame.objects.select_related("session", "upload").filter(pk=job.about):
        if frame.upload is not None and frame.state == CaptureFrame.State.ARRIVING:
            media.give_up(frame.upload, now=timezone.now())
        CaptureFrame.objects.filter(pk=frame.pk, state=CaptureFrame.State.ARRIVING).update(
            state=CaptureFrame.State.LOST, code=job.code or "upload-lost"
        )
        CaptureFrame.objects.filter(pk=frame.pk, state=CaptureFrame.State.KEPT, plate=None).update(
            state=CaptureFrame.State.READY, decided_at=None
        )
        tell(frame.session, "lost", frame=str(frame.pk))
