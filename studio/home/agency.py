"""An agency's page: whom it represents, until when, which licences end, and which money is late."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from studio.consent import gates
from studio.consent.facts import facts_of, owners_day
from studio.consent.models import Exclusivity, Grant
from studio.consent.rules import AGENCY, SHOW, Facts, Use, may_use
from studio.consent.words import label, territory
from studio.home import licences
from studio.home.licences import Licence
from studio.home.money import sums
from studio.home.rules import Bar, bar, consent_word
from studio.ledger.models import Posting
from studio.ledger.statements import Line, commission_of, owed_under
from studio.media import addresses
from studio.media.models import Blob
from studio.money import Money
from studio.people.models import Organisation
from studio.twins.models import CompCardPicture, Mandate, Twin
from studio.web import writing

DAYS, WIDTH = 60, 420.0
WARN_DAYS = 30


@dataclass(frozen=True, slots=True)
class Stretch:
    """A bar of the calendar. kind: "booked" (taken for herself by one house) or "licence"."""

    bar: Bar
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Represented:
    mandate: Mandate
    consent: str
    url: str  # a picture of her comp card, where she lets the agency see one
    licences: tuple[Licence, ...]
    stretches: tuple[Stretch, ...]
    owed: tuple[Money, ...]
    overdue: tuple[Money, ...]
    mandate_ends_soon: bool

    @property
    def twin(self) -> Twin:
        return self.mandate.twin

    @property
    def share(self) -> str:
        return writing.share(self.mandate.commission_bps)

    @property
    def next_end(self) -> Licence | None:
        return next((each for each in self.licences if each.in_force), None)


@dataclass(frozen=True, slots=True)
class Late:
    """Money of hers that is past its day."""

    line: Line
    model: str
    house: str
    days: int


@dataclass(frozen=True, slots=True)
class Page:
    agency: Organisation
    today: date
    roster: tuple[Represented, ...]
    late: tuple[Late, ...]
    ending: tuple[Licence, ...]
    owed: tuple[Money, ...]
    overdue: tuple[Money, ...]
    commission: tuple[Money, ...]
    weeks: tuple[tuple[float, date], ...]

    @property
    def waits(self) -> int:
        return len(self.late) + len(self.ending)


def page(agency: Organisation, *, session_key: str, now: datetime) -> Page:
    today = now.date()
    mandates = mandates_of(agency, now)
    twins = [mandate.twin for mandate in mandates]
    epochs = gates.epochs(gates.gate_names(twins))  # before the facts: a pause between them voids both
    facts = facts_of(twins, now)
    owed, commission = owed_under(agency, today=today), commission_of(agency, today=today)
    postings = postings_of(owed.lines)
    granted = licences.licences_of(today, twin__in=twins, mandate__agency=agency)
    pictures = faces(twins, facts, epochs, agency, session_key, now)
    taken = taken_of(twins, agency, today)
    roster = tuple(
        represented(
            each,
            facts=facts[each.twin_id],
            url=pictures.get(each.twin_id, ""),
            granted=[one for one in granted if one.grant.twin_id == each.twin_id],
            taken=taken[each.twin_id],
            lines=[line for line in owed.lines if postings[line.posting][0] == each.twin_id],
            today=today,
        )
        for each in mandates
    )
    return Page(
        agency=agency,
        today=today,
        roster=roster,
        late=tuple(late_of(owed.overdue, postings, today)),
        ending=tuple(each for each in granted if each.ends_soon),
        owed=tuple(sums(line.left for line in owed.lines if line.left)),
        overdue=tuple(sums(line.left for line in owed.overdue)),
        commission=tuple(sums(line.left for line in commission.lines if line.left)),
        weeks=tuple(weeks_from(today)),
    )


def mandates_of(agency: Organisation, now: datetime) -> list[Mandate]:
    """One a twin, in force on her own day."""
    rows = Mandate.objects.filter(agency=agency, signed_at__isnull=False, ended_at=None).select_related("twin__owner")
    by_twin: dict[UUID, Mandate] = {}
    for row in rows.order_by("twin__name", "ends_on"):
        if row.starts_on <= owners_day(row.twin, now) <= row.ends_on:
            by_twin[row.twin_id] = row
    return list(by_twin.values())


def represented(
    mandate: Mandate,
    *,
    facts: Facts,
    url: str,
    granted: Sequence[Licence],
    taken: Sequence[Exclusivity],
    lines: Sequence[Line],
    today: date,
) -> Represented:
    asks = [each.terms.approval for each in granted if each.in_force]
    return Represented(
        mandate=mandate,
        consent=consent_word(facts.switch, asks, ever=bool(granted)),
        url=url,
        licences=tuple(granted),
        stretches=tuple(stretches(granted, taken, today)),
        owed=tuple(sums(line.left for line in lines if line.left)),
        overdue=tuple(sums(line.left for line in lines if line.state == "overdue")),
        mandate_ends_soon=mandate.ends_on - today <= timedelta(days=WARN_DAYS),
    )


def faces(
    twins: Sequence[Twin],
    facts: Mapping[UUID, Facts],
    epochs: Mapping[str, int],
    agency: Organisation,
    session_key: str,
    now: datetime,
) -> dict[UUID, str]:
    """The first picture of each comp card that its owner lets this agency see today."""
    first: dict[UUID, Blob] = {}
    for row in CompCardPicture.objects.filter(twin__in=twins).select_related("picture").order_by("-position"):
        first[row.twin_id] = row.picture
    seen = [twin for twin in twins if twin.pk in first and may_use(facts[twin.pk], looks_of(agency, twin, now))]
    wanted = addresses.wanted([first[twin.pk] for twin in seen], "thumb", epochs)
    urls = addresses.addresses(session_key, wanted)
    return {twin.pk: urls.get(first[twin.pk].id, "") for twin in seen}


def looks_of(agency: Organisation, twin: Twin, now: datetime) -> Use:
    return Use(act=SHOW, instant=now, owners_day=owners_day(twin, now), viewer=AGENCY, agency=str(agency.pk))


def taken_of(twins: Sequence[Twin], agency: Organisation, today: date) -> dict[Any, list[Exclusivity]]:
    """Exclusivities of the licences this agency made, and no others."""
    rows = Exclusivity.objects.filter(
        twin__in=twins, ended_at=None, ends_on__gte=today, version__grant__mandate__agency=agency
    )
    found: dict[Any, list[Exclusivity]] = defaultdict(list)
    for row in rows.order_by("starts_on"):
        found[row.twin_id].append(row)
    return found


def stretches(granted: Sequence[Licence], taken: Sequence[Exclusivity], today: date) -> list[Stretch]:
    found = []
    for each in taken:
        if place := bar(each.starts_on, each.ends_on, first=today, days=DAYS, width=WIDTH):
            words = _("%(category)s, %(place)s") % {
                "category": label("category", each.category),
                "place": territory(each.territory),
            }
            found.append(Stretch(place, "booked", words))
    for one in granted:
        place = bar(one.version.starts_on, one.version.ends_on, first=today, days=DAYS, width=WIDTH)
        if one.grant.state == Grant.State.IN_FORCE and place:
            found.append(Stretch(place, "licence", one.grant.house.name))
    return found


def postings_of(lines: Sequence[Line]) -> dict[UUID, tuple[UUID | None, str]]:
    """Each posting's twin and house, which a statement's line does not name."""
    rows = Posting.objects.filter(id__in=[line.posting for line in lines])
    named = rows.values_list("id", "twin_id", "version__grant__house__name")
    return {id: (twin_id, house or "") for id, twin_id, house in named}


def late_of(lines: Sequence[Line], postings: Mapping[UUID, tuple[UUID | None, str]], today: date) -> list[Late]:
    found = [
        Late(line, line.twin, postings[line.posting][1], (today - line.pay_on).days) for line in lines if line.pay_on
    ]
    return sorted(found, key=lambda each: -each.days)


def weeks_from(today: date) -> list[tuple[float, date]]:
    """Where each Monday of the calendar stands."""
    monday = today + timedelta(days=-today.weekday() % 7)
    days = [monday + timedelta(days=7 * week) for week in range(DAYS // 7 + 1)]
    return [(round((day - today).days * WIDTH / DAYS, 1), day) for day in days if (day - today).days < DAYS - 3]
