"""Each person reads in her own language and by her own clock."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from studio.people.actions import zone_of

Answer = Callable[[HttpRequest], HttpResponseBase]


class LanguageAndZoneMiddleware:
    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        user: Any = request.user
        language = language_of(request, user)
        zone = zone_of(user) if user.is_authenticated else None
        with translation.override(language), timezone.override(zone):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
        response.setdefault("Content-Language", language)
        if not user.is_authenticated:
            patch_vary_headers(response, ("Accept-Language",))
        return response


def language_of(request: HttpRequest, user: Any) -> str:
    """Hers when she is signed in; before that what she chose at the door, or what her browser asks for."""
    spoken = dict(settings.LANGUAGES)
    if user.is_authenticated and user.language in spoken:
        return str(user.language)
    return translation.get_language_from_request(request)
