"""A board's past: who did what, the board as it was at any moment, moments with names, and bringing one back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from studio.boards import actions, moments
from studio.boards import history as past
from studio.boards.models import Board, BoardEvent, BoardVersion, Card
from studio.boards.thread_reading import card_names
from studio.boards.views import board_of, seen
from studio.people.requests import StudioRequest
from studio.web.errors import NotAllowedError


@login_required
@require_GET
def history(request: StudioRequest, board_id: UUID) -> HttpResponse:
    """Who did what, the newest first: on all of the board, or on one card of it."""
    board = board_of(request, board_id)
    card_id = actions.as_uuid(request.GET.get("card", ""))
    card = get_object_or_404(Card, board=board, id=card_id) if card_id else None
    page = past.history(board, card=card_id, before=_number(request.GET.get("before", "")))
    context = {
        "board": board,
        "shoot": board.shoot,
        "page": page,
        "card": card,
        "name": card_names([card])[card.id] if card else "",
        "versions": BoardVersion.objects.filter(board=board).select_related("by").order_by("-seq", "-at"),
        "may_change": bool(actions.may(board, request.user, "change")),
        "gone": card is not None and card.removed_at is not None,
    }
    return render(request, "boards/history.html", context)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


@login_required
@require_GET
def at(request: StudioRequest, board_id: UUID, seq: int) -> HttpResponse:
    """The board as it was after an event. What consent hides by now is hidden there too."""
    board = board_of(request, board_id)
    if seq > board.seq:
        raise Http404
    event = BoardEvent.objects.filter(board=board, seq=seq).select_related("by").first()
    views = seen(request, moments.board_at(board, seq))
    twins = dict.fromkeys(twin for view in views for twin in view.twin_ids.split())
    context = {
        "board": board,
        "shoot": board.shoot,
        "cards": views,
        "count": len(views),
        "topics": [board.shoot.topic, *(f"twin:{twin}" for twin in twins)],
        "right": "view",
        "seq": seq,
        "event": event,
        "names": BoardVersion.objects.filter(board=board, seq=seq).order_by("at"),
        "before": seq - 1 if seq else None,
        "after": seq + 1 if seq < board.seq else None,
        "may_change": bool(actions.may(board, request.user, "change")),
        "key": actions.fresh_key(),
    }
    return render(request, "boards/moment.html", context)


@login_required
@require_GET
def back(request: StudioRequest, board_id: UUID, seq: int) -> HttpResponse:
    """What bringing a moment back would do, before it is done."""
    board = board_of(request, board_id, to="change")
    if seq > board.seq:
        raise Http404
    return render(request, "boards/bring_back.html", _back(request, board, seq))


def _back(request: StudioRequest, board: Board, seq: int) -> dict[str, Any]:
    steps = actions.steps_to(board, seq, by=request.user)
    kinds = [step.kind for step in steps]
    since = BoardEvent.objects.filter(board=board, seq__gt=seq).exclude(by=request.user)
    return {
        "board": board,
        "shoot": board.shoot,
        "seq": seq,
        "event": BoardEvent.objects.filter(board=board, seq=seq).select_related("by").first(),
        "nothing": not steps,
        "back": kinds.count("restore"),
        "placed": len({step.card for step in steps if step.kind in {"move", "layer", "bond"}}),
        "words": kinds.count("content"),
        "hers": kinds.count("remove"),
        "stays": since.filter(kind__in=moments.NEW, card__removed_at=None).count(),
        "stays_words": since.filter(kind="content").values("card").distinct().count(),
        "key": actions.fresh_key(),
    }


@login_required
@require_POST
def bring_back(request: StudioRequest, board_id: UUID, seq: int) -> HttpResponse:
    """The whole board, or one card, as it was: as new steps."""
    board = board_of(request, board_id, to="change")
    card = actions.as_uuid(request.POST.get("card", ""))
    key = request.POST.get("key", "")
    if not (key.isalnum() and key.isascii() and len(key) <= 32):
        raise Http404
    decision, events = actions.bring_back(board, seq, by=request.user, now=timezone.now(), key=key, card=card)
    if not decision:
        raise NotAllowedError(decision)
    count = len({event.card_id for event in events})
    if count:
        said = ngettext("%(n)s card is as it was then.", "%(n)s cards are as they were then.", count) % {"n": count}
    else:
        said = _("Nothing had to be brought back.")
    messages.success(request, said)
    return redirect("boards:board", board.id)


@login_required
@require_POST
def name_moment(request: StudioRequest, board_id: UUID) -> HttpResponse:
    """Give the board as it is now, or as it was, a name."""
    board = board_of(request, board_id, to="change")
    asked = _number(request.POST.get("seq", ""))
    seq = board.seq if asked is None else asked
    name = request.POST.get("name", "")
    decision, version = actions.name_moment(board, seq, name, by=request.user, now=timezone.now())
    if version is None:
        return render(request, "boards/_refused.html", {"decision": decision}, status=422)
    messages.success(request, _("The moment is named %(name)s.") % {"name": version.name})
    return redirect("boards:history", board.id)
