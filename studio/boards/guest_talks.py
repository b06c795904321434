"""What a guest says on a board, and the answers to it. What the crew says among themselves is not hers to read."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch

from studio.boards import guest_rules, thread_actions, thread_rules
from studio.boards.models import BoardGuest, Card, Comment, Thread
from studio.boards.thread_actions import Place
from studio.boards.thread_reading import Said, names_in
from studio.decisions import Decision

PINNED = (0.92, 0.06)  # in parts of the card: at its upper right, where it covers least


def talks_of(guest: BoardGuest, cards: Collection[Card]) -> dict[UUID, list[tuple[Thread, list[Said]]]]:
    """By card, the talks she has a part in, as far as they lie on these cards. Three queries."""
    hers = Comment.objects.filter(thread=OuterRef("pk"), guest=guest)
    comments = Comment.objects.select_related("by", "guest__link")
    rows = Thread.objects.filter(Exists(hers), board=guest.board_id, card__in=[card.id for card in cards])
    threads = list(rows.prefetch_related(Prefetch("comments", comments)).order_by("number"))
    names = names_in(comment.words for thread in threads for comment in thread.comments.all())
    found: dict[UUID, list[tuple[Thread, list[Said]]]] = {}
    for thread in threads:
        if thread.card_id:
            said = [said_to(guest, comment, names) for comment in thread.comments.all()]
            found.setdefault(thread.card_id, []).append((thread, said))
    return found


def said_to(guest: BoardGuest, comment: Comment, names: dict[str, str]) -> Said:
    return Said(
        id=comment.id,
        author=comment.author,
        at=comment.at,
        parts=thread_rules.parts(comment.words, names),
        is_taken_back=comment.taken_back_at is not None,
        is_hers=comment.guest_id == guest.id,
        is_guest=comment.guest_id is not None,
    )


def say(guest: BoardGuest, card: Card, words: str, *, thread: str, now: datetime, key: str) -> Decision:
    """On a card of her part of the board: something new, or more in a talk of hers."""
    lately = Comment.objects.filter(guest=guest, at__gt=now - timedelta(hours=1)).count()
    decision = guest_rules.may_say_more(lately)
    if not decision:
        return decision
    hers = Comment.objects.filter(guest=guest, thread__card=card).values("thread")
    known = Thread.objects.filter(id__in=hers, id=thread_actions.as_uuid(thread)).first() if thread else None
    if known:
        return thread_actions.answer(known, words, by=guest, now=now, key=key)[0]
    place = Place(card=str(card.id), x=PINNED[0], y=PINNED[1])
    return thread_actions.begin(guest.board, place, words, by=guest, now=now, key=key)[0]
