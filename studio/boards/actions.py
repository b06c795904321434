"""Change a board: one transaction, one event for each op with the next number; then everybody on it hears of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from studio.boards import moments, rules
from studio.boards.models import Board, BoardEvent, BoardRole, BoardVersion, Card
from studio.boards.rules import Op
from studio.boards.strokes import RefusedError, Stroke, as_uuid, told
from studio.decisions import YES, Decision, no
from studio.live.announcing import announce
from studio.people.models import Person
from studio.shoots.models import Shoot

__all__ = ["apply", "apply_all", "as_uuid", "board_of", "lay", "make", "rename", "told"]

SIZES = {
    Card.Kind.LOOK: (260.0, 400.0),
    Card.Kind.SHEET: (560.0, 420.0),
    Card.Kind.CHART: (300.0, 380.0),
    Card.Kind.BOARD: (236.0, 150.0),
}
SIZE = (152.0, 190.0)


@transaction.atomic
def board_of(shoot: Shoot, *, by: Person, now: datetime) -> Board:
    """The shoot's first board, made when somebody first opens it."""
    board = Board.objects.filter(shoot=shoot).in_order().first()
    return board or Board.objects.create(shoot=shoot, name=shoot.name, made_by=by, made_at=now)


@transaction.atomic
def make(shoot: Shoot, name: str, *, by: Person, now: datetime, key: str = "") -> tuple[Decision, Board | None]:
    """One more board for the shoot. Asked for twice with the same key, it is made once."""
    name = " ".join(name.split())
    decision = rules.may_name(name)
    if not decision:
        return decision, None
    if key:
        board, _made = Board.objects.get_or_create(
            key=key, defaults={"shoot": shoot, "name": name, "made_by": by, "made_at": now}
        )
        return YES, board
    return YES, Board.objects.create(shoot=shoot, name=name, made_by=by, made_at=now)


@transaction.atomic
def rename(board: Board, name: str, *, by: Person) -> Decision:
    name = " ".join(name.split())
    decision = may(board, by, "change") and rules.may_name(name)
    if decision:
        Board.objects.filter(id=board.id).update(name=name)
        announce(f"board:{board.id}", kind="named")
    return decision


def may(board: Board, person: Person, act: str) -> Decision:
    """What somebody who sees the board may do there, as things stand now."""
    return rules.may(BoardRole.objects.right_of(person, board), act)


def may_govern(board: Board, person: Person) -> Decision:
    """Whether she says who may do what on this board."""
    produces = Shoot.objects.produced_by(person).filter(id=board.shoot_id).exists()
    return rules.may_govern(made_it=board.made_by_id == person.id, produces=produces)


def apply(board: Board, op: Op, *, by: Person, now: datetime) -> tuple[Decision, BoardEvent | Card | None]:
    """Apply an op once. Refused as stale, the card as it stands comes back; sent again, the event of the first time."""
    decision, events, card = apply_all(board, [op], by=by, now=now)
    return decision, events[0] if events else card


def apply_all(
    board: Board, ops: Sequence[Op], *, by: Person, now: datetime
) -> tuple[Decision, list[BoardEvent], Card | None]:
    """All of them or none. Refused, with the card that was in the way; sent again, the events of the first time."""
    try:
        with transaction.atomic():
            return YES, _applied(board, ops, by=by, now=now), None
    except RefusedError as refused:
        return refused.decision, [], refused.card


def _applied(board: Board, ops: Sequence[Op], *, by: Person, now: datetime) -> list[BoardEvent]:
    stroke = begun(board, by=by, now=now)
    known = BoardEvent.objects.filter(board=board, op_id__in=[op.op_id for op in ops])
    done = list(known.select_related("card", "by").order_by("seq")) if known.exists() else []
    if len(done) == len(ops):
        return done
    if done:
        raise RefusedError(no("op-unknown"))
    stroke.know([as_uuid(op.card) for op in ops], wide=any(op.kind == "restore" for op in ops))
    for op in ops:
        stroke.apply(op)
    return stroke.finish()


def begun(board: Board, *, by: Person, now: datetime) -> Stroke:
    """Hold the board, if she sees it, and ask whether she may change it. Within a transaction."""
    locked = Board.objects.visible_to(by).select_for_update().get(id=board.id)
    decision = may(locked, by, "change")
    if not decision:
        raise RefusedError(decision)
    return Stroke(locked, by, now)


