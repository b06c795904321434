"""How often a house reads in a day what her rules would answer: enough to ask her well, too little to find them out."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

import rfc8785
from django.conf import settings

from studio.consent.models import Offer, Request
from studio.consent.terms import Terms
from studio.decisions import YES, Decision, no
from studio.people.models import Organisation, Person
from studio.register import actions as register
from studio.twins.models import Twin

DAY = timedelta(hours=24)
ANSWER = "answer:"
PUT = "brief:"


def may_be_answered(twin: Twin, house: Organisation, terms: Terms, *, by: Person, now: datetime) -> Decision:
    """Another question is noted, and beyond the day's number refused. What was answered already may be read again."""
    asked = question_of(terms)
    noted = register.noted_since(twin.gate_name, by=str(by.pk), begins=ANSWER, since=now - DAY)
    if ANSWER + asked in noted:
        return YES
    if len(noted) >= settings.ANSWERS_A_DAY:
        on_the_table = asked in _questions_between(twin, house)
        return YES if on_the_table else no("answers-used", most=settings.ANSWERS_A_DAY, owner=twin.name)
    register.noted(twin.gate_name, by=str(by.pk), what=ANSWER + asked, now=now)
    return YES


def may_be_put(house: Organisation, asked: Mapping[str, Any], *, by: Person, now: datetime) -> Decision:
    """Another question to the casting is noted, and beyond the day's number refused: all are answered at once.

    asked: what a brief says, or what a garment is declared as, by the names of the fields; lists in any order are the
    same question. Both are counted together, for the casting answers them together.
    """
    plain = {name: sorted(value) if isinstance(value, list) else str(value) for name, value in asked.items()}
    what = PUT + register.salted(rfc8785.dumps(plain).decode())[:32]
    noted = register.noted_since(f"org:{house.pk}", by=str(by.pk), begins=PUT, since=now - DAY)
    if what in noted:
        return YES
    if len(noted) >= settings.ANSWERS_A_DAY:
        return no("questions-used", most=settings.ANSWERS_A_DAY)
    register.noted(f"org:{house.pk}", by=str(by.pk), what=what, now=now)
    return YES


def question_of(terms: Terms) -> str:
    """The same for the same question to her rules, whatever it would pay and in whatever order it is asked."""
    where = (terms.purposes, terms.categories, terms.channels, terms.territories)
    how = (terms.product_lines, terms.alterations)
    days = [terms.starts_on.isoformat(), terms.ends_on.isoformat()]
    said = [*(sorted(each) for each in (*where, *how)), days]
    return register.salted(rfc8785.dumps(said).decode())[:32]


def _questions_between(twin: Twin, house: Organisation) -> Iterator[str]:
    """Of what either side has put in a request that is still open: it lies on the table."""
    open_ones = Request.objects.open().filter(twin=twin, house=house)
    for terms in Offer.objects.filter(request__in=open_ones).values_list("terms", flat=True):
        yield question_of(Terms.from_json(terms))
