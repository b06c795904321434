from django import forms
from django.utils.translation import gettext_lazy as _

from studio.decisions import Decision, no
from studio.home.shots.states import STATE_WORDS, Sieve
from studio.shoots import shot_lists


class SieveForm(forms.Form):
    """What of the list is shown. What cannot be read is as if it had not been asked for."""

    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("Every state")), *STATE_WORDS.items()], required=False
    )
    due = forms.ChoiceField(
        label=_("Due"),
        choices=[("", _("Any day")), ("late", _("Late")), ("week", _("Within a week")), ("undated", _("No day set"))],
        required=False,
    )
    twin = forms.CharField(label=_("Twin"), required=False, max_length=120)
    words = forms.CharField(label=_("Find"), required=False, max_length=120)

    def sieve(self) -> Sieve:
        said = self.cleaned_data if self.is_valid() else {}
        return Sieve(said.get("state", ""), said.get("twin", ""), said.get("due", ""), said.get("words", ""))


class LineForm(forms.Form):
    words = forms.CharField(max_length=shot_lists.WORDS_MOST, required=False)
    sku = forms.CharField(max_length=shot_lists.SKU_MOST, required=False)
    view = forms.ChoiceField(choices=[("", ""), *((view, view) for view in shot_lists.VIEWS)], required=False)
    twin = forms.CharField(max_length=120, required=False)
    due_on = forms.DateField(required=False)
    look = forms.UUIDField(required=False)

    @property
    def why(self) -> Decision:
        """What the first field in the row that cannot be kept lacks."""
        return no("words-too-long", most=shot_lists.WORDS_MOST) if "words" in self.errors else no("not-a-choice")
