"""The switch on a screen of its own: pause as far as she likes, and withdraw as the second step on it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from studio.assets.copies import copies_of
from studio.consent import actions as consent
from studio.consent.models import Grant, Withdrawal
from studio.decisions import Decision
from studio.home import stopping
from studio.people.requests import StudioRequest
from studio.twins.models import Twin

HELD = "held"  # what a button says that was held long enough; pressed plainly it says nothing
SURE = "sure"  # what the plain page says, where no script could tell how long


def of_hers(request: StudioRequest) -> list[Twin]:
    twins = Twin.objects.of(request.user).exclude(state=Twin.State.ERASED).select_related("owner")
    return list(twins.order_by("created_at"))


@login_required
@require_safe
def switch(request: StudioRequest) -> HttpResponse:
    """Hers, twin by twin. Somebody without a twin has none."""
    twins = of_hers(request)
    if not twins:
        raise Http404
    now, session_key = timezone.now(), request.session.session_key or ""
    screens = [stopping.screen_of(twin, viewer=request.user, session_key=session_key, now=now) for twin in twins]
    page = {"screens": screens, "topics": [twin.gate_name for twin in twins]}
    return render(request, "home/_switch_screen.html" if request.htmx else "home/switch.html", page)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: StudioRequest, grant_id: UUID) -> HttpResponse:
    """First what it would do; then, by one held press, the withdrawal."""
    mine = Grant.objects.filter(twin__owner=request.user).select_related("twin__owner", "house")
    grant = get_object_or_404(mine, id=grant_id)
    if grant.state != Grant.State.IN_FORCE:
        return redirect("consent:grant", grant.id)
    if request.method == "POST" and request.POST.get("sure") in {HELD, SURE}:
        decision, _grant = consent.withdraw(grant, by=request.user, now=timezone.now())
        return _done(decision, Withdrawal.objects.filter(grant=grant).first(), "consent:grant", grant.id)
    return _sheet(request, grant.twin, [grant], one=grant)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_all(request: StudioRequest, twin_id: UUID) -> HttpResponse:
    """The same of every licence in force."""
    twin = get_object_or_404(Twin.objects.of(request.user).select_related("owner"), id=twin_id)
    if request.method == "POST" and request.POST.get("sure") in {HELD, SURE}:
        decision, made = consent.withdraw_all(twin, by=request.user, now=timezone.now())
        return _done(decision, made[0] if made else None, "home:switch")
    held = Grant.objects.filter(twin=twin, state=Grant.State.IN_FORCE).select_related("twin__owner", "house")
    grants = list(held.order_by("house__name", "number"))
    return _sheet(request, twin, grants) if grants else redirect("home:switch")


def _done(decision: Decision, made: Withdrawal | None, otherwise: str, *args: Any) -> HttpResponse:
    if not decision or made is None:
        return redirect(otherwise, *args)
    return redirect("home:withdrawn", made.press)


def _sheet(request: StudioRequest, twin: Twin, grants: Sequence[Grant], one: Grant | None = None) -> HttpResponse:
    """Pressed without being held, the page asks once more in plain words."""
    now = timezone.now()
    effects = stopping.effects_of(twin, grants, now)
    page = {
        "twin": twin,
        "one": one,
        "effects": effects,
        "waiting": sum(each.waiting for each in effects),
        "running": sum(each.running for each in effects),
        "pictures": sum(each.hides.pictures for each in effects),
        "downloads": sum(each.hides.downloads for each in effects),
        "owed": stopping.all_owed(effects),
        "asks_again": request.method == "POST",
    }
    return render(request, "home/withdraw.html", page)


@login_required
@require_safe
def withdrawn(request: StudioRequest, press_id: UUID) -> HttpResponse:
    """What that press stopped, and who still holds copies."""
    rows = list(
        Withdrawal.objects.filter(press=press_id, by=request.user).select_related("twin__owner", "grant__house")
    )
    if not rows:
        raise Http404
    twin, now = rows[0].twin, timezone.now()
    page = {
        "twin": twin,
        "rows": rows,
        "stopped": stopping.Stopped.of(rows),
        "copies": copies_of(twin, now),
        "topics": [twin.gate_name],
    }
    return render(request, "home/withdrawn.html", page)
