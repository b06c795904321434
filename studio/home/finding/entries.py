"""What each kind of thing is found by, and by whom: read afresh from what the lower apps keep, so many at a time."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils import translation

from studio.approvals.models import Note
from studio.boards import contents
from studio.boards.models import Board, Card, Comment
from studio.boards.thread_rules import NAMED
from studio.consent.models import Grant
from studio.home.finding.words import words_of
from studio.looks.models import Garment, Look, LookTwin, Picture, Reuse, SlotKind
from studio.looks.slots import CATEGORY_WORDS
from studio.previews.models import Preview, PreviewTwin
from studio.shoots.models import Shoot
from studio.twins.models import Twin
from studio.web.sentences.told import Words

SHOOT, BOARD, LOOK, PICTURE, GARMENT, CARD, NOTE, TALK, TWIN = (
    "shoot", "board", "look", "picture", "garment", "card", "note", "talk", "twin",
)  # fmt: skip
SHOWS_A_THING = ("garment", "look", "preview", "board", "sheet", "chart")  # found as what they show, and by that


@dataclass(frozen=True, slots=True)
class Said:
    """Words, and whose name they are: "twin:...", "person:...", "shoot:..."."""

    text: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing as it is found by one audience. house: None where it is for the scope alone."""

    kind: str
    thing: UUID
    at: datetime
    house: UUID | None
    scope: UUID
    said: tuple[Said, ...]
    colours: tuple[str, ...] = ()

    def words(self) -> dict[bytes, str]:
        """A word that is said in more than one way belongs to the thing itself before it is somebody's name."""
        found: dict[bytes, str] = {}
        for said in sorted(self.said, key=lambda each: each.of):
            for word in words_of(said.text):
                found.setdefault(word, said.of)
        return found


Reader = Callable[[Collection[UUID]], list[Entry]]


def in_every_language(words: Words) -> str:
    """As the page says it to each of its readers."""
    said = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            said.append(str(words))
    return " ".join(said)


@cache
def category(name: str) -> str:
    words = CATEGORY_WORDS.get(name)
    return f"{name} {in_every_language(words)}" if words else name


def person(id: UUID, name: str) -> Said:
    return Said(name, f"person:{id}")


def shoot_name(id: UUID, name: str) -> Said:
    return Said(name, f"shoot:{id}")


@dataclass(frozen=True, slots=True)
class Cast:
    """The twins in looks or pictures. A house reads no name of whoever took her licence back, or had herself erased."""

    rows: Mapping[UUID, list[tuple[UUID, str]]]
    away: Collection[tuple[UUID, UUID]]

    @classmethod
    def of(cls, rows: Iterable[tuple[UUID, UUID, str]]) -> "Cast":
        found: dict[UUID, list[tuple[UUID, str]]] = {}
        for thing, twin, name in rows:
            found.setdefault(thing, []).append((twin, name))
        return cls(found, away({twin for each in found.values() for twin, _name in each}))

    def names(self, thing: UUID, house: UUID) -> tuple[Said, ...]:
        here = self.rows.get(thing, ())
        return tuple(Said(name, f"twin:{twin}") for twin, name in here if (twin, house) not in self.away)

    def owners(self, entry: Entry) -> list[Entry]:
        """The same for the owner of each twin in it: hers to find wherever it was made."""
        here = self.rows.get(entry.thing, ())
        plain = tuple(said for said in entry.said if not said.of.startswith("twin:"))
        return [
            Entry(entry.kind, entry.thing, entry.at, None, twin, (*plain, Said(name, f"twin:{twin}")))
            for twin, name in here
        ]


def away(twins: Collection[UUID]) -> set[tuple[UUID, UUID]]:
    """(twin, house) where she has taken back what she gave, and gave nothing since."""
    grants = Grant.objects.filter(twin__in=twins, state__in=[Grant.State.WITHDRAWN, Grant.State.IN_FORCE])
    states: dict[tuple[UUID, UUID], set[str]] = {}
    for twin, house, state in grants.values_list("twin_id", "house_id", "state"):
        states.setdefault((twin, house), set()).add(state)
    return {pair for pair, said in states.items() if Grant.State.IN_FORCE not in said}


def shoots(ids: Collection[UUID]) -> list[Entry]:
    rows = Shoot.objects.filter(id__in=ids).values_list("id", "name", "house_id", "house__name", "opened_at")
    return [Entry(SHOOT, id, at, house, id, (shoot_name(id, name), Said(named))) for id, name, house, named, at in rows]


