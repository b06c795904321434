"""A house that has worked for years: thousands of boards in hundreds of shoots, with what lies on them and its words.

Rows alone, made many at a time; no pixel is kept. Its words are gathered as the studio gathers them each night.
"""

import random
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, TypeVar

from django.db import transaction

from studio.boards.models import Board, Card
from studio.imaging.colours import SHADES, to_hex
from studio.looks.models import Garment, Look, Reuse
from studio.people.models import Organisation, Person, Role, Seat
from studio.shoots.models import Booking, Shoot

BOARDS_A_SHOOT, LOOKS_A_SHOOT, PIECES_A_SHOOT, NOTES_A_BOARD = 20, 10, 10, 3
BOOKED_ON = 25  # shoots of whoever has no seat in the house
AT_ONCE = 2_000
Row = TypeVar("Row")

# A few words of the trade stand on nearly every board, the invented ones on few: as in any house.
COMMON = ("coat", "collar", "wool", "light", "hem", "belt", "winter", "long", "knit", "boots", "grey", "camel", "close")
PIECES = ("coat", "parka", "blazer", "skirt", "trousers", "dress", "cardigan", "boots", "bag", "scarf")
SYLLABLES = ("ka", "lo", "mi", "ra", "ten", "vel", "sor", "bi", "nau", "pel", "dri", "osk", "um", "fei")


@dataclass(frozen=True, slots=True)
class Archive:
    """seated: sees everything of the house. booked: sees a few shoots of it. stranger: sits in another house."""

    seated: Person
    booked: Person
    stranger: Person
    rare: tuple[str, ...]  # words that stand at a handful of things
    boards: int
    cards: int


def fill(boards: int, *, now: datetime, seed: int) -> Archive:
    dice = random.Random(seed)
    house, other = (_house(name) for name in ("Corvane", "Rival"))
    seated, booked, stranger = (Person.objects.create_user(f"{n}@example.com", name=n) for n in ("Vera", "Ana", "Rita"))
    for who, where in ((seated, house), (stranger, other)):
        Seat.objects.create(person=who, organisation=where, role=Role.PRODUCER, starts_on=now.date())
    rare = tuple("".join(dice.choices(SYLLABLES, k=4)) for _ in range(400))
    maker = Maker(house, seated, now, dice, rare)
    with transaction.atomic():
        shoots = _made(Shoot, maker.shoots(max(1, boards // BOARDS_A_SHOOT)))
        _made(Booking, maker.bookings(shoots[:BOOKED_ON], booked))
        made = _made(Board, maker.boards(shoots, boards))
        cards = _made(Card, maker.cards(made))
        _made(Look, maker.looks(shoots))
        _made(Garment, maker.pieces(shoots))
    return Archive(seated, booked, stranger, rare, len(made), len(cards))


def _house(name: str) -> Organisation:
    return Organisation.objects.create(kind=Organisation.Kind.HOUSE, name=name, slug=name.lower())


def _made(model: Any, rows: Iterable[Row]) -> list[Row]:
    """A list a few thousand rows at a time; the ids are made here."""
    found: list[Row] = []
    waiting = iter(rows)
    while some := list(islice(waiting, AT_ONCE)):
        found += model.objects.bulk_create(some)
    return found


@dataclass(frozen=True, slots=True)
class Maker:
    house: Organisation
    by: Person
    now: datetime
    dice: random.Random
    rare: Sequence[str]

    def words(self, count: int) -> str:
        common = self.dice.choices(COMMON, k=count - 1)
        return " ".join([*common, self.dice.choice(self.rare)])

    def earlier(self) -> datetime:
        return self.now - timedelta(minutes=self.dice.randrange(2_000_000))

    def shoots(self, count: int) -> Iterator[Shoot]:
        for number in range(count):
            name = f"{self.dice.choice(('SS', 'AW'))}{self.dice.randrange(10, 30)} {self.words(2)} {number}"
            yield Shoot(house=self.house, name=name, opened_by=self.by, opened_at=self.earlier())

    def bookings(self, shoots: Sequence[Shoot], who: Person) -> Iterator[Booking]:
        for shoot in shoots:
            yield Booking(shoot=shoot, person=who, craft="styling", booked_by=self.by, booked_at=self.now)

    def boards(self, shoots: Sequence[Shoot], count: int) -> Iterator[Board]:
        for number in range(count):
            at = self.earlier()
            yield Board(
                shoot=shoots[number % len(shoots)],
                name=f"{self.words(3)} {number}",
                made_by=self.by,
                made_at=at,
                changed_at=at,
                changed_by=self.by,
            )

    def cards(self, boards: Sequence[Board]) -> Iterator[Card]:
        for board in boards:
            for number in range(NOTES_A_BOARD):
                said: dict[str, str] = {"words": self.words(7)}
                kind: str = Card.Kind.NOTE
                if number == 0 and self.dice.random() < 0.5:
                    kind, said = Card.Kind.SWATCH, {"words": self.words(2), "colour": self.colour()}
                yield Card(board=board, kind=kind, content=said, by=self.by, at=board.made_at, x=200.0 * number)

    def colour(self) -> str:
        red, green, blue = self.dice.choice(list(SHADES.values()))
        moved = [min(255, max(0, part + self.dice.randrange(-20, 21))) for part in (red, green, blue)]
        return to_hex((moved[0], moved[1], moved[2]))

    def looks(self, shoots: Sequence[Shoot]) -> Iterator[Look]:
        for shoot in shoots:
            for number in range(LOOKS_A_SHOOT):
                yield Look(shoot=shoot, number=number + 1, title=self.words(2), by=self.by, at=shoot.opened_at)

    def pieces(self, shoots: Sequence[Shoot]) -> Iterator[Garment]:
        for shoot in shoots:
            for _number in range(PIECES_A_SHOOT):
                yield Garment(
                    house=self.house,
                    shoot=shoot,
                    title=f"{self.dice.choice(COMMON)} {self.dice.choice(PIECES)}",
                    category="outerwear",
                    sku=f"BLC-{secrets.randbelow(90_000) + 10_000}",
                    colour=self.colour(),
                    state=Garment.State.READY,
                    reuse=self.dice.choice((Reuse.SHOOT, Reuse.HOUSE)),
                    by=self.by,
                    at=shoot.opened_at,
                )


def typed(words: Sequence[str]) -> Iterator[str]:
    """As it comes from a keyboard: the first three letters of each, and the whole of it."""
    for word in words:
        yield from dict.fromkeys((word[:1], word[:2], word[:3], word))
