"""Whom the crew lets look at a board without an account: make a link, see who looked, end it at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from studio.approvals.models import GuestDecision
from studio.boards import cards, guest_actions, guest_rules
from studio.boards.guest_pictures import shown_to_guests
from studio.boards.models import Board, BoardGuest, Card
from studio.boards.views import board_of
from studio.decisions import Decision
from studio.people.mailing import post
from studio.people.models import GuestLink
from studio.people.requests import StudioRequest
from studio.people.views import whole_address
from studio.previews.models import Preview
from studio.web.sentences import sentence


class GuestForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("For whom"),
        max_length=80,
        help_text=gettext_lazy("The name stands all over every picture this guest sees."),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail"), help_text=gettext_lazy("The code for a decision goes there, and nowhere else.")
    )
    rights = forms.ChoiceField(label=gettext_lazy("What they may do"), choices=GuestLink.Rights.choices)
    reach = forms.ChoiceField(label=gettext_lazy("What of the board"), choices=[])
    last_day = forms.DateField(label=gettext_lazy("Last day"), widget=forms.DateInput({"type": "date"}))
    key = forms.CharField(widget=forms.HiddenInput, max_length=80)

    def __init__(self, *args: Any, sections: Sequence[Card], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reach = self.fields["reach"]
        assert isinstance(reach, forms.ChoiceField)
        reach.choices = [
            *((str(each.value), str(each.label)) for each in (BoardGuest.Reach.ALL, BoardGuest.Reach.LOOKS)),
            *((str(card.id), _("Section: %(name)s") % {"name": _titled(card)}) for card in sections),
        ]

    def wanted(self) -> guest_actions.Wanted:
        said = self.cleaned_data
        whole = said["reach"] in {BoardGuest.Reach.ALL, BoardGuest.Reach.LOOKS}
        return guest_actions.Wanted(
            name=" ".join(said["name"].split()),
            email=said["email"],
            rights=said["rights"],
            last_day=said["last_day"],
            reach=said["reach"] if whole else BoardGuest.Reach.SECTION,
            section=None if whole else UUID(said["reach"]),
        )


def _titled(card: Card) -> str:
    return str(card.content.get("words", ""))[:60] or _("without a name")


@dataclass(frozen=True, slots=True)
class Row:
    """A guest as her link stands. code: the digits to read out, to whoever made the link, where there is no mail."""

    guest: BoardGuest
    address: str
    in_force: bool
    said: tuple[GuestDecision, ...]
    code: str
    code_until: datetime | None

    @property
    def yes(self) -> int:
        return sum(each.answer == "yes" for each in self.said)

    @property
    def change(self) -> int:
        return sum(each.answer == "change" for each in self.said)

    @property
    def no(self) -> int:
        return sum(each.answer == "no" for each in self.said)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def guests(request: StudioRequest, board_id: UUID) -> HttpResponse:
    found = board_of(request, board_id)
    sections = Card.objects.filter(board=found, kind=Card.Kind.SECTION, removed_at=None).order_by("y", "x")
    if request.method != "POST":
        return _page(request, found, GuestForm(sections=list(sections), initial=first_wishes()))
    form = GuestForm(request.POST, sections=list(sections))
    if not form.is_valid():
        return _page(request, found, form, status=422)
    now = timezone.now()
    decision, guest = guest_actions.let_in(found, form.wanted(), by=request.user, now=now, key=form.cleaned_data["key"])
    if guest is None:
        form.add_error(None, sentence(decision))
        return _page(request, found, form, decision, status=409)
    if settings.EMAIL_HOST and not guest.mailed_at and post_link(request, guest):
        BoardGuest.objects.filter(id=guest.id).update(mailed_at=now)
    messages.success(request, _("The link for %(name)s is made.") % {"name": guest.name})
    return redirect("boards:guests", found.id)


def first_wishes() -> dict[str, Any]:
    last_day = timezone.localdate() + timedelta(days=guest_rules.DAYS_FIRST)
    return {"last_day": last_day, "key": str(uuid4()), "rights": GuestLink.Rights.VIEW}


def _page(
    request: StudioRequest, board: Board, form: GuestForm, refusal: Decision | None = None, status: int = 200
) -> HttpResponse:
    now = timezone.now()
    rows = rows_of(request, board, now)
    shown, all_of_them = counted(board, now)
    context = {
        "board": board,
        "shoot": board.shoot,
        "form": form,
        "in_force": [row for row in rows if row.in_force],
        "over": [row for row in rows if not row.in_force],
        "may": guest_actions.may_let_in(board, request.user, now),
        "shown": shown,
        "pictures": all_of_them,
        "has_mail": bool(settings.EMAIL_HOST),
        "refusal": refusal,
    }
    return render(request, "boards/guests.html", context, status=status)


def rows_of(request: StudioRequest, board: Board, now: datetime) -> list[Row]:
    """A link is an open door, so only whoever made it reads it, and the codes asked for through it."""
    links = BoardGuest.objects.for_page().filter(board=board).order_by("-link__created_at")
    said: dict[UUID, list[GuestDecision]] = {}
    for each in GuestDecision.objects.filter(link__board_guest__board=board).order_by("at", "id"):
        said.setdefault(each.link_id, []).append(each)
    return [_row(request, guest, _last_of_each(said.get(guest.link_id, [])), now) for guest in links]


def _last_of_each(said: Sequence[GuestDecision]) -> tuple[GuestDecision, ...]:
    return tuple({each.preview_id: each for each in said}.values())


def _row(request: StudioRequest, guest: BoardGuest, said: tuple[GuestDecision, ...], now: datetime) -> Row:
    link = guest.link
    in_force = link.ended_at is None and now < link.until
    hers = in_force and link.by_id == request.user.id
    code = guest.codes.filter(by_hand=True, used_at=None, until__gt=now).first() if hers else None
    return Row(
        guest=guest,
        address=whole_address(request, reverse("people:guest", args=[link.token])) if hers else "",
        in_force=in_force,
        said=said,
        code=guest_actions.words_of(code) if code else "",
        code_until=code.until if code else None,
    )


def counted(board: Board, now: datetime) -> tuple[int, int]:
    """How many of the board's pictures guests see, and of how many."""
    laid = cards.on(board)
    looks = cards.looks_of(laid).values()
    latest = [found[0] for look in looks if (found := cards.newest(look))]
    made = Preview.objects.for_page().made().filter(id__in=cards.abouts(laid, Card.Kind.PREVIEW))
    previews = {preview.id: preview for preview in (*latest, *made)}
    decisions = shown_to_guests(list(previews.values()), now)
    return sum(bool(decision) for decision in decisions.values()), len(previews)


def post_link(request: StudioRequest, guest: BoardGuest) -> bool:
    """Not a word of the shoot: a letter lies open in other hands."""
    subject = _("You are asked to look at something at %(studio)s") % {"studio": settings.STUDIO_NAME}
    address = whole_address(request, reverse("people:guest", args=[guest.link.token]))
    body = render_to_string("boards/guest/mail/link.txt", {"guest": guest, "url": address})
    return post(subject, body, guest.email)


@login_required
@require_POST
def end_guest(request: StudioRequest, board_id: UUID, guest_id: UUID) -> HttpResponse:
    found = board_of(request, board_id)
    guest = get_object_or_404(BoardGuest.objects.for_page(), board=found, id=guest_id)
    decision = guest_actions.end(guest, by=request.user, now=timezone.now())
    if not decision:
        return render(request, "boards/_refused.html", {"decision": decision}, status=409)
    messages.success(request, _("The link for %(name)s has ended.") % {"name": guest.name})
    return redirect("boards:guests", found.id)
