"""The talks of a board as one person reads them: in a constant number of queries, however much was said."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from studio.boards import thread_rules
from studio.boards.models import Board, Card, Comment, Thread
from studio.boards.thread_rules import Part
from studio.looks.models import Garment, Look
from studio.people.models import Person

OPEN, MINE, ALL = "open", "mine", "all"
THREADS_MOST = 300
NAME_MOST = 48


@dataclass(frozen=True, slots=True)
class Said:
    """One comment. parts: its words, with those named in it; none when it was taken back."""

    id: UUID
    author: str
    at: datetime
    parts: Sequence[Part]
    is_taken_back: bool
    is_hers: bool
    is_guest: bool


@dataclass(frozen=True, slots=True)
class Talk:
    """A thread as its row says it. place: the name of its card, "" for the board itself."""

    thread: Thread
    place: str
    said: Sequence[Said]
    is_unread: bool
    is_asked_of_her: bool

    @property
    def first(self) -> Said:
        return self.said[0]

    @property
    def is_off_the_board(self) -> bool:
        return bool(self.thread.card and self.thread.card.removed_at)

    @property
    def answers(self) -> int:
        return len(self.said) - 1


def talks(board: Board, show: str, *, viewer: Person, also: UUID | None = None) -> list[Talk]:
    """The newest first. also: one that is shown whatever is asked for, since somebody was led to it."""
    rows = Thread.objects.filter(board=board)
    wanted = rows if show == ALL else rows.open()
    if show == MINE:
        wanted = wanted.concerning(viewer)
    found = (wanted | rows.filter(id=also)) if also else wanted
    comments = Comment.objects.select_related("by", "guest__link")
    threads = list(
        found.with_unread(viewer)
        .select_related("card", "asked_for", "asked_by", "resolved_by")
        .prefetch_related(Prefetch("comments", comments))
        .order_by("-last_at", "-number")[:THREADS_MOST]
    )
    names = names_in(comment.words for thread in threads for comment in thread.comments.all())
    places = card_names([thread.card for thread in threads if thread.card])
    return [talk(thread, names, places, viewer) for thread in threads]


def talk(thread: Thread, names: dict[str, str], places: dict[UUID, str], viewer: Person) -> Talk:
    said = [
        Said(
            id=comment.id,
            author=comment.author,
            at=comment.at,
            parts=thread_rules.parts(comment.words, names),
            is_taken_back=comment.taken_back_at is not None,
            is_hers=comment.by_id == viewer.id,
            is_guest=comment.guest_id is not None,
        )
        for comment in thread.comments.all()
    ]
    return Talk(
        thread,
        place=places.get(thread.card_id, "") if thread.card_id else "",
        said=said,
        is_unread=bool(getattr(thread, "is_unread", False)),
        is_asked_of_her=thread.asked_for_id == viewer.id,
    )


def names_in(words: Iterable[str]) -> dict[str, str]:
    """What those named in these words are called now."""
    ids = {who for text in words for who in thread_rules.named_in(text)}
    return {str(person.id): person.name for person in Person.objects.filter(id__in=ids)} if ids else {}


def card_names(cards: Sequence[Card]) -> dict[UUID, str]:
    """What people call each card, by its id."""
    looks = Look.objects.in_bulk(_abouts(cards, Card.Kind.LOOK, Card.Kind.SHEET, Card.Kind.CHART))
    garments = Garment.objects.in_bulk(_abouts(cards, Card.Kind.GARMENT))
    named = {str(id): str(look) for id, look in looks.items()} | {str(id): each.title for id, each in garments.items()}
    return {card.id: named.get(card.about) or _words_of(card) for card in cards}


def _abouts(cards: Sequence[Card], *kinds: str) -> set[UUID]:
    return {UUID(card.about) for card in cards if card.kind in kinds and card.about}


def _words_of(card: Card) -> str:
    words = str(card.content.get("words") or "").strip() if isinstance(card.content, dict) else ""
    kind = str(card.get_kind_display())
    first = Truncator(words.splitlines()[0]).chars(NAME_MOST) if words else ""
    return _("%(kind)s: %(words)s") % {"kind": kind, "words": first} if first else kind
