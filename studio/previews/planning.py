"""What a choice of set-up, looks, pieces, lines and twins comes to before it is started: how many, and who is asked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from studio.consent.asking import answered
from studio.consent.facts import facts_of
from studio.consent.rules import Facts
from studio.decisions import Decision, no
from studio.looks.models import Garment, Look, Preset, Slot
from studio.looks.slots import OF_A_POSE
from studio.looks.trials import stands_as
from studio.looks.wearing import worn_alone, worn_in
from studio.people.models import Person
from studio.previews import actions, overnight
from studio.previews.overnight import Setting, Wish
from studio.shoots.models import Shoot, Shot
from studio.shoots.uses import NOTHING_WORN, Worn, use_of
from studio.twins.models import BarredMark, Plate, Twin

VIEWS = ("front", "back", "side")
LOOKS_OFFERED = 200


@dataclass(frozen=True, slots=True)
class Choice:
    """What is ticked, by ids. source: the look that the set-up is of."""

    source: UUID | None = None
    presets: Sequence[UUID] = ()
    looks: Sequence[UUID] = ()
    pieces: Sequence[UUID] = ()
    lines: Sequence[UUID] = ()
    twins: Sequence[UUID] = ()
    views: Sequence[str] = ("front",)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What is not asked for now, and why: a twin's no as a house reads it, a pose or a piece that is not there."""

    what: str
    whom: str
    decision: Decision


@dataclass(frozen=True, slots=True)
class Reckoned:
    settings: Sequence[Setting] = ()
    wishes: Sequence[Wish] = ()
    left_out: Sequence[LeftOut] = ()
    owners: Sequence[str] = ()  # whose consent is asked again when it begins, by the names of their twins
    authors: Sequence[str] = ()  # whose yes to this use of their setting has to come first


@dataclass(frozen=True, slots=True)
class _Subject:
    """A look or a piece, on whom and from where it is wanted; nobody and nowhere is everybody and everywhere chosen."""

    name: str
    worn: Worn
    stance: tuple[str, ...]
    look: Look | None = None
    garment: Garment | None = None
    twin: UUID | None = None
    view: str = ""


@dataclass(slots=True)
class _Poses:
    by_twin: dict[UUID, list[Plate]] = field(default_factory=dict)

    def nearest(self, twin: Twin, view: str, stance: tuple[str, ...]) -> Plate | None:
        """Of her poses from there the one most like the figure that the look was dressed on."""
        seen = [each for each in self.by_twin.get(twin.pk, ()) if OF_A_POSE.get(each.view, "front") == view]
        return max(seen, key=lambda each: (each.framing == stance[0], each.pose == stance[2]), default=None)


# What is offered


def sources_for(shoot: Shoot, by: Person) -> list[Look]:
    """Looks with a set-up of somebody's hand, of this shoot first, then of the house's others that she can see."""
    kinds = Slot.objects.filter(kind__in=overnight.KINDS, version__gt=0).values("look")
    looks = Look.objects.visible_to(by).filter(shoot__house=shoot.house_id, id__in=kinds).select_related("shoot")
    rows = looks.order_by("-shoot__opened_at", "number")[:LOOKS_OFFERED]
    return sorted(rows, key=lambda look: look.shoot_id != shoot.pk)


def presets_for(shoot: Shoot, by: Person) -> QuerySet[Preset]:
    rows = Preset.objects.open_to(by, shoot.house).filter(kind__in=overnight.KINDS)
    return rows.select_related("by").order_by("kind", "name")


def looks_for(shoot: Shoot) -> list[Look]:
    """Those that wear anything at all."""
    dressed = shoot.looks.filter(slots__kind="garments", slots__version__gt=0)
    return list(dressed.select_related("shoot__brief", "shoot__house").order_by("number"))


def pieces_for(shoot: Shoot) -> QuerySet[Garment]:
    return Garment.objects.on_rack_of(shoot).filter(state=Garment.State.READY).order_by("sku", "title")


def twins_for(shoot: Shoot, now: datetime) -> list[Twin]:
    """Whose owners say yes to a preview for this brief; what each piece asks of them is asked when it is reckoned."""
    twins = list(Twin.objects.castable().select_related("owner").order_by("name"))
    facts = facts_of(twins, now)
    return [twin for twin in twins if _says(twin, shoot, NOTHING_WORN, facts, now)]


def _says(twin: Twin, shoot: Shoot, worn: Worn, facts: Mapping[UUID, Facts], now: datetime) -> Decision:
    decision, _versions = answered(
        [twin], lambda each: use_of(shoot, "preview", now=now, twin=each, worn=worn), facts
    )
    return actions.told(decision, [twin])


# What it comes to


