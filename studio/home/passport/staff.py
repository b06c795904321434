"""For whoever runs the studio: which other studios' keys are answered for, by whom and since when."""

from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from studio.decisions import Decision, no
from studio.home.models import TrustedKey
from studio.home.passport import vouching
from studio.people import actions as people
from studio.people.evidence import ask_for_proof
from studio.people.requests import StudioRequest
from studio.register import signing
from studio.twins import actions as twins


class TrustForm(forms.Form):
    studio = forms.CharField(label=_("Studio"), max_length=120)
    fingerprint = forms.CharField(
        label=_("Fingerprint of its key"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Eight groups of four, from that studio's own page or a letter of theirs. Not from the passport."),
    )


class AskInForm(forms.Form):
    email = forms.EmailField(max_length=254)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def studios(request: StudioRequest) -> HttpResponse:
    """Answering for one asks for a fresh sign-in."""
    form = TrustForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _page(request, form)
    if asked := ask_for_proof(request):
        return asked
    if not form.is_valid():
        return _page(request, form, status=422)
    said = form.cleaned_data
    decision, _key = vouching.trust_key(
        said["fingerprint"], studio=said["studio"], by=request.user, now=timezone.now()
    )
    return redirect("home:studios") if decision else _page(request, form, decision, status=409)


def _page(
    request: StudioRequest, form: TrustForm, refusal: Decision | None = None, *, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "refusal": refusal,
        "keys": TrustedKey.objects.in_force().select_related("by"),
        "ended": TrustedKey.objects.filter(ended_at__isnull=False).select_related("by", "ended_by"),
        "asking": vouching.asking(),
        "named": twins.named_crew(),
        "ours": signing.signer().fingerprint,
    }
    return render(request, "home/passport/studios.html", context, status=status)


@login_required
@require_POST
def end_trust(request: StudioRequest, trusted_key_id: UUID) -> HttpResponse:
    key = get_object_or_404(TrustedKey, id=trusted_key_id)
    vouching.end_trust(key, by=request.user, now=timezone.now())
    return redirect("home:studios")


@login_required
@require_POST
def ask_crew_in(request: StudioRequest, person_id: UUID) -> HttpResponse:
    """The link goes out by mail, or waits in the outbox to be handed over."""
    nobody = get_object_or_404(twins.named_crew(), id=person_id)
    form = AskInForm(request.POST)
    if not form.is_valid():
        return _page(request, TrustForm(), no("address-unreadable"), status=422)
    decision, _asked = people.ask_to_claim(nobody, form.cleaned_data["email"], by=request.user, now=timezone.now())
    return redirect("people:outbox") if decision else _page(request, TrustForm(), decision, status=409)
