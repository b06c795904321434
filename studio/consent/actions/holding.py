"""Options on her days: placed, challenged, confirmed, given up, and lapsing by themselves.

An option is no consent, and neither is a booking: `rules.may_use` decides of every picture, whoever holds her days.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse

from studio.consent import gates, holds, rules
from studio.consent.actions.telling import tell_pages, write_down
from studio.consent.agencies import acting, acts_for, booking_seats, her_side, mandate_for, mandates_of_seats
from studio.consent.facts import facts_of, owners_day
from studio.consent.holds import Hold, firsts_before, meets
from studio.consent.lines import booked_of, hold_of, line_of
from studio.consent.models import Option
from studio.consent.representing import HOLD, Booking, may_confirm
from studio.consent.rules import Facts, Use
from studio.consent.terms import CATEGORIES, CHANNELS, COUNTRIES, WORLD, Terms
from studio.decisions import YES, Decision, no
from studio.money import Money
from studio.people import actions as people
from studio.people.evidence import proves_fresh
from studio.people.models import Organisation, Person, Role, Seat
from studio.twins.models import Twin

STANDS_DAYS = 14
WINDOW_AT_MOST_DAYS = 366
TO_CONFIRM = timedelta(hours=24)
TO_ANSWER = timedelta(days=3)
PLACERS = (Role.ADMIN, Role.PRODUCER)
RANKS = ("", "first", "second", "third")

Answer = tuple[Decision, Option | None]


# Placing


@transaction.atomic
def place_option(
    twin: Twin,
    house: Organisation,
    *,
    category: str,
    territory: str,
    starts_on: date,
    ends_on: date,
    by: Person,
    now: datetime,
    about: str = "",
    key: str = "",
) -> Answer:
    """Hold her for a house: first, second or third, by whoever came before. Her own agency may place it for the house.

    about: "shoot:<id>", where it is for a shoot.
    """
    if key and (done := Option.objects.filter(key=key).first()):
        return YES, done
    gates.hold([twin], alone=True)
    wanted = Hold("", str(house.pk), category, territory, starts_on, ends_on, now)
    if not (decision := _may_stand(twin, house, wanted, by, now)):
        return decision, None
    option = Option.objects.create(
        twin=twin,
        house=house,
        about=about,
        category=category,
        territory=territory,
        starts_on=starts_on,
        ends_on=ends_on,
        state_at=now,
        placed_by=by,
        placed_at=now,
        expires_at=_stands_until(twin, ends_on, now),
        mandate=mandate_for(twin, HOLD, (territory,), now),
        key=key or None,
    )
    _write(option, "option-placed", by=by, now=now)
    rank = RANKS[rank_of(option)]
    _tell_her_side(option, "option-placed", now, rank=rank)
    if not is_of_house(house, by, now):
        _tell_house(option, "option-placed-for-you", now, rank=rank)
    tell_pages(twin, "changed")
    return YES, option


def would_stand(twin: Twin, wanted: Hold, house: Organisation, *, by: Person, now: datetime) -> tuple[Decision, int]:
    """What placing it now would answer, and its place in the line. Nothing is held by it."""
    decision = _may_stand(twin, house, wanted, by, now)
    return decision, holds.rank(wanted, line_of(twin)) if decision else 0


def _may_stand(twin: Twin, house: Organisation, wanted: Hold, by: Person, now: datetime) -> Decision:
    if not (decision := may_place(twin, house, wanted.territory, by, now)):
        return decision
    today = owners_day(twin, now)
    if not _is_a_window(wanted, today):
        return no("option-not-right")
    decision = _may_be_held(facts_of([twin], now)[twin.pk], wanted, today, now)
    decision = decision and holds.may_hold(wanted, line_of(twin), booked_of(twin))
    return decision if decision or decision.code in SAID_OF_THE_LINE else rules.outward(decision, twin)


def _stands_until(twin: Twin, ends_on: date, now: datetime) -> datetime:
    """A fortnight, and never past the end of its last day where she lives."""
    midnight = datetime.combine(ends_on + timedelta(days=1), time(), tzinfo=people.zone_of(twin.owner))
    return min(now + timedelta(days=STANDS_DAYS), midnight)


SAID_OF_THE_LINE = frozenset({"held-already", "line-full"})


def may_place(twin: Twin, house: Organisation, territory: str, by: Person, now: datetime) -> Decision:
    if not house.is_house:
        return no("not-in-house")
    if is_of_house(house, by, now):
        return YES
    return acts_for(twin, by, HOLD, (territory,), now) if mandates_of_seats(twin, by, now) else no("not-in-house")


def is_of_house(house: Organisation, by: Person, now: datetime) -> bool:
    return Seat.objects.in_force(now).filter(person=by, organisation=house, role__in=PLACERS).exists()


def _is_a_window(wanted: Hold, today: date) -> bool:
    return (
        wanted.category in CATEGORIES
        and (wanted.territory == WORLD or wanted.territory in COUNTRIES)
        and wanted.starts_on <= wanted.ends_on
        and wanted.ends_on >= today
        and wanted.ends_on - wanted.starts_on <= timedelta(days=WINDOW_AT_MOST_DAYS)
    )


def _may_be_held(facts: Facts, wanted: Hold, today: date, now: datetime) -> Decision:
    """Her switch, her nevers and what she has sold to others, asked as for a picture; a licence is not asked for."""
    use = _use_of(wanted, today, now)
    hers = (rules.ready, rules.nothing_closed, rules.no_standing_never, rules.not_taken_by_others)
    return next((refusal for rule in (*rules.BEFORE_ANYTHING, *hers) for refusal in rule(facts, use)), YES)


def _use_of(wanted: Hold, today: date, now: datetime) -> Use:
    return Use(
        act=rules.OFFER,
        instant=now,
        owners_day=today,
        house=wanted.house,
        categories=(wanted.category,),
        territories=(wanted.territory,),
        starts_on=wanted.starts_on,
        ends_on=wanted.ends_on,
    )


def rank_of(option: Option) -> int:
    """Its place in the line as it stands; 0 where it stands in none."""
    if option.state not in Option.State.alive():
        return 0
    return holds.rank(hold_of(option), line_of(option.twin))


# Challenging


@transaction.atomic
def challenge_option(option: Option, *, by: Person, now: datetime, key: str = "") -> Answer:
    """A later one would book now: whoever stands first confirms or gives up within 24 hours, or loses the place."""
    gates.hold([option.twin], alone=True)  # first: an agency acts no more once its mandate has ended
    option.refresh_from_db()
    if not (decision := may_challenge(option, by, now)):
        return decision, None
    if option.state not in Option.State.alive():
        return no("option-over"), None
    firsts = [each.id for each in firsts_before(hold_of(option), line_of(option.twin))]
    if not firsts:
        return no("option-first-already"), None
    pressed = list(Option.objects.filter(pk__in=firsts, state=Option.State.HELD).select_related("house", "twin__owner"))
    if not pressed:
        return no("option-challenged-already"), None
    for first in pressed:
        first.challenged_by, first.challenge_until = option, now + TO_CONFIRM
        _move(first, Option.State.CHALLENGED, now, "challenged_by", "challenge_until")
        _write(first, "option-challenged", by=None, now=now)
        _tell_house(first, "option-challenged", now)
    _write(option, "option-challenges", by=by, now=now)
    _tell_her_side(option, "option-challenges", now)
    if not is_of_house(option.house, by, now):
        _tell_house(option, "option-challenges-for-you", now)
    tell_pages(option.twin, "changed")
    return YES, option


def may_challenge(option: Option, by: Person, now: datetime) -> Decision:
    """A seat that may sign for the house; and where her agency placed it for the house, whoever books there."""
    decision = people.may_sign(by, option.house, now=now)
    if decision or option.mandate is None or not books_at(option.mandate.agency, option.placed_by, now):
        return decision
    return acts_for(option.twin, by, HOLD, (option.territory,), now) if _handles(option, by, now) else decision


def _handles(option: Option, by: Person, now: datetime) -> bool:
    return any(each.pk == option.mandate_id for each in mandates_of_seats(option.twin, by, now))


def books_at(agency: Organisation, person: Person, now: datetime) -> bool:
    return booking_seats(person, now).filter(organisation=agency).exists()


# Confirming: first the house, with what it books; then her side


@transaction.atomic
def confirm_option(
    option: Option,
    *,
    pieces: int,
    channels: Sequence[str],
    fee: Money,
    by: Person,
    now: datetime,
    evidence: Mapping[str, Any],
    key: str = "",
) -> Answer:
    """The house's word, by a seat that may sign for that much. Only whoever stands first may give it.

    evidence: how and when whoever gives it was last signed in; the fee binds, so it is given as a signature is.
    """
    decision = people.may_sign(by, option.house, now=now, amount_minor=fee.minor, currency=fee.currency)
    if decision and not proves_fresh(evidence, now):
        decision = no("fresh-sign-in", fix="sign-in")
    if decision and not (pieces > 0 and channels and set(channels) <= set(CHANNELS) and fee.minor >= 0):
        decision = no("booking-not-right")
    if not decision:
        return decision, None
    gates.hold([option.twin], alone=True)
    option.refresh_from_db()
    if option.state == Option.State.FIRM:
        return YES, option
    if option.state not in Option.State.alive():
        return no("option-over"), None
    if (rank := rank_of(option)) != 1:
        return no("option-not-first", rank=RANKS[min(rank, 3)]), None
    if not (decision := _still_free(option, now)):
        return rules.outward(decision, option.twin), None
    option.firm_by, option.firm_at, option.firm_evidence = by, now, dict(evidence)
    option.pieces, option.channels = pieces, list(channels)
    option.fee_minor, option.currency = fee.minor, fee.currency
    option.challenged_by, option.challenge_until, option.expires_at = None, None, now + TO_ANSWER
    _move(option, Option.State.FIRM, now, *SAID_WHEN_FIRM)
    said = {"pieces": pieces, "fee_minor": fee.minor, "currency": fee.currency}
    _write(option, "option-confirmed-by-house", by=by, now=now, **said)
    _tell_her_side(option, "option-firm", now)
    tell_pages(option.twin, "changed")
    return YES, option


def _still_free(option: Option, now: datetime) -> Decision:
    """What she has sold or ruled out since the option was placed."""
    twin = option.twin
    return _may_be_held(facts_of([twin], now)[twin.pk], hold_of(option), owners_day(twin, now), now)


SAID_WHEN_FIRM = (
    "firm_by", "firm_at", "firm_evidence", "pieces", "channels", "fee_minor", "currency", "challenged_by",
    "challenge_until", "expires_at",
)  # fmt: skip


def booking_of(option: Option) -> Booking:
    return Booking(
        house=str(option.house_id),
        category=option.category,
        territory=option.territory,
        channels=tuple(option.channels),
        starts_on=option.starts_on,
        ends_on=option.ends_on,
        pieces=option.pieces,
        fee=Money(option.fee_minor, option.currency),
    )


def may_book(option: Option, by: Person, now: datetime, facts: Facts | None = None) -> Decision:
    """She herself always; her agency only inside terms she has already signed, and only what is in its hands."""
    twin = option.twin
    if twin.owner_id == by.pk:
        return YES
    mandate = next((each for each in mandates_of_seats(twin, by, now) if each.pk == option.mandate_id), None)
    if mandate is None:
        return no("waits-for-owner", owner=twin.name)
    known = facts or facts_of([twin], now)[twin.pk]
    signed = [each for each in known.licences if each.house == str(option.house_id)]
    day, booking = owners_day(twin, now), booking_of(option)
    answers = [may_confirm(acting(mandate), each, booking, day) for each in signed]
    return next((each for each in answers if each), None) or (
        answers[0] if answers else may_confirm(acting(mandate), None, booking, day)
    )


@transaction.atomic
def book_option(option: Option, *, by: Person, now: datetime, key: str = "") -> Answer:
    """Her side's word. The days are booked; those who waited behind hear that they are taken, and not by whom."""
    gates.hold([option.twin], alone=True)
    option.refresh_from_db()
    if option.state == Option.State.CONFIRMED:
        return YES, option
    if not (decision := may_book(option, by, now)):
        return decision, None
    if option.state != Option.State.FIRM:
        return no("option-not-firm"), None
    if not (decision := _still_free(option, now)):
        return decision, None
    option.confirmed_by = by
    _move(option, Option.State.CONFIRMED, now, "confirmed_by")
    _write(option, "option-booked", by=by, now=now)
    _tell_house(option, "option-booked", now)
    if option.twin.owner_id != by.pk:
        _tell([option.twin.owner], option, "option-booked-for-you", now)
    mine = hold_of(option)
    for other in _alive(option.twin):
        if meets(mine, hold_of(other)):
            _lapse(other, "option-taken", now)
    tell_pages(option.twin, "changed")
    return YES, option


