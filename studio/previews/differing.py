"""What is otherwise between two frames, in words: "Light: Rembrandt instead of Loop". Read from their recipes."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from studio.looks.models import Backdrop, Garment, Lut, Recipe, SlotKind
from studio.looks.shades import colour_name
from studio.looks.slots import (
    CATEGORY_WORDS,
    FINISH_WORDS,
    REGION_WORDS,
    REGIONS,
    SET_UP_WORDS,
    FitSlot,
    GradeSlot,
    HairSlot,
    LensSlot,
    LightSlot,
    MakeupSlot,
    PlaceSlot,
    TintSlot,
    WordsSlot,
)
from studio.twins.models import StandIn, Twin

Slots = Mapping[str, Any]
Names = Mapping[str, str]


def differences(slots: Slots, base: Slots, names: Names) -> list[str]:
    """In the order of the dressing table; nothing where the two are the same picture's."""
    return [line for compare in ASKED for line in compare(slots, base, names)]


def slots_in(recipe: Recipe) -> Slots:
    read: Slots = json.loads(recipe.canonical)["slots"]
    return read


def names_in(all_slots: Iterable[Slots]) -> dict[str, str]:
    """What the garments, places, tables and figures of these recipes are called."""
    seen = list(all_slots)
    garments = {piece["garment"] for slots in seen for piece in slots["garments"]["pieces"]}
    figures = [figure for slots in seen for figure in slots["twin"]["figures"]]
    ids = {
        Garment: garments,
        Backdrop: {slots["place"]["backdrop"] for slots in seen} - {""},
        Lut: {slots["grade"].get("lut") for slots in seen} - {None},
        Twin: {figure["twin"] for figure in figures if "twin" in figure},
        StandIn: {figure["stand_in"] for figure in figures if "stand_in" in figure},
    }
    rows = [kind._default_manager.filter(pk__in=wanted) for kind, wanted in ids.items() if wanted]
    return {str(row.pk): row.name if isinstance(row, Twin) else str(row) for found in rows for row in found}


def _instead(what: object, now: object, before: object) -> str:
    return _("%(what)s: %(now)s instead of %(before)s") % {"what": what, "now": now, "before": before}


def _label(kind: str) -> str:
    return str(SlotKind(kind).label)


def _twin(slots: Slots, base: Slots, names: Names) -> Iterator[str]:
    now, before = slots["twin"]["figures"], base["twin"]["figures"]
    said, was = _figures(now, names), _figures(before, names)
    if said != was:
        yield _instead(_label("twin"), said, was)
    elif now != before:
        yield _("%(what)s: another pose") % {"what": _label("twin")}


def _figures(figures: Sequence[Mapping[str, str]], names: Names) -> str:
    return ", ".join(names.get(each.get("twin") or each.get("stand_in", ""), "") for each in figures)


def _garments(slots: Slots, base: Slots, names: Names) -> Iterator[str]:
    """A piece of the same kind takes the other's place; any other was put on or taken off."""
    now = {piece["garment"]: piece for piece in slots["garments"]["pieces"]}
    before = {piece["garment"]: piece for piece in base["garments"]["pieces"]}
    gone = [piece for id, piece in before.items() if id not in now]
    for id, piece in now.items():
        kind = CATEGORY_WORDS.get(piece["category"], _label("garments"))
        what = str(kind)[:1].upper() + str(kind)[1:]
        if id in before:
            yield from _worn_otherwise(names.get(id, what), piece, before[id])
        elif other := next((each for each in gone if each["category"] == piece["category"]), None):
            gone.remove(other)
            yield _instead(what, names.get(id, ""), names.get(other["garment"], ""))
        else:
            yield _("Put on: %(name)s") % {"name": names.get(id, what)}
    for piece in gone:
        yield _("Taken off: %(name)s") % {"name": names.get(piece["garment"], "")}


def _worn_otherwise(name: str, piece: Mapping[str, Any], before: Mapping[str, Any]) -> Iterator[str]:
    now, then = FitSlot.from_json(piece["fit"]), FitSlot.from_json(before["fit"])
    if now != then:
        said, was = now.words(), then.words()
        yield _instead(name, said, was) if said != was else _("%(what)s: fitted otherwise") % {"what": name}


def _makeup(slots: Slots, base: Slots, names: Names) -> Iterator[str]:
    now, before = MakeupSlot.from_json(slots["makeup"]).tints, MakeupSlot.from_json(base["makeup"]).tints
    for region in REGIONS:
        if now.get(region) != before.get(region):
            said, was = _tint(now.get(region)), _tint(before.get(region))
            what = REGION_WORDS[region]
            yield _instead(what, said, was) if said != was else _("%(what)s: another shade") % {"what": what}


def _tint(tint: TintSlot | None) -> str:
    return f"{colour_name(tint.colour)}, {FINISH_WORDS[tint.finish]}" if tint else _("bare")


def _light(slots: Slots, base: Slots, names: Names) -> Iterator[str]:
    now, before = LightSlot.from_json(slots["light"]), LightSlot.from_json(base["light"])
    if now.set_up != before.set_up:
        yield _instead(_label("light"), SET_UP_WORDS[now.set_up], SET_UP_WORDS[before.set_up])
    elif now != before:
        yield _said_of("light", now.words(names), before.words(names))


def _lens(slots: Slots, base: Slots, names: Names) -> Iterator[str]:
    now, before = LensSlot.from_json(slots["lens"]), LensSlot.from_json(base["lens"])
    if now.aspect != before.aspect:
        yield _instead(_label("lens"), now.aspect, before.aspect)
    if now.words(names) != before.words(names):
        yield _instead(_label("lens"), now.words(names), before.words(names))


def _place(slots: Slots, base: Slots, names: Names) -> Iterator[str]:
    now, before = PlaceSlot(slots["place"]["backdrop"]), PlaceSlot(base["place"]["backdrop"])
    if now != before:
        yield _said_of("place", now.words(names), before.words(names))


def _grade(slots: Slots, base: Slots, names: Names) -> Iterator[str]:
    now, before = (
        GradeSlot.from_json({name: value for name, value in each["grade"].items() if name != "table"})
        for each in (slots, base)
    )
    if now != before:
        yield _said_of("grade", _graded(now, names), _graded(before, names))


def _graded(value: GradeSlot, names: Names) -> str:
    """With how warm, where two are warm and one is warmer."""
    said = value.words(names)
    return f"{said} ({value.temperature:+.2f})" if value.temperature else said


def _hair(slots: Slots, base: Slots, names: Names) -> Iterator[str]:
    now, before = HairSlot.from_json(slots["hair"]), HairSlot.from_json(base["hair"])
    if now != before:
        yield _said_of("hair", now.words(names), before.words(names))


def _words(slots: Slots, base: Slots, names: Names) -> Iterator[str]:
    now, before = WordsSlot.from_json(slots["words"]), WordsSlot.from_json(base["words"])
    if now != before:
        yield _said_of("words", now.words(names), before.words(names))


def _said_of(kind: str, now: str, before: str) -> str:
    return _instead(_label(kind), now, before) if now != before else _("%(what)s: adjusted") % {"what": _label(kind)}


ASKED = (_twin, _garments, _makeup, _hair, _place, _words, _light, _lens, _grade)
