"""What a withdrawal would do, said before it is done."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from studio.consent.actions import takedown_day
from studio.consent.facts import owners_day
from studio.consent.models import Grant, GrantVersion, PieceTaken
from studio.consent.terms import Terms
from studio.jobs.models import Job


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """comes_down: (day, how many pieces), the first day first."""

    version: GrantVersion
    notice_days: int
    jobs: int
    comes_down: tuple[tuple[date, int], ...]

    @property
    def pieces(self) -> int:
        return sum(count for _, count in self.comes_down)


def withdrawal_of(grant: Grant, version: GrantVersion, now: datetime) -> Withdrawal:
    today = owners_day(grant.twin, now)
    pieces = PieceTaken.objects.filter(version__grant=grant, takedown_on=None, ends_on__gte=today)
    days = Counter(min(takedown_day(piece, today), piece.ends_on) for piece in pieces.select_related("version"))
    stopping = Job.objects.alive().filter(stops__name=grant.twin.gate_name)
    return Withdrawal(
        version=version,
        notice_days=Terms.from_json(version.terms).notice_days,
        jobs=stopping.filter(id__in=Job.objects.filter(stops__name=f"house:{grant.house_id}")).count(),
        comes_down=tuple(sorted(days.items())),
    )
