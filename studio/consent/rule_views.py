"""Her nevers and her rates: read, changed, and how they came to be what they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studio.consent import actions
from studio.consent.agencies import mandates_in_force
from studio.consent.facts import facts_of
from studio.consent.models import Grant, RateCard, StandingRules
from studio.consent.never_wording import names_of, said_of, sentences_of
from studio.consent.nevers import added, new_cuts
from studio.consent.rate_cards import rate_card_of
from studio.consent.rates import rate_card_lacks, rate_of
from studio.consent.rule_forms import (
    DAY_STEPS,
    NOTICES,
    PLACES,
    ExampleForm,
    RatesForm,
    RulesForm,
    initial_of,
    rates_initial,
)
from studio.consent.terms import CHANNELS, Pay
from studio.consent.terms import StandingRules as Nevers
from studio.decisions import Decision, no
from studio.people.models import Organisation, Person
from studio.people.requests import StudioRequest
from studio.pricing import PricedUse, price, settle
from studio.twins.models import Twin

CHIPS = ("never_categories", "never_purposes", "never_channels", "never_alterations", "houses")
TYPED = ("other_houses", "never_brands", "never_scenes", "never_poses", "never_beside")
EXAMPLE: dict[str, Any] = {"channel": "own-site", "territory": "DE", "length": 90, "notice": "0"}


def _hers(request: StudioRequest, twin_id: UUID) -> Twin:
    found: Twin = get_object_or_404(Twin.objects.of(request.user).select_related("owner"), id=twin_id)
    return found


@require_safe
def my_rules(request: StudioRequest) -> HttpResponse:
    """The bar's door: the rules of her twin, the newest where she has several."""
    twin = Twin.objects.of(request.user).order_by("-created_at").first()
    if twin is None:
        raise Http404
    return redirect("consent:rules", twin.id)


# Nevers


@dataclass(frozen=True, slots=True)
class Version:
    """One change: who, when, and in sentences what it added and took out."""

    row: StandingRules
    added: tuple[str, ...]
    taken_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CutInto:
    grant: Grant
    sentences: tuple[str, ...]


@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: StudioRequest, twin_id: UUID) -> HttpResponse:
    """A change is a new version, in force at once."""
    twin = _hers(request, twin_id)
    newest = StandingRules.objects.filter(twin=twin).order_by("-version").first()
    before = Nevers.from_json(newest.rules) if newest else Nevers()
    known = houses_known_to(request.user, before)
    if request.method != "POST":
        form = RulesForm(initial=initial_of(before, known, shares_reason=twin.shares_reason), known=known)
        return _rules(request, twin, form, before, before)
    form = RulesForm(request.POST, known=known)
    if not form.is_valid():
        return _rules(request, twin, form, before, before, refusal=no("rules-not-right"), status=422)
    now = timezone.now()
    decision, _version = actions.set_standing_rules(twin, form.rules(), by=request.user, now=now)
    if decision:
        shares = form.cleaned_data["shares_reason"]
        decision, _twin = actions.share_reason(twin, shares=shares, by=request.user, now=now)
    if not decision:
        return _rules(request, twin, form, before, form.rules(), refusal=decision, status=409)
    return redirect("consent:rules", twin.id)


@require_POST
def read_rules(request: StudioRequest, twin_id: UUID) -> HttpResponse:
    """What it would say and which licences it would cut into, before anything is kept."""
    twin = _hers(request, twin_id)
    newest = StandingRules.objects.filter(twin=twin).order_by("-version").first()
    before = Nevers.from_json(newest.rules) if newest else Nevers()
    form = RulesForm(request.POST, known=houses_known_to(request.user, before))
    if not form.is_valid():
        return _rules(request, twin, form, before, before, refusal=no("rules-not-right"), status=422)
    return _rules(request, twin, form, before, form.rules())


def _rules(
    request: StudioRequest,
    twin: Twin,
    form: RulesForm,
    before: Nevers,
    after: Nevers,
    *,
    refusal: Decision | None = None,
    status: int = 200,
) -> HttpResponse:
    now = timezone.now()
    read = {
        "twin": twin,
        "sentences": list(sentences_of(after, names_of(after.never_houses))),
        "cuts": cuts_of(twin, before, after, now),
        "is_changed": before != after or twin.shares_reason != _shares(form, twin),
        "refusal": refusal,
    }
    if request.htmx and request.method == "POST":
        return render(request, "consent/_rules_read.html", read, status=status)
    page = {
        "form": form,
        "versions": versions_of(twin),
        "twins": list(Twin.objects.of(request.user)),
        "chip_fields": CHIPS,
        "typed_fields": TYPED,
        "yes_fields": ("asks_each_piece", "shares_reason"),
    }
    return render(request, "consent/rules.html", read | page, status=status)


