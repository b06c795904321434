"""What was found, in groups, as a page shows it: read through the tables' own `visible_to`, in constant queries."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as say
from django.utils.translation import pgettext_lazy

from studio.approvals.models import Note, Verdict
from studio.boards import contents
from studio.boards.models import Board, Card, Comment
from studio.decisions import Decision
from studio.home.finding import asking
from studio.home.finding.asking import Eyes
from studio.home.finding.entries import BOARD, CARD, GARMENT, LOOK, NOTE, PICTURE, SHOOT, SHOWS_A_THING, TALK, TWIN
from studio.home.finding.query import OF_CONSENT, Query
from studio.jobs.models import ALIVE
from studio.looks.models import Garment, Look, LookTwin
from studio.looks.shades import colour_name
from studio.media import addresses
from studio.media.addresses import Wanted
from studio.people.models import Person
from studio.previews.models import Preview, PreviewTwin
from studio.previews.pictures import Shown, shown
from studio.shoots.models import Shoot
from studio.twins.models import Twin
from studio.web.sentences.told import Words

AT_A_GLANCE = 6
A_PAGE = 60
LOOKED_THROUGH = 240  # pictures whose consent is asked, the newest first, where that is what is looked for
LINE_MOST = 160

GROUPS: Mapping[str, Words] = {
    BOARD: say("Boards"),
    LOOK: say("Looks"),
    PICTURE: say("Pictures"),
    GARMENT: pgettext_lazy("garments", "Pieces"),
    CARD: say("Notes and colours on boards"),
    NOTE: say("Notes on pictures"),
    TALK: say("Said on boards"),
    TWIN: say("Twins"),
    SHOOT: pgettext_lazy("productions", "Shoots"),
}


@dataclass(frozen=True, slots=True)
class Hit:
    """picture: its address; "" where there is none, or where `veil` says why it is not shown. gates: whom it shows."""

    key: str
    title: str
    line: str
    url: str
    picture: str = ""
    veil: Decision | None = None
    consent: str = ""
    colour: str = ""
    gates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    kind: str
    label: Words
    hits: tuple[Hit, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks, and where her pictures' addresses open.

    listens: whether the page hears it when a gate turns. A list that comes as one types does not: it shows no twin.
    """

    person: Person
    session_key: str
    now: datetime
    listens: bool = True


@dataclass(frozen=True, slots=True)
class Seen:
    shown: Shown
    gates: tuple[str, ...]


def search(query: Query, reader: Reader, *, kind: str = "") -> list[Group]:
    """Every group that has something; or one, with a page of it."""
    eyes = asking.eyes_of(reader.person, reader.now)
    most = A_PAGE if kind else AT_A_GLANCE
    groups = (_group(name, query, reader, eyes, most) for name in GROUPS if kind in {"", name})
    return [group for group in groups if group.hits]


def _group(kind: str, query: Query, reader: Reader, eyes: Eyes, most: int) -> Group:
    ids = _ids(kind, query, reader, eyes, most + 1)
    hits = SHOWN_AS[kind](ids, reader) if ids else []
    return Group(kind, GROUPS[kind], tuple(hits[:most]), len(ids) > most)


def _ids(kind: str, query: Query, reader: Reader, eyes: Eyes, most: int) -> list[UUID]:
    """By its words; then by the colour or the state that the same text may mean."""
    found = asking.found(kind, query.words, eyes, most=most) if not _chosen(query) else []
    if query.colour and kind in {GARMENT, CARD}:
        found += asking.near(kind, query.colour.lab, query.colour.beside, eyes, most=most)
    if query.state and kind in {LOOK, PICTURE}:
        found += _in_state(kind, query, reader, eyes, most)
    return list(dict.fromkeys(found))[:most]


def _chosen(query: Query) -> bool:
    """A state that was chosen beside the words narrows them; one that was typed is one of them."""
    return bool(query.state) and query.beside_state == query.words


# States


def _in_state(kind: str, query: Query, reader: Reader, eyes: Eyes, most: int) -> list[UUID]:
    rows: QuerySet[Any] = _pictures_of(reader.person) if kind == PICTURE else Look.objects.visible_to(reader.person)
    if (among := asking.things_with(kind, query.beside_state, eyes)) is not None:
        rows = rows.filter(id__in=among)
    if query.state in OF_CONSENT:
        return _of_consent(kind, rows, query.state, reader, most)
    previews = Preview.objects.filter(_in(query.state))
    rows = rows.filter(id__in=previews.values("id" if kind == PICTURE else "look"))
    return list(rows.order_by("-at", "-id").values_list("id", flat=True)[:most])


def _in(state: str) -> Q:
    signed = Verdict.objects.filter(answer=Verdict.Answer.YES, ended_at=None).values("master__preview")
    return {
        "picked": Q(choice=Preview.Choice.PICK),
        "left": Q(choice=Preview.Choice.LEAVE),
        "making": Q(made_at=None, job__state__in=ALIVE),
        "failed": Q(made_at=None) & ~Q(job__state__in=ALIVE),
        "signed": Q(id__in=signed),
        "finished": Q(master__cleared_at__isnull=False),
    }[state]


