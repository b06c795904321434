"""What lies on a board, as a page shows it: in a constant number of queries, however many cards there are."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet

from studio.boards.models import Board, Card
from studio.consent.facts import facts_of
from studio.consent.rules import OFFER, may_use
from studio.looks import slots
from studio.looks.models import Backdrop, Garment, GarmentView, Look, LookTwin, Picture, Slot, SlotKind
from studio.looks.shades import paint_name
from studio.looks.slots import FINISH_WORDS, REGION_WORDS, MakeupSlot
from studio.media import addresses
from studio.media.addresses import Wanted
from studio.people.models import Person
from studio.previews.actions import uses
from studio.previews.models import Preview, PreviewTwin
from studio.previews.pictures import Shown, shown
from studio.shoots.uses import Worn
from studio.twins.models import Twin

Kind = Card.Kind
OF_LOOKS = (Kind.LOOK, Kind.SHEET, Kind.CHART)  # their `about` is a look
FRAMES_MOST = 12
FINER = ("thumb", "large")  # a page far away shows small pictures, one close by large ones
WORST_FIRST = ("paused", "no", "lapsed", "asks", "yes")


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks at the board, in which session, and when."""

    viewer: Person
    session_key: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture of a contact sheet, or the reason for its veil."""

    preview: Preview
    shown: Shown


@dataclass(frozen=True, slots=True)
class Paint:
    """A region of a face chart: what lies on it."""

    label: str
    colour: str
    words: str


@dataclass(frozen=True, slots=True)
class CardView:
    """A card with what it shows. `url`: a garment's or a preview's address. `shown`: why a twin's is there or not.

    twins: who is cast, in order. state: consent where no picture says it. inner: the board that a card leads to.
    """

    card: Card
    garment: Garment | None = None
    look: Look | None = None
    preview: Preview | None = None
    shown: Shown | None = None
    url: str = ""
    twins: tuple[Twin, ...] = field(default_factory=tuple)
    state: str = ""
    frames: tuple[Frame, ...] = ()
    paints: tuple[Paint, ...] = ()
    inner: Board | None = None
    inner_cards: int = 0
    brought: Picture | None = None
    sizes: Mapping[str, str] = field(default_factory=dict)

    @property
    def thumb(self) -> str:
        return self.sizes.get("thumb", "")

    @property
    def large(self) -> str:
        return self.sizes.get("large", "")

    @property
    def twin_ids(self) -> str:
        """For the page, which veils a card the moment one of these is paused: whoever is cast, and who is in it."""
        pictures = [frame.preview for frame in self.frames] + ([self.preview] if self.preview else [])
        within = (row.twin_id for preview in pictures for row in preview.twins.all())
        return " ".join(dict.fromkeys(map(str, (*(twin.id for twin in self.twins), *within))))

    @property
    def consent(self) -> str:
        if self.frames:
            return worst([frame.shown.state for frame in self.frames])
        if self.look is not None and not self.twins:
            return "none"
        if self.shown is not None and self.shown.state:
            return self.shown.state
        return self.state or "yes"


def worst(states: Collection[str]) -> str:
    return next((state for state in WORST_FIRST if state in states), "none")


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


# Which cards


def on(board: Board) -> list[Card]:
    """All that lies there, the lowest first."""
    return list(lying_on(board).select_related("by").order_by("layer", "at"))


def boxes_on(board: Board) -> list[tuple[UUID, float, float, float, float]]:
    """Where each card lies, without the rest of it."""
    return list(lying_on(board).order_by("layer", "at").values_list("id", "x", "y", "width", "height"))


def some(board: Board, ids: Collection[UUID]) -> list[Card]:
    return list(lying_on(board).filter(id__in=ids).select_related("by").order_by("layer", "at"))


def lying_on(board: Board) -> QuerySet[Card]:
    return Card.objects.filter(board=board, removed_at=None)


def twins_on(board: Board) -> list[UUID]:
    """Everybody who is cast or seen anywhere on it: a page hears of each, whether it shows her card yet or not."""
    abouts = lying_on(board).filter(kind__in=[*OF_LOOKS, Kind.PREVIEW]).values_list("kind", "about")
    looks: set[UUID] = set()
    previews: set[UUID] = set()
    for kind, about in abouts:
        (previews if kind == Kind.PREVIEW else looks).add(UUID(about))
    cast = LookTwin.objects.filter(look__in=looks).values_list("twin", flat=True)
    seen = PreviewTwin.objects.filter(Q(preview__in=previews) | Q(preview__look__in=looks))
    return sorted({*cast, *seen.values_list("twin", flat=True)})


# What they show


def views(cards: Sequence[Card], *, viewer: Person, session_key: str, now: datetime) -> list[CardView]:
    """In the same order. Cards whose thing is gone are left out."""
    reader = Reader(viewer, session_key, now)
    by_hand = {card.id: CardView(card) for card in cards if card.kind not in OF_SOMETHING}
    of_something = [load(of_kinds(cards, kinds), reader) for kinds, load in LOADED]
    found = {id: view for views in (by_hand, *of_something) for id, view in views.items()}
    return [found[card.id] for card in cards if card.id in found]


def of_kinds(cards: Sequence[Card], kinds: Collection[str]) -> list[Card]:
    return [card for card in cards if card.kind in kinds and card.about]


def abouts(cards: Sequence[Card], *kinds: str) -> list[UUID]:
    return [UUID(card.about) for card in of_kinds(cards, kinds)]


def garments_of(cards: Sequence[Card]) -> dict[UUID, Garment]:
    front = GarmentView.objects.filter(view="front").select_related("cutout", "picture", "upload")
    garments = Garment.objects.filter(id__in=abouts(cards, Kind.GARMENT)).select_related("by")
    return {garment.id: garment for garment in garments.prefetch_related(Prefetch("views", front, to_attr="fronts"))}


def garments(cards: Sequence[Card], reader: Reader) -> dict[UUID, CardView]:
    known = garments_of(cards)
    blobs = {row.id: picture_of(row) for row in known.values()}
    sizes = sizes_of([blob for blob in blobs.values() if blob], reader)
    return {
        card.id: CardView(card, garment=row, url=found.get("card", ""), sizes=found)
        for card in cards
        if (row := known.get(UUID(card.about)))
        for found in [sizes.get(blobs[row.id], {})]
    }


def fronts(garment: Garment) -> list[GarmentView]:
    """Of a garment from `garments_of`."""
    found: list[GarmentView] = garment.fronts  # type: ignore[attr-defined]
    return found


def picture_of(garment: Garment) -> UUID | None:
    """The cut-out where there is one, else the picture as it came."""
    blobs = [view.cutout or view.picture for view in fronts(garment)]
    return next((blob.id for blob in blobs if blob), None)


def sizes_of(blobs: Sequence[UUID], reader: Reader) -> dict[UUID | None, dict[str, str]]:
    """The addresses of pictures of no twin, in each size a board shows."""
    wanted = [Wanted(blob, size, gates=()) for blob in blobs for size in ("card", *FINER)]
    found: dict[UUID | None, dict[str, str]] = {}
    for (blob, size), address in addresses.addresses_of(reader.session_key, wanted).items():
        found.setdefault(blob, {})[size] = address
    return found


def pictures(cards: Sequence[Card], reader: Reader) -> dict[UUID, CardView]:
    """What was brought to be looked at. Nobody's consent stands behind it: it is no twin's."""
    rows = Picture.objects.filter(id__in=abouts(cards, Kind.PICTURE, Kind.REFERENCE)).select_related("by")
    known = {row.id: row for row in rows} if cards else {}
    sizes = sizes_of([row.picture_id for row in known.values() if row.picture_id], reader)
    return {
        card.id: CardView(card, brought=row, url=found.get("card", ""), sizes=found)
        for card in cards
        if (row := known.get(UUID(card.about)))
        for found in [sizes.get(row.picture_id, {})]
    }


def looks_of(cards: Sequence[Card]) -> dict[UUID, Look]:
    """With the newest of what was made of each as it stood, and who is cast."""
    looks = Look.objects.filter(id__in=abouts(cards, *OF_LOOKS)).select_related("shoot__brief")
    as_stood = Preview.objects.made().as_looks_stood().for_page().order_by("-at", "-number")
    most = FRAMES_MOST if any(card.kind == Kind.SHEET for card in cards) else 1
    latest = Prefetch("previews", as_stood[:most], to_attr="latest")
    return {look.id: look for look in looks.prefetch_related(latest, "cast__twin__owner")}


def pictured(cards: Sequence[Card], reader: Reader) -> dict[UUID, CardView]:
    """Looks, their contact sheets and charts, and single previews: what twins are in, decided for all at once."""
    looks = looks_of(cards)
    laid = Preview.objects.for_page().filter(id__in=abouts(cards, Kind.PREVIEW))
    previews = {preview.id: preview for look in looks.values() for preview in newest(look)}
    previews |= {preview.id: preview for preview in laid}
    pictures = shown(
        list(previews.values()),
        viewer=reader.viewer,
        session_key=reader.session_key,
        variant="card",
        now=reader.now,
        also=FINER,
    )
    states = states_of([look for look in looks.values() if not newest(look)], reader)
    paints = paints_of([card for card in cards if card.kind == Kind.CHART])
    found: dict[UUID, CardView] = {}
    for card in cards:
        about = UUID(card.about)
        if card.kind == Kind.PREVIEW:
            if about in previews:
                found[card.id] = of_preview(card, previews[about], pictures[about])
        elif about in looks:
            state = states.get(about, "")
            found[card.id] = of_a_look(card, looks[about], pictures, paints.get(about, ()), state)
    return found


def newest(look: Look) -> list[Preview]:
    """Of a look from `looks_of`: its previews as it stands, the newest first."""
    found: list[Preview] = look.latest  # type: ignore[attr-defined]
    return found


def states_of(looks: Sequence[Look], reader: Reader) -> dict[UUID, str]:
    """What consent says of a cast look while no picture of it was made: to the brief, whatever is worn in it."""
    cast = {row.twin.id: row.twin for look in looks for row in look.cast.all()}
    facts = facts_of(list(cast.values()), reader.now)
    states: dict[UUID, str] = {}
    for look in looks:
        asked = uses(look, OFFER, reader.now, worn=Worn())
        answers = [may_use(facts[row.twin_id], asked(row.twin)) for row in look.cast.all()]
        if answers:
            paused = any(answer.code == "owner-paused" for answer in answers)
            states[look.id] = "paused" if paused else "yes" if all(answers) else "no"
    return states


def paints_of(charts: Sequence[Card]) -> dict[UUID, tuple[Paint, ...]]:
    """Each look's face chart, region by region."""
    rows = Slot.objects.filter(look__in=abouts(charts, Kind.CHART), kind=SlotKind.MAKEUP) if charts else ()
    return {row.look_id: tuple(painted(MakeupSlot.from_json(row.value))) for row in rows}


