"""Everything the rule must know of many twins, read from the database in one query."""

import json
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db.models import prefetch_related_objects

from studio.consent import rules
from studio.consent.models import Gate, Grant
from studio.consent.reading import Rows, day, id_text, instant, rows_of, rows_to_offer
from studio.consent.rules import Facts
from studio.consent.terms import StandingRules, Terms
from studio.people.models import Person
from studio.twins.models import Twin
from studio.twins.wording import ALTERATION

NO_RULES = StandingRules()
STILL_TAKEN_FROM = {Grant.State.IN_FORCE.value, Grant.State.LAPSED.value}
KEPT_READ = 16_384


def day_of(person: Person, now: datetime) -> date:
    return day_in(person.time_zone, now)


def day_in(zone: str, now: datetime) -> date:
    """The day it is for her. A zone nobody knows is read as UTC."""
    try:
        return now.astimezone(ZoneInfo(zone)).date()
    except (ZoneInfoNotFoundError, ValueError):
        return now.astimezone(UTC).date()


def owners_day(twin: Twin, now: datetime) -> date:
    return day_of(twin.owner, now)


def facts_of(twins: Sequence[Twin], now: datetime) -> dict[UUID, Facts]:
    """Facts by twin's id, as the database has them now: what the given rows say may be older than the gate's hold.

    One query, and one for the owners where these are not at hand: whoever asks for facts asks for a use next.
    """
    if not twins:
        return {}
    prefetch_related_objects(twins if isinstance(twins, list) else list(twins), "owner")
    rows = rows_of((twin.pk for twin in twins), now)
    return {twin.pk: _facts(str(twin.pk), rows, now) for twin in twins}


def facts_to_offer(twins: Sequence[Twin], house: UUID, now: datetime) -> dict[UUID, Facts]:
    """As `facts_of`, so far as the rule asks of an offer to this house: `offering.offers_of` asks for nothing else.

    Other houses' licences, what was delivered and her word on it are not in them, so they decide no other act.
    """
    if not twins:
        return {}
    rows = rows_to_offer((twin.pk for twin in twins), house, now)
    return {twin.pk: _facts(str(twin.pk), rows, now) for twin in twins}


def _facts(twin: str, rows: Rows, now: datetime) -> Facts:
    own = rows["twin"].get(twin)
    if not own:
        return Facts(twin=twin)
    name, state, data_consent_at, cover_chosen_at, zone, comp_card, gate, nevers = own[0]
    today = day_in(zone, now)
    pieces = sorted(rows["piece"][twin], key=_in_time)
    signed = {kind.removeprefix(ALTERATION) for (kind,) in rows["signature"][twin]}
    return Facts(
        twin=twin,
        owner=name,  # as she is shown: what her account is called is nobody's to read
        state=state,
        data_consent=instant(data_consent_at) <= now,
        comp_card=bool(comp_card),
        cover=cover_chosen_at is not None,
        switch=gate or Gate.State.CLOSED.value,
        pauses=tuple((reach, about) for reach, about in rows["pause"][twin]),
        standing=_standing(nevers) if nevers else NO_RULES,
        licences=tuple(_licence(row, pieces, zone, signed) for row in sorted(rows["licence"][twin], key=_in_time)),
        taken=tuple(_taken(row) for row in rows["taken"][twin] if day(row[4]) >= today),
        pieces=tuple(_piece(row) for row in pieces),
        answers=tuple(_answer(row) for row in rows["answer"][twin]),
        agencies=tuple(id_text(a) for a, first, last in rows["mandate"][twin] if day(first) <= today <= day(last)),
    )


def _in_time(row: list[Any]) -> Any:
    """By what stands first: an instant, or a licence's number."""
    return row[0]


@lru_cache(maxsize=KEPT_READ)
def _terms(text: str) -> Terms:
    """Read once for each text: versions are never edited, and another text is another licence."""
    return Terms.from_json(json.loads(text))


@lru_cache(maxsize=KEPT_READ)
def _standing(text: str) -> StandingRules:
    return StandingRules.from_json(json.loads(text))


def _licence(row: list[Any], pieces: list[list[Any]], zone: str, signed: Collection[str]) -> rules.Licence:
    """Pieces are counted against the licence, over all its versions, each in the month it was first taken.

    signed: the kinds of alteration she has signed for by themselves: a licence opens no other.
    """
    _number, grant, house, (version, terms, previews) = row
    taken: dict[str, str] = {}
    for at, asset, _version, _ends_on, _takedown_on, (taken_under, _state) in pieces:
        if taken_under == grant and asset not in taken:
            taken[asset] = rules.month_of(day_in(zone, instant(at)))
    return rules.Licence(
        version=id_text(version), house=id_text(house), terms=_signed(terms, signed), pieces=taken, previews=previews
    )


def _signed(text: str, signed: Collection[str]) -> Terms:
    terms = _terms(text)
    if not terms.alterations or all(each in signed for each in terms.alterations):
        return terms
    return replace(terms, alterations=tuple(each for each in terms.alterations if each in signed))


def _taken(row: list[Any]) -> rules.Taken:
    house, category, territory, starts_on, ends_on = row
    return rules.Taken(id_text(house), category, territory, day(starts_on), day(ends_on))


def _piece(row: list[Any]) -> rules.Piece:
    _at, asset, version, ends_on, takedown_on, (_grant, state) = row
    return rules.Piece(
        asset=asset,
        version=id_text(version),
        ends_on=day(ends_on),
        in_force=state in STILL_TAKEN_FROM,
        takedown_on=day(takedown_on) if takedown_on else None,
    )


def _answer(row: list[Any]) -> rules.Answer:
    version, pixel_hash, answer, lapses_on, is_hers = row
    return rules.Answer(id_text(version), pixel_hash, answer, day(lapses_on), bool(is_hers))
