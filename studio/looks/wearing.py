"""What is worn in a look counts, whatever the brief says: categories, other houses' brands, another colour of hair."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from studio.looks.models import Garment, Look, Recipe, Slot
from studio.looks.slots import SlotValue
from studio.people.models import Organisation
from studio.shoots.models import Shoot
from studio.shoots.uses import Worn

KINDS = ("garments", "hair")  # the slots that ask something of her consent
OF_A_KIND: Mapping[str, str] = {
    "base": "jersey",
    "top": "jersey",
    "knit": "knitwear",
    "bottom": "trousers",
    "dress": "dresses",
    "outerwear": "outerwear",
    "shoes": "footwear",
    "bag": "bags",
    "jewellery": "jewellery",
    "hat": "accessories",
    "belt": "accessories",
    "eyewear": "eyewear",
}
INSTEAD: Mapping[str, str] = {  # a word of its name that says better than its kind
    "jeans": "denim",
    "denim": "denim",
    "skirt": "skirts",
    "shirt": "shirts",
    "blouse": "shirts",
    "suit": "suiting",
    "blazer": "suiting",
    "tights": "hosiery",
    "stockings": "hosiery",
    "bra": "lingerie",
    "briefs": "lingerie",
    "lingerie": "lingerie",
    "corset": "lingerie",
    "bikini": "swim",
    "swimsuit": "swim",
    "swimwear": "swim",
}
BESIDE: Mapping[str, str] = {"fur": "fur", "mink": "fur", "shearling": "fur", "leather": "leather", "suede": "leather"}


def proposed(kind: str, title: str) -> list[str]:
    """What a garment is likely to be by a licence's categories, until somebody declares it."""
    words = "".join(letter if letter.isalpha() else " " for letter in title.casefold()).split()
    named = [INSTEAD[word] for word in words if word in INSTEAD]
    first = named or ([OF_A_KIND[kind]] if kind in OF_A_KIND else [])
    return list(dict.fromkeys((*first, *(BESIDE[word] for word in words if word in BESIDE))))


def worn_in(look: Look) -> Worn:
    """By the look as it stands."""
    return _by_kind(look.slots.filter(kind__in=KINDS).values_list("kind", "value"), look.shoot.house)


def worn_with(look: Look, instead: Mapping[str, SlotValue]) -> Worn:
    """By the look with some of its slots otherwise."""
    stored = dict(look.slots.filter(kind__in=KINDS).values_list("kind", "value"))
    tried = {kind: value.to_json() for kind, value in instead.items() if kind in KINDS}
    return _by_kind({**stored, **tried}.items(), look.shoot.house)


def worn_alone(garment: Garment) -> Worn:
    """By a look that wears this piece and nothing else."""
    return _worn({str(garment.pk)}, garment.house)


def worn_in_any(shoot: Shoot) -> Worn:
    """By all of its looks together."""
    slots = Slot.objects.filter(look__shoot=shoot, kind__in=KINDS)
    return _by_kind(slots.values_list("kind", "value"), shoot.house)


def worn_in_recipe(recipe: Recipe, house: Organisation) -> Worn:
    """By a picture that is there already, as its garments are declared by now."""
    slots = json.loads(recipe.canonical)["slots"]
    return _by_kind([(kind, slots[kind]) for kind in KINDS], house)


def _by_kind(values: Iterable[tuple[str, Mapping[str, Any]]], house: Organisation) -> Worn:
    found: dict[str, list[Mapping[str, Any]]] = {kind: [] for kind in KINDS}
    for kind, value in values:
        found[kind].append(value)
    worn = _worn({piece["garment"] for value in found["garments"] for piece in value.get("pieces", [])}, house)
    dyed = any(value.get("colour") for value in found["hair"])
    return replace(worn, alterations=("hair-colour",)) if dyed else worn


def _worn(garments: set[str], house: Organisation) -> Worn:
    if not garments:
        return Worn()
    rows = Garment.objects.filter(id__in=garments).order_by("at").values_list("declared", "brand")
    declared = [category for categories, _brand in rows for category in categories]
    brands = [brand for _categories, brand in rows if not is_own_brand(brand, house)]
    return Worn(tuple(dict.fromkeys(declared)), tuple(dict.fromkeys(brands)))


def is_own_brand(brand: str, house: Organisation) -> bool:
    """Nothing written is the house's own too."""
    return brand.casefold().strip() in {"", house.name.casefold().strip()}
