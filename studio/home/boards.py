"""All boards somebody sees, of however many shoots: the last changed first, a page at a time by key."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from studio.boards import cards
from studio.boards.cards import CardView
from studio.boards.models import Board, Card
from studio.home.finding import asking
from studio.home.finding.entries import BOARD
from studio.home.finding.words import asked_for
from studio.people.models import Organisation, Person
from studio.shoots.models import Shoot

A_PAGE = 36
COVERS = (
    Card.Kind.LOOK,
    Card.Kind.PREVIEW,
    Card.Kind.PICTURE,
    Card.Kind.GARMENT,
)  # the newest of the first kind that lies there
STATES = ("open", "done")


@dataclass(frozen=True, slots=True)
class Row:
    board: Board
    cover: CardView | None


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list was narrowed to. after: the key of the last board of the page before."""

    text: str = ""
    house: str = ""
    state: str = ""
    mine: bool = False
    after: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    rows: tuple[Row, ...]
    next: str  # the key to go on from; "" at the end
    houses: tuple[Organisation, ...]

    @property
    def gates(self) -> list[str]:
        shown = {id for row in self.rows if row.cover for id in row.cover.twin_ids.split()}
        return [f"twin:{id}" for id in sorted(shown)]


def page(asked: Asked, *, viewer: Person, session_key: str, now: datetime) -> Page:
    shoots = Shoot.objects.visible_to(viewer)
    rows = narrowed(Board.objects.filter(shoot__in=shoots), asked, viewer, now)
    found = list(rows.order_by("-changed_at", "-id").values_list("id", flat=True)[: A_PAGE + 1])
    boards = in_order(found[:A_PAGE])
    seen = covers(boards, viewer=viewer, session_key=session_key, now=now)
    houses = Organisation.objects.filter(id__in=shoots.values("house")).order_by("name")
    return Page(
        tuple(Row(board, seen.get(board.id)) for board in boards),
        key_of(boards[-1]) if len(found) > A_PAGE else "",
        tuple(houses),
    )


def narrowed(rows: QuerySet[Board], asked: Asked, viewer: Person, now: datetime) -> QuerySet[Board]:
    found = asking.things_with(BOARD, asked_for(asked.text), asking.eyes_of(viewer, now))
    if found is not None:
        rows = rows.filter(id__in=found)
    if house := uuid_in(asked.house):
        rows = rows.filter(shoot__house=house)
    if asked.state in STATES:
        rows = rows.filter(shoot__state=asked.state)
    if asked.mine:
        rows = rows.filter(Q(made_by=viewer) | Q(changed_by=viewer))
    if last := read_key(asked.after):
        at, id = last
        rows = rows.filter(Q(changed_at__lt=at) | Q(changed_at=at, id__lt=id))
    return rows


def in_order(ids: Sequence[UUID]) -> list[Board]:
    """With what the page says of each, and with its cover's card: read for this page's boards alone."""
    cover = {
        f"cover_{kind}": Subquery(
            Card.objects.filter(board=OuterRef("pk"), kind=kind, removed_at=None).order_by("-at").values("id")[:1]
        )
        for kind in COVERS
    }
    rows = Board.objects.filter(id__in=ids).select_related("shoot__house", "changed_by").annotate(**cover)
    known = {row.id: row for row in rows}
    return [known[id] for id in ids]


def covers(boards: Iterable[Any], *, viewer: Person, session_key: str, now: datetime) -> dict[UUID, CardView]:
    chosen = [next(filter(None, (getattr(board, f"cover_{kind}") for kind in COVERS)), None) for board in boards]
    laid = list(Card.objects.filter(id__in=[each for each in chosen if each]).select_related("by"))
    views = cards.views(laid, viewer=viewer, session_key=session_key, now=now)
    return {view.card.board_id: view for view in views}


def key_of(board: Board) -> str:
    assert board.changed_at is not None
    return f"{board.changed_at.astimezone(UTC).isoformat()}~{board.id}"


def read_key(key: str) -> tuple[datetime, UUID] | None:
    """None for what is no key of ours: the list then begins at its beginning."""
    at, _, id = key.partition("~")
    known = uuid_in(id)
    try:
        instant = datetime.fromisoformat(at)
    except ValueError:
        return None
    return (instant, known) if known and instant.tzinfo else None


def uuid_in(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
