"""What every answer carries, and what every request must pass."""

import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import DisallowedHost
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import resolve_url

from studio.web import access
from studio.web.csp import Nonce, policy

logger = logging.getLogger(__name__)

Answer = Callable[[HttpRequest], HttpResponseBase]


class ContentSecurityPolicyMiddleware:
    """Puts the policy of `SECURE_CSP` on every answer, with the request's own nonce where a page used one."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        nonce = Nonce()
        request.csp_nonce = nonce  # type: ignore[attr-defined]
        response = self.get_response(request)
        for header, name in (
            ("Content-Security-Policy", "SECURE_CSP"),
            ("Content-Security-Policy-Report-Only", "SECURE_CSP_REPORT_ONLY"),
        ):
            directives = getattr(settings, name, None)
            if directives and header not in response:
                response[header] = policy(directives, nonce=nonce.given, host=_host(request))
        return response


class AccessMiddleware:
    """Asks `access.csv` before any view runs. A route without a row does not exist."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        route = request.resolver_match.view_name if request.resolver_match else ""
        if access.ANYBODY not in access.POLICIES.get(access.policy_of(route) or "public", frozenset()):
            response.setdefault("Cache-Control", "private, no-store")  # Back, after signing out, shows nobody's page
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        route = request.resolver_match.view_name if request.resolver_match else ""
        name = access.policy_of(route)
        if name is None:
            logger.error("The route %r has no row in access.csv, so it is not served.", route)
            raise Http404(f"no access row for {route!r}")
        roles = access.POLICIES[name]
        if access.ANYBODY in roles:
            return None
        user: Any = getattr(request, "user", None)
        if user is None or not user.is_authenticated:
            return to_sign_in(request)
        if roles == {access.STAFF} and not user.is_staff:
            raise Http404("staff only")
        return None


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send somebody unknown to the sign-in page, and back afterwards to the page she was on."""
    if not getattr(request, "htmx", False):
        back = request.get_full_path() if request.method in {"GET", "HEAD"} else _own_referrer(request)
        return redirect_to_login(back, resolve_url(settings.LOGIN_URL))
    answer = HttpResponse(status=204)
    answer["HX-Redirect"] = redirect_to_login(_own_referrer(request), resolve_url(settings.LOGIN_URL)).url
    return answer


def _own_referrer(request: HttpRequest) -> str:
    """The path of the page that sent this request, when it is one of ours; otherwise the front door."""
    came = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer", ""))
    if came.netloc != request.get_host() or not came.path.startswith("/"):
        return "/"
    return f"{came.path}?{came.query}" if came.query else came.path


def _host(request: HttpRequest) -> str:
    try:
        return request.get_host()
    except DisallowedHost:
        return ""
