"""What an agency may do for her, and which bookings it may confirm. Plain values in, a reasoned decision out.

A mandate never carries consent: whatever an agency confirms, `rules.may_use` still decides of every picture.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from studio.consent.rates import fee_of
from studio.consent.rules import Licence
from studio.consent.terms import WORLD
from studio.decisions import YES, Decision, no
from studio.money import Money

NEGOTIATE, HOLD, CONFIRM, PAUSE = "negotiate", "hold", "confirm", "pause"
POWERS = (NEGOTIATE, HOLD, CONFIRM, PAUSE)


@dataclass(frozen=True, slots=True)
class Acting:
    """A mandate she signed, as far as a rule must know it. owner: the name shown."""

    owner: str
    territories: tuple[str, ...]
    may: tuple[str, ...]
    starts_on: date
    ends_on: date
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Booking:
    """What a house confirms: so many pieces, each in each of the channels, for one sum."""

    house: str
    category: str
    territory: str
    channels: tuple[str, ...]
    starts_on: date
    ends_on: date
    pieces: int
    fee: Money


def may_act(mandate: Acting | None, power: str, territories: Iterable[str], day: date) -> Decision:
    """day: the owner's own. Outside its territories an agency reads where its mandate reaches."""
    if mandate is None or mandate.ended or not mandate.starts_on <= day <= mandate.ends_on:
        return no("no-mandate")
    if power not in mandate.may:
        return no("not-in-mandate", owner=mandate.owner, power=power)
    if beyond := outside(mandate.territories, territories):
        covered = _places(mandate.territories)
        return no("outside-mandate", owner=mandate.owner, territory=_places(beyond), covers=covered)
    return YES


def outside(covered: Iterable[str], asked: Iterable[str]) -> list[str]:
    """The world covers every country; no list of countries covers the world."""
    there = set(covered)
    return [] if WORLD in there else [code for code in asked if code not in there]


def may_confirm(mandate: Acting | None, signed: Licence | None, booking: Booking, day: date) -> Decision:
    """Only what lies whole inside terms she has signed: category, place, channels, days, pieces, and the price."""
    if not (decision := may_act(mandate, CONFIRM, (booking.territory,), day)):
        return decision
    if signed is None or not signed.in_force or signed.house != booking.house or signed.terms.tests_only:
        return no("booking-not-licensed")
    beyond = [name for name, holds in _inside(signed, booking) if not holds]
    return no("booking-beyond-terms", beyond=", ".join(beyond)) if beyond else YES


def _inside(signed: Licence, booking: Booking) -> Iterable[tuple[str, bool]]:
    terms = signed.terms
    yield "category", booking.category in set(terms.categories) - set(terms.never_categories)
    yield "territory", not outside(terms.territories, (booking.territory,))
    yield "channels", bool(booking.channels) and set(booking.channels) <= set(terms.channels)
    yield "days", terms.starts_on <= booking.starts_on <= booking.ends_on <= terms.ends_on
    yield "pieces", 0 < booking.pieces <= terms.pieces - len(signed.pieces)
    yield "price", _pays_enough(signed, booking)


def _pays_enough(signed: Licence, booking: Booking) -> bool:
    if not booking.channels or booking.ends_on < booking.starts_on or booking.fee.currency != signed.terms.pay.currency:
        return False
    least = fee_of(
        signed.terms,
        channels=booking.channels,
        territories=(booking.territory,),
        starts_on=booking.starts_on,
        ends_on=booking.ends_on,
        pieces=booking.pieces,
    )
    return booking.fee >= least


def _places(codes: Iterable[str]) -> str:
    return ", ".join("world" if code == WORLD else code for code in codes)
