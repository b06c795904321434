import json
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class NoteForm(forms.Form):
    """`shape` is JSON drawn by the page; what it may be is the rule's to say."""

    key = forms.CharField(max_length=80)
    shape = forms.CharField(max_length=20_000, required=False)
    words = forms.CharField(label=_("What should change?"), max_length=1000, widget=forms.Textarea({"rows": 3}))
    asks_change = forms.BooleanField(label=_("Ask for a change"), required=False)

    def clean_shape(self) -> dict[str, Any]:
        """Without a drawing the note is pinned to the middle of the picture."""
        if not self.cleaned_data["shape"]:
            return {"type": "pin", "points": [[0.5, 0.5]]}
        try:
            shape = json.loads(self.cleaned_data["shape"])
        except (ValueError, RecursionError) as error:
            raise forms.ValidationError(_("The drawing did not arrive whole. Draw it once more.")) from error
        return shape if isinstance(shape, dict) else {}


class KeyForm(forms.Form):
    key = forms.CharField(max_length=80)
