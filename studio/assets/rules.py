"""Whether a delivery lies within what was agreed, and how codes and marks are drawn. Pure functions."""

from collections.abc import Collection
from datetime import date

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
