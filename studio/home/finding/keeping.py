"""Write what things are found by, in the transaction that changed them; and look through all of it once a night."""

import logging
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import numpy as np
from django.db import transaction

from studio.approvals.models import Note
from studio.boards.models import Comment
from studio.consent.models import Grant
from studio.home.finding.entries import CARD, GARMENT, LOOK, MODELS, NOTE, READERS, TALK, TWIN, Entry, away
from studio.home.finding.models import Hue, Word
from studio.imaging import colours
from studio.jobs import actions as jobs
from studio.jobs.models import Job
from studio.looks.models import LookTwin
from studio.twins.models import Twin

KIND = "find"
AT_ONCE = 400
WordKey = tuple[UUID, UUID, UUID | None, bytes, str]
HueKey = tuple[UUID, UUID, UUID | None, str]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Mended:
    """How many rows were missing, and how many stood there for nothing."""

    missing: int = 0
    too_many: int = 0

    def __add__(self, other: "Mended") -> "Mended":
        return Mended(self.missing + other.missing, self.too_many + other.too_many)

    def __bool__(self) -> bool:
        return bool(self.missing or self.too_many)


@transaction.atomic
def write(kind: str, ids: Iterable[UUID]) -> Mended:
    """As these things are now. What is as it was is not touched."""
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        return Mended()
    entries = READERS[kind](wanted)
    return _words(kind, wanted, entries) + _hues(kind, wanted, entries)


def _words(kind: str, ids: Collection[UUID], entries: Iterable[Entry]) -> Mended:
    fresh: dict[WordKey, Word] = {}
    for entry in entries:
        for word, of in entry.words().items():
            row = Word(
                word=word, kind=kind, thing=entry.thing, at=entry.at, house=entry.house, scope=entry.scope, of=of
            )
            fresh[entry.thing, entry.scope, entry.house, word, of] = row
    rows = Word.objects.filter(kind=kind, thing__in=ids)
    known = rows.values_list("id", "thing", "scope", "house", "word", "of")
    there = {(thing, scope, house, bytes(word), of): id for id, thing, scope, house, word, of in known}
    return _brought_up_to(Word, fresh, there)


def _hues(kind: str, ids: Collection[UUID], entries: Iterable[Entry]) -> Mended:
    if kind not in {GARMENT, CARD}:
        return Mended()
    fresh: dict[HueKey, Hue] = {}
    for entry in entries:
        for colour in entry.colours:
            light, red, yellow = in_tenths(colour)
            row = Hue(
                colour=colour,
                light=light,
                red=red,
                yellow=yellow,
                kind=kind,
                thing=entry.thing,
                at=entry.at,
                house=entry.house,
                scope=entry.scope,
            )
            fresh[entry.thing, entry.scope, entry.house, colour] = row
    rows = Hue.objects.filter(kind=kind, thing__in=ids).values_list("id", "thing", "scope", "house", "colour")
    there: dict[HueKey, int] = {(thing, scope, house, colour): id for id, thing, scope, house, colour in rows}
    return _brought_up_to(Hue, fresh, there)


def _brought_up_to(model: Any, fresh: dict[Any, Any], there: dict[Any, int]) -> Mended:
    gone = [id for key, id in there.items() if key not in fresh]
    new = [row for key, row in fresh.items() if key not in there]
    if gone:
        model.objects.filter(id__in=gone).delete()
    if new:
        model.objects.bulk_create(new, batch_size=AT_ONCE)
    return Mended(len(new), len(gone))


def in_tenths(colour: str) -> tuple[int, int, int]:
    """ "#1c2442" as L*, a*, b* in tenths."""
    srgb = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)])
    light, red, yellow = (round(float(value) * 10) for value in colours.to_lab(srgb))
    return light, red, yellow


def forget(kind: str, ids: Iterable[UUID]) -> None:
    things = list(ids)
    Word.objects.filter(kind=kind, thing__in=things).delete()
    Hue.objects.filter(kind=kind, thing__in=things).delete()


@transaction.atomic
def of_twin(twin: UUID) -> None:
    """After any change of her consent: her name leaves what is no longer hers to be found in."""
    if Twin.objects.filter(pk=twin, state=Twin.State.ERASED).exists():
        Word.objects.filter(of=f"twin:{twin}").delete()
        return
    if not Grant.objects.filter(twin=twin, state=Grant.State.WITHDRAWN).exists():
        return
    houses = {house for _twin, house in away([twin])}
    Word.objects.filter(of=f"twin:{twin}", house__in=houses).delete()


@transaction.atomic
def of_look(look: UUID) -> None:
    write(LOOK, [look])
    write(TWIN, LookTwin.objects.filter(look=look).values_list("twin_id", flat=True))


@transaction.atomic
def named_anew(of: str) -> None:
    """Somebody, or a shoot, is called otherwise: everything that is found by the name."""
    rows = Word.objects.filter(of=of).order_by().values_list("kind", "thing").distinct()
    by_kind: dict[str, list[UUID]] = {}
    for kind, thing in rows:
        by_kind.setdefault(kind, []).append(thing)
    for kind, things in by_kind.items():
        for ids in _so_many(things):
            write(kind, ids)


def look_through(now: datetime) -> None:
    """Once a day, by a worker: whoever opens the studio does not wait for it."""
    jobs.add(KIND, "everything", queue="seal", now=now, key=f"{KIND}:{now.date().isoformat()}")


def work(job: Job) -> None:
    """The kind "find". That there was something to mend is worth a line: some change was not heeded."""
    for place, kind in enumerate(READERS):
        jobs.step(job, place / len(READERS))
        if mended := _mended(kind, dry_run=False):
            log.info("Found by otherwise than they are: %s, %s", kind, mended)
    with transaction.atomic():
        jobs.finish(job)


def mend(*, dry_run: bool = False) -> dict[str, Mended]:
    """Everything there is, looked through: what is missing is written, what stands there for nothing goes.

    Kind by kind and so many at a time, each in a transaction of its own, so that nobody waits for it.
    """
    return {kind: _mended(kind, dry_run=dry_run) for kind in READERS}


def _mended(kind: str, *, dry_run: bool) -> Mended:
    found = Mended()
    known = list(MODELS[kind].objects.order_by("pk").values_list("pk", flat=True))
    for ids in _so_many(known):
        with transaction.atomic():
            found += write(kind, ids)
            if dry_run:
                transaction.set_rollback(True)
    left = set(Word.objects.filter(kind=kind).order_by().values_list("thing", flat=True).distinct()) - set(known)
    if left and not dry_run:
        forget(kind, left)
    return found + Mended(0, len(left))


def _so_many(ids: list[UUID]) -> Iterator[list[UUID]]:
    for at in range(0, len(ids), AT_ONCE):
        yield ids[at : at + AT_ONCE]


def of_notes(look: UUID) -> None:
    write(NOTE, Note.objects.filter(preview__look=look).values_list("id", flat=True))


def of_thread(thread: UUID) -> None:
    write(TALK, Comment.objects.filter(thread=thread).values_list("id", flat=True))
