"""What was delivered comes down by its day: the house is told, says that it knows, and says that it is done."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from studio.assets.models import NEAR_DAYS, Delivery, Takedown
from studio.assets.reach import delivery_ids
from studio.assets.rules import renews, stage_of
from studio.consent.facts import owners_day
from studio.consent.models import Grant, PieceTaken
from studio.decisions import YES, Decision, no
from studio.live.announcing import announce
from studio.people import actions as people
from studio.people.models import Organisation, Person, Role, Seat
from studio.register import actions as register
from studio.twins.models import Twin


@transaction.atomic
def draw_up(grant: Grant, now: datetime) -> list[Takedown]:
    """A licence has ended: every copy delivered under it that may still be out gets its last day, and the house reads
    of it. In the transaction that ended it, so that no licence is over without its list.
    """
    today = owners_day(grant.twin, now)
    pieces = PieceTaken.objects.filter(version__grant=grant).select_related("twin__owner", "takedown")
    out = pieces.filter(ends_on__gte=today) if grant.state == Grant.State.WITHDRAWN else pieces.filter(takedown=None)
    made = _listed(out, now)
    _tell_house(made, now)
    tell_pages(made)
    return made


@transaction.atomic
def draw_up_ending(now: datetime) -> list[Takedown]:
    """Copies whose own days are over in a week, unless the house has the picture for longer by then."""
    until = now.date() + timedelta(days=NEAR_DAYS)
    ending = PieceTaken.objects.filter(takedown=None, ends_on__lte=until).select_related("twin__owner")
    made = _listed(ending, now)
    _tell_house(made, now)
    _settle_renewed(now)
    return made


def _listed(pieces: Iterable[PieceTaken], now: datetime) -> list[Takedown]:
    """A row each; one that stands already is moved nearer by a withdrawal, never further away."""
    found = list(pieces)
    rows = Delivery.objects.filter(pk__in=delivery_ids(piece.delivery for piece in found))
    deliveries = {str(each.pk): each for each in rows.select_related("rendition")}
    made = []
    for piece in found:
        delivery = deliveries.get(piece.delivery)
        withdrawn = piece.takedown_on is not None
        if delivery is None or (not withdrawn and _is_renewed(piece, delivery)):
            continue
        last_on = min(piece.takedown_on or piece.ends_on, piece.ends_on)
        row, is_new = Takedown.objects.get_or_create(
            piece=piece,
            defaults={
                "delivery": delivery,
                "twin": piece.twin,
                "house_id": delivery.house_id,
                "why": Takedown.Why.WITHDRAWN if withdrawn else Takedown.Why.ENDED,
                "last_on": last_on,
                "made_at": now,
            },
        )
        if not is_new and withdrawn and row.is_open:
            row.why, row.last_on = Takedown.Why.WITHDRAWN, min(row.last_on, last_on)
            row.save(update_fields=["why", "last_on"])
        made.append(row)
    return made


def _is_renewed(piece: PieceTaken, delivery: Delivery) -> bool:
    """The same picture went out again, in this channel and all these places, for longer."""
    same = Delivery.objects.filter(rendition__asset=delivery.rendition.asset_id, house=delivery.house_id)
    later = same.filter(channel=delivery.channel, ends_on__gt=delivery.ends_on)
    stand = PieceTaken.objects.filter(twin=piece.twin, asset=piece.asset, takedown_on=None).values_list("delivery")
    standing = {each for (each,) in stand}
    return any(str(each.pk) in standing and renews(each.territories, delivery.territories) for each in later)


def _settle_renewed(now: datetime) -> None:
    ended = Takedown.objects.open().filter(why=Takedown.Why.ENDED)
    for row in ended.select_related("twin__owner", "piece__twin", "delivery__rendition"):
        if _is_renewed(row.piece, row.delivery):
            Takedown.objects.open().filter(pk=row.pk).update(renewed_at=now)
            tell_pages([row])


# What the house says


def may_answer(person: Person, house: Organisation, now: datetime) -> Decision:
    """Whoever produces for the house, or runs it, speaks for it here."""
    seats = Seat.objects.in_force(now).filter(person=person, organisation=house)
    return YES if seats.filter(role__in=[Role.ADMIN, Role.PRODUCER]).exists() else no("not-yours")


@transaction.atomic
def acknowledge(house: Organisation, *, by: Person, now: datetime, key: str = "") -> tuple[Decision, int]:
    """The house has read its list. What comes onto it later is acknowledged by itself."""
    if not (decision := may_answer(by, house, now)):
        return decision, 0
    rows = _locked(house=house, acknowledged_at=None)
    Takedown.objects.filter(pk__in=[row.pk for row in rows]).update(acknowledged_at=now, acknowledged_by=by)
    _write_down("takedown-acknowledged", rows, by=by, now=now)
    tell_pages(rows)
    return YES, len(rows)


@transaction.atomic
def mark_down(takedown: Takedown, *, by: Person, now: datetime, key: str = "") -> tuple[Decision, Takedown]:
    """This copy is down, for everybody it shows. It stays in the list, with who said so and when."""
    if not (decision := may_answer(by, takedown.house, now)):
        return decision, takedown
    rows = _locked(delivery=takedown.delivery_id)
    down = Takedown.objects.filter(pk__in=[row.pk for row in rows])
    down.filter(acknowledged_at=None).update(acknowledged_at=now, acknowledged_by=by)
    down.update(down_at=now, down_by=by)
    _write_down("taken-down", rows, by=by, now=now)
    for row in rows:
        _tell_owner_when_all_is_down(row, now)
    tell_pages(rows)
    takedown.refresh_from_db()
    return YES, takedown


def _locked(**of: Any) -> list[Takedown]:
    """Pressed by two at once it is said once: the second finds nothing open any more."""
    rows = Takedown.objects.open().filter(**of).select_for_update(of=("self",))
    return list(rows.select_related("twin__owner", "house").order_by("pk"))


def _write_down(kind: str, rows: Sequence[Takedown], *, by: Person, now: datetime) -> None:
    for chain, own in sorted(_by_chain(rows).items(), key=lambda each: (not each[0].startswith("twin:"), each[0])):
        body = {"deliveries": sorted(str(row.delivery_id) for row in own)}
        register.append(chain, kind, subject=chain, by=str(by.pk), body=body, now=now)


def _by_chain(rows: Sequence[Takedown]) -> dict[str, list[Takedown]]:
    found: dict[str, list[Takedown]] = defaultdict(list)
    for row in rows:
        found[row.twin.gate_name].append(row)
        found[f"org:{row.house_id}"].append(row)
    return found


def _tell_owner_when_all_is_down(row: Takedown, now: datetime) -> None:
    if Takedown.objects.open().filter(twin=row.twin, house=row.house_id).exists():
        return
    key = f"all-down:{row.twin_id}:{row.house_id}:{row.pk}"
    values = {"house": row.house.name}
    people.tell(row.twin.owner, "all-down", values=values, url=page_of(row.twin), now=now, about=row.topic, key=key)


def tell_pages(rows: Iterable[Takedown]) -> None:
    """Her page and the house's show the list as it stands; nobody else hears of it."""
    rows = list(rows)
    now = timezone.now()
    hear = {row.twin.owner_id for row in rows}
    hear.update(person.pk for house_id in {row.house_id for row in rows} for person in speakers_of(house_id, now))
    for person_id in hear:
        announce(f"person:{person_id}", kind="takedowns")


