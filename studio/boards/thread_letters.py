"""What a letter says of a talk: who, and on which board. Never the words, which may be about somebody's own matter."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as say

from studio.boards.models import Board, Comment, Thread
from studio.boards.thread_actions import ANSWER, ASKED_FOR, MENTION
from studio.people import mailing, telling
from studio.people.models import Notice


def register() -> None:
    telling.kind(MENTION, say("Somebody mentions you on a board"))
    telling.kind(ANSWER, say("Somebody answers in a thread you are in"))
    telling.kind(ASKED_FOR, say("Somebody asks for you, or reminds you"))
    mailing.say("mentioned", lambda notice: of_a_thread(notice, mentioned))
    mailing.say("thread-answered", lambda notice: of_a_thread(notice, answered))
    mailing.say("waited-for", lambda notice: of_a_thread(notice, asked_for))


def of_a_thread(notice: Notice, words: Callable[[str, str], str]) -> str | None:
    """None for whoever has lost the board since, and for what was taken back meanwhile."""
    thread = Thread.objects.filter(id=UUID(notice.topic.partition(":")[2])).select_related("board__shoot").first()
    if thread is None or not Board.objects.visible_to(notice.to).filter(id=thread.board_id).exists():
        return None
    if is_taken_back(notice):
        return None
    return words(str(notice.values.get("who", "")), name_of(thread.board, timezone.now()))


def is_taken_back(notice: Notice) -> bool:
    """A mention or an answer names its comment in its key."""
    said = (notice.key or "").split(":")[1:2]
    return notice.code != "waited-for" and Comment.objects.filter(id__in=said, taken_back_at__isnull=False).exists()


def name_of(board: Board, now: datetime) -> str:
    """What is not out yet has no name outside."""
    return board.name if board.shoot.is_out(now) else ""


def mentioned(who: str, board: str) -> str:
    if not board:
        return _("%(who)s mentions you on a board.") % {"who": who}
    return _("%(who)s mentions you on the board %(board)s.") % {"who": who, "board": board}


def answered(who: str, board: str) -> str:
    if not board:
        return _("%(who)s answers in a thread you are in.") % {"who": who}
    return _("%(who)s answers in a thread you are in, on the board %(board)s.") % {"who": who, "board": board}


def asked_for(who: str, board: str) -> str:
    if not board:
        return _("%(who)s asks for you in a thread.") % {"who": who}
    return _("%(who)s asks for you in a thread on the board %(board)s.") % {"who": who, "board": board}
