"""Options as the pages of a house, of an agency and of the owner show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from studio.consent.actions import may_book
from studio.consent.agencies import BOOKERS, booking_seats
from studio.consent.facts import facts_of, owners_day
from studio.consent.lines import Ranked, ranked
from studio.consent.models import Grant, GrantVersion, Option, Request
from studio.consent.models.negotiating import OptionQuerySet
from studio.consent.rates import fee_of
from studio.consent.representing import HOLD
from studio.consent.sides import house_seats
from studio.consent.terms import Terms
from studio.decisions import Decision
from studio.money import Money
from studio.people.models import Organisation, Person, Seat
from studio.twins.models import Mandate, Twin

OWNER, HOUSE, AGENCY = "owner", "house", "agency"
PARTS = (OWNER, HOUSE, AGENCY)
OVER_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Held:
    """One option as one side sees it. booking: whether this reader may book it, where the house has confirmed."""

    ranked: Ranked
    part: str
    may_sign: bool = False
    booking: Decision | None = None
    pressed_until: datetime | None = None  # by when the one it challenges answers, and never who that is
    placed_by_us: bool = False  # by the reader's agency, for a house

    @property
    def option(self) -> Option:
        return self.ranked.option

    @property
    def rank(self) -> int:
        return self.ranked.rank

    @property
    def fee(self) -> Money:
        return Money(self.option.fee_minor, self.option.currency)

    @property
    def may_challenge(self) -> bool:
        """Whether to challenge whoever stands first is offered to this reader."""
        speaks = self.may_sign if self.part == HOUSE else self.placed_by_us
        return speaks and self.rank > 1 and self.pressed_until is None

    @property
    def waits(self) -> bool:
        """Whether it waits for this reader's hand."""
        option = self.option
        if self.part == HOUSE:
            return option.state == Option.State.CHALLENGED
        if option.state != Option.State.FIRM:
            return False
        return self.part == OWNER or bool(self.booking)


def options_for(person: Person, now: datetime) -> OptionQuerySet:
    """On her own twins, of her houses, and those an agency of hers handles under a mandate."""
    houses = [seat.organisation_id for seat in house_seats(person, now)]
    agencies = booking_seats(person, now).values("organisation")
    handled = Q(mandate__agency__in=agencies, mandate__ended_at=None)
    rows = Option.objects.filter(Q(twin__owner=person) | Q(house__in=houses) | handled).distinct()
    related = ("twin__owner", "house", "mandate__agency", "mandate__twin__owner", "challenged_by__house")
    return rows.select_related(*related)


def part_of(option: Option, person: Person, now: datetime) -> str:
    if option.twin.owner_id == person.pk:
        return OWNER
    return HOUSE if any(seat.organisation_id == option.house_id for seat in house_seats(person, now)) else AGENCY


def held_for(person: Person, options: Iterable[Option], now: datetime) -> list[Held]:
    """What waits first, then by its days. A constant number of queries, however many there are."""
    seats = {seat.organisation_id: seat for seat in house_seats(person, now)}
    shown = list(options)
    facts = facts_of(list({option.twin_id: option.twin for option in shown}.values()), now)
    pressed = pressed_by(shown)
    ours = colleagues_of(person, now)
    found = []
    for each in ranked(shown):
        option = each.option
        seat = seats.get(option.house_id)
        part = OWNER if option.twin.owner_id == person.pk else HOUSE if seat else AGENCY
        firm = option.state == Option.State.FIRM and part != HOUSE
        booking = may_book(option, person, now, facts[option.twin_id]) if firm else None
        by_us = part == AGENCY and (option.mandate and option.mandate.agency_id, option.placed_by_id) in ours
        found.append(Held(each, part, bool(seat and seat.may_sign), booking, pressed.get(option.pk), by_us))
    return sorted(found, key=lambda held: (not held.waits, held.option.starts_on, held.rank, held.option.placed_at))


def colleagues_of(person: Person, now: datetime) -> set[tuple[Any, Any]]:
    """Who books where she books: (agency, person)."""
    agencies = booking_seats(person, now).values("organisation")
    seats = Seat.objects.in_force(now).filter(organisation__in=agencies, role__in=BOOKERS)
    return set(seats.values_list("organisation", "person"))


def twins_held_by(person: Person, now: datetime) -> list[Twin]:
    """Whose days she may hold for a house, by a mandate of an agency where she books."""
    agencies = booking_seats(person, now).values("organisation")
    rows = Mandate.objects.filter(agency__in=agencies, signed_at__isnull=False, ended_at=None)
    found = rows.select_related("twin__owner").order_by("twin__name")
    standing = [each for each in found if HOLD in each.may and _stands(each, owners_day(each.twin, now))]
    return list({each.twin_id: each.twin for each in standing}.values())


def _stands(mandate: Mandate, today: date) -> bool:
    return mandate.starts_on <= today <= mandate.ends_on


def houses_known_to(person: Person, now: datetime) -> list[str]:
    """By name, those her agencies have dealt with: in a licence, a request or an option."""
    agencies = booking_seats(person, now).values("organisation")
    signed = GrantVersion.objects.filter(mandate__agency__in=agencies).values("grant__house")
    held, asked = (rows.objects.filter(mandate__agency__in=agencies).values("house") for rows in (Option, Request))
    houses = Organisation.objects.filter(Q(pk__in=signed) | Q(pk__in=held) | Q(pk__in=asked))
    return list(houses.order_by("name").values_list("name", flat=True))


def house_called(name: str) -> Organisation | None:
    """By its whole name: nobody reads here who else works in this studio."""
    found = Organisation.objects.filter(kind=Organisation.Kind.HOUSE, name__iexact=name.strip())[:2]
    return found[0] if len(found) == 1 else None


def pressed_by(options: Iterable[Option]) -> dict[Any, datetime | None]:
    """Until when each of these waits for an answer to its challenge."""
    challenged = Option.objects.filter(challenged_by__in=options, state=Option.State.CHALLENGED)
    return dict(challenged.order_by("challenge_until").values_list("challenged_by", "challenge_until"))


def signed_terms(option: Option, today: date) -> Terms | None:
    """The newest terms this house has signed with her that are in force, to reckon from."""
    rows = GrantVersion.objects.filter(
        grant__twin=option.twin, grant__house=option.house, grant__state=Grant.State.IN_FORCE, ends_on__gte=today
    )
    found = [Terms.from_json(row.terms) for row in rows.order_by("-signed_at", "-number")]
    covering = [terms for terms in found if not terms.tests_only and option.category in terms.categories]
    return covering[0] if covering else None


def least_fee(option: Option, terms: Terms, channels: Iterable[str], pieces: int) -> Money:
    return fee_of(
        terms,
        channels=channels,
        territories=(option.territory,),
        starts_on=option.starts_on,
        ends_on=option.ends_on,
        pieces=pieces,
    )
