"""What the dressing table does besides setting slots: a step back or forward, and presets."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from studio.decisions import Decision
from studio.looks import actions, presets, steps
from studio.looks.forms import KeepPresetForm
from studio.looks.models import Look, Preset
from studio.looks.tables import table_of
from studio.looks.views import (
    context_of,
    garment_of,
    look_of,
    render_garment,
    render_slot,
    render_table,
    session_of,
)
from studio.people.requests import StudioRequest


@login_required
@require_POST
def step(request: StudioRequest, look_id: UUID, way: str) -> HttpResponse:
    """Take one's own last change back, or have again what was taken back."""
    look = look_of(request, look_id)
    key = request.POST.get("key", "")[:80]
    decision, kind = steps.step(look, way, by=request.user, now=timezone.now(), key=key)
    return answer(request, look, decision, kind if decision else "")


@login_required
@require_POST
def apply_preset(request: StudioRequest, look_id: UUID) -> HttpResponse:
    look = look_of(request, look_id)
    base, wanted = request.POST.get("base_version", ""), request.POST.get("preset", "")
    preset = get_object_or_404(Preset.objects.open_to(request.user, look.shoot.house), id=wanted)
    decision, kind = presets.apply(
        look,
        preset.id,
        base_version=int(base) if base.isdecimal() else 0,
        by=request.user,
        now=timezone.now(),
        key=request.POST.get("key", "")[:80],
    )
    return answer(request, look, decision, kind)


@login_required
@require_POST
def keep_preset(request: StudioRequest, look_id: UUID, kind: str) -> HttpResponse:
    look, form = look_of(request, look_id), KeepPresetForm(request.POST)
    name, reuse = (form.cleaned_data["name"], form.cleaned_data["reuse"]) if form.is_valid() else ("", "")
    decision, _preset = presets.keep(look, kind, name, reuse=reuse, by=request.user, now=timezone.now())
    return answer(request, look, decision, kind if kind in presets.KINDS else "")


@login_required
@require_POST
def forget_preset(request: StudioRequest, look_id: UUID, preset_id: UUID) -> HttpResponse:
    look = look_of(request, look_id)
    open_to_her = Preset.objects.open_to(request.user, look.shoot.house).select_related("by")
    preset = get_object_or_404(open_to_her, id=preset_id)
    decision = presets.forget(preset, by=request.user, now=timezone.now())
    return answer(request, look, decision, preset.kind)


@login_required
@require_POST
def anchors(request: StudioRequest, garment_id: UUID) -> HttpResponse:
    """Where a piece hangs by, put right by hand; or found again by the studio."""
    garment = garment_of(request, garment_id)
    if "again" in request.POST:
        decision = actions.find_anchors_again(garment, by=request.user, now=timezone.now())
    else:
        decision = actions.move_anchors(garment, shares_of(request.POST), by=request.user, now=timezone.now())
    if not decision:
        return render_garment(request, garment, refusal=decision, status=409)
    return redirect("looks:garment", garment.id)


def shares_of(sent: QueryDict) -> dict[str, tuple[float, float]]:
    """As the form has them, in hundredths of the picture. What is no number is no share, and is refused as none."""
    names = [field.removesuffix("-x") for field in sent if field.endswith("-x")]
    return {name: (share(sent.get(f"{name}-x", "")), share(sent.get(f"{name}-y", ""))) for name in names}


def share(text: str) -> float:
    try:
        return float(text) / 100
    except ValueError:
        return -1.0


def answer(request: StudioRequest, look: Look, decision: Decision, kind: str) -> HttpResponse:
    """The slot as it stands now, wherever the press was; without one, the line of steps with why it was not taken."""
    refusal = None if decision else decision
    if not request.htmx:
        if refusal is not None:
            return render_table(request, look, status=409, refusal=refusal)
        return redirect("looks:look", look.id)
    if kind:
        answered = render_slot(request, look, kind, refusal=refusal)
        answered["HX-Retarget"], answered["HX-Reswap"] = f"#slot-{kind}", "outerHTML"
        return answered
    context = {**context_of(request, table_of(look, request.user, session_of(request))), "refusal": refusal}
    answered = render(request, "looks/_steps.html", context, status=409 if refusal is not None else 200)
    answered["HX-Retarget"], answered["HX-Reswap"] = "#steps", "outerHTML"
    return answered
