"""A look as its page shows it: each slot in words with its author, and what the reader may move."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from studio.decisions import Decision
from studio.looks import rules, slots
from studio.looks.models import Backdrop, Garment, Look, Lut, Preset, Slot, SlotChange, SlotKind
from studio.looks.presets import authors_in
from studio.looks.recipes import pose_of
from studio.looks.slots import (
    GarmentsSlot,
    HairSlot,
    LensSlot,
    MakeupSlot,
    PieceSlot,
    PlaceSlot,
    SlotValue,
    TintSlot,
    TwinSlot,
)
from studio.looks.steps import BACK, FORWARD, steps_of
from studio.media.addresses import Wanted, addresses
from studio.people.models import Person
from studio.shoots import actions as shoots
from studio.shoots.models import Booking
from studio.twins.models import CaptureCredit, Plate, StandIn, Twin

CHANGES_SHOWN = 6


@dataclass(frozen=True, slots=True)
class SlotView:
    """One slot. `decision` says whether the reader may set it, and if not, whom to ask."""

    kind: str
    label: str
    value: SlotValue
    words: str
    version: int
    author: str
    craft: str
    decision: Decision
    after: str = ""  # whose preset it is set by
    hers: bool = False  # the reader set it


@dataclass(frozen=True, slots=True)
class PieceView:
    """missing: the view that the figure's own asks for and nobody has brought, or nothing.

    unseen: why it is not in the picture although it is worn, as `rules.why_unseen` has it.
    """

    garment: Garment
    piece: PieceSlot
    address: str
    place: int
    missing: str = ""
    unseen: str = ""


@dataclass(frozen=True, slots=True)
class Hanger:
    """A piece on the rail."""

    garment: Garment
    address: str
    worn: bool
    floor: bool


@dataclass(frozen=True, slots=True)
class TintView:
    region: str
    label: str
    tint: TintSlot | None
    percent: int
    unseen: bool = False  # the figure's picture does not show it, so no paint of it will either


@dataclass(slots=True)
class Table:
    look: Look
    slots: dict[str, SlotView] = field(default_factory=dict)
    pieces: list[PieceView] = field(default_factory=list)
    rack: list[Hanger] = field(default_factory=list)
    tints: list[TintView] = field(default_factory=list)
    backdrops: list[tuple[Backdrop, str, bool]] = field(default_factory=list)
    stand_ins: list[StandIn] = field(default_factory=list)
    twins: list[Twin] = field(default_factory=list)
    changes: list[tuple[SlotChange, str]] = field(default_factory=list)
    luts: list[Lut] = field(default_factory=list)
    presets: dict[str, list[Preset]] = field(default_factory=dict)  # by kind, those the reader may apply
    back: SlotChange | None = None  # what a step back would take, and a step forward again
    forward: SlotChange | None = None

    @property
    def left(self) -> list[SlotView]:
        return [self.slots[kind] for kind in ("twin", "garments", "makeup", "hair", "place", "words")]

    @property
    def right(self) -> list[SlotView]:
        return [self.slots[kind] for kind in ("light", "lens", "grade")]


FLOOR = ("shoes", "bag")


def table_of(look: Look, person: Person, session_key: str) -> Table:
    """Everything the page needs, in a number of queries that does not grow with the look."""
    table = Table(look)
    stored = {slot.kind: slot for slot in look.slots.select_related("by")}
    values = {kind: slots.read(kind, stored[kind].value) if kind in stored else None for kind in slots.KINDS}
    garments = list(Garment.objects.on_rack_of(look.shoot).prefetch_related("views__cutout", "views__picture"))
    backdrops = list(Backdrop.objects.open_to(look.shoot.house).select_related("picture"))
    table.stand_ins = list(StandIn.objects.filter(framing="full").order_by("-body", "name", "pose"))
    table.twins = [row.twin for row in look.cast.select_related("twin__owner")]
    table.luts = list(look.shoot.house.luts.all())
    found = pictures(garments, backdrops, session_key)
    names = names_in(table, garments, backdrops) | {str(lut.id): lut.name for lut in table.luts}
    table.slots = slot_views(look, person, stored, values, names)
    _garments(table, garments, found)
    _makeup(table, nails_seen_on(table.slots["twin"].value))
    place = table.slots["place"].value
    chosen = place.backdrop if isinstance(place, PlaceSlot) else ""
    table.backdrops = [(each, found.get(each.picture_id, ""), str(each.id) == chosen) for each in backdrops]
    table.changes = changes_of(look, names)
    for preset in Preset.objects.open_to(person, look.shoot.house).select_related("by"):
        table.presets.setdefault(preset.kind, []).append(preset)
    steps = steps_of(look, person)
    table.back, table.forward = steps[BACK], steps[FORWARD]
    return table


def pictures(garments: Sequence[Garment], backdrops: Sequence[Backdrop], session_key: str) -> dict[UUID, str]:
    """Addresses of what shows nobody: cut-outs and empty places."""
    shown = [Wanted(view.cutout_id, "thumb") for garment in garments if (view := garment.front) and view.cutout_id]
    shown += [Wanted(backdrop.picture_id, "thumb") for backdrop in backdrops]
    return addresses(session_key, shown)


def names_in(table: Table, garments: Sequence[Garment], backdrops: Sequence[Backdrop]) -> dict[str, str]:
    names = {str(garment.id): garment.title for garment in garments}
    names |= {str(backdrop.id): backdrop.name for backdrop in backdrops}
    names |= {str(stand_in.id): str(stand_in) for stand_in in table.stand_ins}
    return names | {str(twin.id): twin.name for twin in table.twins}


def slot_views(
    look: Look,
    person: Person,
    stored: Mapping[str, Slot],
    values: Mapping[str, SlotValue | None],
    names: Mapping[str, str],
) -> dict[str, SlotView]:
    booked = shoots.crafts_of(person, look.shoot)
    called: dict[str, list[str]] = {}
    by = hair_by(values.get("twin"))
    after = authors_in(look)
    for craft, name in Booking.objects.in_force().filter(shoot=look.shoot).values_list("craft", "person__name"):
        called.setdefault(craft, []).append(name)
    views = {}
    for kind in slots.KINDS:
        slot = stored.get(kind)
        value = values[kind] or slots.EMPTY.get(kind) or TwinSlot()
        who = list(dict.fromkeys(name for craft in rules.CRAFTS[kind] for name in called.get(craft, [])))
        views[kind] = SlotView(
            kind=kind,
            label=str(SlotKind(kind).label),
            value=value,
            words=_as_photographed(value, by) or value.words(names),
            version=slot.version if slot else 0,
            author=slot.by.name if slot and slot.version else "",
            craft=slot.get_craft_display() if slot and slot.version else "",
            after=after.get((kind, slot.version), "") if slot else "",
            hers=bool(slot and slot.version and slot.by_id == person.id),
            decision=rules.may_change_slot(booked, kind, who=who, only_a_part=bool(booked & _parts(kind))),
        )
    return views


def _as_photographed(value: SlotValue, by: Sequence[str]) -> str:
    """Hair that nobody changed is theirs who did it for the plate."""
    if not isinstance(value, HairSlot) or value != HairSlot() or not by:
        return ""
    return _("As photographed by %(names)s") % {"names": ", ".join(by)}


def hair_by(value: SlotValue | None) -> list[str]:
    """Who did the hair when the plate was taken, or else who photographed it."""
    plates = [UUID(placed.plate) for placed in value.twins] if isinstance(value, TwinSlot) else []
    if not plates:
        return []
    rows = CaptureCredit.objects.filter(capture__plates__in=plates, craft__in=("hair", "photography"))
    credits = list(rows.order_by("id").values_list("craft", "person__name"))
    first = [name for craft, name in credits if craft == "hair"] or [name for _craft, name in credits]
    return list(dict.fromkeys(first))


def _parts(kind: str) -> frozenset[str]:
    """Who may open the editor although only a part of it is hers to move."""
    return frozenset(rules.PART_CRAFTS.get(kind, ()))


def _garments(table: Table, garments: Sequence[Garment], found: Mapping[UUID, str]) -> None:
    value = table.slots["garments"].value
    pieces = value.pieces if isinstance(value, GarmentsSlot) else ()
    worn = {piece.garment: piece for piece in pieces}
    by_id = {str(garment.id): garment for garment in garments}
    view, closely = pose_of(table.slots["twin"].value) if pieces else ("front", "full")
    lens = table.slots["lens"].value
    framing = lens.framing if isinstance(lens, LensSlot) else LensSlot().framing
    for place, piece in enumerate(pieces):
        if garment := by_id.get(piece.garment):
            missing = missing_view(garment, slots.view_of(view, piece.view))
            unseen = rules.why_unseen(garment.category, view=view, close=closely == "beauty", framing=framing)
            table.pieces.append(PieceView(garment, piece, address_of(garment, found), place, missing, unseen))
    table.pieces.reverse()  # what lies outermost is read first, as one sees it
    table.rack = [
        Hanger(garment, address_of(garment, found), str(garment.id) in worn, garment.category in FLOOR)
        for garment in sorted(garments, key=lambda each: (each.category in FLOOR, each.at))
    ]


def missing_view(garment: Garment, wanted: str) -> str:
    view = garment.seen_from(wanted)
    return str(slots.VIEW_WORDS[wanted]) if view and view.view != wanted else ""


def address_of(garment: Garment, found: Mapping[UUID, str]) -> str:
    view = garment.front
    return found.get(view.cutout_id, "") if view and view.cutout_id else ""


def nails_seen_on(value: SlotValue) -> int | None:
    """How many nails the look's figure shows, or None where nobody has looked."""
    if not isinstance(value, TwinSlot):
        return None
    figures: QuerySet[Plate] | QuerySet[StandIn] = Plate.objects.filter(id__in=[placed.plate for placed in value.twins])
    if value.stand_in:
        figures = StandIn.objects.filter(id=value.stand_in)
    return figures.values_list("nails_seen", flat=True).first()


