"""All requests that wait for her, one at a time: each yes for its own terms, all of them signed with one sign-in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from studio.consent import actions
from studio.consent.actions import Said
from studio.consent.asked import Asked, asked_all, waiting_requests
from studio.consent.models import Offer, Request, Side
from studio.consent.put_texts import Read, read_in
from studio.consent.request_views import language_of, session_of
from studio.decisions import Decision
from studio.money import Money
from studio.people.evidence import ask_for_proof, evidence_of
from studio.people.requests import StudioRequest

MOST = 30


@dataclass(frozen=True, slots=True)
class Card:
    """One request of the set, with the text that a yes would sign. word: what she chose before she was sent back."""

    asked: Asked
    read: Read
    word: str


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of her word on one of them."""

    asked: Asked
    is_yes: bool
    refusal: Decision | None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer_set(request: StudioRequest) -> HttpResponse:
    """A yes needs a sign-in not older than five minutes; a set of noes needs none."""
    if request.method != "POST":
        return _set(request)
    said = said_in(request, request.POST)
    if not said:
        return _set(request, nothing_said=True, status=422)
    if any(each.to for each in said) and (asked := ask_for_proof(request)):
        return asked
    now = timezone.now()
    answers = actions.answer_set(
        said,
        by=request.user,
        now=now,
        evidence=evidence_of(request),
        waives=request.POST.get("waives") == "yes",
        language=language_of(request.POST.get("language", "")),
    )
    return _answered(request, answers, now)


def _set(request: StudioRequest, *, nothing_said: bool = False, status: int = 200) -> HttpResponse:
    found = waiting_requests(request.user, session_key=session_of(request), now=timezone.now(), variant="large")
    hers = [each for each in found if each.waits and each.of_house][:MOST]
    language = language_of(request.GET.get("language", "")) or request.LANGUAGE_CODE
    page = {
        "cards": [
            Card(each, read_in(each.offer, None, language), request.POST.get(f"answer-{each.request.pk}", ""))
            for each in hers
        ],
        "language": language,
        "words": [("no", _("No")), ("", _("Not now")), ("yes", _("Yes"))],
        "waivable": any(each.request.kind != Request.Kind.TESTS for each in hers),
        "nothing_said": nothing_said,
    }
    return render(request, "consent/answer_set.html", page, status=status)


def said_in(request: StudioRequest, given: QueryDict) -> list[Said]:
    """Her word on those of hers that she answered, each yes with the very offer that lay before her."""
    words = {id: given[name] for name in given if (id := _named(name)) and given[name] in {"yes", "no"}}
    rows = Request.objects.filter(twin__owner=request.user, id__in=list(words)[:MOST])
    found = rows.select_related("twin__owner", "house").order_by("lapses_at", "id")
    offers = _offers([given.get(f"offer-{row.pk}", "") for row in found])
    said = []
    for row in found:
        offer = offers.get(given.get(f"offer-{row.pk}", ""))
        if words[row.pk] == "no":
            said.append(Said(row, None))
        elif offer is not None and offer.request_id == row.pk:
            said.append(Said(row, offer))
    return said


def _named(name: str) -> UUID | None:
    return _as_uuid(name.removeprefix("answer-")) if name.startswith("answer-") else None


def _as_uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _offers(texts: Sequence[str]) -> dict[str, Offer]:
    ids = [id for text in texts if (id := _as_uuid(text))]
    return {str(offer.pk): offer for offer in Offer.objects.filter(id__in=ids).select_related("request__house")}


def _answered(request: StudioRequest, answers: Sequence[tuple[Said, Decision]], now: datetime) -> HttpResponse:
    ids = [said.request.pk for said, _each in answers]
    rows = Request.objects.filter(id__in=ids).select_related("twin__owner", "house", "mandate__agency", "version")
    sides: dict[Any, str] = {id: Side.OWNER for id in ids}
    found = asked_all(list(rows), sides=sides, session_key=session_of(request), now=now)
    asked = {each.request.pk: each for each in found}
    answered = [
        Answered(asked[said.request.pk], said.to is not None, None if decision else decision)
        for said, decision in answers
    ]
    page = {
        "answered": answered,
        "yes": sum(each.is_yes and each.refusal is None for each in answered),
        "nets": nets_of(answered),
        "left": Request.objects.waiting_for("owner").filter(twin__owner=request.user, lapses_at__gt=now).count(),
    }
    status = 409 if any(each.refusal is not None for each in answered) else 200
    return render(request, "consent/answered_set.html", page, status=status)


def nets_of(answered: Sequence[Answered]) -> list[Money]:
    """What the yeses would pay at the most, by currency."""
    sums: dict[str, Money] = {}
    for each in answered:
        if each.is_yes and each.refusal is None and (net := each.asked.reckoning.most_net):
            sums[net.currency] = sums[net.currency] + net if net.currency in sums else net
    return list(sums.values())
