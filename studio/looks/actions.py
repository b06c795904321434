"""Bring garments, make looks, set their slots, cast them, and freeze what is there into a recipe."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max

from studio.consent import gates
from studio.consent.answering import may_be_put
from studio.consent.asking import ask
from studio.consent.rules import OFFER, outward
from studio.consent.terms import CATEGORIES
from studio.decisions import YES, Decision, no
from studio.imaging import grading
from studio.jobs import actions as jobs
from studio.live.announcing import announce
from studio.looks import recipes, rules, slots
from studio.looks.models import (
    Backdrop,
    Garment,
    GarmentView,
    Look,
    LookTwin,
    Lut,
    Picture,
    Preset,
    Recipe,
    Slot,
    SlotChange,
)
from studio.looks.rules import NOT_SAID, Answer
from studio.looks.slots import BadValue, GarmentsSlot, GradeSlot, Placed, PlaceSlot, SlotValue, TwinSlot
from studio.looks.wearing import is_own_brand, worn_in
from studio.media import actions as media
from studio.media.models import Upload
from studio.people.models import Organisation, Person
from studio.shoots import actions as shoots
from studio.shoots.models import Booking, Shoot, Shot
from studio.shoots.rules import may_cast_from
from studio.shoots.uses import brief_of, use_of
from studio.twins.models import Plate, StandIn, Twin

TITLE_MOST = 120


def twins_of(look: Look) -> list[Twin]:
    """Whose twins the look shows, in order. None on a stand-in."""
    rows = look.cast.select_related("twin__owner").order_by("position")
    return [row.twin for row in rows]


def tell(look: Look, kind: str, *, by: Person, what: str = "slot") -> None:
    for topic in (look.topic, look.shoot.topic):
        announce(topic, kind=what, look=str(look.id), slot=kind, by=str(by.id), name=by.name)


# Garments


def tell_of(garment: Garment, what: str) -> None:
    topics = [garment.topic] + ([f"shoot:{garment.shoot_id}"] if garment.shoot_id else [])
    for topic in topics:
        announce(topic, kind="garment", garment=str(garment.id), what=what)


@transaction.atomic
def add_garment(
    upload: Upload,
    *,
    shoot: Shoot,
    by: Person,
    now: datetime,
    title: str = "",
    said: Answer = NOT_SAID,
    key: str = "",
) -> tuple[Decision, Garment | None]:
    """Hang a received picture on the shoot's rack; a job decodes it, cuts the garment out and measures it."""
    if known := GarmentView.objects.filter(upload=upload).select_related("garment").first():
        return YES, known.garment
    seated = shoot.house.seats.filter(person=by, ended_at=None).exists()
    decision = rules.may_bring(Booking.objects.crafts_of(by, shoot), seated=seated)
    if not decision:
        return decision, None
    refused = upload.state == Upload.State.REFUSED
    garment = Garment.objects.create(
        house=shoot.house,
        shoot=shoot,
        title=(title or name_of(upload))[:TITLE_MOST],
        **asdict(said),
        state=Garment.State.REFUSED if refused else Garment.State.ARRIVING,
        code=upload.code,
        values=upload.values,
        by=by,
        at=now,
    )
    GarmentView.objects.create(garment=garment, upload=upload)
    if not refused:
        garment.job = jobs.add("ingest", str(garment.id), by=by, priority=2, now=now, key=f"ingest:{upload.id}")
        garment.save(update_fields=["job"])
    tell_of(garment, "added")
    return YES, garment


@transaction.atomic
def add_view(
    garment: Garment, view: str, upload: Upload, *, by: Person, now: datetime
) -> tuple[Decision, GarmentView | None]:
    """Another view of a piece on the rack; a job reads it. It is used once it is cut out, in place of an older one."""
    if known := GarmentView.objects.filter(upload=upload).first():
        return YES, known
    booked = shoots.crafts_of(by, garment.shoot) if garment.shoot else frozenset[str]()
    decision = rules.may_correct(booked, hers=garment.by_id == by.id)
    if decision and view not in slots.BROUGHT_VIEWS:
        decision = no("not-this-view")
    if decision and garment.state != Garment.State.READY:
        decision = no("garment-not-ready")
    if not decision or not upload.under_way:
        return decision, None
    made = GarmentView.objects.create(garment=garment, view=view, upload=upload)
    jobs.add("ingest-view", str(made.id), by=by, priority=2, now=now, key=f"ingest:{upload.id}")
    return YES, made