def boards(ids: Collection[UUID]) -> list[Entry]:
    rows = Board.objects.filter(id__in=ids).select_related("shoot", "made_by")
    return [
        Entry(
            BOARD,
            row.id,
            row.made_at,
            row.shoot.house_id,
            row.shoot_id,
            (Said(row.name), shoot_name(row.shoot_id, row.shoot.name), person(row.made_by_id, row.made_by.name)),
        )
        for row in rows
    ]


def garments(ids: Collection[UUID]) -> list[Entry]:
    """What a house keeps for all its shoots is found by whoever works for it."""
    found = []
    for row in Garment.objects.filter(id__in=ids).select_related("by"):
        shared = row.shoot_id is None or row.reuse == Reuse.HOUSE
        texts = (row.title, row.sku, row.brand, category(row.category))
        said = (*map(Said, texts), person(row.by_id, row.by.name))
        colours = (row.colour,) if row.colour else ()
        scopes = {row.house_id} if shared else set()
        scopes |= {row.shoot_id} if row.shoot_id else set()
        house: UUID | None = row.house_id
        for scope in sorted(scopes):
            found.append(Entry(GARMENT, row.id, row.at, house, scope, said, colours))
            house = None  # its seats find it once
    return found


def looks(ids: Collection[UUID]) -> list[Entry]:
    rows = Look.objects.filter(id__in=ids).select_related("shoot", "by").prefetch_related("slots__by")
    cast = Cast.of(
        LookTwin.objects.filter(look__in=ids)
        .exclude(twin__state=Twin.State.ERASED)
        .values_list("look_id", "twin_id", "twin__name")
    )
    titles = _worn_in(rows)
    found = []
    for row in rows:
        said = (*_of_look(row), *(Said(titles[piece]) for piece in _pieces(row) if piece in titles))
        entry = Entry(LOOK, row.id, row.at, row.shoot.house_id, row.shoot_id, said + _set_by(row))
        found.append(_with(entry, cast.names(row.id, row.shoot.house_id)))
        found += cast.owners(entry)
    return found


def _with(entry: Entry, more: tuple[Said, ...]) -> Entry:
    return Entry(entry.kind, entry.thing, entry.at, entry.house, entry.scope, entry.said + more, entry.colours)


@cache
def _look_word() -> str:
    """What a look is called before its number, in every language."""
    return in_every_language(Card.Kind.LOOK.label)


def _of_look(look: Look) -> tuple[Said, ...]:
    number = f"{_look_word()} {look.number:02d} {look.number}"
    return (
        Said(look.title),
        Said(number),
        shoot_name(look.shoot_id, look.shoot.name),
        person(look.by_id, look.by.name),
    )


def _set_by(look: Look) -> tuple[Said, ...]:
    """Whoever set a slot, and the words they gave it."""
    slots = [slot for slot in look.slots.all() if slot.craft]
    words = [Said(str(slot.value.get("words", ""))) for slot in slots if slot.kind == SlotKind.WORDS]
    return (*words, *(person(slot.by_id, slot.by.name) for slot in slots))


def _pieces(look: Look) -> list[str]:
    return [
        str(piece.get("garment", ""))
        for slot in look.slots.all()
        if slot.kind == SlotKind.GARMENTS
        for piece in slot.value.get("pieces", [])
    ]


def _worn_in(looks: Iterable[Look]) -> dict[str, str]:
    worn = {piece for look in looks for piece in _pieces(look)}
    return {str(id): title for id, title in Garment.objects.filter(id__in=worn).values_list("id", "title")}


def pictures(ids: Collection[UUID]) -> list[Entry]:
    rows = Preview.objects.filter(id__in=ids).select_related("look__shoot", "look__by", "by", "recipe")
    cast = Cast.of(
        PreviewTwin.objects.filter(preview__in=ids)
        .exclude(twin__state=Twin.State.ERASED)
        .values_list("preview_id", "twin_id", "twin__name")
    )
    found = []
    for row in rows:
        shoot = row.look.shoot
        said = (*_of_look(row.look), Said(_seed(row.recipe.canonical)), person(row.by_id, row.by.name))
        entry = Entry(PICTURE, row.id, row.at, shoot.house_id, shoot.id, said)
        found.append(_with(entry, cast.names(row.id, shoot.house_id)))
        found += cast.owners(entry)
    return found


