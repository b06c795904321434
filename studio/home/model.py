"""The model's own page: what asks her, where she appears, what she is owed, who looked, and the switch."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from studio.assets.models import Delivery
from studio.consent.asked import waiting_requests
from studio.consent.facts import day_of
from studio.consent.models import Pause, PieceApproval
from studio.consent.switch import Switch, switch_of
from studio.home import asking, licences, looked, money, wall
from studio.home.pictures import Picture, pictured, with_twins
from studio.ledger.statements import owed_to
from studio.people.models import Organisation, Person
from studio.shoots.models import Shoot
from studio.twins.models import Mandate, Twin

PAYMENTS_SHOWN = 3


def page(
    person: Person, twins: Sequence[Twin], *, session_key: str, now: datetime, show: str = "all", number: int = 1
) -> dict[str, Any]:
    today = day_of(person, now)
    pieces = asking.pieces_of(person, now)
    rows, counts = wall.page_of(twins, show=show, page=number)
    with_twins([*rows, *(piece.master.preview for piece in pieces)])
    deliveries = wall.deliveries_for(twins)
    statement = owed_to(person, today=today)
    refused = PieceApproval.objects.filter(twin__in=twins, answer=PieceApproval.Answer.NO)
    tiles = wall.tiles_of(
        rows, wall.masters_for(rows), deliveries, statement, refused.values_list("about", flat=True), today
    )
    cards = wall.comp_cards(twins) if show == "all" and number == 1 else []
    proofs = [Picture(each.master.proof, each.master.preview, "large") for each in pieces if each.master.proof]
    shown = pictured(
        [*wall.pictures_in(tiles), *proofs],
        [card.blob for card in cards],
        viewer=person,
        session_key=session_key,
        now=now,
    )
    older = number + 1 if len(rows) == wall.A_PAGE and number * wall.A_PAGE < counts["total"] else None
    hung = wall.Wall(tuple([*tiles, *cards]), counts["total"], counts["out"], show, older, shown)
    owed = money.owed_lines(statement, {str(each.id): each for each in deliveries})
    granted = licences.licences_of(today, twin__in=twins)
    requests = waiting_requests(person, session_key=session_key, now=now)
    return {
        "twins": twins,
        "topics": [twin.gate_name for twin in twins],
        "pieces": asking.shown_pieces(pieces, shown),
        "requests": requests,
        "asks_her": sum(each.waits for each in requests),
        "wall": hung,
        "owed": owed,
        "open_lines": [each for each in owed if each.is_open],
        "paid": [each for each in owed if each.is_payment][:PAYMENTS_SHOWN],
        "totals": list(statement.totals.values()),
        "next_on": money.next_day(owed),
        "looked": looked.looks_at(twins, deliveries, viewer=person, now=now),
        "licences": granted,
        "rules": licences.rules_of(twins),
        "mandates": licences.mandates_of(twins, today),
        "offered_mandates": list(Mandate.objects.waiting().filter(twin__in=twins).select_related("agency")),
        **calendar(deliveries, granted, today),
        "narrow": narrower_reaches(twins, granted),
    }


def calendar(deliveries: Sequence[Delivery], granted: Sequence[licences.Licence], today: date) -> dict[str, Any]:
    runs = licences.runs_of(deliveries, granted, today)
    height = runs[-1].y + 12 if runs else 0
    return {"runs": runs, "runs_height": height, "months": licences.months_from(today)}


def switches_of(twins: Sequence[Twin], person: Person, now: datetime) -> list[Switch]:
    return [switch_of(twin, viewer=person, now=now) for twin in twins]


def narrower_reaches(
    twins: Sequence[Twin], granted: Sequence[licences.Licence]
) -> list[tuple[Twin, list[Organisation], list[Shoot]]]:
    """What a pause may be kept to: a house that holds a licence, a shoot in progress she is cast in."""
    cast = Shoot.objects.filter(looks__cast__twin__in=twins, state=Shoot.State.OPEN).distinct()
    shoots = list(cast.select_related("house").prefetch_related("looks__cast"))
    found = []
    for twin in twins:
        houses = {each.grant.house_id: each.grant.house for each in granted if _is_of(each, twin)}
        hers = [shoot for shoot in shoots if _is_cast(shoot, twin)]
        found.append((twin, list(houses.values()), hers))
    return found


def _is_of(licence: licences.Licence, twin: Twin) -> bool:
    return licence.in_force and licence.grant.twin_id == twin.pk


def _is_cast(shoot: Shoot, twin: Twin) -> bool:
    return any(row.twin_id == twin.pk for look in shoot.looks.all() for row in look.cast.all())


def narrower_of(switches: Sequence[Switch]) -> list[tuple[Pause, str]]:
    """The pauses of one house, shoot or picture that are in force, each with what it is about."""
    pauses = [pause for switch in switches for pause in switch.narrower]
    if not pauses:
        return []
    about = [pause.about for pause in pauses]
    houses = Organisation.objects.filter(id__in=about).values_list("id", "name")
    shoots = Shoot.objects.filter(id__in=about).values_list("id", "name")
    names = {str(id): name for id, name in [*houses, *shoots]}
    return [(pause, names.get(pause.about, _("one picture"))) for pause in pauses]