def reckon(shoot: Shoot, choice: Choice, *, by: Person, now: datetime) -> Reckoned:
    settings = settings_of(shoot, choice, by)
    subjects, left_out = _subjects(shoot, choice)
    named = {subject.twin for subject in subjects if subject.twin}
    rows = Twin.objects.castable().filter(Q(id__in=choice.twins) | Q(id__in=named)).select_related("owner")
    twins = {twin.pk: twin for twin in rows.order_by("name")}
    facts, poses = facts_of(list(twins.values()), now), _poses_of(twins)
    wishes: list[Wish] = []
    for subject in subjects:
        whom = [subject.twin] if subject.twin else [id for id in twins if id in choice.twins]
        for twin in (twins[id] for id in whom if id in twins):
            decision = _says(twin, shoot, subject.worn, facts, now)
            if not decision:
                left_out.append(LeftOut(subject.name, twin.name, decision))
                continue
            for view in [subject.view] if subject.view else choice.views:
                plate = poses.nearest(twin, view, subject.stance)
                if plate is None:
                    left_out.append(LeftOut(subject.name, twin.name, no("no-pose-for-view")))
                else:
                    wishes.append(Wish(twin, plate, subject.look, subject.garment))
    asked = Person.objects.filter(id__in=overnight.questions_of(settings)).order_by("name")
    owners = sorted({wish.twin.name for wish in wishes})
    return Reckoned(settings, _each_once(wishes), left_out, owners, [person.name for person in asked])


def _each_once(wishes: Iterable[Wish]) -> list[Wish]:
    """A line and a tick may ask for the same picture."""
    found = {(wish.look, wish.garment, wish.plate): wish for wish in wishes}
    return list(found.values())


def settings_of(shoot: Shoot, choice: Choice, by: Person) -> list[Setting]:
    source = next((look for look in sources_for(shoot, by) if look.pk == choice.source), None)
    of_look = overnight.set_up_of(source, of=shoot, by=by) if source else []
    return overnight.with_presets(of_look, presets_for(shoot, by).filter(id__in=choice.presets))


def _subjects(shoot: Shoot, choice: Choice) -> tuple[list[_Subject], list[LeftOut]]:
    looks = {look.pk: look for look in looks_for(shoot)}
    ticked = [_of_look(looks[id]) for id in choice.looks if id in looks]
    ticked += [_of_piece(garment) for garment in pieces_for(shoot).filter(id__in=choice.pieces)]
    left_out: list[LeftOut] = []
    for shot in shoot.shots.filter(id__in=choice.lines).select_related("twin"):
        found = _of_line(shot, list(looks.values()), pieces_for(shoot))
        ticked += found
        if not found:
            left_out.append(LeftOut(shot.words, "", no("line-without-piece")))
    return ticked, left_out


def _of_look(look: Look, shot: Shot | None = None) -> _Subject:
    name = f"{look}, {look.title}" if look.title else str(look)
    return _Subject(name, worn_in(look), stands_as(look), look=look, **_asked(shot))


def _of_piece(garment: Garment, shot: Shot | None = None) -> _Subject:
    stance = ("full", "front", "")
    return _Subject(garment.title, worn_alone(garment), stance, garment=garment, **_asked(shot))


def _asked(shot: Shot | None) -> dict[str, Any]:
    if shot is None:
        return {}
    return {"twin": shot.twin_id, "view": shot.view if shot.view in VIEWS else ""}


def _of_line(shot: Shot, looks: Sequence[Look], rack: QuerySet[Garment]) -> list[_Subject]:
    """The look made for the line, else every look that wears its piece, else the piece by itself."""
    if own := [look for look in looks if look.shot_id == shot.pk]:
        return [_of_look(look, shot) for look in own]
    if not shot.sku:
        return []
    pieces = list(rack.filter(sku__iexact=shot.sku))
    ids = {str(piece.pk) for piece in pieces}
    worn = Slot.objects.filter(look__in=[look.pk for look in looks], kind="garments").values_list("look", "value")
    wearing = {look for look, value in worn if ids & {each["garment"] for each in value.get("pieces", [])}}
    if found := [look for look in looks if look.pk in wearing]:
        return [_of_look(look, shot) for look in found]
    return [_of_piece(piece, shot) for piece in pieces[:1]]


def _poses_of(twins: Mapping[UUID, Twin]) -> _Poses:
    """For others' eyes, and none that shows bare what she bars."""
    barred: dict[UUID, set[str]] = {}
    for twin, place in BarredMark.objects.in_force().filter(twin__in=list(twins)).values_list("twin", "place"):
        barred.setdefault(twin, set()).add(place)
    poses = _Poses()
    for plate in Plate.objects.usable().filter(twin__in=list(twins)).order_by("-framing", "pose"):
        if not barred.get(plate.twin_id, set()) & set(plate.shows):
            poses.by_twin.setdefault(plate.twin_id, []).append(plate)
    return poses
