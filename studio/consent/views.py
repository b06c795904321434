"""Her switch, her licences and her word on a finished piece."""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from studio.consent import actions
from studio.consent.facts import owners_day
from studio.consent.models import Grant, Pause, PieceApproval
from studio.consent.sides import house_seats, memos_for, versions_for
from studio.consent.switch import switch_of
from studio.decisions import Decision
from studio.people.evidence import ask_for_proof
from studio.people.requests import StudioRequest
from studio.twins.models import Mandate, Twin


def _switchable(request: StudioRequest, twin_id: UUID) -> Twin:
    """Hers, or one her agency may pause for her. Whoever else asks is told that there is nothing."""
    now = timezone.now()
    twin: Twin = get_object_or_404(Twin.objects.select_related("owner"), id=twin_id)
    agencies = request.user.seats.in_force(now).values("organisation")
    represented = Mandate.objects.in_force(owners_day(twin, now)).filter(twin=twin, agency__in=agencies)
    if twin.owner_id != request.user.pk and not represented.exists():
        raise Http404
    return twin


@require_safe
def switch(request: StudioRequest, twin_id: UUID) -> HttpResponse:
    return _switch(request, _switchable(request, twin_id))


@require_POST
def pause(request: StudioRequest, twin_id: UUID) -> HttpResponse:
    twin = _switchable(request, twin_id)
    decision, _pause = actions.pause(
        twin,
        by=request.user,
        now=timezone.now(),
        reach=request.POST.get("reach", Pause.Reach.EVERYTHING),
        about=request.POST.get("about", "")[:40],
    )
    return _switch(request, twin, decision)


@require_POST
def resume(request: StudioRequest, twin_id: UUID) -> HttpResponse:
    """Asks for a sign-in not older than five minutes first; with it, the very press goes through."""
    twin = get_object_or_404(Twin.objects.of(request.user).select_related("owner"), id=twin_id)
    if asked := ask_for_proof(request):
        return asked
    decision, _gate = actions.resume(
        twin,
        by=request.user,
        now=timezone.now(),
        fresh=True,
        reach=request.POST.get("reach", Pause.Reach.EVERYTHING),
        about=request.POST.get("about", "")[:40],
    )
    return _switch(request, twin, decision)


@require_POST
def undo(request: StudioRequest, pause_id: UUID) -> HttpResponse:
    pressed = get_object_or_404(Pause.objects.filter(by=request.user).select_related("twin__owner"), id=pause_id)
    decision, _gate = actions.undo_pause(pressed, by=request.user, now=timezone.now())
    return _switch(request, pressed.twin, decision)


def _switch(request: StudioRequest, twin: Twin, decision: Decision | None = None) -> HttpResponse:
    refusal = decision if decision is not None and not decision.allowed else None
    if not request.htmx and request.method == "POST":
        return _back(request)
    shown = switch_of(twin, viewer=request.user, now=timezone.now(), refusal=refusal)
    status = 200 if refusal is None else 409  # a refusal is not true, so it is never asked whether it is
    return render(request, "consent/_switch.html", {"switch": shown}, status=status)


def _back(request: StudioRequest) -> HttpResponse:
    """To the page she pressed it on: the one it names, or the one it came from, when that is one of ours."""
    named = request.POST.get("next", "")
    if named.startswith("/") and url_has_allowed_host_and_scheme(named, allowed_hosts=None):
        return HttpResponseRedirect(named)
    came = urlsplit(request.headers.get("Referer", ""))
    own = came.netloc == request.get_host() and came.path.startswith("/")
    return HttpResponseRedirect(came.path if own else "/")


def _grants(request: StudioRequest) -> Any:
    """Hers, those a house of hers holds, and those of which a version was made under her agency's mandate."""
    seated = request.user.seats.in_force(timezone.now()).values("organisation")
    mine = Q(twin__owner=request.user) | Q(house__in=seated) | Q(versions__mandate__agency__in=seated)
    return Grant.objects.filter(mine).distinct().select_related("twin__owner", "house")


@require_safe
def grant(request: StudioRequest, grant_id: UUID) -> HttpResponse:
    """The licence exactly as it was signed, and every version before it."""
    licence = get_object_or_404(_grants(request), id=grant_id)
    read = versions_for(request.user, timezone.now()).filter(grant=licence)
    versions = list(read.select_related("signed_by", "house_signed_by", "mandate__agency").order_by("-number"))
    page = {
        "grant": licence,
        "newest": versions[0] if versions else None,
        "sentences": versions[0].text.splitlines() if versions else [],
        "earlier": versions[1:],
        "memo": memos_for(request.user, timezone.now()).filter(version__in=versions[:1]).first(),
        "hers": licence.twin.owner_id == request.user.pk,
        "may_change": licence.state == Grant.State.IN_FORCE
        and licence.house_id in {seat.organisation_id for seat in house_seats(request.user, timezone.now())},
    }
    return render(request, "consent/grant.html", page)


@require_POST
def undo_answer(request: StudioRequest, approval_id: UUID) -> HttpResponse:
    approval = get_object_or_404(
        PieceApproval.objects.select_related("twin__owner", "version__grant__house", "asked_by"), id=approval_id
    )
    if not actions.may_answer(approval, request.user):
        raise Http404
    decision, _asked = actions.undo_answer(approval, by=request.user, now=timezone.now())
    if not request.htmx:
        return _back(request)
    approval.refresh_from_db()
    page = {"approval": approval, "refusal": None if decision else decision}
    return render(request, "consent/_piece.html", page, status=200 if decision else 409)


@require_POST
def answer_piece(request: StudioRequest, approval_id: UUID) -> HttpResponse:
    approval = get_object_or_404(
        PieceApproval.objects.select_related("twin__owner", "version__grant__house", "asked_by"), id=approval_id
    )
    if not actions.may_answer(approval, request.user) or request.POST.get("answer") not in {"yes", "no"}:
        raise Http404
    decision, _answered = actions.answer_piece(
        approval, yes=request.POST.get("answer") == "yes", by=request.user, now=timezone.now()
    )
    if not request.htmx:
        return _back(request)
    approval.refresh_from_db()
    page = {"approval": approval, "refusal": None if decision else decision}
    return render(request, "consent/_piece.html", page, status=200 if decision else 409)
