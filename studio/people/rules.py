"""Who may ask in, sign and spend. Plain values in, a reasoned decision out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

from studio.decisions import YES, Decision, no

NIGHT_BEGINS = time(21)
NIGHT_ENDS = time(8)


@dataclass(frozen=True, slots=True)
class SeatFacts:
    """What a rule needs to know of a seat. `in_force`: begun, not ended, and its person active."""

    role: str
    in_force: bool
    may_sign: bool = False
    may_spend_minor: int = 0
    currency: str = "EUR"
    organisation: str = ""


def may_sign(seat: SeatFacts | None, amount_minor: int = 0, currency: str = "EUR") -> Decision:
    """May this seat put its organisation's name, and that much of its money, under something?

    amount_minor: a whole number in the currency's minor unit; 0 when no money goes with the signature.
    """
    if seat is None or not seat.in_force:
        return no("not-in-house")
    if not seat.may_sign:
        return no("seat-may-not-sign", fix="ask-signer", organisation=seat.organisation)
    return may_spend(seat, amount_minor, currency) if amount_minor else YES


def may_spend(seat: SeatFacts | None, amount_minor: int, currency: str) -> Decision:
    """A limit in one currency says nothing about another: what cannot be compared is refused."""
    if amount_minor < 0:
        raise ValueError(f"amount_minor must not be below 0, got {amount_minor}")
    if seat is None or not seat.in_force:
        return no("not-in-house")
    if currency != seat.currency:
        return no("seat-other-currency", fix="ask-signer", has=seat.currency, wanted=currency)
    if amount_minor > seat.may_spend_minor:
        return no("over-spending-limit", fix="ask-signer", organisation=seat.organisation)
    return YES


def may_manage_seats(seat: SeatFacts | None, *, runs_the_studio: bool) -> Decision:
    """Seats are given and ended by the organisation's own admins, or by whoever runs the studio."""
    if runs_the_studio or (seat is not None and seat.in_force and seat.role == "admin"):
        return YES
    return no("only-an-admin", fix="ask-admin")


def may_invite(seats: Iterable[SeatFacts], *, runs_the_studio: bool) -> Decision:
    """Somebody without a seat to be given, a model or a guest of a shoot, is asked in by anybody who has a seat."""
    return YES if runs_the_studio or any(seat.in_force for seat in seats) else no("not-in-house")


def may_accept(*, until: datetime, accepted: bool, ended: bool, known: bool, hers: bool, now: datetime) -> Decision:
    """known: the address has an account already; hers: that account is the one signed in now."""
    if accepted:
        return no("invitation-used", fix="sign-in")
    if ended or until <= now:
        return no("link-ended", on=until.date().isoformat())
    if known and not hers:
        return no("sign-in-to-accept", fix="sign-in")
    return YES


def may_enter(*, until: datetime, ended_at: datetime | None, now: datetime) -> Decision:
    """Is a guest's link still good? The refusal says since when it is not."""
    over = min(until, ended_at or until)
    return YES if now < over else no("link-ended", on=over.date().isoformat())


def mail_after(now: datetime, zone: tzinfo, begins: time = NIGHT_BEGINS, ends: time = NIGHT_ENDS) -> datetime:
    """The first instant outside her quiet hours. What came meanwhile is thus due at one instant, and makes one letter.

    begins, ends: by her own clock; the same time twice means that no hour is quiet.
    """
    there = now.astimezone(zone)
    if not is_quiet(there.time(), begins, ends):
        return now
    day = there.date() + timedelta(days=1 if there.time() >= ends else 0)
    return datetime.combine(day, ends, tzinfo=zone).astimezone(now.tzinfo)


def is_quiet(at: time, begins: time, ends: time) -> bool:
    """Quiet hours may lie within a day or across midnight."""
    if begins <= ends:
        return begins <= at < ends
    return at >= begins or at < ends
