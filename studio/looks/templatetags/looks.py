"""{% load looks %}: how the tools of the dressing table say their numbers, and the paints of the face chart."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import gettext as _

from studio.looks.models import Preset, SlotChange, Trial, twin_topics
from studio.looks.shades import PAINTS, Swatch
from studio.looks.slots import FINISH_WORDS, REGIONS, GradeSlot, MakeupSlot
from studio.shoots.models import Shoot

register = template.Library()

CURVE_STEPS = 24


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
def note_y(place: int) -> str:
    """How far down the sheet its ruled line for notes lies, in millimetres."""
    return f"{76 + place * 9.4:g}"


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
def of(named: Mapping[str, Any], name: str) -> Any:
    """What a mapping holds under a name, or nothing."""
    return named.get(name)


@register.filter
def preset_curves(preset: Preset) -> list[str]:
    return curves(GradeSlot.from_json(preset.value))


@register.filter
def tint_colours(value: Mapping[str, Any]) -> list[str]:
    """The swatches of a kept chart, in its own order."""
    return [tint.colour for tint in MakeupSlot.from_json(value).tints.values()]


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
    """The topics of every twin cast in any look of a shoot, or that one was tried on."""
    return twin_topics(SlotChange.objects.filter(look__shoot=shoot), Trial.objects.filter(look__shoot=shoot))
