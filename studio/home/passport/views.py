"""Taking a passport along, and bringing one: checked, shown, and only then her yes."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studio.decisions import Decision, no
from studio.home.exports.zips import as_download
from studio.home.models import Arrival, Origin
from studio.home.passport import arriving, bundle, leaving, vouching
from studio.home.passport.bundle import BadPassport
from studio.media.serving import GONE
from studio.people.evidence import ask_for_proof, evidence_of
from studio.people.requests import StudioRequest
from studio.people.sign_ins import is_fresh
from studio.twins import wording
from studio.twins.models import Twin

WAITS = ("voucher", "meeting")  # what is told of her days of capture, the first first


class TakeForm(forms.Form):
    with_plates = forms.BooleanField(
        label=_("With my base photographs, locked with a passphrase of mine"), required=False
    )
    passphrase = forms.CharField(
        label=_("Passphrase"),
        required=False,
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 letters. Nobody can give you another: write it down somewhere else than the file."),
    )


class BringForm(forms.Form):
    trusts_key = forms.BooleanField(label=_("I compared the fingerprint, and it is that studio's"), required=False)
    data_consent = forms.BooleanField(
        label=_("I agree that this studio makes and keeps my digital twin, as it reads above"), required=False
    )
    passphrase = forms.CharField(
        label=_("Passphrase of your base photographs"),
        required=False,
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Without it they stay behind, and you can be photographed here anew."),
    )


# Taking one along


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def passport(request: StudioRequest, twin_id: UUID) -> HttpResponse:
    """A fresh sign-in is asked before the form, so that a passphrase is never kept on the way."""
    mine = Twin.objects.of(request.user).exclude(state=Twin.State.ERASED).select_related("owner")
    twin = get_object_or_404(mine, id=twin_id)
    if request.method == "POST" and not is_fresh(request):
        return redirect("home:passport", twin.pk)
    if asked := ask_for_proof(request):
        return asked
    form = TakeForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _taking(request, twin, form)
    decision, content = leaving.take_passport(
        twin,
        with_plates=form.cleaned_data["with_plates"],
        passphrase=form.cleaned_data["passphrase"],
        by=request.user,
        now=timezone.now(),
        evidence=evidence_of(request),
    )
    if not decision:
        return _taking(request, twin, form, decision)
    return as_download(content, f"passport-{timezone.localdate()}.zip")


def _taking(
    request: StudioRequest, twin: Twin, form: TakeForm, refusal: Decision | None = None
) -> HttpResponse:
    context = {"twin": twin, "form": form, "refusal": refusal, "plates": twin.plates.in_use().count()}
    status = 409 if refusal is not None else 200
    return render(request, "home/passport/take.html", context, status=status)


# Bringing one


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: StudioRequest) -> HttpResponse:
    """A file comes in. It is read whole and checked; only one that holds is kept, sealed, until her yes."""
    if request.method != "POST":
        return _bringing(request)
    file = request.FILES.get("passport")
    if file is None or not file.size:
        return _bringing(request, no("passport-missing"))
    data = file.read(bundle.MOST_BYTES + 1)
    try:
        arriving.told(data)
    except BadPassport as bad:
        return _bringing(request, no(bad.code, **bad.values))
    arrival = arriving.arrive(data, by=request.user, now=timezone.now())
    return redirect("home:arrival", arrival.pk)


def _bringing(request: StudioRequest, refusal: Decision | None = None) -> HttpResponse:
    context = {
        "refusal": refusal,
        "most_bytes": bundle.MOST_BYTES,
        "arrival": Arrival.objects.of(request.user).waiting().first(),
    }
    return render(request, "home/passport/bring.html", context, status=422 if refusal is not None else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def arrival(request: StudioRequest, arrival_id: UUID) -> HttpResponse:
    """What the passport says and what could not be checked; then, by a press of her own, the twin is made here."""
    found = get_object_or_404(Arrival.objects.of(request.user).waiting().select_related("file"), id=arrival_id)
    if request.method == "POST" and not is_fresh(request):
        return redirect("home:arrival", found.pk)
    if asked := ask_for_proof(request):
        return asked
    form = BringForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _arrived(request, found, form)
    decision, twin = arriving.bring(
        found,
        passphrase=form.cleaned_data["passphrase"],
        data_consent=form.cleaned_data["data_consent"],
        trusts_key=form.cleaned_data["trusts_key"],
        by=request.user,
        now=timezone.now(),
        evidence=evidence_of(request),
    )
    if twin is None:
        return _arrived(request, found, form, decision)
    return redirect("home:origin", twin.pk)


def _arrived(
    request: StudioRequest, found: Arrival, form: BringForm, refusal: Decision | None = None
) -> HttpResponse:
    try:
        said = arriving.of(found)
    except (BadPassport, *GONE):
        arriving.let_go(found, now=timezone.now())
        return _bringing(request, no("passport-gone"))
    context: dict[str, Any] = {
        "arrival": found,
        "said": said,
        "answered_for": vouching.is_trusted(said.fingerprint, of=request.user),
        "holds": [each for each in said.findings if each.holds],
        "open": [each for each in said.findings if not each.holds],
        "data_sentences": wording.sentences_of(wording.DATA, request.user.language),
        "form": form,
        "refusal": refusal,
    }
    return render(request, "home/passport/arrival.html", context, status=409 if refusal is not None else 200)


@login_required
@require_POST
def let_go(request: StudioRequest, arrival_id: UUID) -> HttpResponse:
    found = get_object_or_404(Arrival.objects.of(request.user).waiting(), id=arrival_id)
    arriving.let_go(found, now=timezone.now())
    return redirect("home:bring")


@login_required
@require_safe
def origin(request: StudioRequest, twin_id: UUID) -> HttpResponse:
    """Where she came from: history, with nothing in it that is in force here."""
    found = get_object_or_404(Origin.objects.select_related("twin"), twin=twin_id, twin__owner=request.user)
    waits = {capture.waits_for for capture in found.twin.captures.all()}
    context = {"origin": found, "twin": found.twin, "waits": next((each for each in WAITS if each in waits), "")}
    return render(request, "home/passport/origin.html", context)
