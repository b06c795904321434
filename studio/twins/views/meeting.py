"""The first meeting, the comp card and the cover: hers alone, until she has chosen."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from studio.decisions import Decision, no
from studio.media.models import Blob
from studio.people.requests import StudioRequest
from studio.twins import actions
from studio.twins.models import OwnPicture, Twin
from studio.twins.shots import comp_card_words
from studio.twins.views.page import hers_or_404
from studio.twins.views.showing import shown_to_her


@require_http_methods(["GET", "HEAD", "POST"])
def meeting(request: StudioRequest, twin_id: UUID) -> HttpResponse:
    """Asks for one picture of each capture, for her own eyes; then she answers each."""
    twin = hers_or_404(request, twin_id)
    refused = None
    if request.method == "POST":
        refused, _asked = actions.ask_first_pictures(twin, by=request.user, now=timezone.now())
        if refused:
            return redirect("twins:meeting", twin.pk)
    return _meeting(request, twin, refused)


def _meeting(request: StudioRequest, twin: Twin, refused: Decision | None = None) -> HttpResponse:
    rows = list(twin.own_pictures.select_related("picture", "plate", "job"))
    counts = {answer: sum(each.answer == answer for each in rows) for answer in ("me", "not-me", "never")}
    page = {
        "twin": twin,
        "rows": rows,
        "pictures": shown_to_her(request, [each.picture for each in rows], "large"),
        "open": sum(each.answer == "" and each.made_at is not None for each in rows),
        "making": sum(each.is_alive for each in rows),
        "met": counts["me"],
        "unasked": twin.plates.in_use()
        .filter(barred_at=None, framing__in=("full", "beauty"), own_pictures=None)
        .count(),
        "refused": refused if refused is not None and not refused else None,
    }
    name = "twins/_meeting.html" if request.htmx else "twins/meeting.html"
    return render(request, name, page, status=409 if page["refused"] else 200)


def _own(request: StudioRequest, picture_id: UUID) -> OwnPicture:
    rows = OwnPicture.objects.filter(twin__owner=request.user).exclude(twin__state=Twin.State.ERASED)
    found: OwnPicture = get_object_or_404(rows.select_related("twin__owner", "plate__twin", "job"), id=picture_id)
    return found


@require_POST
def answer(request: StudioRequest, picture_id: UUID) -> HttpResponse:
    picture = _own(request, picture_id)
    decision, _answered = actions.answer_picture(
        picture, request.POST.get("answer", ""), by=request.user, now=timezone.now()
    )
    return _after(request, picture.twin, decision)


@require_POST
def again(request: StudioRequest, picture_id: UUID) -> HttpResponse:
    picture = _own(request, picture_id)
    decision, _asked = actions.ask_again(picture, by=request.user, now=timezone.now())
    return _after(request, picture.twin, decision)


def _after(request: StudioRequest, twin: Twin, decision: Decision) -> HttpResponse:
    if decision and not request.htmx:
        return redirect("twins:meeting", twin.pk)
    return _meeting(request, twin, decision)


# The comp card and the cover


@require_http_methods(["GET", "HEAD", "POST"])
def comp_card(request: StudioRequest, twin_id: UUID) -> HttpResponse:
    """She picks of the pictures she knew herself in, orders them, and says in words what each shows."""
    twin = hers_or_404(request, twin_id)
    rows = list(OwnPicture.objects.hers().filter(twin=twin).select_related("picture", "plate__capture"))
    if request.method != "POST":
        return _comp_card(request, twin, rows)
    decision, _chosen = actions.choose_comp_card(twin, posted(request, rows), by=request.user, now=timezone.now())
    if not decision:
        return _comp_card(request, twin, rows, decision)
    return redirect("twins:cover" if twin.cover_chosen_at is None else "twins:twin", twin.pk)


def posted(request: StudioRequest, rows: list[OwnPicture]) -> list[tuple[Blob, str]]:
    """Those with a tick, by the number she gave each; where two are alike, as they stand on the page."""
    ticked = [each for each in rows if request.POST.get(f"on-{each.pk}")]

    def place(each: OwnPicture) -> int:
        text = request.POST.get(f"place-{each.pk}", "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 999

    ordered = sorted(ticked, key=place)
    return [(each.picture, request.POST.get(f"alt-{each.pk}", "")[:200]) for each in ordered if each.picture]


def _comp_card(
    request: StudioRequest, twin: Twin, rows: list[OwnPicture], refused: Decision | None = None
) -> HttpResponse:
    card: dict[UUID | None, Any] = {each.picture_id: each for each in twin.comp_card.all()}
    ordered = sorted(rows, key=lambda each: card[each.picture_id].position if each.picture_id in card else 99)
    listed = [
        {
            "own": each,
            "on": each.picture_id in card or not card,
            "alt": said.alt if (said := card.get(each.picture_id)) else comp_card_words(twin.name, each.plate.framing),
            "usable": each.plate.is_usable,
        }
        for each in ordered
    ]
    page = {
        "twin": twin,
        "rows": listed,
        "pictures": shown_to_her(request, [each.picture for each in rows]),
        "refused": refused,
        "unlicensed": any(each.plate.capture.licensed_at is None for each in rows),
    }
    return render(request, "twins/comp_card.html", page, status=409 if refused is not None else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def cover(request: StudioRequest, twin_id: UUID) -> HttpResponse:
    """What she was photographed in, which every picture shows at the least."""
    twin = hers_or_404(request, twin_id)
    refused: Decision | None = None
    if request.method == "POST":
        refused, _chosen = actions.choose_cover(twin, by=request.user, now=timezone.now())
        if refused:
            return redirect("twins:twin", twin.pk)
    own = OwnPicture.objects.hers().filter(twin=twin, plate__framing="full").select_related("picture").first()
    page: dict[str, Any] = {
        "twin": twin,
        "url": shown_to_her(request, [own.picture], "large").get(own.picture_id, "") if own and own.picture_id else "",
        "refused": refused if refused is not None else (None if own or twin.cover_chosen_at else no("no-full-length")),
    }
    return render(request, "twins/cover.html", page, status=409 if refused is not None else 200)
