"""A house asks a model for a whole shoot, with its board in front of her as it stands when the house sends."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from studio.boards import actions, picturing
from studio.boards.models import Board
from studio.boards.views import board_of
from studio.decisions import YES, Decision
from studio.looks.casting import Casting, casting_of
from studio.looks.wearing import worn_in_any
from studio.media.models import Blob
from studio.people.models import Person
from studio.people.requests import StudioRequest
from studio.previews.ask_views import Asking, asked_page, house_asks, whom
from studio.shoots.models import Shoot
from studio.shoots.rules import brief_missing
from studio.shoots.uses import Worn, brief_of


@dataclass(frozen=True)
class AboutABoard(Asking):
    board: Board

    @property
    def about(self) -> str:
        return f"board:{self.board.id}"

    @property
    def title(self) -> str:
        return _("The board of %(shoot)s") % {"shoot": self.shoot.name}

    @property
    def address(self) -> str:
        return reverse("boards:ask", args=[self.board.id, self.twin.id])

    @property
    def back(self) -> str:
        return reverse("boards:ask_whom", args=[self.board.id])

    def picture(self, by: Person, now: datetime) -> tuple[Decision, Blob | None]:
        """In her language, since she is the one who reads it."""
        return YES, picturing.kept(self.board, self.twin.owner.language, now)

    def worn(self) -> Worn:
        return worn_in_any(self.shoot)

    def shown(self, session_key: str) -> dict[str, Any]:
        return {"board": self.board, "picture": reverse("boards:picture", args=[self.board.id])}


@login_required
@require_safe
@never_cache
def picture(request: StudioRequest, board_id: UUID) -> HttpResponse:
    """The board as it would go with a request sent now. It shows no model, so it is anybody's who sees the board."""
    board = board_of(request, board_id)
    content, _pixels = picturing.rendered(board, get_language() or "en", timezone.now())
    return HttpResponse(content, content_type="image/webp")


@login_required
@require_GET
def shoot_ask(request: StudioRequest, shoot_id: UUID) -> HttpResponse:
    """From the casting of a look to the asking for all of it."""
    shoot = get_object_or_404(Shoot.objects.visible_to(request.user), id=shoot_id)
    house_asks(request, shoot)
    return redirect("boards:ask_whom", actions.board_of(shoot, by=request.user, now=timezone.now()).id)


@login_required
@require_GET
def ask_whom(request: StudioRequest, board_id: UUID) -> HttpResponse:
    """Who may be asked for the shoot: those whose licence covers it already, and those it is to be asked of."""
    board = board_of(request, board_id)
    house_asks(request, board.shoot)
    missing = brief_missing(brief_of(board.shoot))
    session_key = request.session.session_key or ""
    casting = Casting([], []) if missing else casting_of(board, session_key=session_key, now=timezone.now())
    page = {
        "board": board,
        "shoot": board.shoot,
        "missing": missing,
        "yes": casting.yes,
        "away": [card for card in casting.away if card.state != "paused"],
        "paused": [card for card in casting.away if card.state == "paused"],
        "gates": [card.twin.gate_name for card in casting.yes],
    }
    return render(request, "boards/ask_whom.html", page)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: StudioRequest, board_id: UUID, twin_id: UUID) -> HttpResponse:
    board = board_of(request, board_id)
    house_asks(request, board.shoot)
    return asked_page(request, AboutABoard(board.shoot, whom(twin_id), request.GET.get("tests") == "1", board))
