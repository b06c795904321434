"""The form of a new password, in this studio's words."""

from typing import Any

from allauth.account import forms as allauth
from django.utils.translation import gettext_lazy as _

LABELS = {"oldpassword": _("Password now"), "password1": _("New password"), "password2": _("New password, once more")}


class ChangePasswordForm(allauth.ChangePasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in LABELS.items():
            self.fields[name].label = words
            self.fields[name].widget.attrs.pop("placeholder", None)
