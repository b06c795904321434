"""A look as canonical JSON (RFC 8785): every slot, and in place of every picture the hash of its bytes."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import rfc8785

from studio.looks import slots
from studio.looks.models import Backdrop, Garment, Look, Lut
from studio.looks.slots import GarmentsSlot, GradeSlot, PieceSlot, PlaceSlot, SlotValue, TwinSlot
from studio.twins.models import Plate, StandIn

FORMAT = 1
NOTHING_ELSE: Mapping[str, SlotValue] = {}
WITH_PICTURES = ("twin", "garments", "place", "grade")  # told with the content they name


class NothingToPhotographError(LookupError):
    """The look stands on no figure at all: no stand-in is kept in this studio."""


def name_of(canonical: bytes) -> str:
    return sha256(canonical).hexdigest()


def canonical(
    look: Look, *, engine: str, engine_version: str, seed: int, instead: Mapping[str, SlotValue] = NOTHING_ELSE
) -> bytes:
    """instead: slots that are otherwise in this one picture than the look says."""
    values = {**values_of(look), **instead}
    found: bytes = rfc8785.dumps(body(values, engine=engine, engine_version=engine_version, seed=seed))
    return found


def values_of(look: Look) -> dict[str, SlotValue]:
    """Each slot's typed value; one that was never set is empty."""
    stored = {slot.kind: slots.read(slot.kind, slot.value) for slot in look.slots.all()}
    return {**slots.EMPTY, **stored}


def body(values: Mapping[str, SlotValue], *, engine: str, engine_version: str, seed: int) -> dict[str, Any]:
    plain = {kind: value.to_json() for kind, value in values.items() if kind not in WITH_PICTURES}
    return {
        "format": FORMAT,
        "engine": engine,
        "engine_version": engine_version,
        "seed": seed,
        "slots": {
            **plain,
            "twin": {"figures": _figures(values.get("twin"))},
            "garments": {"pieces": _pieces(values["garments"], pose_view_of(values.get("twin")))},
            "place": _place(values["place"]),
            "grade": _grade(values["grade"]),
        },
    }


def _figures(value: SlotValue | None) -> list[dict[str, Any]]:
    if not isinstance(value, TwinSlot):
        raise NothingToPhotographError("the look has no figure")
    if value.stand_in:
        return [{"stand_in": value.stand_in, **measured(_measured_by_id(StandIn, [value.stand_in])[value.stand_in])}]
    plates = _measured_by_id(Plate, [placed.plate for placed in value.twins])
    return [{"twin": placed.twin, "plate": placed.plate, **measured(plates[placed.plate])} for placed in value.twins]


def _measured_by_id(kind: type[Plate] | type[StandIn], ids: list[str]) -> Mapping[str, Plate | StandIn]:
    rows = kind._default_manager.select_related(*pictures_of(kind)).filter(id__in=ids)
    return {str(row.pk): row for row in rows}


def pictures_of(kind: type[Plate] | type[StandIn]) -> tuple[str, ...]:
    """A twin's points lie beside her pictures, sealed as they are."""
    return ("picture", "alpha", "parts", *(("points",) if kind is Plate else ()))


def measured(plate: Plate | StandIn) -> dict[str, str]:
    return {
        "picture": plate.picture.sha256,
        "alpha": plate.alpha.sha256,
        "parts": plate.parts.sha256,
        "landmarks": points_name(plate),
    }


def points_name(plate: Plate | StandIn) -> str:
    """By its content, as every picture is named; a plate's points are not opened for it."""
    if isinstance(plate, Plate):
        return plate.points.sha256
    return sha256(rfc8785.dumps(plate.landmarks)).hexdigest()


def pose_view_of(value: SlotValue | None) -> str:
    """From where the look's figure was photographed: "front", "back", "left" and so on."""
    return pose_of(value)[0]


def pose_of(value: SlotValue | None) -> tuple[str, str]:
    """The same, and how closely: "full" or "beauty"."""
    if not isinstance(value, TwinSlot):
        return "front", "full"
    kind, ids = (StandIn, [value.stand_in]) if value.stand_in else (Plate, [placed.plate for placed in value.twins[:1]])
    rows = kind._default_manager.filter(id__in=[id for id in ids if id])
    return rows.values_list("view", "framing").first() or ("front", "full")


def _pieces(value: SlotValue, pose_view: str) -> list[dict[str, Any]]:
    assert isinstance(value, GarmentsSlot)
    ids = [piece.garment for piece in value.pieces]
    rows = Garment.objects.filter(id__in=ids).prefetch_related("views__cutout")
    garments = {str(garment.id): garment for garment in rows}
    return [_piece(piece, garments[piece.garment], pose_view) for piece in value.pieces]


def _piece(piece: PieceSlot, garment: Garment, pose_view: str) -> dict[str, Any]:
    """The view that matches the figure's, or the front where nobody has brought one."""
    view = garment.seen_from(slots.view_of(pose_view, piece.view))
    assert view is not None and view.cutout is not None, "only what is ready can be worn"
    return {
        **piece.to_json(),
        "view": view.view,
        "category": garment.category,
        "cutout": view.cutout.sha256,
        "anchors": {name: [float(at[0]), float(at[1])] for name, at in view.anchors.items()},
    }


def _grade(value: SlotValue) -> dict[str, Any]:
    """With the content of the table it names."""
    assert isinstance(value, GradeSlot)
    if not value.lut:
        return value.to_json()
    return {**value.to_json(), "table": Lut.objects.select_related("cube").get(id=value.lut).cube.sha256}


def _place(value: SlotValue) -> dict[str, Any]:
    assert isinstance(value, PlaceSlot)
    if not value.backdrop:
        return {"backdrop": ""}
    backdrop = Backdrop.objects.select_related("picture").get(id=value.backdrop)
    return {
        "backdrop": value.backdrop,
        "picture": backdrop.picture.sha256,
        "light_from": backdrop.light_from,
        "warmth": backdrop.warmth,
    }
