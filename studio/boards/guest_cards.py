"""A board as a guest reads it: a column of cards, section by section, in a constant number of queries."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from studio.approvals.guest_actions import decisions_by
from studio.approvals.models import GuestDecision
from studio.boards import cards
from studio.boards.guest_pictures import shown_to_guests
from studio.boards.guest_talks import talks_of
from studio.boards.models import BoardGuest, Card, Thread
from studio.boards.thread_reading import Said
from studio.decisions import YES, Decision
from studio.looks.models import Garment
from studio.media.models import Blob
from studio.people.models import GuestLink
from studio.previews.models import Preview

Kind = Card.Kind
Talk = tuple[Thread, list[Said]]
OF_A_LOOK = frozenset({Kind.LOOK, Kind.PREVIEW})


@dataclass(frozen=True, slots=True)
class GuestCard:
    """What one card tells a guest. decision: whether its picture shows. blob: what the picture is made of, if it does.

    said: what this guest decided last of the picture. preview: what there is to decide about. talks: hers, on the card.
    """

    card: Card
    title: str = ""
    decision: Decision = YES
    blob: Blob | None = None
    preview: Preview | None = None
    said: GuestDecision | None = None
    talks: tuple[Talk, ...] = ()

    @property
    def is_veiled(self) -> bool:
        return not self.decision

    @property
    def twins(self) -> tuple[str, ...]:
        """The gates that the page listens to."""
        return tuple(row.twin.gate_name for row in self.preview.twins.all()) if self.preview else ()


@dataclass(frozen=True, slots=True)
class Part:
    """A section with what lies in it; without a section, what lies outside of all."""

    section: Card | None
    cards: tuple[GuestCard, ...]


@dataclass(frozen=True, slots=True)
class Things:
    """What the cards point at."""

    garments: Mapping[UUID, Garment]
    looked: Mapping[UUID, Preview | None]
    titles: Mapping[UUID, str]
    previews: Mapping[UUID, Preview]
    decisions: Mapping[UUID, Decision]
    said: Mapping[UUID, GuestDecision]


def visible_to(guest: BoardGuest) -> list[Card]:
    """The cards of the part of the board she was let in to. A section that is gone takes everything with it."""
    laid = cards.on(guest.board)
    if guest.reach == BoardGuest.Reach.LOOKS:
        return [card for card in laid if card.kind in OF_A_LOOK]
    if guest.reach == BoardGuest.Reach.SECTION:
        section = next((card for card in laid if card.id == guest.section_id), None)
        return [card for card in laid if section and lies_in(card, section)]
    return laid


def lies_in(card: Card, section: Card) -> bool:
    """By what carries it; a card that nothing carries lies where its middle lies."""
    if card.id == section.id:
        return True
    if card.section_id is not None:
        return card.section_id == section.id
    across, down = card.x + card.width / 2, card.y + card.height / 2
    return section.x <= across <= section.x + section.width and section.y <= down <= section.y + section.height


def parts_of(guest: BoardGuest, now: datetime) -> list[Part]:
    """What lies in no section first, then section by section; within each as one reads, row by row."""
    laid = visible_to(guest)
    sections = sorted((card for card in laid if card.kind == Kind.SECTION), key=_as_read)
    told = seen(guest, [card for card in laid if card.kind != Kind.SECTION], now)
    within: dict[UUID | None, list[GuestCard]] = {None: []} | {section.id: [] for section in sections}
    for each in sorted(told, key=lambda each: _as_read(each.card)):
        home = next((section.id for section in sections if lies_in(each.card, section)), None)
        within[home].append(each)
    parts = [Part(None, tuple(within[None])), *(Part(section, tuple(within[section.id])) for section in sections)]
    return [part for part in parts if part.cards]


def _as_read(card: Card) -> tuple[float, float]:
    return round(card.y / 40), card.x


def one(guest: BoardGuest, card_id: UUID, now: datetime) -> GuestCard | None:
    """One card, if it lies in her part of the board."""
    found = next((card for card in visible_to(guest) if card.id == card_id), None)
    return next(iter(seen(guest, [found], now)), None) if found else None


def seen(guest: BoardGuest, laid: Sequence[Card], now: datetime) -> list[GuestCard]:
    things = things_of(guest, laid, now)
    read = (READERS.get(card.kind, _words)(card, things) for card in laid)
    talks = talks_of(guest, laid) if guest.link.rights != GuestLink.Rights.VIEW else {}
    return [replace(each, talks=tuple(talks.get(each.card.id, ()))) for each in read if each is not None]


def things_of(guest: BoardGuest, laid: Sequence[Card], now: datetime) -> Things:
    looks = cards.looks_of(laid)
    latest = {look.id: next(iter(cards.newest(look)), None) for look in looks.values()}
    made = Preview.objects.for_page().made().filter(id__in=cards.abouts(laid, Kind.PREVIEW))
    previews = {preview.id: preview for preview in (*made, *latest.values()) if preview}
    return Things(
        garments=cards.garments_of(laid),
        looked=latest,
        titles={look.id: str(look) for look in looks.values()},
        previews=previews,
        decisions=shown_to_guests(list(previews.values()), now),
        said=decisions_by(guest.link, previews),
    )


def _of_garment(card: Card, things: Things) -> GuestCard | None:
    """Its cut-out; never the picture as it came, which may show somebody wearing it."""
    garment = things.garments.get(UUID(card.about)) if card.about else None
    if garment is None:
        return None
    cutouts = (view.cutout for view in cards.fronts(garment))
    return GuestCard(card, title=garment.title, blob=next((blob for blob in cutouts if blob), None))


def _of_look(card: Card, things: Things) -> GuestCard | None:
    about = UUID(card.about) if card.about else None
    if about is None or about not in things.looked:
        return None
    return _of_picture(card, things.looked[about], things.titles[about], things)


def _of_preview(card: Card, things: Things) -> GuestCard | None:
    preview = things.previews.get(UUID(card.about)) if card.about else None
    return _of_picture(card, preview, str(preview.look), things) if preview else None


def _of_picture(card: Card, preview: Preview | None, title: str, things: Things) -> GuestCard:
    if preview is None:
        return GuestCard(card, title=title)
    decision = things.decisions[preview.id]
    return GuestCard(
        card,
        title=title,
        decision=decision,
        blob=preview.picture if decision else None,
        preview=preview,
        said=things.said.get(preview.id),
    )


def _words(card: Card, things: Things) -> GuestCard | None:
    """A reference by its words and source alone, for it may show anybody; so with every picture nobody made here."""
    return GuestCard(card, title=str(card.content.get("words", "")))


def _nothing(card: Card, things: Things) -> GuestCard | None:
    """An arrow says nothing in a column; another board, a sheet of trials and a face chart stay with the crew."""
    return None


Reader = Callable[[Card, Things], GuestCard | None]
READERS: Mapping[str, Reader] = {
    Kind.GARMENT: _of_garment,
    Kind.LOOK: _of_look,
    Kind.PREVIEW: _of_preview,
    Kind.ARROW: _nothing,
    Kind.BOARD: _nothing,
    Kind.SHEET: _nothing,
    Kind.CHART: _nothing,
}


def gates_in(parts: Iterable[Part]) -> list[str]:
    return sorted({name for part in parts for each in part.cards for name in each.twins})
