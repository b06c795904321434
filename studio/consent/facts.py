"""Everything the rule must know of many twins, read in a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db.models import Count, prefetch_related_objects

from studio.consent import rules
from studio.consent.models import (
    Exclusivity,
    Gate,
    Grant,
    GrantVersion,
    Pause,
    PieceApproval,
    PieceTaken,
    StandingRules,
)
from studio.consent.rules import Facts
from studio.consent.terms import StandingRules as Nevers
from studio.consent.terms import Terms
from studio.people.models import Person
from studio.twins.models import CompCardPicture, Mandate, Twin


def day_of(person: Person, now: datetime) -> date:
    """The day it is for her. A zone nobody knows is read as UTC."""
    try:
        return now.astimezone(ZoneInfo(person.time_zone)).date()
    except (ZoneInfoNotFoundError, ValueError):
        return now.date()


def owners_day(twin: Twin, now: datetime) -> date:
    return day_of(twin.owner, now)


def facts_of(twins: Sequence[Twin], now: datetime) -> dict[UUID, Facts]:
    """Facts by twin's id. Ten queries or fewer, however many twins are asked about."""
    if not twins:
        return {}
    prefetch_related_objects(list(twins), "owner")
    read = _Read([twin.pk for twin in twins], now)
    return {twin.pk: read.facts(twin) for twin in twins}


class _Read:
    """The rows of all twins asked about, by twin."""

    def __init__(self, ids: list[UUID], now: datetime) -> None:
        self.now = now
        self.gates = {gate.pk: gate for gate in Gate.objects.filter(twin__in=ids)}
        self.pauses = _by_twin(Pause.objects.filter(twin__in=ids, lifted_at=None))
        self.nevers = {row.twin_id: row for row in StandingRules.objects.filter(twin__in=ids).order_by("version")}
        self.versions = self._newest(ids)
        self.exclusivities = _by_twin(
            Exclusivity.objects.filter(twin__in=ids, ended_at=None).select_related("version__grant")
        )
        self.answers = _by_twin(PieceApproval.objects.filter(twin__in=ids))
        self.pieces = _by_twin(PieceTaken.objects.filter(twin__in=ids).select_related("version__grant").order_by("at"))
        self.comp_cards = set(CompCardPicture.objects.filter(twin__in=ids).values_list("twin_id", flat=True))
        self.mandates = _by_twin(Mandate.objects.filter(twin__in=ids, signed_at__isnull=False, ended_at=None))

    @staticmethod
    def _newest(ids: list[UUID]) -> dict[Any, list[Any]]:
        """The newest version of each licence that is in force: what she signed last is what holds."""
        newest: dict[UUID, Any] = {}
        rows = GrantVersion.objects.filter(grant__twin__in=ids, grant__state=Grant.State.IN_FORCE)
        for version in rows.select_related("grant").annotate(tests_taken=Count("tests")).order_by("number"):
            newest[version.grant_id] = version
        by_twin: dict[Any, list[Any]] = defaultdict(list)
        for version in sorted(newest.values(), key=lambda each: each.grant.number):
            by_twin[version.grant.twin_id].append(version)
        return by_twin

    def facts(self, twin: Twin) -> Facts:
        gate, today = self.gates.get(twin.pk), owners_day(twin, self.now)
        pieces = self.pieces[twin.pk]
        nevers = self.nevers.get(twin.pk)
        return Facts(
            twin=str(twin.pk),
            owner=twin.name,  # as she is shown: what her account is called is nobody's to read
            state=twin.state,
            data_consent=twin.data_consent_at <= self.now,
            comp_card=twin.pk in self.comp_cards,
            cover=twin.cover_chosen_at is not None,
            switch=gate.state if gate else Gate.State.CLOSED,
            pauses=tuple((p.reach, p.about) for p in self.pauses[twin.pk] if p.reach != Pause.Reach.EVERYTHING),
            standing=Nevers.from_json(nevers.rules) if nevers else Nevers(),
            licences=tuple(_licence(version, pieces, twin) for version in self.versions[twin.pk]),
            taken=tuple(_taken(row) for row in self.exclusivities[twin.pk] if row.ends_on >= today),
            pieces=tuple(_piece(row) for row in pieces),
            answers=tuple(_answer(row) for row in self.answers[twin.pk]),
            agencies=tuple(str(m.agency_id) for m in self.mandates[twin.pk] if m.starts_on <= today <= m.ends_on),
        )


def _by_twin(rows: Iterable[Any]) -> dict[Any, list[Any]]:
    by_twin: dict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        by_twin[row.twin_id].append(row)
    return by_twin


def _licence(version: Any, pieces: list[PieceTaken], twin: Twin) -> rules.Licence:
    """Pieces are counted against the licence, over all its versions."""
    taken: dict[str, str] = {}
    for piece in pieces:
        if piece.version.grant_id == version.grant_id:
            taken.setdefault(piece.asset, owners_day(twin, piece.at).strftime("%Y-%m"))
    return rules.Licence(
        version=str(version.pk),
        house=str(version.grant.house_id),
        terms=Terms.from_json(version.terms),
        pieces=taken,
        previews=version.tests_taken,
    )


def _taken(row: Exclusivity) -> rules.Taken:
    return rules.Taken(
        house=str(row.version.grant.house_id),
        category=row.category,
        territory=row.territory,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
    )


def _piece(row: PieceTaken) -> rules.Piece:
    return rules.Piece(
        asset=row.asset,
        version=str(row.version_id),
        ends_on=row.ends_on,
        in_force=row.version.grant.state in {Grant.State.IN_FORCE, Grant.State.LAPSED},
        takedown_on=row.takedown_on,
    )


def _answer(row: PieceApproval) -> rules.Answer:
    return rules.Answer(
        version=str(row.version_id), pixel_hash=row.pixel_hash, answer=row.answer, lapses_on=row.lapses_on
    )
