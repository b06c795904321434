"""Who did what on a board, in lines that read as people tell it: many steps of one hand are one line."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from studio.boards.card_past import done
from studio.boards.contents import plain
from studio.boards.models import Board, BoardEvent, BoardVersion, Card
from studio.boards.thread_reading import card_names

LINES_MOST = 60
EVENTS_MOST = 600
NAMED_MOST = 4
ONE_HAND = timedelta(minutes=5)  # the same thing, done again by the same person within it


@dataclass(frozen=True, slots=True)
class Named:
    id: UUID
    name: str
    is_there: bool


@dataclass
class Line:
    """What one person did in one go. seq: the moment just after it; first: the number of its first step."""

    who: str
    kind: str
    at: datetime
    seq: int
    first: int
    began: datetime
    events: list[BoardEvent] = field(default_factory=list)
    cards: list[Named] = field(default_factory=list)
    more: int = 0
    names: list[str] = field(default_factory=list)  # given to the moment after it

    @property
    def words(self) -> str:
        count = len({event.card_id for event in self.events})
        last = self.events[0]
        return done(last.kind, last.patch, last.was) if count == 1 else done_to_many(self.kind, count)

    @property
    def change(self) -> tuple[str, str] | None:
        """Words as they were and as they are, where that is what was changed."""
        if self.kind != "content" or len({event.card_id for event in self.events}) > 1:
            return None
        before = plain(self.events[-1].was)
        after = plain(dict(self.events[-1].was) | self.patched())
        return (before, after) if before != after else None

    def patched(self) -> dict[str, Any]:
        together: dict[str, Any] = {}
        for event in reversed(self.events):
            together |= event.patch
        return {name: value for name, value in together.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Page:
    """older: the number before which the next page begins; None on the last."""

    lines: Sequence[Line]
    older: int | None


def history(board: Board, *, card: UUID | None = None, before: int | None = None) -> Page:
    """The newest first."""
    events = BoardEvent.objects.filter(board=board).select_related("by", "card").order_by("-seq")
    if card:
        events = events.filter(card=card)
    if before is not None:
        events = events.filter(seq__lt=before)
    found = list(events[: EVENTS_MOST + 1])
    lines = in_lines(found[:EVENTS_MOST])
    shown = lines[:LINES_MOST]
    is_more = len(lines) > LINES_MOST or len(found) > EVENTS_MOST
    named_in(shown, board)
    return Page(shown, shown[-1].first if shown and is_more else None)


def in_lines(events: Sequence[BoardEvent]) -> list[Line]:
    """events: the newest first."""
    lines: list[Line] = []
    for event in events:
        if not lines or not is_same_hand(lines[-1], event):
            lines.append(Line(event.by.name, event.kind, event.at, event.seq, event.seq, event.at))
        line = lines[-1]
        line.events.append(event)
        line.first, line.began = event.seq, event.at
    return lines


def is_same_hand(line: Line, event: BoardEvent) -> bool:
    """Writing on two cards is told of each."""
    newer = line.events[-1]
    if (newer.by_id, newer.kind) != (event.by_id, event.kind) or line.began - event.at > ONE_HAND:
        return False
    return event.kind != "content" or newer.card_id == event.card_id


def named_in(lines: Sequence[Line], board: Board) -> None:
    """Give each line the names of its cards, and those of the moments that it ends in."""
    cards: dict[UUID, Card] = {event.card_id: event.card for line in lines for event in line.events}
    names = card_names(list(cards.values()))
    moments: dict[int, list[str]] = {}
    for seq, name in BoardVersion.objects.filter(board=board).order_by("at").values_list("seq", "name"):
        moments.setdefault(seq, []).append(name)
    for line in lines:
        ids = list(dict.fromkeys(event.card_id for event in reversed(line.events)))
        line.cards = [Named(id, names[id], cards[id].removed_at is None) for id in ids[:NAMED_MOST]]
        line.more = len(ids) - len(line.cards)
        line.names = moments.get(line.seq, [])


def done_to_many(kind: str, n: int) -> str:
    said = {
        "add": ngettext("laid %(n)s card on the board", "laid %(n)s cards on the board", n),
        "copy": ngettext("copied %(n)s card", "copied %(n)s cards", n),
        "move": ngettext("moved %(n)s card", "moved %(n)s cards", n),
        "layer": ngettext("put %(n)s card before or behind others", "put %(n)s cards before or behind others", n),
        "bond": ngettext("locked or grouped %(n)s card", "locked or grouped %(n)s cards", n),
        "content": ngettext("wrote on %(n)s card", "wrote on %(n)s cards", n),
        "turn": ngettext("said what %(n)s card is", "said what %(n)s cards are", n),
        "remove": ngettext("took %(n)s card off the board", "took %(n)s cards off the board", n),
        "restore": ngettext("put %(n)s card back on the board", "put %(n)s cards back on the board", n),
    }
    return said.get(kind, _("changed it")) % {"n": n}