@transaction.atomic
def add_backdrop(upload: Upload, *, shoot: Shoot, said: Answer = NOT_SAID, by: Person, now: datetime) -> None:
    """A place for the house's looks; a job reads it and looks for faces. Nothing of it is seen before."""
    named = name_of(upload)[:TITLE_MOST]
    taken = {"kind": Picture.Kind.BACKDROP, "title": named, "upload": upload, "by": by, "at": now}
    Picture.objects.create(shoot=shoot, **taken, **asdict(said))
    jobs.add("backdrop", str(upload.id), by=by, priority=2, now=now, key=f"backdrop:{upload.id}")


@transaction.atomic
def add_lut(
    data: bytes, *, house: Organisation, name: str, rights: str, by: Person, now: datetime
) -> tuple[Decision, Lut | None]:
    """Keep a .cube table for the house's grades, once it has been read through."""
    try:
        table = grading.read_cube(data).table
    except grading.BadLut as problem:
        return no(problem.code, **problem.values), None
    if not name.strip():
        return no("name-needed"), None
    size = {"width_px": table.shape[0], "height_px": table.shape[0]}
    cube = media.keep(data, content_type="application/octet-stream", now=now, **size)
    return YES, Lut.objects.create(house=house, name=name.strip()[:60], cube=cube, rights=rights, by=by, at=now)


