"""The stage of a look: the figure in the middle of the dressing table, and the press that makes its picture."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from studio.decisions import Decision
from studio.looks import actions as looks
from studio.looks.models import Look
from studio.people.requests import StudioRequest
from studio.previews import actions, engines
from studio.previews.forms import PreviewForm
from studio.previews.models import Preview
from studio.previews.pictures import Shown, shown
from studio.previews.rendering import kept_under

VERSIONS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Frame:
    """A preview as a page shows it."""

    preview: Preview
    shown: Shown


def frames_of(look: Look, request: StudioRequest, *, variant: str, most: int = 0) -> list[Frame]:
    """The newest first. The largest asked for is signed for all: a page asks for as few addresses as it shows."""
    return framed(look.previews.for_page()[: most or None], request, variant=variant)


def framed(rows: Iterable[Preview], request: StudioRequest, *, variant: str) -> list[Frame]:
    previews = list(rows)
    pictures = shown(
        previews,
        viewer=request.user,
        session_key=request.session.session_key or "",
        variant=variant,
        now=timezone.now(),
    )
    return [Frame(preview, pictures[preview.id]) for preview in previews]


def large(request: StudioRequest, preview: Preview) -> Frame:
    """The one in the middle, at the size of the stage."""
    pictures = shown(
        [preview],
        viewer=request.user,
        session_key=request.session.session_key or "",
        variant="large",
        now=timezone.now(),
    )
    return Frame(preview, pictures[preview.id])


def looks_of(request: StudioRequest, look_id: UUID) -> Look:
    return get_object_or_404(Look.objects.visible_to(request.user).select_related("shoot__house"), id=look_id)


def previews_of(request: StudioRequest, preview_id: UUID) -> Preview:
    return get_object_or_404(Preview.objects.visible_to(request.user).for_page(), id=preview_id)


@login_required
@require_GET
def stage(request: StudioRequest, look_id: UUID) -> HttpResponse:
    """The figure in the middle of the dressing table: the chosen version large, the others beside it."""
    return _stage(request, looks_of(request, look_id))


def _stage(
    request: StudioRequest, look: Look, refusal: Decision | None = None, status: int = 200, version: int | None = None
) -> HttpResponse:
    wanted = request.GET.get("version", "") if version is None else str(version)
    asked = Q(number=wanted) if wanted.isdecimal() else Q()
    rows = look.previews.for_page().filter(Q(tried="") | asked if asked else Q(tried=""))[:VERSIONS_SHOWN]
    frames = framed(rows, request, variant="thumb")
    made = [frame for frame in frames if frame.preview.made_at]
    chosen = next((frame for frame in made if str(frame.preview.number) == wanted), None)
    small = chosen or (made[0] if made else None)
    current = large(request, small.preview) if small else None
    working = next((frame for frame in frames if frame.preview.is_alive), None)
    beside = other_of(request, made, small)
    ended = frames[0] if frames and not frames[0].preview.made_at and not frames[0].preview.is_alive else None
    context = {
        "look": look,
        "made": made,
        "current": current,
        "chosen": chosen.preview.number if chosen else None,  # without one the stage follows the newest
        "working": working,
        "ended": ended,
        "refusal": refusal,
        "beside": large(request, beside.preview) if beside and "beside" in request.GET else None,
        "other": beside,
        "gates_now": kept_under(looks.twins_of(look)),
        "follows": not chosen and (current is None or current.preview.look_version != look.version),
        "diffusion": engines.named(engines.DIFFUSION)[0],
        "is_stale": bool(current and current.preview.look_version != look.version),
        "key": uuid4(),
    }
    return render(request, "previews/_stage.html", context, status=status)


def other_of(request: StudioRequest, made: list[Frame], current: Frame | None) -> Frame | None:
    """The version that a wipe shows beside the current one: that which was asked for, or else the newest other."""
    if current is None or not current.shown.url:
        return None
    others = [frame for frame in made if frame.preview != current.preview and frame.shown.url]
    wanted = request.GET.get("beside", "")
    named = next((frame for frame in others if str(frame.preview.number) == wanted), None)
    older = next((frame for frame in others if frame.preview.number < current.preview.number), None)
    return named or older or next(iter(others), None)


@login_required
@require_POST
def request_preview(request: StudioRequest, look_id: UUID) -> HttpResponse:
    look = looks_of(request, look_id)
    form = PreviewForm(request.POST)
    if not form.is_valid():
        return _stage(request, look, status=422)
    decision, preview = actions.request_preview(
        look,
        by=request.user,
        now=timezone.now(),
        key=form.cleaned_data["key"],
        engine=form.cleaned_data["engine"] or "draft",
    )
    # The same recipe gives the picture there is: it is shown, or nothing would seem to happen.
    return answer(request, look, decision, preview.number if preview and preview.made_at else None)


def answer(request: StudioRequest, look: Look, decision: Decision, version: int | None = None) -> HttpResponse:
    """The stage as it is now; without a script the page around it. A refusal is shown either way."""
    if decision and not request.htmx:
        there = reverse("looks:look", args=[look.id])
        return redirect(there if version is None else f"{there}?version={version}")
    refusal, status = (None, 200) if decision else (decision, 409)
    return _stage(request, look, refusal=refusal, status=status, version=version)
