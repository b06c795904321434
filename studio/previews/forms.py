from django import forms
from django.utils.translation import gettext_lazy as _

from studio.previews.models import Preview


class PreviewForm(forms.Form):
    key = forms.CharField(max_length=80)
    engine = forms.ChoiceField(choices=[("draft", _("Draft")), ("diffusion", _("Diffusion"))], required=False)


class ChoiceForm(forms.Form):
    choice = forms.ChoiceField(choices=Preview.Choice.choices)
    rating = forms.IntegerField(min_value=0, max_value=5)
