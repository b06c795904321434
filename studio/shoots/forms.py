from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from studio.consent.terms import CLOSED
from studio.consent.words import choices
from studio.people.models import Craft, Organisation, Person
from studio.shoots.actions import known_to
from studio.shoots.models import Brief, Shoot
from studio.shoots.rules import Fields
from studio.web.fields import CommaField

LISTS = ("categories", "channels", "territories")


class OpenForm(forms.Form):
    """A name. The house is asked only of somebody who produces for several."""

    name = forms.CharField(label=_("Name of the shoot"), max_length=120)
    house = forms.ModelChoiceField(label=_("House"), queryset=Organisation.objects.none(), required=False)
    key = forms.CharField(widget=forms.HiddenInput, max_length=80)

    def __init__(self, *args: Any, houses: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.houses = houses
        field = self.fields["house"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Organisation.objects.filter(id__in=[house.id for house in houses])
        field.required = len(houses) > 1
        if len(houses) < 2:
            del self.fields["house"]

    def house_chosen(self) -> Organisation:
        chosen: Organisation = self.cleaned_data.get("house") or self.houses[0]
        return chosen


def many(label: Any, kind: str, *, closed: tuple[str, ...] = ()) -> forms.MultipleChoiceField:
    open_choices = [(code, word) for code, word in choices(kind) if code not in closed]
    return forms.MultipleChoiceField(
        label=label, choices=open_choices, required=False, widget=forms.CheckboxSelectMultiple
    )


class BriefForm(forms.Form):
    """All of the brief, or (`only`) just what is still missing."""

    purpose = forms.ChoiceField(label=_("What for"), choices=[], required=False)
    intended_use = forms.CharField(
        label=_("Intended use, in words"),
        help_text=_("One or two sentences that the twin's owner will read before saying yes."),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
    )
    starts_on = forms.DateField(label=_("First day"), required=False, widget=forms.DateInput({"type": "date"}))
    ends_on = forms.DateField(label=_("Last day"), required=False, widget=forms.DateInput({"type": "date"}))
    categories = many(_("Categories that are shown"), "category", closed=CLOSED)
    channels = many(_("Channels"), "channel")
    territories = forms.MultipleChoiceField(label=_("Territories"), choices=[], required=False)
    visible_brands = CommaField(
        label=_("Other brands that can be seen"), required=False, help_text=_("Names, with commas between them.")
    )
    product_lines = CommaField(
        label=_("Product lines"),
        required=False,
        help_text=_("Those of your own that the pictures are for. Some licences cover certain lines alone."),
    )

    def __init__(self, *args: Any, only: list[str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        purpose, territories = self.fields["purpose"], self.fields["territories"]
        assert isinstance(purpose, forms.ChoiceField) and isinstance(territories, forms.MultipleChoiceField)
        purpose.choices = [("", _("Not said yet")), *choices("purpose")]
        territories.choices = choices("territory")
        territories.widget = forms.SelectMultiple(
            {"size": 8, "data-finds": _("Find a country")}, choices=territories.choices
        )
        self.only = only
        for name in [name for name in self.fields if only is not None and name not in only]:
            del self.fields[name]
        for field in self.fields.values() if only is not None else ():
            field.required = True

    def fields_over(self, brief: Brief) -> Fields:
        """What was sent, over what the brief says already: a form of three fields empties none of the others."""
        said: dict[str, Any] = {
            name: getattr(brief, name) for name in Fields.__dataclass_fields__ if name not in self.fields
        }
        said |= {name: self.cleaned_data[name] for name in self.fields}
        plain: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in said.items()
        }
        return Fields(**plain)


def initial_of(brief: Brief) -> dict[str, Any]:
    return {name: getattr(brief, name) for name in Fields.__dataclass_fields__}


class BookForm(forms.Form):
    """Somebody of the house, or an e-mail address; one craft or several."""

    person = forms.ModelChoiceField(
        label=_("Who"), queryset=Person.objects.none(), required=False, empty_label=_("Somebody else, by e-mail")
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("A link goes to this address. Whether anybody has an account under it is said to nobody."),
    )
    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    crafts = forms.MultipleChoiceField(label=_("For"), choices=Craft.choices, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, shoot: Shoot, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = known_to(shoot.house).order_by("name")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("person") and not cleaned.get("email") and "email" not in self.errors:
            self.add_error("email", _("Choose somebody, or type an e-mail address."))
        return cleaned


class EmbargoForm(forms.Form):
    until = forms.DateTimeField(
        label=_("Out on"),
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Until then only the people on the call sheet see it. Empty takes the embargo away."),
    )


class ShotForm(forms.Form):
    words = forms.CharField(label=_("What the picture shows"), max_length=240)


class MoveForm(forms.Form):
    to = forms.IntegerField(min_value=1, max_value=10000)
