"""What a shoot's brief asks of a twin, as consent reads it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from studio.consent.rules import CREW, Use
from studio.people.actions import zone_of
from studio.shoots.models import Brief, Shoot
from studio.twins.models import Twin


@dataclass(frozen=True, slots=True)
class Worn:
    """What is to be seen, whatever the brief says: garments' categories, other houses' brands, her alterations."""

    categories: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    alterations: tuple[str, ...] = ()


NOTHING_WORN = Worn()


def use_of(
    shoot: Shoot,
    act: str,
    *,
    now: datetime,
    twin: Twin,
    viewer: str = CREW,
    channel: str | None = None,
    territories: Iterable[str] | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
    picture: str = "",
    made_from: Iterable[str] = (),
    pixel_hash: str = "",
    agency: str = "",
    worn: Worn = NOTHING_WORN,
) -> Use:
    """What the brief names, narrowed to what is asked for now, and everything that is worn.

    Costs no query with `brief` and `owner` at hand.
    """
    brief = brief_of(shoot)
    return Use(
        act=act,
        instant=now,
        owners_day=now.astimezone(zone_of(twin.owner)).date(),
        viewer=viewer,
        house=str(shoot.house_id),
        purpose=brief.purpose,
        categories=tuple(brief.categories),
        worn=worn.categories,
        alterations=worn.alterations,
        channels=(channel,) if channel else tuple(brief.channels),
        territories=tuple(brief.territories if territories is None else territories),
        starts_on=starts_on or brief.starts_on,
        ends_on=ends_on or brief.ends_on,
        brands=tuple(dict.fromkeys((*brief.visible_brands, *worn.brands))),
        product_lines=tuple(brief.product_lines),
        shoot=str(shoot.id),
        picture=picture,
        made_from=tuple(made_from),
        pixel_hash=pixel_hash,
        agency=agency,
        embargo_until=shoot.embargo_until,
    )


def brief_of(shoot: Shoot) -> Brief:
    """An empty one where nobody wrote any: empty asks for nothing, and nothing is allowed."""
    return shoot.brief if hasattr(shoot, "brief") else Brief(shoot=shoot)
