"""What lies on an agency's desk: requests to negotiate, options to answer, and mandates that nobody has signed yet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from studio.consent.held import Held, held_for
from studio.consent.models import Option, Request
from studio.consent.representing import NEGOTIATE
from studio.consent.sides import lapses_on
from studio.consent.terms import Terms
from studio.consent.wording import listed
from studio.consent.words import label, labels, territory
from studio.money import Money
from studio.people.models import Organisation, Person
from studio.twins.models import Mandate, Twin
from studio.web import writing
from studio.web.templatetags.web import day

HOT = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Sums:
    """Of one picture in every channel asked for: what the house pays, what the agency keeps, what is hers."""

    gross: Money
    commission: Money
    net: Money


@dataclass(frozen=True, slots=True)
class Waiting:
    """One row of the desk. note: why nothing can be done about it here."""

    twin: Twin
    house: Organisation
    what: str
    where: str
    when: str
    until: date | datetime  # a day counts whole
    is_hot: bool
    url: str
    act: str
    sums: Sums | None = None
    note: str = ""


def requests_of(mandates: Sequence[Mandate], paused: Iterable[Twin], now: datetime) -> list[Waiting]:
    """Those that wait for her side's answer, under a mandate that lets the agency negotiate."""
    mine = [mandate.pk for mandate in mandates if NEGOTIATE in mandate.may]
    rows = Request.objects.waiting_for("owner").filter(mandate__in=mine, lapses_at__gt=now)
    found = rows.select_related("twin__owner", "house").prefetch_related("offers").order_by("lapses_at")
    still = set(paused)
    return [_request(each, now, is_paused=each.twin in still) for each in found]


def _request(request: Request, now: datetime, *, is_paused: bool) -> Waiting:
    offer = list(request.offers.all())[-1]
    terms, quote = Terms.from_json(offer.terms), offer.quote
    sums = None
    if quote.get("fee_minor"):
        gross, kept, net = (Money(quote[f"{name}_minor"], quote["currency"]) for name in ("fee", "commission", "net"))
        sums = Sums(gross, kept, net)
    channels = ", ".join(labels("channel", terms.channels)) or _("tests only")
    places = listed(labels("territory", terms.territories))
    return Waiting(
        twin=request.twin,
        house=request.house,
        what=", ".join(labels("category", terms.categories)),
        where=writing.headed(channels, places) if places else channels,
        when=days(terms.starts_on, terms.ends_on),
        until=lapses_on(request),
        is_hot=request.lapses_at - now <= HOT,
        url=reverse("consent:request", args=[request.pk]),
        act=_("Read it"),
        sums=sums,
        note=_("Paused") if is_paused else "",
    )


def options_of(twins: Sequence[Twin], agency: Organisation, reader: Person, now: datetime) -> list[Held]:
    """Those in the agency's hands; each says whether the agency may book it."""
    states = [*Option.State.alive(), Option.State.CONFIRMED]
    rows = Option.objects.filter(twin__in=twins, mandate__agency=agency, mandate__ended_at=None, state__in=states)
    shown = rows.filter(ends_on__gte=now.date() - timedelta(days=1)).select_related(
        "twin__owner", "house", "mandate__agency", "mandate__twin__owner", "challenged_by__house"
    )
    return held_for(reader, shown, now)


def options_waiting(options: Iterable[Held], now: datetime) -> list[Waiting]:
    """A house has confirmed, and her side answers; or the first is challenged, and the house answers."""
    found = []
    for held in options:
        option = held.option
        if option.state == Option.State.FIRM:
            what, until = _("confirms its option: %(what)s"), option.expires_at
        elif option.state == Option.State.CHALLENGED and option.challenge_until and option.challenged_by:
            what, until = _("first option, challenged by %(rival)s: %(what)s"), option.challenge_until
        else:
            continue
        rival = option.challenged_by.house.name if option.challenged_by else ""
        found.append(
            Waiting(
                twin=option.twin,
                house=option.house,
                what=what % {"what": label("category", option.category), "rival": rival},
                where=territory(option.territory),
                when=days(option.starts_on, option.ends_on),
                until=until,
                is_hot=until - now <= HOT,
                url=f"{reverse('consent:options')}#option-{option.pk}",
                act=_("Answer") if held.waits else _("Look"),
                note=_("Waits for the model alone") if held.booking is not None and not held.booking else "",
            )
        )
    return found


def days(first: date, last: date) -> str:
    return _("%(first)s to %(last)s") % {"first": day(first), "last": day(last)}


def unsigned(agency: Organisation) -> list[Mandate]:
    return list(Mandate.objects.waiting().filter(agency=agency).select_related("twin__owner").order_by("offered_at"))