# Giving up, and lapsing


def may_release(option: Option, by: Person, now: datetime) -> Decision:
    if option.twin.owner_id == by.pk or is_of_house(option.house, by, now):
        return YES
    if not _handles(option, by, now):
        return no("waits-for-owner", owner=option.twin.name)
    return acts_for(option.twin, by, HOLD, (option.territory,), now)


@transaction.atomic
def release_option(option: Option, *, by: Person, now: datetime, key: str = "") -> Answer:
    """Either side gives it up; those behind move up, and hear of it."""
    gates.hold([option.twin], alone=True)
    option.refresh_from_db()
    if not (decision := may_release(option, by, now)):
        return decision, None
    if option.state in {*Option.State.alive(), Option.State.CONFIRMED}:
        before = _ranks(option.twin)
        _move(option, Option.State.RELEASED, now)
        _write(option, "option-released", by=by, now=now)
        _tell_the_other_side(option, by, now)
        _settle_line(option, before, now)
        tell_pages(option.twin, "changed")
    return YES, option


def end_what_was_sold(twin: Twin, now: datetime) -> int:
    """What others held or booked in what a house has just bought for itself. The caller holds the gate alone.

    Each of them hears until when it is taken, and never by whom. How many ended.
    """
    before = _ranks(twin)
    gone = sold_away(twin, facts_of([twin], now)[twin.pk], now)
    for option, taken in gone:
        code = "booking-sold" if option.state == Option.State.CONFIRMED else "option-sold"
        _lapse(option, code, now, until=taken.values["until"])
        _tell_her_side(option, f"{code}-by-you", now)
    for option, _taken in gone:
        _settle_line(option, before, now)
    return len(gone)


