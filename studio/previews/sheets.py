"""The contact sheet of a look: every frame as this reader may see it, what is otherwise in it, and who picked it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from studio.looks.models import Look
from studio.people.models import Person
from studio.previews import rules
from studio.previews.differing import Names, Slots, differences, names_in, slots_in
from studio.previews.models import Mark, Preview, PreviewQuerySet
from studio.previews.pictures import Shown, shown
from studio.previews.rules import Marked

TOLD_FOR = timedelta(hours=1)
SHOWS = ("all", "picked", "mine", "left", "open")
SORTS = ("newest", "oldest", "stars")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the sheet is asked for. stars: one's own, at the least. base: the frame that others are compared with."""

    show: str = "all"
    stars: int = 0
    sort: str = "newest"
    base: int | None = None

    def lets(self, frame: "SheetFrame") -> bool:
        if frame.mine.rating < self.stars:
            return False
        said = frame.mine.choice
        return {
            "picked": bool(frame.pickers) or said == rules.PICK,
            "mine": said == rules.PICK,
            "left": said == rules.LEAVE,
            "open": said == rules.NONE and not frame.mine.rating,
        }.get(self.show, True)

    def sorted(self, frames: Iterable["SheetFrame"]) -> list["SheetFrame"]:
        newest = sorted(frames, key=lambda frame: -frame.preview.number)
        if self.sort == "oldest":
            return newest[::-1]
        return sorted(newest, key=lambda frame: -frame.mine.rating) if self.sort == "stars" else newest


@dataclass(frozen=True, slots=True)
class SheetFrame:
    """A frame: this reader's own mark, those others who picked it, and what is otherwise than in the base."""

    preview: Preview
    shown: Shown
    mine: Marked = field(default_factory=Marked)
    pickers: Sequence[str] = ()
    differs: Sequence[str] = ()
    is_base: bool = False
    slot_version: int | None = None  # of the slot that was tried, as the look has it now

    @property
    def said(self) -> str:
        """All that the page says of it: the same again need not be drawn again."""
        seen = (self.mine, self.pickers, self.differs, self.is_base, self.slot_version, self.shown.decision.code)
        return sha256(repr(seen).encode()).hexdigest()[:16]

    @property
    def on_whom(self) -> str:
        return ", ".join(row.twin.name for row in self.preview.twins.all()) or _("Stand-in")


@dataclass(frozen=True, slots=True)
class Group:
    """The frames of one twin."""

    name: str
    frames: list[SheetFrame]


@dataclass(frozen=True, slots=True)
class Sheet:
    groups: list[Group]
    count: int  # of all frames, whatever is asked for
    working: list[Preview]
    ended: list[Preview]
    base: int | None = None

    @property
    def frames(self) -> list[SheetFrame]:
        return [frame for group in self.groups for frame in group.frames]


def sheet_of(look: Look, *, viewer: Person, session_key: str, wanted: Wanted, now: datetime) -> Sheet:
    previews = list(rows_of(look, now))
    made = [preview for preview in previews if preview.made_at]
    pictures = shown(made, viewer=viewer, session_key=session_key, variant="card", now=now)
    base = base_of(made, wanted)
    said = words_for(made, base)
    versions = versions_of(look)
    frames = [frame_of(preview, pictures[preview.id], viewer, said, base, versions) for preview in made]
    lost = [each for each in previews if not each.made_at and not each.is_alive and now - each.at < TOLD_FOR]
    return Sheet(
        grouped(wanted.sorted(frame for frame in frames if wanted.lets(frame))),
        len(made),
        [preview for preview in previews if preview.is_alive],
        [preview for preview in lost if preview.by_id == viewer.pk],
        base.number if base else None,
    )


def rows_of(look: Look, now: datetime) -> PreviewQuerySet:
    lately = Q(made_at__isnull=False) | Q(at__gt=now - TOLD_FOR) | Q(job__isnull=False)
    return look.previews.for_page().filter(lately).select_related("recipe").prefetch_related("marks__person")


def versions_of(look: Look) -> dict[str, int]:
    return dict(look.slots.values_list("kind", "version"))


def frame_of(
    preview: Preview,
    picture: Shown,
    viewer: Person,
    said: Mapping[UUID, Sequence[str]],
    base: Preview | None,
    versions: Mapping[str, int],
) -> SheetFrame:
    marks: list[Mark] = list(preview.marks.all())
    mine = next((Marked(mark.choice, mark.rating) for mark in marks if mark.person_id == viewer.pk), Marked())
    others = [mark.person.name for mark in marks if mark.choice == rules.PICK and mark.person_id != viewer.pk]
    is_base = base is not None and base.pk == preview.pk
    version = versions.get(preview.tried) if preview.tried else None
    return SheetFrame(preview, picture, mine, others, said.get(preview.pk, ()), is_base, version)


def base_of(made: Sequence[Preview], wanted: Wanted) -> Preview | None:
    """The frame that was named, else the newest of the look as it stands, else the first there is."""
    named = [preview for preview in made if preview.number == wanted.base]
    own = [preview for preview in made if not preview.tried]
    return next(iter((*named, *own, *made[-1:])), None)


def words_for(made: Sequence[Preview], base: Preview | None) -> dict[UUID, list[str]]:
    if base is None:
        return {}
    read: dict[UUID, Slots] = {preview.pk: slots_in(preview.recipe) for preview in made}
    names: Names = names_in(read.values())
    return {id: differences(slots, read[base.pk], names) for id, slots in read.items()}


def grouped(frames: Sequence[SheetFrame]) -> list[Group]:
    """By twin, in the order in which they first come."""
    found: dict[str, list[SheetFrame]] = {}
    for frame in frames:
        found.setdefault(frame.on_whom, []).append(frame)
    return [Group(name, those) for name, those in found.items()]


def one_frame(preview: Preview, *, viewer: Person, session_key: str, base: int | None, now: datetime) -> SheetFrame:
    """One again, after a mark: compared with the same frame as on the sheet it came from."""
    row = Preview.objects.for_page().select_related("recipe").prefetch_related("marks__person").get(pk=preview.pk)
    other = Preview.objects.made().select_related("recipe").filter(look=row.look_id, number=base or 0).first()
    picture = shown([row], viewer=viewer, session_key=session_key, variant="card", now=now)[row.pk]
    both = [row] if other is None or other.pk == row.pk else [row, other]
    return frame_of(row, picture, viewer, words_for(both, other), other, versions_of(row.look))


