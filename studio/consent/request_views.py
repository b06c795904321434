"""A request's own page, from either side of the table: what is asked and changed, yes, no, other terms, a question."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studio.consent import actions
from studio.consent.asked import Asked, Reckoning, asked_all, asked_of, reckoning_of
from studio.consent.bargaining import DAYS_TO_ANSWER
from studio.consent.facts import owners_day
from studio.consent.forms import AskForm, SayForm, TermsForm, initial_of
from studio.consent.models import Grant, Offer, Request, Side
from studio.consent.put_texts import read_in
from studio.consent.sides import bookers_of, house_seats, mandate_for, requests_for, side_of
from studio.consent.terms import Terms
from studio.decisions import Decision
from studio.people import actions as people
from studio.people.evidence import ask_for_proof, evidence_of
from studio.people.models import Organisation, Person
from studio.people.requests import StudioRequest
from studio.twins.models import Twin

LISTED_MOST = 200


@dataclass(frozen=True, slots=True)
class Found:
    """A request that is there for whoever looks, and on whose side she is."""

    row: Request
    side: str


def session_of(request: StudioRequest) -> str:
    return request.session.session_key or ""


def _found(request: StudioRequest, request_id: UUID) -> Found:
    """Hers, her house's, or one an agency of hers negotiates. Whoever else asks is told that there is nothing."""
    now = timezone.now()
    row: Request = get_object_or_404(requests_for(request.user, now), id=request_id)
    return Found(row, side_of(row, request.user, now))


def _asked(request: StudioRequest, found: Found) -> Asked:
    return asked_of(found.row, side=found.side, session_key=session_of(request), now=timezone.now())


@login_required
@require_safe
def requests(request: StudioRequest) -> HttpResponse:
    """All of hers, or her house's, those that wait for her first."""
    now = timezone.now()
    rows = list(requests_for(request.user, now)[:LISTED_MOST])
    sides = {row.pk: side_of(row, request.user, now) for row in rows}
    found = asked_all(rows, sides=sides, session_key=session_of(request), now=now) if rows else []
    waiting = [each for each in found if each.waits]
    page = {
        "asks": [each for each in waiting if each.is_hers],
        "waiting": [each for each in waiting if not each.is_hers],
        "count": len(waiting),
        "running": [each for each in found if not each.waits and each.request.state in {"open", "thinking"}],
        "over": [each for each in found if each.request.state not in {"open", "thinking"}],
        "hers": Twin.objects.of(request.user).exists(),
    }
    return render(request, "consent/requests.html", page)


@login_required
@require_safe
def one(request: StudioRequest, request_id: UUID) -> HttpResponse:
    """The whole of it; for htmx the part that another hand may just have changed."""
    found = _found(request, request_id)
    return _page(request, found)


def _page(request: StudioRequest, found: Found, *, refusal: Decision | None = None, status: int = 200) -> HttpResponse:
    now = timezone.now()
    asked = _asked(request, found)
    signs = _may_sign(request.user, found.row.house, asked.reckoning, now) if found.side == Side.HOUSE else None
    page = {
        "asked": asked,
        "read": read_in(asked.offer, asked.before, language_of(request.GET.get("language", ""))),
        "talk": found.row.messages.select_related("by"),
        "offers": found.row.offers.select_related("by"),
        "say": SayForm(),
        "refusal": refusal,
        "signs": signs,
        "now": now,
    }
    if request.htmx and request.method == "GET":
        part = "consent/_thread.html" if request.GET.get("part") == "thread" else "consent/_request.html"
        return render(request, part, page)
    return render(request, "consent/request.html", page, status=status)


