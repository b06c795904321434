"""The forms of a sign-in and of a new password, in this studio's words."""

from typing import Any

from allauth.account import forms as allauth
from allauth.account.utils import get_next_redirect_url
from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

from studio.people import tokens
from studio.people.models import Invitation

LABELS = {"oldpassword": _("Password now"), "password1": _("New password"), "password2": _("New password, once more")}


class SignInForm(allauth.LoginForm):  # type: ignore[misc]
    """Whoever comes from an invitation's link finds its address filled in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invitation = _invitation_behind(self.request) if self.request else None
        if self.invitation:
            self.fields["login"].initial = self.invitation.email


def _invitation_behind(request: HttpRequest) -> Invitation | None:
    try:
        place = resolve(get_next_redirect_url(request) or "/")
    except Resolver404:
        return None
    if place.view_name != "people:invitation":
        return None
    found = tokens.read("invitation", place.kwargs["token"])
    return None if found is None else Invitation.objects.filter(id=found).first()


class ChangePasswordForm(allauth.ChangePasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in LABELS.items():
            self.fields[name].label = words
            self.fields[name].widget.attrs.pop("placeholder", None)
