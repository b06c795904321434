"""What a guest sees of a board. Whether her link still opens it is asked at each request, and again at each picture."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studio.boards import guest_actions, guest_cards, guest_pictures, guest_rules, guest_talks
from studio.boards.guest_cards import GuestCard
from studio.boards.models import BoardGuest, GuestCode
from studio.decisions import YES, Decision, no
from studio.live import tickets
from studio.media import serving
from studio.people import guests
from studio.people.mailing import post
from studio.people.models import GuestLink
from studio.register import actions as register

OPENED, PROOF, PENDING = "guest_opened", "guest_proof", "guest_pending"
SIZES = {"": "card", "large": "large"}
HEADERS = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow, noarchive, nosnippet, noimageindex",
    "Referrer-Policy": "same-origin",  # none at all would take the origin off her own forms, and they would be refused
}
P = ParamSpec("P")
GuestView = Callable[Concatenate[HttpRequest, BoardGuest, P], HttpResponseBase]
View = Callable[..., HttpResponseBase]


def for_guests(view: GuestView[P]) -> View:
    """Let in by a link of this very board, in force now: else there is nothing here, or a sentence since when not."""

    @wraps(view)
    def asked(request: HttpRequest, board_id: UUID, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        answer = _answered(view, request, board_id, *args, **kwargs)
        for name, value in HEADERS.items():
            answer.headers[name] = value
        return answer

    return asked


def _answered(
    view: GuestView[P], request: HttpRequest, board_id: UUID, *args: P.args, **kwargs: P.kwargs
) -> HttpResponseBase:
    now = timezone.now()
    link = guests.came_by(request.session)
    guest = BoardGuest.objects.for_page().filter(link=link, board_id=board_id).first() if link else None
    if link is None or guest is None:
        raise Http404("no guest of this board")
    decision = guest_actions.still_opens(guest, now)
    if not decision:
        return render(request, "people/link_refused.html", {"decision": decision}, status=410)
    return view(request, guest, *args, **kwargs)


@require_safe
@for_guests
def board(request: HttpRequest, guest: BoardGuest) -> HttpResponse:
    """Behind a door of its own: what fetches a link to show what lies behind it finds nothing of the shoot."""
    if not is_open(request, guest):
        return render(request, "boards/guest/door.html", {"guest": guest})
    now = timezone.now()
    guest_actions.looked_in(guest, now)
    return render(request, "boards/guest/board.html", column_of(request, guest, now))


@require_POST
@for_guests
def open_door(request: HttpRequest, guest: BoardGuest) -> HttpResponse:
    request.session[OPENED] = str(guest.link_id)
    return redirect("boards:guest_board", guest.board_id)


@require_safe
@for_guests
def column(request: HttpRequest, guest: BoardGuest) -> HttpResponse:
    """The cards afresh, for a page that asks now and then; nothing is sent where nothing moved."""
    if not is_open(request, guest):
        raise Http404("the door is shut")
    now = timezone.now()
    guest_actions.looked_in(guest, now)
    context = column_of(request, guest, now)
    if request.GET.get("as") == context["stands"]:
        return HttpResponse(status=204)
    if request.GET.get("of") != context["listens"]:
        again = {"HX-Refresh": "true"}  # another twin came in: the whole page, so that it hears of her, too
        return HttpResponse(status=204, headers=again)
    return render(request, "boards/guest/_column.html", context)


def is_open(request: HttpRequest, guest: BoardGuest) -> bool:
    return bool(request.session.get(OPENED) == str(guest.link_id))


def column_of(request: HttpRequest, guest: BoardGuest, now: datetime) -> dict[str, Any]:
    parts = guest_cards.parts_of(guest, now)
    gates = guest_cards.gates_in(parts)
    return {
        "guest": guest,
        "board": guest.board,
        "parts": parts,
        "stands": stands(guest, parts),
        "topics": [guests.topic_of(guest.link), *gates],
        "gates": " ".join(gates),
        "listens": register.salted("|".join(gates))[:16],
        "key": uuid4().hex,
        "may_comment": guest.link.rights != GuestLink.Rights.VIEW,
        "may_decide": guest.link.rights == GuestLink.Rights.DECIDE,
    }


def stands(guest: BoardGuest, parts: list[guest_cards.Part]) -> str:
    """Another text whenever the column shows something else."""
    told = [
        f"{each.card.id}:{each.card.content_version}:{each.card.geometry_version}:{each.blob.id if each.blob else ''}"
        f":{each.decision.code}:{each.said.id if each.said else ''}"
        f":{[(one.id, one.is_taken_back) for _thread, said in each.talks for one in said]}"
        for part in parts
        for each in part.cards
    ]
    return register.salted("|".join([str(guest.link_id), *told]))[:16]


@require_safe
@for_guests
def picture(request: HttpRequest, guest: BoardGuest, card_id: UUID) -> HttpResponseBase:
    """One picture of her part of the board, with her name all over it. Consent is asked at each look."""
    now = timezone.now()
    seen = guest_cards.one(guest, card_id, now) if is_open(request, guest) else None
    if seen is None:
        raise Http404("no such picture for this guest")
    blob = seen.blob
    if blob is None or serving.is_a_page_of_its_own(request):
        return serving.lining(4, 5)
    variant = SIZES.get(request.GET.get("size", ""), "card")
    try:
        content = guest_pictures.copy_for(blob, variant, guest.name, seen.preview.mark if seen.preview else None)
    except serving.GONE:
        return serving.lining(4, 5)
    session = request.session.session_key or ""
    register.looked(f"blob:{blob.id}", by=guests.topic_of(guest.link), what="guest", now=now, session=session)
    return serving.of_this_look(content)


# -- saying something ----------------------------------------------------------------------------------------


@require_POST
@for_guests
def comment(request: HttpRequest, guest: BoardGuest, card_id: UUID) -> HttpResponse:
    now = timezone.now()
    seen = guest_cards.one(guest, card_id, now) if is_open(request, guest) else None
    if seen is None or guest.link.rights == GuestLink.Rights.VIEW:
        raise Http404("nothing to say here")
    decision = guest_talks.say(
        guest,
        seen.card,
        request.POST.get("words", ""),
        thread=request.POST.get("thread", "")[:40],
        now=now,
        key=request.POST.get("key", "")[:80] or uuid4().hex,
    )
    if not decision:
        context = column_of(request, guest, now) | {"refusal": decision}
        return render(request, "boards/guest/board.html", context, status=422)
    return redirect(f"{reverse('boards:guest_board', args=[guest.board_id])}#card-{card_id}")


# -- deciding ------------------------------------------------------------------------------------------------


def decided_on(request: HttpRequest, guest: BoardGuest, card_id: UUID) -> GuestCard:
    """The card, if there is something on it that this guest may decide about."""
    seen = guest_cards.one(guest, card_id, timezone.now()) if is_open(request, guest) else None
    if seen is None or seen.preview is None or guest.link.rights != GuestLink.Rights.DECIDE:
        raise Http404("nothing to decide here")
    return seen


@require_http_methods(["GET", "HEAD", "POST"])
@for_guests
def decide(request: HttpRequest, guest: BoardGuest, card_id: UUID) -> HttpResponse:
    """The second tap. Who has not proved whose word it is gets a code first, and what was said waits for it."""
    seen = decided_on(request, guest, card_id)
    if request.method != "POST":
        return _asked(request, guest, seen, {"answer": request.GET.get("answer", ""), "words": ""})
    said = {
        "card": str(card_id),
        "preview": request.POST.get("preview", "")[:40],
        "answer": request.POST.get("answer", "")[:8],
        "words": request.POST.get("words", "")[: guest_rules.WORDS_MOST + 1],
        "key": request.POST.get("key", "")[:80] or str(uuid4()),
    }
    decision = guest_rules.may_say(said["answer"], said["words"])
    if not decision:
        return _asked(request, guest, seen, said, decision, status=422)
    code = proof_of(request, guest)
    if code is None:
        request.session[PENDING] = {"link": str(guest.link_id), **said}
        return _send_code(request, guest)
    return _kept(request, guest, said, code)


def _asked(
    request: HttpRequest,
    guest: BoardGuest,
    seen: GuestCard,
    said: Mapping[str, str],
    refusal: Decision = YES,
    status: int = 200,
) -> HttpResponse:
    context = {
        "guest": guest,
        "board": guest.board,
        "seen": seen,
        "said": said,
        "refusal": None if refusal else refusal,
        "key": said.get("key") or uuid4(),
        "topics": [guests.topic_of(guest.link), *seen.twins],
        "gates": " ".join(seen.twins),
    }
    return render(request, "boards/guest/decide.html", context, status=status)


def _kept(request: HttpRequest, guest: BoardGuest, said: Mapping[str, str], code: GuestCode) -> HttpResponse:
    card_id, preview_id = UUID(said["card"]), _as_uuid(said["preview"])
    decision, kept = guest_actions.decide(
        guest,
        card_id,
        preview_id=preview_id,
        answer=said["answer"],
        words=said["words"],
        code=code,
        now=timezone.now(),
        key=said["key"],
    )
    if not kept:
        seen = guest_cards.one(guest, card_id, timezone.now())
        if seen is None or seen.preview is None:
            raise Http404("it is gone")
        return _asked(request, guest, seen, said, decision, status=409)
    messages.success(request, _("Kept. The crew has been told."))
    return redirect("boards:guest_board", guest.board_id)


def _as_uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


# -- the code ------------------------------------------------------------------------------------------------


def proof_of(request: HttpRequest, guest: BoardGuest) -> GuestCode | None:
    """The code by which this session proved, a while ago at most, that it is hers."""
    proof = request.session.get(PROOF) or {}
    if proof.get("guest") != str(guest.id):
        return None
    after = timezone.now() - guest_rules.PROOF_LIFE
    return guest.codes.filter(id=_as_uuid(str(proof.get("code", ""))), used_at__gt=after).first()


def _send_code(request: HttpRequest, guest: BoardGuest) -> HttpResponse:
    now = timezone.now()
    decision, code = guest_actions.ask_code(guest, session=_mark(request), now=now)
    if code is None:
        return _code_page(request, guest, decision, status=429)
    if not code.by_hand and not post_code(guest, code):
        guest_actions.give_up_code(code, now=now)
        return _code_page(request, guest, no("guest-code-not-posted"), status=503)
    return redirect("boards:guest_code", guest.board_id)


def post_code(guest: BoardGuest, code: GuestCode) -> bool:
    """Not a word of the shoot: a letter lies open in other hands."""
    subject = _("Your code for %(studio)s") % {"studio": settings.STUDIO_NAME}
    minutes = int(guest_rules.CODE_LIFE / timedelta(minutes=1))
    context = {"code": guest_actions.words_of(code), "minutes": minutes}
    return post(subject, render_to_string("boards/guest/mail/code.txt", context), guest.email)


def _mark(request: HttpRequest) -> str:
    if not request.session.session_key:
        request.session.save()
    return tickets.mark(request.session.session_key or "")


@require_http_methods(["GET", "HEAD", "POST"])
@for_guests
def code(request: HttpRequest, guest: BoardGuest) -> HttpResponse:
    """Where the six digits are typed; what was said before them is kept with them."""
    if not is_open(request, guest) or guest.link.rights != GuestLink.Rights.DECIDE:
        raise Http404("no code is asked for")
    if request.method != "POST":
        return _code_page(request, guest)
    if request.POST.get("again"):
        return _send_code(request, guest)
    typed = request.POST.get("code", "")[:40]
    decision, used = guest_actions.prove(guest, typed, session=_mark(request), now=timezone.now())
    if used is None:
        return _code_page(request, guest, decision, status=422)
    pending = request.session.pop(PENDING, None) or {}
    if not request.user.is_authenticated:
        request.session.cycle_key()  # whoever knew the session before proves nothing by it
    request.session[PROOF] = {"guest": str(guest.id), "code": str(used.id)}
    if pending.get("link") != str(guest.link_id):
        return redirect("boards:guest_board", guest.board_id)
    return _kept(request, guest, pending, used)


def _code_page(request: HttpRequest, guest: BoardGuest, refusal: Decision = YES, status: int = 200) -> HttpResponse:
    context = {
        "guest": guest,
        "board": guest.board,
        "refusal": None if refusal else refusal,
        "to": hidden(guest.email),
        "by_hand": not settings.EMAIL_HOST,
        "topics": [guests.topic_of(guest.link)],
    }
    return render(request, "boards/guest/code.html", context, status=status)


def hidden(email: str) -> str:
    """ "k…@corvane.com": enough for her to know it again."""
    name, _at, place = email.partition("@")
    return f"{name[:1]}…@{place}"
