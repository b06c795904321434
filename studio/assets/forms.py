from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from studio.assets.actions import Wanted, shoot_of
from studio.assets.models import Asset, Rendition
from studio.consent.words import choices, territory_choices
from studio.shoots.uses import brief_of


class DeliveryForm(forms.Form):
    """One file, one channel, some places, some days."""

    key = forms.CharField(max_length=80, widget=forms.HiddenInput)
    rendition = forms.ModelChoiceField(label=_("File"), queryset=Rendition.objects.none(), empty_label=None)
    channel = forms.ChoiceField(label=_("Channel"))
    territories = forms.MultipleChoiceField(
        label=_("Places"), widget=forms.SelectMultiple({"size": 6, "data-finds": _("Find a country")})
    )
    intended_use = forms.CharField(
        label=_("Intended use, in words"),
        help_text=_("Asked once for the shoot; it stands in the brief from now on."),
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
    )
    starts_on = forms.DateField(label=_("First day"), widget=forms.DateInput({"type": "date"}))
    ends_on = forms.DateField(label=_("Last day"), widget=forms.DateInput({"type": "date"}))

    def __init__(self, *args: Any, asset: Asset, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if brief_of(shoot_of(asset)).intended_use:
            del self.fields["intended_use"]
        self.fields["rendition"].queryset = asset.renditions.all()  # type: ignore[attr-defined]
        self.fields["rendition"].label_from_instance = lambda each: f"{each.aspect}, {each.width_px} x {each.height_px}"  # type: ignore[attr-defined]
        self.fields["channel"].choices = choices("channel")  # type: ignore[attr-defined]
        self.fields["territories"].choices = territory_choices()  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        given = self.cleaned_data
        return Wanted(given["channel"], tuple(sorted(given["territories"])), given["starts_on"], given["ends_on"])
