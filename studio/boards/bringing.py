"""Pictures on to a board: laid where they fell, read by a worker, and turned into what they are."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as say

from studio.boards import actions, rules
from studio.boards.models import Board, Card
from studio.boards.strokes import Stroke
from studio.decisions import YES, Decision, no
from studio.ids import uuid7
from studio.imaging import palettes
from studio.imaging.palettes import Named
from studio.imaging.scene import Rgb, Rgba
from studio.imaging.taking import Taken, taken_for
from studio.jobs import actions as jobs
from studio.jobs.models import Job
from studio.looks import brought, ingesting
from studio.looks.models import Garment, Picture
from studio.media import actions as media
from studio.media.models import Blob, Upload
from studio.people.models import Person

Place = Mapping[str, float]
NOWHERE: Place = {}
DOWN = 216.0  # from one card of colours to the next
WIDTH, HEIGHT = 220.0, 275.0  # until its page says how it is shaped
WORDS = {
    "fetching": say("fetching it"),
    "decoding": say("reading the file"),
    "encoding": say("reading the file"),
    "keeping": say("keeping it"),
}
HELD = Picture.objects.select_related("shoot", "upload", "by", "garment", "backdrop")


def place_in(sent: Mapping[str, Any]) -> Place:
    """Where a page says that a picture fell, and how large it is there; nothing where that is no place on a board."""
    try:
        found = {name: float(sent[name]) for name in ("x", "y", "width", "height")}
    except (KeyError, ValueError):
        return NOWHERE
    return found if rules.lies_on_board(found) else NOWHERE


def card_of(row: Picture | Garment) -> tuple[str, UUID]:
    """What kind of card shows it, and about what. A place is a picture on a board."""
    if isinstance(row, Garment):
        return Card.Kind.GARMENT, row.id
    if row.garment_id:
        return Card.Kind.GARMENT, row.garment_id
    return (Card.Kind.REFERENCE if row.kind == Picture.Kind.REFERENCE else Card.Kind.PICTURE), row.id


@transaction.atomic
def bring(
    board: Board, upload: Upload, place: Place = NOWHERE, *, by: Person, now: datetime
) -> tuple[Decision, Card | None]:
    """A picture that was just dropped. The very same one, if this shoot has it, is shown and not taken in twice."""
    there = brought.known(upload.sha256, board.shoot)
    if there is not None and not (isinstance(there, Picture) and there.upload_id == upload.id):
        media.give_up(upload, now=now, code="already-here")
        return no("already-here"), lay(board, there, place, by=by, now=now)
    kind = Picture.Kind.REFERENCE if upload.source else Picture.Kind.PICTURE
    decision, picture = brought.bring(upload, shoot=board.shoot, kind=kind, by=by, now=now)
    if picture is None:
        media.give_up(upload, now=now, code=decision.code)
        return decision, None
    return decision, lay(board, picture, place, by=by, now=now)


def lay(board: Board, row: Picture | Garment, place: Place, *, by: Person, now: datetime) -> Card:
    kind, about = card_of(row)
    at = (place["x"], place["y"]) if place else None
    size = (place["width"], place["height"]) if place else (WIDTH, HEIGHT)
    return actions.lay(board, kind, about, by=by, now=now, at=at, size=size)


# What the worker does


def work(job: Job) -> None:
    """The kind "picture": fetched if it is to be, decoded, and taken for something. Its cards turn with it."""
    picture = HELD.filter(id=UUID(job.about)).first()
    if picture is None or picture.upload is None:
        jobs.finish(job)
        return
    upload, now = picture.upload, timezone.now()
    found: list[Taken] = []

    def step(share: float, what: str) -> None:
        jobs.step(job, share / 4 if what == "fetching" else 0.25 + share * 0.75, str(WORDS[what]))

    def look(pixels: Rgb | Rgba) -> Decision:
        if max(pixels.shape[:2]) < ingesting.LEAST_PX:
            return no("too-small", least=ingesting.LEAST_PX)
        found.append(taken_for(pixels))
        return YES

    def finish(blob: Blob | None) -> bool:
        return settled(job, picture, blob, found, now=now)

    if media.fetch(upload, step, now=now, finish=finish):
        media.decode(upload, step, now=now, finish=finish, look=look)


def settled(job: Job, picture: Picture, blob: Blob | None, found: list[Taken], *, now: datetime) -> bool:
    """In the transaction that keeps the picture, or says why not."""
    if not jobs.finish(job):
        return False
    if blob is not None:
        turn_cards(card_of(picture), brought.read(picture.id, blob, found[0], now=now), now=now)
    elif picture.upload is not None:
        brought.refuse(picture, no(picture.upload.code, "", **picture.upload.values))
    return True


def ended(job: Job) -> None:
    """The job came to nothing: the card says so instead of waiting for ever."""
    for picture in HELD.filter(id=job.about, state=Picture.State.ARRIVING):
        brought.refuse(picture, no("upload-lost"))
        if picture.upload:
            media.give_up(picture.upload, now=timezone.now(), code="upload-lost")


# What it is


@transaction.atomic
def turn(board: Board, picture: Picture, kind: str, *, by: Person, now: datetime) -> Decision:
    """It is something else than it was taken for; every card of it shows that."""
    was = card_of(picture)
    decision = actions.may(board, by, "change") and brought.turn(picture, kind, by=by, now=now)
    if decision:
        turn_cards(was, picture, by=by, now=now)
    return decision


def turn_cards(was: tuple[str, UUID], picture: Picture, *, now: datetime, by: Person | None = None) -> None:
    """Every card that showed it as it was. A board's record holds that too, so that each moment can be told."""
    kind, about = card_of(picture)
    if (kind, about) == was:
        return
    cards = Card.objects.filter(kind=was[0], about=str(was[1])).order_by("board", "id")
    for board_id in sorted(set(cards.values_list("board", flat=True))):
        board = Board.objects.select_for_update().get(id=board_id)
        stroke = Stroke(board, by or picture.by, now)
        for card in cards.filter(board=board).select_related("removed_by"):
            before = {"kind": card.kind, "about": card.about}
            card.kind, card.about = kind, str(about)
            card.content_version += 1
            stroke.cards[card.id] = card
            stroke.touched[card.id] = {"kind", "about", "content_version"}
            stroke.record(card, f"turn:{uuid7().hex}", "turn", {"kind": kind, "about": str(about)}, before)
        stroke.finish()


