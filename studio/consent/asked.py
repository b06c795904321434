"""A request as a page shows it: the sentence she acts on, its arithmetic, and what changed since the offer before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from studio.consent.bargaining import may_be_asked
from studio.consent.facts import facts_of, owners_day
from studio.consent.models import Message, Offer, Request, Side
from studio.consent.quoting import in_one_line, quote
from studio.consent.rules import Facts
from studio.consent.sides import lapses_on
from studio.consent.spelling import Change, changes_between, rows_of
from studio.consent.terms import StandingRules, Terms
from studio.consent.wording import listed
from studio.consent.words import label, labels
from studio.decisions import Decision
from studio.media.addresses import Wanted, addresses
from studio.money import Money
from studio.people.models import Person
from studio.web.writing import headed

IN_THE_SUMMARY = ("alterations", "competing", "exclusivity", "notice_days", "name_form")


@dataclass(frozen=True, slots=True)
class Paid:
    """One channel's part of the sum, in a line that can be checked by hand."""

    channel: str
    arithmetic: str
    net: Money


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What a yes would pay, ready for a page. Reckoned as if she said it today."""

    paid: tuple[Paid, ...]
    net: Money
    fee: Money
    most_net: Money
    most_cost: Money
    crew: Money
    pay_on: date | None
    first_on: date
    pieces: int
    tests: int

    @property
    def is_paid(self) -> bool:
        return bool(self.fee)


def reckoning_of(terms: Terms, commission_bps: int, *, on: date) -> Reckoning:
    """Raises ValueError for a factor that is too fine."""
    found = quote(terms, commission_bps, on=on)
    currency = found["currency"]
    sums = {name: Money(found[f"{name}_minor"], currency) for name in ("net", "fee", "most_net", "most_cost", "crew")}
    return Reckoning(
        paid=tuple(_paid(each, currency) for each in found["channels"]),
        pay_on=date.fromisoformat(found["pay_on"]) if found["pay_on"] else None,
        first_on=date.fromisoformat(found["first_on"]),
        pieces=found["pieces"],
        tests=terms.test_previews if terms.tests_only else 0,
        **sums,
    )


def _paid(channel: dict[str, Any], currency: str) -> Paid:
    return Paid(
        channel=label("channel", channel["channel"]),
        arithmetic=in_one_line(channel["lines"], channel["channel"]),
        net=Money(channel["net_minor"], currency),
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """A request with its newest offer. full: what her rules say of it, for her eyes alone."""

    request: Request
    offer: Offer
    before: Offer | None
    terms: Terms
    side: str
    today: date
    reckoning: Reckoning
    lapses_on: date
    picture: str
    full: Decision | None
    nevers: StandingRules | None

    @property
    def is_hers(self) -> bool:
        return self.side == Side.OWNER

    @property
    def of_board(self) -> bool:
        """Whether it is about a whole board, of which the picture shows everything that lies on it."""
        return self.request.about.startswith("board:")

    @property
    def waits(self) -> bool:
        """Whether it waits for whoever looks. An agency answers for her, though only she says yes."""
        hers = self.side in {Side.OWNER, Side.AGENCY}
        return self.request.state == Request.State.OPEN and self.request.turn == ("owner" if hers else "house")

    @property
    def is_open(self) -> bool:
        return self.request.state == Request.State.OPEN

    @property
    def of_house(self) -> bool:
        """Whether the newest words are the house's, so that a yes to them is a yes."""
        return self.offer.side == Side.HOUSE

    @property
    def put_by(self) -> str:
        """Who put the newest words."""
        return self.named(self.offer)

    def named(self, row: Offer | Message) -> str:
        """Her account's name is nobody's to read: she is called as her twin is shown."""
        if row.side != Side.OWNER:
            return str(row.by)
        return _("You") if self.is_hers else self.request.twin.name

    @property
    def what_for(self) -> str:
        purposes, categories = (labels("purpose", self.terms.purposes), labels("category", self.terms.categories))
        return headed(listed(purposes), listed(categories))

    @property
    def where(self) -> str:
        if self.terms.tests_only:
            return _("on the board of the shoot, and nowhere else")
        channels, places = (labels("channel", self.terms.channels), labels("territory", self.terms.territories))
        return headed(listed(channels), listed(places))

    @property
    def each_picture(self) -> str:
        if self.is_hers and self.terms.approval == "each-piece":
            return _("asks you before it is finished")
        return label("approval", self.terms.approval)

    @property
    def summary(self) -> list[Any]:
        return [row for row in rows_of(self.terms) if row.name in IN_THE_SUMMARY and row.words]

    @property
    def rows(self) -> list[Any]:
        return [row for row in rows_of(self.terms) if row.words]

    @property
    def changes(self) -> list[Change]:
        """Since the offer before, term by term."""
        return changes_between(Terms.from_json(self.before.terms), self.terms) if self.before else []

    @property
    def changed(self) -> set[str]:
        return {each.name for each in self.changes}

    @property
    def never_words(self) -> str:
        """ "fur, alcohol, body shape": what her rules keep out, in a line."""
        rules = self.nevers or StandingRules()
        words = [
            *labels("category", rules.never_categories),
            *labels("alteration", rules.never_alterations),
            *labels("channel", rules.never_channels),
            *rules.never_brands,
        ]
        return ", ".join(words)


