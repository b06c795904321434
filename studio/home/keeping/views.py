"""Her own page of keeping, and the steps that end a twin. Somebody else's twin is not there."""

import json
from datetime import datetime
from uuid import UUID

import rfc8785
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studio.consent import actions as consent
from studio.consent import erasure_receipts
from studio.consent.models import Contact, Erasure
from studio.decisions import YES, Decision
from studio.home.exports.zips import as_download, zipped
from studio.home.keeping import reading
from studio.home.keeping.forms import ContactForm, StillMeForm
from studio.home.switch_views import HELD, SURE
from studio.people.evidence import ask_for_proof, evidence_of
from studio.people.requests import StudioRequest
from studio.register import exports
from studio.twins import actions as twins
from studio.twins.models import Capture, Twin


def hers(request: StudioRequest, twin_id: UUID) -> Twin:
    found: Twin = get_object_or_404(Twin.objects.of(request.user).select_related("owner"), id=twin_id)
    return found


def in_use(request: StudioRequest, twin_id: UUID) -> Twin:
    twin = hers(request, twin_id)
    if twin.state == Twin.State.ERASED:
        raise Http404("erased")
    return twin


@login_required
@require_safe
def keeping(request: StudioRequest, twin_id: UUID) -> HttpResponse:
    twin = hers(request, twin_id)
    if twin.state == Twin.State.ERASED:
        return redirect("home:receipt", twin.id)
    return _page(request, twin, timezone.now())


def _page(
    request: StudioRequest,
    twin: Twin,
    now: datetime,
    *,
    refusal: Decision | None = None,
    contact: ContactForm | None = None,
    status: int = 200,
) -> HttpResponse:
    page = reading.page_of(twin, now=now)
    still = StillMeForm(earliest=twin.as_of_on, latest=page["today"], initial={"on": page["today"]})
    forms = {"contact_form": contact or ContactForm(initial={"language": twin.owner.language}), "still_form": still}
    return render(request, "home/keeping/keeping.html", page | forms | {"refusal": refusal}, status=status)


def _answer(request: StudioRequest, twin: Twin, decision: Decision) -> HttpResponse:
    if decision:
        return redirect("home:keeping", twin.id)
    return _page(request, twin, timezone.now(), refusal=decision, status=409)


# How old it is, and what is used no more


@login_required
@require_POST
def keep_fresh(request: StudioRequest, twin_id: UUID) -> HttpResponse:
    """She says that it still is her, or that she does not want to be reminded."""
    twin, now = in_use(request, twin_id), timezone.now()
    if request.POST.get("act") == "no-more":
        return _answer(request, twin, twins.remind_no_more(twin, by=request.user, now=now)[0])
    form = StillMeForm(request.POST, earliest=twin.as_of_on, latest=now.date())
    if not form.is_valid():
        return _page(request, twin, now, status=422)
    decision, _twin = twins.still_me(twin, on=form.cleaned_data["on"], by=request.user, now=now)
    return _answer(request, twin, decision)


@login_required
@require_POST
def retire_capture(request: StudioRequest, capture_id: UUID) -> HttpResponse:
    mine = Capture.objects.filter(twin__owner=request.user).exclude(twin__state=Twin.State.ERASED)
    capture = get_object_or_404(mine.select_related("twin__owner"), id=capture_id)
    act = twins.bring_back_capture if request.POST.get("act") == "bring-back" else twins.retire_capture
    decision, _count = act(capture, by=request.user, now=timezone.now())
    return _answer(request, capture.twin, decision)


@login_required
@require_POST
def retire(request: StudioRequest, twin_id: UUID) -> HttpResponse:
    """The whole twin, or back again. Pressed without being held, the page asks once more."""
    twin, now = in_use(request, twin_id), timezone.now()
    if asked := ask_for_proof(request):
        return asked
    evidence = evidence_of(request)
    if request.POST.get("act") == "bring-back":
        return _answer(request, twin, consent.bring_back(twin, by=request.user, now=now, evidence=evidence)[0])
    if request.POST.get("sure") not in {HELD, SURE}:
        page = {"twin": twin, "effects": reading.erasing_of(twin, now).effects}
        return render(request, "home/keeping/retire.html", page)
    return _answer(request, twin, consent.retire_twin(twin, by=request.user, now=now, evidence=evidence)[0])


# Who is asked


@login_required
@require_POST
def contact(request: StudioRequest, twin_id: UUID) -> HttpResponse:
    """Name whom to ask, or name nobody any more."""
    twin, now = in_use(request, twin_id), timezone.now()
    if request.POST.get("act") == "end":
        named = Contact.objects.filter(owner=request.user, ended_at=None).first()
        return _answer(request, twin, consent.end_contact(named, by=request.user, now=now) if named else YES)
    form = ContactForm(request.POST)
    if not form.is_valid():
        return _page(request, twin, now, contact=form, status=422)
    if asked := ask_for_proof(request):
        return asked
    decision, _contact = consent.name_contact(
        request.user, **form.cleaned_data, by=request.user, now=now, evidence=evidence_of(request)
    )
    return _answer(request, twin, decision)


# Erasing


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: StudioRequest, twin_id: UUID) -> HttpResponse:
    """First what it would do; then, freshly signed in and by one held press, the end of it."""
    twin, now = hers(request, twin_id), timezone.now()
    if twin.state == Twin.State.ERASED:
        return redirect("home:receipt", twin.id)
    if asked := ask_for_proof(request):
        return asked
    if request.method == "POST" and request.POST.get("sure") in {HELD, SURE}:
        decision, made = consent.erase_twin(twin, by=request.user, now=now, evidence=evidence_of(request))
        return redirect("home:receipt", twin.id) if made else _answer(request, twin, decision)
    page = {"twin": twin, "erasing": reading.erasing_of(twin, now), "asks_again": request.method == "POST"}
    return render(request, "home/keeping/erase.html", page)


def erasure_of(request: StudioRequest, twin_id: UUID) -> Erasure:
    rows = Erasure.objects.filter(twin__owner=request.user).select_related("twin__owner")
    return get_object_or_404(rows, twin_id=twin_id)


@login_required
@require_safe
def receipt(request: StudioRequest, twin_id: UUID) -> HttpResponse:
    """There for as long as her account is, though the twin is not."""
    made = erasure_of(request, twin_id)
    page = {"erasure": made, "twin": made.twin, "is_whole": erasure_receipts.is_whole(made.receipt)}
    return render(request, "home/keeping/receipt.html", page)


@login_required
@require_safe
def receipt_file(request: StudioRequest, twin_id: UUID) -> HttpResponse:
    """The receipt in words and as signed, her chain with its days, and the checker that needs nothing of ours."""
    made = erasure_of(request, twin_id)
    files = exports.files_of(made.twin.gate_name, now=timezone.now()) | {
        "receipt.json": rfc8785.dumps(json.loads(json.dumps(made.receipt))),
        "receipt.txt": made.text.encode(),
    }
    return as_download(zipped(files), f"receipt-{made.at:%Y-%m-%d}.zip")
