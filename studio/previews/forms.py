from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from studio.previews import rules
from studio.previews.models import Preview
from studio.previews.sheets import Wanted


class PreviewForm(forms.Form):
    key = forms.CharField(max_length=80)
    engine = forms.ChoiceField(choices=[("draft", _("Draft")), ("diffusion", _("Diffusion"))], required=False)


class GlimpseForm(forms.Form):
    """What the dressing table sends with a slot's own fields. turn: which of this window's glimpses it is."""

    slot = forms.CharField(max_length=8, required=False)
    window = forms.CharField(max_length=40)
    turn = forms.IntegerField(min_value=0)


class ChoiceForm(forms.Form):
    choice = forms.ChoiceField(choices=Preview.Choice.choices, required=False)
    rating = forms.IntegerField(min_value=0, max_value=rules.STARS_MOST, required=False)
    base = forms.IntegerField(min_value=1, required=False)


class SheetForm(forms.Form):
    """What of the sheet is shown, in which order, and compared with which frame."""

    show = forms.ChoiceField(
        label=_("Show"),
        choices=[
            ("all", _("All")),
            ("picked", _("Picked")),
            ("mine", _("Picked by me")),
            ("left", _("Left by me")),
            ("open", _("Not marked by me")),
        ],
        required=False,
    )
    stars = forms.ChoiceField(
        label=_("My stars"),
        choices=[("", _("any")), *((str(n), f"{n}+") for n in range(1, rules.STARS_MOST)), ("5", "5")],
        required=False,
    )
    sort = forms.ChoiceField(
        label=_("Order"),
        choices=[("newest", _("Newest first")), ("oldest", _("Oldest first")), ("stars", _("Most of my stars first"))],
        required=False,
    )
    base = forms.IntegerField(min_value=1, required=False)

    def wanted(self) -> Wanted:
        """What cannot be read is as if it had not been asked for."""
        said = self.cleaned_data if self.is_valid() else {}
        return Wanted(
            said.get("show") or "all", int(said.get("stars") or 0), said.get("sort") or "newest", said.get("base")
        )


class ManyForm(forms.Form):
    """Several pictures at once; what is ticked is read beside it. The key leaves room for which of them each is."""

    key = forms.CharField(max_length=32)


class StartForm(forms.Form):
    """When an overnight run begins, and what it is called."""

    key = forms.CharField(max_length=80, widget=forms.HiddenInput)
    name = forms.CharField(label=_("Called"), max_length=120)
    starts_at = forms.DateTimeField(
        label=_("Starts at"),
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Empty is now."),
    )

    def starts_at_said(self) -> datetime | None:
        said: datetime | None = self.cleaned_data.get("starts_at")
        return said
