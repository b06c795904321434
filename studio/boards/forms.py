"""What is asked beside a board."""

from django import forms
from django.utils.translation import gettext_lazy as _

from studio.looks.forms import WhoseForm as Whose


class WhoseForm(Whose):
    """Whose a picture is, whether we may, and where it is from."""

    source = forms.CharField(label=_("Where it is from"), max_length=2000, required=False)
