"""The contact sheet of a look: marking, comparing, trying in other lights and on everybody."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from studio.consent.counting import least_left
from studio.decisions import Decision, no
from studio.looks import actions as looks
from studio.looks import trials
from studio.looks.models import Look
from studio.people.requests import StudioRequest
from studio.previews import actions, rules, trying
from studio.previews.forms import ChoiceForm, ManyForm, SheetForm
from studio.previews.models import Preview
from studio.previews.sheets import one_frame, sheet_of
from studio.previews.views import answer, large, looks_of, previews_of
from studio.shoots.models import Shoot
from studio.twins.models import Plate, Twin


def session_of(request: StudioRequest) -> str:
    return request.session.session_key or ""


@login_required
@require_GET
def contact_sheet(request: StudioRequest, look_id: UUID) -> HttpResponse:
    return _sheet(request, looks_of(request, look_id))


def _sheet(
    request: StudioRequest, look: Look, refusal: Decision | None = None, status: int = 200, ticked: Sequence[str] = ()
) -> HttpResponse:
    form = SheetForm(request.GET)
    wanted = form.wanted()
    now = timezone.now()
    sheet = sheet_of(look, viewer=request.user, session_key=session_of(request), wanted=wanted, now=now)
    context: dict[str, Any] = {
        "look": look,
        "shoot": look.shoot,
        "sheet": sheet,
        "wanted": wanted,
        "asked": request.GET.urlencode(),
        "may_stop": Shoot.objects.produced_by(request.user).filter(id=look.shoot_id).exists(),
        "refusal": refusal,
    }
    if request.htmx:
        return render(request, "previews/_frames.html", context, status=status)
    context |= {"form": form, "key": uuid4().hex, "ticked": ticked, "most": rules.AT_ONCE_MOST}
    context |= _table(look, request)
    return render(request, "previews/contact_sheet.html", context, status=status)


def _table(look: Look, request: StudioRequest) -> dict[str, Any]:
    """What may be tried, and what a licence for tests has left for it, said before anybody presses."""
    twins = looks.twins_of(look)
    decision, versions = actions.ask_for(look, twins, actions.plates_of(look), timezone.now())
    return {
        "groups": trials.groups_for(look, request.user),
        "may_try": decision,
        "left": least_left(versions.values()) if decision else None,
        "may_cast": looks.may_cast(look, request.user),
    }


@login_required
@require_POST
def tries(request: StudioRequest, look_id: UUID) -> HttpResponse:
    """The look in each of what is ticked: all of them are asked for, or none."""
    look = looks_of(request, look_id)
    form = ManyForm(request.POST)
    codes = request.POST.getlist("try")
    if not form.is_valid():
        return _sheet(request, look, no("not-a-choice"), status=422)
    decision, wanted = trying.offered(look, codes, request.user)
    if decision:
        decision, _made = trying.request_tries(
            look, wanted, by=request.user, now=timezone.now(), key=form.cleaned_data["key"]
        )
    if not decision:
        return _sheet(request, look, decision, status=409, ticked=codes)
    return redirect("previews:sheet", look.id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def everyone(request: StudioRequest, look_id: UUID) -> HttpResponse:
    """The look on every twin that says yes: one press, and a preview of each under her own gate."""
    look = looks_of(request, look_id)
    if request.method != "POST":
        return _everyone(request, look)
    form = ManyForm(request.POST)
    if not form.is_valid():
        return _everyone(request, look, refusal=no("not-a-choice"), status=422)
    ids = {UUID(each) for each in request.POST.getlist("plate") if _is_id(each)}
    chosen = _chosen(ids)
    decision, left_out = trying.request_on_all(
        look, chosen, by=request.user, now=timezone.now(), key=form.cleaned_data["key"]
    )
    gone = len(ids) - len(chosen)
    if not decision or left_out or gone:
        refusal = None if decision else decision
        told = {"left_out": left_out, "gone": gone, "asked": len(chosen) - len(left_out) if decision else 0}
        return _everyone(request, look, refusal=refusal, told=told, status=200 if decision else 409)
    return redirect("previews:sheet", look.id)


def _chosen(ids: Collection[UUID]) -> list[tuple[Twin, Plate]]:
    """Each is sent as the pose she is to stand in. Of who is not offered at all, not even the name is told."""
    plates = Plate.objects.filter(id__in=ids, twin__in=Twin.objects.castable())
    return [(plate.twin, plate) for plate in plates.select_related("twin__owner").order_by("twin__name")]


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _everyone(
    request: StudioRequest,
    look: Look,
    *,
    refusal: Decision | None = None,
    told: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    found = trying.everybody(look, session_key=session_of(request), now=timezone.now())
    context = {
        "look": look,
        "shoot": look.shoot,
        "everybody": found,
        "gates": [able.card.twin.gate_name for able in found.yes],
        "may_cast": looks.may_cast(look, request.user),
        "refusal": refusal,
        "told": told,
        "most": rules.TWINS_AT_ONCE_MOST,
        "key": uuid4().hex,
    }
    return render(request, "previews/everyone.html", context, status=status)


@login_required
@require_GET
def large_print(request: StudioRequest, preview_id: UUID) -> HttpResponse:
    """One frame at its own size, for the loupe and for comparing."""
    return render(request, "previews/_print.html", {"frame": large(request, previews_of(request, preview_id))})


@login_required
@require_POST
def take_in(request: StudioRequest, preview_id: UUID) -> HttpResponse:
    """What was tried in this frame becomes what the look says."""
    preview = previews_of(request, preview_id)
    base = request.POST.get("base_version", "")
    seen = int(base) if base.isdecimal() else None
    decision = trying.take_in(preview, base_version=seen, by=request.user, now=timezone.now())
    if not decision:
        return _sheet(request, preview.look, decision, status=409)
    return redirect("looks:look", preview.look_id)


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
    if request.POST.get("from") != "sheet":
        return answer(request, preview.look, decision)
    if decision and not request.htmx:
        return redirect("previews:sheet", preview.look_id)
    return _sheet(request, preview.look, None if decision else decision, status=200 if decision else 409)


@login_required
@require_POST
def choose(request: StudioRequest, preview_id: UUID) -> HttpResponse:
    preview = previews_of(request, preview_id)
    form = ChoiceForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    said = form.cleaned_data
    now = timezone.now()
    actions.choose(preview, choice=said["choice"] or None, rating=said["rating"], by=request.user, now=now)
    if not request.htmx:
        return redirect("previews:sheet", preview.look_id)
    frame = one_frame(
        preview, viewer=request.user, session_key=session_of(request), base=said["base"], now=timezone.now()
    )
    return render(request, "previews/_frame.html", {"frame": frame, "base": said["base"]})
