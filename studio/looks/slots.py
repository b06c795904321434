"""What each slot of a look may hold: one frozen dataclass a kind, strict in, plain JSON out, and said in words.

`read(kind, value)` raises BadValue with a Decision for anything that is not the slot's; nothing is guessed or repaired.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as say
from django.utils.translation import ngettext

from studio.decisions import Decision, no

CATEGORIES = (
    "base", "top", "knit", "bottom", "dress", "outerwear", "shoes", "bag", "jewellery", "hat", "belt", "eyewear",
)  # fmt: skip
VIEWS = ("front", "back", "side", "detail")
OF_A_POSE = {"back": "back", "left": "side", "right": "side"}  # a plate's view; any other is the garment's front
BROUGHT_VIEWS = ("back", "side", "detail", "swatch")  # beside the front, which a piece comes with
CUT_VIEWS = ("front", "back", "side")
REGIONS = ("lips", "lids", "liner", "lashes", "brows", "cheeks", "contour", "skin", "nails")
FINISHES = ("matte", "satin", "gloss")
SET_UPS = (
    "as-photographed", "butterfly", "clamshell", "loop", "rembrandt", "split", "beauty-dish", "window-left",
    "window-right", "hard-sun", "rim", "flat",
)  # fmt: skip
FRAMINGS = ("full-length", "three-quarter", "head-to-hip", "bust", "beauty", "detail")
ASPECTS = ("4:5", "1:1", "2:3", "3:4", "9:16", "16:9", "3:2", "5:4")
FOCAL_MM = (24, 200)
F_STOP = (1.2, 22.0)
PIECES_MOST = 24
TWINS_MOST = 1  # the engines place one figure; the slot's shape is a list already
WORDS_MOST = 600
USING_MOST = 80
HEX = re.compile(r"#?([0-9a-fA-F]{6})")

CATEGORY_WORDS = {
    "base": say("base layer"),
    "top": say("top"),
    "knit": say("knit"),
    "bottom": say("bottom"),
    "dress": say("dress"),
    "outerwear": say("outerwear"),
    "shoes": say("shoes"),
    "bag": say("bag"),
    "jewellery": say("jewellery"),
    "hat": say("hat"),
    "belt": say("belt"),
    "eyewear": say("eyewear"),
}
REGION_WORDS = {
    "lips": say("Lips"),
    "lids": say("Lids"),
    "liner": say("Liner"),
    "lashes": say("Lashes"),
    "brows": say("Brows"),
    "cheeks": say("Cheeks"),
    "contour": say("Contour"),
    "skin": say("Skin"),
    "nails": say("Nails"),
}
VIEW_WORDS = {
    "front": say("front"),
    "back": say("back"),
    "side": say("side"),
    "detail": say("detail"),
    "swatch": say("swatch"),
}
ANCHOR_WORDS = {  # the wearer's own sides
    "collar_L": say("collar, left"),
    "collar_R": say("collar, right"),
    "shoulder_L": say("shoulder, left"),
    "shoulder_R": say("shoulder, right"),
    "armpit_L": say("armpit, left"),
    "armpit_R": say("armpit, right"),
    "sleeve_end_L": say("sleeve's end, left"),
    "sleeve_end_R": say("sleeve's end, right"),
    "waist_L": say("waist, left"),
    "waist_R": say("waist, right"),
    "hem_L": say("hem, left"),
    "hem_R": say("hem, right"),
    "hem_inner_L": say("inner hem, left"),
    "hem_inner_R": say("inner hem, right"),
}
FINISH_WORDS = {"matte": say("matte"), "satin": say("satin"), "gloss": say("gloss")}
SET_UP_WORDS = {
    "as-photographed": say("As photographed"),
    "butterfly": say("Butterfly"),
    "clamshell": say("Clamshell"),
    "loop": say("Loop"),
    "rembrandt": say("Rembrandt"),
    "split": say("Split"),
    "beauty-dish": say("Beauty dish"),
    "window-left": say("Window, left"),
    "window-right": say("Window, right"),
    "hard-sun": say("Hard sun"),
    "rim": say("Rim"),
    "flat": say("Flat"),
}
FRAMING_WORDS = {
    "full-length": say("Full length"),
    "three-quarter": say("Three-quarter"),
    "head-to-hip": say("Half length"),
    "bust": say("Head and shoulders"),
    "beauty": say("Beauty"),
    "detail": say("Detail"),
}


class BadValue(ValueError):
    """A refusal with a sentence, not a failure."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision.code)
        self.decision = decision


