"""Let a file out, and only so: one transaction asks consent, takes the piece, writes the ledger and the register."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from studio.assets import rules
from studio.assets.models import Asset, Delivery, Rendition
from studio.consent import actions as consent
from studio.consent import gates
from studio.consent.asking import ask_to_make
from studio.consent.facts import owners_day
from studio.consent.models import GrantVersion
from studio.consent.rates import dearest, rate_of
from studio.consent.rules import DELIVER, DOWNLOAD, Use
from studio.consent.terms import Terms
from studio.credits.drawing import plates_of
from studio.decisions import YES, Decision
from studio.ledger import actions as ledger
from studio.live.announcing import announce
from studio.looks.brought import may_leave
from studio.looks.scenes import recipe_twins
from studio.media import actions as media
from studio.people import actions as people
from studio.people.models import Person
from studio.previews import actions as previews
from studio.pricing import CrewShare, PricedUse, Quote, Settlement, crew_share, price, settle
from studio.register import actions as register
from studio.shoots import actions as shoots
from studio.shoots.models import Shoot
from studio.shoots.rules import may_deliver_from
from studio.shoots.uses import brief_of, use_of
from studio.twins.models import CaptureCredit, Plate, Twin


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a delivery is for: one channel, some places, some days."""

    channel: str
    territories: tuple[str, ...]
    starts_on: date
    ends_on: date

    @property
    def days(self) -> int:
        return (self.ends_on - self.starts_on).days + 1


@dataclass(frozen=True, slots=True)
class Due:
    """What one twin's owner is to be paid for a delivery, and how it was reckoned."""

    twin: Twin
    version: GrantVersion
    quote: Quote
    settlement: Settlement
    crew: tuple[Person, ...] = ()  # of the captures that were used

    @property
    def crew_share(self) -> CrewShare:
        """What the house pays them on top of the fee."""
        return crew_share(self.settlement.fee, Terms.from_json(self.version.terms).pay.crew_share_bps, len(self.crew))


def shoot_of(asset: Asset) -> Shoot:
    return asset.master.preview.look.shoot


def asked(asset: Asset, act: str, wanted: Wanted, now: datetime) -> Any:
    """What each twin is asked: this very picture, for this channel, these places and days."""
    master = asset.master
    worn = previews.worn_by_now(master.preview)

    def use_for(twin: Twin) -> Use:
        return use_of(
            shoot_of(asset),
            act,
            now=now,
            twin=twin,
            channel=wanted.channel,
            territories=wanted.territories,
            starts_on=wanted.starts_on,
            ends_on=wanted.ends_on,
            picture=str(asset.id),
            made_from=[str(master.id), str(master.preview_id)],
            pixel_hash=master.pixel_hash,
            worn=worn,
        )

    return use_for


def due(twin: Twin, version: GrantVersion, wanted: Wanted) -> Due:
    """The fee of one twin for this use, under the very version that allows it."""
    terms = Terms.from_json(version.terms)
    rate = rate_of(terms.pay)
    use = PricedUse(wanted.channel, dearest(rate, wanted.territories), wanted.days, terms.notice_days)
    quote = price(rate, use)
    return Due(twin, version, quote, settle(quote, commission_of(version, terms)))


def commission_of(version: GrantVersion, terms: Terms) -> int:
    """Her agency's share, as the mandate says under which these terms were made; without one there is none."""
    mandate = version.mandate
    return mandate.commission_bps if mandate else terms.pay.commission_bps


def reckon(asset: Asset, wanted: Wanted, *, now: datetime) -> tuple[Decision, list[Due]]:
    """What a delivery would cost, and whether it may be: shown before anybody presses."""
    twins = recipe_twins(asset.master.preview.recipe)
    decision, versions = ask_to_make(twins, asked(asset, DELIVER, wanted, now), now)
    if not decision:
        return previews.told(decision, twins, act=DELIVER), []
    decision = may_leave(asset.master.preview.recipe)
    if not decision:
        return decision, []
    signed = GrantVersion.objects.select_related("mandate", "grant__house").in_bulk(
        [version for version in versions.values() if version]
    )
    found = [due(twin, signed[version], wanted) for twin in twins if (version := versions[twin.id])]
    crews = captured_by(asset)
    return YES, [replace(each, crew=crews[each.twin.id]) for each in found]


def captured_by(asset: Asset) -> Mapping[UUID, tuple[Person, ...]]:
    """By twin: who made the captures this picture came of, each once and but for the owner, in one order every time."""
    crews: dict[UUID, tuple[Person, ...]] = defaultdict(tuple)
    plates = Plate.objects.filter(id__in=plates_of(asset.master.preview.recipe))
    credits = CaptureCredit.objects.filter(capture__plates__in=plates).select_related("capture__twin", "person")
    for credit in credits.order_by("id"):
        twin = credit.capture.twin
        if credit.person_id != twin.owner_id and credit.person not in crews[twin.id]:
            crews[twin.id] += (credit.person,)
    return crews


