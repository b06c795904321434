"""An agency's page: what waits, whom it represents until when, whose days are held, and which money is late."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from studio.consent import gates
from studio.consent.facts import facts_of, owners_day
from studio.consent.held import Held
from studio.consent.models import Exclusivity, Grant, Option
from studio.consent.representing import HOLD
from studio.consent.rules import AGENCY, SHOW, Facts, Use, may_use
from studio.consent.terms import WORLD
from studio.consent.words import label, territory
from studio.home import desk, licences
from studio.home.desk import Waiting
from studio.home.licences import Licence
from studio.home.money import sums
from studio.home.rules import Bar, bar, consent_word
from studio.ledger.models import Posting
from studio.ledger.statements import Line, commission_of, owed_under
from studio.media import addresses
from studio.media.models import Blob
from studio.money import Money
from studio.people.models import Organisation, Person
from studio.twins.models import CompCardPicture, Mandate, Twin
from studio.web import writing

DAYS, WIDTH, LANE = 60, 420.0, 20
WARN_DAYS = 30
BOOKED, LICENCE = "booked", "licence"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A bar of the calendar, in a lane of its own where others lie across it.

    kind: "booked" (days booked, or sold to one house alone), "first", "later", "challenged" or "licence".
    """

    bar: Bar
    kind: str
    words: str
    lane: int = 0

    @property
    def y(self) -> float:
        return 2.5 + LANE * self.lane


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
    def height(self) -> int:
        """Of its row in the calendar: as many lanes as it takes, and a line beneath for licences."""
        lanes = max((each.lane for each in self.stretches if each.kind != LICENCE), default=0) + 1
        return 6 + LANE * lanes + 6

    @property
    def twin(self) -> Twin:
        return self.mandate.twin

    @property
    def places(self) -> str:
        """ "FR DE", by their codes, or "the world"."""
        codes = self.mandate.territories
        return territory(WORLD) if WORLD in codes else " ".join(codes)

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
    asked: tuple[Waiting, ...]
    answers: tuple[Waiting, ...]
    options: tuple[Held, ...]
    unsigned: tuple[Mandate, ...]

    @property
    def may_hold(self) -> bool:
        return any(HOLD in each.mandate.may for each in self.roster)

    @property
    def waits(self) -> int:
        return len(self.late) + len(self.ending) + len(self.asked) + len(self.answers)


def page(agency: Organisation, *, reader: Person, session_key: str, now: datetime) -> Page:
    today = now.date()
    mandates = mandates_of(agency, now)
    twins = [mandate.twin for mandate in mandates]
    epochs = gates.epochs(gates.gate_names(twins))  # before the facts: a pause between them voids both
    facts = facts_of(twins, now)
    owed, commission = owed_under(agency, today=today), commission_of(agency, today=today)
    postings = postings_of(owed.lines)
    granted = licences.licences_of(today, agency, twin__in=twins)
    pictures = faces(twins, facts, epochs, agency, session_key, now)
    taken = taken_of(twins, agency, today)
    options = desk.options_of(twins, agency, reader, now)
    roster = tuple(
        represented(
            each,
            facts=facts[each.twin_id],
            url=pictures.get(each.twin_id, ""),
            granted=[one for one in granted if one.grant.twin_id == each.twin_id],
            taken=taken[each.twin_id],
            options=[one for one in options if one.option.twin_id == each.twin_id],
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
        asked=tuple(desk.requests_of(mandates, [twin for twin in twins if facts[twin.pk].switch != "open"], now)),
        answers=tuple(desk.options_waiting(options, now)),
        options=tuple(options),
        unsigned=tuple(desk.unsigned(agency)),
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
    options: Sequence[Held],
    lines: Sequence[Line],
    today: date,
) -> Represented:
    asks = [each.terms.approval for each in granted if each.in_force]
    return Represented(
        mandate=mandate,
        consent=consent_word(facts.switch, asks, ever=bool(granted)),
        url=url,
        licences=tuple(granted),
        stretches=tuple(in_lanes(stretches(granted, taken, options, today))),
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
        twin__in=twins, ended_at=None, ends_on__gte=today, version__mandate__agency=agency
    )
    found: dict[Any, list[Exclusivity]] = defaultdict(list)
    for row in rows.order_by("starts_on"):
        found[row.twin_id].append(row)
    return found


def stretches(
    granted: Sequence[Licence], taken: Sequence[Exclusivity], options: Sequence[Held], today: date
) -> list[Stretch]:
    found = []
    for each in taken:
        words = _("%(category)s, %(place)s") % {
            "category": label("category", each.category),
            "place": territory(each.territory),
        }
        found += _stretch(each.starts_on, each.ends_on, BOOKED, words, today)
    for held in sorted(options, key=lambda one: (one.rank, one.option.starts_on)):
        option = held.option
        found += _stretch(option.starts_on, option.ends_on, _kind(held), option_words(held), today)
    for one in granted:
        if one.grant.state == Grant.State.IN_FORCE:
            found += _stretch(one.version.starts_on, one.version.ends_on, LICENCE, one.grant.house.name, today)
    return found


def _stretch(starts_on: date, ends_on: date, kind: str, words: str, today: date) -> list[Stretch]:
    place = bar(starts_on, ends_on, first=today, days=DAYS, width=WIDTH)
    return [Stretch(place, kind, words)] if place else []


def _kind(held: Held) -> str:
    if held.option.state == Option.State.CONFIRMED:
        return BOOKED
    if held.option.state == Option.State.CHALLENGED:
        return "challenged"
    return "first" if held.rank == 1 else "later"


def option_words(held: Held) -> str:
    """ "1  Corvane, challenged by Kessel"."""
    option = held.option
    named = {"rank": held.rank, "house": option.house.name, "what": label("category", option.category)}
    if option.state == Option.State.CONFIRMED:
        return _("%(house)s, %(what)s") % named
    if option.challenged_by is not None and option.state == Option.State.CHALLENGED:
        rival = {"rival": option.challenged_by.house.name}
        return _("%(rank)s %(house)s, challenged by %(rival)s") % (named | rival)
    return _("%(rank)s %(house)s, %(what)s") % named


def in_lanes(found: Sequence[Stretch]) -> list[Stretch]:
    """Each bar in the first lane where it lies across no other; licences are a line beneath them all."""
    placed: list[Stretch] = []
    for each in found:
        lane = 0
        while each.kind != LICENCE and any(one.lane == lane and _across(one, each) for one in placed):
            lane += 1
        placed.append(replace(each, lane=lane))
    return placed


def _across(one: Stretch, other: Stretch) -> bool:
    if one.kind == LICENCE:
        return False
    return one.bar.x < other.bar.x + other.bar.width and other.bar.x < one.bar.x + one.bar.width


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
