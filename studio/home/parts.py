"""Who she is here: the model, the house, the agency, the crew, or several of these."""

from dataclasses import dataclass
from datetime import datetime

from studio.people.models import Organisation, Person, Role, Seat
from studio.shoots.models import Booking
from studio.twins.models import Twin

MODEL, HOUSE, AGENCY, CREW = "model", "house", "agency", "crew"
HOUSE_ROLES = (Role.ADMIN, Role.PRODUCER)
AGENCY_ROLES = (Role.ADMIN, Role.BOOKER)


@dataclass(frozen=True, slots=True)
class Who:
    """twins: her own. houses, agencies: where her seat lets her see the whole. is_crew: on a call sheet."""

    person: Person
    twins: tuple[Twin, ...]
    houses: tuple[Organisation, ...]
    agencies: tuple[Organisation, ...]
    is_crew: bool

    @property
    def parts(self) -> tuple[str, ...]:
        """What she answers for comes before where she works."""
        there = {MODEL: self.twins, HOUSE: self.houses, AGENCY: self.agencies, CREW: self.is_crew}
        return tuple(part for part, is_hers in there.items() if is_hers)


def who_is(person: Person, now: datetime) -> Who:
    twins = Twin.objects.of(person).exclude(state=Twin.State.ERASED).order_by("created_at")
    seats = list(Seat.objects.in_force(now).filter(person=person).select_related("organisation"))
    houses = [seat.organisation for seat in seats if seat.organisation.is_house and seat.role in HOUSE_ROLES]
    agencies = [seat.organisation for seat in seats if seat.organisation.is_agency and seat.role in AGENCY_ROLES]
    return Who(
        person=person,
        twins=tuple(twins.select_related("owner")),
        houses=tuple(houses),
        agencies=tuple(agencies),
        is_crew=Booking.objects.in_force().filter(person=person).exists(),
    )