# What is told, and when


def page_of(twin: Twin) -> str:
    return reverse("assets:coming_down", args=[twin.pk])


def list_of(house_id: UUID) -> str:
    return reverse("assets:takedowns", args=[house_id])


def speakers_of(house_id: UUID, now: datetime) -> list[Person]:
    """Those of a house who can acknowledge: each once, however many seats she has."""
    seats = Seat.objects.in_force(now).filter(organisation=house_id, role__in=[Role.ADMIN, Role.PRODUCER])
    return list(Person.objects.filter(pk__in=seats.values("person")).order_by("pk"))


def _tell_house(rows: Sequence[Takedown], now: datetime) -> None:
    by_house: dict[UUID, list[Takedown]] = defaultdict(list)
    for row in rows:
        if row.is_open and row.acknowledged_at is None:
            by_house[row.house_id].append(row)
    for house_id, own in by_house.items():
        newest = max(own, key=lambda row: str(row.pk))
        values = {"count": len(own), "first": min(row.last_on for row in own)}
        for person in speakers_of(house_id, now):
            key = f"takedown-asked:{newest.pk}:{newest.why}:{person.pk}"
            people.tell(
                person, "takedown-asked", values=values, url=list_of(house_id), now=now, about=newest.topic, key=key
            )


@transaction.atomic
def remind(now: datetime) -> int:
    """Seven days before, one day before, on the day; from then on every third day until it is down. Each once."""
    told = 0
    for (house_id, stage, overdue), rows in _due(now).items():
        code = "takedown-overdue" if overdue else "takedown-due"
        values = {"count": len(rows), "on": min(row.last_on for row in rows)}
        for person in speakers_of(house_id, now):
            key = f"{code}:{house_id}:{stage}:{person.pk}"
            people.tell(person, code, values=values, url=list_of(house_id), now=now, about=f"org:{house_id}", key=key)
            told += 1
        if overdue:
            _tell_owners(rows, now)
    return told


def _due(now: datetime) -> dict[tuple[UUID, date, bool], list[Takedown]]:
    """Open copies by house, by the last reminder whose day has come, and by whether their last day is over."""
    found: dict[tuple[UUID, date, bool], list[Takedown]] = defaultdict(list)
    near = now.date() + timedelta(days=NEAR_DAYS + 1)
    for row in Takedown.objects.open().filter(last_on__lte=near).select_related("house", "twin__owner"):
        listed_on = owners_day(row.twin, row.made_at)
        if stage := stage_of(row.last_on, owners_day(row.twin, now), listed_on=listed_on):
            found[row.house_id, stage, stage > row.last_on].append(row)
    return found


def _tell_owners(rows: Iterable[Takedown], now: datetime) -> None:
    """She, whose picture is still out, reads of it once."""
    for row in rows:
        values = {"house": row.house.name, "on": row.last_on}
        key = f"takedown-overdue:{row.twin_id}:{row.house_id}:{row.last_on}"
        url = page_of(row.twin)
        people.tell(row.twin.owner, "copy-still-out", values=values, url=url, now=now, about=row.topic, key=key)
