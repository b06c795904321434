"""Who may find what, asked in the query itself; and the query, the same on both databases.

The rows of a thing say whose they are to find, so nothing is counted, sorted or cut that the reader may not see. What
is found is then read through the tables' own `visible_to`, which has the last word.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from studio.home.finding.models import Hue, Word, WordQuerySet
from studio.people.models import Person, Seat
from studio.shoots.models import Booking, Shoot
from studio.twins.models import Twin

NEAR = 200  # CIE76 of 20, in tenths: a shade of the same colour
RARE = 400  # a word of so few things is looked for first
AGAIN = 4  # a thing may be found by more than one of its words


@dataclass(frozen=True, slots=True)
class Eyes:
    """Whose words somebody finds: those of the houses she sits in, and those of what she works on or owns."""

    houses: tuple[UUID, ...]
    scopes: tuple[UUID, ...]


def eyes_of(person: Person, now: datetime) -> Eyes:
    seats = Seat.objects.in_force(now).filter(person=person)
    houses = tuple(seats.order_by("organisation").values_list("organisation_id", flat=True).distinct())
    booked = Booking.objects.in_force().filter(person=person).values("shoot")
    scopes: set[UUID] = set()
    for shoot, house in Shoot.objects.filter(id__in=booked).values_list("id", "house_id"):
        scopes |= {shoot, house}
    scopes |= set(Twin.objects.of(person).exclude(state=Twin.State.ERASED).values_list("pk", flat=True))
    return Eyes(houses, tuple(sorted(scopes)))


def arms(rows: QuerySet[Any], eyes: Eyes) -> list[QuerySet[Any]]:
    """One query for each way in which she may find something: each runs along an index of its own."""
    found = [rows.filter(house=house) for house in eyes.houses]
    return [*found, rows.filter(scope__in=eyes.scopes)] if eyes.scopes else found


def found(kind: str, asked: Sequence[bytes], eyes: Eyes, *, most: int) -> list[UUID]:
    """The things whose words begin with all that is asked, the nearest word and the newest thing first.

    Nothing asked finds nothing.
    """
    if not asked:
        return []
    first, others = _rarest_first(kind, asked, eyes)
    if not first:
        return []
    rows = _with_all(Word.objects.filter(kind=kind).beginning(first), others)
    keys: list[tuple[bytes, float, str, UUID]] = []
    for arm in arms(rows, eyes):
        read = arm.order_by("word", "-at", "thing").values_list("word", "at", "thing")[: most * AGAIN]
        keys += [(bytes(word), -at.timestamp(), str(thing), thing) for word, at, thing in read]
    return list(dict.fromkeys(thing for *_order, thing in sorted(keys)))[:most]


def _with_all(rows: WordQuerySet, others: Iterable[bytes]) -> WordQuerySet:
    """Each further word stands at the same thing, for the same audience."""
    for word in others:
        beside = Word.objects.filter(thing=OuterRef("thing"), scope=OuterRef("scope"), kind=OuterRef("kind"))
        rows = rows.filter(Exists(beside.beginning(word)))
    return rows


def _rarest_first(kind: str, asked: Sequence[bytes], eyes: Eyes) -> tuple[bytes, list[bytes]]:
    """The database is led along the word that fewest things have. Nothing where one of them stands nowhere."""
    if len(asked) == 1:
        return asked[0], []
    counted: dict[bytes, int] = {}
    for word in sorted(asked, key=len, reverse=True):  # the longest is the likeliest to be missing
        counted[word] = _how_many(kind, word, eyes)
        if not counted[word]:
            return b"", []
    first = min(asked, key=lambda word: (counted[word], -len(word)))
    return first, [word for word in asked if word != first]


def _how_many(kind: str, word: bytes, eyes: Eyes) -> int:
    """As far as it matters: beyond that many, many."""
    rows = Word.objects.filter(kind=kind).beginning(word)
    return sum(arm.order_by()[:RARE].count() for arm in arms(rows, eyes))


def things_with(kind: str, asked: Sequence[bytes], eyes: Eyes) -> QuerySet[Any] | None:
    """The ids of everything of a kind that has all these words; None where nothing is asked."""
    if not asked:
        return None
    rows = _with_all(Word.objects.filter(kind=kind).beginning(asked[0]), asked[1:])
    hers = Q(scope__in=eyes.scopes) | Q(house__in=eyes.houses)
    return rows.filter(hers).values("thing")


def near(kind: str, lab: tuple[int, int, int], asked: Sequence[bytes], eyes: Eyes, *, most: int) -> list[UUID]:
    """The things whose colour lies nearest by CIE76, the newest first among the same; all within `NEAR`."""
    light, red, yellow = lab
    far = (F("light") - light) * (F("light") - light)
    far = far + (F("red") - red) * (F("red") - red) + (F("yellow") - yellow) * (F("yellow") - yellow)
    rows: QuerySet[Any] = Hue.objects.filter(kind=kind, light__range=(light - NEAR, light + NEAR))
    rows = rows.filter(red__range=(red - NEAR, red + NEAR), yellow__range=(yellow - NEAR, yellow + NEAR))
    for word in asked:
        beside = Word.objects.filter(thing=OuterRef("thing"), scope=OuterRef("scope"), kind=kind)
        rows = rows.filter(Exists(beside.beginning(word)))
    rows = rows.annotate(far=far).filter(far__lte=NEAR * NEAR)
    keys: list[tuple[int, float, str, UUID]] = []
    for arm in arms(rows, eyes):
        read = arm.order_by("far", "-at", "thing").values_list("far", "at", "thing")[: most * AGAIN]
        keys += [(int(far), -at.timestamp(), str(thing), thing) for far, at, thing in read]
    return list(dict.fromkeys(thing for *_order, thing in sorted(keys)))[:most]