def _of_consent(kind: str, rows: QuerySet[Any], state: str, reader: Reader, most: int) -> list[UUID]:
    """Consent is asked picture by picture; it stands in no column, and is true only now."""
    ids = list(rows.order_by("-at", "-id").values_list("id", flat=True)[:LOOKED_THROUGH])
    if kind == PICTURE:
        previews = {id: id for id in ids}
    else:
        previews = {id: latest for id, latest in _latest(ids).items() if latest}
    pictures = _shown(previews.values(), reader)
    return [id for id in ids if id in previews and _stands(pictures.get(previews[id]), state)][:most]


def _stands(picture: Seen | None, state: str) -> bool:
    return picture is not None and picture.shown.state == state


# Pictures


def _pictures_of(person: Person) -> QuerySet[Preview]:
    """Those of her shoots, and those that show her."""
    hers = PreviewTwin.objects.filter(twin__owner=person).exclude(twin__state=Twin.State.ERASED)
    seen = Q(look__shoot__in=Shoot.objects.visible_to(person)) | Q(id__in=hers.values("preview"))
    return Preview.objects.filter(seen)


def _shown(previews: Iterable[UUID], reader: Reader) -> dict[UUID, Seen]:
    rows = list(Preview.objects.filter(id__in=list(previews)).for_page())
    found = shown(rows, viewer=reader.person, session_key=reader.session_key, variant="thumb", now=reader.now)
    return {row.id: Seen(found[row.id], tuple(each.twin.gate_name for each in row.twins.all())) for row in rows}


def _latest(looks: Sequence[UUID]) -> dict[UUID, UUID | None]:
    """Of each look the newest picture of it as it stood."""
    made = Preview.objects.made().as_looks_stood().filter(look=OuterRef("pk")).order_by("-number")
    rows = Look.objects.filter(id__in=looks).annotate(latest=Subquery(made.values("id")[:1]))
    return dict(rows.values_list("id", "latest"))


# Each kind, in the order it was found in


def _boards(ids: Sequence[UUID], reader: Reader) -> list[Hit]:
    rows = Board.objects.visible_to(reader.person).filter(id__in=ids).select_related("shoot__house").in_bulk()
    return [
        Hit(f"board-{id}", row.name, _line(row.shoot.name, row.shoot.house.name), reverse("boards:board", args=[id]))
        for id in ids
        if (row := rows.get(id))
    ]


def _looks(ids: Sequence[UUID], reader: Reader) -> list[Hit]:
    """The owner of a twin finds a look of hers by its newest picture, which is what she may see of it."""
    crew = Look.objects.visible_to(reader.person).filter(id__in=ids).select_related("shoot").in_bulk()
    latest = _latest(ids)
    cast = LookTwin.objects.filter(look__in=ids, twin__owner=reader.person)
    hers = cast.exclude(twin__state=Twin.State.ERASED).values("look")
    own = Look.objects.filter(id__in=hers).exclude(id__in=list(crew)).select_related("shoot").in_bulk()
    pictures = _shown([each for each in latest.values() if each], reader)
    found = []
    for id in ids:
        picture = pictures.get(latest.get(id) or id)
        if row := crew.get(id):
            found.append(_pictured(f"look-{id}", row, reverse("looks:look", args=[id]), picture, reader))
        elif (row := own.get(id)) and (preview := latest.get(id)):
            found.append(_pictured(f"look-{id}", row, reverse("home:picture", args=[preview]), picture, reader))
    return found


def _pictures(ids: Sequence[UUID], reader: Reader) -> list[Hit]:
    rows = _pictures_of(reader.person).filter(id__in=ids).select_related("look__shoot").in_bulk()
    in_crew = set(Shoot.objects.visible_to(reader.person).filter(looks__previews__in=ids).values_list("id", flat=True))
    pictures = _shown(rows, reader)
    found = []
    for id in ids:
        if row := rows.get(id):
            page = "approvals:preview" if row.look.shoot_id in in_crew else "home:picture"
            hit = _pictured(f"picture-{id}", row.look, reverse(page, args=[id]), pictures.get(id), reader)
            found.append(replace(hit, title=str(row)))
    return found


def _pictured(key: str, look: Look, url: str, picture: Seen | None, reader: Reader) -> Hit:
    hit = Hit(key, str(look), _line(look.title, look.shoot.name), url)
    if picture is None:
        return hit
    seen = picture.shown
    if not seen.decision and seen.decision.code != "nothing-to-show":
        return replace(hit, veil=seen.decision, consent=seen.state, gates=picture.gates)
    address = seen.url if reader.listens or not picture.gates else ""
    return replace(hit, picture=address, consent=seen.state, gates=picture.gates)


