"""The page each person lands on: what waits for her, by who she is."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from studio.consent import gates
from studio.consent.models import Erasure
from studio.home import agency, crew, house, looking, model
from studio.home import unfinished as unfinished_pictures
from studio.home.parts import AGENCY, CREW, HOUSE, MODEL, Who, who_is
from studio.home.rules import greeting
from studio.home.wall import FILTERS, of_her
from studio.people.requests import StudioRequest
from studio.shoots import actions as shoots
from studio.shoots.models import Awaited
from studio.twins.models import Twin


def session_of(request: StudioRequest) -> str:
    return request.session.session_key or ""


@login_required
@require_safe
def home(request: StudioRequest) -> HttpResponse:
    """Her part, or the one she chose of several; for htmx the part alone."""
    now = timezone.now()
    if Awaited.objects.open().filter(invitation__accepted_by=request.user).exists():
        shoots.arrive(request.user, now=now)
    who = who_is(request.user, now)
    part = chosen(request, who)
    switches = model.switches_of(who.twins, who.person, now)
    page = page_of(request, who, part)
    context = page | {
        "topics": sorted({*page["topics"], *gates.gate_names(who.twins)}),
        "switches": switches,
        "narrower": model.narrower_of(switches),
        "is_paused": any(switch.is_paused for switch in switches),
        "part": part,
        "tabs": tabs_of(who, part) if len(who.parts) > 1 else [],
        "greeting": greeting(timezone.localtime(now).hour),
        "now": now,
    }
    name = f"home/_{part}.html" if request.htmx and part else "home/home.html"
    return render(request, name, context)


def chosen(request: StudioRequest, who: Who) -> str:
    """"" for somebody who is nothing here yet."""
    asked = request.GET.get("as", "")
    return asked if asked in who.parts else next(iter(who.parts), "")


def tabs_of(who: Who, part: str) -> list[dict[str, Any]]:
    words = {MODEL: _("Model"), HOUSE: _("House"), AGENCY: _("Agency"), CREW: _("Crew")}
    here = reverse("home:home")
    return [{"label": words[each], "url": f"{here}?as={each}", "here": each == part} for each in who.parts]


def page_of(request: StudioRequest, who: Who, part: str) -> dict[str, Any]:
    now, session_key = timezone.now(), session_of(request)
    if part == MODEL:
        show = request.GET.get("show", "all")
        return model.page(
            who.person,
            who.twins,
            session_key=session_key,
            now=now,
            show=show if show in FILTERS else "all",
            number=page_number(request),
        )
    if part == HOUSE:
        houses = [house.page(each, now=now) for each in who.houses]
        return {"houses": houses, "topics": [row.grant.twin.gate_name for each in houses for row in each.held]}
    if part == AGENCY:
        agencies = [agency.page(each, reader=request.user, session_key=session_key, now=now) for each in who.agencies]
        return {"agencies": agencies, "topics": [row.twin.gate_name for each in agencies for row in each.roster]}
    if part == CREW:
        return crew.page(who.person, session_key=session_key, now=now)
    receipts = Erasure.objects.filter(twin__owner=who.person).select_related("twin")
    return {"topics": [], "receipts": receipts.order_by("-at")}


def page_number(request: StudioRequest) -> int:
    text = request.GET.get("page", "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1


@login_required
@require_safe
def unfinished(request: StudioRequest, part: str) -> HttpResponse:
    """The pictures that were picked and are not finished, each with what it lacks. Asked after the page stands."""
    now = timezone.now()
    if part not in {HOUSE, CREW}:
        raise Http404
    rows = unfinished_pictures.of(request.user, part=part, session_key=session_of(request), now=now)
    return render(request, "home/_unfinished.html", {"rows": rows, "part": part})


@login_required
@require_safe
def picture(request: StudioRequest, preview_id: UUID) -> HttpResponse:
    """One picture of her: the brief behind it, who made it, who holds copies and what she is paid."""
    hers = list(Twin.objects.of(request.user))
    rows = of_her(hers).for_page().select_related("look__shoot__house", "look__shoot__brief__declared_by", "recipe")
    found = get_object_or_404(rows, id=preview_id)
    page = looking.page(found, viewer=request.user, session_key=session_of(request), now=timezone.now())
    return render(request, "home/picture.html", page)
