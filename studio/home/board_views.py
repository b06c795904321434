"""The boards of all one's shoots on one page."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from studio.home import boards
from studio.home.boards import Asked
from studio.people.requests import StudioRequest

TEXT_MOST = 200


@login_required
@require_safe
@never_cache
def all_boards(request: StudioRequest) -> HttpResponse:
    said = request.GET
    asked = Asked(
        text=said.get("q", "").replace("\0", "")[:TEXT_MOST],
        house=said.get("house", ""),
        state=said.get("state", ""),
        mine=said.get("mine") == "1",
        after=said.get("after", ""),
    )
    session_key = request.session.session_key or ""
    page = boards.page(asked, viewer=request.user, session_key=session_key, now=timezone.now())
    onward = said.copy()
    onward["after"] = page.next
    return render(request, "home/boards.html", {"page": page, "asked": asked, "onward": onward.urlencode()})
