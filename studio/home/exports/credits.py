"""Every picture of hers with whom it owes, for her to take along: names as they were sealed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from studio.assets.models import Asset, Delivery
from studio.home.wall import of_her
from studio.people.models import Craft
from studio.previews.models import Preview
from studio.shoots.models import Shoot
from studio.twins.models import Twin

Json = dict[str, Any]


def out_pictures(twins: Sequence[Twin], now: datetime) -> list[Preview]:
    """Of shoots that are out: what is under an embargo stays in, also in what she takes along."""
    rows = of_her(twins).select_related("picture", "by", "recipe", "look__shoot__house", "look__shoot__brief")
    return [each for each in rows.order_by("made_at", "id") if each.look.shoot.is_out(now)]


def held_back(twins: Sequence[Twin], now: datetime) -> list[Shoot]:
    """The shoots whose pictures stay in for now."""
    shoots = {each.look.shoot_id: each.look.shoot for each in of_her(twins).select_related("look__shoot__brief")}
    return [shoot for shoot in shoots.values() if not shoot.is_out(now)]


def credits_of(twins: Sequence[Twin], now: datetime) -> list[Json]:
    """One row for each sealed picture that is out, with its deliveries."""
    found = []
    rows = Asset.objects.filter(twins__twin__in=twins, sealed_at__isnull=False).for_page().distinct()
    for asset in rows.order_by("sealed_at", "id"):
        shoot = asset.master.preview.look.shoot
        if shoot.is_out(now):
            found.append(_credited(asset, shoot))
    return found


def _credited(asset: Asset, shoot: Shoot) -> Json:
    look = asset.master.preview.look
    deliveries = Delivery.objects.filter(rendition__asset=asset).select_related("rendition").order_by("at")
    return {
        "code": asset.public_code,
        "title": look.title or str(look),
        "shoot": shoot.name,
        "house": shoot.house.name,
        "sealed_at": asset.sealed_at.isoformat() if asset.sealed_at else None,
        "credits": [
            {
                "craft": line["craft"],
                "craft_words": str(dict(Craft.choices).get(line["craft"], line["craft"])),
                "name": line["name"],
                "confirmed": line["confirmed"],
            }
            for line in asset.credits
        ],
        "files": [{"aspect": each.aspect, "sha256": each.sha256} for each in asset.renditions.order_by("aspect")],
        "deliveries": [
            {
                "channel": each.channel,
                "territories": each.territories,
                "first": each.starts_on.isoformat(),
                "last": each.ends_on.isoformat(),
                "at": each.at.isoformat(),
                "sha256": each.rendition.sha256,
            }
            for each in deliveries
        ],
    }
