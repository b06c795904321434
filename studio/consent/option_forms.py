"""What a house says when it confirms an option, and what an agency says when it places one."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from babel.numbers import get_currency_precision
from django import forms
from django.utils.translation import gettext_lazy as _

from studio.consent.holds import Hold
from studio.consent.words import choices
from studio.money import Money
from studio.people.models import Organisation
from studio.twins.models import Twin


class PlaceForm(forms.Form):
    """The house is named as it is shown here: an agency finds no list of whoever works in this studio."""

    twin = forms.ModelChoiceField(label=_("Model"), queryset=Twin.objects.none(), empty_label=None)
    house = forms.CharField(
        label=_("For which house"),
        max_length=120,
        help_text=_("Its name exactly as it is shown here. It is told, and confirms the option itself."),
    )
    category = forms.ChoiceField(label=_("For what"), choices=[])
    territory = forms.ChoiceField(label=_("Where"), choices=[])
    starts_on = forms.DateField(label=_("First day"), widget=forms.DateInput({"type": "date"}))
    ends_on = forms.DateField(label=_("Last day"), widget=forms.DateInput({"type": "date"}))

    def __init__(self, *args: Any, twins: Iterable[Twin], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        twin, category, territory = self.fields["twin"], self.fields["category"], self.fields["territory"]
        assert isinstance(twin, forms.ModelChoiceField)
        assert isinstance(category, forms.ChoiceField) and isinstance(territory, forms.ChoiceField)
        twin.queryset = Twin.objects.filter(id__in=[each.pk for each in twins]).select_related("owner").order_by("name")
        category.choices, territory.choices = choices("category"), choices("territory")
        self.fields["house"].widget.attrs["list"] = "houses-known"

    def hold(self, house: Organisation, now: datetime) -> Hold:
        said = self.cleaned_data
        return Hold("", str(house.pk), said["category"], said["territory"], said["starts_on"], said["ends_on"], now)


class ConfirmForm(forms.Form):
    pieces = forms.IntegerField(label=_("Pieces"), min_value=1, max_value=999, initial=1)
    channels = forms.MultipleChoiceField(
        label=_("Channels"), choices=[], widget=forms.CheckboxSelectMultiple({"class": "chips"})
    )
    fee = forms.DecimalField(label=_("For all of it"), min_value=0, max_digits=12, decimal_places=2, required=False)
    currency = forms.RegexField(r"^[A-Z]{3}$", widget=forms.HiddenInput, initial="EUR")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        channels = self.fields["channels"]
        assert isinstance(channels, forms.MultipleChoiceField)
        channels.choices = choices("channel")

    def money(self) -> Money:
        currency = str(self.cleaned_data["currency"])
        amount: Decimal = self.cleaned_data["fee"] or Decimal(0)
        return Money(int(amount.scaleb(get_currency_precision(currency))), currency)
