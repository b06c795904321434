"""What may be tried beside what a look says: another light, grade, place or framing; or the same look on another twin.

The look stays as it is. Who tries a slot is somebody who may set it, and is credited for the picture it is seen in.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext_lazy as say

from studio.decisions import YES, Decision
from studio.imaging.light import SET_UPS as PLANS
from studio.looks import actions, slots
from studio.looks.casting import Card, Pose
from studio.looks.models import Backdrop, Look, Recipe, SlotKind, Trial
from studio.looks.recipes import values_of
from studio.looks.slots import GradeSlot, LensSlot, LightSlot, PlaceSlot, SlotValue, TwinSlot
from studio.people.models import Person
from studio.twins.models import Plate, StandIn

KINDS = ("light", "grade", "place", "lens")
GRADES: Mapping[str, tuple[object, Mapping[str, float]]] = {
    "brighter": (say("Half a stop brighter"), {"exposure": 0.5}),
    "darker": (say("Half a stop darker"), {"exposure": -0.5}),
    "warmer": (say("Warmer"), {"temperature": 0.3}),
    "cooler": (say("Cooler"), {"temperature": -0.3}),
    "harder": (say("Harder contrast"), {"contrast": 1.2}),
    "softer": (say("Softer contrast"), {"contrast": 0.85}),
    "muted": (say("Muted colours"), {"saturation": 0.75}),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """One other value of one slot. is_now: the look says so already."""

    code: str
    kind: str
    name: str
    value: SlotValue
    is_now: bool


@dataclass(frozen=True, slots=True)
class Group:
    """What may be tried in one slot, and whether the reader may."""

    kind: str
    label: str
    offers: list[Offer]
    decision: Decision


def groups_for(look: Look, by: Person) -> list[Group]:
    values = values_of(look)
    found: dict[str, list[Offer]] = {kind: [] for kind in KINDS}
    for offer in (*_lights(values), *_grades(values, look), *_places(values, look), *_framings(values)):
        found[offer.kind].append(offer)
    return [
        Group(kind, str(SlotKind(kind).label), offers, actions.may_set(look, kind, by)[0])
        for kind, offers in found.items()
    ]


def _offer(values: Mapping[str, SlotValue], kind: str, code: str, name: object, value: SlotValue) -> Offer:
    return Offer(f"{kind}:{code}", kind, str(name), value, values[kind].to_json() == value.to_json())


def _lights(values: Mapping[str, SlotValue]) -> Iterable[Offer]:
    """Each set-up as it is usually lit, from the side the look is lit from."""
    now = values["light"]
    assert isinstance(now, LightSlot)
    for name in slots.SET_UPS:
        plan = PLANS[name]
        value = now if name == now.set_up else replace(now, set_up=name, ratio=plan.ratio, softness=plan.softness)
        yield _offer(values, "light", name, slots.SET_UP_WORDS[name], value)


def _grades(values: Mapping[str, SlotValue], look: Look) -> Iterable[Offer]:
    """Beside what the grade is now, never on top of another that is tried."""
    now = values["grade"]
    assert isinstance(now, GradeSlot)
    for code, (name, numbers) in GRADES.items():
        value = GradeSlot.from_json({**now.to_json(), **numbers})
        yield _offer(values, "grade", code, name, value)
    for lut in look.shoot.house.luts.all():
        yield _offer(values, "grade", str(lut.id), lut.name, replace(now, lut=str(lut.id)))


def _places(values: Mapping[str, SlotValue], look: Look) -> Iterable[Offer]:
    yield _offer(values, "place", "none", PlaceSlot().words({}), PlaceSlot())
    for place in Backdrop.objects.open_to(look.shoot.house):
        yield _offer(values, "place", str(place.id), place.name, PlaceSlot(str(place.id)))


def _framings(values: Mapping[str, SlotValue]) -> Iterable[Offer]:
    now = values["lens"]
    assert isinstance(now, LensSlot)
    for name in slots.FRAMINGS:
        yield _offer(values, "lens", name, slots.FRAMING_WORDS[name], replace(now, framing=name))


def may_try(look: Look, kinds: Iterable[str], by: Person) -> Decision:
    refusals = (decision for kind in kinds if not (decision := actions.may_set(look, kind, by)[0]))
    return next(refusals, YES)


def write_down(look: Look, recipe: Recipe, kind: str, value: SlotValue, *, by: Person, now: datetime) -> None:
    """Who tried what, in the transaction that asks for its picture."""
    _decision, craft = actions.may_set(look, kind, by)
    given = {"value": value.to_json(), "craft": craft, "at": now}
    Trial.objects.get_or_create(look=look, recipe=recipe, kind=kind, by=by, defaults=given)


# The same look on another twin


def stands_as(look: Look) -> tuple[str, str, str]:
    """Framing, view and pose of the figure that the look was dressed on."""
    value = values_of(look).get("twin")
    if not isinstance(value, TwinSlot):
        return "full", "front", ""
    kind, id = (StandIn, value.stand_in) if value.stand_in else (Plate, value.twins[0].plate)
    found = kind._default_manager.filter(id=id).values_list("framing", "view", "pose").first()
    return found or ("full", "front", "")


def nearest_pose(card: Card, stances: Mapping[object, tuple[str, ...]], wanted: tuple[str, ...]) -> Pose | None:
    """Of the poses a twin offers the one that is most like it, and none that shows bare what she bars."""

    def likeness(pose: Pose) -> list[bool]:
        return [ours == theirs for ours, theirs in zip(stances.get(pose.plate, ()), wanted, strict=False)]

    return max((pose for pose in card.poses if not pose.bars), key=likeness, default=None)


def stances_of(cards: Sequence[Card]) -> dict[object, tuple[str, ...]]:
    """Framing, view and pose of each plate, by its id."""
    plates = Plate.objects.usable().filter(twin__in=[card.twin.pk for card in cards])
    return {id: tuple(stance) for id, *stance in plates.values_list("id", "framing", "view", "pose")}
