"""A board on one sheet of paper at 300 dpi: what may be shown as it lies there, a veil where it may not, and credits.

Pixels are loaded one card at a time, so that a board of hundreds of pictures needs no more memory than its sheet.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from uuid import UUID

import numpy as np
from django.utils.translation import gettext as _
from PIL import Image, ImageDraw, ImageFont

from studio.boards import cards
from studio.boards.cards import CardView
from studio.boards.models import Board, Card
from studio.boards.prints.rules import MARGIN_MM, Paper, in_px
from studio.boards.sheet import GROUND, INK, LINE, SECOND_INK, Tile, bounds, draw_on, lines_in
from studio.boards.tiles import at, by_hand, source_of
from studio.credits import drawing as credits
from studio.decisions import Decision
from studio.imaging import marks
from studio.imaging.marks import FONT, strip_height_px
from studio.imaging.scene import Rgb
from studio.looks.models import Look
from studio.media import actions as media
from studio.media.models import Blob
from studio.media.serving import GONE
from studio.people.models import Person
from studio.previews.models import Preview
from studio.web import sentences
from studio.web.templatetags.web import day

HEAD_MM, TITLE_MM, WORDS_MM = 12.0, 5.2, 2.6
CREDIT_MM = (2.6, 2.3, 2.0, 1.8, 1.6, 1.4)  # the largest that leaves the board room
BOARD_LEAST = 0.5  # of the paper's height
NOBODY = ""

Step = Callable[[float, str], object]


class TooManyNamesError(Exception):
    """The credits would leave the board no room, and nobody is left out of them."""


@dataclass(frozen=True, slots=True)
class Laid:
    """What is to be drawn, decided once: each card with what may be shown of it, at this instant."""

    board: Board
    views: tuple[CardView, ...]
    previews: Mapping[UUID, Preview] = field(default_factory=dict)  # whose pixels are shown
    asked: tuple[Preview, ...] = ()  # all that were asked about

    @property
    def shows_a_twin(self) -> bool:
        return any(preview.twins.all() for preview in self.previews.values())


def laid(board: Board, chosen: Sequence[UUID], *, now: datetime) -> Laid:
    """Asked as for any of the crew: nobody's own eyes, for what is on paper is for all."""
    anybody = Person()
    found = cards.views(within(board, chosen), viewer=anybody, session_key=NOBODY, now=now)
    previews: dict[UUID, Preview] = {}
    asked: list[Preview] = []
    for view in found:
        for preview, decision in pictures_of(view):
            asked.append(preview)
            if decision:
                previews[preview.id] = preview
    return Laid(board, tuple(found), previews, tuple(asked))


def within(board: Board, chosen: Sequence[UUID]) -> list[Card]:
    """The chosen, with all that chosen sections carry; everything where nothing was chosen."""
    everything = cards.on(board)
    if not chosen:
        return everything
    taken = set(chosen)
    while more := {card.id for card in everything if card.section_id in taken} - taken:
        taken |= more
    return [card for card in everything if card.id in taken]


def pictures_of(view: CardView) -> Iterator[tuple[Preview, Decision]]:
    if view.frames:
        yield from ((frame.preview, frame.shown.decision) for frame in view.frames)
    elif view.preview is not None and view.shown is not None:
        yield view.preview, view.shown.decision


# Tiles


def tiles_of(view: CardView, by_id: Mapping[UUID, Card]) -> Iterator[Tile]:
    card = view.card
    if view.garment is not None:
        front = next(iter(cards.fronts(view.garment)), None)
        picture = opened(front.cutout, "full") if front and front.cutout else None
        yield at(card, picture, inside="" if picture else _("Not cut out yet."), below=view.garment.title)
    elif card.kind == Card.Kind.CHART:
        yield of_chart(view)
    elif card.kind == Card.Kind.SHEET and view.frames:
        yield from of_contact_sheet(view)
    elif view.look is not None:
        yield of_picture(view)
    elif view.inner is not None:
        yield at(card, inside=view.inner.name, below=_("Another board"))
    elif view.brought is not None:
        yield of_brought(view)
    else:
        yield by_hand(card, by_id)


def of_picture(view: CardView) -> Tile:
    """A look by its newest picture, or one picture; what may not be shown is the veil with its sentence."""
    look, preview, seen = view.look, view.preview, view.shown
    assert look is not None
    below = f"{look}, {look.title}" if look.title else str(look)
    if preview is None or seen is None:
        return at(view.card, inside=_("Not made yet."), below=below)
    if not seen.decision:
        return at(view.card, inside=sentences.sentence(seen.decision), below=below, veil=True)
    picture = opened(preview.picture) if preview.picture else None
    return at(
        view.card, picture, inside="" if picture else _("No picture is kept."), below=f"{below}, {preview.number}"
    )


