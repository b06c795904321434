"""The board's page, its cards, and what one brings on to it. Moving and writing goes through the page's socket."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import get_template
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from studio.boards import actions, cards, rules
from studio.boards.models import Board, BoardRole, Card
from studio.boards.saying import about_brought
from studio.consent.sides import house_seats
from studio.live.tickets import sign
from studio.looks import actions as looks
from studio.looks.models import Garment, Look
from studio.people.requests import StudioRequest
from studio.shoots.models import Shoot
from studio.web.errors import NotAllowedError

FIRST_MOST = 60


def board_of(request: StudioRequest, board_id: UUID, *, to: str = "look") -> Board:
    """The board, for whoever may look at it, comment on it, or change it: another's is not there, the rest is said."""
    boards = Board.objects.visible_to(request.user).select_related("shoot__house", "shoot__brief")
    board = get_object_or_404(boards, id=board_id)
    if to != "look" and not (decision := actions.may(board, request.user, to)):
        raise NotAllowedError(decision)
    return board


def seen(request: StudioRequest, found: list[Card]) -> list[cards.CardView]:
    return cards.views(found, viewer=request.user, session_key=request.session.session_key or "", now=timezone.now())


@login_required
@require_GET
def shoot_board(request: StudioRequest, shoot_id: UUID) -> HttpResponse:
    """A shoot has a board from the first time somebody looks for it."""
    shoot = get_object_or_404(Shoot.objects.visible_to(request.user), id=shoot_id)
    return redirect("boards:board", actions.board_of(shoot, by=request.user, now=timezone.now()).id)


@login_required
@require_GET
def board(request: StudioRequest, board_id: UUID) -> HttpResponse:
    """The cards that meet the first view; the page asks for the rest at once (`snapshot`)."""
    found = board_of(request, board_id)
    boxes = cards.boxes_on(found)
    first = rules.in_first_view([box[1:] for box in boxes], most=FIRST_MOST)
    right = BoardRole.objects.right_of(request.user, found)
    context = {
        "board": found,
        "shoot": found.shoot,
        "cards": seen(request, cards.some(found, [boxes[index][0] for index in first])),
        "count": len(boxes),
        "topics": topics_of(found),
        "key": uuid4(),
        "right": right,
        "may_change": bool(rules.may(right, "change")),
        "may_comment": bool(rules.may(right, "comment")),
        "may_govern": bool(actions.may_govern(found, request.user)),
        "may_ask": found.shoot.house_id in {seat.organisation_id for seat in house_seats(request.user, timezone.now())},
    }
    return render(request, "boards/board.html", context)


def topics_of(board: Board) -> list[str]:
    """What a page of the board listens to: itself, its shoot, and the gate of everybody who is on it."""
    return [f"board:{board.id}", board.shoot.topic, *(f"twin:{twin}" for twin in cards.twins_on(board))]


@login_required
@require_GET
@never_cache
def snapshot(request: StudioRequest, board_id: UUID) -> JsonResponse:
    """Every card as the page shows it, and up to which event; with what lets the page listen to all who are on it."""
    found = board_of(request, board_id)
    views = seen(request, cards.on(found))
    template = get_template("boards/_card.html")
    drawn = [
        {
            "id": str(view.card.id),
            "kind": view.card.kind,
            **{name: getattr(view.card, name) for name in ("x", "y", "width", "height", "rotation", "layer")},
            "html": template.render({"view": view, "board": found}),
        }
        for view in views
    ]
    topics = topics_of(found)
    live = {"topics": topics, "token": sign(topics, session_key=request.session.session_key or "")}
    return JsonResponse({"seq": found.seq, "live": live, "cards": drawn})


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
    answer = render(request, "boards/_card.html", {"view": views[0], "board": found.board})
    if views[0].twin_ids:  # somebody new on the board, perhaps: the page asks to hear of her with this
        gates = [f"twin:{twin}" for twin in views[0].twin_ids.split()]
        answer["Live-Topics"] = " ".join(gates)
        answer["Live-Token"] = sign(gates, session_key=request.session.session_key or "")
    return answer


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
    context |= about_brought(views[0])
    return render(request, "boards/_side.html", context)


@login_required
@require_POST
def new_look(request: StudioRequest, board_id: UUID) -> HttpResponse:
    """A look on the stand-in, laid on the board; dressing it is the next page."""
    found = board_of(request, board_id, to="change")
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
    found = board_of(request, board_id, to="change")
    about = actions.as_uuid(request.POST.get("about", ""))
    kind = request.POST.get("kind", "")
    of_the_shoot = Look.objects.filter(shoot=found.shoot)
    sources = {
        **dict.fromkeys(cards.OF_LOOKS, of_the_shoot),
        Card.Kind.GARMENT: Garment.objects.on_rack_of(found.shoot),
        Card.Kind.BOARD: Board.objects.filter(shoot=found.shoot).exclude(id=found.id),
    }
    if kind not in sources or about is None or not sources[Card.Kind(kind)].filter(id=about).exists():
        return render(request, "boards/_refused.html", {"decision": None}, status=422)
    actions.lay(found, kind, about, by=request.user, now=timezone.now())
    return redirect("boards:board", found.id)