def would_end(twin: Twin, house: Organisation, terms: Terms, now: datetime) -> list[Option]:
    """The holds and bookings of other houses that would end with her yes, so that she reads of them before it."""
    bought = tuple(
        rules.Taken(str(house.pk), each.category, each.territory, each.starts_on, each.ends_on)
        for each in terms.exclusivity
    )
    if not bought:
        return []
    facts = replace(facts_of([twin], now)[twin.pk], taken=bought)
    return [option for option, _taken in sold_away(twin, facts, now)]


def sold_away(twin: Twin, facts: Facts, now: datetime) -> list[tuple[Option, Decision]]:
    """Which holds and bookings an exclusivity of another house leaves no room for, each with that refusal."""
    today = owners_day(twin, now)
    states = (*Option.State.alive(), Option.State.CONFIRMED)
    rows = Option.objects.filter(twin=twin, state__in=states, ends_on__gte=today).order_by("placed_at", "id")
    found = []
    for option in rows.select_related("house", "twin__owner", "mandate__agency", "placed_by"):
        refusals = list(rules.not_taken_by_others(facts, _use_of(hold_of(option), today, now)))
        found += [(option, taken) for taken in refusals[:1]]
    return found


def settle_options(now: datetime) -> int:
    """Challenges that were not answered, and holds whose time is over. Silence is no."""
    due = Option.objects.alive().due(now).select_related("twin__owner", "house", "mandate__agency")
    return sum(_settle(option, now) for option in due)