@transaction.atomic
def deliver(
    rendition: Rendition, wanted: Wanted, *, by: Person, now: datetime, key: str
) -> tuple[Decision, Delivery | None]:
    """Deliver one file for a channel, places and a period. Sent twice it is one delivery, and paid once."""
    asset = rendition.asset
    shoot, twins = shoot_of(asset), recipe_twins(asset.master.preview.recipe)
    gates.hold(twins, alone=True)  # pieces are counted, so nobody else counts meanwhile
    if done := Delivery.objects.filter(key=key, by=by).first():
        return YES, done
    decision = rules.may_deliver(
        produces=shoots.produces(by, shoot),
        sealed=bool(asset.sealed_at),
        starts_on=wanted.starts_on,
        ends_on=wanted.ends_on,
        territories=wanted.territories,
    )
    decision = decision and may_deliver_from(brief_of(shoot))
    if not decision:
        return decision, None
    decision, dues = reckon(asset, wanted, now=now)
    decision = decision and may_spend(by, shoot, dues, now)
    if not decision:
        return decision, None
    delivery = Delivery.objects.create(
        key=key,
        rendition=rendition,
        house=shoot.house,
        channel=wanted.channel,
        territories=list(wanted.territories),
        starts_on=wanted.starts_on,
        ends_on=wanted.ends_on,
        by=by,
        at=now,
    )
    for each in dues:
        book(delivery, each, now=now)
    record(delivery, dues, now=now)
    announce(shoot.topic, kind="delivered", asset=str(asset.id))
    return YES, delivery


def may_spend(by: Person, shoot: Shoot, dues: Sequence[Due], now: datetime) -> Decision:
    """The house's money is spent from a seat of the house that may spend that much."""
    totals: dict[str, int] = {}
    for each in dues:
        costs = each.settlement.fee + each.crew_share.whole
        totals[costs.currency] = totals.get(costs.currency, 0) + costs.minor
    for currency, minor in totals.items():
        if not (decision := people.may_spend(by, shoot.house, now=now, amount_minor=minor, currency=currency)):
            return decision
    return YES


def book(delivery: Delivery, each: Due, *, now: datetime) -> None:
    """The piece against her licence, the money into the ledger, and she reads of both."""
    asset, net = delivery.rendition.asset, each.settlement.net
    consent.take_piece(
        each.twin, each.version, asset=asset.id, delivery=delivery.id, ends_on=delivery.ends_on, now=now, by=delivery.by
    )
    ledger.post_delivery(
        delivery_id=str(delivery.id),
        twin=each.twin,
        version=each.version,
        house=delivery.house,
        quote=each.quote,
        settlement=each.settlement,
        crew=each.crew,
        by=delivery.by,
        now=now,
        key=f"{delivery.id}:{each.twin.id}",
    )
    for person, part in zip(each.crew, each.crew_share.parts, strict=False):
        people.tell(
            person,
            "crew-share",
            values={"house": delivery.house.name, "owed": part.plain(), "currency": part.currency},
            url="/",
            now=now,
            about=each.twin.gate_name,
            key=f"crew:{delivery.id}:{each.twin.id}:{person.pk}",
        )
    people.tell(
        each.twin.owner,
        "delivered",
        values={"house": delivery.house.name, "net": net.plain(), "currency": net.currency},
        url="/",
        now=now,
        about=each.twin.gate_name,
        key=f"delivered:{delivery.id}:{each.twin.id}",
    )


def record(delivery: Delivery, dues: Sequence[Due], *, now: datetime) -> None:
    """The same delivery in the chain of each twin and of the house."""
    body = {
        "delivery": str(delivery.id),
        "file": delivery.rendition.sha256,
        "channel": delivery.channel,
        "territories": list(delivery.territories),
        "starts_on": delivery.starts_on.isoformat(),
        "ends_on": delivery.ends_on.isoformat(),
    }
    subject = f"asset:{delivery.rendition.asset_id}"
    for each in dues:
        own = body | {"version": str(each.version.pk)}
        register.append(each.twin.gate_name, "delivered", subject=subject, by=str(delivery.by_id), body=own, now=now)
    register.append(
        f"org:{delivery.house_id}", "delivered", subject=subject, by=str(delivery.by_id), body=body, now=now
    )


@transaction.atomic
def take(delivery: Delivery, *, by: Person, now: datetime) -> tuple[Decision, bytes]:
    """Hand out the delivered bytes, exactly as signed. Consent is asked again; a withdrawal ends it at once."""
    asset = delivery.rendition.asset
    twins = recipe_twins(asset.master.preview.recipe)
    gates.hold(twins)
    wanted = Wanted(delivery.channel, tuple(delivery.territories), delivery.starts_on, delivery.ends_on)
    decision, _versions = ask_to_make(twins, asked(asset, DOWNLOAD, wanted, now), now)
    if decision:
        today = max(owners_day(twin, now) for twin in twins)
        decision = rules.may_take(ends_on=delivery.ends_on, today=today)
    if not decision:
        return previews.told(decision, twins, act=DOWNLOAD), b""
    Delivery.objects.filter(id=delivery.id, taken_at=None).update(taken_at=now, taken_by=by)
    register.looked(f"asset:{asset.id}", by=str(by.id), what="download", now=now)
    return YES, media.load(delivery.rendition.file)
