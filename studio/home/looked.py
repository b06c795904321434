"""Who looked: the access log of her pictures, counted by day and person."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from studio.assets.models import Delivery
from studio.media.models import Blob
from studio.people import guests
from studio.people.models import Person
from studio.register.models import Access
from studio.twins.models import CaptureFrame, Twin

DAYS_BACK = 30
SUBJECTS_MOST = 500
ROWS_MOST = 12
TOOK, PAGE, DRESSED, PRINTED, LOOKED = "took", "page", "dressed", "printed", "looked"
KINDS = {"download": TOOK, "public-page": PAGE, "glimpse": DRESSED, "print": PRINTED}


@dataclass(frozen=True, slots=True)
class Look:
    """One person's looks of one day.

    kind: looked (at so many pictures), dressed (her figure at the dressing table, which no picture is kept of), took (a
    file), printed (a board that shows her), page (the public one).
    """

    name: str
    kind: str
    on: date
    pictures: int
    times: int


def looks_at(twins: Sequence[Twin], deliveries: Iterable[Delivery], *, viewer: Person, now: datetime) -> list[Look]:
    """Three queries. Her own looks are not counted."""
    subjects = [f"asset:{each.rendition.asset_id}" for each in deliveries]
    subjects += [f"{about}:{twin.pk}" for twin in twins for about in ("glimpse", "printed")]
    blobs = [blob for twin in twins for blob in _blobs(twin)]
    found = Access.objects.filter(subject__in={*subjects, *blobs}, at__gte=now - timedelta(days=DAYS_BACK))
    day = TruncDate("at", tzinfo=timezone.get_current_timezone())
    rows = found.exclude(by=str(viewer.pk)).annotate(on=day).values("on", "by", "what", "subject").order_by()
    pictures: Counter[tuple[date, str, str]] = Counter()
    times: Counter[tuple[date, str, str]] = Counter()
    for row in rows.annotate(n=Count("id")):
        key = (row["on"], row["by"], KINDS.get(row["what"], LOOKED))
        pictures[key] += 1
        times[key] += row["n"]
    return _named(pictures, times)


def hers_to_see(twin: Twin) -> QuerySet[Blob]:
    """What is counted as a picture of her: what she finds here. A frame that nobody kept is none."""
    frames = CaptureFrame.objects.filter(session__twin=twin, picture__isnull=False)
    unkept = frames.exclude(state=CaptureFrame.State.KEPT)
    return Blob.objects.readable().sealed_by(twin.gate_name).exclude(id__in=unkept.values("picture"))


def _blobs(twin: Twin) -> list[str]:
    rows = hers_to_see(twin).order_by("-id").values_list("id", flat=True)
    return [f"blob:{blob_id}" for blob_id in rows[:SUBJECTS_MOST]]


def _named(pictures: Counter[tuple[date, str, str]], times: Counter[tuple[date, str, str]]) -> list[Look]:
    keys = sorted(pictures, key=lambda key: (key[0], key[2] == TOOK, pictures[key]), reverse=True)[:ROWS_MOST]
    names = dict(Person.objects.filter(id__in=_ids(by for _, by, _ in keys)).values_list("id", "name"))
    by_text = {str(id): name for id, name in names.items()} | guests.named(by for _, by, _ in keys)
    return [Look(by_text.get(by, ""), kind, on, pictures[on, by, kind], times[on, by, kind]) for on, by, kind in keys]


def _ids(texts: Iterable[str]) -> list[UUID]:
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
