"""A licence's end is told thirty, seven and one day before, to all whom it concerns. Then it lapses by itself."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from studio.consent.facts import owners_day
from studio.consent.models import Grant, GrantVersion
from studio.consent.sides import AGENCY_ROLES
from studio.people import actions as people
from studio.people.models import Person, Seat
from studio.twins.models import Mandate

DAYS_BEFORE = (30, 7, 1)


def remind_ending(now: datetime) -> int:
    """Each notice once, whoever calls and however often; how many were told. The nearest day alone is told of."""
    told = 0
    for version in _newest():
        days_left = (version.ends_on - owners_day(version.grant.twin, now)).days
        if step := step_of(days_left, length_days=(version.ends_on - version.starts_on).days):
            told += _tell(version, step, now)
    return told


def step_of(days_left: int, *, length_days: int) -> int | None:
    """The nearest of the days before the end that has come. A licence of a week is not told of thirty days before."""
    due = [step for step in DAYS_BEFORE if 0 <= days_left <= step < max(length_days, 1) + 1]
    return min(due, default=None)


def _newest() -> list[GrantVersion]:
    found: dict[object, GrantVersion] = {}
    rows = GrantVersion.objects.filter(grant__state=Grant.State.IN_FORCE).order_by("number")
    for version in rows.select_related("grant__twin__owner", "grant__house", "mandate"):
        found[version.grant_id] = version
    return list(found.values())


@transaction.atomic
def _tell(version: GrantVersion, step: int, now: datetime) -> int:
    grant = version.grant
    values = {
        "number": grant.number,
        "owner": grant.twin.name,
        "house": grant.house.name,
        "on": version.ends_on,
        "days": (version.ends_on - owners_day(grant.twin, now)).days,
    }
    people_told = list(_whom(version, now))
    for person in people_told:
        key = f"ends:{version.pk}:{step}:{person.pk}"
        url = f"/consent/licences/{grant.pk}"
        people.tell(person, "licence-ends", values=values, url=url, now=now, about=f"grant:{grant.pk}", key=key)
    return len(people_told)


def _whom(version: GrantVersion, now: datetime) -> Iterator[Person]:
    """The owner, whoever may sign for the house, and the agency of these very terms while its mandate runs."""
    grant, mandate = version.grant, version.mandate
    yield grant.twin.owner
    concerned = Q(organisation=grant.house, may_sign=True)
    if mandate and _still_acts(mandate, owners_day(grant.twin, now)):
        concerned |= Q(organisation=mandate.agency_id, role__in=AGENCY_ROLES)
    seats = Seat.objects.in_force(now).filter(concerned).select_related("person").order_by("id")
    yield from dict.fromkeys(seat.person for seat in seats)


def _still_acts(mandate: Mandate, today: date) -> bool:
    return mandate.ended_at is None and today <= mandate.ends_on