@transaction.atomic
def _settle(option: Option, now: datetime) -> bool:
    gates.hold([option.twin], alone=True)
    still = Option.objects.alive().due(now).filter(pk=option.pk).first()
    if still is None:
        return False
    before = _ranks(option.twin)
    _lapse(option, "option-challenge-lost" if still.state == Option.State.CHALLENGED else "option-lapsed", now)
    _settle_line(option, before, now)
    tell_pages(option.twin, "changed")
    return True


def _lapse(option: Option, code: str, now: datetime, **values: Any) -> None:
    _move(option, Option.State.LAPSED, now)
    _write(option, code, by=None, now=now)
    _tell_house(option, code, now, **values)
    if code == "option-lapsed":
        _tell_her_side(option, code, now)


def _settle_line(gone: Option, before: dict[str, int], now: datetime) -> None:
    """A challenge whose challenger is gone is off, and whoever moved up hears it."""
    challenged = Option.objects.filter(challenged_by=gone, state=Option.State.CHALLENGED)
    for first in challenged.select_related("house", "twin__owner"):
        first.challenged_by, first.challenge_until = None, None
        _move(first, Option.State.HELD, now, "challenged_by", "challenge_until")
        _tell_house(first, "option-challenge-off", now)
    for other in _alive(gone.twin):
        rank = rank_of(other)
        if rank < before.get(str(other.pk), rank):
            _tell_house(other, "option-moved-up", now, rank=RANKS[min(rank, 3)])


