"""The board as a list, with every act as a plain form: for the keyboard, a screen reader and a phone."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from studio.boards import actions, cards, listing
from studio.boards.models import Board, BoardRole, Card
from studio.boards.thread_reading import card_names
from studio.boards.views import board_of, seen
from studio.decisions import Decision
from studio.people.requests import StudioRequest

PAGE = 60
REMOVED_MOST = 20


@login_required
@require_GET
def board_list(request: StudioRequest, board_id: UUID) -> HttpResponse:
    return _list(request, board_of(request, board_id))


@login_required
@require_POST
def act(request: StudioRequest, board_id: UUID) -> HttpResponse:
    """One act of the list. Refused, the list says why and shows how things stand."""
    board = board_of(request, board_id, to="change")
    card_id = actions.as_uuid(request.POST.get("card", ""))
    card = get_object_or_404(Card, board=board, id=card_id) if card_id else None
    form = {name: str(value) for name, value in request.POST.items()}
    decision, op = listing.asked(form, card, cards.on(board))
    if op is not None:
        decision, _result = actions.apply(board, op, by=request.user, now=timezone.now())
    if op is None or not decision:
        return _list(request, board, refused=decision, about=card, status=409)
    shown = "" if op.kind == "remove" else op.card
    return redirect(_address(board, request.POST.get("page", ""), shown))


def _address(board: Board, page: str, card: str) -> str:
    query = f"?{urlencode({'page': page})}" if page.isdigit() else ""
    return f"{reverse('boards:list', args=[board.id])}{query}{f'#row-{card}' if card else ''}"


def _list(
    request: StudioRequest,
    board: Board,
    *,
    refused: Decision | None = None,
    about: Card | None = None,
    status: int = 200,
) -> HttpResponse:
    laid = cards.on(board)
    in_order = [card for part in listing.parts(laid) for card in (*_head(part), *part.cards)]
    page = Paginator(in_order, PAGE).get_page(request.POST.get("page") or request.GET.get("page"))
    views = {view.card.id: view for view in seen(request, list(page.object_list))}
    names = card_names(laid)
    gone = Card.objects.filter(board=board).exclude(removed_at=None).select_related("removed_by", "section")
    removed = list(gone.order_by("-removed_at")[:REMOVED_MOST])
    right = BoardRole.objects.right_of(request.user, board)
    context: dict[str, Any] = {
        "board": board,
        "shoot": board.shoot,
        "page": page,
        "rows": [_row(card, views[card.id], names) for card in page.object_list if card.id in views],
        "sections": [(card.id, names[card.id]) for card in laid if card.kind == Card.Kind.SECTION],
        "removed": [(card, name) for card, name in zip(removed, card_names(removed).values(), strict=True)],
        "gates": sorted({f"twin:{twin}" for view in views.values() for twin in view.twin_ids.split()}),
        "may_change": right == "edit",
        "may_comment": right != "view",
        "key": actions.fresh_key(),
        "below": max((card.y + card.height for card in laid), default=0.0) + 40,
        "refused": refused,
        "about": names.get(about.id, "") if about else "",
        "about_url": f"#row-{about.id}" if about and about.id in names else "",
    }
    return render(request, "boards/list.html", context, status=status)


def _head(part: listing.Part) -> list[Card]:
    return [part.section] if part.section else []


def _row(card: Card, view: cards.CardView, names: dict[UUID, str]) -> dict[str, Any]:
    return {
        "card": card,
        "view": view,
        "name": names[card.id],
        "is_section": card.kind == Card.Kind.SECTION,
        "may_write": card.kind in {"note", "section", "swatch", "palette", "arrow"},
    }
