"""Who acts for her, as her page and the agency's show it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from studio.consent.agencies import booking_seats, terms_of
from studio.consent.facts import owners_day
from studio.consent.lines import Ranked, ranked
from studio.consent.mandate_wording import digest, sentences_of
from studio.consent.mandating import warnings
from studio.consent.models import Option, Request
from studio.decisions import Decision
from studio.people.models import Person
from studio.twins.models import Mandate
from studio.twins.models.mandates import MandateQuerySet

OFFERED, SIGNED, COMING, OVER = "offered", "signed", "coming", "over"
STANDING = (SIGNED, COMING)


@dataclass(frozen=True, slots=True)
class Paper:
    """A mandate with its sentences in the reader's language, or as they were signed."""

    mandate: Mandate
    state: str
    sentences: tuple[str, ...]
    sha256: str
    warnings: tuple[Decision, ...]
    hers: bool
    may_sign_for_agency: bool

    @property
    def is_open(self) -> bool:
        return self.state == OFFERED


@dataclass(frozen=True, slots=True)
class Pending:
    """What would wait for her if the mandate ended now, or waits for her since one ended."""

    options: tuple[Ranked, ...]
    requests: int

    @property
    def number(self) -> int:
        return len(self.options) + self.requests


def mandates_for(person: Person, now: datetime) -> MandateQuerySet:
    """Hers, and those of the agencies she books for."""
    agencies = booking_seats(person, now).values("organisation")
    mine = Mandate.objects.filter(Q(twin__owner=person) | Q(agency__in=agencies)).distinct()
    return mine.select_related("twin__owner", "agency", "offered_by")


def paper(mandate: Mandate, reader: Person, now: datetime) -> Paper:
    terms = terms_of(mandate)
    language = mandate.twin.owner.language if mandate.twin.owner_id == reader.pk else reader.language
    signed = mandate.signed_at is not None
    said = mandate.text.splitlines() if mandate.text else sentences_of(terms, language, agency=mandate.agency.name)
    seats = booking_seats(reader, now).filter(organisation=mandate.agency)
    return Paper(
        mandate=mandate,
        state=state_of(mandate, now),
        sentences=tuple(said),
        sha256=mandate.sha256 if signed else digest(terms, "\n".join(said), language),
        warnings=tuple(warnings(terms)),
        hers=mandate.twin.owner_id == reader.pk,
        may_sign_for_agency=seats.filter(may_sign=True).exists(),
    )


def state_of(mandate: Mandate, now: datetime) -> str:
    today = owners_day(mandate.twin, now)
    if mandate.ended_at or mandate.declined_at or mandate.ends_on < today:
        return OVER
    if mandate.signed_at is None:
        return OFFERED
    return COMING if mandate.starts_on > today else SIGNED


def pending_under(mandate: Mandate) -> Pending:
    options = Option.objects.alive().filter(mandate=mandate).select_related("house", "twin")
    return Pending(tuple(ranked(options)), Request.objects.open().filter(mandate=mandate).count())


def waits_for_herself(person: Person) -> Pending:
    """Options that nobody handles for her. Each is hers to give up, or to book once the house has confirmed it."""
    options = Option.objects.alive().filter(twin__owner=person, mandate=None).select_related("house", "twin")
    return Pending(tuple(ranked(options)), 0)
