"""What one drops, pastes or photographs on to a board, what it is, whose it is, and which colours it has."""

from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from studio.boards import actions, bringing
from studio.boards.forms import WhoseForm
from studio.boards.models import Board, Card
from studio.boards.rules import Op
from studio.boards.saying import about_brought, said_about
from studio.boards.views import board_of, seen
from studio.decisions import YES, Decision, no
from studio.imaging import palettes
from studio.looks import brought
from studio.looks.models import Picture
from studio.media import actions as media
from studio.media import fetching
from studio.media.models import Upload
from studio.media.views import row, take
from studio.people.requests import StudioRequest
from studio.web.sentences import sentence

GAP = 24.0


@login_required
@require_POST
def upload(request: StudioRequest, board_id: UUID) -> HttpResponse:
    """Pictures dropped on the board: each a card at once, where it fell."""
    board = board_of(request, board_id, to="change")
    place = bringing.place_in(request.POST.dict())

    source = request.POST.get("source", "")

    def begin(upload: Upload, now: datetime) -> str:
        if fetching.is_address(source):  # dragged from another page, and the browser gave the file itself along
            upload.source = source
            upload.save(update_fields=["source"])
        _decision, card = bringing.bring(board, upload, place, by=request.user, now=now)
        return str(card.id) if card else ""

    shown = "boards:list" if request.POST.get("back") == "list" else "boards:board"  # a phone's camera sends from there
    return take(request, about=f"board:{board.id}", back=reverse(shown, args=[board.id]), begin=begin)


@login_required
@require_POST
def known(request: StudioRequest, board_id: UUID) -> HttpResponse:
    """Asked before anything is sent: are these very bytes here? Then their card is shown, and nothing is sent."""
    board = board_of(request, board_id, to="change")
    there = brought.known(request.POST.get("sha256", "")[:64], board.shoot)
    if there is None:
        return JsonResponse({"card": ""})
    place = bringing.place_in(request.POST.dict())
    card = bringing.lay(board, there, place, by=request.user, now=timezone.now())
    return JsonResponse({"card": str(card.id)})


@login_required
@require_POST
def address(request: StudioRequest, board_id: UUID) -> HttpResponse:
    """A picture dragged from another page: a worker fetches it from the open network, or a sentence says to save it."""
    board = board_of(request, board_id, to="change")
    where, now = request.POST.get("address", "").strip(), timezone.now()
    decision = may_fetch(where) and brought.may_bring(board.shoot, request.user)
    if not decision:
        return HttpResponse(sentence(decision), status=422, content_type="text/plain; charset=utf-8")
    with transaction.atomic():
        upload = media.expect(
            where, by=request.user, about=f"board:{board.id}", now=now, key=request.POST.get("key", "")[:64]
        )
        place = bringing.place_in(request.POST.dict())
        _decision, card = bringing.bring(board, upload, place, by=request.user, now=now)
    return HttpResponse(row(request, upload, card=str(card.id) if card else ""))


def may_fetch(where: str) -> Decision:
    if not settings.FETCH_PICTURES:
        return no("address-not-fetched")
    try:
        fetching.place_of(where)
    except fetching.NotFetched as problem:
        return no(problem.code)
    return YES


def card_on(board: Board, card_id: UUID) -> Card:
    return get_object_or_404(Card.objects.select_related("by"), board=board, id=card_id, removed_at=None)


@login_required
@require_POST
def turn(request: StudioRequest, board_id: UUID, card_id: UUID) -> HttpResponse:
    """It is a garment, a reference, a backdrop or just a picture: said in one tap."""
    board = board_of(request, board_id, to="change")
    card = card_on(board, card_id)
    picture = bringing.brought_as(card)
    if picture is None:
        return HttpResponse(status=404)
    decision = bringing.turn(board, picture, request.POST.get("kind", ""), by=request.user, now=timezone.now())
    return answered(request, board, card_id, decision)


@login_required
@require_POST
def whose(request: StudioRequest, board_id: UUID, card_id: UUID) -> HttpResponse:
    """Whose it is, whether we may, and where it is from."""
    board = board_of(request, board_id, to="change")
    card = card_on(board, card_id)
    held = said_about(card)
    form = WhoseForm(request.POST)
    if held is None:
        return HttpResponse(status=404)
    if not form.is_valid():
        return answered(request, board, card_id, no("not-a-choice"))
    source = form.cleaned_data["source"] if isinstance(held, Picture) else None
    decision = brought.say(held, form.answer(), source=source, by=request.user, now=timezone.now())
    return answered(request, board, card_id, decision)


def answered(request: StudioRequest, board: Board, card_id: UUID, decision: Decision) -> HttpResponse:
    """The part beside the board afresh, or without script the board."""
    if not request.headers.get("HX-Request"):
        if decision:
            return redirect("boards:board", board.id)
        return render(request, "boards/_refused.html", {"decision": decision}, status=409)
    views = seen(request, [card_on(board, card_id)])
    if not views:
        return HttpResponse(status=404)
    page = {"board": board, **about_brought(views[0]), "refusal": decision}
    return render(request, "boards/_brought.html", page, status=200 if decision else 409)


@login_required
@require_GET
def colour(request: StudioRequest, board_id: UUID) -> JsonResponse:
    """What a colour is called in the open list, and where it lies in L*a*b*."""
    board_of(request, board_id)
    try:
        found = palettes.named(palettes.of_hex(request.GET.get("colour", "")))
    except ValueError:
        return JsonResponse({}, status=422)
    return JsonResponse({"colour": found.colour, "lab": found.lab, "name": found.name})


@login_required
@require_POST
def palette(request: StudioRequest, board_id: UUID, card_id: UUID) -> HttpResponse:
    """A card of the colours a picture has, beside that picture."""
    board = board_of(request, board_id, to="change")
    card = card_on(board, card_id)
    found = bringing.colours_of(card)
    if not found:
        return answered(request, board, card_id, no("no-colours"))
    said = {"colours": [{"colour": each.colour, "name": each.name} for each in found], "words": _("Palette")}
    at = {**bringing.free_beside(card, GAP), "width": 220.0, "height": 170.0}
    op = Op(uuid4().hex, "add", str(uuid4()), 0, {"kind": "palette", "content": said, **at})
    decision, _event = actions.apply(board, op, by=request.user, now=timezone.now())
    return answered(request, board, card_id, decision)
