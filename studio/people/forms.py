"""What people type about themselves and about whom they ask in."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from studio.people import telling
from studio.people.models import Role, Way


def zones() -> list[tuple[str, str]]:
    """Places, not offsets: "Europe/Paris" knows when its clocks change."""
    places = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "SystemV/")))
    return [("UTC", "UTC"), *((zone, zone.replace("_", " ")) for zone in places)]


class SettingsForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("As it stands in credits and on every page."))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=zones, help_text=_("Days count by it, and nobody writes to you in its night.")
    )


class TellingForm(forms.Form):
    """How she hears of each kind of thing, and when nobody writes to her."""

    begins_at = forms.TimeField(label=_("Quiet from"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    ends_at = forms.TimeField(
        label=_("until"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("By your own clock. What comes meanwhile is mailed together when they end. Twice the same: never."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in telling.kinds().items():
            self.fields[name] = forms.ChoiceField(label=label, choices=Way.choices)
        self.order_fields(telling.kinds())

    def ways(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in telling.kinds()}


class InviteForm(forms.Form):
    email = forms.EmailField(label=_("E-mail"))
    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    role = forms.ChoiceField(label=_("Seat"), choices=Role.choices, initial=Role.MEMBER)
    may_sign = forms.BooleanField(label=_("May sign in its name"), required=False)
    may_spend = forms.IntegerField(
        label=_("May spend up to"), min_value=0, max_value=10_000_000, initial=0, help_text=_("In whole EUR.")
    )

    def terms(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "role": given["role"],
            "may_sign": given["may_sign"],
            "may_spend_minor": given["may_spend"] * 100,
            "name": given["name"],
        }


class InviteModelForm(forms.Form):
    email = forms.EmailField(label=_("E-mail"))
    name = forms.CharField(label=_("Name"), max_length=120, required=False)


class SignUpForm(forms.Form):
    name = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))


class AcceptForm(forms.Form):
    name = forms.CharField(label=_("Your name"), max_length=120, help_text=_("As it will stand in credits."))
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Ten characters or more. You can add a passkey afterwards."),
    )
    time_zone = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password

    def clean_time_zone(self) -> str:
        zone: str = self.cleaned_data["time_zone"]
        return zone if zone in available_timezones() else "UTC"