def _alive(twin: Twin) -> Iterable[Option]:
    return Option.objects.alive().filter(twin=twin).select_related("house", "twin__owner", "mandate__agency")


def _ranks(twin: Twin) -> dict[str, int]:
    return holds.ranks(line_of(twin))


def _move(option: Option, state: str, now: datetime, *changed: str) -> None:
    option.state, option.state_at = state, now
    option.save(update_fields=["state", "state_at", *changed])


# Telling


def _write(option: Option, kind: str, *, by: Person | None, now: datetime, **body: Any) -> None:
    """On her chain and on the chain of the house whose option it is: another's is never named there."""
    said = {"option": str(option.pk), "category": option.category, "territory": option.territory, **body}
    write_down(option.twin, kind, by=by, body=said, now=now, house=option.house_id)


def _tell_her_side(option: Option, code: str, now: datetime, **values: Any) -> None:
    _tell(her_side(option.twin, option.mandate, now), option, code, now, house=option.house.name, **values)


def _tell_house(option: Option, code: str, now: datetime, **values: Any) -> None:
    signers = Seat.objects.in_force(now).signers().filter(organisation=option.house).select_related("person")
    people_there = {each.person_id: each.person for each in signers}
    if is_of_house(option.house, option.placed_by, now):
        people_there[option.placed_by_id] = option.placed_by
    _tell(people_there.values(), option, code, now, **values)


def _tell_the_other_side(option: Option, by: Person, now: datetime) -> None:
    if is_of_house(option.house, by, now):
        _tell_her_side(option, "option-given-up", now)
        return
    _tell_house(option, "option-not-given", now)
    if by.pk != option.twin.owner_id:
        _tell([option.twin.owner], option, "option-released-for-you", now, house=option.house.name)


def _tell(whom: Iterable[Person], option: Option, code: str, now: datetime, **values: Any) -> None:
    said = {
        "twin": option.twin.name,
        "category": option.category,
        "territory": option.territory.replace(WORLD, "world"),
        "starts": option.starts_on,
        "ends": option.ends_on,
        **values,
    }
    for person in whom:
        people.tell(
            person,
            code,
            values=said,
            url=reverse("consent:options"),
            now=now,
            about=f"option:{option.pk}",
            key=f"{code}:{option.pk}:{person.pk}:{now:%Y%m%dT%H%M%S}",
        )
