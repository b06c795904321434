"""Her register: what happened in plain words, who made and looked, the signed days, and the chain to take with her."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from studio.assets.models import Asset
from studio.home.exports import chain as chain_export
from studio.home.exports.zips import as_download
from studio.home.proving import proof_of
from studio.home.register import looks
from studio.home.register.chain import Chain, chains_of, happened, month_in
from studio.home.register.days import paper
from studio.home.views import page_number, session_of
from studio.people.requests import StudioRequest
from studio.register import signing
from studio.register.actions import verify
from studio.register.days import verify_days
from studio.register.models import DailyHead, Head

HAPPENED, PICTURES, PEOPLE, DAYS = "happened", "pictures", "people", "days"
DAYS_SHOWN = 60


@login_required
@require_safe
def register(request: StudioRequest) -> HttpResponse:
    now = timezone.now()
    chains = chains_of(request.user, now)
    asked = request.GET.get("of", "")
    chain = next((each for each in chains if each.key == asked), next(iter(chains), None))
    if chain is None:
        return render(request, "home/register/nothing.html")
    shows = shows_of(chain)
    show = request.GET.get("show", HAPPENED)
    show = show if show in shows else HAPPENED
    context = {
        "chain": chain,
        "chains": chains,
        "show": show,
        "tabs": tabs_of(chain, show),
        "month": request.GET.get("month", "") if month_in(request.GET.get("month", "")) else "",
        "head": Head.objects.filter(chain=chain.name).first(),
        "last_day": DailyHead.objects.order_by("day").last(),
        **PAGES[show](request, chain, now),
    }
    return render(request, "home/register/register.html", context)


def shows_of(chain: Chain) -> dict[str, str]:
    """An organisation has no pictures of its own: they are the twins'."""
    ways = {HAPPENED: _("What happened"), PICTURES: _("By picture"), PEOPLE: _("By person"), DAYS: _("Signed days")}
    return ways if chain.twin else {each: ways[each] for each in (HAPPENED, DAYS)}


def tabs_of(chain: Chain, show: str) -> list[dict[str, Any]]:
    ways = shows_of(chain).items()
    return [{"label": words, "url": f"?of={chain.key}&show={each}", "here": each == show} for each, words in ways]


def happened_page(request: StudioRequest, chain: Chain, now: datetime) -> dict[str, Any]:
    month = month_in(request.GET.get("month", ""))
    return {"page": happened(chain, reader=request.user, month=month, number=page_number(request))}


def pictures_page(request: StudioRequest, chain: Chain, now: datetime) -> dict[str, Any]:
    assert chain.twin is not None
    page = looks.by_picture(
        [chain.twin],
        viewer=request.user,
        session_key=session_of(request),
        now=now,
        month=month_in(request.GET.get("month", "")),
        picture=_id_in(request.GET.get("picture", "")),
        number=page_number(request),
    )
    return {"page": page, "months": looks.months_of([chain.twin]), "picture": request.GET.get("picture", "")}


def people_page(request: StudioRequest, chain: Chain, now: datetime) -> dict[str, Any]:
    assert chain.twin is not None
    month = month_in(request.GET.get("month", ""))
    page = looks.by_person([chain.twin], viewer=request.user, month=month)
    return {"page": page, "months": looks.months_of([chain.twin])}


def days_page(request: StudioRequest, chain: Chain, now: datetime) -> dict[str, Any]:
    return {"days": DailyHead.objects.order_by("-day")[:DAYS_SHOWN], "fingerprint": signing.signer().fingerprint}


PAGES: dict[str, Callable[[StudioRequest, Chain, datetime], dict[str, Any]]] = {
    HAPPENED: happened_page,
    PICTURES: pictures_page,
    PEOPLE: people_page,
    DAYS: days_page,
}


def _id_in(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def chain_of(request: StudioRequest, key: str) -> Chain:
    """One of those she may read. Another's is not there."""
    found = next((each for each in chains_of(request.user, timezone.now()) if each.key == key), None)
    if found is None:
        raise Http404
    return found


@login_required
@require_safe
def check_chain(request: StudioRequest, chain_key: str) -> HttpResponse:
    """Reads every entry again and says whether each is as it was written."""
    chain = chain_of(request, chain_key)
    faults, days = verify(chain.name), verify_days()
    head = Head.objects.filter(chain=chain.name).first()
    page = {"faults": faults, "days": days, "entries": head.seq if head else 0, "now": timezone.now(), "chain": chain}
    return render(request, "home/register/_checked.html" if request.htmx else "home/register/checked.html", page)


@login_required
@require_safe
def export_chain(request: StudioRequest, chain_key: str) -> HttpResponse:
    """The chain, its signed days and the program that checks them, in one ZIP."""
    chain, now = chain_of(request, chain_key), timezone.now()
    return as_download(chain_export.zipped(chain.name, now=now), f"register-{now:%Y-%m-%d}.zip")


@login_required
@require_safe
def signed_day(request: StudioRequest, day: str) -> HttpResponse:
    """A signed day, with where her own chains stood in it and nothing of anybody else's."""
    try:
        head = get_object_or_404(DailyHead, day=datetime.strptime(day, "%Y-%m-%d").date())
    except ValueError:
        raise Http404 from None
    found = paper(head, request.user, timezone.now())
    if not found["places"]:
        raise Http404
    text = json.dumps(found, indent=1, sort_keys=True, ensure_ascii=False)
    name = f'attachment; filename="register-{head.day}.json"'
    return HttpResponse(text, content_type="application/json", headers={"Content-Disposition": name})


@login_required
@require_safe
def proof(request: StudioRequest, preview_id: UUID) -> HttpResponse:
    """Who agreed to what and when, for a finished picture of her: to read, and to print."""
    rows = Asset.objects.for_page().filter(sealed_at__isnull=False, twins__twin__owner=request.user).distinct()
    asset = get_object_or_404(rows, master__preview=preview_id)
    page = {"proof": proof_of(asset, reader=request.user), "preview": asset.master.preview, "now": timezone.now()}
    return render(request, "home/register/proof.html", page)
