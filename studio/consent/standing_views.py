"""Saying that somebody cannot act, and the page of whom she named for that."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.views.decorators.http import require_http_methods

from studio.consent import actions, letters
from studio.consent.models import Contact, Standstill
from studio.decisions import Decision
from studio.people.requests import StudioRequest
from studio.twins.models import Twin


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: StudioRequest, twin_id: UUID) -> HttpResponse:
    """For the agency that represents her and for the studio's staff. It pauses, and can do nothing else."""
    twin = get_object_or_404(
        Twin.objects.exclude(state=Twin.State.ERASED).select_related("owner"), id=twin_id
    )
    now = timezone.now()
    if not actions.may_report(twin.owner, request.user, now):
        raise Http404
    refusal: Decision | None = None
    if request.method == "POST":
        decision, made = actions.report_standstill(twin.owner, request.POST.get("why", ""), by=request.user, now=now)
        if made:
            return redirect("consent:standstill", twin.id)
        refusal = decision
    stands = Standstill.objects.filter(owner=twin.owner, ended_at=None).first()
    page = {"twin": twin, "stands": stands, "refusal": refusal, "choices": Standstill.Why}
    return render(request, "consent/standstill.html", page, status=200 if refusal is None else 409)


@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, token: str) -> HttpResponse:
    """Opened by the link alone. It says what happened, or asks what shall be; in the language she reads."""
    named = letters.contact_of(token)
    if named is None:
        raise Http404
    with translation.override(named.language):
        return _contact(request, named, token)


def _contact(request: HttpRequest, named: Contact, token: str) -> HttpResponse:
    refusal: Decision | None = None
    stands = Standstill.objects.filter(owner=named.owner, ended_at=None).first()
    if request.method == "POST":
        decision = _said(request, named, stands)
        if decision:
            return redirect("consent:contact", token)
        refusal = decision  # a refusal is not true, so it is never asked whether it is
    page = {
        "contact": named,
        "owner": named.owner,
        "stands": stands,
        "asked": stands is not None and stands.contact_id == named.pk,
        "answers": Standstill.Answer,
        "refusal": refusal,
        "language": named.language,
    }
    return render(request, "consent/contact.html", page, status=200 if refusal is None else 409)


def _said(request: HttpRequest, named: Contact, stands: Standstill | None) -> Decision:
    now = timezone.now()
    if stands is None:
        return actions.report_standstill(named.owner, request.POST.get("why", ""), contact=named, now=now)[0]
    return actions.answer_standstill(stands, request.POST.get("answer", ""), contact=named, now=now)[0]
