"""What an agency fills in to offer a mandate."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from studio.consent.mandating import LAWS, MandateTerms
from studio.consent.representing import CONFIRM, HOLD, NEGOTIATE, PAUSE
from studio.consent.words import choices, law_name
from studio.people.models import Organisation

POWERS = [
    (NEGOTIATE, _("negotiate requests")),
    (HOLD, _("hold options and give them up")),
    (CONFIRM, _("confirm bookings that lie whole inside terms already signed")),
    (PAUSE, _("pause the twin")),
]


class MandateForm(forms.Form):
    """Everything a mandate says. What the law or the owner would not take is told by the rules, not here."""

    agency = forms.ModelChoiceField(label=_("Agency"), queryset=Organisation.objects.none())
    name = forms.CharField(
        label=_("Whom"),
        max_length=120,
        help_text=_("The model's name exactly as it is shown here. The twin has to exist: only its owner makes it."),
    )
    territories = forms.MultipleChoiceField(label=_("Where"), choices=[])
    exclusive = forms.BooleanField(label=_("No other agency in these places"), required=False)
    mother = forms.BooleanField(label=_("As mother agency"), required=False)
    may = forms.MultipleChoiceField(
        label=_("The agency may"), choices=POWERS, widget=forms.CheckboxSelectMultiple, required=False
    )
    commission = forms.DecimalField(
        label=_("Share of each fee, in %"), min_value=0, max_value=100, decimal_places=2, max_digits=5
    )
    starts_on = forms.DateField(label=_("First day"), widget=forms.DateInput({"type": "date"}))
    ends_on = forms.DateField(label=_("Last day"), widget=forms.DateInput({"type": "date"}))
    law = forms.ChoiceField(label=_("Law that governs it"), choices=[], required=False)

    def __init__(self, *args: Any, agencies: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agency, territories, law = self.fields["agency"], self.fields["territories"], self.fields["law"]
        assert isinstance(agency, forms.ModelChoiceField)
        assert isinstance(territories, forms.MultipleChoiceField) and isinstance(law, forms.ChoiceField)
        agency.queryset = Organisation.objects.filter(id__in=[each.pk for each in agencies])
        agency.initial = agencies[0] if len(agencies) == 1 else None
        if len(agencies) == 1:
            agency.widget = forms.HiddenInput()
        territories.choices = choices("territory")
        territories.widget = forms.SelectMultiple(
            {"size": 8, "data-finds": _("Find a country")}, choices=territories.choices
        )
        law.choices = [(code, law_name(code) if code else _("not named")) for code in LAWS]

    def terms(self) -> MandateTerms:
        said = self.cleaned_data
        return MandateTerms(
            territories=tuple(said["territories"]),
            may=tuple(said["may"]),
            commission_bps=int(said["commission"] * Decimal(100)),
            starts_on=said["starts_on"],
            ends_on=said["ends_on"],
            mother=said["mother"],
            exclusive=said["exclusive"],
            law=said["law"],
        )
