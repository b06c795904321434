"""Her signature under one kind of alteration, and its end."""

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from studio.consent.actions.altering import end_alteration, sign_alteration
from studio.people.evidence import ask_for_proof, evidence_of
from studio.people.requests import StudioRequest
from studio.twins.models import Signature, Twin
from studio.twins.wording import ALTERATION, ALTERATIONS


@require_POST
def alteration(request: StudioRequest, twin_id: UUID, code: str) -> HttpResponse:
    """To sign asks for a sign-in of the last minutes; to end asks for nothing."""
    twin = get_object_or_404(Twin.objects.of(request.user).select_related("owner"), id=twin_id)
    if code not in ALTERATIONS:
        raise Http404
    now = timezone.now()
    if request.POST.get("do") == "end":
        standing = Signature.objects.in_force().filter(twin=twin, kind=f"{ALTERATION}{code}").select_related("twin")
        for signature in standing:
            end_alteration(signature, by=request.user, now=now)
    elif asked := ask_for_proof(request):
        return asked
    else:
        sign_alteration(twin, code, by=request.user, now=now, evidence=evidence_of(request))
    return HttpResponseRedirect(f"{reverse('twins:twin', args=[twin.pk])}#signatures")