class SlotValue(Protocol):
    def to_json(self) -> dict[str, Any]: ...
    def words(self, names: Mapping[str, str]) -> str:
        """One line for people. names: what garments, twins, stand-ins and backdrops are called, by id."""
        ...


# Reading, strictly


def _bad(what: str, may_be: object) -> BadValue:
    return BadValue(no("bad-value", field=what, may_be=may_be))


def _mapping(what: str, value: object, known: tuple[str, ...]) -> Mapping[str, Any]:
    if not isinstance(value, Mapping) or any(not isinstance(name, str) for name in value):
        raise _bad(what, ", ".join(known))
    if unknown := sorted(set(value) - set(known)):
        raise _bad(f"{what}.{unknown[0]}", ", ".join(known))
    return value


def _list(what: str, value: object, most: int) -> list[Any]:
    if not isinstance(value, list | tuple) or len(value) > most:
        raise _bad(what, f"0-{most}")
    return list(value)


def _number(what: str, value: object, least: float, most: float) -> float:
    """Four decimals: enough for every slider, and the same text for the same number."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise _bad(what, f"{least:g}-{most:g}")
    if not least <= value <= most:
        raise _bad(what, f"{least:g}-{most:g}")
    return round(float(value), 4) + 0.0


def _whole(what: str, value: object, least: int, most: int) -> int:
    number = _number(what, value, least, most)
    if number != int(number):
        raise _bad(what, f"{least}-{most}")
    return int(number)


def _one_of(what: str, value: object, codes: tuple[str, ...]) -> str:
    if not isinstance(value, str) or value not in codes:
        raise _bad(what, ", ".join(codes))
    return value


def _yes(what: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise _bad(what, "true, false")
    return value


def _text(what: str, value: object, most: int) -> str:
    if not isinstance(value, str) or len(value) > most or "\x00" in value:
        raise _bad(what, f"{most}")
    return " ".join(value.split())


def _id(what: str, value: object) -> str:
    try:
        return str(UUID(str(value)))
    except ValueError:
        raise _bad(what, "an id") from None


def _triple(what: str, value: object, least: float, most: float) -> tuple[float, float, float]:
    numbers = [_number(what, each, least, most) for each in _list(what, value, 3)]
    if len(numbers) != 3:
        raise _bad(what, "3")
    return numbers[0], numbers[1], numbers[2]


# The nine kinds


@dataclass(frozen=True, slots=True)
class Placed:
    """A twin in one of her poses."""

    twin: str
    plate: str


@dataclass(frozen=True, slots=True)
class TwinSlot:
    """Twins in order, or one stand-in."""

    twins: tuple[Placed, ...] = ()
    stand_in: str = ""

    @classmethod
    def from_json(cls, value: object) -> "TwinSlot":
        read = _mapping("twin", value, ("twins", "stand_in"))
        given = _list("twins", read.get("twins", []), TWINS_MOST)
        placed = [_mapping("twins", each, ("twin", "plate")) for each in given]
        twins = tuple(Placed(_id("twin", each.get("twin")), _id("plate", each.get("plate"))) for each in placed)
        stand_in = _id("stand_in", read["stand_in"]) if read.get("stand_in") else ""
        if bool(twins) == bool(stand_in):
            raise _bad("twin", "twins, stand_in")
        if len({each.twin for each in twins}) != len(twins):
            raise _bad("twins", "each once")
        return cls(twins, stand_in)

    def to_json(self) -> dict[str, Any]:
        if self.stand_in:
            return {"stand_in": self.stand_in}
        return {"twins": [{"twin": each.twin, "plate": each.plate} for each in self.twins]}

    def words(self, names: Mapping[str, str]) -> str:
        if self.stand_in:
            return names.get(self.stand_in) or _("Stand-in")
        return ", ".join(names.get(each.twin, _("a twin")) for each in self.twins)


FRONTS = ("", "open", "closed")  # the first: as photographed
FRONT_WORDS = {"open": say("open"), "closed": say("closed")}


@dataclass(frozen=True, slots=True)
class FitSlot:
    """The stylist's handles. Sizes are factors of 1, shifts are parts of the shoulders' width."""

    width: float = 1.0
    length: float = 1.0
    shift_x: float = 0.0
    shift_y: float = 0.0
    tucked: bool = False
    front: str = ""

    @classmethod
    def from_json(cls, value: object) -> "FitSlot":
        # "open" is how recipes named it before a front could also be closed.
        read = _mapping("fit", value, ("width", "length", "shift_x", "shift_y", "tucked", "front", "open"))
        was_open = _yes("open", read.get("open", False))
        return cls(
            width=_number("width", read.get("width", 1.0), 0.7, 1.5),
            length=_number("length", read.get("length", 1.0), 0.6, 1.5),
            shift_x=_number("shift_x", read.get("shift_x", 0.0), -0.5, 0.5),
            shift_y=_number("shift_y", read.get("shift_y", 0.0), -0.5, 0.5),
            tucked=_yes("tucked", read.get("tucked", False)),
            front=_one_of("front", read.get("front", "open" if was_open else ""), FRONTS),
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "width": self.width,
            "length": self.length,
            "shift_x": self.shift_x,
            "shift_y": self.shift_y,
            "tucked": self.tucked,
            "front": self.front,
        }

    def words(self) -> str:
        said = [str(FRONT_WORDS[self.front])] if self.front else []
        said += [_("tucked")] if self.tucked else []
        if abs(self.width - 1) >= 0.005:
            said.append(_("%(n)d%% wide") % {"n": round(self.width * 100)})
        if abs(self.length - 1) >= 0.005:
            said.append(_("%(n)d%% long") % {"n": round(self.length * 100)})
        if self.shift_x or self.shift_y:
            said.append(_("moved"))
        return ", ".join(said) or _("as it falls")


@dataclass(frozen=True, slots=True)
class PieceSlot:
    garment: str
    view: str = "front"
    fit: FitSlot = field(default_factory=FitSlot)

    @classmethod
    def from_json(cls, value: object) -> "PieceSlot":
        read = _mapping("piece", value, ("garment", "view", "fit"))
        return cls(
            garment=_id("garment", read.get("garment")),
            view=_one_of("view", read.get("view", "front"), VIEWS),
            fit=FitSlot.from_json(read.get("fit", {})),
        )

    def to_json(self) -> dict[str, Any]:
        return {"garment": self.garment, "view": self.view, "fit": self.fit.to_json()}


@dataclass(frozen=True, slots=True)
class GarmentsSlot:
    """From the skin outwards."""

    pieces: tuple[PieceSlot, ...] = ()

    @classmethod
    def from_json(cls, value: object) -> "GarmentsSlot":
        read = _mapping("garments", value, ("pieces",))
        pieces = tuple(PieceSlot.from_json(each) for each in _list("pieces", read.get("pieces", []), PIECES_MOST))
        if len({piece.garment for piece in pieces}) != len(pieces):
            raise BadValue(no("worn-twice"))
        return cls(pieces)

    def to_json(self) -> dict[str, Any]:
        return {"pieces": [piece.to_json() for piece in self.pieces]}

    def words(self, names: Mapping[str, str]) -> str:
        if not self.pieces:
            return _("Cover only")
        count = len(self.pieces)
        if count == 1:
            return names.get(self.pieces[0].garment, _("1 piece"))
        return ngettext("%(n)d piece, cover under all", "%(n)d pieces, cover under all", count) % {"n": count}


@dataclass(frozen=True, slots=True)
class TintSlot:
    """One region of the chart. colour: "#6b1a20". strength: 0 to 1."""

    colour: str
    strength: float = 0.7
    finish: str = "satin"

    @classmethod
    def from_json(cls, value: object) -> "TintSlot":
        read = _mapping("tint", value, ("colour", "strength", "finish"))
        found = HEX.fullmatch(str(read.get("colour", "")))
        if not found:
            raise _bad("colour", "#6b1a20")
        return cls(
            colour=f"#{found[1].lower()}",
            strength=_number("strength", read.get("strength", 0.7), 0.0, 1.0),
            finish=_one_of("finish", read.get("finish", "satin"), FINISHES),
        )

    def to_json(self) -> dict[str, Any]:
        return {"colour": self.colour, "strength": self.strength, "finish": self.finish}

    @property
    def rgb(self) -> tuple[int, int, int]:
        return int(self.colour[1:3], 16), int(self.colour[3:5], 16), int(self.colour[5:7], 16)


@dataclass(frozen=True, slots=True)
class MakeupSlot:
    """A face chart. What is absent stays as photographed."""

    tints: Mapping[str, TintSlot] = field(default_factory=dict)
    using: str = ""  # whose products

    @classmethod
    def from_json(cls, value: object) -> "MakeupSlot":
        read = _mapping("makeup", value, ("tints", "using"))
        tints = _mapping("tints", read.get("tints", {}), REGIONS)
        return cls(
            {region: TintSlot.from_json(tints[region]) for region in REGIONS if region in tints},
            _text("using", read.get("using", ""), USING_MOST),
        )

    def to_json(self) -> dict[str, Any]:
        using = {"using": self.using} if self.using else {}
        return {"tints": {region: tint.to_json() for region, tint in self.tints.items()}, **using}

    def words(self, names: Mapping[str, str]) -> str:
        if not self.tints:
            return _("Bare")
        said = ", ".join(str(REGION_WORDS[region]).lower() for region in REGIONS if region in self.tints)
        painted = said[:1].upper() + said[1:]
        return _("%(painted)s, using %(brand)s") % {"painted": painted, "brand": self.using} if self.using else painted


@dataclass(frozen=True, slots=True)
class HairSlot:
    """What the hair artist says of it, a colour if another than her own, and whether it falls behind the cloth.

    colour: "#6b1a20", or "" as photographed; it is an alteration, which her licence has to grant. strength: 0 to 1.
    """

    style: str = ""
    colour: str = ""
    strength: float = 0.8
    behind: bool = False

    @classmethod
    def from_json(cls, value: object) -> "HairSlot":
        read = _mapping("hair", value, ("style", "colour", "strength", "behind"))
        colour = read.get("colour", "")
        found = HEX.fullmatch(str(colour))
        if colour and not found:
            raise _bad("colour", "#6b1a20")
        return cls(
            style=_text("style", read.get("style", ""), WORDS_MOST),
            colour=f"#{found[1].lower()}" if found else "",
            strength=_number("strength", read.get("strength", 0.8), 0.0, 1.0),
            behind=_yes("behind", read.get("behind", False)),
        )

    def to_json(self) -> dict[str, Any]:
        coloured = {"colour": self.colour, "strength": self.strength} if self.colour else {}
        return {"style": self.style, **coloured, **({"behind": True} if self.behind else {})}

    @property
    def rgb(self) -> tuple[int, int, int] | None:
        if not self.colour:
            return None
        return int(self.colour[1:3], 16), int(self.colour[3:5], 16), int(self.colour[5:7], 16)

    @property
    def percent(self) -> int:
        return round(self.strength * 100)

    def words(self, names: Mapping[str, str]) -> str:
        said = [self.style] if self.style else []
        said += [_("coloured %(colour)s") % {"colour": self.colour}] if self.colour else []
        said += [_("behind the cloth")] if self.behind else []
        return ", ".join(said) or _("As photographed")


@dataclass(frozen=True, slots=True)
class LightSlot:
    set_up: str = "as-photographed"
    ratio: float = 2.0
    softness: float = 0.6
    side: float = -1.0
    kelvin: int = 5500

    @classmethod
    def from_json(cls, value: object) -> "LightSlot":
        read = _mapping("light", value, ("set_up", "ratio", "softness", "side", "kelvin"))
        return cls(
            set_up=_one_of("set_up", read.get("set_up", "as-photographed"), SET_UPS),
            ratio=_number("ratio", read.get("ratio", 2.0), 1, 16),
            softness=_number("softness", read.get("softness", 0.6), 0, 1),
            side=_number("side", read.get("side", -1.0), -1, 1),
            kelvin=_whole("kelvin", read.get("kelvin", 5500), 2500, 10000),
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "set_up": self.set_up,
            "ratio": self.ratio,
            "softness": self.softness,
            "side": self.side,
            "kelvin": self.kelvin,
        }

    def words(self, names: Mapping[str, str]) -> str:
        name = str(SET_UP_WORDS[self.set_up])
        if self.set_up == "as-photographed":
            return name if self.kelvin == 5500 else _("%(name)s, %(k)d K") % {"name": name, "k": self.kelvin}
        return _("%(name)s, %(ratio)s : 1, %(k)d K") % {"name": name, "ratio": f"{self.ratio:g}", "k": self.kelvin}


@dataclass(frozen=True, slots=True)
class LensSlot:
    """crops: every aspect that is to be delivered; `aspect` is the picture's own."""

    focal_mm: int = 85
    f_stop: float = 8.0
    framing: str = "full-length"
    aspect: str = "4:5"
    crops: tuple[str, ...] = ("4:5",)

    @classmethod
    def from_json(cls, value: object) -> "LensSlot":
        read = _mapping("lens", value, ("focal_mm", "f_stop", "framing", "aspect", "crops"))
        crops = [_one_of("crops", each, ASPECTS) for each in _list("crops", read.get("crops", ["4:5"]), len(ASPECTS))]
        if not crops:
            raise BadValue(no("no-crop"))
        return cls(
            focal_mm=_whole("focal_mm", read.get("focal_mm", 85), *FOCAL_MM),
            f_stop=_number("f_stop", read.get("f_stop", 8.0), *F_STOP),
            framing=_one_of("framing", read.get("framing", "full-length"), FRAMINGS),
            aspect=_one_of("aspect", read.get("aspect", "4:5"), ASPECTS),
            crops=tuple(aspect for aspect in ASPECTS if aspect in crops),
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "focal_mm": self.focal_mm,
            "f_stop": self.f_stop,
            "framing": self.framing,
            "aspect": self.aspect,
            "crops": list(self.crops),
        }

    def words(self, names: Mapping[str, str]) -> str:
        values = {"mm": self.focal_mm, "stop": f"{self.f_stop:g}", "framing": str(FRAMING_WORDS[self.framing]).lower()}
        return _("%(mm)d mm, f/%(stop)s, %(framing)s") % values


