"""A board as full as a bench asks for: pieces of the rack, with pictures of the demonstration house, and words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO

import numpy as np
from django.utils import timezone
from PIL import Image

from studio.boards import actions as boards
from studio.boards.models import Board, Card
from studio.looks.models import Garment, GarmentView
from studio.media import actions as media
from studio.media.models import Blob, Variant
from studio.media.rules import VARIANTS, fitted
from studio.operations.bench import stage
from studio.operations.demo.cast import GARMENTS
from studio.operations.demo.loading import PICTURES
from studio.people.models import Person, Role, Seat
from studio.shoots.models import Shoot

COLUMNS = 25
CELL = (176.0, 240.0)
SIZE = (152.0, 190.0)
LAYER = "a{:06d}"  # six digits compare as text in the order they count
SIZES = ("thumb", "card")  # as an upload has them
Pictured = Callable[[int], Blob]


@dataclass(frozen=True, slots=True)
class Laid:
    """A board, whoever may look at it, and its cards in their order: the last ones only say something."""

    board: Board
    viewer: Person
    cards: tuple[Card, ...]

    @property
    def path(self) -> str:
        return f"/boards/{self.board.pk}/"

    @property
    def topic(self) -> str:
        return f"board:{self.board.pk}"


def laid(cards: int, pictured: int, picture: Pictured) -> Laid:
    """`pictured` of the cards are pieces with a picture each, one in ten of the rest a section, the others notes."""
    now = timezone.now()
    house = stage.house("Corvane")
    viewer = stage.signer(house)
    shoot = Shoot.objects.create(house=house, name="A season", opened_by=viewer, opened_at=now)
    board = boards.board_of(shoot, by=viewer, now=now)
    pieces = hung(shoot, viewer, pictured, picture, now)
    made = [card(board, number, pieces, viewer, now) for number in range(cards)]
    return Laid(board, viewer, tuple(Card.objects.bulk_create(made)))


def hung(shoot: Shoot, by: Person, count: int, picture: Pictured, now: datetime) -> list[Garment]:
    pieces = Garment.objects.bulk_create(
        Garment(house=shoot.house, shoot=shoot, title=f"Piece {number}", state=Garment.State.READY, by=by, at=now)
        for number in range(count)
    )
    views = (GarmentView(garment=piece, cutout=picture(number)) for number, piece in enumerate(pieces))
    GarmentView.objects.bulk_create(views)
    return pieces


def card(board: Board, number: int, pieces: list[Garment], by: Person, now: datetime) -> Card:
    """In rows from the upper left, none over another: what lies under a hand is the card the bench means."""
    row, column = divmod(number, COLUMNS)
    kind, about, content = Card.Kind.NOTE, "", {"words": f"Note {number}: shorter sleeves, and the belt closed."}
    if number < len(pieces):
        kind, about, content = Card.Kind.GARMENT, str(pieces[number].pk), {}
    elif number % 10 == 0:
        kind, content = Card.Kind.SECTION, {"words": f"Section {number}"}
    place = {"x": column * CELL[0], "y": row * CELL[1], "width": SIZE[0], "height": SIZE[1]}
    layer = LAYER.format(number + 1)
    return Card(board=board, kind=kind, about=about, content=content, layer=layer, by=by, at=now, **place)


def readers(of: Laid, count: int) -> list[Person]:
    """Others of the same house, who may look at the board too."""
    people = [stage.person(f"Reader {number}") for number in range(count)]
    house, since = of.board.shoot.house, date(2020, 1, 1)
    Seat.objects.bulk_create(Seat(person=who, organisation=house, role=Role.MEMBER, starts_on=since) for who in people)
    return people


# Pictures


def specks() -> Pictured:
    """Small ones, for what asks about rows and never looks at a pixel."""
    now = timezone.now()
    return lambda number: stage.blob(now, mode="RGBA")


def packshots() -> Pictured:
    """The demonstration house's cut-outs, each time in another colour: as many different files as there are cards."""
    now = timezone.now()
    cuts = [shrunk(name) for name in GARMENTS]
    return lambda number: kept(dyed(cuts[number % len(cuts)], number), now)


def shrunk(name: str) -> Image.Image:
    with Image.open(PICTURES / "garments" / f"{name}.png") as whole:
        return whole.convert("RGBA").resize(fitted(*whole.size, VARIANTS["card"]))


def dyed(cut: Image.Image, number: int) -> Image.Image:
    gains = np.random.default_rng(number).uniform(0.6, 1.0, 3)
    return Image.fromarray((np.asarray(cut) * [*gains, 1.0]).astype(np.uint8))


def kept(picture: Image.Image, now: datetime) -> Blob:
    """With its smaller copies made already, as an upload's are."""
    source = webp(picture, now)
    for name in SIZES:
        smaller = picture.resize(fitted(*picture.size, VARIANTS[name]))
        Variant.objects.create(source=source, name=name, blob=webp(smaller, now))
    return source


def webp(picture: Image.Image, now: datetime) -> Blob:
    out = BytesIO()
    picture.save(out, "WEBP", quality=80, method=0)
    return media.keep(
        out.getvalue(), content_type="image/webp", width_px=picture.width, height_px=picture.height, now=now
    )