def brought_as(card: Card) -> Picture | None:
    """The picture a card shows, or the one that its piece came of."""
    about = actions.as_uuid(card.about)
    if about is None or card.kind not in {Card.Kind.PICTURE, Card.Kind.REFERENCE, Card.Kind.GARMENT}:
        return None
    return HELD.filter(garment=about).first() if card.kind == Card.Kind.GARMENT else HELD.filter(id=about).first()


# Colours


def shown_blob(card: Card) -> Blob | None:
    """What a card shows that is nobody's likeness under consent: a piece, a picture, a reference."""
    if card.kind == Card.Kind.GARMENT:
        garment = Garment.objects.filter(id=card.about).first()
        front = garment.front if garment else None
        return (front.cutout or front.picture) if front else None
    picture = brought_as(card)
    return picture.picture if picture else None


def free_beside(card: Card, gap: float) -> Place:
    """To its right, below what was laid there already."""
    x, y = card.x + card.width + gap, card.y
    there = Card.objects.filter(board=card.board_id, removed_at=None, x__range=(x - 8, x + 8))
    taken = list(there.values_list("y", flat=True))
    while any(abs(each - y) < 8 for each in taken):
        y += DOWN
    return {"x": x, "y": y}


def colours_of(card: Card) -> list[Named]:
    blob = shown_blob(card)
    return palettes.palette(ingesting.pixels_of(media.variant(blob, "card"))) if blob else []