@dataclass(frozen=True, slots=True)
class PlaceSlot:
    """A backdrop, or the plate's own ground."""

    backdrop: str = ""

    @classmethod
    def from_json(cls, value: object) -> "PlaceSlot":
        given = _mapping("place", value, ("backdrop",)).get("backdrop", "")
        return cls(_id("backdrop", given) if given else "")

    def to_json(self) -> dict[str, Any]:
        return {"backdrop": self.backdrop}

    def words(self, names: Mapping[str, str]) -> str:
        return names.get(self.backdrop, _("a backdrop")) if self.backdrop else _("Studio grey, as photographed")


@dataclass(frozen=True, slots=True)
class GradeSlot:
    exposure: float = 0.0
    temperature: float = 0.0
    contrast: float = 1.0
    slope: tuple[float, float, float] = (1.0, 1.0, 1.0)
    offset: tuple[float, float, float] = (0.0, 0.0, 0.0)
    power: tuple[float, float, float] = (1.0, 1.0, 1.0)
    saturation: float = 1.0
    lut: str = ""
    colour_true: bool = True

    @classmethod
    def from_json(cls, value: object) -> "GradeSlot":
        names = ("exposure", "temperature", "contrast", "slope", "offset", "power", "saturation", "lut", "colour_true")
        read = _mapping("grade", value, names)
        return cls(
            exposure=_number("exposure", read.get("exposure", 0.0), -3, 3),
            temperature=_number("temperature", read.get("temperature", 0.0), -1, 1),
            contrast=_number("contrast", read.get("contrast", 1.0), 0.5, 2),
            slope=_triple("slope", read.get("slope", (1.0, 1.0, 1.0)), 0, 4),
            offset=_triple("offset", read.get("offset", (0.0, 0.0, 0.0)), -0.5, 0.5),
            power=_triple("power", read.get("power", (1.0, 1.0, 1.0)), 0.2, 4),
            saturation=_number("saturation", read.get("saturation", 1.0), 0, 2),
            lut=_id("lut", read["lut"]) if read.get("lut") else "",
            colour_true=_yes("colour_true", read.get("colour_true", True)),
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "exposure": self.exposure,
            "temperature": self.temperature,
            "contrast": self.contrast,
            "slope": list(self.slope),
            "offset": list(self.offset),
            "power": list(self.power),
            "saturation": self.saturation,
            **({"lut": self.lut} if self.lut else {}),
            **({} if self.colour_true else {"colour_true": False}),
        }

    def words(self, names: Mapping[str, str]) -> str:
        if self == GradeSlot():
            return _("None")
        said = [_("%(ev)+.1f EV") % {"ev": self.exposure}] if self.exposure else []
        if self.temperature:
            said.append(_("warmer") if self.temperature > 0 else _("cooler"))
        if self.contrast != 1:
            said.append(_("contrast %(n)+d") % {"n": round((self.contrast - 1) * 100)})
        if self.saturation != 1:
            said.append(_("saturation %(n)+d") % {"n": round((self.saturation - 1) * 100)})
        if self.lut:
            said.append(names.get(self.lut, _("a table")))
        if not self.colour_true:
            said.append(_("cloth graded too"))
        return ", ".join(said) or _("CDL")