def name_of(upload: Upload) -> str:
    """ "coat_camel-front.JPG" is "Coat camel front" until somebody says better."""
    stem = upload.file_name.rsplit(".", 1)[0]
    words = stem.replace("_", " ").replace("-", " ").split()
    return " ".join(words).capitalize() or upload.file_name


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person says of a garment where the studio guessed or did not know."""

    title: str
    category: str
    sku: str
    reuse: str
    said: Answer = NOT_SAID
    declared: Sequence[str] = ()  # by a licence's own categories
    brand: str = ""
    colour: str = ""  # "#1c2442"


@transaction.atomic
def correct_garment(garment: Garment, correction: Correction, *, by: Person, now: datetime) -> Decision:
    """Right what was guessed. Another kind of garment has other anchors, so they are found again.

    What it is declared as is a question to everybody's rules as a brief is, and is counted with those.
    """
    booked = shoots.crafts_of(by, garment.shoot) if garment.shoot else frozenset[str]()
    decision = rules.may_correct(booked, hers=garment.by_id == by.id)
    if decision and not correction.title.strip():
        decision = no("name-needed")
    decision = decision and rules.may_be_said(correction.said)
    if not decision:
        return decision
    again = correction.category != garment.category
    if beyond := set(correction.declared) - set(CATEGORIES):
        return no("not-a-choice", categories=", ".join(sorted(beyond)))
    if not (decision := _may_be_declared(garment, correction, by=by, now=now)):
        return decision
    said = asdict(correction.said)
    for name in ("title", "category", "sku", "reuse"):
        setattr(garment, name, getattr(correction, name))
    for name, value in said.items():
        setattr(garment, name, value)
    garment.declared, garment.brand = sorted(set(correction.declared)), correction.brand.strip()
    garment.colour = correction.colour or garment.colour
    garment.save(update_fields=["title", "category", "sku", "reuse", "declared", "brand", "colour", *said])
    if again and garment.state == Garment.State.READY:
        jobs.add("measure", str(garment.id), by=by, priority=2, now=now)
    tell_of(garment, "corrected")
    return YES


def _may_be_declared(garment: Garment, correction: Correction, *, by: Person, now: datetime) -> Decision:
    declared, brand = sorted(set(correction.declared)), correction.brand.strip()
    if (declared, brand) == (sorted(garment.declared), garment.brand):
        return YES
    other = "" if is_own_brand(brand, garment.house) else brand.casefold()
    if not declared and not other:
        return YES
    return may_be_put(garment.house, {"declared": declared, "brand": other}, by=by, now=now)


@transaction.atomic
def move_anchors(garment: Garment, shares: Mapping[str, tuple[float, float]], *, by: Person, now: datetime) -> Decision:
    """Put right where its front was found to have its shoulders, waist, hem. shares: of the cut-out's width and height.

    Every look that wears it hangs by them from now on; a picture that is there already stays as it was made.
    """
    booked = shoots.crafts_of(by, garment.shoot) if garment.shoot else frozenset[str]()
    decision = rules.may_correct(booked, hers=garment.by_id == by.id)
    front = GarmentView.objects.select_related("cutout").filter(garment=garment, view="front").first()
    if decision and (front is None or front.cutout is None or garment.state != Garment.State.READY):
        decision = no("garment-not-ready")
    if not decision or front is None or front.cutout is None:
        return decision
    if set(shares) != set(front.anchors) or not all(0 <= part <= 1 for at in shares.values() for part in at):
        return no("not-a-choice")
    width, height = front.cutout.width_px, front.cutout.height_px
    moved = {name: [round(x * width, 2), round(y * height, 2)] for name, (x, y) in shares.items()}
    GarmentView.objects.filter(id=front.id).update(anchors=moved)
    tell_of(garment, "moved")
    return YES


@transaction.atomic
def find_anchors_again(garment: Garment, *, by: Person, now: datetime) -> Decision:
    """As the studio would place them, whatever was moved by hand."""
    booked = shoots.crafts_of(by, garment.shoot) if garment.shoot else frozenset[str]()
    decision = rules.may_correct(booked, hers=garment.by_id == by.id)
    if decision and garment.state != Garment.State.READY:
        decision = no("garment-not-ready")
    if decision:
        jobs.add("measure", str(garment.id), by=by, priority=2, now=now)
    return decision


# Looks and slots


@transaction.atomic
def new_look(
    shoot: Shoot, *, by: Person, now: datetime, key: str = "", title: str = "", stand_in: StandIn | None = None
) -> tuple[Decision, Look | None]:
    """The next number, on a stand-in: nobody sees a twin in it before she is cast."""
    if key and (known := Look.objects.filter(key=key, by=by).first()):
        return YES, known
    if shoot.state == Shoot.State.DONE:
        return no("shoot-closed"), None
    if not Booking.objects.crafts_of(by, shoot) and not shoots.produces(by, shoot):
        return no("not-on-call-sheet"), None
    Shoot.objects.select_for_update().get(id=shoot.id)
    number = (shoot.looks.aggregate(last=Max("number"))["last"] or 0) + 1
    title = title.strip()[:TITLE_MOST]
    look = Look.objects.create(shoot=shoot, number=number, title=title, by=by, at=now, key=key or None)
    figure = stand_in or usual_stand_in()
    values: dict[str, dict[str, Any]] = {kind: value.to_json() for kind, value in slots.EMPTY.items()}
    if figure:
        values["twin"] = TwinSlot(stand_in=str(figure.id)).to_json()
    Slot.objects.bulk_create(
        Slot(look=look, kind=kind, value=value, version=0, by=by, craft="", at=now) for kind, value in values.items()
    )
    announce(shoot.topic, kind="look", look=str(look.id), what="new")
    return YES, look


@transaction.atomic
def name_look(look: Look, title: str, *, by: Person, now: datetime) -> Decision:
    if not shoots.crafts_of(by, look.shoot):
        return no("not-on-call-sheet")
    Look.objects.filter(id=look.id).update(title=title.strip()[:TITLE_MOST])
    tell(look, "title", by=by)
    return YES


@transaction.atomic
def make_for(shot: Shot, look: Look | None, *, by: Person) -> None:
    """Tie a look to the line of the shot list it is made for; none unties whatever was. The line's keeper asked."""
    if look is None:
        shot.looks.update(shot=None)
    else:
        shot.looks.exclude(id=look.id).update(shot=None)
        Look.objects.filter(id=look.id, shoot=shot.shoot_id).update(shot=shot)
        tell(look, "title", by=by)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a change comes from, if not from her own hand: a step she takes back, or a preset."""

    undoes: SlotChange | None = None
    preset: Preset | None = None


BY_HAND = Origin()


@transaction.atomic
def set_slot(
    look: Look,
    kind: str,
    value: object,
    *,
    base_version: int,
    by: Person,
    now: datetime,
    key: str = "",
    origin: Origin = BY_HAND,
) -> tuple[Decision, Slot | None]:
    """Change one slot, if it is hers to set and nobody changed it meanwhile. A stale change gets what is there now."""
    if key and (done := SlotChange.objects.filter(key=key, look=look, by=by).first()):
        return YES, look.slots.get(kind=done.kind)
    try:
        new = slots.read(kind, value)
    except BadValue as bad:
        return bad.decision, look.slots.filter(kind=kind).first()
    decision = _refers_rightly(look, new)
    if decision and isinstance(new, TwinSlot) and new.twins:
        decision = no("cast-instead")
    if not decision:
        return decision, look.slots.filter(kind=kind).first()
    return _set(look, kind, new, base_version=base_version, by=by, now=now, key=key, origin=origin)


def would_set(look: Look, kind: str, value: object, *, by: Person) -> tuple[Decision, SlotValue | None]:
    """What `set_slot` would keep, with nothing kept: for whoever tries it before she lets go."""
    try:
        new = slots.read(kind, value)
    except BadValue as bad:
        return bad.decision, None
    old = look.slots.filter(kind=kind).values_list("value", flat=True).first() or {}
    only_a_part = rules.is_a_part(kind, old, new.to_json())
    decision = _refers_rightly(look, new) and _may_change(look, kind, by, only_a_part=only_a_part)[0]
    return decision, new if decision else None


@transaction.atomic
def cast(
    look: Look,
    chosen: Sequence[tuple[Twin, Plate]],
    *,
    base_version: int,
    by: Person,
    now: datetime,
    key: str = "",
) -> tuple[Decision, Slot | None]:
    """Put twins into the look. Their owners' consent to this brief is asked here again, under the gate."""
    if key and (done := SlotChange.objects.filter(key=key, look=look, by=by).first()):
        return YES, look.slots.get(kind=done.kind)
    slot = look.slots.filter(kind="twin").first()
    decision = may_cast(look, by) and may_cast_from(brief_of(look.shoot)) and _few_enough(chosen)
    if not decision:
        return decision, slot
    twins = [twin for twin, _plate in chosen]
    gates.hold(twins)
    if not (decision := in_their_own_poses(chosen)):
        return decision, slot
    worn = worn_in(look)
    decision, _versions = ask(twins, lambda twin: use_of(look.shoot, OFFER, now=now, twin=twin, worn=worn), now)
    if not decision:
        return outward(decision, twins[0]), slot
    placed = tuple(Placed(str(twin.id), str(plate.id)) for twin, plate in chosen)
    return _set(look, "twin", TwinSlot(twins=placed), base_version=base_version, by=by, now=now, key=key)


