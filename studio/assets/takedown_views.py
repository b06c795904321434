"""The list of what comes down: the house's, where it answers, and the owner's, where she reads the same."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from studio.assets import copies, takedowns
from studio.assets.models import Takedown
from studio.decisions import Decision
from studio.people.models import Organisation
from studio.people.requests import StudioRequest


def house_of(request: StudioRequest, house_id: UUID) -> Organisation:
    """One she answers for. Whoever else asks is told that there is nothing."""
    house = get_object_or_404(Organisation, id=house_id)
    if not takedowns.may_answer(request.user, house, timezone.now()):
        raise Http404
    return house


@login_required
@require_safe
def house(request: StudioRequest, house_id: UUID) -> HttpResponse:
    return _list(request, house_of(request, house_id))


@login_required
@require_POST
def acknowledge(request: StudioRequest, house_id: UUID) -> HttpResponse:
    found = house_of(request, house_id)
    decision, _count = takedowns.acknowledge(found, by=request.user, now=timezone.now())
    return _answer(request, found, decision)


@login_required
@require_POST
def mark_down(request: StudioRequest, takedown_id: UUID) -> HttpResponse:
    rows = Takedown.objects.answered_by(request.user, timezone.now()).select_related("house")
    found = get_object_or_404(rows, id=takedown_id)
    decision, _row = takedowns.mark_down(found, by=request.user, now=timezone.now())
    return _answer(request, found.house, decision)


def _answer(request: StudioRequest, house: Organisation, decision: Decision) -> HttpResponse:
    if request.htmx or not decision:
        return _list(request, house, refusal=None if decision else decision)
    return redirect("assets:takedowns", house.id)


def _list(request: StudioRequest, house: Organisation, refusal: Decision | None = None) -> HttpResponse:
    listed = copies.listed_for(Takedown.objects.filter(house=house), timezone.now())
    page = {"house": house, "answers": True, "refusal": refusal, **_counted(listed)}
    name = "assets/_takedowns.html" if request.htmx else "assets/takedowns.html"
    return render(request, name, page, status=200 if refusal is None else 409)


def _counted(listed: list[copies.Copy]) -> dict[str, Any]:
    still = copies.open_among(listed)
    return {
        "copies": listed,
        "open": still,
        "unread": [each for each in still if each.takedown and each.takedown.acknowledged_at is None],
        "overdue": [each for each in still if each.state == "overdue"],
        "first": still[0].last_on if still else None,
    }


@login_required
@require_safe
def twin(request: StudioRequest, twin_id: UUID) -> HttpResponse:
    """The same list as the houses read, to her and to the agency that represents her."""
    now = timezone.now()
    found = get_object_or_404(copies.followed_by(request.user, now), id=twin_id)
    listed = copies.listed_for(Takedown.objects.filter(twin=found), now)
    page = {"twin": found, "hers": found.owner_id == request.user.pk, "answers": False, **_counted(listed)}
    return render(request, "assets/_takedowns.html" if request.htmx else "assets/takedowns.html", page)
