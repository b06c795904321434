from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from studio.consent.terms import CLOSED
from studio.consent.words import CATEGORY
from studio.looks.actions import Correction
from studio.looks.casting import Sieve
from studio.looks.models import SAID, Lut, May, Preset, Reuse, Whose
from studio.looks.rules import Answer
from studio.looks.slots import CATEGORY_WORDS


class NewLookForm(forms.Form):
    title = forms.CharField(label=_("What the look is"), max_length=120, required=False)
    key = forms.CharField(max_length=80, widget=forms.HiddenInput)


class WhoseForm(forms.Form):
    """Whose a picture is, and whether we may use it. It may wait; a delivery does not go without it."""

    whose = forms.ChoiceField(
        label=_("Whose picture it is"), choices=[("", _("Not said yet")), *Whose.choices], required=False
    )
    whose_name = forms.CharField(
        label=_("Whose, by name"), max_length=120, required=False, help_text=_("Where it is somebody else's.")
    )
    may = forms.ChoiceField(
        label=_("May we use it"), choices=[("", _("Not said yet")), *May.choices], required=False
    )
    may_words = forms.CharField(
        label=_("How the yes was given"),
        max_length=300,
        required=False,
        help_text=_("A licence, a letter, a day: what you would show if somebody asked."),
    )

    def answer(self) -> Answer:
        return Answer(**{name: self.cleaned_data[name].strip() for name in SAID})


class GarmentForm(WhoseForm):
    """What a person says of a piece; its first fields were guessed."""

    title = forms.CharField(label=_("Name"), max_length=120)
    category = forms.ChoiceField(label=_("Kind"), choices=list(CATEGORY_WORDS.items()))
    declared = forms.MultipleChoiceField(
        label=_("What a licence calls it"),
        choices=[(code, words) for code, words in CATEGORY.items() if code not in CLOSED],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Counted in every picture it is worn in, whatever the brief says."),
    )
    colour = forms.RegexField(
        r"^#[0-9a-f]{6}$",
        label=_("Colour"),
        required=False,
        widget=forms.TextInput(attrs={"type": "color"}),
        help_text=_("Proposed from the cloth; a swatch knows it better."),
    )
    brand = forms.CharField(
        label=_("Brand"),
        max_length=80,
        required=False,
        help_text=_("Where it is not the house's own. Counted as a brand that is to be seen."),
    )
    sku = forms.CharField(label=_("Article number"), max_length=60, required=False)
    reuse = forms.ChoiceField(label=_("Where it may be used again"), choices=Reuse.choices)

    field_order = ("title", "category", "declared", "colour", "brand", "sku", *SAID, "reuse")

    def correction(self) -> Correction:
        rest = {name: value for name, value in self.cleaned_data.items() if name not in SAID}
        return Correction(**rest, said=self.answer())


class BackdropForm(WhoseForm):
    """A place's picture, with whose it is."""


class LutForm(forms.Form):
    """A .cube table for the grade."""

    name = forms.CharField(label=_("What the table is called"), max_length=60)
    cube = forms.FileField(label=_("The .cube file"), widget=forms.FileInput(attrs={"class": "in", "accept": ".cube"}))
    rights = forms.ChoiceField(label=_("Whose it is, and may we"), choices=Lut.Rights.choices)


class KeepPresetForm(forms.Form):
    name = forms.CharField(max_length=60)
    reuse = forms.ChoiceField(choices=Preset.Terms.choices)


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
    """What a garment must fit, and the answer. Nothing of where anybody comes from."""

    MEASURES = {
        "height_cm": (_("Height"), 100, 230),
        "chest_cm": (_("Chest"), 50, 150),
        "waist_cm": (_("Waist"), 40, 150),
        "hips_cm": (_("Hips"), 50, 160),
        "shoe_eu": (_("Shoe"), 30, 52),
    }

    name = forms.CharField(label=_("Find by name"), required=False, max_length=80)
    agency = forms.ChoiceField(label=_("Agency"), required=False, choices=[])
    state = forms.ChoiceField(
        label=_("Answer"),
        required=False,
        choices=[("", _("Everybody")), ("yes", _("Yes now")), ("asks", _("Asks")), ("no", _("No"))],
    )

    def __init__(self, *args: Any, agencies: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agency"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Every agency")), *((name, name) for name in agencies)]
        for measure, (label, least, most) in self.MEASURES.items():
            for end in ("from", "to"):
                number = forms.FloatField(label=label, required=False, min_value=least, max_value=most)
                self.fields[f"{measure}_{end}"] = number

    def ranges(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """From and to of each measure, as the page puts them."""
        return [(self[f"{measure}_from"], self[f"{measure}_to"]) for measure in self.MEASURES]

    def sieve(self) -> Sieve:
        said = self.cleaned_data if self.is_valid() else {}
        between = {each: (said.get(f"{each}_from"), said.get(f"{each}_to")) for each in self.MEASURES}
        return Sieve(said.get("name", ""), said.get("agency", ""), said.get("state", ""), between)

    @property
    def is_by_measure(self) -> bool:
        return any(ends != (None, None) for ends in self.sieve().between.values())
