"""Who acts for her: her mandates as rules read them, and who is told on her side."""

from collections.abc import Iterable
from datetime import datetime

from studio.consent.facts import owners_day
from studio.consent.mandating import MandateTerms
from studio.consent.representing import Acting, may_act
from studio.decisions import Decision
from studio.people.models import Organisation, Person, Role, Seat, SeatQuerySet
from studio.twins.models import Mandate, Twin

BOOKERS = (Role.ADMIN, Role.BOOKER)


def acting(mandate: Mandate | None) -> Acting | None:
    if mandate is None or mandate.signed_at is None:
        return None
    return Acting(
        owner=mandate.twin.name,
        territories=tuple(mandate.territories),
        may=tuple(mandate.may),
        starts_on=mandate.starts_on,
        ends_on=mandate.ends_on,
        ended=mandate.ended_at is not None,
    )


def terms_of(mandate: Mandate) -> MandateTerms:
    return MandateTerms(
        territories=tuple(mandate.territories),
        may=tuple(mandate.may),
        commission_bps=mandate.commission_bps,
        starts_on=mandate.starts_on,
        ends_on=mandate.ends_on,
        mother=mandate.mother,
        exclusive=mandate.exclusive,
        law=mandate.law,
    )


def mandates_in_force(twin: Twin, now: datetime) -> list[Mandate]:
    """The exclusive one first, then the mother agency: so that an option and its request are handled by the same."""
    rows = Mandate.objects.in_force(owners_day(twin, now)).filter(twin=twin).select_related("agency", "twin__owner")
    return list(rows.order_by("-exclusive", "-mother", "starts_on"))


def mandate_for(twin: Twin, power: str, territories: Iterable[str], now: datetime) -> Mandate | None:
    """The mandate under which something of this reach is handled, or None where it waits for herself."""
    day, asked = owners_day(twin, now), tuple(territories)
    found = (each for each in mandates_in_force(twin, now) if may_act(acting(each), power, asked, day))
    return next(found, None)


def acts_for(twin: Twin, by: Person, power: str, territories: Iterable[str], now: datetime) -> Decision:
    """Whether somebody of an agency may do this for her; the nearest mandate's reason where none lets her."""
    day, asked = owners_day(twin, now), tuple(territories)
    answers = [may_act(acting(each), power, asked, day) for each in mandates_of_seats(twin, by, now)]
    return next((each for each in answers if each), answers[0] if answers else may_act(None, power, asked, day))


def mandates_of_seats(twin: Twin, by: Person, now: datetime) -> list[Mandate]:
    """Her mandates in force with an agency in which this person books."""
    agencies = set(booking_seats(by, now).values_list("organisation", flat=True))
    return [each for each in mandates_in_force(twin, now) if each.agency_id in agencies]


def booking_seats(by: Person, now: datetime) -> SeatQuerySet:
    return Seat.objects.in_force(now).filter(person=by, organisation__kind=Organisation.Kind.AGENCY, role__in=BOOKERS)


def bookers(agency: Organisation, now: datetime) -> list[Person]:
    seats = Seat.objects.in_force(now).filter(organisation=agency, role__in=BOOKERS).select_related("person")
    return list({seat.person_id: seat.person for seat in seats.order_by("starts_on")}.values())


def her_side(twin: Twin, mandate: Mandate | None, now: datetime) -> list[Person]:
    """Herself first, then those of the agency that handles it."""
    others = bookers(mandate.agency, now) if mandate else []
    return [twin.owner, *(each for each in others if each.pk != twin.owner_id)]

