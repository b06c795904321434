"""The board as one picture, for a model who is asked about the shoot: everything on it but the pixels of another model.

A garment shows as its cut-out, a look on the stand-in, a reference by its words and its source alone, for it may show
anybody. What was made of a twin is named as left out.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from PIL import Image

from studio.boards import cards
from studio.boards.models import Board, Card
from studio.boards.sheet import Tile, laid_out
from studio.boards.tiles import at, by_hand
from studio.imaging import encoding, marks
from studio.imaging.metadata import Provenance, xmp_packet
from studio.imaging.scene import Rgb
from studio.looks.models import Garment, Look
from studio.media import actions as media
from studio.media.models import Blob
from studio.previews.asking import on_the_stand_in
from studio.previews.models import Preview

QUALITY = 86


@dataclass(frozen=True, slots=True)
class OnBoard:
    """What the cards point at. of_nobody: the previews that show no twin."""

    garments: Mapping[UUID, Garment]
    looks: Mapping[UUID, Look]
    of_nobody: Mapping[UUID, Preview]


def rendered(board: Board, language: str, now: datetime) -> tuple[bytes, Rgb]:
    """The file and its pixels, with the words in this language, marked as what it is."""
    with translation.override(language):
        pixels = laid_out(tiles_of(board))
    note = f"{board.name}, {now:%Y-%m-%d}"
    pixels = marks.mark_preview(pixels, words=marks.Kind.STAND_IN, note=note)
    said = Provenance(
        title=board.name,
        source_type="composite",
        studio_id=f"urn:uuid:{board.id}",
        created_at=now,
        ai_system=f"{settings.STUDIO_NAME} board",
    )
    return encoding.encode(pixels, format="WEBP", quality=QUALITY, xmp=xmp_packet(said)), pixels


def kept(board: Board, language: str, now: datetime) -> Blob:
    """Frozen: what is moved on the board afterwards changes nothing of it, and its hash says so."""
    content, pixels = rendered(board, language, now)
    height, width = pixels.shape[:2]
    return media.keep(content, content_type="image/webp", width_px=width, height_px=height, now=now)


def tiles_of(board: Board) -> list[Tile]:
    """In the order they lie on one another; a card whose thing is gone is left out, as on the board."""
    laid = cards.on(board)
    rack = Garment.objects.filter(id__in=cards.abouts(laid, Card.Kind.GARMENT)).prefetch_related("views__cutout")
    nobody = Preview.objects.made().filter(id__in=cards.abouts(laid, Card.Kind.PREVIEW), twins=None)
    on_board = OnBoard(rack.in_bulk(), cards.looks_of(laid), nobody.select_related("picture", "look").in_bulk())
    by_id = {card.id: card for card in laid}
    drawn = (DRAWN[card.kind](card, on_board) if card.kind in DRAWN else by_hand(card, by_id) for card in laid)
    return [tile for tile in drawn if tile is not None]


def _of_garment(card: Card, on_board: OnBoard) -> Tile | None:
    """Its cut-out; never the picture as it came, which may show somebody wearing it."""
    garment = on_board.garments.get(UUID(card.about))
    if garment is None:
        return None
    front = garment.front
    picture = _opened(front.cutout) if front and front.cutout else None
    return at(card, picture, inside="" if picture else _("Not cut out yet."), below=garment.title)


def _of_look(card: Card, on_board: OnBoard) -> Tile | None:
    """On the stand-in, however it is cast by now."""
    look = on_board.looks.get(UUID(card.about))
    if look is None:
        return None
    preview = on_the_stand_in(look)
    picture = _opened(preview.picture) if preview and preview.picture else None
    missing = "" if picture else _("Not made on a stand-in yet.")
    return at(card, picture, inside=missing, below=f"{look}, {look.title}" if look.title else str(look))


def _of_preview(card: Card, on_board: OnBoard) -> Tile:
    preview = on_board.of_nobody.get(UUID(card.about))
    if preview is None or preview.picture is None:
        return at(card, inside=_("A picture of a model. It is left out here."))
    return at(card, _opened(preview.picture), below=str(preview.look))


def _of_contact_sheet(card: Card, on_board: OnBoard) -> Tile | None:
    """Its frames may show another model: it is told, and left out."""
    look = on_board.looks.get(UUID(card.about))
    return at(card, inside=_("The contact sheet of %(look)s. It is left out here.") % {"look": look}) if look else None


def _of_chart(card: Card, on_board: OnBoard) -> Tile | None:
    look = on_board.looks.get(UUID(card.about))
    return at(card, inside=_("The face chart of %(look)s") % {"look": look}) if look else None


def _of_brought(card: Card, _on_board: OnBoard) -> Tile:
    """It may show anybody."""
    words = str(card.content.get("words", ""))
    return at(card, inside=words or _("A picture that was brought. It is left out here."), below=card.by.name)


def _of_inner(card: Card, _on_board: OnBoard) -> Tile:
    return at(card, inside=_("Another board"), below=card.by.name)


DRAWN: Mapping[str, Callable[[Card, OnBoard], Tile | None]] = {
    Card.Kind.GARMENT: _of_garment,
    Card.Kind.LOOK: _of_look,
    Card.Kind.PREVIEW: _of_preview,
    Card.Kind.SHEET: _of_contact_sheet,
    Card.Kind.CHART: _of_chart,
    Card.Kind.PICTURE: _of_brought,
    Card.Kind.BOARD: _of_inner,
}


def _opened(blob: Blob) -> Image.Image | None:
    """What is sealed under a twin's key shows her, and is left out."""
    if blob.names or blob.erased_at:
        return None
    with Image.open(BytesIO(media.load(media.variant(blob, "card")))) as picture:
        return picture.convert("RGBA")
