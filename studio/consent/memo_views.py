"""The deal memo as a page and as a file: to both sides, and to the agency under its mandate."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from studio.consent.memo_paper import paper
from studio.consent.models import DealMemo
from studio.consent.sides import memos_for
from studio.people.requests import StudioRequest


def _memo(request: StudioRequest, version_id: UUID) -> DealMemo:
    memos = memos_for(request.user, timezone.now())
    found: DealMemo = get_object_or_404(
        memos.select_related("version__grant__twin", "version__grant__house"), version=version_id
    )
    return found


@login_required
@require_safe
def memo(request: StudioRequest, version_id: UUID) -> HttpResponse:
    found = _memo(request, version_id)
    grant = found.version.grant
    hers = grant.twin.owner_id == request.user.pk
    return render(request, "consent/memo.html", {"memo": found, "grant": grant, "hers": hers})


@login_required
@require_safe
def memo_file(request: StudioRequest, version_id: UUID) -> HttpResponse:
    found = _memo(request, version_id)
    answer = HttpResponse(paper(found), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="deal-memo-{found.version.grant.number}.pdf"'
    return answer
