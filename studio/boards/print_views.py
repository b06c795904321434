"""A board on paper: what of it, on which paper, and the file as long as it is there."""

from contextlib import suppress
from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from studio.boards import cards
from studio.boards.models import Board, Card, Printout
from studio.boards.prints import actions
from studio.boards.prints.rules import CHOSEN_MOST, FORMATS, PAPERS, Paper
from studio.boards.views import board_of
from studio.decisions import Decision
from studio.jobs.models import ALIVE
from studio.media.serving import streamed
from studio.people.requests import StudioRequest

KEY_MOST = 80
SHOWN_MOST = 6


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def out(request: StudioRequest, board_id: UUID) -> HttpResponse:
    board = board_of(request, board_id)
    if request.method != "POST":
        return _page(request, board)
    said = request.POST
    wanted = Paper(said.get("format", ""), said.get("size", ""), said.get("way", "landscape") == "landscape")
    key = said.get("key", "")[:KEY_MOST] or uuid4().hex
    chosen = chosen_in(said.get("what", ""), said.get("cards", ""))
    decision, made = actions.ask(board, wanted, chosen, by=request.user, now=timezone.now(), key=key)
    if made is None:
        return _page(request, board, decision)
    return redirect("boards:printout", board.id, made.id)


def chosen_in(what: str, some: str) -> list[UUID]:
    """what: "" is the whole board, "chosen" the cards that are named, else one section's id."""
    named = some.split(",") if what == "chosen" else [what]
    found = []
    for name in named[:CHOSEN_MOST]:
        with suppress(ValueError):
            found.append(UUID(name))
    return found


def _page(request: StudioRequest, board: Board, refusal: Decision | None = None) -> HttpResponse:
    now = timezone.now()
    mine = Printout.objects.of(request.user).there(now).filter(board=board).select_related("job")
    some = request.POST.get("cards", "") or request.GET.get("cards", "")
    chosen = chosen_in("chosen", some)
    context = {
        "board": board,
        "shoot": board.shoot,
        "sections": cards.lying_on(board).filter(kind=Card.Kind.SECTION).order_by("y", "x"),
        "chosen": ",".join(map(str, chosen)),
        "many": len(chosen),
        "papers": list(PAPERS),
        "formats": FORMATS,
        "mine": mine[:SHOWN_MOST],
        "key": uuid4().hex,
        "refusal": refusal,
        "asked": request.POST,
    }
    return render(request, "boards/out.html", context, status=409 if refusal is not None else 200)


def _mine(request: StudioRequest, board_id: UUID, printout_id: UUID) -> Printout:
    """Whoever asked for it, while she still sees the board."""
    board = board_of(request, board_id)
    rows = Printout.objects.of(request.user).filter(board=board).select_related("job", "file", "board__shoot")
    found: Printout = get_object_or_404(rows, id=printout_id)
    return found


@login_required
@require_safe
@never_cache
def printout(request: StudioRequest, board_id: UUID, printout_id: UUID) -> HttpResponse:
    """How far it is; once it is made, the way to the file."""
    return _told(request, _mine(request, board_id, printout_id))


def _told(request: StudioRequest, made: Printout, refusal: Decision | None = None) -> HttpResponse:
    context = {
        "printout": made,
        "board": made.board,
        "shoot": made.board.shoot,
        "alive": made.state in ALIVE,
        "is_there": bool(made.made_at and not made.gone_at and timezone.now() < made.until),
        "refusal": refusal,
    }
    name = "boards/_printout.html" if request.htmx else "boards/printout.html"
    return render(request, name, context, status=409 if refusal is not None else 200)


@login_required
@require_safe
@never_cache
def take(request: StudioRequest, board_id: UUID, printout_id: UUID) -> HttpResponseBase:
    """Consent is asked again, also between its pieces: a pause closes it at once."""
    made = _mine(request, board_id, printout_id)
    decision, content = actions.take(made, by=request.user, now=timezone.now())
    if not decision:
        return _told(request, made, decision)
    name = f"{slugify(made.board.name) or 'board'}-{made.size}.{made.format}"
    behind = tuple(made.gates.items())
    return streamed(content, content_type=actions.TYPES[made.format], file_name=name, behind=behind)
