"""Her nevers and her rates, as she fills them in."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from babel.numbers import get_currency_precision
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from studio.consent.never_wording import is_id
from studio.consent.terms import CHANNELS, CLOSED, NOTICE_DAYS, TESTS, WORLD, Pay, StandingRules
from studio.consent.words import choices, label
from studio.people.models import Organisation
from studio.web.fields import CommaField

CURRENCIES = ("EUR", "USD", "GBP", "SEK", "DKK", "NOK", "CHF", "PLN", "JPY")
DAY_STEPS = (7, 30, 90, 180)
NOTICES = tuple(days for days in NOTICE_DAYS if days)
PLACES = 4
LETTERS = 200
WORDS = ("never_brands", "never_scenes", "never_poses", "never_beside")
CODES = ("never_purposes", "never_categories", "never_channels", "never_territories", "never_alterations")


def chips(title: Any, kind: str, *, without: tuple[str, ...] = ()) -> forms.MultipleChoiceField:
    said = [(code, word) for code, word in choices(kind) if code not in without]
    widget = forms.CheckboxSelectMultiple({"class": "chips"})
    return forms.MultipleChoiceField(label=title, choices=said, required=False, widget=widget)


class RulesForm(forms.Form):
    """What is ticked is never. Nothing is ticked before she did it."""

    never_categories = chips(_("Never in"), "category", without=CLOSED)
    never_purposes = chips(_("Never for"), "purpose", without=(TESTS,))
    never_channels = chips(_("Never on"), "channel")
    never_territories = forms.MultipleChoiceField(label=_("Never shown in"), choices=[], required=False)
    never_alterations = chips(_("Never altered"), "alteration")
    houses = forms.MultipleChoiceField(
        label=_("Never for these houses"),
        choices=[],
        required=False,
        widget=forms.CheckboxSelectMultiple({"class": "chips"}),
    )
    other_houses = CommaField(
        label=_("Never for other houses"),
        required=False,
        max_length=LETTERS,
        help_text=_("Names, with commas between them. The page does not tell who is here."),
    )
    never_brands = CommaField(
        label=_("Never beside these brands"),
        required=False,
        max_length=LETTERS,
        help_text=_("Names, with commas between them."),
    )
    never_scenes = CommaField(
        label=_("Never in these scenes"),
        required=False,
        max_length=LETTERS,
        help_text=_("For instance: in bed, in a bar"),
    )
    never_poses = CommaField(
        label=_("Never in these poses"), required=False, max_length=LETTERS, help_text=_("For instance: lying down")
    )
    never_beside = CommaField(
        label=_("Never beside"), required=False, max_length=LETTERS, help_text=_("For instance: weapons, live animals")
    )
    asks_each_piece = forms.BooleanField(
        label=_("Each finished picture asks me"), required=False, help_text=_("Whatever a licence says. Silence is no.")
    )
    shares_reason = forms.BooleanField(
        label=_("A house that is refused reads why"),
        required=False,
        help_text=_("Otherwise it reads that you are not available, and nothing more."),
    )

    def __init__(self, *args: Any, known: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        houses, places = self.fields["houses"], self.fields["never_territories"]
        assert isinstance(houses, forms.MultipleChoiceField) and isinstance(places, forms.MultipleChoiceField)
        houses.choices = [(str(house.pk), house.name) for house in known]
        if not houses.choices:
            del self.fields["houses"]
        places.choices = choices("territory")
        places.widget = forms.SelectMultiple({"size": 6, "data-finds": _("Find a country")}, choices=places.choices)

    def rules(self) -> StandingRules:
        """A house she typed is kept as typed and, where one is called so, by its id; the page looks the same."""
        said = self.cleaned_data
        typed = said["other_houses"]
        picked = [*said.get("houses", []), *ids_called(typed)]
        return StandingRules(
            never_houses=tuple(dict.fromkeys([*typed, *picked])),
            asks_each_piece=said["asks_each_piece"],
            **{name: tuple(said[name]) for name in (*WORDS, *CODES)},
        )


def ids_called(names: Iterable[str]) -> list[str]:
    wanted = {name.casefold() for name in names}
    rows = Organisation.objects.houses().values_list("id", "name") if wanted else []
    return [str(id) for id, name in rows if name.casefold() in wanted]


def initial_of(nevers: StandingRules, known: Iterable[Organisation], *, shares_reason: bool) -> dict[str, Any]:
    names = {str(house.pk): house.name.casefold() for house in known}
    typed = [entry for entry in nevers.never_houses if not is_id(entry)]
    also_typed = {entry.casefold() for entry in typed}
    return {
        **{name: getattr(nevers, name) for name in (*WORDS, *CODES)},
        "houses": [entry for entry in nevers.never_houses if names.get(entry) and names[entry] not in also_typed],
        "other_houses": typed,
        "asks_each_piece": nevers.asks_each_piece,
        "shares_reason": shares_reason,
    }


class RatesForm(forms.Form):
    """Factors are decimals; an empty one counts 1. The worked example is part of the form, and is not kept."""

    currency = forms.ChoiceField(label=_("Currency"), choices=[(code, code) for code in CURRENCIES])
    day_rate = forms.DecimalField(label=_("Day rate"), min_value=0, max_digits=10, decimal_places=2)
    minimum = forms.DecimalField(
        label=_("Never less than"), min_value=0, max_digits=10, decimal_places=2, required=False
    )
    kill_fee = forms.DecimalField(
        label=_("Kill fee, in % of the fee"),
        help_text=_("Still paid when a commissioned piece is dropped."),
        min_value=0,
        max_value=100,
        decimal_places=2,
        required=False,
    )
    crew_share = forms.DecimalField(
        label=_("For the crew of my captures, in % of the fee"),
        help_text=_("The house pays it on top; nothing of yours goes to it."),
        min_value=0,
        max_value=100,
        decimal_places=2,
        required=False,
    )
    pay_within_days = forms.IntegerField(label=_("Paid within so many days"), min_value=1, max_value=120)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for channel in CHANNELS:
            self.fields[f"channel_{channel}"] = factor(label("channel", channel))
        self.fields["world"] = factor(label("territory", WORLD))
        for number in range(PLACES):
            self.fields[f"place_{number}"] = forms.ChoiceField(
                label=_("Place"), choices=[("", _("no other place")), *choices("territory")[1:]], required=False
            )
            self.fields[f"place_{number}_factor"] = factor(_("Factor"))
        for days in DAY_STEPS:
            words = ngettext_lazy("Up to %(days)d day", "Up to %(days)d days", "days") % {"days": days}
            self.fields[f"days_{days}"] = factor(words)
        for days in NOTICES:
            self.fields[f"notice_{days}"] = factor(label("notice", days))

    def pay(self) -> Pay:
        said = self.cleaned_data
        digits = get_currency_precision(said["currency"])
        places = {said[f"place_{n}"]: said[f"place_{n}_factor"] for n in range(PLACES) if said[f"place_{n}"]}
        return Pay(
            currency=said["currency"],
            day_rate_minor=_minor(said["day_rate"], digits),
            channels=_given((channel, said[f"channel_{channel}"]) for channel in CHANNELS),
            territories=_given([(WORLD, said["world"]), *places.items()]),
            days=_given((str(days), said[f"days_{days}"]) for days in DAY_STEPS),
            notice=_given((str(days), said[f"notice_{days}"]) for days in NOTICES),
            minimum_minor=_minor(said["minimum"], digits),
            kill_fee_bps=_minor(said["kill_fee"], 2),
            crew_share_bps=_minor(said["crew_share"], 2),
            pay_within_days=said["pay_within_days"],
        )


def factor(title: Any) -> forms.DecimalField:
    """Four decimals at most: parts of 10,000, so that no digit is ever lost."""
    return forms.DecimalField(
        label=title,
        min_value=Decimal("0.01"),
        max_value=Decimal(100),
        decimal_places=4,
        required=False,
        widget=forms.NumberInput({"placeholder": "1.00", "step": "0.05", "inputmode": "decimal"}),
    )


def _given(factors: Iterable[tuple[str, Decimal | None]]) -> dict[str, str]:
    return {code: f"{value:f}" for code, value in factors if value is not None}


def _minor(amount: Decimal | None, digits: int) -> int:
    return int((amount or Decimal(0)).scaleb(digits))


def rates_initial(pay: Pay | None) -> dict[str, Any]:
    if pay is None:
        return {"currency": CURRENCIES[0], "pay_within_days": 30}
    digits = get_currency_precision(pay.currency)
    places = [(code, text) for code, text in pay.territories.items() if code != WORLD]
    said: dict[str, Any] = {
        "currency": pay.currency,
        "day_rate": _major(pay.day_rate_minor, digits),
        "minimum": _major(pay.minimum_minor, digits) if pay.minimum_minor else None,
        "kill_fee": _major(pay.kill_fee_bps, 2) if pay.kill_fee_bps else None,
        "crew_share": _major(pay.crew_share_bps, 2) if pay.crew_share_bps else None,
        "pay_within_days": pay.pay_within_days,
        "world": pay.territories.get(WORLD),
        **_named("channel_", pay.channels),
        **_named("days_", pay.days),
        **_named("notice_", pay.notice),
    }
    for number, (code, text) in enumerate(places[:PLACES]):
        said |= {f"place_{number}": code, f"place_{number}_factor": text}
    return said


def _named(prefix: str, factors: Mapping[str, str]) -> dict[str, str]:
    return {f"{prefix}{code}": text for code, text in factors.items()}


def _major(minor: int, digits: int) -> Decimal:
    return Decimal(minor).scaleb(-digits)


class ExampleForm(forms.Form):
    """The use that the worked example reckons."""

    channel = forms.ChoiceField(label=_("Channel"), choices=[], required=False)
    territory = forms.ChoiceField(label=_("Where"), choices=[], required=False)
    length = forms.IntegerField(label=_("Days"), min_value=1, max_value=3650, required=False)
    notice = forms.ChoiceField(label=_("Notice"), choices=[], required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lists = {"channel": choices("channel"), "territory": choices("territory"), "notice": choices("notice")}
        for name, said in lists.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = said
