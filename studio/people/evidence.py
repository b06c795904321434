"""How somebody was signed in when she put her name to something, and whether that was fresh."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse

from studio.people.requests import StudioRequest
from studio.people.sign_ins import is_fresh

FRESH = timedelta(seconds=settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)



def evidence_of(request: StudioRequest) -> dict[str, Any]:
    """What is kept with a signature: by which method she was signed in, and when (ISO 8601, UTC)."""
    records: list[dict[str, Any]] = get_authentication_records(request, request.user)
    if not records:
        return {}
    newest = max(records, key=lambda record: record["at"])
    signed_in_at = datetime.fromtimestamp(newest["at"], tz=UTC)
    return {"method": str(newest.get("method", "")), "signed_in_at": signed_in_at.isoformat()}


def proves_fresh(evidence: Any, now: datetime) -> bool:
    """Whether kept evidence shows a sign-in of the last five minutes, as every signature needs."""
    try:
        signed_in_at = datetime.fromisoformat(evidence["signed_in_at"])
        return timedelta(0) <= now - signed_in_at <= FRESH
    except (KeyError, TypeError, ValueError):
        return False


def ask_for_proof(request: StudioRequest) -> HttpResponse | None:
    """None when her sign-in is fresh; otherwise the answer that leads her to prove herself first.

    A plain form then goes through by itself (it raises); an htmx press comes back to the page it was made on. Call it
    once the thing was found to be hers, so that a stranger learns nothing.
    """
    if is_fresh(request):
        return None
    if not request.htmx:
        raise ReauthenticationRequired
    back = urlsplit(request.htmx.current_url or "").path or "/"
    answer = HttpResponse(status=204)
    answer["HX-Redirect"] = f"{reverse('account_reauthenticate')}?{urlencode({'next': back})}"
    return answer
