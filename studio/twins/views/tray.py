"""Her phone on a capture day: opening by the code, the tray as it fills, and her word on each frame."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studio.decisions import Decision
from studio.people import tokens
from studio.people.evidence import ask_for_proof, evidence_of
from studio.people.requests import StudioRequest
from studio.twins import actions
from studio.twins.forms import MarkForm
from studio.twins.models import AdultCheck, CaptureFrame, CaptureSession, Twin
from studio.twins.shots import GUIDE
from studio.twins.views.beginning import twin_of
from studio.twins.views.capture import frames_page, tile_of
from studio.twins.views.page import hers_or_404
from studio.twins.views.showing import shown_to_her


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def opening(request: StudioRequest, token: str) -> HttpResponse:
    """Where the code on the studio's screen leads. Nothing is opened by looking; each step is a press."""
    rows = CaptureSession.objects.select_related("photographer", "twin")
    session = get_object_or_404(rows, id=tokens.read("capture", token))
    now, twin = timezone.now(), twin_of(request.user)
    decision = actions.may_arrive(session, request.user, now)
    if session.twin_id and twin and session.twin_id == twin.pk and session.is_open(now):
        return redirect("twins:tray", twin.pk)
    if request.method == "POST" and decision:
        return _pressed(request, session, twin)
    return _opening(request, session, twin, decision)


def _pressed(request: StudioRequest, session: CaptureSession, twin: Twin | None) -> HttpResponse:
    now = timezone.now()
    if twin is None:
        decision = actions.arrive(session, by=request.user, now=now)
        return redirect("twins:opening", session.token) if decision else _opening(request, session, twin, decision)
    if asked := ask_for_proof(request):
        return asked
    decision, opened = actions.open_session(session, twin, by=request.user, now=now, evidence=evidence_of(request))
    return redirect("twins:tray", twin.pk) if opened else _opening(request, session, twin, decision)


def _opening(request: StudioRequest, session: CaptureSession, twin: Twin | None, decision: Decision) -> HttpResponse:
    page = {
        "session": session,
        "twin": twin,
        "has_come": session.person_id == request.user.pk,
        "checked": AdultCheck.objects.of(request.user).exists(),
        "refused": None if decision else decision,
        "topics": [session.topic],
    }
    return render(request, "twins/opening.html", page, status=200 if decision else 409)


@require_safe
def tray(request: StudioRequest, twin_id: UUID) -> HttpResponse:
    """What came in, newest first: live while a session is open."""
    twin = hers_or_404(request, twin_id)
    now = timezone.now()
    session = CaptureSession.objects.going_on(now).filter(twin=twin).select_related("photographer").first()
    waiting = CaptureFrame.objects.in_tray().filter(session__twin=twin)
    decided = CaptureFrame.objects.filter(session__twin=twin).exclude(id__in=waiting).order_by("-decided_at")[:24]
    frames = [*waiting.for_page().order_by("-at"), *decided.select_related("picture", "plate__picture", "job")]
    pictures = [frame.picture or (frame.plate.picture if frame.plate else None) for frame in frames]
    guide = frames_page(session, "") if session else {}
    page: dict[str, Any] = {
        **guide,
        "twin": twin,
        "session": session,
        "guide_shots": GUIDE,
        "tiles": [tile_of(frame) for frame in frames],
        "waits": sum(frame.state == CaptureFrame.State.READY for frame in frames),
        "arriving": sum(frame.state == CaptureFrame.State.ARRIVING for frame in frames),
        "pictures": {
            frame.pk: url
            for frame, blob in zip(frames, pictures, strict=True)
            if blob is not None and (url := shown.get(blob.pk))
        }
        if (shown := shown_to_her(request, pictures))
        else {},
        "topics": sorted({f"capture:{frame.session_id}" for frame in frames} | ({session.topic} if session else set())),
    }
    return render(request, "twins/_tray.html" if request.htmx else "twins/tray.html", page)


def _hers(request: StudioRequest, frame_id: UUID) -> CaptureFrame:
    rows = CaptureFrame.objects.filter(session__twin__owner=request.user).exclude(session__twin__state="erased")
    found: CaptureFrame = get_object_or_404(
        rows.select_related("session__twin__owner", "picture", "plate__picture", "job"), id=frame_id
    )
    return found


@require_safe
def frame(request: StudioRequest, frame_id: UUID) -> HttpResponse:
    """One frame, large, where a box can be drawn over a mark."""
    return _frame(request, _hers(request, frame_id), MarkForm())


def _frame(
    request: StudioRequest, found: CaptureFrame, form: MarkForm, refused: Decision | None = None, status: int = 200
) -> HttpResponse:
    blob = found.picture or (found.plate.picture if found.plate else None)
    page = {
        "frame": found,
        "tile": tile_of(found),
        "twin": found.session.twin,
        "url": shown_to_her(request, [blob], "large").get(blob.pk, "") if blob else "",
        "form": form,
        "marks": found.marks.in_force(),
        "refused": refused,
    }
    return render(request, "twins/frame.html", page, status=status)


@require_POST
def decide(request: StudioRequest, frame_id: UUID) -> HttpResponse:
    """Keep it or refuse it; refused, it is erased at once."""
    found, now = _hers(request, frame_id), timezone.now()
    verb = actions.keep_frame if request.POST.get("answer") == "keep" else actions.refuse_frame
    if request.POST.get("answer") in {"keep", "refuse"}:
        verb(found, by=request.user, now=now)
    assert found.session.twin_id is not None
    if request.htmx:
        request.method = "GET"
        return tray(request, found.session.twin_id)
    return redirect("twins:tray", found.session.twin_id)


@require_POST
def mark_frame(request: StudioRequest, frame_id: UUID) -> HttpResponse:
    found = _hers(request, frame_id)
    form = MarkForm(request.POST)
    if not form.is_valid() or found.session.twin is None:
        return _frame(request, found, form, status=422)
    given = form.cleaned_data
    decision, _mark = actions.bar_mark(
        found.session.twin,
        kind=given["kind"],
        place=given["place"],
        by=request.user,
        now=timezone.now(),
        frame=found,
        box=given["box"],
    )
    return redirect("twins:frame", found.pk) if decision else _frame(request, found, form, decision, 409)
