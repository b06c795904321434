"""Say something on a board, name somebody, ask for somebody, close a talk and open it again."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.urls import reverse

from studio.boards import rules, thread_rules
from studio.boards.crew import crew_of
from studio.boards.models import Board, BoardGuest, BoardRole, Card, Comment, Mention, Thread, ThreadRead
from studio.decisions import YES, Decision, no
from studio.live.announcing import announce
from studio.people import telling
from studio.people.models import GuestLink, Person

Author = Person | BoardGuest  # a guest whose link lets her comment says things, too; she is told of nothing
MENTION, ANSWER, ASKED_FOR = "mention", "answer", "asked-for"  # kinds of notice, as each person sets them for herself


@dataclass(frozen=True, slots=True)
class Place:
    """card: its id as text, "" for the board itself. x, y: as `Thread` keeps them."""

    card: str = ""
    x: float = 0.0
    y: float = 0.0


def may_comment(board: Board, by: Author) -> Decision:
    """As the board's right says, or the guest's link."""
    if isinstance(by, BoardGuest):
        return YES if by.link.rights != GuestLink.Rights.VIEW else no("board-only-looks")
    return rules.may(BoardRole.objects.right_of(by, board), "comment")


@transaction.atomic
def begin(
    board: Board, place: Place, words: str, *, by: Author, now: datetime, key: str, chosen: Collection[str] = ()
) -> tuple[Decision, Thread | None]:
    """A talk at a place of the board. chosen: ids picked for the names in the words."""
    locked = Board.objects.select_for_update().get(id=board.id)
    if said := _said(by, key):
        return YES, said.thread
    card_id = as_uuid(place.card)
    card = Card.objects.filter(board=locked, id=card_id, removed_at=None).first() if card_id else None
    decision = may_comment(locked, by) and thread_rules.may_say(words)
    if decision and place.card and card is None:
        decision = no("card-gone")
    if decision and not thread_rules.lies(place.x, place.y, on_card=card is not None):
        decision = no("card-off-board")
    if not decision:
        return decision, None
    last = Thread.objects.filter(board=locked).aggregate(last=Max("number"))["last"] or 0
    thread = Thread.objects.create(
        board=locked, number=last + 1, card=card, x=place.x, y=place.y, at=now, last_at=now
    )
    _say(thread, words, by=by, now=now, key=key, chosen=chosen)
    return YES, thread


@transaction.atomic
def answer(
    thread: Thread, words: str, *, by: Author, now: datetime, key: str, chosen: Collection[str] = ()
) -> tuple[Decision, Comment | None]:
    """Say something more. Whoever was asked for has answered with it, and is asked for no longer."""
    thread = locked(thread)
    if said := _said(by, key):
        return YES, said
    decision = may_comment(thread.board, by) and thread_rules.may_say(words)
    if not decision:
        return decision, None
    thread.last_at = now
    if isinstance(by, Person) and thread.asked_for_id == by.id:
        thread.asked_for, thread.asked_by, thread.asked_at = None, None, None
    thread.save(update_fields=["last_at", "asked_for", "asked_by", "asked_at"])
    return YES, _say(thread, words, by=by, now=now, key=key, chosen=chosen)


@transaction.atomic
def turn(thread: Thread, *, resolved: bool, by: Person, now: datetime) -> Decision:
    """Close it, or open it again. What was said in it stays."""
    thread = locked(thread)
    decision = may_comment(thread.board, by)
    if not decision or bool(thread.resolved_at) == resolved:
        return decision
    thread.resolved_by, thread.resolved_at = (by, now) if resolved else (None, None)
    thread.save(update_fields=["resolved_by", "resolved_at"])
    tell(thread, "resolved" if resolved else "opened")
    return YES


@transaction.atomic
def ask_for(thread: Thread, person: Person | None, *, by: Person, now: datetime) -> Decision:
    """The talk waits for this person, who is told; None: for nobody any more."""
    thread = locked(thread)
    decision = may_comment(thread.board, by)
    if decision and person and not crew_of(thread.board, by, now).filter(id=person.id).exists():
        decision = no("not-on-this-board")
    if not decision or thread.asked_for_id == (person and person.id):
        return decision
    thread.asked_for, thread.asked_by, thread.asked_at = (person, by, now) if person else (None, None, None)
    thread.save(update_fields=["asked_for", "asked_by", "asked_at"])
    if person and person.id != by.id:
        notify(thread, ASKED_FOR, [person], who=by.name, now=now, key=f"{thread.id}:{now.isoformat()}")
    tell(thread, "asked")
    return YES


@transaction.atomic
def take_back(comment: Comment, *, by: Author, now: datetime) -> Decision:
    """Its words are gone, and its place says that she took them back."""
    is_hers = comment.by_id == by.id if isinstance(by, Person) else comment.guest_id == by.id
    decision = thread_rules.may_take_back(is_hers=is_hers)
    if decision and Comment.objects.filter(id=comment.id, taken_back_at=None).update(words="", taken_back_at=now):
        Mention.objects.filter(comment=comment).delete()
        tell(comment.thread, "taken-back")
    return decision


@transaction.atomic
def read(threads: Iterable[Thread], *, by: Person, now: datetime) -> None:
    """She has read these as far as they go now."""
    for thread in threads:
        ThreadRead.objects.update_or_create(thread=thread, person=by, defaults={"at": max(now, thread.last_at)})


def locked(thread: Thread) -> Thread:
    found: Thread = Thread.objects.select_for_update(of=("self",)).select_related("board__shoot").get(id=thread.id)
    return found


def _said(by: Author, key: str) -> Comment | None:
    hers = {"by": by} if isinstance(by, Person) else {"guest": by}
    return Comment.objects.filter(**hers, key=key).select_related("thread").first()


def _say(thread: Thread, words: str, *, by: Author, now: datetime, key: str, chosen: Collection[str]) -> Comment:
    person, guest = (by, None) if isinstance(by, Person) else (None, by)
    names = {str(one.id): one.name for one in crew_of(thread.board, person, now)}
    kept = thread_rules.marked(words.strip(), names, chosen)
    said = Comment.objects.create(thread=thread, by=person, guest=guest, words=kept, at=now, key=key)
    named = list(Person.objects.active().filter(id__in=thread_rules.named_in(kept)))
    Mention.objects.bulk_create(Mention(comment=said, person=one) for one in named)
    if person:
        read([thread], by=person, now=now)
    who = said.author
    notify(thread, MENTION, [one for one in named if one != person], who=who, now=now, key=str(said.id))
    notify(thread, ANSWER, _others_in(thread, but=[person, *named]), who=who, now=now, key=str(said.id))
    tell(thread, "said")
    return said


def _others_in(thread: Thread, *, but: Iterable[Person | None]) -> list[Person]:
    """Whoever has said something in it, or is asked for."""
    said = Comment.objects.filter(thread=thread, by__isnull=False).values("by")
    known = {one.id for one in but if one}
    asked = [thread.asked_for_id] if thread.asked_for_id else []
    found = Person.objects.active().filter(id__in=said) | Person.objects.active().filter(id__in=asked)
    return list(found.exclude(id__in=known).distinct())


CODES = {MENTION: "mentioned", ANSWER: "thread-answered", ASKED_FOR: "waited-for"}


def notify(thread: Thread, kind: str, people: Iterable[Person], *, who: str, now: datetime, key: str) -> None:
    """Each who still sees the board, in the way she chose. The words themselves stay on the board."""
    for person in people:
        if Board.objects.visible_to(person).filter(id=thread.board_id).exists():
            telling.tell_of(
                kind,
                person,
                CODES[kind],
                values={"who": who, "board": thread.board.name},
                url=address(thread),
                now=now,
                about=thread.topic,
                key=f"{kind}:{key}:{person.id}"[:120],
            )


def address(thread: Thread) -> str:
    return f"{reverse('boards:board', args=[thread.board_id])}?thread={thread.id}"


def tell(thread: Thread, what: str) -> None:
    """Every open page of the board; it asks for what it may see."""
    announce(f"board:{thread.board_id}", kind="threads", thread=str(thread.id), what=what)


def as_uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