def of_contact_sheet(view: CardView) -> Iterator[Tile]:
    """Its frames side by side, each decided for itself."""
    card, columns = view.card, max(1, round(len(view.frames) ** 0.5))
    rows = -(-len(view.frames) // columns)
    wide, tall = card.width / columns, card.height / rows
    yield at(card, below=str(view.look))
    for place, frame in enumerate(view.frames):
        x, y = card.x + place % columns * wide, card.y + place // columns * tall
        picture = opened(frame.preview.picture) if frame.shown.decision and frame.preview.picture else None
        veiled = "" if picture else sentences.sentence(frame.shown.decision)
        yield Tile(x + 3, y + 3, wide - 6, tall - 6, picture, inside=veiled, veil=not picture)


def of_chart(view: CardView) -> Tile:
    words = "\n".join(f"{paint.label}: {paint.words}" for paint in view.paints)
    return at(view.card, inside=words, below=_("The face chart of %(look)s") % {"look": view.look})


def of_brought(view: CardView) -> Tile:
    """A reference is looked at on the board; on paper it stands by its words and its source alone."""
    card, brought = view.card, view.brought
    assert brought is not None
    words = str(card.content.get("words", "")) or brought.title
    said = source_of(card, brought.source)
    if card.kind == Card.Kind.REFERENCE or brought.picture is None:
        return at(card, inside=words, below=said)
    picture = opened(brought.picture, "full")
    return at(card, picture, inside="" if picture else words, below=words)


def opened(blob: Blob, variant: str = "") -> Image.Image | None:
    try:
        content = media.load(media.variant(blob, variant) if variant else blob)
    except GONE:
        return None
    with Image.open(BytesIO(content)) as picture:
        return picture.convert("RGBA")


# The sheet


def drawn(laid: Laid, paper: Paper, names: Sequence[str], *, by: Person, now: datetime, step: Step) -> Rgb:
    """The whole sheet with its mark, exactly as large as the paper. names: the credits, said on the sheet itself."""
    width, height = paper.px
    sheet = Image.new("RGB", (width, height - strip_height_px(width)), GROUND)
    margin = in_px(MARGIN_MM)
    top = margin + in_px(HEAD_MM)
    foot = sheet.height - margin - write_credits(sheet, names, margin)
    write_head(sheet, laid.board, margin, now)
    draw_board(sheet, laid, (margin, top, width - margin, foot - in_px(2)), step)
    words = marks.Kind.PREVIEW if laid.shows_a_twin else marks.Kind.STAND_IN
    note = f"{laid.board.name}, {by.name}, {now:%Y-%m-%d}"
    return marks.mark_preview(np.asarray(sheet), words=words, note=note)


def draw_board(sheet: Image.Image, laid: Laid, room: tuple[int, int, int, int], step: Step) -> None:
    """As large as the room allows, in its middle."""
    by_id = {view.card.id: view.card for view in laid.views}
    left, top, right, bottom = bounds([place_of(view.card, by_id) for view in laid.views])
    scale = min((room[2] - room[0]) / (right - left), (room[3] - room[1]) / (bottom - top))
    beside = ((room[2] - room[0]) / scale - (right - left)) / 2
    above = ((room[3] - room[1]) / scale - (bottom - top)) / 2
    origin = (left - beside - room[0] / scale, top - above - room[1] / scale)
    for place, view in enumerate(laid.views):
        step(0.05 + 0.8 * place / len(laid.views), _("the cards"))
        draw_on(sheet, tiles_of(view, by_id), origin, scale)


def place_of(card: Card, by_id: Mapping[UUID, Card]) -> Tile:
    """Where it lies, without its pixels."""
    return by_hand(card, by_id) if card.kind == Card.Kind.ARROW else at(card)


def write_head(sheet: Image.Image, board: Board, margin: int, now: datetime) -> None:
    pen = ImageDraw.Draw(sheet)
    title, words = font(in_px(TITLE_MM)), font(in_px(WORDS_MM))
    pen.text((margin, margin), board.name, fill=INK, font=title)
    told = f"{board.shoot}, {board.shoot.house}, {day(now)}"
    pen.text(
        (sheet.width - margin, margin + in_px(TITLE_MM - WORDS_MM)), told, fill=SECOND_INK, font=words, anchor="ra"
    )
    under = margin + in_px(HEAD_MM - 3)
    pen.line((margin, under, sheet.width - margin, under), fill=LINE, width=3)


def write_credits(sheet: Image.Image, names: Sequence[str], margin: int) -> int:
    """At the foot, in the largest type that leaves the board its room. Returns how tall they stand."""
    if not names:
        return 0
    room = sheet.width - 2 * margin
    for mm in CREDIT_MM:
        type_px, line_px = in_px(mm), round(in_px(mm) * 1.35)
        lines = [line for name in names for line in lines_in(name, font(type_px), room)]
        tall = len(lines) * line_px
        if sheet.height - tall - 2 * margin - in_px(HEAD_MM) >= BOARD_LEAST * sheet.height:
            break
    else:
        raise TooManyNamesError
    pen = ImageDraw.Draw(sheet)
    start = sheet.height - margin - tall
    for number, line in enumerate(lines):
        pen.text((margin, start + number * line_px), line, fill=SECOND_INK, font=font(type_px))
    return tall


def font(size_px: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), max(4, size_px))


# Credits


def credits_of(laid: Laid, now: datetime) -> list[str]:
    """Of each picture that is shown; looks that the same people made are told together."""
    by_names: dict[str, list[str]] = {}
    for preview in laid.previews.values():
        names = line_of(preview.look, preview, now)
        shown = by_names.setdefault(names, [])
        if str(preview) not in shown:
            shown.append(str(preview))
    lines = [f"{'; '.join(pictures)}: {names}" for names, pictures in by_names.items()]
    return [*lines, *brought_by(laid)]


def line_of(look: Look, preview: Preview, now: datetime) -> str:
    said = [f"{line.craft_label} {line.name}" for line in credits.draw(look, now, preview.recipe) if line.name]
    return ", ".join(said) or _("nobody is named")


def brought_by(laid: Laid) -> Iterator[str]:
    for view in laid.views:
        if view.garment is not None:
            yield _("%(piece)s: brought by %(name)s") % {"piece": view.garment.title, "name": view.garment.by.name}
        elif view.brought is not None:
            whose = str(view.card.content.get("whose", "")) or view.brought.by.name
            yield _("%(picture)s: %(whose)s. %(source)s") % {
                "picture": view.brought.title,
                "whose": whose,
                "source": source_of(view.card, view.brought.source),
            }
