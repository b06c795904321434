"""A house asks a twin's owner, with the look on its stand-in in front of it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from studio.consent import actions as consent
from studio.consent.asked import reckoning_of
from studio.consent.bargaining import DAYS_TO_ANSWER
from studio.consent.facts import owners_day
from studio.consent.forms import AskForm, initial_of
from studio.consent.models import Request, Side
from studio.consent.rate_cards import rate_card_of
from studio.consent.request_views import quoted
from studio.consent.sides import house_seats, mandate_for
from studio.consent.starting import first_terms, first_tests
from studio.consent.terms import Terms
from studio.decisions import Decision, no
from studio.looks.models import Look
from studio.media.addresses import Wanted, addresses
from studio.people.evidence import ask_for_proof, evidence_of
from studio.people.requests import StudioRequest
from studio.previews.asking import make_it, on_the_stand_in, wish_of
from studio.previews.models import Preview
from studio.shoots.models import Shoot
from studio.shoots.uses import brief_of
from studio.twins.models import Twin


@dataclass(frozen=True, slots=True)
class Asking:
    """Of whom, for which look, and whether for tests alone."""

    look: Look
    twin: Twin
    tests: bool

    @property
    def shoot(self) -> Shoot:
        return self.look.shoot

    def terms(self) -> Terms:
        today, wish = owners_day(self.twin, timezone.now()), wish_of(brief_of(self.shoot))
        if self.tests:
            return first_tests(wish, today=today)
        return first_terms(wish, today=today, name=self.twin.name, pay=rate_card_of(self.twin))


def _asking(request: StudioRequest, look_id: UUID, twin_id: UUID) -> Asking:
    looks = Look.objects.visible_to(request.user).select_related("shoot__house", "shoot__brief")
    look = get_object_or_404(looks, id=look_id)
    houses = {seat.organisation_id for seat in house_seats(request.user, timezone.now())}
    if look.shoot.house_id not in houses:
        raise Http404  # her rates are for the house to read, not for everybody on a call sheet
    twin = get_object_or_404(Twin.objects.castable().select_related("owner"), id=twin_id)
    return Asking(look, twin, tests=request.GET.get("tests") == "1")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: StudioRequest, look_id: UUID, twin_id: UUID) -> HttpResponse:
    """The terms from the brief and her rate card, with what they would pay and what would be refused of them."""
    asking = _asking(request, look_id, twin_id)
    base = asking.terms()
    if request.method != "POST":
        if request.htmx:
            return _picture(request, asking)
        return _page(request, asking, AskForm(base=base, initial=_initial(asking, base)))
    if request.POST.get("only") == "picture":
        make_it(asking.look, by=request.user, now=timezone.now())
        return _picture(request, asking)
    form = AskForm(request.POST, base=base)
    if request.POST.get("only") == "quote":
        return quoted(request, form, asking.twin, asking.shoot.house, Side.HOUSE)
    if not form.is_valid():
        return _page(request, asking, form, status=422)
    if asked := ask_for_proof(request):
        return asked
    decision, made = _send(request, asking, form)
    if made is None:
        return _page(request, asking, form, refusal=decision, status=409)
    return redirect("consent:request", made.id)


def _send(request: StudioRequest, asking: Asking, form: AskForm) -> tuple[Decision, Request | None]:
    now, look = timezone.now(), asking.look
    decision, preview = make_it(look, by=request.user, now=now)
    if not decision and decision.code != "look-is-cast":
        return decision, None
    if preview is not None and preview.picture is None:
        return no("picture-being-made"), None
    return consent.ask(
        asking.twin,
        asking.shoot.house,
        form.terms,
        kind=Request.Kind.TESTS if asking.tests else Request.Kind.LICENCE,
        about=look.topic,
        shoot=str(asking.shoot.id),
        title=look.title or str(look),
        picture=preview.picture if preview else None,
        by=request.user,
        now=now,
        evidence=evidence_of(request),
        answer_by=form.cleaned_data["answer_by"],
        note=form.cleaned_data["note"],
        key=f"ask:{request.user.pk}:{form.cleaned_data['key']}",
    )


def _initial(asking: Asking, base: Terms) -> dict[str, Any]:
    answer_by = owners_day(asking.twin, timezone.now()) + timedelta(days=DAYS_TO_ANSWER)
    return initial_of(base) | {"key": uuid4().hex, "answer_by": answer_by}


def _page(
    request: StudioRequest, asking: Asking, form: AskForm, *, refusal: Decision | None = None, status: int = 200
) -> HttpResponse:
    now, twin, house = timezone.now(), asking.twin, asking.shoot.house
    base, today = form.base, owners_day(twin, now)
    mandate = mandate_for(twin, base.territories, today)
    before = reckoning = None
    if not base.lacking():
        reckoning = reckoning_of(base, mandate.commission_bps if mandate else 0, on=today)
        before = consent.house_may_offer(twin, house, base, mandate, by=request.user, now=now, evidence=None)
    open_already = Request.objects.open().filter(twin=twin, house=house, about=asking.look.topic).first()
    page = {
        "look": asking.look,
        "shoot": asking.shoot,
        "house": house,
        "twin": twin,
        "tests": asking.tests,
        "form": form,
        "terms": base,
        "reckoning": reckoning,
        "refusal": refusal,
        "before": before if before is not None and not before else None,
        "open_already": open_already,
        "side": Side.HOUSE,
        **_pictured(request, asking),
    }
    return render(request, "previews/ask.html", page, status=status)


def _picture(request: StudioRequest, asking: Asking) -> HttpResponse:
    page = {"look": asking.look, "twin": asking.twin, **_pictured(request, asking)}
    return render(request, "previews/_ask_picture.html", page)


def _pictured(request: StudioRequest, asking: Asking) -> dict[str, Any]:
    preview: Preview | None = on_the_stand_in(asking.look)
    url = ""
    if preview is not None and preview.picture_id:
        wanted = [Wanted(preview.picture_id, "card")]
        url = addresses(request.session.session_key or "", wanted).get(preview.picture_id, "")
    return {
        "picture": url,
        "working": bool(preview and not preview.made_at and preview.is_alive),
        "is_cast": asking.look.cast.exists(),
    }
