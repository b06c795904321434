"""Whether a delivery lies within what was agreed, and how codes and marks are drawn. Pure functions."""

from collections.abc import Collection
from datetime import date, timedelta

from studio.decisions import YES, Decision, no

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no letter that is read as another, no vowels that make words
CODE_LENGTH = 8


def code_of(number: int) -> str:
    """A public code of eight letters from any non-negative number."""
    letters = []
    for _place in range(CODE_LENGTH):
        number, rest = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[rest])
    return "".join(letters)


def may_deliver(
    *, produces: bool, sealed: bool, starts_on: date, ends_on: date, territories: Collection[str]
) -> Decision:
    """What can be said before consent is asked."""
    if not produces:
        return no("not-producer")
    if not sealed:
        return no("not-sealed")
    if ends_on < starts_on:
        return no("days-turned-round")
    return YES if territories else no("brief-incomplete", missing="territories")


def may_take(*, ends_on: date, today: date) -> Decision:
    """Each delivery opens its own days; another delivery of the same picture opens none of them."""
    return YES if today <= ends_on else no("delivery-ended", on=ends_on)


STAYS_BROKEN = ("pixels-changed", "gave-up", "no-result", "unknown-kind")


def waits_again(state: str, code: str) -> bool:
    """Whether a sealing that ended so is tried anew once nothing is missing: a pause or a dispute passes."""
    return state in {"stopped", "cancelled"} or (state == "failed" and code not in STAYS_BROKEN)


REMINDED_BEFORE = (7, 1, 0)  # days before a copy's last day
REMINDED_EVERY = 3  # days, once that day is over


def stage_of(last_on: date, today: date, *, listed_on: date) -> date | None:
    """The day of the last reminder that is due by today, or None.

    One that fell before the copy was listed is none: the house has only just read of it.
    """
    if today > last_on:
        late = (today - last_on).days
        due = last_on + timedelta(days=late - late % REMINDED_EVERY)
    else:
        days = [last_on - timedelta(days=before) for before in REMINDED_BEFORE]
        due = max((day for day in days if day <= today), default=date.min)
    return due if due > listed_on else None


def renews(wider: Collection[str], places: Collection[str]) -> bool:
    """Whether a delivery for these places covers those of another."""
    return "WORLD" in wider or set(places) <= set(wider)
