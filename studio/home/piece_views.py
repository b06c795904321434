"""A set of finished pictures, answered one at a time: each yes binds its very file."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from studio.consent import actions as consent
from studio.consent.models import PieceApproval
from studio.consent.wording import listed
from studio.home import asking
from studio.home.money import said, sums
from studio.home.pictures import Picture, pictured, with_twins
from studio.people.models import Person
from studio.people.requests import StudioRequest

MOST = 60


@login_required
@require_safe
def pieces(request: StudioRequest) -> HttpResponse:
    """Those that ask today, the first to lapse before the others; with `?of=` what was answered of them, as a sum."""
    if "of" in request.GET:
        return render(request, "home/_pieces_sum.html", sum_of(request.user, ids_in(request.GET["of"])))
    now = timezone.now()
    rows = asking.pieces_of(request.user, now)[:MOST]
    with_twins([each.master.preview for each in rows])
    proofs = [Picture(each.master.proof, each.master.preview, "large") for each in rows if each.master.proof]
    shown = pictured(proofs, viewer=request.user, session_key=request.session.session_key or "", now=now)
    asked = [(piece, picture, questions(piece.approval)) for piece, picture in asking.shown_pieces(rows, shown)]
    return render(request, "home/pieces.html", {"pieces": asked})


def questions(approval: PieceApproval) -> list[str]:
    """What she looks for herself, for no machine can."""
    sentences = {
        "scenes": _("Is it none of these scenes: %(words)s?"),
        "poses": _("Is it none of these poses: %(words)s?"),
        "beside": _("Is nothing of this beside you: %(words)s?"),
    }
    return [sentences[what] % {"words": listed(words)} for what, words in consent.questions_of(approval)]


def ids_in(text: str) -> list[UUID]:
    found = []
    for part in text.split(",")[:MOST]:
        try:
            found.append(UUID(part))
        except ValueError:
            continue
    return found


def sum_of(person: Person, ids: list[UUID]) -> dict[str, Any]:
    """How many of these she said yes and no to, and what the yeses would pay."""
    rows = PieceApproval.objects.filter(id__in=ids).select_related("twin__owner", "version__mandate__agency")
    hers = {approval.about: approval for approval in rows if consent.may_answer(approval, person)}
    masters = asking.masters_of(hers)
    yes = [each for each in hers.values() if each.answer == PieceApproval.Answer.YES]
    nets = [
        offered.due.settlement.net
        for each in yes
        if each.about in masters
        for offered in asking.offers_of(each, masters[each.about])
    ]
    answers = [each.answer for each in hers.values()]
    return {
        "yes": len(yes),
        "no": answers.count(PieceApproval.Answer.NO),
        "left": answers.count(PieceApproval.Answer.ASKED),
        "net": said(sums(nets)) if nets else "",
    }