def _garments(ids: Sequence[UUID], reader: Reader) -> list[Hit]:
    rows = Garment.objects.visible_to(reader.person).filter(id__in=ids).select_related("shoot", "house", "by")
    garments = {row.id: row for row in rows.prefetch_related("views__cutout").distinct()}
    blobs = {id: front.cutout_id for id, row in garments.items() if (front := row.front) and front.cutout_id}
    wanted = [Wanted(blob, "thumb") for blob in blobs.values()]
    urls = addresses.addresses(reader.session_key, wanted, now=reader.now)
    return [
        Hit(
            f"garment-{id}",
            row.title,
            _line(row.sku, colour_name(row.colour) if row.colour else "", str(row.shoot or row.house)),
            reverse("looks:garment", args=[id]),
            urls.get(blobs[id], "") if id in blobs else "",
            colour=row.colour,
        )
        for id in ids
        if (row := garments.get(id))
    ]


def _cards(ids: Sequence[UUID], reader: Reader) -> list[Hit]:
    seen = Card.objects.filter(id__in=ids, removed_at=None, board__in=Board.objects.visible_to(reader.person))
    rows = seen.exclude(kind__in=SHOWS_A_THING).select_related("board", "by").in_bulk()
    return [
        Hit(
            f"card-{id}",
            contents.plain(row.content)[:LINE_MOST] or str(row.get_kind_display()),
            _line(row.board.name, row.by.name),
            f"{reverse('boards:board', args=[row.board_id])}#card-{id}",
            colour=str(row.content.get("colour", "")),
        )
        for id in ids
        if (row := rows.get(id))
    ]


def _notes(ids: Sequence[UUID], reader: Reader) -> list[Hit]:
    seen = Note.objects.filter(id__in=ids, preview__look__shoot__in=Shoot.objects.visible_to(reader.person))
    rows = seen.select_related("preview__look__shoot", "by").in_bulk()
    return [
        Hit(
            f"note-{id}",
            row.words[:LINE_MOST],
            _line(str(row.preview.look), row.preview.look.shoot.name, row.by.name),
            reverse("approvals:preview", args=[row.preview_id]),
        )
        for id in ids
        if (row := rows.get(id))
    ]


def _talks(ids: Sequence[UUID], reader: Reader) -> list[Hit]:
    seen = Comment.objects.filter(id__in=ids, taken_back_at=None)
    seen = seen.filter(thread__board__in=Board.objects.visible_to(reader.person))
    rows = seen.select_related("thread__board", "by", "guest").prefetch_related("mentions__person").in_bulk()
    return [
        Hit(
            f"talk-{id}",
            _with_names(row)[:LINE_MOST],
            _line(row.thread.board.name, row.author),
            f"{reverse('boards:board', args=[row.thread.board_id])}?thread={row.thread_id}",
        )
        for id in ids
        if (row := rows.get(id))
    ]


def _with_names(comment: Comment) -> str:
    words = comment.words
    for mention in comment.mentions.all():
        words = words.replace(f"@{{{mention.person_id}}}", f"@{mention.person.name}")
    return words


def _twins(ids: Sequence[UUID], reader: Reader) -> list[Hit]:
    """Her own page for herself; for whoever works with her, everything she is found in."""
    here = Shoot.objects.visible_to(reader.person)
    seen = Q(owner=reader.person) | Q(pk__in=LookTwin.objects.filter(look__shoot__in=here).values("twin"))
    seen |= Q(pk__in=PreviewTwin.objects.filter(preview__look__shoot__in=here).values("twin"))
    rows = Twin.objects.filter(seen, pk__in=ids).exclude(state=Twin.State.ERASED).in_bulk()
    return [
        Hit(f"twin-{id}", row.name, "", reverse("twins:mine") if row.owner_id == reader.person.id else _all_of(row))
        for id in ids
        if (row := rows.get(id))
    ]


def _all_of(twin: Twin) -> str:
    said = urlencode({"q": twin.name, "kind": PICTURE})
    return f"{reverse('home:search')}?{said}"


def _shoots(ids: Sequence[UUID], reader: Reader) -> list[Hit]:
    rows = Shoot.objects.visible_to(reader.person).filter(id__in=ids).select_related("house").distinct().in_bulk()
    return [
        Hit(f"shoot-{id}", row.name, _line(row.house.name), reverse("shoots:shoot", args=[id]))
        for id in ids
        if (row := rows.get(id))
    ]


def _line(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


SHOWN_AS: Mapping[str, Callable[[Sequence[UUID], Reader], list[Hit]]] = {
    BOARD: _boards,
    LOOK: _looks,
    PICTURE: _pictures,
    GARMENT: _garments,
    CARD: _cards,
    NOTE: _notes,
    TALK: _talks,
    TWIN: _twins,
    SHOOT: _shoots,
}
