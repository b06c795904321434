"""{% load looks %}: how the tools of the dressing table say their numbers, and the paints of the face chart."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as say

from studio.looks.models import SlotChange, twin_topics
from studio.looks.slots import FINISH_WORDS, REGIONS, GradeSlot
from studio.shoots.models import Shoot

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

register = template.Library()

CURVE_STEPS = 24


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


@register.filter
def swatches(region: str) -> tuple[Swatch, ...]:
    return PAINTS[region]


@register.filter
def first_colour(colour: str) -> str:
    """A colour as it is; a region's name is its first paint, so that the box opens on something that suits."""
    return PAINTS[colour][0].colour if colour in REGIONS else colour


@register.filter
def finish_word(finish: str) -> str:
    return str(FINISH_WORDS[finish])


@register.filter
def plain(value: float | int) -> str:
    """As an input field wants it, in every language: "5.6", "4", "-0.1"."""
    return f"{value:.6g}"


@register.filter
def curves(value: GradeSlot) -> list[str]:
    """The grade as lines of a drawing 300 wide and 84 high: one when the three channels agree."""
    channels = sorted({(value.slope[i], value.offset[i], value.power[i]) for i in range(3)})
    return [_curve(value, *each) for each in channels]


def _curve(value: GradeSlot, slope: float, offset: float, power: float) -> str:
    points = []
    for step in range(CURVE_STEPS + 1):
        x = step / CURVE_STEPS
        lit = min(max(x * 2**value.exposure, 0.0), 4.0)
        apart = 0.5 + (lit - 0.5) * value.contrast
        y = min(max(apart * slope + offset, 0.0), 1.0) ** power
        points.append(f"{x * 300:.1f} {84 - y * 84:.1f}")
    return "M" + "L".join(points)


@register.filter
def cdl(value: GradeSlot) -> list[dict[str, object]]:
    rows = (
        ("slope", _("Slope"), value.slope, 0, 4),
        ("offset", _("Offset"), value.offset, -0.5, 0.5),
        ("power", _("Power"), value.power, 0.2, 4),
    )
    channels = (("r", _("Red")), ("g", _("Green")), ("b", _("Blue")))
    return [
        {
            "label": label,
            "least": least,
            "most": most,
            "cells": [
                {"name": f"{name}_{code}", "value": triple[i], "channel": channel}
                for i, (code, channel) in enumerate(channels)
            ],
        }
        for name, label, triple, least, most in rows
    ]


@register.filter
def shoot_twins(shoot: Shoot) -> list[str]:
    """The topics of every twin cast in any look of a shoot."""
    return twin_topics(SlotChange.objects.filter(look__shoot=shoot))
