"""Who may let a guest in, for how long, and when a code proves whose word it is. Pure functions of plain values."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from studio.decisions import YES, Decision, no

LETTING_IN_CRAFTS = frozenset({"production", "art-direction", "creative-direction"})
DAYS_MOST = 90
DAYS_FIRST = 14
AT_ONCE_MOST = 40  # guests of one board whose links are in force

CODE_DIGITS = 6
CODE_LIFE = timedelta(minutes=10)
TRIES_MOST = 5
CODES_IN_A_WHILE, A_WHILE = 3, timedelta(minutes=15)
CODES_A_DAY, A_DAY = 12, timedelta(days=1)
PROOF_LIFE = timedelta(minutes=30)

COMMENTS_AN_HOUR = 40

ANSWERS = ("yes", "change", "no")
WORDS_MOST = 1000


def may_let_in(crafts: Collection[str], *, in_house: bool, right: str) -> Decision:
    """An outsider is let in by the house, or by whoever leads the shoot; not by somebody who only looks on here."""
    if right != "edit" or not (in_house or LETTING_IN_CRAFTS & set(crafts)):
        return no("guest-not-yours-to-let-in")
    return YES


def fits(*, last_day: date, today: date, in_force: int) -> Decision:
    """Today is a last day, too: the link ends with it."""
    if last_day < today:
        return no("guest-day-past")
    if last_day > today + timedelta(days=DAYS_MOST):
        return no("guest-day-too-far", most=DAYS_MOST)
    return YES if in_force < AT_ONCE_MOST else no("guests-too-many", most=AT_ONCE_MOST)


def may_ask_code(asked_at: Collection[datetime], now: datetime) -> Decision:
    """asked_at: when this guest's codes of the last day were asked for. So many tries there are, and no more."""
    in_a_while = sum(at > now - A_WHILE for at in asked_at)
    in_a_day = sum(at > now - A_DAY for at in asked_at)
    return no("guest-codes-too-often") if in_a_while >= CODES_IN_A_WHILE or in_a_day >= CODES_A_DAY else YES


def still_opens(*, until: datetime, used: bool, tries: int, now: datetime) -> bool:
    return not used and now < until and tries < TRIES_MOST


def as_typed(text: str) -> str:
    """The digits of what somebody typed: people put a space in the middle."""
    return "".join(letter for letter in text if letter.isascii() and letter.isdigit())


def may_say_more(lately: int) -> Decision:
    """lately: how much this guest has said in the last hour. A person does not come near it."""
    return YES if lately < COMMENTS_AN_HOUR else no("guest-says-too-much")


def may_say(answer: str, words: str) -> Decision:
    """A change says what should change: nobody can make "something"."""
    if answer not in ANSWERS:
        return no("guest-answer-unknown")
    if len(words) > WORDS_MOST:
        return no("note-too-long", most=WORDS_MOST)
    return no("guest-change-without-words") if answer == "change" and not words.strip() else YES
