"""What she takes with her: everything at once, or one paper."""

import json
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from studio.consent.models import GrantVersion
from studio.consent.sides import versions_for
from studio.decisions import Decision
from studio.home.exports import everything, odrl, papers, profile
from studio.home.exports.zips import as_download
from studio.home.models import Arrival, Origin, Parcel, ParcelPart
from studio.jobs.models import State
from studio.media.serving import GONE
from studio.people.evidence import ask_for_proof, evidence_of
from studio.people.requests import StudioRequest
from studio.twins.models import Twin

JSON_LD = "application/ld+json"


@login_required
@require_safe
def taking(request: StudioRequest) -> HttpResponse:
    return _page(request)


def _page(request: StudioRequest, refusal: Decision | None = None) -> HttpResponse:
    twins = list(Twin.objects.of(request.user).select_related("owner").order_by("created_at"))
    now = timezone.now()
    parcel = Parcel.objects.of(request.user).there(now).select_related("job").first()
    parcel = parcel if parcel and everything.still_holds(parcel) else None
    context: dict[str, Any] = {
        "rows": [(twin, papers.versions_of(twin)) for twin in twins],
        "alive": [twin for twin in twins if twin.state != Twin.State.ERASED],
        "parcel": parcel,
        "parts": list(parcel.parts.select_related("file")) if parcel and parcel.made_at else [],
        "broke_off": bool(parcel and not parcel.made_at and not everything.is_under_way(parcel)),
        "may_stop": bool(parcel and parcel.job and parcel.job.state in {State.QUEUED, State.RUNNING}),
        "origins": Origin.objects.filter(twin__in=twins).select_related("twin"),
        "arrival": Arrival.objects.of(request.user).waiting().first(),
        "refusal": refusal,
    }
    status = 409 if refusal is not None else 200
    return render(request, "home/exports/taking.html", context, status=status)


@login_required
@require_POST
def take_everything(request: StudioRequest) -> HttpResponse:
    """Asks for a fresh sign-in, then packs."""
    if asked := ask_for_proof(request):
        return asked
    decision, _parcel = everything.ask(request.user, now=timezone.now(), evidence=evidence_of(request))
    return redirect("home:taking") if decision else _page(request, decision)


@login_required
@require_safe
def take_part(request: StudioRequest, part_id: UUID) -> HttpResponse:
    """One ZIP of what was packed, to its owner alone and freshly signed in."""
    mine = ParcelPart.objects.filter(parcel__person=request.user).select_related("parcel", "file")
    part = get_object_or_404(mine, id=part_id)
    if asked := ask_for_proof(request):
        return asked
    try:
        content = everything.take(part, by=request.user, now=timezone.now())
    except GONE:
        raise Http404 from None
    return as_download(content, f"everything-{part.number}.zip")


def _version(request: StudioRequest, grant_id: UUID, number: int) -> GrantVersion:
    """One that she may read."""
    rows = versions_for(request.user, timezone.now()).select_related("grant__house", "grant__twin__owner")
    found: GrantVersion = get_object_or_404(rows, grant=grant_id, number=number)
    return found


@login_required
@require_safe
def licence_odrl(request: StudioRequest, grant_id: UUID, number: int) -> HttpResponse:
    version = _version(request, grant_id, number)
    return _json(papers.policy_of(version), f"licence-{version.grant.number}-v{number}.odrl.jsonld")


@login_required
@require_safe
def licence_receipt(request: StudioRequest, grant_id: UUID, number: int) -> HttpResponse:
    """Given to the person whose data it is, and to nobody else."""
    version = _version(request, grant_id, number)
    if version.grant.twin.owner_id != request.user.pk:
        raise Http404
    return _json(papers.licence_receipt(version), f"licence-{version.grant.number}-v{number}.receipt.jsonld")


@login_required
@require_safe
def data_receipt(request: StudioRequest, twin_id: UUID) -> HttpResponse:
    twin = get_object_or_404(Twin.objects.of(request.user).select_related("owner"), id=twin_id)
    return _json(papers.data_receipt(twin), "data-consent.receipt.jsonld")


@require_safe
def odrl_profile(request: HttpRequest) -> HttpResponse:
    """For whoever reads a licence in ODRL: what each word means that ODRL has not."""
    context = {
        "profile": odrl.PROFILE,
        "tables": [
            (_("Of the whole"), profile.OF_THE_WHOLE),
            (_("Of what is allowed"), profile.OF_WHAT_IS_ALLOWED),
            (_("Of what is owed"), profile.OF_WHAT_IS_OWED),
            (_("Values"), profile.VALUES),
            (_("Values that end in a code"), profile.CODES),
        ],
    }
    return render(request, "home/exports/profile.html", context)


def _json(value: Any, name: str) -> HttpResponse:
    return as_download(json.dumps(value, indent=1, ensure_ascii=False).encode(), name, JSON_LD)
