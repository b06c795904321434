"""Options on the days of a model: hers, a house's, an agency's."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studio.consent import actions, held
from studio.consent.facts import owners_day
from studio.consent.models import Option
from studio.consent.option_forms import ConfirmForm, PlaceForm
from studio.consent.terms import WORLD
from studio.decisions import Decision, no
from studio.money import Money
from studio.people.evidence import ask_for_proof, evidence_of
from studio.people.models import Organisation
from studio.people.requests import StudioRequest
from studio.twins.models import Twin


def _option(request: StudioRequest, option_id: UUID, now: datetime) -> Option:
    found: Option = get_object_or_404(held.options_for(request.user, now), id=option_id)
    return found


@require_safe
def options(request: StudioRequest) -> HttpResponse:
    return _options(request)


def _options(request: StudioRequest, refusal: Decision | None = None) -> HttpResponse:
    now = timezone.now()
    rows = held.options_for(request.user, now)
    open_states = [*Option.State.alive(), Option.State.CONFIRMED]
    standing = held.held_for(request.user, rows.filter(state__in=open_states), now)
    ended = rows.exclude(state__in=open_states).order_by("-state_at")[: held.OVER_SHOWN]
    over = held.held_for(request.user, ended, now)
    context = {
        "parts": [(part, [each for each in standing if each.part == part]) for part in held.PARTS],
        "standing": standing,
        "over": over,
        "waits": sum(each.waits for each in standing),
        "may_place": bool(held.twins_held_by(request.user, now)),
        "twin": Twin.objects.of(request.user).order_by("-created_at").first(),
        "topics": sorted({each.option.twin.gate_name for each in standing}),
        "refusal": refusal,
    }
    name = "consent/_options.html" if request.htmx else "consent/options.html"
    return render(request, name, context, status=200 if refusal is None else 409)


@require_http_methods(["GET", "HEAD", "POST"])
def place_option(request: StudioRequest) -> HttpResponse:
    """An agency first reads which place in the line its option would have, and then holds the days."""
    now = timezone.now()
    twins = held.twins_held_by(request.user, now)
    if not twins:
        raise Http404
    form = PlaceForm(request.POST or None, twins=twins, initial=_first_choice(request, now))
    context: dict[str, Any] = {"form": form, "houses": held.houses_known_to(request.user, now), "refusal": None}
    if request.method != "POST":
        return render(request, "consent/place_option.html", context)
    if not form.is_valid():
        return render(request, "consent/place_option.html", context, status=422)
    twin, house = form.cleaned_data["twin"], held.house_called(form.cleaned_data["house"])
    decision, rank = _placed(request, twin, house, form, now) if house else (no("no-house-so-called"), 0)
    if decision and "hold" in request.POST:
        return redirect("consent:options")
    context |= {"rank": rank, "twin": twin, "house": house, "refusal": None if decision else decision}
    return render(request, "consent/place_option.html", context, status=200 if decision else 409)


def _placed(
    request: StudioRequest, twin: Twin, house: Organisation, form: PlaceForm, now: datetime
) -> tuple[Decision, int]:
    """Held where she presses that; otherwise what it would answer, and its place."""
    wanted = form.hold(house, now)
    if "hold" not in request.POST:
        return actions.would_stand(twin, wanted, house, by=request.user, now=now)
    decision, _option = actions.place_option(
        twin,
        house,
        category=wanted.category,
        territory=wanted.territory,
        starts_on=wanted.starts_on,
        ends_on=wanted.ends_on,
        by=request.user,
        now=now,
    )
    return decision, 0


def _first_choice(request: StudioRequest, now: datetime) -> dict[str, Any]:
    return {"twin": request.GET.get("twin", ""), "territory": WORLD, "starts_on": now.date()}


@require_POST
def challenge_option(request: StudioRequest, option_id: UUID) -> HttpResponse:
    option = _option(request, option_id, timezone.now())
    if held.part_of(option, request.user, timezone.now()) == held.OWNER:
        raise Http404
    decision, _challenging = actions.challenge_option(option, by=request.user, now=timezone.now())
    return redirect("consent:options") if decision else _options(request, decision)


@require_POST
def book_option(request: StudioRequest, option_id: UUID) -> HttpResponse:
    now = timezone.now()
    option = _option(request, option_id, now)
    if held.part_of(option, request.user, now) == held.HOUSE:
        raise Http404
    decision, _booked = actions.book_option(option, by=request.user, now=now)
    return redirect("consent:options") if decision else _options(request, decision)


@require_POST
def release_option(request: StudioRequest, option_id: UUID) -> HttpResponse:
    option = _option(request, option_id, timezone.now())
    decision, _released = actions.release_option(option, by=request.user, now=timezone.now())
    return redirect("consent:options") if decision else _options(request, decision)


def _of_house(request: StudioRequest, option_id: UUID, now: datetime) -> Option:
    option = _option(request, option_id, now)
    if held.part_of(option, request.user, now) != held.HOUSE:
        raise Http404
    return option


@require_http_methods(["GET", "HEAD", "POST"])
def confirm_option(request: StudioRequest, option_id: UUID) -> HttpResponse:
    """What is booked, for how much, beside what her signed terms would ask for it; then the house's word."""
    now = timezone.now()
    option = _of_house(request, option_id, now)
    terms = held.signed_terms(option, owners_day(option.twin, now))
    channels = list(terms.channels[:1]) if terms else []
    started = {"channels": channels, "currency": terms.pay.currency if terms else "EUR"}
    form = ConfirmForm(request.POST or None, initial=started)
    context: dict[str, Any] = {"option": option, "form": form, "terms": terms, "refusal": None, "least": None}
    if request.method != "POST":
        if terms and channels:
            context["least"] = held.least_fee(option, terms, channels, 1)
        return render(request, "consent/confirm_option.html", context)
    if not form.is_valid():
        return render(request, "consent/confirm_option.html", context, status=422)
    said = form.cleaned_data
    if terms:
        context["least"] = held.least_fee(option, terms, said["channels"], said["pieces"])
    fee = form.money() if said["fee"] is not None else context["least"]
    if "confirm" not in request.POST or fee is None:
        return render(request, "consent/confirm_option.html", context)
    if proof := ask_for_proof(request):
        return proof
    decision = _confirmed(request, option, said, fee, now)
    if not decision:
        return render(request, "consent/confirm_option.html", context | {"refusal": decision}, status=409)
    return redirect("consent:options")


def _confirmed(request: StudioRequest, option: Option, said: dict[str, Any], fee: Money, now: datetime) -> Decision:
    decision, _firm = actions.confirm_option(
        option,
        pieces=said["pieces"],
        channels=said["channels"],
        fee=fee,
        by=request.user,
        now=now,
        evidence=evidence_of(request),
    )
    return decision