@transaction.atomic
def lay(
    board: Board,
    kind: str,
    about: object,
    *,
    by: Person,
    now: datetime,
    at: tuple[float, float] | None = None,
    size: tuple[float, float] | None = None,
    content: Mapping[str, Any] | None = None,
) -> Card:
    """Put something of the shoot on the board; what lies there already stays where it is.

    Whether she may change the board is asked by who calls this, before whatever else the request does.
    """
    locked = Board.objects.select_for_update().get(id=board.id)
    known = Card.objects.filter(board=locked, kind=kind, about=str(about), removed_at=None).first()
    if known:
        return known
    stroke = Stroke(locked, by, now)
    x, y = at or rules.next_place(Card.objects.filter(board=locked, removed_at=None).count())
    width, height = size or SIZES.get(Card.Kind(kind), SIZE)
    card = Card(kind=kind, about=str(about), content=dict(content or {}))
    patch = {"x": x, "y": y, "width": width, "height": height}
    stroke.place(card, patch, op_id=f"lay:{card.id.hex}", kind="add")
    stroke.finish()
    return card


@transaction.atomic
def name_moment(
    board: Board, seq: int, name: str, *, by: Person, now: datetime
) -> tuple[Decision, BoardVersion | None]:
    """So that it is found again. Nothing is copied: the record holds every moment."""
    name = " ".join(name.split())
    decision = may(board, by, "change") and rules.may_name(name)
    if not decision:
        return decision, None
    if not 0 <= seq <= Board.objects.get(id=board.id).seq:
        return no("no-such-moment"), None
    version, _made = BoardVersion.objects.get_or_create(board=board, seq=seq, name=name, defaults={"by": by, "at": now})
    return YES, version


def bring_back(
    board: Board, seq: int, *, by: Person, now: datetime, key: str, card: UUID | None = None
) -> tuple[Decision, list[BoardEvent]]:
    """The board, or one card of it, as it was: in new steps, which lose nothing that a neighbour made since.

    key: 32 letters or fewer; asked for twice with the same, it happens once.
    """
    try:
        with transaction.atomic():
            return YES, _brought_back(board, seq, by=by, now=now, key=key, card=card)
    except RefusedError as refused:
        return refused.decision, []


def _brought_back(
    board: Board, seq: int, *, by: Person, now: datetime, key: str, card: UUID | None
) -> list[BoardEvent]:
    stroke = begun(board, by=by, now=now)
    if done := list(BoardEvent.objects.filter(board=board, op_id__startswith=f"{key}.").order_by("seq")):
        return done
    if not 0 <= seq <= stroke.board.seq:
        raise RefusedError(no("no-such-moment"))
    steps = steps_to(stroke.board, seq, by=by)
    stroke.know([step.card for step in steps])
    for number, step in enumerate(step for step in steps if card in {None, step.card}):
        stroke.put(stroke.cards[step.card], step.kind, step.patch, op_id=f"{key}.{number}")
    return stroke.finish()


def steps_to(board: Board, seq: int, *, by: Person) -> list[moments.Step]:
    """What bringing this moment back would do, were it she who did it now."""
    since = BoardEvent.objects.filter(board=board, seq__gt=seq)
    others_words = since.filter(kind="content").exclude(by=by).values_list("card", flat=True)
    hers = since.filter(kind__in=moments.NEW, by=by).values_list("card", flat=True)
    now = {card.id: card for card in Card.objects.filter(board=board)}
    return moments.steps_back(now, moments.cards_at(board, seq), hers=set(hers), others_words=set(others_words))


@transaction.atomic
def set_right(board: Board, person: Person, right: str, *, by: Person, now: datetime) -> Decision:
    """What somebody of the shoot may do on this board. Her open pages hear of it, and ask for everything anew."""
    decision = may_govern(board, by)
    if not decision:
        return decision
    if right not in rules.RIGHTS:
        return no("op-unknown")
    if not Board.objects.visible_to(person).filter(id=board.id).exists():
        return no("not-of-this-shoot", who=person.name)
    if person.id == board.made_by_id and right != "edit":
        return no("maker-keeps-right")
    BoardRole.objects.update_or_create(board=board, person=person, defaults={"right": right, "by": by, "at": now})
    announce(f"board:{board.id}", kind="rights", person=str(person.id), right=right)
    return YES


def fresh_key() -> str:
    """For a form that may be sent twice."""
    return uuid4().hex
