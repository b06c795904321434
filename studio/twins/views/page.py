"""My twin: what stands, what is next, and what she signed. Hers alone."""

from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from studio.decisions import Decision
from studio.people.requests import StudioRequest
from studio.twins import actions, wording
from studio.twins.forms import FiguresForm, MarkForm
from studio.twins.models import (
    BarredMark,
    Capture,
    CaptureFrame,
    CaptureSession,
    OwnPicture,
    Plate,
    Signature,
    Twin,
)
from studio.twins.views.showing import shown_to_her


def hers_or_404(request: StudioRequest, twin_id: UUID) -> Twin:
    rows = Twin.objects.of(request.user).exclude(state=Twin.State.ERASED).select_related("owner")
    found: Twin = get_object_or_404(rows, id=twin_id)
    return found


@require_safe
def twin(request: StudioRequest, twin_id: UUID) -> HttpResponse:
    return page_of(request, hers_or_404(request, twin_id))


def page_of(
    request: StudioRequest,
    twin: Twin,
    *,
    figures: FiguresForm | None = None,
    mark: MarkForm | None = None,
    refused: Decision | None = None,
    status: int = 200,
) -> HttpResponse:
    now = timezone.now()
    captures = captures_of(twin)
    plates = [plate for capture in captures for plate in capture.plates.all()]
    card = list(twin.comp_card.select_related("picture"))
    own = list(twin.own_pictures.all())
    tray = CaptureFrame.objects.in_tray().filter(session__twin=twin).count()
    open_session = CaptureSession.objects.going_on(now).filter(twin=twin).select_related("photographer").first()
    given = {"height_cm": twin.height_cm, "shares_reason": twin.shares_reason, **twin.measurements}
    context = {
        "twin": twin,
        "captures": captures,
        "shown_marks": actions.marks_shown_by(plates),
        "card": card,
        "pictures": shown_to_her(request, [each.picture for each in card]),
        "tray": tray,
        "session": open_session,
        "next": next_of(twin, tray=tray, plates=plates, own=own, card=len(card)),
        "figures": figures or FiguresForm(initial=given),
        "marks": twin.barred_marks.in_force(),
        "mark_form": mark or MarkForm(),
        "signatures": signatures_of(twin),
        "checks": twin.owner.adult_checks.select_related("by", "organisation")[:1],
        "refused": refused,
        "topics": [twin.gate_name],
    }
    return render(request, "twins/twin.html", context, status=status)


def captures_of(twin: Twin) -> list[Capture]:
    """Days that gave her something, the newest first."""
    plates = Prefetch("plates", Plate.objects.order_by("made_at", "id"))
    crew = Prefetch("crew", Capture._meta.get_field("crew").related_model._default_manager.select_related("person"))
    rows = twin.captures.filter(plates__isnull=False).distinct().order_by("-captured_on", "-id")
    return list(rows.prefetch_related(plates, crew).select_related("licence__by"))


def next_of(twin: Twin, *, tray: int, plates: list[Plate], own: list[OwnPicture], card: int) -> str:
    """The one thing to do next: "captured", "tray", "meet", "answer", "licence", "card", "cover", or "" for nothing."""
    if tray:
        return "tray"
    if not plates:
        return "captured"
    if not card:
        return _towards_a_card(plates, own)
    return "cover" if twin.cover_chosen_at is None else ""


def _towards_a_card(plates: list[Plate], own: list[OwnPicture]) -> str:
    if not own:
        return "meet"
    if not any(picture.answer == OwnPicture.Answer.ME for picture in own):
        return "answer"
    met = {picture.plate_id for picture in own if picture.answer == OwnPicture.Answer.ME}
    usable = any(plate.pk in met and plate.capture.licensed_at is not None for plate in plates)
    return "card" if usable else "licence"


def signatures_of(twin: Twin) -> dict[str, Any]:
    """The consent to keep her, and each kind of alteration with the signature in force, or none."""
    rows = list(Signature.objects.filter(twin=twin).select_related("end").order_by("-signed_at"))
    in_force = {each.kind: each for each in rows if not hasattr(each, "end")}
    alterations = [
        {
            "code": code,
            "signature": in_force.get(f"{wording.ALTERATION}{code}"),
            "sentences": wording.sentences_of(f"{wording.ALTERATION}{code}", twin.owner.language),
        }
        for code in wording.ALTERATIONS
    ]
    return {"data": in_force.get(wording.DATA), "alterations": alterations}


@require_POST
def figures(request: StudioRequest, twin_id: UUID) -> HttpResponse:
    found = hers_or_404(request, twin_id)
    form = FiguresForm(request.POST)
    if not form.is_valid():
        return page_of(request, found, figures=form, status=422)
    decision, _changed = actions.change_figures(
        found,
        height_cm=form.cleaned_data["height_cm"],
        measurements=form.measurements(),
        shares_reason=form.cleaned_data["shares_reason"],
        by=request.user,
        now=timezone.now(),
    )
    if not decision:
        return page_of(request, found, figures=form, refused=decision, status=409)
    return redirect("twins:twin", found.pk)


@require_POST
def bar_mark(request: StudioRequest, twin_id: UUID) -> HttpResponse:
    found = hers_or_404(request, twin_id)
    form = MarkForm(request.POST)
    if not form.is_valid():
        return page_of(request, found, mark=form, status=422)
    given = form.cleaned_data
    decision, _mark = actions.bar_mark(
        found, kind=given["kind"], place=given["place"], by=request.user, now=timezone.now()
    )
    if not decision:
        return page_of(request, found, mark=form, refused=decision, status=409)
    return redirect("twins:twin", found.pk)


@require_POST
def lift_mark(request: StudioRequest, mark_id: UUID) -> HttpResponse:
    mark = get_object_or_404(BarredMark.objects.filter(twin__owner=request.user).select_related("twin"), id=mark_id)
    actions.lift_mark(mark, by=request.user, now=timezone.now())
    return redirect("twins:twin", mark.twin_id)


@require_safe
def plate(request: StudioRequest, plate_id: UUID) -> HttpResponse:
    """One capture, large. To everybody else it is a drawing of a pose."""
    rows = Plate.objects.filter(twin__owner=request.user).exclude(twin__state=Twin.State.ERASED)
    found = get_object_or_404(rows.select_related("twin__owner", "picture", "capture"), id=plate_id)
    page = {
        "plate": found,
        "twin": found.twin,
        "url": shown_to_her(request, [found.picture], "large").get(found.picture_id, ""),
        "shown_marks": actions.marks_shown_by([found])[found.pk],
    }
    return render(request, "twins/plate.html", page)


@require_POST
def open_plate(request: StudioRequest, plate_id: UUID) -> HttpResponse:
    found = get_object_or_404(Plate.objects.filter(twin__owner=request.user).select_related("twin"), id=plate_id)
    actions.open_plate_again(found, by=request.user, now=timezone.now())
    return redirect("twins:plate", found.pk)
