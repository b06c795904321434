"""The pictures' own address, and how an upload is getting on."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from studio.decisions import YES, Decision
from studio.media import actions, serving
from studio.media.addresses import BadAddressError, Wanted, addresses, opened, still_holds
from studio.media.models import Upload
from studio.people.requests import StudioRequest
from studio.register import actions as register


@require_safe
def serve(request: HttpRequest, token: str) -> HttpResponseBase:
    """Show a picture that a page decided to show, as long as that decision holds."""
    by = str(request.session.get(SESSION_KEY, ""))  # reads the session, so that one that has ended has no key below
    session_key = request.session.session_key or ""
    try:
        address = opened(token, session_key=session_key)
    except BadAddressError:
        raise Http404("no such address") from None
    now = timezone.now()
    if serving.is_a_page_of_its_own(request) or not still_holds(address, now=now):
        return serving.veil(address)
    answer = serving.picture(request, address)
    if answer.status_code != serving.VEIL_STATUS:
        register.looked(f"blob:{address.blob_id}", by=by, what=address.variant, now=now, session=session_key)
    return answer


@require_safe
def upload(request: StudioRequest, upload_id: UUID) -> HttpResponse:
    """How far one's own upload has come."""
    return HttpResponse(row(request, get_object_or_404(Upload.objects.sent_by(request.user), id=upload_id)))


@require_POST
def stop(request: StudioRequest, upload_id: UUID) -> HttpResponse:
    found = get_object_or_404(Upload.objects.sent_by(request.user), id=upload_id)
    actions.give_up(found, now=timezone.now())
    return HttpResponse(row(request, found))


def take(
    request: StudioRequest, *, about: str, back: str, begin: Callable[[Upload, datetime], str | None], under: str = ""
) -> HttpResponse:
    """Receive the form's files for an app that has decided that this person may bring them here.

    begin(upload, now): called in the same transaction for each that was not refused; adds the job that decodes it.
    Where it tells the card that shows it, the row says so.
    Answers a script with the rows of these uploads, and a plain form by going back to its page.
    """
    now = timezone.now()
    files = request.FILES.getlist("picture")
    key = request.POST.get("key", "")[:64] if len(files) == 1 else ""
    rows = []
    for file in files:
        card = ""
        with transaction.atomic():
            kept = actions.receive(file, by=request.user, about=about, now=now, under=under, key=key)
            if kept.under_way and kept.created_at == now:
                card = begin(kept, now) or ""
                kept.refresh_from_db()
        rows.append(row(request, kept, card=card))
    if request.headers.get("X-Requested-With") == "XMLHttpRequest" or request.headers.get("HX-Request"):
        return HttpResponse("".join(rows), status=200 if rows else 422)
    return redirect(back)


def row(request: StudioRequest, upload: Upload, *, card: str = "") -> str:
    """The fragment that shows one upload. A picture of somebody is not shown here: its owner's own pages do that.

    card: the id of what shows it on the page it was brought to.
    """
    shown = {}
    if upload.blob and not upload.blob.names:
        shown = addresses(request.session.session_key, [Wanted(upload.blob.id, "thumb")])
    refusal = Decision(False, upload.code, upload.values) if upload.code else YES  # noqa: FBT003
    context = {
        "upload": upload,
        "refusal": refusal,
        "card": card,
        "address": shown.get(upload.blob.id, "") if upload.blob else "",
    }
    return render_to_string("media/_upload.html", context, request=request)
