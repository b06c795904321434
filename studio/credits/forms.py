from django import forms
from django.utils.translation import gettext_lazy as _

from studio.credits.models import Confirmation, Dispute
from studio.people.models import Craft


class ConfirmForm(forms.Form):
    name_form = forms.ChoiceField(
        label=_("Named as"), choices=Confirmation.NameForm.choices, initial="name", widget=forms.RadioSelect
    )
    name = forms.CharField(label=_("The other name"), max_length=120, required=False)


class DisputeForm(forms.Form):
    kind = forms.ChoiceField(label=_("What is wrong"), choices=Dispute.Kind.choices)
    craft = forms.ChoiceField(label=_("Craft"), choices=Craft.choices)
    words = forms.CharField(
        label=_("In your words"), max_length=400, required=False, widget=forms.Textarea({"rows": 2})
    )


class SettleForm(forms.Form):
    outcome = forms.ChoiceField(choices=[("added", _("Add")), ("removed", _("Remove")), ("kept", _("Keep as it is"))])


class NoneUsedForm(forms.Form):
    craft = forms.ChoiceField(label=_("Craft"), choices=Craft.choices)