def painted(makeup: MakeupSlot) -> Iterator[Paint]:
    for region, tint in makeup.tints.items():
        words = f"{paint_name(tint.colour)}, {FINISH_WORDS[tint.finish]}"
        yield Paint(str(REGION_WORDS[region]), tint.colour, words)


def of_preview(card: Card, preview: Preview, picture: Shown) -> CardView:
    twins = tuple(row.twin for row in preview.twins.all())
    found = CardView(card, look=preview.look, preview=preview, twins=twins)
    return replace(found, shown=picture, url=picture.url, sizes=picture.sizes)


def of_a_look(
    card: Card, look: Look, pictures: Mapping[UUID, Shown], paints: tuple[Paint, ...], state: str
) -> CardView:
    """Itself, its contact sheet, or its face chart. The chart shows no twin; whose face it is for stands on it."""
    if card.kind == Kind.SHEET:
        return of_sheet(card, look, pictures, state)
    if card.kind == Kind.CHART:
        return CardView(card, look=look, paints=paints, twins=cast_in(look), state=state)
    return of_look(card, look, pictures, state)


def of_look(card: Card, look: Look, pictures: Mapping[UUID, Shown], state: str) -> CardView:
    preview = next(iter(newest(look)), None)
    picture = pictures[preview.id] if preview else None
    found = CardView(card, look=look, preview=preview, twins=cast_in(look), state=state)
    return replace(found, shown=picture, url=picture.url, sizes=picture.sizes) if picture else found


