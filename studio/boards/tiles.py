"""Cards as tiles of a drawn board: those that show nobody, and where each lies."""

import math
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from PIL import Image

from studio.boards.models import Card
from studio.boards.sheet import Point, Tile

GAP = 8.0  # between an arrow's end and the card it holds to

Kind = Card.Kind


def at(card: Card, picture: Image.Image | None = None, **said: Any) -> Tile:
    """Where it lies, turned and cropped as it is there. said: further fields of the tile."""
    crop = card.crop and tuple(float(card.crop[name]) for name in ("x", "y", "width", "height"))
    return Tile(
        card.x,
        card.y,
        card.width,
        card.height,
        picture,
        rotation=card.rotation,
        crop=crop or None,
        **said,
    )


def by_hand(card: Card, laid: Mapping[UUID, Card]) -> Tile:
    """What somebody wrote, coloured or drew. laid: the cards that an arrow may hold to."""
    words = str(card.content.get("words", ""))
    if card.kind == Kind.SECTION:
        return at(card, inside=words, large=True, frame=True)
    if card.kind == Kind.SWATCH:
        return at(card, below=words, colour=str(card.content.get("colour", "")))
    if card.kind == Kind.PALETTE:
        return of_palette(card, words)
    if card.kind == Kind.ARROW:
        return at(card, inside=words, ways=ways_of(card, laid))
    if card.kind == Kind.REFERENCE:
        return at(card, inside=words or _("A reference"), below=source_of(card))
    return at(card, inside=plain(words), below=card.by.name)


def of_palette(card: Card, words: str) -> Tile:
    colours = card.content.get("colours", [])
    names = ", ".join(str(each.get("name") or each.get("colour", "")) for each in colours)
    shown = tuple(str(each.get("colour", "")) for each in colours)
    return at(card, inside="" if shown else words, below=" · ".join(filter(None, (words, names))), colours=shown)


def plain(words: str) -> str:
    """A note without its signs: paper shows the words."""
    return words.replace("**", "")


def source_of(card: Card, source: str = "") -> str:
    source = source or str(card.content.get("source", ""))
    return _("Source: %(source)s") % {"source": source} if source else _("Source not said")


def ways_of(card: Card, laid: Mapping[UUID, Card]) -> tuple[Point, ...]:
    """From where to where: an end that is attached keeps to its card's edge, wherever that lies."""
    points = card.content.get("points") or [[0, 0], [120, 0]]
    loose = [(card.x + float(x), card.y + float(y)) for x, y in (points[0], points[-1])]
    held = [_held(card.content.get(name), laid) for name in ("from", "to")]
    aims = [_middle(box) if box else end for box, end in zip(held, loose, strict=True)]
    return tuple(_leaves(box, aims[1 - place]) if box else loose[place] for place, box in enumerate(held))


def _held(id: object, laid: Mapping[UUID, Card]) -> Card | None:
    try:
        return laid.get(UUID(str(id))) if id else None
    except ValueError:
        return None


def _middle(card: Card) -> Point:
    return card.x + card.width / 2, card.y + card.height / 2


def _leaves(card: Card, towards: Point) -> Point:
    """Where a line from the middle of a card towards a point leaves it, and a little further."""
    x, y = _middle(card)
    across, down = towards[0] - x, towards[1] - y
    if not math.hypot(across, down):
        return x, y
    shares = [(half + GAP) / abs(part) for half, part in ((card.width / 2, across), (card.height / 2, down)) if part]
    share = min(1.0, *shares)
    return x + across * share, y + down * share
