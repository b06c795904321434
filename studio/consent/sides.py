"""Whose side somebody is on in a request: the owner's, the house's, or her agency's under a mandate."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from studio.consent.facts import day_of, owners_day
from studio.consent.models import DealMemo, GrantVersion, Request, Side
from studio.consent.models.negotiating import RequestQuerySet
from studio.consent.representing import NEGOTIATE, outside
from studio.people.models import Person, Role, Seat
from studio.twins.models import Mandate, Twin

HOUSE_ROLES = (Role.ADMIN, Role.PRODUCER)
AGENCY_ROLES = (Role.ADMIN, Role.BOOKER)


def house_seats(person: Person, now: datetime) -> list[Seat]:
    """Where she reads what a house asks: as its admin or producer, or because she may sign for it."""
    seats = Seat.objects.in_force(now).filter(Q(role__in=HOUSE_ROLES) | Q(may_sign=True), person=person)
    return [seat for seat in seats.select_related("organisation") if seat.organisation.is_house]


def negotiated_by(person: Person, now: datetime) -> list[Mandate]:
    """The mandates under which an agency of hers negotiates today, by each owner's own day."""
    agencies = Seat.objects.in_force(now).filter(person=person, role__in=AGENCY_ROLES).values("organisation")
    found = Mandate.objects.filter(agency__in=agencies, signed_at__isnull=False, ended_at=None)
    return [
        mandate
        for mandate in found.select_related("twin__owner", "agency")
        if NEGOTIATE in mandate.may and mandate.starts_on <= owners_day(mandate.twin, now) <= mandate.ends_on
    ]


def requests_for(person: Person, now: datetime) -> RequestQuerySet:
    """Hers, those of a house of hers, and those an agency of hers negotiates."""
    houses = [seat.organisation_id for seat in house_seats(person, now)]
    mandates = [mandate.pk for mandate in negotiated_by(person, now)]
    mine = Q(twin__owner=person) | Q(house__in=houses) | Q(mandate__in=mandates)
    rows = Request.objects.filter(mine).distinct()
    return rows.select_related("twin__owner", "house", "mandate__agency", "asked_by", "grant", "version__grant")


def side_of(request: Request, person: Person, now: datetime) -> str:
    """"" for a stranger. Who is several things is first the owner."""
    if request.twin.owner_id == person.pk:
        return Side.OWNER
    if any(seat.organisation_id == request.house_id for seat in house_seats(person, now)):
        return Side.HOUSE
    negotiated = request.mandate_id and any(each.pk == request.mandate_id for each in negotiated_by(person, now))
    return Side.AGENCY if negotiated else ""


def versions_for(person: Person, now: datetime) -> QuerySet[GrantVersion]:
    """Hers, those of a house of hers, and those signed under the mandate of an agency of hers."""
    seated = person.seats.in_force(now).values("organisation")
    mine = Q(grant__twin__owner=person) | Q(grant__house__in=seated) | Q(mandate__agency__in=seated)
    return GrantVersion.objects.filter(mine).distinct()


def memos_for(person: Person, now: datetime) -> QuerySet[DealMemo]:
    """Both sides' memos, and those of an agency of hers as long as the mandate of these very terms stands."""
    seated = person.seats.in_force(now).values("organisation")
    both = Q(version__grant__twin__owner=person) | Q(version__grant__house__in=seated)
    under = Q(version__mandate__agency__in=seated, version__mandate__ended_at=None)
    return DealMemo.objects.filter(both | under).distinct()


def lapses_on(request: Request) -> date:
    """The last day to answer, where she lives: it lapses with that day's end."""
    return day_of(request.twin.owner, request.lapses_at - timedelta(seconds=1))


def mandate_for(twin: Twin, territories: Sequence[str], day: date) -> Mandate | None:
    """Under which mandate a licence for these places would be made; the exclusive one first, then the mother agency."""
    found = Mandate.objects.in_force(day).filter(twin=twin).select_related("agency")
    for mandate in found.order_by("-exclusive", "-mother", "starts_on"):
        if not outside(mandate.territories, territories):
            return mandate
    return None


def signers_of(request: Request, now: datetime) -> list[Person]:
    """Who is told of what happens to it at the house: whoever asked, and whoever may sign there."""
    seats = Seat.objects.in_force(now).filter(Q(may_sign=True) | Q(person=request.asked_by), organisation=request.house)
    return list(dict.fromkeys(seat.person for seat in seats.select_related("person").order_by("starts_on", "id")))


def bookers_of(mandate: Mandate | None, now: datetime) -> list[Person]:
    """Who is told of it at the agency, while its mandate lets it negotiate."""
    if mandate is None or mandate.ended_at is not None or NEGOTIATE not in mandate.may:
        return []
    seats = Seat.objects.in_force(now).filter(organisation=mandate.agency, role__in=AGENCY_ROLES)
    return list(dict.fromkeys(seat.person for seat in seats.select_related("person").order_by("starts_on", "id")))
