"""What she types about herself, and what others type on a capture day."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from studio.people.models import Craft
from studio.twins.actions.beginning import HEIGHT_CM, SIZES
from studio.twins.models import AdultCheck, BarredMark
from studio.twins.shots import PLACES

SIZE_WORDS = {
    "chest_cm": _("Chest or bust, cm"),
    "waist_cm": _("Waist, cm"),
    "hips_cm": _("Hips, cm"),
    "shoe_eu": _("Shoe, EU"),
}


class FiguresForm(forms.Form):
    """What is left empty is not shown."""

    height_cm = forms.IntegerField(
        label=_("Height, cm"), min_value=HEIGHT_CM[0], max_value=HEIGHT_CM[1], required=False
    )
    chest_cm = forms.IntegerField(required=False)
    waist_cm = forms.IntegerField(required=False)
    hips_cm = forms.IntegerField(required=False)
    shoe_eu = forms.IntegerField(required=False)
    shares_reason = forms.BooleanField(
        label=_("A house that is refused may read why"),
        required=False,
        help_text=_("Otherwise it reads “not available for this brief”, and no more."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (least, most) in SIZES.items():
            old = self.fields[name]
            self.fields[name] = forms.IntegerField(
                label=SIZE_WORDS[name], min_value=least, max_value=most, required=old.required
            )
        self.order_fields(["name", "height_cm", *SIZES, "shares_reason"])

    def measurements(self) -> dict[str, int]:
        return {name: self.cleaned_data[name] for name in SIZES if self.cleaned_data.get(name)}


class WhoForm(FiguresForm):
    name = forms.CharField(
        label=_("The name you are shown as"),
        max_length=120,
        help_text=_("Houses, credits and public pages say this name. It need not be the one in your passport."),
    )


class DataConsentForm(forms.Form):
    """The box starts empty, and nothing else is asked on this page."""

    agrees = forms.BooleanField(label=_("I have read this, and I want my twin made and kept so."), required=True)


class AdultCheckForm(forms.Form):
    document = forms.ChoiceField(label=_("What you saw"), choices=AdultCheck.Document.choices, widget=forms.RadioSelect)
    seen = forms.BooleanField(
        label=_("I saw the document and the person together, and the person is eighteen or older."), required=True
    )


class MarkForm(forms.Form):
    kind = forms.ChoiceField(label=_("What"), choices=BarredMark.Kind.choices)
    place = forms.ChoiceField(label=_("Where"), choices=[(code, words) for code, (words, _parts) in PLACES.items()])
    box = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_box(self) -> list[float]:
        """ "0.1,0.2,0.3,0.4": left, top, width and height as parts of the picture."""
        text: str = self.cleaned_data["box"]
        try:
            return [float(each) for each in text.split(",")] if text else []
        except ValueError:
            return []


def crafts() -> list[tuple[str, Any]]:
    """That day's hair and make-up first; photography is credited by the session itself."""
    first = [Craft.HAIR, Craft.MAKE_UP]
    rest = [craft for craft in Craft if craft not in {*first, Craft.PHOTOGRAPHY}]
    return [(craft.value, craft.label) for craft in (*first, *rest)]


class CrewForm(forms.Form):
    craft = forms.ChoiceField(label=_("Craft"), choices=crafts)
    person = forms.ChoiceField(label=_("Who"), required=False)
    email = forms.EmailField(
        label=_("Or by e-mail"),
        required=False,
        help_text=_("Whoever has this address here is credited and told. Whether anybody has is said to nobody."),
    )

    def __init__(self, *args: Any, known: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("somebody else")), *known]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not given.get("person") and not given.get("email"):
            self.add_error("email", _("Choose somebody, or write an address."))
        return given
