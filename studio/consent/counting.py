"""How many previews a licence for tests still covers: counted before somebody asks, and again when she does."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from studio.consent import memos
from studio.consent.facts import facts_of
from studio.consent.models import GrantVersion
from studio.consent.rules import Use, may_use
from studio.consent.terms import Terms
from studio.decisions import Decision
from studio.twins.models import Twin


@dataclass(frozen=True, slots=True)
class Covered:
    """The answer for one twin. left: previews her licence still covers; None where it counts none."""

    decision: Decision
    left: int | None = None


def covered(twins: Sequence[Twin], use_for: Callable[[Twin], Use], now: datetime) -> dict[UUID, Covered]:
    """Each twin by herself, by her id: from the facts of all of them, read at once."""
    facts = facts_of(twins, now)
    decisions = {twin.pk: may_use(facts[twin.pk], use_for(twin)) for twin in twins}
    versions = {twin: UUID(given) for twin, decision in decisions.items() if (given := decision.values.get("version"))}
    left = left_under(versions.values())
    return {
        twin: Covered(decision and memos.are_there([versions.get(twin)]), left.get(versions.get(twin)))
        for twin, decision in decisions.items()
    }


def left_under(versions: Iterable[UUID | None]) -> dict[UUID | None, int]:
    """By the version's id, of those that cover tests only."""
    rows = GrantVersion.objects.filter(pk__in=[version for version in versions if version])
    found = {row.pk: (Terms.from_json(row.terms), row.taken) for row in rows.annotate(taken=Count("tests"))}
    return {id: max(terms.test_previews - taken, 0) for id, (terms, taken) in found.items() if terms.tests_only}


def least_left(versions: Iterable[UUID | None]) -> int | None:
    """Of several twins in one picture she with the fewest left decides."""
    return min(left_under(versions).values(), default=None)
