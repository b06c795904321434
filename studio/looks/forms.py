from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from studio.looks.actions import Correction
from studio.looks.casting import Sieve
from studio.looks.models import Garment, Reuse
from studio.looks.slots import CATEGORY_WORDS


class NewLookForm(forms.Form):
    title = forms.CharField(label=_("What the look is"), max_length=120, required=False)
    key = forms.CharField(max_length=80, widget=forms.HiddenInput)


class GarmentForm(forms.Form):
    """What a person says of a piece; its first fields were guessed."""

    title = forms.CharField(label=_("Name"), max_length=120)
    category = forms.ChoiceField(label=_("Kind"), choices=list(CATEGORY_WORDS.items()))
    sku = forms.CharField(label=_("Article number"), max_length=60, required=False)
    rights = forms.ChoiceField(
        label=_("Whose picture it is, and may we"), choices=Garment.Rights.choices, widget=forms.RadioSelect
    )
    reuse = forms.ChoiceField(label=_("Where it may be used again"), choices=Reuse.choices)

    def correction(self) -> Correction:
        return Correction(**self.cleaned_data)


class CastForm(forms.Form):
    twin = forms.UUIDField()
    plate = forms.UUIDField()
    base_version = forms.IntegerField(min_value=0)
    key = forms.CharField(max_length=80)


class HoldForm(forms.Form):
    """One category and one place of the brief: an option is for one of each. The days are the brief's."""

    twin = forms.UUIDField()
    category = forms.CharField(max_length=24)
    territory = forms.CharField(max_length=8)


class SieveForm(forms.Form):
    name = forms.CharField(label=_("Find by name"), required=False, max_length=80)
    tall_from = forms.IntegerField(label=_("From"), required=False, min_value=100, max_value=230)
    tall_to = forms.IntegerField(label=_("To"), required=False, min_value=100, max_value=230)
    agency = forms.ChoiceField(label=_("Agency"), required=False, choices=[])

    def __init__(self, *args: Any, agencies: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agency"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Every agency")), *((name, name) for name in agencies)]

    def sieve(self) -> Sieve:
        said = self.cleaned_data if self.is_valid() else {}
        return Sieve(said.get("name", ""), said.get("tall_from"), said.get("tall_to"), said.get("agency", ""))
