"""The face chart on paper: what is drawn where, and what a photograph of it proposes for the make-up slot."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from studio.imaging import chart_reading
from studio.imaging import chart_sheet as sheet
from studio.imaging.chart_reading import Painted
from studio.imaging.colours import to_hex
from studio.looks.shades import PAINTS, paint_name
from studio.looks.slots import FINISH_WORDS, FINISHES, REGION_WORDS, REGIONS, MakeupSlot, TintSlot


@dataclass(frozen=True, slots=True)
class Ring:
    """x, y: as SVG wants them in every language."""

    x: str
    y: str
    filled: bool = False
    word: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One region's line of the sheet."""

    label: str
    colour: str
    name: str
    pan: Ring
    strengths: tuple[Ring, ...]
    finishes: tuple[Ring, ...]
    text_y: str
    rule_y: str


@dataclass(frozen=True, slots=True)
class Box:
    x: str
    y: str
    width: str
    height: str
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that the drawing of the sheet says in numbers."""

    marks: tuple[Ring, ...]
    rows: tuple[Row, ...]
    patches: tuple[Box, ...]
    code: tuple[Box, ...]
    percents: tuple[Ring, ...]

    ring, hole, dot, pan, rings = (f"{size:g}" for size in (sheet.RING, sheet.HOLE, sheet.DOT, sheet.PAN, sheet.RINGS))
    face = f"translate({sheet.FACE_AT[0]:g} {sheet.FACE_AT[1]:g}) scale({sheet.FACE_SCALE:g})"


@dataclass(frozen=True, slots=True)
class Proposal:
    """One region, as it is and as the photograph says. sure: whether its rings were filled in."""

    region: str
    label: str
    now: TintSlot | None
    read: TintSlot | None
    sure: bool

    @property
    def percent(self) -> int:
        return round(self.read.strength * 100) if self.read else 0

    @property
    def name(self) -> str:
        return paint_name(self.read.colour) if self.read else ""


def number_of(look_id: UUID) -> int:
    """What the sheet's cells say, so that a photograph tells whose chart it is."""
    return int.from_bytes(sha256(look_id.bytes).digest()[:3])


def sheet_of(look_id: UUID, value: MakeupSlot) -> Sheet:
    code = sheet.bits_of(number_of(look_id))
    half_width, half_height = sheet.PATCH[0] / 2, sheet.PATCH[1] / 2
    top = sheet.ROWS_FROM - 6.2
    return Sheet(
        marks=tuple(_ring(place) for place in (*sheet.CORNERS, sheet.FIFTH)),
        rows=tuple(_row(i, region, value.tints.get(region)) for i, region in enumerate(REGIONS)),
        patches=tuple(
            _box(sheet.patch(i), half_width, half_height, to_hex(colour)) for i, colour in enumerate(sheet.PATCHES)
        ),
        code=tuple(_box(sheet.cell(i), sheet.CODE / 2, sheet.CODE / 2) for i, on in enumerate(code) if on),
        percents=tuple(
            _ring((sheet.STRENGTH_X + i * sheet.STRENGTH_STEP, top), word=f"{round(part * 100)}")
            for i, part in enumerate(sheet.STRENGTHS)
        ),
    )


def _row(place: int, region: str, tint: TintSlot | None) -> Row:
    line = sheet.line(place)
    strong = max(0, round(tint.strength * 10) - 1) if tint else -1
    chosen = FINISHES.index(tint.finish) if tint else -1
    words = [str(FINISH_WORDS[finish]) for finish in FINISHES]
    return Row(
        label=str(REGION_WORDS[region]),
        colour=tint.colour if tint else "",
        name=paint_name(tint.colour) if tint else "",
        pan=_ring(line.pan),
        strengths=tuple(_ring(at, filled=i == strong) for i, at in enumerate(line.strengths)),
        finishes=tuple(_ring(at, filled=i == chosen, word=words[i]) for i, at in enumerate(line.finishes)),
        text_y=f"{line.y + 1.2:g}",
        rule_y=f"{line.y + sheet.ROW / 2:g}",
    )


def _ring(at: tuple[float, float], *, filled: bool = False, word: str = "") -> Ring:
    return Ring(f"{at[0]:g}", f"{at[1]:g}", filled, word)


def _box(at: tuple[float, float], half_width: float, half_height: float, colour: str = "") -> Box:
    x, y, width, height = at[0] - half_width, at[1] - half_height, 2 * half_width, 2 * half_height
    return Box(f"{x:g}", f"{y:g}", f"{width:g}", f"{height:g}", colour)


def proposals(now: MakeupSlot, painted: Mapping[str, Painted]) -> list[Proposal]:
    """Every region, also those that the sheet leaves bare."""
    found = []
    for region in REGIONS:
        one, tint = painted.get(region), now.tints.get(region)
        read = TintSlot(known(one, region, tint), round(one.strength, 2), FINISHES[one.finish]) if one else None
        found.append(Proposal(region, str(REGION_WORDS[region]), tint, read, bool(one and one.sure)))
    return found


def known(one: Painted, region: str, now: TintSlot | None) -> str:
    """The paint there is, or one of the region's own, if the eye would not tell it from what was read."""
    paints = [*([now.colour] if now else []), *(paint.colour for paint in PAINTS[region])]
    rgb = [TintSlot(colour).rgb for colour in paints]
    near = chart_reading.alike(one.colour, rgb)
    return to_hex(one.colour) if near is None else paints[near]
