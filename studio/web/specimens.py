"""One of each part, for the page that shows them all. No person and no picture of one is among them."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from django import forms
from django.contrib.staticfiles import finders
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as say

from studio.decisions import no
from studio.web.templatetags.web import CONSENT_STATES


class SpecimenForm(forms.Form):
    title = forms.CharField(label=say("Name of the look"), help_text=say("As it is called on the rail."), max_length=80)
    framing = forms.ChoiceField(label=say("Framing"), choices=[("full", say("Full length")), ("half", say("Half"))])
    pay_day = forms.DateField(label=say("Pay day"), widget=forms.DateInput(attrs={"type": "date"}))
    words = forms.CharField(label=say("In words"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    channels = forms.MultipleChoiceField(
        label=say("Channels"),
        choices=[("own-site", say("Own site")), ("instagram", "Instagram"), ("print", say("Print"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    agreed = forms.BooleanField(label=say("Represented by counsel"), required=False)


def specimens() -> dict[str, Any]:
    filled = SpecimenForm({"title": _("Camel coat, worn open"), "framing": "full", "pay_day": "31 February"})
    filled.is_valid()
    return {
        "states": CONSENT_STATES,
        "form": filled,
        "never": no("category-never", category="fur"),
        "elsewhere": no("not-booked-for", slot="light", craft="photography", booked="styling", who="Jonas Vehr"),
        "taken": no("taken-exclusively", category="denim", territory="DE", until="2026-05-31"),
        "running": {"id": "specimen", "name": _("Preview 8"), "step": _("light on cloth, step 5 of 7"), "value": 0.66},
        "tabs": [
            {"label": _("Brief"), "url": "#brief", "here": False},
            {"label": _("Board"), "url": "#board", "here": True},
            {"label": _("Review"), "url": "#review", "here": False},
        ],
        "names": signs(),
    }



@cache
def signs() -> tuple[str, ...]:
    """The names of every sign in the sprite, as `{% icon %}` takes them."""
    found = finders.find("icons.svg")
    return tuple(re.findall(r'<symbol id="([^"]+)"', Path(str(found)).read_text(encoding="utf-8"))) if found else ()
