"""Who did what to one card, and when: on the board, in what was said of it, and to the look it shows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from studio.approvals.models import Note, Verdict
from studio.boards.models import BoardEvent, Card, Thread
from studio.looks.models import SlotChange, SlotKind
from studio.previews.models import Mark, Preview

SHOWN_MOST = 60
ONE_HAND = timedelta(minutes=10)  # the same thing done again by the same person within it is one line


@dataclass(frozen=True, slots=True)
class Line:
    """times: how often she did it in a row, ending at `at`."""

    at: datetime
    who: str
    words: str
    times: int = 1


def past(card: Card) -> list[Line]:
    """The newest first."""
    about = UUID(card.about) if card.about and card.kind in LOOKS else None
    found = [*on_the_board(card), *said(card), *(of_look(about) if about else ())]
    if card.kind == Card.Kind.PREVIEW and card.about:
        found += of_preview(UUID(card.about))
    return merged(sorted(found, key=lambda line: line.at, reverse=True))[:SHOWN_MOST]


LOOKS = (Card.Kind.LOOK, Card.Kind.SHEET, Card.Kind.CHART)


def merged(lines: Sequence[Line]) -> list[Line]:
    """Ten moves of one hand are one line. lines: the newest first."""
    kept: list[Line] = []
    for line in lines:
        newer = kept[-1] if kept else None
        is_again = newer and (newer.who, newer.words) == (line.who, line.words) and newer.at - line.at <= ONE_HAND
        if newer and is_again:
            kept[-1] = Line(newer.at, newer.who, newer.words, newer.times + line.times)
        else:
            kept.append(line)
    return kept


def on_the_board(card: Card) -> Iterator[Line]:
    events = BoardEvent.objects.filter(card=card).select_related("by").order_by("-seq")[: 4 * SHOWN_MOST]
    for event in events:
        yield Line(event.at, event.by.name, done(event.kind, event.patch, event.was))


def done(kind: str, patch: Mapping[str, Any], was: Mapping[str, Any]) -> str:
    """One op as a sentence that begins with who did it."""
    if kind == "move":
        return moved(patch, was)
    if kind == "bond":
        return bound(patch)
    said = {
        "add": _("laid it on the board"),
        "copy": _("laid it on the board as a copy"),
        "layer": _("put it before or behind others"),
        "content": _("wrote on it"),
        "turn": _("said what it is"),
        "remove": _("took it off the board"),
        "restore": _("put it back on the board"),
    }
    return said.get(kind, _("changed it"))


def moved(patch: Mapping[str, Any], was: Mapping[str, Any]) -> str:
    if "crop" in patch:
        return _("cropped it") if patch["crop"] else _("undid its crop")
    if "rotation" in patch and patch["rotation"] != was.get("rotation"):
        return _("turned it")
    width, before = patch.get("width"), was.get("width")
    if isinstance(width, int | float) and isinstance(before, int | float) and width != before:
        return _("made it larger") if width > before else _("made it smaller")
    return _("moved it")


def bound(patch: Mapping[str, Any]) -> str:
    if "locked" in patch:
        return _("locked it") if patch["locked"] else _("unlocked it")
    if "section" in patch:
        return _("put it into a section") if patch["section"] else _("took it out of its section")
    return _("grouped it with others") if patch.get("group") else _("took it out of its group")


def said(card: Card) -> Iterator[Line]:
    """That something was said, and not what."""
    rows = Thread.objects.filter(card=card).select_related("resolved_by").prefetch_related("comments__by")
    for thread in rows.prefetch_related("comments__guest__link"):
        values = {"number": thread.number}
        for place, comment in enumerate(thread.comments.all()):
            words = _("answered in comment %(number)s") if place else _("began comment %(number)s")
            yield Line(comment.at, comment.author, words % values)
        if thread.resolved_at and thread.resolved_by:
            yield Line(thread.resolved_at, thread.resolved_by.name, _("resolved comment %(number)s") % values)


def of_look(look_id: UUID) -> Iterator[Line]:
    changes = SlotChange.objects.filter(look=look_id).select_related("by").order_by("-at")[:SHOWN_MOST]
    for change in changes:
        yield Line(change.at, change.by.name, _("set %(slot)s") % {"slot": SlotKind(change.kind).label})
    for preview in Preview.objects.filter(look=look_id).made().select_related("by", "look")[:SHOWN_MOST]:
        yield Line(preview.at, preview.by.name, _("made preview %(number)s") % {"number": preview.number})
    yield from judged(Preview.objects.filter(look=look_id).values_list("id", flat=True))


def of_preview(preview_id: UUID) -> Iterator[Line]:
    yield from judged([preview_id])


def judged(previews: Any) -> Iterator[Line]:
    """Picked, drawn on, signed off."""
    marks = Mark.objects.filter(preview__in=previews).exclude(choice=Preview.Choice.NONE)
    for mark in marks.select_related("person", "preview").order_by("-at")[:SHOWN_MOST]:
        picked = mark.choice == Preview.Choice.PICK
        words = _("picked preview %(number)s") if picked else _("left preview %(number)s")
        yield Line(mark.at, mark.person.name, words % {"number": mark.preview.number})
    for note in Note.objects.filter(preview__in=previews).select_related("by", "preview").order_by("-at")[:SHOWN_MOST]:
        words = _("asked for a change on preview %(number)s") if note.asks_change else _("drew on preview %(number)s")
        yield Line(note.at, note.by.name, words % {"number": note.preview.number})
    verdicts = Verdict.objects.filter(master__preview__in=previews).select_related("by", "master__preview")
    for verdict in verdicts.order_by("-at")[:SHOWN_MOST]:
        yes = verdict.answer == Verdict.Answer.YES
        words = _("signed off preview %(number)s") if yes else _("asked for a change of preview %(number)s")
        yield Line(verdict.at, verdict.by.name, words % {"number": verdict.master.preview.number})
