"""The face chart on paper: printed, coloured in by hand, photographed, and read back."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from studio.decisions import YES, Decision, no
from studio.imaging import chart_reading
from studio.imaging.chart_reading import BadChart
from studio.imaging.decoding import DEFAULT, BadPicture, decode_limited
from studio.looks import charts, slots
from studio.looks.models import Look
from studio.looks.slots import MakeupSlot
from studio.looks.tables import table_of
from studio.looks.views import look_of, session_of
from studio.people.requests import StudioRequest


@login_required
@require_GET
def chart(request: StudioRequest, look_id: UUID) -> HttpResponse:
    """One A4 sheet: as the look is made up, or blank to colour in."""
    return _chart(request, look_of(request, look_id))


@login_required
@require_POST
def read(request: StudioRequest, look_id: UUID) -> HttpResponse:
    """What a photograph of the sheet says, to be confirmed. The photograph itself is not kept."""
    look = look_of(request, look_id)
    table = table_of(look, request.user, session_of(request))
    decision = table.slots["makeup"].decision
    if not decision:
        return _chart(request, look, status=409, refusal=decision)
    decision, found = seen_on(request, look)
    if found is None:
        return _chart(request, look, status=422, refusal=decision)
    value = table.slots["makeup"].value
    assert isinstance(value, MakeupSlot)
    return _chart(request, look, proposals=charts.proposals(value, found.painted))


def seen_on(request: StudioRequest, look: Look) -> tuple[Decision, chart_reading.Read | None]:
    photo = request.FILES.get("photo")
    if photo is None:
        return no("not-a-picture"), None
    try:
        picture = decode_limited(photo.read(DEFAULT.most_bytes + 1))
        found = chart_reading.read(picture.pixels[..., :3], slots.REGIONS)
    except BadPicture as problem:
        return no(problem.code, **problem.values), None
    except BadChart as problem:
        return no(problem.code), None
    if found.code != charts.number_of(look.id):
        return no("chart-of-another-look"), None
    return (YES, found) if found.painted else (no("chart-is-blank"), None)


def _chart(request: StudioRequest, look: Look, *, status: int = 200, **more: Any) -> HttpResponse:
    table = table_of(look, request.user, session_of(request))
    value = table.slots["makeup"].value
    assert isinstance(value, MakeupSlot)
    blank = "blank" in request.GET or not value.tints
    address = request.build_absolute_uri(reverse("looks:chart", args=[look.id]))
    context = {
        "look": look,
        "shoot": look.shoot,
        "table": table,
        "slot": table.slots["makeup"],
        "blank": blank,
        "painted": [] if blank else table.tints,
        "sheet": charts.sheet_of(look.id, MakeupSlot() if blank else value),
        "using": value.using,
        "address": address,
        "today": timezone.localdate(),
        **more,
    }
    return render(request, "looks/chart.html", context, status=status)
