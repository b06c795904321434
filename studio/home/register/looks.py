"""Who made, signed off, took and looked: picture by picture, and person by person. A constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone

from studio.approvals.models import Master, Verdict
from studio.assets.models import Asset, Delivery
from studio.consent.words import label
from studio.home.looked import hers_to_see
from studio.home.pictures import Picture, pictured, with_twins
from studio.home.register.chain import begin_of, next_month
from studio.home.register.subjects import Subject
from studio.home.wall import of_her
from studio.media.models import Blob
from studio.people import guests
from studio.people.models import Person
from studio.previews.models import Preview
from studio.previews.pictures import Shown
from studio.register.models import Access
from studio.twins.models import Twin

A_PAGE = 12
TOOK, PUBLIC = "download", "public-page"


@dataclass(frozen=True, slots=True)
class Looked:
    """One person's looks at one picture. name: "" for a guest who has no account."""

    name: str
    times: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Of:
    """Everything that was done with one picture of hers."""

    preview: Preview
    shown: Shown | None
    master: Master | None
    verdicts: tuple[Verdict, ...]
    deliveries: tuple[Delivery, ...]
    looked: tuple[Looked, ...]
    taken: tuple[Looked, ...]
    public: int

    @property
    def asset(self) -> Asset | None:
        return getattr(self.master, "asset", None) if self.master else None

    @property
    def channels(self) -> list[tuple[Delivery, str]]:
        return [(each, label("channel", each.channel)) for each in self.deliveries]


@dataclass(frozen=True, slots=True)
class ByPicture:
    rows: tuple[Of, ...]
    older: int | None
    newer: int | None


@dataclass(slots=True)
class Someone:
    """What one person did with all pictures of hers in the months asked for."""

    name: str
    made: int = 0
    signed: int = 0
    delivered: int = 0
    took: int = 0
    pictures: int = 0
    times: int = 0
    last_at: datetime | None = None

    @property
    def is_known(self) -> bool:
        return bool(self.name)


@dataclass(frozen=True, slots=True)
class ByPerson:
    people: tuple[Someone, ...]
    guests: Someone | None
    public: int


@dataclass(slots=True)
class _Seen:
    looked: dict[str, tuple[int, datetime]] = field(default_factory=dict)
    taken: dict[str, tuple[int, datetime]] = field(default_factory=dict)
    public: int = 0

    def add(self, what: str, by: str, times: int, last_at: datetime) -> None:
        if what == PUBLIC:
            self.public += times
            return
        rows = self.taken if what == TOOK else self.looked
        before = rows.get(by)
        rows[by] = (times + before[0], max(last_at, before[1])) if before else (times, last_at)


def by_picture(
    twins: Sequence[Twin],
    *,
    viewer: Person,
    session_key: str,
    now: datetime,
    month: date | None = None,
    picture: UUID | None = None,
    number: int = 1,
) -> ByPicture:
    rows = of_her(twins).select_related("picture", "by", "look__shoot__house", "look__shoot__brief")
    if picture:
        rows = rows.filter(id=picture)
    if month:
        rows = rows.filter(made_at__gte=begin_of(month), made_at__lt=begin_of(next_month(month)))
    first = (number - 1) * A_PAGE
    found = with_twins(rows.order_by("-made_at", "-id")[first : first + A_PAGE + 1])
    previews, more = found[:A_PAGE], len(found) > A_PAGE
    masters = {each.preview_id: each for each in _masters(previews)}
    seen, names = _seen(previews, masters, viewer)
    blobs = {each.id: _blob(each, masters.get(each.id)) for each in previews}
    shown = pictured(
        [Picture(blob, each, "thumb") for each in previews if (blob := blobs[each.id])],
        viewer=viewer,
        session_key=session_key,
        now=now,
    )
    return ByPicture(
        rows=tuple(
            _of(each, masters.get(each.id), shown.get(blob.id) if (blob := blobs[each.id]) else None, seen, names)
            for each in previews
        ),
        older=number + 1 if more else None,
        newer=number - 1 if number > 1 else None,
    )


def months_of(twins: Sequence[Twin]) -> list[date]:
    """The months in which pictures of her were made, the newest first."""
    zone = timezone.get_current_timezone()
    months = of_her(twins).annotate(month=TruncMonth("made_at", tzinfo=zone)).order_by().values_list("month", flat=True)
    return sorted({month.date() for month in months.distinct()}, reverse=True)


def _masters(previews: Iterable[Preview]) -> Iterable[Master]:
    rows = Master.objects.filter(preview__in=[each.id for each in previews]).select_related("asset", "proof")
    deliveries = "asset__renditions__deliveries"
    return rows.prefetch_related("verdicts__by", f"{deliveries}__by", f"{deliveries}__house")


def _blob(preview: Preview, master: Master | None) -> Blob | None:
    return master.proof if master and master.proof else preview.picture


def _seen(
    previews: Sequence[Preview], masters: dict[UUID, Master], viewer: Person
) -> tuple[dict[UUID, _Seen], dict[str, str]]:
    """The access log of these pictures: what each was shown as, its own looks left out."""
    subjects = {subject: each.id for each in previews for subject in _subjects(each, masters.get(each.id))}
    rows = Access.objects.filter(subject__in=subjects).exclude(by=str(viewer.pk)).values("subject", "by", "what")
    seen: dict[UUID, _Seen] = defaultdict(_Seen)
    for row in rows.order_by().annotate(n=Count("id"), last_at=Max("at")):
        seen[subjects[row["subject"]]].add(row["what"], row["by"], row["n"], row["last_at"])
    ids = {by for each in seen.values() for by in (*each.looked, *each.taken)}
    return seen, named(ids)


