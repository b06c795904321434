"""The pages nobody owns: errors, the theme, the phone's manifest, and the page that shows every part."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template import loader
from django.templatetags.static import static
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST, require_safe
from django.views.i18n import JavaScriptCatalog

from studio.web import sentences
from studio.web.context import THEMES, theme_of
from studio.web.errors import NotAllowedError
from studio.web.specimens import specimens
from studio.web.templatetags.web import upload_most

YEAR_SECONDS = 365 * 24 * 3600

jsi18n: Callable[..., HttpResponseBase] = JavaScriptCatalog.as_view()


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Alive: the process answers. Whether it can work is `readyz`'s question."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or the machine's own: kept in a cookie, so that the first byte of a page already knows."""
    chosen = request.POST.get("theme", "")
    answer = HttpResponse(status=204) if getattr(request, "htmx", False) else HttpResponseRedirect(_back(request))
    if chosen in THEMES:
        answer.set_cookie("theme", chosen, max_age=YEAR_SECONDS, samesite="Lax", secure=request.is_secure())
    else:
        answer.delete_cookie("theme", samesite="Lax")
    return answer


def _back(request: HttpRequest) -> str:
    came = request.headers.get("Referer", "")
    known = url_has_allowed_host_and_scheme(came, {request.get_host()}, require_https=request.is_secure())
    return came if known else "/"


@require_GET
@cache_control(public=True, max_age=3600)
def manifest(request: HttpRequest) -> JsonResponse:
    """What a phone needs to put the studio on its home screen."""
    page = {
        "name": settings.STUDIO_NAME,
        "short_name": settings.STUDIO_NAME,
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#f5f5f4",
        "theme_color": "#ffffff",
        "icons": [{"src": static("mark.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
    return JsonResponse(page, content_type="application/manifest+json")


@require_GET
def waits(request: HttpRequest) -> HttpResponse:
    """The count in the bar, asked again when the reader's own topic speaks."""
    return render(request, "web/_waits.html")


@require_GET
def parts(request: HttpRequest) -> HttpResponse:
    """Every shared part, alive, in both themes."""
    return render(request, "web/parts.html", specimens())


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    what = _("This request could not be read.")
    return _told(request, 400, what, _("Go back, look at what you sent, and send it again."))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, NotAllowedError):
        return _told(request, 403, sentences.sentence(exception.decision), sentences.way_on(exception.decision))
    what = _("This is not yours to do.")
    return _told(request, 403, what, _("Go back, or to your own page, where everything that waits for you stands."))


@require_safe
def too_large(request: HttpRequest) -> HttpResponse:
    """What the door answers for, before anything of a body is read: see `studio.asgi`."""
    what = _("The file is too large. The most is %(most)s.") % {"most": upload_most()["words"]}
    return _told(request, 413, what, _("Save it smaller and bring it again."))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    what = _("Nothing is here for you.")
    way_on = _("It was taken away, moved, or belongs to others. Look at the address again, or go to your own page.")
    return _told(request, 404, what, way_on)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    what = _("Not done: the form is no longer valid.")
    way_on = _("The page was open for too long, or its cookie was lost. Go back, load it again, and send it once more.")
    return _told(request, 403, what, way_on)


def server_error(request: HttpRequest) -> HttpResponse:
    """Needs no database, no session and no template context, for any of them may be what failed."""
    words = {
        "what": _("Something in the studio failed."),
        "way_on": _(
            "Nothing you had kept is lost. Go back and try again. If it fails twice, tell whoever runs the studio."
        ),
        "code": 500,
        "theme": theme_of(request),
        "studio_name": settings.STUDIO_NAME,
    }
    return HttpResponse(loader.get_template("500.html").render(words), status=500)


def _told(request: HttpRequest, status: int, what: str, way_on: str) -> HttpResponse:
    """A page for a reader, the bare refusal for a fragment."""
    words = {"what": what, "way_on": way_on, "code": status}
    name = "web/_refusal.html" if getattr(request, "htmx", False) else "web/told.html"
    return render(request, name, words, status=status)
