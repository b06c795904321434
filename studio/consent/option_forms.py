"""What a house says when it confirms an option."""

from decimal import Decimal
from typing import Any

from babel.numbers import get_currency_precision
from django import forms
from django.utils.translation import gettext_lazy as _

from studio.consent.words import choices
from studio.money import Money


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
