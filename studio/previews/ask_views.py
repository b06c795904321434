"""A house asks a twin's owner, with the look on its stand-in in front of it. What is about more adds to `Asking`."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
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
from studio.decisions import YES, Decision, no
from studio.looks.models import Look
from studio.looks.wearing import worn_in
from studio.media.addresses import Wanted, addresses
from studio.media.models import Blob
from studio.people.evidence import ask_for_proof, evidence_of
from studio.people.models import Person
from studio.people.requests import StudioRequest
from studio.previews.asking import is_of_now, make_it, on_the_stand_in, wish_of
from studio.shoots.models import Shoot
from studio.shoots.uses import Worn, brief_of
from studio.twins.models import Twin


@dataclass(frozen=True)
class Asking(ABC):
    """Of whom, for which shoot, and whether for tests alone."""

    shoot: Shoot
    twin: Twin
    tests: bool

    @property
    @abstractmethod
    def about(self) -> str:
        """ "look:<id>": of one thing a house has one open request."""

    @property
    @abstractmethod
    def title(self) -> str: ...

    @property
    @abstractmethod
    def address(self) -> str:
        """Of the page itself."""

    @property
    @abstractmethod
    def back(self) -> str:
        """Where the models to ask were chosen from."""

    @abstractmethod
    def picture(self, by: Person, now: datetime) -> tuple[Decision, Blob | None]:
        """What goes with the request. It is kept as it is now; where it is not there yet, why."""

    @abstractmethod
    def worn(self) -> Worn:
        """What its garments are by a licence's categories: asked for from the start."""

    @abstractmethod
    def shown(self, session_key: str) -> dict[str, Any]:
        """The same for the page: where it is to be seen, whether it is being made, and what it is called."""

    def terms(self) -> Terms:
        today, wish = owners_day(self.twin, timezone.now()), wish_of(brief_of(self.shoot), self.worn())
        if self.tests:
            return first_tests(wish, today=today)
        return first_terms(wish, today=today, name=self.twin.name, pay=rate_card_of(self.twin))


@dataclass(frozen=True)
class AboutALook(Asking):
    look: Look

    @property
    def about(self) -> str:
        return self.look.topic

    @property
    def title(self) -> str:
        return self.look.title or str(self.look)

    @property
    def address(self) -> str:
        return reverse("previews:ask", args=[self.look.id, self.twin.id])

    @property
    def back(self) -> str:
        return reverse("looks:cast", args=[self.look.id])

    def picture(self, by: Person, now: datetime) -> tuple[Decision, Blob | None]:
        decision, preview = make_it(self.look, by=by, now=now)
        if preview is None:
            return decision, None
        return (YES, preview.picture) if preview.picture else (no("picture-being-made"), None)

    def worn(self) -> Worn:
        return worn_in(self.look)

    def shown(self, session_key: str) -> dict[str, Any]:
        preview = on_the_stand_in(self.look)
        if preview is None or not is_of_now(preview, self.look):
            return {"look": self.look, "wanted": True}
        url = ""
        if preview.picture_id:
            url = addresses(session_key, [Wanted(preview.picture_id, "card")]).get(preview.picture_id, "")
        made, job = preview.made_at is not None, preview.job
        working = not made and preview.is_alive
        return {"look": self.look, "picture": url, "working": working, "job": job, "wanted": not made}


def house_asks(request: StudioRequest, shoot: Shoot) -> None:
    """Her rates are for the house to read, not for everybody on a call sheet."""
    if shoot.house_id not in {seat.organisation_id for seat in house_seats(request.user, timezone.now())}:
        raise Http404


def whom(twin_id: UUID) -> Twin:
    return get_object_or_404(Twin.objects.castable().select_related("owner"), id=twin_id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: StudioRequest, look_id: UUID, twin_id: UUID) -> HttpResponse:
    looks = Look.objects.visible_to(request.user).select_related("shoot__house", "shoot__brief")
    look = get_object_or_404(looks, id=look_id)
    house_asks(request, look.shoot)
    return asked_page(request, AboutALook(look.shoot, whom(twin_id), request.GET.get("tests") == "1", look))


def asked_page(request: StudioRequest, asking: Asking) -> HttpResponse:
    """The terms from the brief and her rate card, with what they would pay and what would be refused of them."""
    base = asking.terms()
    if request.method != "POST":
        if request.htmx:
            return _picture(request, asking)
        return _page(request, asking, AskForm(base=base, initial=_initial(asking, base)))
    if request.POST.get("only") == "picture":
        asking.picture(request.user, timezone.now())
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
    now = timezone.now()
    decision, picture = asking.picture(request.user, now)
    if picture is None:
        return decision, None
    return consent.ask(
        asking.twin,
        asking.shoot.house,
        form.terms,
        kind=Request.Kind.TESTS if asking.tests else Request.Kind.LICENCE,
        about=asking.about,
        shoot=str(asking.shoot.id),
        title=asking.title,
        picture=picture,
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
    open_already = Request.objects.open().filter(twin=twin, house=house, about=asking.about).first()
    page = {
        "asking": asking,
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
        **asking.shown(request.session.session_key or ""),
    }
    return render(request, "previews/ask.html", page, status=status)


def _picture(request: StudioRequest, asking: Asking) -> HttpResponse:
    page = {"asking": asking, "twin": asking.twin, **asking.shown(request.session.session_key or "")}
    return render(request, "previews/_ask_picture.html", page)
