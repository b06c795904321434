"""Who acts for a model: offered, read, signed, declined, ended."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studio.consent import acting, actions
from studio.consent.agencies import booking_seats
from studio.consent.mandate_forms import MandateForm
from studio.consent.mandate_wording import sentences_of
from studio.consent.mandating import may_offer, warnings
from studio.decisions import Decision, no
from studio.people.evidence import ask_for_proof, evidence_of
from studio.people.models import Organisation, Person
from studio.people.requests import StudioRequest
from studio.twins.models import Mandate, Twin


def _mandate(request: StudioRequest, mandate_id: UUID, now: datetime, *, hers: bool = False) -> Mandate:
    """Hers, or one of an agency she books for. Whoever else asks is told that there is nothing."""
    found: Mandate = get_object_or_404(acting.mandates_for(request.user, now), id=mandate_id)
    if hers and found.twin.owner_id != request.user.pk:
        raise Http404
    return found


@require_safe
def acting_for_me(request: StudioRequest) -> HttpResponse:
    """Offers to read, who acts for her today and what that means, what waits for herself, and what is over."""
    return _acting(request)


def _acting(request: StudioRequest, refusal: Decision | None = None, status: int = 200) -> HttpResponse:
    now = timezone.now()
    rows = acting.mandates_for(request.user, now).filter(twin__owner=request.user).order_by("-offered_at", "-signed_at")
    papers = [acting.paper(each, request.user, now) for each in rows]
    twins = list(Twin.objects.of(request.user).order_by("-created_at"))
    context = {
        "offered": [each for each in papers if each.state == acting.OFFERED],
        "signed": [(each, acting.pending_under(each.mandate)) for each in papers if each.state in acting.STANDING],
        "over": [each for each in papers if each.state == acting.OVER],
        "waits": acting.waits_for_herself(request.user),
        "twin": twins[0] if twins else None,
        "topics": [twin.gate_name for twin in twins],
        "refusal": refusal,
    }
    return render(request, "consent/acting.html", context, status=status)


@require_safe
def mandate(request: StudioRequest, mandate_id: UUID) -> HttpResponse:
    return _paper(request, _mandate(request, mandate_id, timezone.now()))


def _paper(request: StudioRequest, found: Mandate, refusal: Decision | None = None) -> HttpResponse:
    context = {
        "paper": acting.paper(found, request.user, timezone.now()),
        "pending": acting.pending_under(found),
        "refusal": refusal,
    }
    return render(request, "consent/mandate.html", context, status=200 if refusal is None else 409)


@require_POST
def sign_mandate(request: StudioRequest, mandate_id: UUID) -> HttpResponse:
    """Asks for a fresh sign-in first; with it, the very press goes through."""
    now = timezone.now()
    found = _mandate(request, mandate_id, now, hers=True)
    if asked := ask_for_proof(request):
        return asked
    decision, _signed = actions.sign_mandate(
        found, by=request.user, now=now, evidence=evidence_of(request), read=request.POST.get("read", "")[:64]
    )
    return redirect("consent:acting") if decision else _paper(request, found, decision)


@require_POST
def decline_mandate(request: StudioRequest, mandate_id: UUID) -> HttpResponse:
    now = timezone.now()
    found = _mandate(request, mandate_id, now, hers=True)
    decision, _declined = actions.decline_mandate(found, by=request.user, now=now)
    return redirect("consent:acting") if decision else _paper(request, found, decision)


@require_POST
def take_back_mandate(request: StudioRequest, mandate_id: UUID) -> HttpResponse:
    now = timezone.now()
    found = _mandate(request, mandate_id, now)
    decision, _taken = actions.take_back_mandate(found, by=request.user, now=now)
    return redirect("home:home") if decision else _paper(request, found, decision)


@require_POST
def end_mandate(request: StudioRequest, mandate_id: UUID) -> HttpResponse:
    """One press, with no sign-in asked for: to end is never harder than to begin."""
    now = timezone.now()
    found = _mandate(request, mandate_id, now)
    decision, ended = actions.end_mandate(found, by=request.user, now=now)
    if not decision or ended is None:
        return _paper(request, found, decision)
    return redirect("consent:acting" if found.twin.owner_id == request.user.pk else "home:home")


@require_http_methods(["GET", "HEAD", "POST"])
def offer_mandate(request: StudioRequest) -> HttpResponse:
    """Filled in, then read in sentences with whatever is to be warned of, and only then offered."""
    now = timezone.now()
    agencies = _agencies(request.user, now)
    if not agencies:
        raise Http404
    form = MandateForm(request.POST or None, agencies=agencies, initial=_initial(now))
    context: dict[str, Any] = {"form": form, "refusal": None}
    if request.method != "POST":
        return render(request, "consent/offer_mandate.html", context)
    if not form.is_valid():
        return render(request, "consent/offer_mandate.html", context, status=422)
    terms, agency = form.terms(), form.cleaned_data["agency"]
    twin = twin_called(form.cleaned_data["name"])
    decision: Decision = may_offer(terms, now.date()) if twin else no("nobody-so-called")
    if decision and twin and request.POST.get("read"):
        decision, offered = actions.offer_mandate(twin, agency, terms, by=request.user, now=now)
        if offered:
            return redirect("consent:mandate", offered.id)
    if not decision:
        return render(request, "consent/offer_mandate.html", context | {"refusal": decision}, status=409)
    read = {
        "twin": twin,
        "sentences": sentences_of(terms, request.user.language, agency=agency.name),
        "warnings": warnings(terms),
    }
    return render(request, "consent/offer_mandate.html", context | read)


def _agencies(person: Person, now: datetime) -> list[Organisation]:
    seats = booking_seats(person, now).filter(may_sign=True).select_related("organisation")
    return [seat.organisation for seat in seats]


def _initial(now: datetime) -> dict[str, Any]:
    """Nothing is ticked before anybody chose it."""
    return {"starts_on": now.date()}


def twin_called(name: str) -> Twin | None:
    """By the name that every house reads in its casting, and by no other: an address would tell who is known here."""
    found = list(Twin.objects.castable().select_related("owner").filter(name__iexact=name.strip())[:2])
    return found[0] if len(found) == 1 else None