def _may_sign(person: Person, house: Organisation, reckoning: Reckoning, now: datetime) -> Decision:
    cost = reckoning.most_cost
    return people.may_sign(person, house, now=now, amount_minor=cost.minor, currency=cost.currency)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: StudioRequest, request_id: UUID) -> HttpResponse:
    """The text she signs, in her language, and her yes: with a sign-in not older than five minutes."""
    found = _found(request, request_id)
    if found.side != Side.OWNER:
        raise Http404
    if found.row.state != Request.State.OPEN:
        return redirect("consent:request", request_id)
    if asked := ask_for_proof(request):
        return asked
    if request.method != "POST":
        return _sign(request, found)
    offer = get_object_or_404(Offer.objects.filter(request=found.row), id=_uuid(request.POST.get("offer", "")))
    decision, _version = actions.agree(
        found.row,
        offer,
        by=request.user,
        now=timezone.now(),
        evidence=evidence_of(request),
        waives=request.POST.get("waives") == "yes",
        language=language_of(request.POST.get("language", "")),
        memo_language=language_of(request.POST.get("memo_language", "")),
    )
    if not decision:
        return _sign(request, found, refusal=decision, status=409)
    return redirect("consent:request", request_id)


def _sign(request: StudioRequest, found: Found, *, refusal: Decision | None = None, status: int = 200) -> HttpResponse:
    """In the language she reads the studio in, unless she chose another for this text."""
    asked = _asked(request, found)
    given = request.POST if request.method == "POST" else request.GET
    page = {
        "asked": asked,
        "read": read_in(asked.offer, None, language_of(given.get("language", "")) or request.LANGUAGE_CODE),
        "languages": settings.LANGUAGES,
        "ends": actions.would_end(found.row.twin, found.row.house, asked.terms, timezone.now()),
        "refusal": refusal,
    }
    return render(request, "consent/sign.html", page, status=status)


def language_of(code: str) -> str:
    return code if code in dict(settings.LANGUAGES) else ""


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


Ending = Callable[..., tuple[Decision, Any]]
ENDINGS: dict[str, Ending] = {
    "no": actions.decline,
    "take-back": actions.take_back,
    "think-again": actions.think_again,
}


@login_required
@require_POST
def answer(request: StudioRequest, request_id: UUID) -> HttpResponse:
    """Her no, her second thought, or the house's taking back. None of them needs more than the press."""
    found = _found(request, request_id)
    verb = ENDINGS.get(request.POST.get("answer", ""))
    if verb is None:
        raise Http404
    decision, _ended = verb(found.row, by=request.user, now=timezone.now())
    found.row.refresh_from_db()
    if not decision:
        return _page(request, found, refusal=decision, status=409)
    return redirect("consent:request", request_id)


@login_required
@require_POST
def accept(request: StudioRequest, request_id: UUID) -> HttpResponse:
    """The house agrees to what her side offered: the very same terms, signed by the house, wait for her yes."""
    found = _found(request, request_id)
    if found.side != Side.HOUSE:
        raise Http404
    if asked := ask_for_proof(request):
        return asked
    offer = get_object_or_404(Offer.objects.filter(request=found.row), id=_uuid(request.POST.get("offer", "")))
    decision, _offer = actions.counter(
        found.row,
        Terms.from_json(offer.terms),
        by=request.user,
        now=timezone.now(),
        evidence=evidence_of(request),
        key=f"accept:{offer.pk}",
    )
    if not decision:
        return _page(request, found, refusal=decision, status=409)
    return redirect("consent:request", request_id)


@login_required
@require_POST
def say(request: StudioRequest, request_id: UUID) -> HttpResponse:
    found = _found(request, request_id)
    decision, _message = actions.say(
        found.row, request.POST.get("words", ""), by=request.user, now=timezone.now()
    )
    if not decision:
        return _page(request, found, refusal=decision, status=409)
    return redirect(f"{reverse('consent:request', args=[request_id])}#thread")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: StudioRequest, request_id: UUID) -> HttpResponse:
    """Other terms, from what was offered last. With every change the sum is reckoned anew."""
    found = _found(request, request_id)
    if found.row.state != Request.State.OPEN:
        return redirect("consent:request", request_id)
    newest = found.row.offers.latest("number")
    base = Terms.from_json(newest.terms)
    approvers = _approvers(found)
    if request.method != "POST":
        return _offer(request, found, TermsForm(base=base, approvers=approvers, initial=_with_key(base)))
    form = TermsForm(request.POST, base=base, approvers=approvers)
    if request.POST.get("only") == "quote":
        return quoted(request, form, found.row.twin, found.row.house, found.side)
    if not form.is_valid():
        return _offer(request, found, form, status=422)
    if found.side == Side.HOUSE and (asked := ask_for_proof(request)):
        return asked
    decision, _made = actions.counter(
        found.row,
        form.terms,
        by=request.user,
        now=timezone.now(),
        evidence=evidence_of(request),
        note=form.cleaned_data["note"],
        key=f"offer:{request.user.pk}:{form.cleaned_data['key']}",
    )
    if not decision:
        return _offer(request, found, form, refusal=decision, status=409)
    return redirect("consent:request", request_id)


