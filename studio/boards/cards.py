"""What lies on a board, as a page shows it: in a constant number of queries, however many cards there are."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch

from studio.boards.models import Board, Card
from studio.looks import slots
from studio.looks.models import Backdrop, Garment, GarmentView, Look, Slot, SlotKind
from studio.media import addresses
from studio.media.addresses import Wanted
from studio.people.models import Person
from studio.previews.models import Preview
from studio.previews.pictures import Shown, shown
from studio.twins.models import Twin

Kind = Card.Kind


@dataclass(frozen=True, slots=True)
class CardView:
    """A card with what it shows. `url`: a garment's or a preview's address. `shown`: why a twin's is there or not."""

    card: Card
    garment: Garment | None = None
    look: Look | None = None
    preview: Preview | None = None
    shown: Shown | None = None
    url: str = ""
    twins: tuple[Twin, ...] = field(default_factory=tuple)

    @property
    def twin_ids(self) -> str:
        """For the page, which veils a card the moment one of these is paused."""
        return " ".join(str(twin.id) for twin in self.twins)

    @property
    def consent(self) -> str:
        if self.look is not None and not self.twins:
            return "none"
        return self.shown.state if self.shown is not None and self.shown.state else "yes"


@dataclass(frozen=True, slots=True)
class SlotLine:
    """A slot as the panel beside the board says it."""

    label: str
    words: str
    by: str


def slot_lines(look: Look) -> list[SlotLine]:
    """In the order of the dressing table. Whoever merely opened the look is not named for what nobody has set."""
    rows = {slot.kind: slot for slot in look.slots.select_related("by")}
    names = names_in(look, rows)
    return [
        SlotLine(str(kind.label), slots.read(kind, row.value).words(names), row.by.name if row.craft else "")
        for kind in SlotKind
        if (row := rows.get(kind)) and (row.craft or kind in {SlotKind.TWIN, SlotKind.GARMENTS})
    ]


def names_in(look: Look, rows: dict[str, Slot]) -> dict[str, str]:
    """The names of what the slots point at, by id."""
    names = {str(row.twin_id): row.twin.name for row in look.cast.select_related("twin")}
    worn = [piece["garment"] for piece in rows["garments"].value.get("pieces", [])] if "garments" in rows else []
    names |= {str(garment.id): garment.title for garment in Garment.objects.filter(id__in=worn)}
    if "place" in rows and (backdrop := rows["place"].value.get("backdrop")):
        names |= {str(row.id): row.name for row in Backdrop.objects.filter(id=backdrop)}
    return names


def on(board: Board) -> list[Card]:
    return list(Card.objects.filter(board=board, removed_at=None).select_related("by").order_by("layer", "at"))


def views(cards: Sequence[Card], *, viewer: Person, session_key: str, now: datetime) -> list[CardView]:
    """Cards whose thing is gone are left out."""
    garments = garments_of(cards)
    looks = looks_of(cards)
    previews = {look.latest[0].id: look.latest[0] for look in looks.values() if look.latest}  # type: ignore[attr-defined]
    laid = Preview.objects.for_page().filter(id__in=abouts(cards, Kind.PREVIEW))
    previews |= {preview.id: preview for preview in laid}
    pictures = shown(list(previews.values()), viewer=viewer, session_key=session_key, variant="card", now=now)
    urls = addresses.addresses(session_key, [wanted for garment in garments.values() for wanted in picture_of(garment)])
    found = [view(card, garments, looks, previews, pictures, urls) for card in cards]
    return [each for each in found if each]


def abouts(cards: Sequence[Card], kind: str) -> list[UUID]:
    return [UUID(card.about) for card in cards if card.kind == kind and card.about]


def garments_of(cards: Sequence[Card]) -> dict[UUID, Garment]:
    front = GarmentView.objects.filter(view="front").select_related("cutout", "picture", "upload")
    garments = Garment.objects.filter(id__in=abouts(cards, Kind.GARMENT)).select_related("by")
    return {garment.id: garment for garment in garments.prefetch_related(Prefetch("views", front, to_attr="fronts"))}


def looks_of(cards: Sequence[Card]) -> dict[UUID, Look]:
    made = Preview.objects.made().as_looks_stood().for_page()
    looks = Look.objects.filter(id__in=abouts(cards, Kind.LOOK)).select_related("shoot")
    latest = Prefetch("previews", made, to_attr="latest")
    return {look.id: look for look in looks.prefetch_related(latest, "cast__twin__owner")}


def picture_of(garment: Garment) -> list[Wanted]:
    """The cut-out where there is one, else the picture as it came."""
    blobs = [view.cutout or view.picture for view in garment.fronts]  # type: ignore[attr-defined]
    return [Wanted(blob.id, "card", gates=()) for blob in blobs if blob]


def view(
    card: Card,
    garments: dict[UUID, Garment],
    looks: dict[UUID, Look],
    previews: dict[UUID, Preview],
    pictures: dict[UUID, Shown],
    urls: dict[UUID, str],
) -> CardView | None:
    about = UUID(card.about) if card.about else None
    if card.kind == Kind.GARMENT:
        garment = garments.get(about) if about else None
        return of_garment(card, garment, urls) if garment else None
    if card.kind == Kind.LOOK:
        look = looks.get(about) if about else None
        return of_look(card, look, pictures) if look else None
    if card.kind == Kind.PREVIEW:
        preview = previews.get(about) if about else None
        return of_preview(card, preview, pictures) if preview else None
    return CardView(card)


def of_garment(card: Card, garment: Garment, urls: dict[UUID, str]) -> CardView:
    wanted = picture_of(garment)
    return CardView(card, garment=garment, url=urls.get(wanted[0].blob_id, "") if wanted else "")


def of_look(card: Card, look: Look, pictures: dict[UUID, Shown]) -> CardView:
    preview = look.latest[0] if look.latest else None  # type: ignore[attr-defined]
    picture = pictures.get(preview.id) if preview else None
    twins = tuple(row.twin for row in look.cast.all())
    return CardView(card, look=look, preview=preview, shown=picture, url=picture.url if picture else "", twins=twins)


def of_preview(card: Card, preview: Preview, pictures: dict[UUID, Shown]) -> CardView:
    picture = pictures[preview.id]
    twins = tuple(row.twin for row in preview.twins.all())
    return CardView(card, look=preview.look, preview=preview, shown=picture, url=picture.url, twins=twins)
