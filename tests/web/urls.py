"""The shell's routes with a few rooms of their own, so that these tests need no other app's pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path


def room(request: HttpRequest) -> HttpResponse:
    return HttpResponse("inside")


def bare(request: HttpRequest) -> HttpResponse:
    return render(request, "web/bare.html")


def failing(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a fault made for the test")


urlpatterns = [
    path("", include("studio.web.urls")),
    path("accounts/", include("allauth.urls")),
    path("signed-in/", room, name="account_email"),
    path("open/", bare, name="account_inactive"),
    path("failing/", failing, name="account_signup"),
    path("without-a-row/", room, name="nobody-wrote-a-row"),
]
handler400 = "studio.web.views.bad_request"
handler403 = "studio.web.views.forbidden"
handler404 = "studio.web.views.not_found"
handler500 = "studio.web.views.server_error"
