"""The stage of a look, its contact sheet, and the three things one does there: make, stop, choose."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from studio.decisions import Decision
from studio.looks.models import Look
from studio.people.requests import StudioRequest
from studio.previews import actions, engines
from studio.previews.forms import ChoiceForm, PreviewForm
from studio.previews.models import Preview
from studio.previews.pictures import Shown, shown
from studio.shoots.models import Shoot

VERSIONS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Frame:
    """A preview as a page shows it."""

    preview: Preview
    shown: Shown


def frames_of(look: Look, request: StudioRequest, *, variant: str, most: int = 0) -> list[Frame]:
    """The newest first. The largest asked for is signed for all: a page asks for as few addresses as it shows."""
    previews = list(look.previews.for_page()[: most or None])
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


def _stage(request: StudioRequest, look: Look, refusal: Decision | None = None, status: int = 200) -> HttpResponse:
    frames = frames_of(look, request, variant="thumb", most=VERSIONS_SHOWN)
    wanted = request.GET.get("version", "")
    made = [frame for frame in frames if frame.preview.made_at]
    chosen = next((frame for frame in made if str(frame.preview.number) == wanted), None)
    small = chosen or (made[0] if made else None)
    current = large(request, small.preview) if small else None
    working = next((frame for frame in frames if frame.preview.is_alive), None)
    ended = frames[0] if frames and not frames[0].preview.made_at and not frames[0].preview.is_alive else None
    context = {
        "look": look,
        "made": made,
        "current": current,
        "chosen": chosen.preview.number if chosen else None,  # without one the stage follows the newest
        "working": working,
        "ended": ended,
        "refusal": refusal,
        "diffusion": engines.named(engines.DIFFUSION)[0],
        "is_stale": bool(current and current.preview.look_version != look.version),
        "key": uuid4(),
    }
    return render(request, "previews/_stage.html", context, status=status)


@login_required
@require_POST
def request_preview(request: StudioRequest, look_id: UUID) -> HttpResponse:
    look = looks_of(request, look_id)
    form = PreviewForm(request.POST)
    if not form.is_valid():
        return _stage(request, look, status=422)
    decision, _preview = actions.request_preview(
        look,
        by=request.user,
        now=timezone.now(),
        key=form.cleaned_data["key"],
        engine=form.cleaned_data["engine"] or "draft",
    )
    return _answer(request, look, decision)


def _answer(request: StudioRequest, look: Look, decision: Decision) -> HttpResponse:
    """The stage as it is now; without a script the page around it. A refusal is shown either way."""
    if decision and not request.htmx:
        return redirect("looks:look", look.id)
    return _stage(request, look, refusal=None if decision else decision, status=200 if decision else 409)


@login_required
@require_POST
def cancel_preview(request: StudioRequest, preview_id: UUID) -> HttpResponse:
    """She who asked may take it back, and so may whoever produces the shoot."""
    preview = get_object_or_404(
        Preview.objects.visible_to(request.user)
        .filter(Q(by=request.user) | Q(look__shoot__in=Shoot.objects.produced_by(request.user)))
        .for_page(),
        id=preview_id,
    )
    decision = actions.cancel_preview(preview, by=request.user, now=timezone.now())
    return _answer(request, preview.look, decision)


@login_required
@require_GET
def contact_sheet(request: StudioRequest, look_id: UUID) -> HttpResponse:
    look = looks_of(request, look_id)
    frames = [frame for frame in frames_of(look, request, variant="card") if frame.preview.made_at]
    return render(request, "previews/contact_sheet.html", {"look": look, "shoot": look.shoot, "frames": frames})


@login_required
@require_POST
def choose(request: StudioRequest, preview_id: UUID) -> HttpResponse:
    preview = previews_of(request, preview_id)
    form = ChoiceForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    actions.choose(
        preview,
        choice=form.cleaned_data["choice"],
        rating=form.cleaned_data["rating"],
        by=request.user,
        now=timezone.now(),
    )
    if not request.htmx:
        return redirect("previews:sheet", preview.look_id)
    preview.refresh_from_db(fields=["choice", "rating", "chosen_by"])
    pictures = shown(
        [preview],
        viewer=request.user,
        session_key=request.session.session_key or "",
        variant="card",
        now=timezone.now(),
    )
    return render(request, "previews/_frame.html", {"frame": Frame(preview, pictures[preview.id])})
