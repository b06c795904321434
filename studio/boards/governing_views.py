"""The boards of a shoot, what they are called, and who may do what on each."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from studio.boards import actions, beginnings
from studio.boards.crew import crew_of
from studio.boards.models import Board, BoardRole
from studio.boards.views import board_of
from studio.decisions import Decision
from studio.people.models import Person
from studio.people.requests import StudioRequest
from studio.shoots import actions as shoots
from studio.shoots.models import Shoot
from studio.web.errors import NotAllowedError


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def of_shoot(request: StudioRequest, shoot_id: UUID) -> HttpResponse:
    """All boards of a shoot, and a form that makes one more."""
    shoot = get_object_or_404(Shoot.objects.visible_to(request.user).select_related("house"), id=shoot_id)
    if request.method != "POST":
        return _boards(request, shoot)
    name, key = request.POST.get("name", ""), request.POST.get("key", "")[:80]
    decision, board = actions.make(shoot, name, by=request.user, now=timezone.now(), key=key)
    if board is None:
        return _boards(request, shoot, refused=decision, status=422)
    if code := request.POST.get("begin", ""):
        beginnings.begin(board, code, lines="lines" in request.POST, by=request.user, now=timezone.now())
    return redirect("boards:board", board.id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: StudioRequest, board_id: UUID) -> HttpResponse:
    """Lay a beginning on a board that is still empty."""
    board = board_of(request, board_id, to="change")
    context: dict[str, Any] = {"board": board, "shoot": board.shoot, "beginnings": beginnings.BEGINNINGS.values()}
    context["plans"] = bool(shoots.may_plan_shots(board.shoot, request.user))
    if request.method != "POST":
        return render(request, "boards/begin.html", context)
    code, lines = request.POST.get("begin", ""), "lines" in request.POST
    decision, _begun = beginnings.begin(board, code, lines=lines, by=request.user, now=timezone.now())
    if not decision:
        return render(request, "boards/begin.html", {**context, "refused": decision}, status=409)
    return redirect("boards:board", board.id)


def _boards(
    request: StudioRequest, shoot: Shoot, *, refused: Decision | None = None, status: int = 200
) -> HttpResponse:
    rows = Board.objects.filter(shoot=shoot).in_order().select_related("made_by", "changed_by")
    context = {
        "shoot": shoot,
        "boards": rows.annotate(lying=Count("cards", Q(cards__removed_at=None))),
        "refused": refused,
        "key": actions.fresh_key(),
        "beginnings": beginnings.BEGINNINGS.values(),
        "plans": bool(shoots.may_plan_shots(shoot, request.user)),
    }
    return render(request, "boards/of_shoot.html", context, status=status)


@login_required
@require_POST
def rename(request: StudioRequest, board_id: UUID) -> HttpResponse:
    board = board_of(request, board_id, to="change")
    decision = actions.rename(board, request.POST.get("name", ""), by=request.user)
    if not decision:
        return _rights(request, board, refused=decision, status=422)
    messages.success(request, _("Renamed."))
    return redirect("boards:rights", board.id)


@login_required
@require_GET
def rights(request: StudioRequest, board_id: UUID) -> HttpResponse:
    """Who may do what on the board, for everybody on it to read, and for its maker and the producer to set."""
    return _rights(request, board_of(request, board_id))


@login_required
@require_POST
def set_right(request: StudioRequest, board_id: UUID, person_id: UUID) -> HttpResponse:
    board = board_of(request, board_id)
    now = timezone.now()
    person = get_object_or_404(crew_of(board, request.user, now), id=person_id)
    decision = actions.set_right(board, person, request.POST.get("right", ""), by=request.user, now=now)
    if decision.code == "not-board-maker":
        raise NotAllowedError(decision)
    if not decision:
        return _rights(request, board, refused=decision, status=409)
    messages.success(request, _("Kept."))
    return redirect("boards:rights", board.id)


def _rights(
    request: StudioRequest, board: Board, *, refused: Decision | None = None, status: int = 200
) -> HttpResponse:
    roles = {role.person_id: role for role in BoardRole.objects.filter(board=board).select_related("by")}
    context = {
        "board": board,
        "shoot": board.shoot,
        "people": [_row(person, board, roles) for person in crew_of(board, request.user, timezone.now())],
        "rights": BoardRole.Right.choices,
        "may_govern": bool(actions.may_govern(board, request.user)),
        "may_change": bool(actions.may(board, request.user, "change")),
        "refused": refused,
    }
    return render(request, "boards/rights.html", context, status=status)


def _row(person: Person, board: Board, roles: dict[UUID, BoardRole]) -> dict[str, Any]:
    role = roles.get(person.id)
    right = BoardRole.Right(role.right) if role else BoardRole.Right.EDIT
    return {"person": person, "role": role, "right": right, "made_it": person.id == board.made_by_id}
