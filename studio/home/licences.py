"""Her licences, her rules and her agencies, in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from studio.assets.models import Delivery
from studio.consent.models import Grant, GrantVersion, StandingRules
from studio.consent.never_wording import names_of, sentences_of
from studio.consent.terms import StandingRules as Nevers
from studio.consent.terms import Terms
from studio.consent.wording import listed
from studio.consent.words import label, labels, territory
from studio.home.rules import Bar, bar
from studio.people.models import Organisation
from studio.twins.models import Mandate, Twin
from studio.web import writing

WARN_DAYS = 30
RUN_DAYS, RUN_WIDTH = 365, 860.0
ENDED_MOST = 4


@dataclass(frozen=True, slots=True)
class Licence:
    version: GrantVersion
    terms: Terms
    today: date

    @property
    def grant(self) -> Grant:
        return self.version.grant

    @property
    def in_force(self) -> bool:
        return self.grant.state == Grant.State.IN_FORCE and self.version.ends_on >= self.today

    @property
    def ends_soon(self) -> bool:
        return self.in_force and self.version.ends_on - self.today <= timedelta(days=WARN_DAYS)

    @property
    def words(self) -> str:
        """ "e-commerce and social media: outerwear, knitwear"."""
        categories = ", ".join(labels("category", self.terms.categories))
        return writing.headed(listed(labels("purpose", self.terms.purposes)), categories)

    @property
    def where(self) -> str:
        channels = ", ".join(labels("channel", self.terms.channels))
        places = ", ".join(territory(code) for code in self.terms.territories)
        return f"{channels}; {places}" if channels and places else channels or places

    @property
    def asks(self) -> str:
        return label("approval", self.terms.approval)


def licences_of(today: date, agency: Organisation | None = None, **of: Any) -> list[Licence]:
    """The newest version of each licence, those in force first. `of` narrows the grants: twin__in, house, ...

    agency: only those whose newest version was made under its mandate; what another took over since is not its own.
    """
    rows = GrantVersion.objects.filter(**{f"grant__{name}": value for name, value in of.items()})
    newest: dict[Any, GrantVersion] = {}
    for version in rows.select_related("grant__house", "grant__twin__owner", "mandate").order_by("number"):
        newest[version.grant_id] = version
    theirs = [version for version in newest.values() if agency is None or _is_of(version, agency)]
    found = [Licence(version, Terms.from_json(version.terms), today) for version in theirs]
    return sorted(found, key=lambda each: (not each.in_force, each.version.ends_on, each.grant.number))


def _is_of(version: GrantVersion, agency: Organisation) -> bool:
    return version.mandate is not None and version.mandate.agency_id == agency.pk


def rules_of(twins: Sequence[Twin]) -> list[tuple[Twin, list[str]]]:
    """Her nevers in sentences, twin by twin. The newest version is the one in force."""
    newest = {row.twin_id: row for row in StandingRules.objects.filter(twin__in=twins).order_by("version")}
    found = [(twin, Nevers.from_json(newest[twin.pk].rules)) for twin in twins if twin.pk in newest]
    named = {house for _twin, nevers in found for house in nevers.never_houses}
    houses = names_of(named) if named else {}
    return [(twin, list(sentences_of(nevers, houses))) for twin, nevers in found]


def mandates_of(twins: Sequence[Twin], today: date) -> list[Mandate]:
    rows = Mandate.objects.in_force(today).filter(twin__in=twins).select_related("agency", "twin")
    return list(rows.order_by("ends_on"))


@dataclass(frozen=True, slots=True)
class Run:
    """A line of the calendar: how long a copy is out, or a licence lasts."""

    words: str
    ends_on: date
    bar: Bar
    y: int
    is_licence: bool


@dataclass(frozen=True, slots=True)
class Month:
    first: date
    x: float


def runs_of(deliveries: Iterable[Delivery], licences: Iterable[Licence], today: date) -> list[Run]:
    """What is out today or will be, each a line; then the licences in force."""
    first = today.replace(day=1)
    lines = [(_copy_words(each), each.starts_on, each.ends_on, False) for each in deliveries if each.ends_on >= today]
    lines += [
        (_licence_words(each), each.version.starts_on, each.version.ends_on, True) for each in licences if each.in_force
    ]
    found: list[Run] = []
    for words, starts_on, ends_on, is_licence in lines:
        if place := bar(starts_on, ends_on, first=first, days=RUN_DAYS, width=RUN_WIDTH):
            found.append(Run(words, ends_on, place, 44 + 30 * len(found), is_licence))
    return found


def _copy_words(delivery: Delivery) -> str:
    look = delivery.rendition.asset.master.preview.look
    return f"{look.title or look}, {label('channel', delivery.channel)}"


def _licence_words(licence: Licence) -> str:
    values = {"house": licence.grant.house.name, "number": licence.grant.number}
    return _("%(house)s, licence %(number)s") % values


def months_from(today: date, *, days: int = RUN_DAYS, width: float = RUN_WIDTH) -> list[Month]:
    first = today.replace(day=1)
    found, month = [], first
    while (month - first).days < days - 15:
        found.append(Month(month, round((month - first).days * width / days, 1)))
        month = (month + timedelta(days=32)).replace(day=1)
    return found
