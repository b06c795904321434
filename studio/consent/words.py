"""How the codes of a licence read on a page."""

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

import pycountry
from babel import Locale
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from studio.consent import terms

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Words: TypeAlias = "str | _StrPromise"

PURPOSE: dict[str, Words] = {
    "tests": _("preview tests only"),
    "e-commerce": _("e-commerce"),
    "editorial": _("editorial"),
    "campaign": _("campaign"),
    "social": _("social media"),
    "in-store": _("in store"),
    "internal": _("internal use"),
}
CATEGORY: dict[str, Words] = {
    "outerwear": _("outerwear"),
    "knitwear": _("knitwear"),
    "shirts": _("shirts"),
    "jersey": _("jersey and tees"),
    "dresses": _("dresses"),
    "skirts": _("skirts"),
    "trousers": _("trousers"),
    "denim": _("denim"),
    "suiting": _("suiting"),
    "evening": _("evening wear"),
    "bridal": _("bridal wear"),
    "sportswear": _("sportswear"),
    "footwear": _("footwear"),
    "bags": _("bags"),
    "accessories": _("accessories"),
    "jewellery": _("jewellery"),
    "eyewear": _("eyewear"),
    "beauty": _("beauty"),
    "fragrance": _("fragrance"),
    "hosiery": _("hosiery"),
    "lingerie": _("lingerie"),
    "swim": _("swimwear"),
    "fur": _("fur"),
    "leather": _("leather"),
    "alcohol": _("alcohol"),
    "tobacco": _("tobacco"),
    "gambling": _("gambling"),
    "politics": _("politics"),
    "medical": _("medical endorsement"),
    "nudity": _("nudity"),
}
CHANNEL: dict[str, Words] = {
    "own-site": _("own site"),
    "marketplace": _("marketplaces"),
    "newsletter": _("newsletter"),
    "instagram": "Instagram",
    "tiktok": "TikTok",
    "facebook": "Facebook",
    "youtube": "YouTube",
    "pinterest": "Pinterest",
    "print": pgettext_lazy("channel", "print"),
    "lookbook": _("lookbook"),
    "press": pgettext_lazy("channel", "press"),
    "in-store": _("in store"),
    "out-of-home": _("out of home"),
    "tv": _("television"),
    "internal": _("internal use"),
}
ALTERATION: dict[str, Words] = {
    "hair-colour": _("hair colour"),
    "body-shape": _("body shape"),
    "skin": pgettext_lazy("alteration", "skin"),
    "marks": _("tattoos and marks"),
}
APPROVAL: dict[str, Words] = {
    "each-piece": _("each piece asks the owner"),
    "named": _("each piece asks whom the owner names"),
    "none": _("no piece asks"),
}
COMPETING: dict[str, Words] = {
    "allow": _("may be seen"),
    "ask": _("ask the owner each time"),
    "never": _("never"),
}
NAME_FORM: dict[str, Words] = {
    "none": _("no name"),
    "stage": _("stage name"),
    "legal": _("legal name"),
    "pseudonym": _("pseudonym"),
}
REPRESENTED_BY: dict[str, Words] = {
    "none": _("no lawyer and no union"),
    "counsel": _("counsel"),
    "union": _("a union"),
}
NOTICE: dict[str, Words] = {
    "0": _("none: what was delivered comes down the same day"),
    "30": _("30 days"),
    "90": _("90 days"),
    "180": _("180 days"),
}
KINDS: dict[str, dict[str, Words]] = {
    "purpose": PURPOSE,
    "category": CATEGORY,
    "channel": CHANNEL,
    "alteration": ALTERATION,
    "approval": APPROVAL,
    "competing": COMPETING,
    "name-form": NAME_FORM,
    "represented-by": REPRESENTED_BY,
    "notice": NOTICE,
}


def label(kind: str, code: object) -> str:
    """The word for a code, in the language in force. A code nobody knows stands as it is."""
    if kind == "territory":
        return territory(str(code))
    return str(KINDS[kind].get(str(code), code))


def labels(kind: str, codes: Iterable[object]) -> list[str]:
    return [label(kind, code) for code in codes]


def choices(kind: str) -> list[tuple[str, Words]]:
    """For a form. Territories are in the alphabet of the reader's language, the world first."""
    if kind == "territory":
        return territory_choices()
    return list(KINDS[kind].items())


def territory(code: str) -> str:
    """ISO 3166-1 alpha-2 in the language in force."""
    if code == terms.WORLD:
        return str(_("the world"))
    return str(locale().territories.get(code, code))


def law_name(code: str) -> str:
    """Whose law governs a paper: a country's (ISO 3166-1) or a state's (ISO 3166-2), "US-NY"."""
    state = pycountry.subdivisions.get(code=code) if "-" in code else None
    return f"{state.name}, {territory(code[:2])}" if state else territory(code)


def territory_choices() -> list[tuple[str, Words]]:
    return [(terms.WORLD, _("the world")), *_countries(locale().language)]


@cache
def _countries(language: str) -> tuple[tuple[str, str], ...]:
    """Babel also names continents (by number) and groups that are no places to deliver to."""
    named = ((code, str(name)) for code, name in Locale(language).territories.items() if code in terms.COUNTRIES)
    return tuple(sorted(named, key=lambda each: each[1]))


def locale() -> Locale:
    """Names of places and forms of amounts, in the language in force."""
    return Locale.parse((translation.get_language() or "en").split("-")[0])