def of_sheet(card: Card, look: Look, pictures: Mapping[UUID, Shown], state: str) -> CardView:
    frames = tuple(Frame(preview, pictures[preview.id]) for preview in newest(look))
    return CardView(card, look=look, frames=frames, twins=cast_in(look), state=state)


def cast_in(look: Look) -> tuple[Twin, ...]:
    return tuple(row.twin for row in look.cast.all())


def boards(cards: Sequence[Card], reader: Reader) -> dict[UUID, CardView]:
    """Boards that lie on this one, as far as the reader may see them."""
    if not cards:
        return {}
    seen = Board.objects.visible_to(reader.viewer).filter(id__in=abouts(cards, Kind.BOARD))
    known = {board.id: board for board in seen}
    lying = dict(seen.annotate(lying=Count("cards", Q(cards__removed_at=None))).values_list("id", "lying"))
    return {
        card.id: CardView(card, inner=board, inner_cards=lying[board.id])
        for card in cards
        if (board := known.get(UUID(card.about)))
    }


Load = Callable[[Sequence[Card], Reader], dict[UUID, CardView]]
LOADED: tuple[tuple[tuple[str, ...], Load], ...] = (
    ((Kind.GARMENT,), garments),
    ((*OF_LOOKS, Kind.PREVIEW), pictured),
    ((Kind.BOARD,), boards),
    ((Kind.PICTURE, Kind.REFERENCE), pictures),
)  # what a card of some kind shows, all of a kind at once; the rest show what they say themselves
OF_SOMETHING = frozenset(kind for kinds, _load in LOADED for kind in kinds)