def _seed(canonical: str) -> str:
    """Looked for as "seed 42"; a number that stands for something is also found alone."""
    seed = int(json.loads(canonical).get("seed", 0))
    return f"seed{seed} {seed}" if seed else "seed0"


def cards(ids: Collection[UUID]) -> list[Entry]:
    """What somebody wrote, coloured or brought on a board. A card that shows a thing is found as that thing."""
    rows = Card.objects.filter(id__in=ids, removed_at=None).exclude(kind__in=SHOWS_A_THING)
    laid = list(rows.select_related("board__shoot", "by"))
    brought = Picture.objects.in_bulk([UUID(row.about) for row in laid if row.about])
    return [
        Entry(
            CARD,
            row.id,
            row.at,
            row.board.shoot.house_id,
            row.board.shoot_id,
            (*_on_card(row, brought.get(UUID(row.about)) if row.about else None), _author(row)),
            colours_of(row.content),
        )
        for row in laid
    ]


def _on_card(card: Card, brought: Picture | None) -> tuple[Said, ...]:
    said = (Said(contents.plain(card.content)), Said(str(card.content.get("whose", ""))))
    return (*said, Said(brought.title), Said(brought.source)) if brought else said


def _author(card: Card) -> Said:
    return person(card.by_id, card.by.name)


def colours_of(content: Mapping[str, Any]) -> tuple[str, ...]:
    several = [str(each.get("colour", "")) for each in content.get("colours", [])]
    return tuple(dict.fromkeys(filter(contents.is_colour, [str(content.get("colour", "")), *several])))


def notes(ids: Collection[UUID]) -> list[Entry]:
    """Drawn on a picture, for whoever reviews it."""
    rows = Note.objects.filter(id__in=ids).select_related("preview__look__shoot", "by")
    return [
        Entry(
            NOTE,
            row.id,
            row.at,
            row.preview.look.shoot.house_id,
            row.preview.look.shoot_id,
            (Said(row.words), person(row.by_id, row.by.name)),
        )
        for row in rows
    ]


def talks(ids: Collection[UUID]) -> list[Entry]:
    """What is said on a board, with the names of whom it names. What was taken back is found no more."""
    rows = Comment.objects.filter(id__in=ids, taken_back_at=None).select_related("thread__board__shoot", "by", "guest")
    found = []
    for row in rows.prefetch_related("mentions__person"):
        board = row.thread.board
        author = person(row.by_id, row.by.name) if row.by_id and row.by else Said(row.author)
        named = [person(each.person_id, each.person.name) for each in row.mentions.all()]
        said = (Said(NAMED.sub(" ", row.words)), author, *named)
        found.append(Entry(TALK, row.id, row.at, board.shoot.house_id, board.shoot_id, said))
    return found


def twins(ids: Collection[UUID]) -> list[Entry]:
    """In every shoot in which she is cast or pictured; and, wherever she is, for herself."""
    found = []
    rows = {twin.pk: twin for twin in Twin.objects.filter(pk__in=ids).exclude(state=Twin.State.ERASED)}
    gone = away(rows.keys())
    for id, twin in rows.items():
        said = (Said(twin.name, f"twin:{id}"),)
        found.append(Entry(TWIN, id, twin.created_at, None, id, said))
        found += [
            Entry(TWIN, id, twin.created_at, house, shoot, said)
            for shoot, house in _where(id)
            if (id, house) not in gone
        ]
    return found


def _where(twin: UUID) -> list[tuple[UUID, UUID]]:
    cast = LookTwin.objects.filter(twin=twin).values("look__shoot")
    pictured = PreviewTwin.objects.filter(twin=twin).values("preview__look__shoot")
    here = Shoot.objects.filter(Q(id__in=cast) | Q(id__in=pictured))
    return list(here.order_by("id").values_list("id", "house_id"))


READERS: Mapping[str, Reader] = {
    SHOOT: shoots,
    BOARD: boards,
    LOOK: looks,
    PICTURE: pictures,
    GARMENT: garments,
    CARD: cards,
    NOTE: notes,
    TALK: talks,
    TWIN: twins,
}
MODELS: Mapping[str, Any] = {
    SHOOT: Shoot,
    BOARD: Board,
    LOOK: Look,
    PICTURE: Preview,
    GARMENT: Garment,
    CARD: Card,
    NOTE: Note,
    TALK: Comment,
    TWIN: Twin,
}
