"""The wall: every picture of her, in the state it is in, with who holds which copy of it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from studio.approvals.models import Master
from studio.assets.models import Delivery
from studio.consent.words import label, territory
from studio.home.pictures import Picture
from studio.ledger.statements import Line, Statement
from studio.media.models import Blob
from studio.previews.models import Preview, PreviewQuerySet
from studio.previews.pictures import Shown
from studio.twins.models import CompCardPicture, Twin

A_PAGE = 24
FILTERS = ("all", "out", "previews")
TALL = 0.9  # a picture wider than this part of its height is cropped to the wall's 4:5, others are shown whole
SLIM = 0.74


@dataclass(frozen=True, slots=True)
class Tile:
    """kind: out, ended, sealed, proof, refused, preview or comp-card."""

    kind: str
    blob: Blob
    preview: Preview | None = None
    master: Master | None = None
    delivery: Delivery | None = None
    line: Line | None = None
    alt: str = ""

    @property
    def is_whole(self) -> bool:
        return not SLIM < self.blob.width_px / max(self.blob.height_px, 1) < TALL

    @property
    def places(self) -> str:
        return ", ".join(territory(code) for code in self.delivery.territories) if self.delivery else ""

    @property
    def channel(self) -> str:
        return label("channel", self.delivery.channel) if self.delivery else ""


@dataclass(frozen=True, slots=True)
class Wall:
    tiles: tuple[Tile, ...]
    total: int
    out: int
    show: str
    older: int | None  # the next page, where there is one
    shown: Mapping[UUID, Shown] = field(default_factory=dict)

    @property
    def previews(self) -> int:
        return self.total - self.out

    @property
    def hung(self) -> list[tuple[Tile, Shown | None]]:
        return [(tile, self.shown.get(tile.blob.id)) for tile in self.tiles]


def of_her(twins: Sequence[Twin]) -> PreviewQuerySet:
    return Preview.objects.made().filter(id__in=Preview.objects.filter(twins__twin__in=twins).values("id"))


WENT_OUT = Q(master__asset__renditions__deliveries__isnull=False)


def page_of(twins: Sequence[Twin], *, show: str, page: int) -> tuple[list[Preview], dict[str, int]]:
    """One page of rows, the newest first, and how many there are of each kind: two queries."""
    rows = of_her(twins)
    counts = rows.aggregate(
        total=Count("id", distinct=True), out=Count("id", filter=WENT_OUT, distinct=True)
    )
    if show == "out":
        rows = rows.filter(WENT_OUT).distinct()
    elif show == "previews":
        rows = rows.exclude(id__in=of_her(twins).filter(WENT_OUT).values("id"))
    first = max(page - 1, 0) * A_PAGE
    rows = rows.select_related("picture", "by", "look__shoot__house", "look__shoot__brief").order_by("-made_at", "-id")
    return list(rows[first : first + A_PAGE]), counts


def masters_for(previews: Iterable[Preview]) -> dict[UUID, Master]:
    rows = Master.objects.filter(preview__in=list(previews), made_at__isnull=False)
    return {master.preview_id: master for master in rows.select_related("asset", "proof")}


def deliveries_for(twins: Sequence[Twin]) -> list[Delivery]:
    """Every copy that anybody holds of her: the wall, the money and the calendar all read these."""
    rows = Delivery.objects.filter(rendition__asset__twins__twin__in=twins).distinct()
    return list(rows.select_related("house", "by", "rendition__file", "rendition__asset__master__preview__look"))


def tiles_of(
    previews: Iterable[Preview],
    masters: Mapping[UUID, Master],
    deliveries: Iterable[Delivery],
    statement: Statement,
    refused: Iterable[str],
    today: date,
) -> list[Tile]:
    by_preview: dict[UUID, list[Delivery]] = defaultdict(list)
    for delivery in deliveries:
        by_preview[delivery.rendition.asset.master.preview_id].append(delivery)
    lines = {line.about: line for line in statement.lines if line.kind == "delivery"}
    found: list[Tile] = []
    for preview in previews:
        master = masters.get(preview.id)
        if preview.id in by_preview:
            found += [_out(each, preview, master, lines, today) for each in by_preview[preview.id]]
        elif tile := _in_the_studio(preview, master, set(refused)):
            found.append(tile)
    return found


def _out(
    delivery: Delivery, preview: Preview, master: Master | None, lines: Mapping[str, Line], today: date
) -> Tile:
    kind = "ended" if delivery.ends_on < today else "out"
    line = lines.get(str(delivery.id))
    return Tile(kind, delivery.rendition.file, preview, master, delivery, line, alt=alt_of(preview))


def _in_the_studio(preview: Preview, master: Master | None, refused: set[str]) -> Tile | None:
    blob = master.proof if master and master.proof else preview.picture
    if blob is None:
        return None
    return Tile(_kind(master, refused), blob, preview, master, alt=alt_of(preview))


def _kind(master: Master | None, refused: set[str]) -> str:
    if master is None:
        return "preview"
    if str(master.id) in refused:
        return "refused"
    asset = getattr(master, "asset", None)
    return "sealed" if asset and asset.sealed_at else "proof"


def alt_of(preview: Preview) -> str:
    return _("You in %(look)s, %(shoot)s") % {"look": preview.look.title or preview.look, "shoot": preview.look.shoot}


def comp_cards(twins: Sequence[Twin]) -> list[Tile]:
    rows = CompCardPicture.objects.filter(twin__in=twins).select_related("picture").order_by("twin", "position")
    return [Tile("comp-card", row.picture, alt=row.alt) for row in rows]


def pictures_in(tiles: Iterable[Tile]) -> list[Picture]:
    return [Picture(tile.blob, tile.preview) for tile in tiles if tile.preview]
