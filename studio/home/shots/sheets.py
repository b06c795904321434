"""The contact sheets that a shot list drives: for each line the frames that are of it, as this reader may see them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from studio.home.shots.states import ShotLine, lines_of
from studio.people.models import Person
from studio.previews.models import Preview
from studio.previews.pictures import shown
from studio.previews.sheets import SheetFrame, frame_of
from studio.shoots.models import Shoot

FRAMES_MOST = 300


@dataclass(frozen=True, slots=True)
class LineSheet:
    """also: of the frames of this line those that lie under an earlier one already, by that line's number."""

    line: ShotLine
    frames: list[SheetFrame] = field(default_factory=list)
    also: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Sheets:
    sheets: Sequence[LineSheet]
    twins: Sequence[str]  # the gates that stand before these pictures
    more: int = 0  # frames beyond what one page bears

    @property
    def filled(self) -> list[LineSheet]:
        return [sheet for sheet in self.sheets if sheet.frames or sheet.also]

    @property
    def bare(self) -> list[LineSheet]:
        return [sheet for sheet in self.sheets if not sheet.frames and not sheet.also]


def sheets_of(
    shoot: Shoot, *, only: Sequence[object] = (), viewer: Person, session_key: str, now: datetime
) -> Sheets:
    """only: these lines by their ids; else all of them."""
    lines = [line for line in lines_of(shoot) if not only or line.shot.id in only]
    wanted = list(dict.fromkeys(picture.preview for line in lines for picture in line.pictures))
    rows = Preview.objects.for_page().filter(id__in=wanted[:FRAMES_MOST])
    previews = {row.id: row for row in rows.select_related("recipe").prefetch_related("marks__person")}
    pictures = shown(list(previews.values()), viewer=viewer, session_key=session_key, variant="card", now=now)
    frames = {id: frame_of(preview, pictures[id], viewer, {}, None, {}) for id, preview in previews.items()}
    found, lies_under = [], dict[object, int]()
    for line in lines:
        there = [picture.preview for picture in reversed(line.pictures) if picture.preview in frames]
        fresh = [id for id in there if id not in lies_under]
        also = sorted({lies_under[id] for id in there if id in lies_under})
        lies_under |= dict.fromkeys(fresh, line.shot.position)
        found.append(LineSheet(line, [frames[id] for id in fresh], also))
    twins = {f"twin:{row.twin_id}" for preview in previews.values() for row in preview.twins.all()}
    return Sheets(found, sorted(twins), max(len(wanted) - FRAMES_MOST, 0))