def may_cast(look: Look, by: Person) -> Decision:
    return _may_change(look, "twin", by, only_a_part=False)[0]


def _few_enough(chosen: Sequence[tuple[Twin, Plate]]) -> Decision:
    return YES if 0 < len(chosen) <= slots.TWINS_MOST else no("twins-too-many", most=slots.TWINS_MOST)


def in_their_own_poses(chosen: Sequence[tuple[Twin, Plate]]) -> Decision:
    """As the database has it under the gates, whatever the given rows say."""
    plates = Plate.objects.usable().filter(id__in=[plate.id for _twin, plate in chosen])
    offered = dict(plates.values_list("id", "twin"))
    own = all(offered.get(plate.id) == twin.id for twin, plate in chosen)
    ready = Twin.objects.castable().filter(id__in=[twin.id for twin, _plate in chosen]).count() == len(chosen)
    return YES if own and ready else no("not-available")


def may_set(look: Look, kind: str, by: Person) -> tuple[Decision, str]:
    """Whether the whole slot is hers to set, and by which of her crafts."""
    return _may_change(look, kind, by, only_a_part=False)


def _may_change(look: Look, kind: str, by: Person, *, only_a_part: bool) -> tuple[Decision, str]:
    booked = shoots.crafts_of(by, look.shoot)
    who = Booking.objects.names_for(look.shoot, rules.CRAFTS.get(kind, ()))
    craft = rules.craft_for(booked, kind, only_a_part=only_a_part) if kind in rules.CRAFTS else ""
    return rules.may_change_slot(booked, kind, who=who, only_a_part=only_a_part), craft


def _set(
    look: Look,
    kind: str,
    new: SlotValue,
    *,
    base_version: int,
    by: Person,
    now: datetime,
    key: str,
    origin: Origin = BY_HAND,
) -> tuple[Decision, Slot | None]:
    Look.objects.select_for_update().get(id=look.id)
    slot = look.slots.select_related("by").filter(kind=kind).first() or Slot(
        look=look, kind=kind, value={}, version=0, by=by, at=now
    )
    value = new.to_json()
    decision, craft = _may_change(look, kind, by, only_a_part=rules.is_a_part(kind, slot.value, value))
    decision = decision and _seen_by(look, slot, base_version, by)
    if not decision or slot.value == value:
        return decision, slot
    old, slot.value, slot.version = slot.value, value, slot.version + 1
    slot.by, slot.craft, slot.at = by, craft, now
    slot.save()
    SlotChange.objects.create(
        look=look,
        kind=kind,
        old=old,
        new=value,
        version=slot.version,
        by=by,
        craft=craft,
        at=now,
        key=key or None,
        undoes=origin.undoes,
        preset=origin.preset,
    )
    if isinstance(new, TwinSlot):
        _write_cast(look, new)
    Look.objects.filter(id=look.id).update(version=F("version") + 1)
    look.refresh_from_db(fields=["version"])
    tell(look, kind, by=by)
    return YES, slot


