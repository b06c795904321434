"""Terms as somebody fills them in: every term of a licence, grouped, and read strictly into `Terms`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from babel.numbers import get_currency_precision
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from studio.consent import terms as typed
from studio.consent.spelling import rows_of
from studio.consent.terms import CLOSED, NOTICE_DAYS, TESTS, Terms, TermsError
from studio.consent.words import Words, choices
from studio.money import WHOLE_BPS
from studio.people.models import Person

CURRENCIES = ("EUR", "USD", "GBP", "SEK", "DKK", "NOK", "CHF", "JPY")
EXCLUSIVE_ROWS = 3
LONG_WORDS = 2000


class ListField(forms.CharField):
    """ "Beach, gym" as a list of words."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> Any:
        return [part.strip() for part in (value or "").split(",") if part.strip()]

    def validate(self, value: Any) -> None:
        """Nothing is required of it."""

    def run_validators(self, value: Any) -> None:
        for word in value:
            super().run_validators(word)


class NumberField(forms.CharField):
    """A decimal as people write it, "1,20" or "1.20", kept as exact text. Empty where nothing was said."""

    def __init__(self, *, digits: int, most: Decimal | None = None, **kwargs: Any) -> None:
        self.digits, self.most = digits, most
        kwargs.setdefault("widget", forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(max_length=16, **kwargs)

    def clean(self, value: Any) -> str:
        text: str = super().clean(value)
        return self._number(text.replace("\u00a0", "").replace(" ", "").replace(",", ".")) if text else ""

    def _number(self, text: str) -> str:
        try:
            number = Decimal(text)
        except InvalidOperation:
            raise ValidationError(gettext("Write a number, like 1.20.")) from None
        exponent = number.as_tuple().exponent
        if not isinstance(exponent, int) or number < 0 or -exponent > self.digits:
            most = {"n": self.digits}
            raise ValidationError(gettext("Write a number of 0 or more, with %(n)d decimals at most.") % most)
        if self.most is not None and number > self.most:
            raise ValidationError(gettext("At most %(most)s.") % {"most": self.most})
        return f"{number:f}"


class FactorsField(forms.CharField):
    """ "WORLD 1.80, US 1.50": a factor by place, or by up to so many days."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(f"{key} {factor}" for key, factor in value.items()) if isinstance(value, Mapping) else value

    def to_python(self, value: Any) -> Any:
        found: dict[str, str] = {}
        for part in filter(None, (each.strip() for each in (value or "").split(","))):
            key, _gap, factor = part.rpartition(" ")
            if not key:
                raise ValidationError(gettext("Write each as a name and a factor, with commas between them."))
            found[key.strip().upper()] = NumberField(digits=4).clean(factor)
        return found

    def validate(self, value: Any) -> None:
        """Nothing is required of it."""

    def run_validators(self, value: Any) -> None:
        """What the names may be is for the terms to say."""


def many(
    label: Words, kind: str, *, needed: Words = "", without: Sequence[str] = (), help_text: Words = ""
) -> forms.MultipleChoiceField:
    """needed: what is said where nothing was chosen; without it nothing has to be."""
    return forms.MultipleChoiceField(
        label=label,
        choices=[(code, word) for code, word in choices(kind) if code not in without],
        required=bool(needed),
        error_messages={"required": needed},
        widget=forms.CheckboxSelectMultiple,
        help_text=help_text,
    )


def factor(label: Words = "") -> NumberField:
    return NumberField(digits=4, label=label or _("Factor"), required=False)


def day(label: Words, *, required: bool = True) -> forms.DateField:
    return forms.DateField(label=label, required=required, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))


def share(label: Words, help_text: Words = "") -> NumberField:
    return NumberField(digits=2, most=Decimal(100), label=label, required=False, help_text=help_text)


@dataclass(frozen=True, slots=True)
class Group:
    """Terms that are read together. says: the rows of the table of terms that sum them up while they are folded."""

    id: str
    title: Words
    fields: tuple[str, ...]
    says: tuple[str, ...]


GROUPS = (
    Group("for", _("What for"), (
        "intended_use", "purposes", "test_previews", "categories", "never_categories",
    ), ("purposes", "test_previews", "categories")),
    Group("where", _("Where and when"), ("territories", "starts_on", "ends_on"), ("channels", "territories", "days")),
    Group("pieces", _("How many, and who says yes to each"), (
        "pieces", "pieces_a_month", "approval", "approver",
    ), ("pieces", "approval")),
    Group("pay", _("Pay"), (
        "currency", "day_rate", "minimum", "territory_factors", "day_factors", "kill_fee", "crew_share",
        "pay_within_days",
    ), ("day_rate", "kill_fee", "pay_within_days")),
    Group("limits", _("What is never shown or altered"), (
        "never_scenes", "never_poses", "never_beside", "alterations", "competing",
    ), ("never_scenes", "never_poses", "never_beside", "alterations")),
    Group("alone", _("For this house alone"), (), ("exclusivity",)),
    Group("end", _("If the owner withdraws"), (), ("notice_days", "notice_factor")),
    Group("who", _("Names, brands and language"), (
        "brands", "product_lines", "name_form", "shown_name", "represented_by", "prevails",
    ), ("brands", "product_lines", "name_form")),
)  # fmt: skip
OF_A_LICENCE_ALONE = (
    "channels", "territories", "pieces", "pieces_a_month", "currency", "day_rate", "minimum", "territory_factors",
    "day_factors", "kill_fee", "crew_share", "pay_within_days", "notice_days", "approval", "approver",
)  # fmt: skip
SAID_BESIDE = {
    "days": "ends_on", "approver": "approval", "exclusivity": "exclusive_0_category", "test_previews": "test_previews",
}  # fmt: skip


class TermsForm(forms.Form):
    """Every term of a licence. base: what is offered until somebody changes it, and what no form asks for."""

    intended_use = forms.CharField(
        label=_("Intended use, in words"),
        help_text=_("Say what the pictures show and where people will meet them: it is part of what is signed."),
        min_length=typed.INTENDED_USE_LETTERS,
        max_length=LONG_WORDS,
        widget=forms.Textarea({"rows": 3}),
    )
    purposes = many(_("For"), "purpose", needed=_("Say what it is for."), without=(TESTS,))
    test_previews = forms.IntegerField(label=_("Previews as tests, at most"), min_value=1, max_value=200)
    categories = many(_("Shown in"), "category", needed=_("Choose what is shown."), without=CLOSED)
    never_categories = many(_("Never in"), "category", without=CLOSED)
    channels = many(_("Channels"), "channel", needed=_("Choose a channel."))
    territories = forms.MultipleChoiceField(label=_("Places"), error_messages={"required": _("Choose a place.")})
    starts_on = day(_("First day"))
    ends_on = day(_("Last day"))
    pieces = forms.IntegerField(label=_("Pieces, at most"), min_value=1, max_value=10_000)
    pieces_a_month = forms.IntegerField(
        label=_("Of these a month, at most"), min_value=1, max_value=10_000, required=False
    )
    approval = forms.ChoiceField(label=_("Each finished picture"), widget=forms.RadioSelect)
    approver = forms.ChoiceField(label=_("Whom the owner names"), required=False)
    currency = forms.ChoiceField(label=_("Currency"), choices=[(code, code) for code in CURRENCIES])
    day_rate = NumberField(digits=2, label=_("Day rate"))
    minimum = NumberField(digits=2, label=_("Least for a piece in a channel"), required=False)
    territory_factors = FactorsField(
        label=_("Factors by place"), required=False, help_text=_("Like WORLD 1.80, US 1.50. The dearest place counts.")
    )
    day_factors = FactorsField(
        label=_("Factors by days"),
        required=False,
        help_text=_("Like 30 0.25, 90 0.60: up to so many days. Empty: by the day, as parts of 365."),
    )
    kill_fee = share(_("Kill fee, per cent"), _("Paid where a commissioned piece is dropped."))
    crew_share = share(_("Crew share, per cent"), _("Paid by the house on top; nothing of it is taken from the owner."))
    pay_within_days = forms.IntegerField(label=_("Paid within days of a delivery"), min_value=0, max_value=365)
    never_scenes = ListField(label=_("Never in these scenes"), required=False, help_text=_("With commas between them."))
    never_poses = ListField(label=_("Never in these poses"), required=False)
    never_beside = ListField(label=_("Never beside"), required=False)
    alterations = many(
        _("May be altered"), "alteration", help_text=_("Skin tone and a younger age: never, whatever is signed.")
    )
    competing = forms.ChoiceField(
        label=_("Brands of others in the picture"), choices=choices("competing"), widget=forms.RadioSelect
    )
    notice_days = forms.TypedChoiceField(
        label=_("Notice for what was delivered"),
        choices=[(str(days), word) for days, word in choices("notice")],
        coerce=int,
        widget=forms.RadioSelect,
    )
    brands = ListField(label=_("Brands of the house"), required=False, help_text=_("Empty: the house's name alone."))
    product_lines = ListField(label=_("Product lines"), required=False, help_text=_("Empty: all of the house's."))
    name_form = forms.ChoiceField(label=_("Name in the credits"), choices=choices("name-form"))
    shown_name = forms.CharField(label=_("As it is written"), max_length=120, required=False)
    represented_by = forms.ChoiceField(label=_("Who represents the owner"), choices=choices("represented-by"))
    prevails = forms.ChoiceField(
        label=_("Where the two languages differ"),
        choices=[("owner", _("the owner's text holds")), ("house", _("the house's text holds"))],
    )
    note = forms.CharField(
        label=_("A word with it"), required=False, max_length=LONG_WORDS, widget=forms.Textarea({"rows": 2})
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=80)

    stand_open = 0  # other terms: each group is folded, with what it says now

    def __init__(self, *args: Any, base: Terms, approvers: Iterable[Person] = (), **kwargs: Any) -> None:
        self.base = base
        super().__init__(*args, **({"initial": initial_of(base)} | kwargs))
        for code in typed.CHANNELS:
            self.fields[f"channel_{code}"] = factor()
        for days in NOTICE_DAYS:
            self.fields[f"notice_{days}"] = factor()
        for place in range(EXCLUSIVE_ROWS):
            self.fields.update(_exclusive_fields(place))
        self._offer_choices([(str(each.pk), str(each)) for each in approvers])
        self._leave_out()

    def _offer_choices(self, approvers: list[tuple[str, str]]) -> None:
        places = self.fields["territories"]
        assert isinstance(places, forms.MultipleChoiceField)
        places.choices = choices("territory")
        finds = {"size": 8, "data-finds": gettext("Find a country")}
        places.widget = forms.SelectMultiple(finds, choices=places.choices)
        approval, approver = self.fields["approval"], self.fields["approver"]
        assert isinstance(approval, forms.ChoiceField) and isinstance(approver, forms.ChoiceField)
        approval.choices = [(code, word) for code, word in choices("approval") if code != "named" or approvers]
        approver.choices = [("", _("nobody")), *approvers]
        if not approvers:
            del self.fields["approver"]

    def _leave_out(self) -> None:
        """What tests never have, and what only tests have."""
        if not self.base.tests_only:
            del self.fields["test_previews"]
            return
        extra = [name for name in self.fields if name.startswith(("channel_", "notice_", "exclusive_"))]
        for name in {*OF_A_LICENCE_ALONE, "purposes", *extra} & set(self.fields):
            del self.fields[name]

    # Read into terms

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        try:
            self.terms = Terms.from_json(self.base.to_json() | self._said(cleaned))
        except TermsError as wrong:
            self.add_error(None, str(wrong))
            return cleaned
        for name in self.terms.lacking():
            self.add_error(self._beside(name), _missing(name))
        return cleaned

    def _beside(self, name: str) -> str | None:
        field = SAID_BESIDE.get(name, name)
        return field if field in self.fields else None

    def _said(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        """What was filled in, as JSON; what the form does not ask for stays as it was."""
        plain = set(typed.Terms.__dataclass_fields__) & set(self.fields)
        said = {name: cleaned[name] for name in plain}
        if self.base.tests_only:
            return said
        said["exclusivity"] = [each for place in range(EXCLUSIVE_ROWS) if (each := _exclusive(cleaned, place))]
        said["pay"] = self.base.pay.to_json() | self._pay(cleaned)
        said["approver"] = cleaned.get("approver") or "" if cleaned["approval"] == "named" else ""
        return said

    def _pay(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        currency = cleaned["currency"]
        return {
            "currency": currency,
            "day_rate_minor": _minor(cleaned["day_rate"], currency),
            "minimum_minor": _minor(cleaned["minimum"], currency),
            "channels": _given(cleaned, "channel_", typed.CHANNELS),
            "notice": _given(cleaned, "notice_", [str(days) for days in NOTICE_DAYS]),
            "territories": cleaned["territory_factors"],
            "days": cleaned["day_factors"],
            "kill_fee_bps": _bps(cleaned["kill_fee"]),
            "crew_share_bps": _bps(cleaned["crew_share"]),
            "pay_within_days": cleaned["pay_within_days"],
        }

    # Read by the page

    @property
    def groups(self) -> Iterator[dict[str, Any]]:
        """Each with its fields, and whether it stands open: the first ones, and those with something to mend."""
        said = {row.name: row.words for row in rows_of(self.base)}
        for place, group in enumerate(GROUPS):
            names = [name for name in group.fields if name in self.fields]
            rows = self._rows(group.id)
            if not names and not rows:
                continue
            inside = [*names, *(field.name for row in rows for field in row["fields"])]
            wrong = any(name in self.errors for name in inside) if self.is_bound else False
            yield {
                "id": group.id,
                "title": group.title,
                "fields": [self[name] for name in names],
                "rows": rows,
                "says": "; ".join(said[name] for name in group.says if said.get(name)) or _("nothing"),
                "open": place < self.stand_open or wrong,
            }

    def _rows(self, group: str) -> list[dict[str, Any]]:
        """Choices with a factor of their own beside them, and the windows sold to one house alone."""
        if group == "where" and "channels" in self.fields:
            return self._with_factors("channels", "channel_")
        if group == "end" and "notice_days" in self.fields:
            return self._with_factors("notice_days", "notice_")
        if group == "alone" and "exclusive_0_category" in self.fields:
            parts = ("category", "territory", "from", "to")
            return [
                {"kind": "window", "fields": [self[f"exclusive_{place}_{part}"] for part in parts]}
                for place in range(EXCLUSIVE_ROWS)
            ]
        return []

    def _with_factors(self, name: str, prefix: str) -> list[dict[str, Any]]:
        return [
            {"kind": name, "choice": choice, "fields": [self[f"{prefix}{choice.data['value']}"]]}
            for choice in self[name]
        ]


class AskForm(TermsForm):
    """The house's first offer says by which day it is answered."""

    stand_open = 2

    answer_by = day(_("Answer by"))


class SayForm(forms.Form):
    words = forms.CharField(label=_("Ask something"), max_length=LONG_WORDS, widget=forms.Textarea({"rows": 3}))


def initial_of(terms: Terms) -> dict[str, Any]:
    """The terms as a form begins with them."""
    pay = terms.pay
    said: dict[str, Any] = {name: getattr(terms, name) for name in typed.Terms.__dataclass_fields__}
    said |= {f"channel_{code}": by for code, by in pay.channels.items()}
    said |= {f"notice_{days}": by for days, by in pay.notice.items()}
    for place, each in enumerate(terms.exclusivity[:EXCLUSIVE_ROWS]):
        named = {"category": each.category, "territory": each.territory, "from": each.starts_on, "to": each.ends_on}
        said |= {f"exclusive_{place}_{part}": value for part, value in named.items()}
    return said | {
        "currency": pay.currency,
        "day_rate": _major(pay.day_rate_minor, pay.currency),
        "minimum": _major(pay.minimum_minor, pay.currency) if pay.minimum_minor else "",
        "territory_factors": pay.territories,
        "day_factors": pay.days,
        "kill_fee": _per_cent(pay.kill_fee_bps),
        "crew_share": _per_cent(pay.crew_share_bps),
        "pay_within_days": pay.pay_within_days,
        "notice_days": str(terms.notice_days),
        "test_previews": terms.test_previews or None,
    }


def _exclusive_fields(place: int) -> dict[str, forms.Field]:
    nothing = [("", "")]
    return {
        f"exclusive_{place}_category": forms.ChoiceField(
            label=_("Nobody else in"), choices=lambda: [*nothing, *choices("category")], required=False
        ),
        f"exclusive_{place}_territory": forms.ChoiceField(
            label=_("Place"), choices=lambda: [*nothing, *choices("territory")], required=False
        ),
        f"exclusive_{place}_from": day(_("From"), required=False),
        f"exclusive_{place}_to": day(_("To"), required=False),
    }


def _exclusive(cleaned: Mapping[str, Any], place: int) -> dict[str, Any] | None:
    """A window is there where its category and place are; days that are not said are those of the licence."""
    category, territory = cleaned[f"exclusive_{place}_category"], cleaned[f"exclusive_{place}_territory"]
    if not category or not territory:
        return None
    first: date = cleaned[f"exclusive_{place}_from"] or cleaned["starts_on"]
    last: date = cleaned[f"exclusive_{place}_to"] or cleaned["ends_on"]
    return {"category": category, "territory": territory, "starts_on": first, "ends_on": last}


def _given(cleaned: Mapping[str, Any], prefix: str, codes: Iterable[str]) -> dict[str, str]:
    return {code: cleaned[f"{prefix}{code}"] for code in codes if cleaned.get(f"{prefix}{code}")}


def _minor(text: str, currency: str) -> int:
    return int(Decimal(text or "0").scaleb(get_currency_precision(currency)).to_integral_value())


def _major(minor: int, currency: str) -> str:
    return f"{Decimal(minor).scaleb(-get_currency_precision(currency)):f}"


def _bps(text: str) -> int:
    return int(Decimal(text or "0") * WHOLE_BPS / 100)


def _per_cent(bps: int) -> str:
    return f"{(Decimal(bps) / 100).normalize():f}" if bps else ""


def _missing(name: str) -> str:
    return {
        "intended_use": gettext("Say it in at least twenty letters."),
        "purposes": gettext("Say what it is for."),
        "categories": gettext("Choose what is shown."),
        "days": gettext("The last day lies before the first, or too far after it."),
        "approver": gettext("Say who answers."),
        "shown_name": gettext("Write the name."),
        "exclusivity": gettext("Tests are sold to nobody alone."),
        "test_previews": gettext("At least one preview."),
    }.get(name, name)