def _with_key(base: Terms) -> dict[str, Any]:
    return initial_of(base) | {"key": uuid4().hex}


def _approvers(found: Found) -> list[Person]:
    """Whom she may let answer for her: those who negotiate for her. A house chooses nobody."""
    return bookers_of(found.row.mandate, timezone.now()) if found.side != Side.HOUSE else []


def _offer(
    request: StudioRequest, found: Found, form: TermsForm, *, refusal: Decision | None = None, status: int = 200
) -> HttpResponse:
    asked = _asked(request, found)
    page = {
        "asked": asked,
        "form": form,
        "refusal": refusal,
        "reckoning": asked.reckoning,
        "terms": form.base,
        "side": found.side,
        "twin": found.row.twin,
    }
    return render(request, "consent/offer.html", page, status=status)


def quoted(request: StudioRequest, form: TermsForm, twin: Twin, house: Organisation, side: str) -> HttpResponse:
    """What these terms would pay, and what would be refused of them, before anybody sends them."""
    now = timezone.now()
    page: dict[str, Any] = {"reckoning": None, "refusal": None, "side": side, "twin": twin, "house": house}
    if form.is_valid():
        page["terms"] = form.terms
        today = owners_day(twin, now)
        mandate = mandate_for(twin, form.terms.territories, today)
        page["reckoning"] = reckoning_of(form.terms, mandate.commission_bps if mandate else 0, on=today)
        if side == Side.HOUSE:
            decision = actions.house_may_offer(
                twin, house, form.terms, mandate, by=request.user, now=now, evidence=None
            )
            page["refusal"] = None if decision else decision
    return render(request, "consent/_quote.html", page)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: StudioRequest, grant_id: UUID) -> HttpResponse:
    """The house asks for other terms of a licence it holds: her yes makes a new version of it."""
    now = timezone.now()
    houses = [seat.organisation_id for seat in house_seats(request.user, now)]
    held = Grant.objects.filter(house__in=houses, state=Grant.State.IN_FORCE).select_related("twin__owner", "house")
    licence: Grant = get_object_or_404(held, id=grant_id)
    base = Terms.from_json(licence.versions.latest("number").terms)
    if request.method != "POST":
        answer_by = owners_day(licence.twin, now) + timedelta(days=DAYS_TO_ANSWER)
        return _change(request, licence, AskForm(base=base, initial=_with_key(base) | {"answer_by": answer_by}))
    form = AskForm(request.POST, base=base)
    if request.POST.get("only") == "quote":
        return quoted(request, form, licence.twin, licence.house, Side.HOUSE)
    if not form.is_valid():
        return _change(request, licence, form, status=422)
    if asked := ask_for_proof(request):
        return asked
    decision, made = actions.ask(
        licence.twin,
        licence.house,
        form.terms,
        kind=Request.Kind.CHANGE,
        grant=licence,
        by=request.user,
        now=now,
        evidence=evidence_of(request),
        answer_by=form.cleaned_data["answer_by"],
        note=form.cleaned_data["note"],
        key=f"change:{request.user.pk}:{form.cleaned_data['key']}",
    )
    if made is None:
        return _change(request, licence, form, refusal=decision, status=409)
    return redirect("consent:request", made.id)


def _change(
    request: StudioRequest, licence: Grant, form: AskForm, *, refusal: Decision | None = None, status: int = 200
) -> HttpResponse:
    page = {"grant": licence, "twin": licence.twin, "form": form, "refusal": refusal, "side": Side.HOUSE}
    base, today = form.base, owners_day(licence.twin, timezone.now())
    mandate = mandate_for(licence.twin, base.territories, today)
    page |= {"terms": base, "reckoning": reckoning_of(base, mandate.commission_bps if mandate else 0, on=today)}
    return render(request, "consent/change.html", page, status=status)