def _subjects(preview: Preview, master: Master | None) -> Iterable[str]:
    yield f"blob:{preview.picture_id}"
    if master:
        yield f"blob:{master.proof_id}"
        if asset := getattr(master, "asset", None):
            yield f"asset:{asset.id}"
            yield from (f"blob:{each.file_id}" for each in asset.renditions.all())


def _of(
    preview: Preview, master: Master | None, shown: Shown | None, seen: dict[UUID, _Seen], names: dict[str, str]
) -> Of:
    there = seen.get(preview.id, _Seen())
    asset = getattr(master, "asset", None) if master else None
    deliveries = [one for each in asset.renditions.all() for one in each.deliveries.all()] if asset else []
    return Of(
        preview=preview,
        shown=shown,
        master=master,
        verdicts=tuple(sorted(master.verdicts.all(), key=lambda each: each.at)) if master else (),
        deliveries=tuple(sorted(deliveries, key=lambda each: each.at)),
        looked=_people(there.looked, names),
        taken=_people(there.taken, names),
        public=there.public,
    )


def _people(rows: dict[str, tuple[int, datetime]], names: dict[str, str]) -> tuple[Looked, ...]:
    """The latest first; guests, who have no name here, together."""
    found = [Looked(names.get(by, ""), times, last_at) for by, (times, last_at) in rows.items()]
    return tuple(sorted(found, key=lambda each: each.last_at, reverse=True))


def named(ids: Iterable[str]) -> dict[str, str]:
    """The names of whom the access log knows by id, a guest by her link. What is neither, nobody has."""
    texts, known = list(ids), []
    for text in texts:
        try:
            known.append(UUID(text))
        except ValueError:
            continue
    rows = Person.objects.filter(id__in=known).values_list("id", "name")
    return {str(id): name for id, name in rows} | guests.named(texts)


# Person by person


def by_person(twins: Sequence[Twin], *, viewer: Person, month: date | None = None) -> ByPerson:
    """Eight queries or fewer."""
    people: dict[str, Someone] = defaultdict(lambda: Someone(""))
    hers = of_her(twins)
    _count(people, _in(hers, "made_at", month), "made")
    _count(people, _in(Verdict.objects.filter(master__preview__in=hers.values("id")), "at", month), "signed")
    went_out = Delivery.objects.filter(rendition__asset__master__preview__in=hers.values("id")).order_by()
    _count(people, _in(went_out, "at", month), "delivered")
    public = _looks(people, twins, hers, month)
    names = named(people)
    for id, each in people.items():
        each.name = names.get(id, "")
    mine = str(viewer.pk)
    known = [each for id, each in people.items() if each.is_known and id != mine]
    return ByPerson(
        people=tuple(sorted(known, key=lambda each: (-each.times - each.took, each.name))),
        guests=people.get(""),
        public=public,
    )


def _in(rows: QuerySet[Any], when: str, month: date | None) -> QuerySet[Any]:
    if month is None:
        return rows
    return rows.filter(**{f"{when}__gte": begin_of(month), f"{when}__lt": begin_of(next_month(month))})


def _count(people: dict[str, Someone], rows: QuerySet[Any], what: str) -> None:
    for by, number in rows.order_by().values_list("by").annotate(n=Count("id", distinct=True)):
        setattr(people[str(by)], what, number)


def _looks(
    people: dict[str, Someone], twins: Sequence[Twin], hers: QuerySet[Preview], month: date | None
) -> int:
    """Adds what the access log says of each; gives how often the public looked.

    Every look counts, also at what is gone since; as pictures count those that she finds here.
    """
    blobs, here = Q(), Q()
    for twin in twins:
        blobs |= Q(id__in=Blob.objects.sealed_by(twin.gate_name).values("id"))
        here |= Q(id__in=hers_to_see(twin).values("id"))
    there = Blob.objects.filter(here).annotate(subject=Subject("blob", "id")).values("subject")
    pictures = Blob.objects.filter(blobs).annotate(subject=Subject("blob", "id")).values("subject")
    assets = Asset.objects.filter(master__preview__in=hers.values("id"))
    files = assets.annotate(subject=Subject("asset", "id")).values("subject")
    glimpses = Q(subject__in=[f"{about}:{twin.pk}" for twin in twins for about in ("glimpse", "printed")])
    rows = _in(Access.objects.filter(Q(subject__in=pictures) | Q(subject__in=files) | glimpses), "at", month)
    public = 0
    counted = rows.order_by().values("by", "what")
    things = Count("subject", distinct=True, filter=Q(subject__in=there) | Q(subject__in=files))
    for row in counted.annotate(n=Count("id"), things=things, last_at=Max("at")):
        if row["what"] == PUBLIC:
            public += row["n"]
            continue
        one = people[row["by"]]
        one.last_at = max(row["last_at"], one.last_at) if one.last_at else row["last_at"]
        if row["what"] == TOOK:
            one.took += row["n"]
        else:
            one.times += row["n"]
            one.pictures = max(one.pictures, row["things"])
    return public
