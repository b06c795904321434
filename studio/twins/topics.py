"""Who may listen to a capture session: she, and the photographer on the very screen she opened it for."""

from typing import Any
from uuid import UUID

from studio.jobs.models import Job
from studio.live import kinds
from studio.live.tickets import mark
from studio.twins.models import CaptureFrame, CaptureSession, OwnPicture


def register() -> None:
    kinds.kind("capture", may_enter=may_enter)


def may_enter(topic_id: str, user: Any) -> bool:
    try:
        session = CaptureSession.objects.filter(pk=UUID(topic_id)).first()
    except ValueError:
        return False
    if session is None or not user.is_authenticated:
        return False
    return session.person_id == user.pk or (session.photographer_id == user.pk and session.device == device_of(user))


def device_of(user: Any) -> str:
    """The mark of the browser session somebody listens with."""
    return mark(getattr(getattr(user, "session", None), "session_key", None) or "")


def may_see_frame(job: Job, user: Any) -> bool:
    """Her own, whoever brought it."""
    return CaptureFrame.objects.filter(pk=job.about, session__person=user.pk).exists()


def may_see_own(job: Job, user: Any) -> bool:
    return OwnPicture.objects.filter(pk=job.about, twin__owner=user.pk).exists()
