"""From a recipe back to pixels: what an engine is given. Nothing here looks at the look as it is now."""

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from io import BytesIO
from typing import Any, Protocol, TypeVar

import numpy as np
from PIL import Image

from studio.decisions import YES, Decision, no
from studio.imaging import grading, scene
from studio.imaging.scene import Rgba, Scene
from studio.looks.models import Recipe
from studio.looks.recipes import measured, pictures_of
from studio.looks.slots import FitSlot, GradeSlot, HairSlot, LensSlot, LightSlot, MakeupSlot
from studio.media import actions as media
from studio.media.models import Blob
from studio.twins.figures import figure_of
from studio.twins.models import Plate, StandIn, Twin

T = TypeVar("T")


class Keep(Protocol):
    """Where opened pictures lie for the next scene: what is there under this name, or else what is made now."""

    def __call__(self, name: str, make: Callable[[], T], /) -> T: ...


def opened_anew(name: str, make: Callable[[], T], /) -> T:
    return make()


class LostError(LookupError):
    """A picture that the recipe names is gone or is another now. It is never made of something else instead."""


def slots_of(recipe: Recipe) -> Mapping[str, Any]:
    read: Mapping[str, Any] = json.loads(recipe.canonical)["slots"]
    return read


def recipe_twins(recipe: Recipe) -> list[Twin]:
    """Whose twins the recipe shows, in its order."""
    ids = [figure["twin"] for figure in slots_of(recipe)["twin"]["figures"] if "twin" in figure]
    found = {str(twin.id): twin for twin in Twin.objects.select_related("owner").filter(id__in=ids)}
    if missing := set(ids) - set(found):
        raise LostError(f"recipe {recipe} names twins that are not there: {sorted(missing)}")
    return [found[id] for id in ids]


def may_be_made_of(recipe: Recipe) -> Decision:
    """Whether each plate it names is still for others' eyes: not retired, not barred by her, licensed to her."""
    return poses_offered(recipe_plates(recipe))


def recipe_plates(recipe: Recipe) -> list[str]:
    """The poses it shows them in; each is its owner's to bar for good."""
    return [figure["plate"] for figure in slots_of(recipe)["twin"]["figures"] if "plate" in figure]


def poses_offered(plates: Collection[str]) -> Decision:
    """The same of plates by their ids, in one query."""
    offered = not plates or Plate.objects.usable().filter(id__in=plates).count() == len(set(plates))
    return YES if offered else no("pose-not-offered")


def crops_of(recipe: Recipe) -> tuple[str, ...]:
    """Every aspect that is to be delivered."""
    return tuple(slots_of(recipe)["lens"]["crops"])


def scene_of(recipe: Recipe) -> Scene:
    """Loads every picture by its content. Raises LostError, and what `media.load` raises."""
    return scene_in(json.loads(recipe.canonical))


def scene_in(body: Mapping[str, Any], keep: Keep = opened_anew) -> Scene:
    """The same of a recipe's body that was never frozen. keep: what was opened before isn't opened again."""
    read = body["slots"]
    lens, light = LensSlot.from_json(read["lens"]), LightSlot.from_json(read["light"])
    return Scene(
        figures=tuple(_figure(each, keep) for each in read["twin"]["figures"]),
        pieces=tuple(_piece(each, keep) for each in read["garments"]["pieces"]),
        chart=_chart(MakeupSlot.from_json(read["makeup"])),
        hair=_hair(HairSlot.from_json(read["hair"])),
        light=scene.Light(light.set_up, light.ratio, light.softness, light.side, light.kelvin),
        lens=scene.Lens(lens.focal_mm, lens.f_stop, lens.framing, lens.aspect),
        place=_place(read["place"], keep),
        grade=_grade(read["grade"]),
        words=read["words"]["text"],
        seed=body["seed"],
    )


def _figure(named: Mapping[str, str], keep: Keep) -> scene.Figure:
    plates = Plate.objects.in_use().select_related(*pictures_of(Plate), "twin")
    stand_ins = StandIn.objects.select_related(*pictures_of(StandIn))
    found = (
        plates.filter(id=named["plate"]).first() if "plate" in named else stand_ins.filter(id=named["stand_in"]).first()
    )
    if found is None or any(named[name] != content for name, content in measured(found).items()):
        raise LostError("the figure of this recipe is not there any more")
    return keep(f"figure {' '.join(named.values())}", lambda: _held(figure_of(found)))


def _held(figure: scene.Figure) -> scene.Figure:
    """Nobody writes into its pictures, so that their content is named once."""
    picture, alpha, parts = (np.array(plane) for plane in (figure.picture, figure.alpha, figure.parts))
    for plane in (picture, alpha, parts):
        plane.setflags(write=False)
    return replace(figure, picture=picture, alpha=alpha, parts=parts)


def _piece(named: Mapping[str, Any], keep: Keep) -> scene.Piece:
    fit = FitSlot.from_json(named["fit"])
    return scene.Piece(
        cutout=keep(f"cut-out {named['cutout']}", lambda: _pixels(named["cutout"], "RGBA")),
        category=named["category"],
        anchors={name: (float(at[0]), float(at[1])) for name, at in named["anchors"].items()},
        fit=scene.Fit(fit.width, fit.length, fit.shift_x, fit.shift_y, fit.tucked, fit.front),
    )


def _chart(value: MakeupSlot) -> scene.FaceChart:
    tints = {region: scene.Tint(tint.rgb, tint.strength, tint.finish) for region, tint in value.tints.items()}
    return scene.FaceChart(tints)


def _hair(value: HairSlot) -> scene.Hair:
    dye = scene.Dye(value.rgb, value.strength) if value.rgb else None
    return scene.Hair(dye, value.behind)


def _grade(named: Mapping[str, Any]) -> scene.Grade:
    table = named.get("table", "")
    read = GradeSlot.from_json({name: value for name, value in named.items() if name != "table"})
    numbers = {name: getattr(read, name) for name in GradeSlot.__dataclass_fields__ if name != "lut"}
    return scene.Grade(**numbers, lut=grading.read_cube(_content(table)) if table else None)


def _place(named: Mapping[str, Any], keep: Keep) -> scene.Place:
    if not named["backdrop"]:
        return scene.Place()
    picture = keep(f"backdrop {named['picture']}", lambda: _pixels(named["picture"], "RGB"))
    return scene.Place(picture, named["light_from"], named["warmth"])


def _pixels(sha256: str, mode: str) -> Rgba:
    with Image.open(BytesIO(_content(sha256))) as image:
        return np.asarray(image.convert(mode))


def _content(sha256: str) -> bytes:
    """The bytes of that name, whichever row holds them: equal names are equal pictures."""
    blob = Blob.objects.readable().filter(sha256=sha256, sealed_under="").first()
    if blob is None:
        raise LostError(f"no picture is kept under {sha256[:12]}")
    return media.load(blob)