def _shares(form: RulesForm, twin: Twin) -> bool:
    return bool(form.cleaned_data.get("shares_reason")) if form.is_bound and form.is_valid() else twin.shares_reason


def houses_known_to(person: Person, nevers: Nevers) -> list[Organisation]:
    """Those that asked her for something. Which others are here is not hers to learn from a list."""
    asked = Q(grants__twin__owner=person) | Q(requests__twin__owner=person) | Q(options__twin__owner=person)
    return list(Organisation.objects.houses().filter(asked).distinct().order_by("name"))


def cuts_of(twin: Twin, before: Nevers, after: Nevers, now: datetime) -> list[CutInto]:
    """Which licences in force a change cuts into. Whatever was delivered stays to its last day."""
    if before == after:
        return []
    licences = facts_of([twin], now)[twin.pk].licences
    found = {each.version: new_cuts(before, after, each) for each in licences}
    grants = Grant.objects.filter(versions__in=[id for id, cut in found.items() if cut]).select_related("house")
    by_version = {str(version.pk): grant for grant in grants for version in grant.versions.all()}
    return [CutInto(by_version[id], tuple(map(said_of, cut))) for id, cut in found.items() if cut]


def versions_of(twin: Twin) -> list[Version]:
    """The newest first."""
    rows = list(StandingRules.objects.filter(twin=twin).select_related("by").order_by("version"))
    said = [Nevers.from_json(row.rules) for row in rows]
    houses = names_of(house for each in said for house in each.never_houses)
    found = []
    for row, before, after in zip(rows, [Nevers(), *said], said, strict=False):
        new, gone = (sentences_of(each, houses) for each in (added(before, after), added(after, before)))
        found.append(Version(row, tuple(new), tuple(gone)))
    return found[::-1]


# Rates


@require_http_methods(["GET", "HEAD", "POST"])
def rates(request: StudioRequest, twin_id: UUID) -> HttpResponse:
    """What she asks for. "read" reckons the example anew and keeps nothing."""
    twin = _hers(request, twin_id)
    if request.method != "POST":
        card = rate_card_of(twin)
        return _rates(request, twin, RatesForm(initial=rates_initial(card)), card, ExampleForm(EXAMPLE))
    form, example = RatesForm(request.POST), ExampleForm(request.POST)
    if not form.is_valid():
        return _rates(request, twin, form, None, example, status=422)
    pay = form.pay()
    if "read" in request.POST or request.htmx:
        return _rates(request, twin, form, pay, example)
    decision, _card = actions.set_rate_card(twin, pay, by=request.user, now=timezone.now())
    if not decision:
        return _rates(request, twin, form, pay, example, refusal=decision, status=409)
    return redirect("consent:rates", twin.id)


def _rates(
    request: StudioRequest,
    twin: Twin,
    form: RatesForm,
    pay: Pay | None,
    example: ExampleForm,
    *,
    refusal: Decision | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {"twin": twin, "refusal": refusal, "example_form": example, "pay": pay}
    context |= worked(twin, pay, example)
    if request.htmx and request.method == "POST":
        return render(request, "consent/_example.html", context, status=status)
    page = {
        "form": form,
        "versions": list(RateCard.objects.filter(twin=twin).select_related("by").order_by("-version")),
        "channel_fields": [f"channel_{channel}" for channel in CHANNELS],
        "place_fields": [(f"place_{number}", f"place_{number}_factor") for number in range(PLACES)],
        "days_fields": [f"days_{days}" for days in DAY_STEPS],
        "notice_fields": [f"notice_{days}" for days in NOTICES],
    }
    return render(request, "consent/rates.html", context | page, status=status)


def worked(twin: Twin, pay: Pay | None, example: ExampleForm) -> dict[str, Any]:
    """The example in lines that can be checked by hand, with her agency's share as its mandate says."""
    if pay is None or rate_card_lacks(pay) or not example.is_valid():
        return {"quote": None, "settlement": None, "agency": None}
    said = example.cleaned_data
    use = PricedUse(
        said["channel"] or EXAMPLE["channel"],
        said["territory"] or EXAMPLE["territory"],
        said["length"] or EXAMPLE["length"],
        int(said["notice"] or 0),
    )
    mandates: Sequence[Any] = mandates_in_force(twin, timezone.now())
    mandate = mandates[0] if mandates else None
    quote = price(rate_of(pay), use)
    return {
        "quote": quote,
        "settlement": settle(quote, mandate.commission_bps if mandate else 0),
        "agency": mandate.agency if mandate else None,
    }
