"""The stop card: printed by her, pressed by whoever holds it."""

from uuid import UUID

import segno
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studio.consent import actions as consent
from studio.consent.models import StopCard
from studio.consent.stop_cards import card_of, code_of
from studio.decisions import no
from studio.home import presses
from studio.people.requests import StudioRequest
from studio.twins.models import Twin


@login_required
@require_safe
def card(request: StudioRequest, twin_id: UUID) -> HttpResponse:
    """The card in force, ready to print; or the one button that makes one."""
    twin = get_object_or_404(Twin.objects.of(request.user).select_related("owner"), id=twin_id)
    found = StopCard.objects.in_force().filter(twin=twin).first()
    page = {"twin": twin, "card": found, "language": twin.owner.language}
    if found:
        address = request.build_absolute_uri(reverse("home:stop", args=[code_of(found)]))
        code = segno.make(address, error="m", micro=False)
        page |= {"address": address, "qr": code.svg_inline(border=0, svgclass="qr-code", lineclass=None, omitsize=True)}
    with translation.override(twin.owner.language):
        return render(request, "home/stop_card.html", page)


@login_required
@require_POST
def make_card(request: StudioRequest, twin_id: UUID) -> HttpResponse:
    twin = get_object_or_404(Twin.objects.of(request.user).select_related("owner"), id=twin_id)
    consent.make_stop_card(twin, by=request.user, now=timezone.now())
    return redirect("home:stop_card", twin.id)


@login_required
@require_POST
def end_card(request: StudioRequest, stop_card_id: UUID) -> HttpResponse:
    hers = StopCard.objects.filter(twin__owner=request.user).select_related("twin__owner")
    found = get_object_or_404(hers, id=stop_card_id)
    consent.end_stop_card(found, by=request.user, now=timezone.now())
    return redirect("home:stop_card", found.twin_id)


@csrf_exempt  # the code in the address is all there is to know, and a press only ever pauses
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, code: str) -> HttpResponse:
    """For whoever holds the card, with no sign-in. Looking at it does nothing, so that no preview or scanner pauses.

    Wrong and ended cards read the same, and nothing here says whose card it is.
    """
    if not presses.may_press(request):
        return _bare(request, "slow", status=429)
    found = card_of(code)
    if found is None:
        return _bare(request, "unknown", status=404)
    if request.method != "POST":
        return _bare(request, "ready")
    done = consent.press_stop_card(found, now=timezone.now())
    return _bare(request, "stopped") if done else _bare(request, "unknown", status=404)


def _bare(request: HttpRequest, state: str, *, status: int = 200) -> HttpResponse:
    page = {"state": state, "refusal": no("too-many-presses")}
    answer = render(request, "home/stop.html", page, status=status)
    answer["Cache-Control"] = "no-store"
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer
