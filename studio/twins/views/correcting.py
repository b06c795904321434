"""What was found on one of her plates, with handles to set it right. Hers alone."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from studio.decisions import Decision, no
from studio.people.requests import StudioRequest
from studio.twins import actions, handles
from studio.twins.figures import figure_of
from studio.twins.models import Plate, Twin
from studio.twins.views.showing import shown_to_her


@require_http_methods(["GET", "HEAD", "POST"])
def found(request: StudioRequest, plate_id: UUID) -> HttpResponse:
    rows = Plate.objects.filter(twin__owner=request.user).exclude(twin__state=Twin.State.ERASED)
    plate: Plate = get_object_or_404(
        rows.select_related("twin__owner", "picture", "alpha", "parts", "points", "capture"), id=plate_id
    )
    if request.method != "POST":
        return page_of(request, plate)
    corrections = handles.corrections_in(request.POST, figure_of(plate))
    if corrections is None:
        return page_of(request, plate, refused=no("points-not-right"), status=422)
    decision, _changed = actions.correct_plate(plate, corrections, by=request.user, now=timezone.now())
    if not decision:
        return page_of(request, plate, refused=decision, status=409)
    return redirect("twins:found", plate.pk)


def page_of(
    request: StudioRequest, plate: Plate, *, refused: Decision | None = None, status: int = 200
) -> HttpResponse:
    figure = figure_of(plate)
    every = handles.handles_of(figure)
    addresses = shown_to_her(request, [plate.picture, plate.alpha], "large")
    floor = None if figure.ground is None else round(100 * figure.ground / plate.height_px, 2)
    light = None if figure.light is None else (round(100 * figure.light[0]), round(100 * figure.light[1]))
    page = {
        "plate": plate,
        "twin": plate.twin,
        "url": addresses.get(plate.picture_id, ""),
        "outline_url": addresses.get(plate.alpha_id, ""),
        "body_handles": [each for each in every if each.group == "pose"],
        "face_handles": [each for each in every if each.group == "face"],
        "floor": floor,
        "light": light,
        "refused": refused,
    }
    return render(request, "twins/found.html", page, status=status)
