"""The search: a page for whoever has no script, and the same list under the field as one types."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from studio.home.finding import query, showing
from studio.home.finding.query import STATES
from studio.people.requests import StudioRequest


@login_required
@require_safe
@never_cache
def search(request: StudioRequest) -> HttpResponse:
    """kind: one group, with a page of it. state: what else a picture has to be."""
    kind, state = request.GET.get("kind", ""), request.GET.get("state", "")
    asked = query.read(request.GET.get("q", ""), state=state)
    listens = not request.htmx
    reader = showing.Reader(request.user, request.session.session_key or "", timezone.now(), listens)
    kind = kind if kind in showing.GROUPS else ""
    groups = showing.search(asked, reader, kind=kind) if asked else []
    page = {
        "asked": asked,
        "kind": kind,
        "state": state if state in STATES else "",
        "states": STATES.items(),
        "groups": groups,
        "gates": sorted({gate for group in groups for hit in group.hits for gate in hit.gates}),
        "most": showing.A_PAGE,
    }
    return render(request, "home/finding/search.html" if listens else "home/finding/_found.html", page)
