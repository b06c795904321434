"""Colours in words: a piece's, and the paints of the face chart."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as say
from django.utils.translation import pgettext_lazy

from studio.imaging import colours
from studio.web.sentences.told import Words

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SHADE_WORDS: dict[str, Words] = {
    "black": pgettext_lazy("colour of cloth", "black"),
    "charcoal": pgettext_lazy("colour of cloth", "charcoal"),
    "grey": pgettext_lazy("colour of cloth", "grey"),
    "silver": pgettext_lazy("colour of cloth", "silver"),
    "white": pgettext_lazy("colour of cloth", "white"),
    "ivory": pgettext_lazy("colour of cloth", "ivory"),
    "ecru": pgettext_lazy("colour of cloth", "ecru"),
    "beige": pgettext_lazy("colour of cloth", "beige"),
    "sand": pgettext_lazy("colour of cloth", "sand"),
    "camel": pgettext_lazy("colour of cloth", "camel"),
    "tan": pgettext_lazy("colour of cloth", "tan"),
    "cognac": pgettext_lazy("colour of cloth", "cognac"),
    "brown": pgettext_lazy("colour of cloth", "brown"),
    "chocolate": pgettext_lazy("colour of cloth", "chocolate"),
    "taupe": pgettext_lazy("colour of cloth", "taupe"),
    "khaki": pgettext_lazy("colour of cloth", "khaki"),
    "olive": pgettext_lazy("colour of cloth", "olive"),
    "forest green": pgettext_lazy("colour of cloth", "forest green"),
    "emerald": pgettext_lazy("colour of cloth", "emerald"),
    "green": pgettext_lazy("colour of cloth", "green"),
    "sage": pgettext_lazy("colour of cloth", "sage"),
    "mint": pgettext_lazy("colour of cloth", "mint"),
    "petrol": pgettext_lazy("colour of cloth", "petrol"),
    "turquoise": pgettext_lazy("colour of cloth", "turquoise"),
    "light blue": pgettext_lazy("colour of cloth", "light blue"),
    "denim blue": pgettext_lazy("colour of cloth", "denim blue"),
    "blue": pgettext_lazy("colour of cloth", "blue"),
    "indigo": pgettext_lazy("colour of cloth", "indigo"),
    "navy": pgettext_lazy("colour of cloth", "navy"),
    "lilac": pgettext_lazy("colour of cloth", "lilac"),
    "violet": pgettext_lazy("colour of cloth", "violet"),
    "aubergine": pgettext_lazy("colour of cloth", "aubergine"),
    "burgundy": pgettext_lazy("colour of cloth", "burgundy"),
    "red": pgettext_lazy("colour of cloth", "red"),
    "rust": pgettext_lazy("colour of cloth", "rust"),
    "terracotta": pgettext_lazy("colour of cloth", "terracotta"),
    "orange": pgettext_lazy("colour of cloth", "orange"),
    "mustard": pgettext_lazy("colour of cloth", "mustard"),
    "yellow": pgettext_lazy("colour of cloth", "yellow"),
    "pink": pgettext_lazy("colour of cloth", "pink"),
    "fuchsia": pgettext_lazy("colour of cloth", "fuchsia"),
    "blush": pgettext_lazy("colour of cloth", "blush"),
    "coral": pgettext_lazy("colour of cloth", "coral"),
    "gold": pgettext_lazy("colour of cloth", "gold"),
}


def colour_name(colour: str) -> str:
    """ "#1c2442" is "navy"; nothing is nothing."""
    if not colour:
        return ""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return str(SHADE_WORDS[colours.name_of((red, green, blue))])


@dataclass(frozen=True, slots=True)
class Swatch:
    colour: str
    name: "_StrPromise"


LIPS = (
    Swatch("#6b1a20", say("Oxblood")),
    Swatch("#a3242c", say("Red")),
    Swatch("#9c3b2e", say("Brick")),
    Swatch("#c2586a", say("Rose")),
    Swatch("#5a2740", say("Plum")),
    Swatch("#b98272", say("Nude")),
)
SHADOWS = (
    Swatch("#2b2523", say("Soot")),
    Swatch("#6a4a3a", say("Umber")),
    Swatch("#a5604a", say("Clay")),
    Swatch("#b08d57", say("Gold")),
    Swatch("#5b6b7a", say("Slate")),
    Swatch("#7d4a6b", say("Mauve")),
)
LINES = (
    Swatch("#141210", say("Black")),
    Swatch("#3a2820", say("Brown")),
    Swatch("#23324a", say("Navy")),
    Swatch("#5a5a58", say("Grey")),
)
BLUSH = (
    Swatch("#a5604a", say("Clay")),
    Swatch("#c96f6a", say("Coral")),
    Swatch("#c2586a", say("Rose")),
    Swatch("#8a4a3c", say("Terracotta")),
)
SKIN = (Swatch("#d9b08c", say("Sand")), Swatch("#8d5a3b", say("Chestnut")), Swatch("#e8cdb5", say("Porcelain")))
PAINTS = {
    "lips": LIPS,
    "lids": SHADOWS,
    "liner": LINES,
    "lashes": LINES,
    "brows": LINES,
    "cheeks": BLUSH,
    "contour": (SHADOWS[1], BLUSH[3], SKIN[1]),
    "skin": SKIN,
    "nails": LIPS,
}


def paint_name(colour: str) -> str:
    """A paint by its own name, any other colour by its family."""
    own = next((paint for kinds in PAINTS.values() for paint in kinds if paint.colour == colour), None)
    return str(own.name) if own else colour_name(colour)