def _makeup(table: Table, nails_seen: int | None) -> None:
    value = table.slots["makeup"].value
    tints = value.tints if isinstance(value, MakeupSlot) else {}
    for region in slots.REGIONS:
        tint = tints.get(region)
        label = str(slots.REGION_WORDS[region])
        unseen = region == "nails" and nails_seen == 0
        table.tints.append(TintView(region, label, tint, round(tint.strength * 100) if tint else 70, unseen))


def changes_of(look: Look, names: Mapping[str, str], most: int = CHANGES_SHOWN) -> list[tuple[SlotChange, str]]:
    """The newest first, each with what the slot said after it."""
    rows = look.changes.select_related("by").order_by("-at", "-version")[:most]
    return [(row, slots.read(row.kind, row.new).words(names)) for row in rows]


def choices() -> dict[str, Any]:
    """The names the editors offer, in words."""
    return {
        "set_ups": [(name, slots.SET_UP_WORDS[name]) for name in slots.SET_UPS],
        "framings": [(name, slots.FRAMING_WORDS[name]) for name in slots.FRAMINGS],
        "finishes": [(name, slots.FINISH_WORDS[name]) for name in slots.FINISHES],
        "categories": [(name, slots.CATEGORY_WORDS[name]) for name in slots.CATEGORIES],
        "aspects": slots.ASPECTS,
        "focals": (35, 50, 85, 105, 135),
        "stops": ("2", "2.8", "4", "5.6", "8", "11"),
    }