@dataclass(frozen=True, slots=True)
class WordsSlot:
    """What the engine is told in words. Draft does not read them."""

    text: str = ""

    @classmethod
    def from_json(cls, value: object) -> "WordsSlot":
        return cls(_text("text", _mapping("words", value, ("text",)).get("text", ""), WORDS_MOST))

    def to_json(self) -> dict[str, Any]:
        return {"text": self.text}

    def words(self, names: Mapping[str, str]) -> str:
        return self.text or _("None")


class _Readable(Protocol):
    def __call__(self, value: object, /) -> SlotValue: ...


READERS: Mapping[str, _Readable] = {
    "twin": TwinSlot.from_json,
    "garments": GarmentsSlot.from_json,
    "makeup": MakeupSlot.from_json,
    "hair": HairSlot.from_json,
    "light": LightSlot.from_json,
    "lens": LensSlot.from_json,
    "place": PlaceSlot.from_json,
    "grade": GradeSlot.from_json,
    "words": WordsSlot.from_json,
}
KINDS = tuple(READERS)
EMPTY: Mapping[str, SlotValue] = {
    "garments": GarmentsSlot(),
    "makeup": MakeupSlot(),
    "hair": HairSlot(),
    "light": LightSlot(),
    "lens": LensSlot(),
    "place": PlaceSlot(),
    "grade": GradeSlot(),
    "words": WordsSlot(),
}


def anchor_words(name: str) -> str:
    return str(ANCHOR_WORDS.get(name, name))


def view_of(pose_view: str, chosen: str = "front") -> str:
    """The view of a garment that a plate wants, unless the stylist has chosen another than the front."""
    return OF_A_POSE.get(pose_view, "front") if chosen == "front" else chosen


def read(kind: str, value: object) -> SlotValue:
    """The typed value, or BadValue. Whatever `to_json` wrote is read back to an equal value."""
    if kind not in READERS:
        raise BadValue(no("no-such-slot"))
    return READERS[kind](value)
