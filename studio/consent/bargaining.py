"""Who may ask, offer and agree, and what is refused before it is even asked. Plain values in, a decision out."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from studio.consent.rules import CREW, OFFER, Facts, Use, may_use
from studio.consent.terms import Terms
from studio.decisions import YES, Decision, no

DAYS_TO_ANSWER = 7
DAYS_TO_ANSWER_AT_MOST = 30
DAYS_AFTER_AN_OFFER = 3
THINKING = timedelta(hours=48)
WORDS_AT_MOST = 2000
NO_LICENCE_YET = "no-grant"
OF_THE_BRIEF_ALONE = "brief-incomplete"

OPEN, HOUSE = "open", "house"


def may_be_asked(facts: Facts, terms: Terms, *, house: str, instant: datetime, owners_day: date) -> Decision:
    """Would her rules, her switch or somebody's exclusivity refuse these terms even if she signed them?

    The licences there are play no part: to ask is to ask for another. The whole refusal is the owner's alone; a house
    reads `rules.outward` of it.
    """
    bare = replace(facts, licences=())
    refusals = []
    for purpose in terms.purposes:
        decision = may_use(bare, _use(terms, purpose, house=house, instant=instant, owners_day=owners_day))
        refusals += [replace(decision, others=()), *decision.others] if not decision else []
    passed = {NO_LICENCE_YET, OF_THE_BRIEF_ALONE} if terms.tests_only else {NO_LICENCE_YET}
    found = [refusal for refusal in refusals if refusal.code not in passed]
    return replace(found[0], others=tuple(found[1:])) if found else YES


def _use(terms: Terms, purpose: str, *, house: str, instant: datetime, owners_day: date) -> Use:
    return Use(
        act=OFFER,
        instant=instant,
        owners_day=owners_day,
        viewer=CREW,
        house=house,
        purpose=purpose,
        categories=terms.categories,
        channels=terms.channels,
        territories=terms.territories,
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
        product_lines=terms.product_lines,
        alterations=terms.alterations,
    )


def may_lapse_on(day: date, today: date) -> Decision:
    """A day to answer by: tomorrow at the soonest, so that nobody is hurried, and not so far off that she is held."""
    if not timedelta(days=1) <= day - today <= timedelta(days=DAYS_TO_ANSWER_AT_MOST):
        return no("answer-day-wrong", most=DAYS_TO_ANSWER_AT_MOST)
    return YES


def is_open(state: str, *, over: bool, lapses_on: date) -> Decision:
    """Nothing is offered or agreed after the day it lapses on, whether or not anybody has written that down yet."""
    if state == OPEN and over:
        return no("lapsed", on=lapses_on)
    return YES if state == OPEN else no("request-over")


def may_offer(side: str, state: Decision) -> Decision:
    return state if side else no("not-yours")


def may_agree(*, hers: bool, fresh: bool, newest: bool, by_side: str, state: Decision) -> Decision:
    """Only she, freshly signed in, to the newest words of the house. Her agency never."""
    if not hers:
        return no("not-owner")
    if not state:
        return state
    if not newest or by_side != HOUSE:
        return no("offer-not-newest")
    return YES if fresh else no("fresh-sign-in", fix="sign-in")


def worded(words: str) -> Decision:
    if not words.strip():
        return no("words-needed")
    return YES if len(words.strip()) <= WORDS_AT_MOST else no("words-too-long", most=WORDS_AT_MOST)