def _seen_by(look: Look, slot: Slot, base_version: int, by: Person) -> Decision:
    """Changes of her own she has seen, wherever she made them."""
    others = look.changes.filter(kind=slot.kind, version__gt=base_version).exclude(by=by).select_related("by").last()
    return rules.may_keep(unseen=bool(others) or base_version > slot.version, who=(others or slot).by.name)


def _write_cast(look: Look, value: TwinSlot) -> None:
    look.cast.all().delete()
    LookTwin.objects.bulk_create(
        LookTwin(look=look, twin_id=placed.twin, plate_id=placed.plate, position=place)
        for place, placed in enumerate(value.twins)
    )
    owners = Twin.objects.filter(id__in=[placed.twin for placed in value.twins]).values_list("id", "owner_id")
    for twin_id, owner_id in owners:  # to her alone: another house's pages listen to the twin, too
        announce(f"person:{owner_id}", kind="cast", twin=str(twin_id), look=str(look.id))


def _refers_rightly(look: Look, value: SlotValue) -> Decision:
    """Whatever a slot names is there, is ready, and is this house's to use."""
    if isinstance(value, GarmentsSlot):
        return _on_the_rack(look, [piece.garment for piece in value.pieces])
    if isinstance(value, PlaceSlot) and value.backdrop:
        there = Backdrop.objects.open_to(look.shoot.house).filter(id=value.backdrop).exists()
        return YES if there else no("not-on-this-shoot")
    if isinstance(value, GradeSlot) and value.lut:
        return YES if Lut.objects.filter(id=value.lut, house=look.shoot.house_id).exists() else no("not-on-this-shoot")
    if isinstance(value, TwinSlot) and value.stand_in:
        return YES if StandIn.objects.filter(id=value.stand_in).exists() else no("not-on-this-shoot")
    return YES


def _on_the_rack(look: Look, wanted: Iterable[str]) -> Decision:
    ids = set(wanted)
    found = Garment.objects.on_rack_of(look.shoot).filter(id__in=ids)
    states: Mapping[str, str] = {str(id): state for id, state in found.values_list("id", "state")}
    if ids - set(states):
        return no("not-on-this-shoot")
    return YES if all(state == Garment.State.READY for state in states.values()) else no("garment-not-ready")


# Recipes


def stand_in_of(look: Look) -> StandIn | None:
    """The figure it was dressed on last, before it was cast."""
    values = look.changes.filter(kind="twin").order_by("-at", "-version").values_list("new", "old")
    stood_on = [value["stand_in"] for change in values for value in change if value and value.get("stand_in")]
    slot = look.slots.filter(kind="twin").first()
    if slot and slot.value.get("stand_in"):
        stood_on.insert(0, slot.value["stand_in"])
    return StandIn.objects.filter(id=stood_on[0]).first() or usual_stand_in() if stood_on else usual_stand_in()


def usual_stand_in() -> StandIn | None:
    return StandIn.objects.filter(framing="full").order_by("-body", "name", "pose").first()


def freeze(
    look: Look,
    *,
    engine: str,
    engine_version: str,
    seed: int = 0,
    now: datetime,
    instead: Mapping[str, SlotValue] = recipes.NOTHING_ELSE,
) -> Recipe:
    """All that the picture depends on, by content, named by its SHA-256. The same slots give the same recipe.

    instead: slots that are otherwise in this one picture than the look says.
    """
    canonical = recipes.canonical(look, engine=engine, engine_version=engine_version, seed=seed, instead=instead)
    recipe, _ = Recipe.objects.get_or_create(
        sha256=recipes.name_of(canonical),
        defaults={
            "look": look,
            "canonical": canonical.decode(),
            "engine": engine,
            "engine_version": engine_version,
            "frozen_at": now,
        },
    )
    return recipe
