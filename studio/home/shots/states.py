"""How far each line of a shot list is, read from what was made of it: nobody types a state, and none is stored."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as say

from studio.approvals.models import Verdict
from studio.assets.models import Delivery
from studio.looks.models import Garment, Look
from studio.looks.slots import OF_A_POSE
from studio.previews.models import Mark, Preview
from studio.shoots.models import Shoot, Shot
from studio.twins.models import Plate, StandIn

WANTED, LOOKED_AT, SELECTED, SIGNED_OFF, DELIVERED = STATES = (
    "wanted", "looked-at", "selected", "signed-off", "delivered",
)  # fmt: skip
STATE_WORDS = {
    WANTED: say("wanted"),
    LOOKED_AT: say("looked at"),
    SELECTED: say("selected"),
    SIGNED_OFF: say("signed off"),
    DELIVERED: say("delivered"),
}
VIEW_WORDS = {"front": say("front"), "back": say("back"), "side": say("side"), "detail": say("detail")}


@dataclass(frozen=True, slots=True)
class Pictured:
    """What one picture shows, and how far it has come."""

    preview: UUID
    look: UUID
    shot: UUID | None = None  # the line that its look is made for
    skus: frozenset[str] = frozenset()
    view: str = "front"
    twins: frozenset[UUID] = frozenset()
    state: str = WANTED  # made, and nobody has marked it


@dataclass(frozen=True, slots=True)
class ShotLine:
    """A line with the pictures that are of it."""

    shot: Shot
    pictures: Sequence[Pictured] = field(default_factory=tuple)

    @property
    def state(self) -> str:
        """Of its pictures the one that has come farthest."""
        return max((picture.state for picture in self.pictures), key=STATES.index, default=WANTED)

    @property
    def state_words(self) -> str:
        return str(STATE_WORDS[self.state])

    @property
    def view_words(self) -> str:
        return str(VIEW_WORDS.get(self.shot.view, ""))

    @property
    def asks(self) -> list[str]:
        """Piece, view and twin, as far as it names them."""
        named = (self.shot.sku, self.view_words, self.shot.twin.name if self.shot.twin else "")
        return [each for each in named if each]

    @property
    def unseen(self) -> int:
        """Pictures of it that nobody has marked."""
        return sum(picture.state == WANTED for picture in self.pictures)

    def is_late(self, today: date) -> bool:
        return self.shot.due_on is not None and self.shot.due_on < today and self.state != DELIVERED


def is_of(picture: Pictured, shot: Shot) -> bool:
    """By the look that is made for it, or by the piece; and from where and on whom it asks for."""
    if picture.shot != shot.id and (not shot.sku or shot.sku.casefold() not in picture.skus):
        return False
    return (not shot.view or shot.view == picture.view) and (shot.twin_id is None or shot.twin_id in picture.twins)


def lines_of(shoot: Shoot) -> list[ShotLine]:
    """In a constant number of queries, however long the list is and however much was made."""
    pictures = pictured_in(shoot)
    near: dict[object, list[Pictured]] = {}
    for picture in pictures:
        for name in {picture.shot, *picture.skus}:
            near.setdefault(name, []).append(picture)
    return [
        ShotLine(shot, [picture for picture in _candidates(shot, near) if is_of(picture, shot)])
        for shot in shoot.shots.select_related("twin")
    ]


def _candidates(shot: Shot, near: Mapping[object, Sequence[Pictured]]) -> list[Pictured]:
    """Each once: a look that is made for the line may wear its piece, too."""
    found = [*near.get(shot.id, ()), *(near.get(shot.sku.casefold(), ()) if shot.sku else ())]
    return list({picture.preview: picture for picture in found}.values())


def pictured_in(shoot: Shoot) -> list[Pictured]:
    master = "rendition__asset__master__preview"
    rows = list(
        Preview.objects.made()
        .filter(look__shoot=shoot)
        .annotate(
            is_marked=Exists(Mark.objects.filter(preview=OuterRef("pk"))),
            is_signed=Exists(
                Verdict.objects.filter(master__preview=OuterRef("pk"), answer=Verdict.Answer.YES, ended_at=None)
            ),
            is_out=Exists(Delivery.objects.filter(**{master: OuterRef("pk")})),
        )
        .order_by("at", "number")
        .values("id", "look_id", "look__shot_id", "choice", "recipe__canonical", "is_marked", "is_signed", "is_out")
    )
    slots = {row["id"]: json.loads(row["recipe__canonical"])["slots"] for row in rows}
    skus, views = _skus(slots.values()), _views(slots.values())
    return [_pictured({**row}, slots[row["id"]], skus, views) for row in rows]


def _skus(all_slots: Iterable[dict[str, Any]]) -> dict[str, str]:
    worn = {piece["garment"] for slots in all_slots for piece in slots["garments"]["pieces"]}
    rows = Garment.objects.filter(id__in=worn).exclude(sku="").values_list("id", "sku")
    return {str(id): sku.strip().casefold() for id, sku in rows}


def _views(all_slots: Iterable[dict[str, Any]]) -> dict[str, str]:
    """From where each figure was photographed."""
    figures = [figure for slots in all_slots for figure in slots["twin"]["figures"]]
    plates = Plate.objects.filter(id__in={figure["plate"] for figure in figures if "plate" in figure})
    stand_ins = StandIn.objects.filter(id__in={figure["stand_in"] for figure in figures if "stand_in" in figure})
    found = [*plates.values_list("id", "view"), *stand_ins.values_list("id", "view")]
    return {str(id): OF_A_POSE.get(view, "front") for id, view in found}


def _pictured(row: dict[str, Any], slots: dict[str, Any], skus: dict[str, str], views: dict[str, str]) -> Pictured:
    figures, pieces = slots["twin"]["figures"], slots["garments"]["pieces"]
    seen = next((views.get(each.get("plate") or each.get("stand_in", ""), "front") for each in figures), "front")
    return Pictured(
        preview=row["id"],
        look=row["look_id"],
        shot=row["look__shot_id"],
        skus=frozenset(skus[piece["garment"]] for piece in pieces if piece["garment"] in skus),
        view="detail" if slots["lens"]["framing"] == "detail" else seen,
        twins=frozenset(UUID(each["twin"]) for each in figures if "twin" in each),
        state=_state(row),
    )


def _state(row: dict[str, Any]) -> str:
    if row["is_out"]:
        return DELIVERED
    if row["is_signed"]:
        return SIGNED_OFF
    if row["choice"] == Preview.Choice.PICK:
        return SELECTED
    return LOOKED_AT if row["is_marked"] else WANTED


@dataclass(frozen=True, slots=True)
class Sieve:
    """What the page shows of the list. due: late, week (within seven days), or undated."""

    state: str = ""
    twin: str = ""
    due: str = ""
    words: str = ""

    def lets(self, line: ShotLine, today: date) -> bool:
        shot = line.shot
        name = shot.twin.name if shot.twin else ""
        said = f"{shot.sku} {shot.words} {name}".casefold()
        if (self.state and line.state != self.state) or self.words.casefold() not in said:
            return False
        return (not self.twin or name == self.twin) and self._is_due(line, today)

    def _is_due(self, line: ShotLine, today: date) -> bool:
        due = line.shot.due_on
        if self.due == "late":
            return line.is_late(today)
        if self.due == "undated":
            return due is None
        return self.due != "week" or (due is not None and 0 <= (due - today).days <= 7)


def bindable(shoot: Shoot) -> list[Look]:
    """The looks a line without an article number can be tied to."""
    return list(shoot.looks.order_by("number"))
