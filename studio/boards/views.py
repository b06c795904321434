"""The board's page, its cards, and what one brings on to it. Moving and writing goes through the page's socket."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from studio.boards import actions, cards
from studio.boards.models import Board, BoardEvent, Card
from studio.consent.sides import house_seats
from studio.looks import actions as looks
from studio.looks.models import Garment, Look
from studio.media import actions as media
from studio.media.models import Upload
from studio.media.views import take
from studio.people.requests import StudioRequest
from studio.shoots.models import Shoot

EVENTS_SHOWN = 100


def board_of(request: StudioRequest, board_id: UUID) -> Board:
    boards = Board.objects.visible_to(request.user).select_related("shoot__house", "shoot__brief")
    return get_object_or_404(boards, id=board_id)


def seen(request: StudioRequest, found: list[Card]) -> list[cards.CardView]:
    return cards.views(
        found, viewer=request.user, session_key=request.session.session_key or "", now=timezone.now()
    )


@login_required
@require_GET
def shoot_board(request: StudioRequest, shoot_id: UUID) -> HttpResponse:
    """A shoot has a board from the first time somebody looks for it."""
    shoot = get_object_or_404(Shoot.objects.visible_to(request.user), id=shoot_id)
    return redirect("boards:board", actions.board_of(shoot, by=request.user, now=timezone.now()).id)


@login_required
@require_GET
def board(request: StudioRequest, board_id: UUID) -> HttpResponse:
    found = board_of(request, board_id)
    views = seen(request, cards.on(found))
    twins = {str(twin.id): twin for view in views for twin in view.twins}
    context = {
        "board": found,
        "shoot": found.shoot,
        "cards": views,
        "topics": [f"board:{found.id}", found.shoot.topic, *(f"twin:{twin}" for twin in sorted(twins))],
        "garments": sum(view.garment is not None for view in views),
        "key": uuid4(),
        "may_ask": found.shoot.house_id in {seat.organisation_id for seat in house_seats(request.user, timezone.now())},
    }
    return render(request, "boards/board.html", context)


@login_required
@require_GET
def card(request: StudioRequest, board_id: UUID, card_id: UUID) -> HttpResponse:
    """One card afresh: after an upload, a new preview, a pause."""
    found = board_of(request, board_id)
    return _card(request, get_object_or_404(Card, board=found, id=card_id, removed_at=None))


def _card(request: StudioRequest, found: Card) -> HttpResponse:
    views = seen(request, [found])
    if not views:
        return HttpResponse(status=404)
    return render(request, "boards/_card.html", {"view": views[0], "board": found.board})


@login_required
@require_GET
def side(request: StudioRequest, board_id: UUID, card_id: UUID) -> HttpResponse:
    """What is told of the chosen card beside the board."""
    found = board_of(request, board_id)
    views = seen(request, [get_object_or_404(Card.objects.select_related("by"), board=found, id=card_id)])
    if not views:
        return HttpResponse(status=404)
    context: dict[str, Any] = {"view": views[0], "board": found, "shoot": found.shoot, "key": uuid4()}
    if look := views[0].look:
        context["slots"] = cards.slot_lines(look)
    return render(request, "boards/_side.html", context)


@login_required
@require_POST
def upload(request: StudioRequest, board_id: UUID) -> HttpResponse:
    """A garment picture dropped on the board: it is a piece of the rack and a card at once."""
    found = board_of(request, board_id)

    def begin(upload: Upload, now: datetime) -> None:
        decision, garment = looks.add_garment(upload, shoot=found.shoot, by=request.user, now=now)
        if garment is None:
            media.give_up(upload, now=now, code=decision.code)
        else:
            actions.lay(found, Card.Kind.GARMENT, garment.id, by=request.user, now=now)

    return take(request, about=f"board:{found.id}", back=reverse("boards:board", args=[found.id]), begin=begin)


@login_required
@require_POST
def new_look(request: StudioRequest, board_id: UUID) -> HttpResponse:
    """A look on the stand-in, laid on the board; dressing it is the next page."""
    found = board_of(request, board_id)
    key = request.POST.get("key", "")[:80] or str(uuid4())
    decision, look = looks.new_look(found.shoot, by=request.user, now=timezone.now(), key=key)
    if not decision or look is None:
        return render(request, "boards/_refused.html", {"decision": decision}, status=409)
    actions.lay(found, Card.Kind.LOOK, look.id, by=request.user, now=timezone.now())
    return redirect("boards:board", found.id)


@login_required
@require_POST
def lay(request: StudioRequest, board_id: UUID) -> HttpResponse:
    """Lay a look, or a piece of the rack, that is not on the board yet."""
    found = board_of(request, board_id)
    about = actions.as_uuid(request.POST.get("about", ""))
    kind = request.POST.get("kind", "")
    sources = {
        Card.Kind.LOOK: Look.objects.filter(shoot=found.shoot),
        Card.Kind.GARMENT: Garment.objects.on_rack_of(found.shoot),
    }
    if kind not in sources or about is None or not sources[Card.Kind(kind)].filter(id=about).exists():
        return render(request, "boards/_refused.html", {"decision": None}, status=422)
    actions.lay(found, kind, about, by=request.user, now=timezone.now())
    return redirect("boards:board", found.id)


@login_required
@require_GET
def history(request: StudioRequest, board_id: UUID) -> HttpResponse:
    """Who did what, the newest first."""
    found = board_of(request, board_id)
    events = BoardEvent.objects.filter(board=found).select_related("by", "card").order_by("-seq")[:EVENTS_SHOWN]
    return render(request, "boards/history.html", {"board": found, "shoot": found.shoot, "events": events})
