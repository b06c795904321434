"""What the public reads of a delivered picture: that it is a twin, who made it, what was agreed, whether it stands."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

import segno
from django.conf import settings
from django.urls import reverse

from studio.assets.actions import shoot_of
from studio.assets.models import Asset, Delivery, Rendition
from studio.consent.asking import ask
from studio.consent.gates import PREFIX, epochs
from studio.consent.rules import PUBLIC, SHOW
from studio.consent.words import label, territory
from studio.decisions import Decision
from studio.looks.scenes import recipe_twins
from studio.people.models import Craft
from studio.shoots.uses import use_of
from studio.twins.models import Twin

IN_FORCE, PAUSED, ENDED = "in-force", "not-at-present", "ended"


@dataclass(frozen=True, slots=True)
class Credit:
    craft: str
    name: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Agreed:
    """One delivery in words: a channel, places, until when."""

    channel: str
    places: str
    ends_on: date


@dataclass(frozen=True, slots=True)
class Page:
    asset: Asset
    decision: Decision  # may the picture be seen today
    twins: tuple[Twin, ...]
    house: str
    credits: tuple[Credit, ...]
    agreed: tuple[Agreed, ...]
    rendition: Rendition | None
    qr: str  # an SVG of its address
    seal: str  # what it was decided by; another one means that it has to be decided anew

    @property
    def standing(self) -> str:
        """"in-force", "not-at-present" or "ended": all that is said of consent here."""
        if self.decision:
            return IN_FORCE
        return PAUSED if self.decision.code == "owner-paused" else ENDED

    @property
    def names(self) -> str:
        return ", ".join(twin.name for twin in self.twins)

    @property
    def fictional(self) -> bool:
        return any(twin.fictional for twin in self.twins)


def page_of(asset: Asset, now: datetime) -> Page | None:
    """None while nothing of it is out: no delivery yet, or the embargo holds."""
    seal = seal_of(asset, now)  # before consent is asked: what turns in between is noticed
    shoot, master = shoot_of(asset), asset.master
    out = Delivery.objects.filter(rendition__asset=asset).select_related("rendition__file").order_by("at")
    deliveries = list(out.prefetch_related("takedowns"))
    if not deliveries or not shoot.is_out(now):
        return None
    twins = recipe_twins(master.preview.recipe)
    origin = [str(master.id), str(master.preview_id)]
    decision, _versions = ask(
        twins,
        lambda twin: use_of(
            shoot,
            SHOW,
            now=now,
            twin=twin,
            viewer=PUBLIC,
            picture=str(asset.id),
            made_from=origin,
            worn=master.preview.worn,
        ),
        now,
    )
    return Page(
        asset=asset,
        decision=decision,
        twins=tuple(twins),
        house=shoot.house.name,
        credits=tuple(named(asset)),
        agreed=tuple(agreed(delivery) for delivery in deliveries) if decision else (),
        rendition=deliveries[0].rendition,
        qr=qr_of(asset),
        seal=seal,
    )


def seal_of(asset: Asset, now: datetime) -> str:
    """Stands for everything her consent depends on: each twin's gate, and the day. One indexed query and a hash."""
    names = [f"{PREFIX}{twin}" for twin in asset.twins.values_list("twin", flat=True)]
    stands = ",".join(f"{name}={epoch}" for name, epoch in sorted(epochs(names).items()))
    return hashlib.sha256(f"{settings.SECRET_KEY}:{stands}:{now.date()}".encode()).hexdigest()[:16]


def named(asset: Asset) -> list[Credit]:
    """As sealed. Whoever does not want to be named is not."""
    return [
        Credit(str(Craft(line["craft"]).label), line["name"], line["confirmed"])
        for line in asset.credits
        if line["name"]
    ]


def agreed(delivery: Delivery) -> Agreed:
    """Until its last day, or an earlier one that it comes down by."""
    down = [each.last_on for each in delivery.takedowns.all() if each.renewed_at is None]
    places = ", ".join(territory(code) for code in delivery.territories)
    return Agreed(label("channel", delivery.channel), places, min([delivery.ends_on, *down]))


def qr_of(asset: Asset) -> str:
    """Drawn dark on light in both themes, so that every camera reads it."""
    address = f"{settings.PUBLIC_URL or 'http://localhost'}{reverse('assets:public', args=[asset.public_code])}"
    return str(segno.make(address, error="m").svg_inline(scale=3, border=0, svgclass="qr-code", lineclass=None))

