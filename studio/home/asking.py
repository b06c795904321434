"""The finished pictures that ask for her word, with what a yes would pay her."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from studio.approvals.models import Master
from studio.assets.actions import Due, Wanted, due
from studio.consent.facts import owners_day
from studio.consent.models import PieceApproval
from studio.consent.terms import Terms
from studio.consent.words import label
from studio.home import waiting
from studio.home.money import of_due, said, sums
from studio.looks.models import Look
from studio.people.models import Person
from studio.previews.pictures import Shown
from studio.shoots.models import Brief, Shoot
from studio.shoots.uses import brief_of


@dataclass(frozen=True, slots=True)
class Offered:
    """One use of the brief, and what the owner would be paid for it."""

    channel: str
    due: Due
    arithmetic: str


@dataclass(frozen=True, slots=True)
class Piece:
    approval: PieceApproval
    master: Master
    offered: tuple[Offered, ...]
    pay_by: date

    @property
    def look(self) -> Look:
        return self.master.preview.look

    @property
    def shoot(self) -> Shoot:
        return self.look.shoot

    @property
    def brief(self) -> Brief:
        return brief_of(self.shoot)

    @property
    def net(self) -> str:
        return said(sums(each.due.settlement.net for each in self.offered))


def pieces_of(person: Person, now: datetime) -> list[Piece]:
    """Three queries, however many ask."""
    asked = waiting.pieces(person, now).select_related(
        "twin__owner", "version__grant__house", "version__mandate__agency", "asked_by"
    )
    ordered = asked.order_by("lapses_on", "id").prefetch_related("twin__standing_rules")
    approvals = {approval.about: approval for approval in ordered}
    masters = masters_of(approvals) if approvals else {}
    return [
        Piece(approval, masters[about], offers_of(approval, masters[about]), pay_day(approval, now))
        for about, approval in approvals.items()
        if about in masters
    ]


def masters_of(approvals: Mapping[str, PieceApproval]) -> dict[str, Master]:
    found = Master.objects.filter(id__in=[UUID(about) for about in approvals], proof__isnull=False)
    look = "preview__look__shoot"
    rows = found.select_related("proof", "preview__picture", "preview__by", f"{look}__house", f"{look}__brief")
    return {str(master.id): master for master in rows}


def offers_of(approval: PieceApproval, master: Master) -> tuple[Offered, ...]:
    """What the brief asks for, channel by channel: each would be a delivery of its own, and paid as one."""
    brief = brief_of(master.preview.look.shoot)
    if not brief.starts_on or not brief.ends_on or not brief.territories:
        return ()
    found = []
    for channel in brief.channels:
        wanted = Wanted(channel, tuple(brief.territories), brief.starts_on, brief.ends_on)
        reckoned = due(approval.twin, approval.version, wanted)
        found.append(Offered(label("channel", channel), reckoned, of_due(reckoned, channel)))
    return tuple(found)


def pay_day(approval: PieceApproval, now: datetime) -> date:
    """If it is delivered today: her licence says within how many days she is paid."""
    within = Terms.from_json(approval.version.terms).pay.pay_within_days
    return owners_day(approval.twin, now) + timedelta(days=within)


def shown_pieces(pieces: Sequence[Piece], shown: Mapping[UUID, Shown]) -> list[tuple[Piece, Shown | None]]:
    return [(piece, shown.get(piece.master.proof_id) if piece.master.proof_id else None) for piece in pieces]
