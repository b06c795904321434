"""The dressing table's picture while a hand is on a control."""

import json
from dataclasses import astuple
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from studio.decisions import YES, Decision
from studio.looks import actions as looks
from studio.looks import slots
from studio.looks.models import Look
from studio.looks.posted import FROM
from studio.looks.slots import SlotValue
from studio.media import serving
from studio.people.requests import StudioRequest
from studio.previews.forms import GlimpseForm
from studio.previews.glimpses import OVERTAKEN, TURNS, Glimpse, glimpse
from studio.previews.views import looks_of
from studio.register import actions as register

TRIED = tuple(kind for kind in slots.KINDS if kind not in ("twin", "words"))  # whoever is cast has been asked first
NOT_OF_HERS = {  # nothing of what is on the stage is void by it
    "glimpse-busy", "glimpse-lost", "glimpse-counted", "bad-value", "not-booked-for", "not-on-this-shoot",
    "garment-not-ready", "worn-twice", "no-crop", "nothing-to-photograph",
}  # fmt: skip


@login_required
@require_POST
def show(request: StudioRequest, look_id: UUID) -> HttpResponse:
    """The look with one slot as the form has it, or as it stands. Nothing is saved, and no picture is kept."""
    look = looks_of(request, look_id)
    form = GlimpseForm(request.POST)
    if serving.is_a_page_of_its_own(request) or not form.is_valid():
        raise Http404("a glimpse is asked for by the dressing table alone")
    decision, instead = tried(look, form.cleaned_data["slot"], request)
    if not decision:
        return why_not(request, decision)
    window = f"{request.session.session_key}:{look.id}:{form.cleaned_data['window']}"
    overtaken = TURNS.take(window, form.cleaned_data["turn"])
    now = timezone.now()
    decision, made = glimpse(look, by=request.user, now=now, instead=instead, overtaken=overtaken)
    if made is None:
        return HttpResponse(status=204) if decision == OVERTAKEN else why_not(request, decision)
    for twin in made.twins:
        register.looked(f"glimpse:{twin}", by=str(request.user.pk), what="glimpse", now=now)
    return picture(look, made)


def tried(look: Look, kind: str, request: StudioRequest) -> tuple[Decision, dict[str, SlotValue]]:
    if kind not in TRIED:
        return YES, {}
    stored = look.slots.filter(kind=kind).first()
    value = FROM[kind](request.POST, dict(stored.value) if stored else {})
    decision, read = looks.would_set(look, kind, value, by=request.user)
    return decision, {kind: read} if read is not None else {}


def picture(look: Look, made: Glimpse) -> HttpResponse:
    """With where its pieces lie, as shares of the picture."""
    answer = HttpResponse(made.content, content_type=made.content_type)
    answer["Cache-Control"] = "private, no-store"
    answer["Doublure-Gates"] = made.under
    laid = {name: [round(share, 4) for share in astuple(one)] for name, one in made.laid.items()}
    answer["Doublure-Laid"] = json.dumps(laid)
    return answer


def why_not(request: StudioRequest, decision: Decision) -> HttpResponse:
    """410: what was shown may be shown no longer. 409: the last picture stays, and this is why it doesn't follow."""
    status = 409 if decision.code in NOT_OF_HERS else 410
    return render(request, "web/_refusal.html", {"decision": decision}, status=status)