def asked_of(request: Request, *, side: str, session_key: str, now: datetime) -> Asked:
    return asked_all([request], sides={request.pk: side}, session_key=session_key, now=now)[0]


def asked_all(
    requests: Sequence[Request], *, sides: dict[Any, str], session_key: str, now: datetime, variant: str = "card"
) -> list[Asked]:
    """Several at once: their offers in one query, and her facts only where she is the one who looks."""
    offers: dict[Any, list[Offer]] = {}
    for offer in Offer.objects.filter(request__in=requests).select_related("by").order_by("number"):
        offers.setdefault(offer.request_id, []).append(offer)
    pictures = [
        Wanted(request.picture_id, "large" if request.about.startswith("board:") else variant)
        for request in requests
        if request.picture_id
    ]
    urls = addresses(session_key, pictures)
    hers = list({each.twin_id: each.twin for each in requests if sides[each.pk] == Side.OWNER}.values())
    facts = facts_of(hers, now)
    return [
        _asked(request, offers[request.pk], sides[request.pk], facts.get(request.twin_id), urls, now)
        for request in requests
    ]


def _asked(
    request: Request, offers: Sequence[Offer], side: str, facts: Facts | None, urls: dict[Any, str], now: datetime
) -> Asked:
    offer, before = offers[-1], offers[-2] if len(offers) > 1 else None
    terms, today = Terms.from_json(offer.terms), owners_day(request.twin, now)
    full = None
    if facts is not None and side == Side.OWNER:
        full = may_be_asked(facts, terms, house=str(request.house_id), instant=now, owners_day=today)
    return Asked(
        request=request,
        offer=offer,
        before=before,
        terms=terms,
        side=side,
        today=today,
        reckoning=reckoning_of(terms, terms.pay.commission_bps, on=today),
        lapses_on=lapses_on(request),
        picture=urls.get(request.picture_id, "") if request.picture_id else "",
        full=full,
        nevers=facts.standing if facts else None,
    )


def waiting_requests(person: Person, *, session_key: str, now: datetime, variant: str = "card") -> list[Asked]:
    """What the owner is asked today, and what she thinks over: for the page she lands on."""
    rows = Request.objects.open().filter(twin__owner=person).order_by("lapses_at", "id")
    found = list(rows.select_related("twin__owner", "house", "mandate__agency", "asked_by", "grant", "version"))
    if not found:
        return []
    sides: dict[Any, str] = {each.pk: Side.OWNER for each in found}
    return asked_all(found, sides=sides, session_key=session_key, now=now, variant=variant)
