"""What is said on a board: the panel beside it, and the same as a page for whoever has no script."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from studio.boards import thread_actions, thread_reading
from studio.boards.card_past import past
from studio.boards.crew import crew_of
from studio.boards.models import Board, Card, Comment, Thread
from studio.boards.thread_actions import Place, as_uuid
from studio.boards.thread_reading import ALL, MINE, OPEN
from studio.boards.thread_rules import KEY_MOST
from studio.boards.views import board_of
from studio.decisions import YES, Decision
from studio.people.models import Person
from studio.people.requests import StudioRequest
from studio.shoots.models import Booking

CREW_MOST = 400


@login_required
@require_safe
@never_cache
def threads(request: StudioRequest, board_id: UUID) -> HttpResponse:
    return _page(request, board_of(request, board_id), as_uuid(request.GET.get("thread", "")))


@login_required
@require_POST
def begin(request: StudioRequest, board_id: UUID) -> HttpResponse:
    board = board_of(request, board_id)
    decision, thread = thread_actions.begin(
        board,
        Place(request.POST.get("card", ""), _number(request, "x"), _number(request, "y")),
        request.POST.get("words", ""),
        by=request.user,
        now=timezone.now(),
        key=_key(request),
        chosen=request.POST.getlist("who"),
    )
    return _answered(request, board, thread.id if thread else None, decision)


@login_required
@require_POST
def answer(request: StudioRequest, board_id: UUID, thread_id: UUID) -> HttpResponse:
    board, thread = _thread(request, board_id, thread_id)
    decision, _said = thread_actions.answer(
        thread,
        request.POST.get("words", ""),
        by=request.user,
        now=timezone.now(),
        key=_key(request),
        chosen=request.POST.getlist("who"),
    )
    return _answered(request, board, thread.id, decision)


@login_required
@require_POST
def turn(request: StudioRequest, board_id: UUID, thread_id: UUID) -> HttpResponse:
    """Resolve it, or open it again."""
    board, thread = _thread(request, board_id, thread_id)
    resolved = request.POST.get("to") == "resolved"
    decision = thread_actions.turn(thread, resolved=resolved, by=request.user, now=timezone.now())
    return _answered(request, board, thread.id, decision)


@login_required
@require_POST
def ask_for(request: StudioRequest, board_id: UUID, thread_id: UUID) -> HttpResponse:
    """Somebody the talk waits for; nobody chosen, it waits for nobody."""
    board, thread = _thread(request, board_id, thread_id)
    wanted = as_uuid(request.POST.get("person", ""))
    person = get_object_or_404(Person, id=wanted) if wanted else None
    decision = thread_actions.ask_for(thread, person, by=request.user, now=timezone.now())
    return _answered(request, board, thread.id, decision)


@login_required
@require_POST
def read(request: StudioRequest, board_id: UUID) -> HttpResponse:
    """One talk, or all of them."""
    board = board_of(request, board_id)
    wanted = as_uuid(request.POST.get("thread", ""))
    rows = Thread.objects.filter(board=board)
    found = [get_object_or_404(rows, id=wanted)] if wanted else list(rows.unread_by(request.user))
    thread_actions.read(found, by=request.user, now=timezone.now())
    return _answered(request, board, wanted, YES)


@login_required
@require_POST
def take_back(request: StudioRequest, board_id: UUID, comment_id: UUID) -> HttpResponse:
    board = board_of(request, board_id)
    comment = get_object_or_404(Comment.objects.select_related("thread"), id=comment_id, thread__board=board)
    decision = thread_actions.take_back(comment, by=request.user, now=timezone.now())
    return _answered(request, board, comment.thread_id, decision)


@login_required
@require_safe
@never_cache
def crew(request: StudioRequest, board_id: UUID) -> HttpResponse:
    """Who may be named, for the list that completes a name."""
    board = board_of(request, board_id)
    crafts: dict[UUID, list[str]] = {}
    for booking in Booking.objects.in_force().filter(shoot=board.shoot_id).order_by("booked_at"):
        crafts.setdefault(booking.person_id, []).append(booking.get_craft_display())
    people = [
        {"id": str(person.id), "name": person.name, "does": ", ".join(crafts.get(person.id, []))}
        for person in crew_of(board, request.user, timezone.now())[:CREW_MOST]
    ]
    return JsonResponse({"people": people})


@login_required
@require_safe
@never_cache
def card_past(request: StudioRequest, board_id: UUID, card_id: UUID) -> HttpResponse:
    """Who did what to one card; also to one that was taken off."""
    board = board_of(request, board_id)
    card = get_object_or_404(Card, board=board, id=card_id)
    name = thread_reading.card_names([card])[card.id]
    page = {"board": board, "shoot": board.shoot, "lines": past(card), "name": name}
    return render(request, "boards/_past_lines.html" if request.htmx else "boards/past.html", page)


def _thread(request: StudioRequest, board_id: UUID, thread_id: UUID) -> tuple[Board, Thread]:
    board = board_of(request, board_id)
    return board, get_object_or_404(Thread, id=thread_id, board=board)


def _answered(request: StudioRequest, board: Board, thread: UUID | None, decision: Decision) -> HttpResponse:
    if not decision:
        return _page(request, board, thread, decision, status=409)
    if request.htmx:
        return _page(request, board, thread)
    show = request.POST.get("show", OPEN)
    anchor = f"&thread={thread}#thread-{thread}" if thread else ""
    return redirect(f"{reverse('boards:threads', args=[board.id])}?show={show}{anchor}")


def _page(
    request: StudioRequest, board: Board, thread: UUID | None, refusal: Decision | None = None, status: int = 200
) -> HttpResponse:
    now = timezone.now()
    given = request.POST if request.method == "POST" else request.GET
    show = given.get("show", OPEN)
    show = show if show in {OPEN, MINE, ALL} else OPEN
    talks = thread_reading.talks(board, show, viewer=request.user, also=thread)
    page: dict[str, Any] = {
        "board": board,
        "shoot": board.shoot,
        "talks": talks,
        "unread": sum(talk.is_unread for talk in talks),
        "show": show,
        "opened": thread,
        "may": thread_actions.may_comment(board, request.user),
        "crew": crew_of(board, request.user, now)[:CREW_MOST] if thread else (),
        "refusal": refusal,
        "draft": request.POST.get("words", "") if refusal else "",
        "key": uuid4(),
    }
    if request.htmx:
        return render(request, "boards/threads/_threads.html", page, status=status)
    page |= {"cards": _cards(board), "about": as_uuid(given.get("card", ""))}
    return render(request, "boards/threads/page.html", page, status=status)


def _cards(board: Board) -> list[tuple[UUID, str]]:
    """What a talk may be pinned to, by name: without script nobody points at a place."""
    cards = list(Card.objects.filter(board=board, removed_at=None).order_by("layer", "at"))
    names = thread_reading.card_names(cards)
    return sorted(((card.id, names[card.id]) for card in cards), key=lambda each: each[1])


def _number(request: StudioRequest, name: str) -> float:
    try:
        return float(request.POST.get(name, "0"))
    except ValueError:
        return float("nan")


def _key(request: StudioRequest) -> str:
    return request.POST.get("key", "")[:KEY_MOST] or str(uuid4())
