"""The end of a shoot's day, as a page; the wish to have it by mail, and a reminder to whoever is waited for."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from studio.boards import day_actions, days
from studio.boards.models import DayReader
from studio.decisions import Decision
from studio.people.actions import zone_of
from studio.people.requests import StudioRequest
from studio.previews.pictures import shown
from studio.shoots.models import Shoot


def shoot_of(request: StudioRequest, shoot_id: UUID) -> Shoot:
    shoots = Shoot.objects.visible_to(request.user).select_related("house", "brief")
    return get_object_or_404(shoots, id=shoot_id)


@login_required
@require_safe
@never_cache
def today(request: StudioRequest, shoot_id: UUID) -> HttpResponse:
    return _page(request, shoot_of(request, shoot_id))


@login_required
@require_POST
def mail(request: StudioRequest, shoot_id: UUID) -> HttpResponse:
    """Have the end of each working day by mail, or no longer."""
    shoot = shoot_of(request, shoot_id)
    wanted = request.POST.get("wanted") == "1"
    day_actions.want(shoot, by=request.user, now=timezone.now(), wanted=wanted)
    said = _("It is mailed to you at the end of each working day.") if wanted else _("It is mailed to you no longer.")
    messages.success(request, said)
    return redirect("boards:today", shoot.id)


@login_required
@require_POST
def nudge(request: StudioRequest, shoot_id: UUID) -> HttpResponse:
    shoot = shoot_of(request, shoot_id)
    decision = day_actions.nudge(shoot, request.POST.get("what", ""), by=request.user, now=timezone.now())
    if not decision:
        return _page(request, shoot, decision, status=409)
    messages.success(request, _("Reminded."))
    return redirect("boards:today", shoot.id)


def _page(request: StudioRequest, shoot: Shoot, refusal: Decision | None = None, status: int = 200) -> HttpResponse:
    now = timezone.now()
    here = now.astimezone(zone_of(request.user)).date()
    on = min(_asked_day(request) or here, here)
    day = days.day_of(shoot, on, viewer=request.user, now=now)
    session_key = request.session.session_key or ""
    pictures = shown(day.selects, viewer=request.user, session_key=session_key, variant="card", now=now)
    page: dict[str, Any] = {
        "shoot": shoot,
        "day": day,
        "is_today": on == here,
        "before": on - timedelta(days=1),
        "after": on + timedelta(days=1) if on < here else None,
        "selects": [(preview, pictures[preview.id]) for preview in day.selects],
        "waits": day_actions.with_reminders(day.waits, shoot),
        "is_mailed": DayReader.objects.filter(shoot=shoot, person=request.user).exists(),
        "refusal": refusal,
    }
    return render(request, "boards/today.html", page, status=status)


def _asked_day(request: StudioRequest) -> date | None:
    try:
        return parse_date(request.GET.get("on", ""))
    except ValueError:
        return None
