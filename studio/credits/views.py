"""The credits of a shoot: each confirms her own, a producer settles what is disputed."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from studio.credits import actions
from studio.credits.drawing import Line, draw, problems
from studio.credits.forms import ConfirmForm, DisputeForm, NoneUsedForm, SettleForm
from studio.credits.models import Confirmation, Dispute, NoneUsed
from studio.decisions import Decision
from studio.looks.models import Look, Recipe
from studio.people.requests import StudioRequest
from studio.previews.models import Preview
from studio.shoots.models import Shoot
from studio.twins.models import Twin

LOOKS_SHOWN = 12


def shoots_of(request: StudioRequest) -> Iterable[Shoot]:
    """To the call sheet and the house, and to the crew of a capture that is used in it: they are credited too."""
    used = Shoot.objects.filter(looks__cast__plate__capture__crew__person=request.user)
    return Shoot.objects.filter(
        Q(id__in=Shoot.objects.visible_to(request.user).values("id")) | Q(id__in=used.values("id"))
    )


def shoot_of(request: StudioRequest, shoot_id: UUID) -> Shoot:
    found: Shoot = get_object_or_404(shoots_of(request), id=shoot_id)  # type: ignore[arg-type]
    return found


def own(lines: Iterable[Line], request: StudioRequest) -> list[Line]:
    """Her crafts, each once however many looks they are in."""
    found = {line.craft: line for line in lines if line.person == request.user}
    return list(found.values())


def credited(shoot: Shoot) -> list[tuple[Look, Recipe | None]]:
    """The looks of which a picture was picked, by that picture's recipe; before that, the looks as they stand."""
    picked = shoot.looks.select_related("shoot").filter(previews__master__isnull=False).distinct()
    newest = Preview.objects.filter(look__in=picked, master__isnull=False).select_related("recipe").order_by("at")
    recipes = {preview.look_id: preview.recipe for preview in newest}
    return [(look, recipes[look.id]) for look in picked] or [
        (look, None) for look in shoot.looks.select_related("shoot")[:LOOKS_SHOWN]
    ]


def open_points(look: Look, now: datetime, recipe: Recipe | None) -> list[Decision]:
    """What is missing or disputed. Who has not answered yet is said beside her line."""
    found = [problem.decision for problem in problems(look, now, recipe)]
    return [decision for decision in found if decision.code != "not-confirmed"]


@login_required
@require_GET
def shoot(request: StudioRequest, shoot_id: UUID) -> HttpResponse:
    return _page(request, shoot_of(request, shoot_id))


def _page(
    request: StudioRequest,
    shoot: Shoot,
    form: ConfirmForm | None = None,
    refusal: Decision | None = None,
    status: int = 200,
) -> HttpResponse:
    now = timezone.now()
    looks = [(look, draw(look, now, recipe), open_points(look, now, recipe)) for look, recipe in credited(shoot)]
    mine = Confirmation.objects.filter(shoot=shoot, person=request.user).first()
    initial = {"name_form": mine.name_form, "name": mine.name} if mine else None
    context = {
        "shoot": shoot,
        "looks": looks,
        "mine": mine,
        "own": own((line for _look, lines, _open in looks for line in lines), request),
        "form": form or ConfirmForm(initial=initial),
        "dispute_form": DisputeForm(),
        "none_used_form": NoneUsedForm(),
        "disputes": Dispute.objects.filter(shoot=shoot, settled_at=None).select_related("opened_by"),
        "none_used": NoneUsed.objects.filter(shoot=shoot).select_related("by"),
        "produces": Shoot.objects.produced_by(request.user).filter(id=shoot.id).exists(),
        "may_open": Shoot.objects.visible_to(request.user).filter(id=shoot.id).exists(),
        "refusal": refusal,
        "owns_twin": Twin.objects.of(request.user).exists(),
    }
    return render(request, "credits/shoot.html", context, status=status)


@login_required
@require_POST
def confirm(request: StudioRequest, shoot_id: UUID) -> HttpResponse:
    shoot = shoot_of(request, shoot_id)
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        return _page(request, shoot, form, status=422)
    decision, _confirmation = actions.confirm(
        shoot,
        by=request.user,
        now=timezone.now(),
        name_form=form.cleaned_data["name_form"],
        name=form.cleaned_data["name"],
    )
    if not decision:
        return _page(request, shoot, form, refusal=decision, status=409)
    return redirect("credits:shoot", shoot.id)


@login_required
@require_POST
def dispute(request: StudioRequest, shoot_id: UUID) -> HttpResponse:
    shoot = shoot_of(request, shoot_id)
    form = DisputeForm(request.POST)
    if not form.is_valid():
        return _page(request, shoot, status=422)
    actions.dispute(shoot, by=request.user, now=timezone.now(), **form.cleaned_data)
    return redirect("credits:shoot", shoot.id)


@login_required
@require_POST
def none_used(request: StudioRequest, shoot_id: UUID) -> HttpResponse:
    shoot = get_object_or_404(Shoot.objects.produced_by(request.user), id=shoot_id)
    form = NoneUsedForm(request.POST)
    if not form.is_valid():
        return _page(request, shoot, status=422)
    actions.declare_none_used(shoot, form.cleaned_data["craft"], by=request.user, now=timezone.now())
    return redirect("credits:shoot", shoot.id)


@login_required
@require_POST
def settle(request: StudioRequest, dispute_id: UUID) -> HttpResponse:
    found = get_object_or_404(
        Dispute.objects.filter(shoot__in=Shoot.objects.produced_by(request.user)).select_related("shoot"), id=dispute_id
    )
    form = SettleForm(request.POST)
    if not form.is_valid():
        return _page(request, found.shoot, status=422)
    decision, _dispute = actions.settle(
        found, outcome=form.cleaned_data["outcome"], by=request.user, now=timezone.now()
    )
    if not decision:
        return _page(request, found.shoot, refusal=decision, status=409)
    return redirect("credits:shoot", found.shoot_id)
