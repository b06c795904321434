"""Twins and licences by the thousand, written straight into tables: a bench of reading needs rows, not their story."""

import random
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from studio.consent.models import Exclusivity, Gate, Grant, GrantVersion, PieceTaken, StandingRules
from studio.consent.terms import Exclusive, Terms
from studio.consent.terms import StandingRules as Nevers
from studio.ids import uuid7
from studio.looks.models import Look
from studio.media.models import Blob
from studio.people.models import Organisation, Person
from studio.shoots.models import Brief, Shoot
from studio.twins.models import Capture, CompCardPicture, Plate, Twin

AT_ONCE = 2_000
IN_FORCE = 10  # of each twin's licences; the rest lapsed or were withdrawn
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
COVERED = ("outerwear", "knitwear"), ("own-site", "instagram"), ("FR", "DE", "IT")
PLACES = ("FR", "DE", "IT", "SE", "JP", "US")


@dataclass(frozen=True, slots=True)
class Roster:
    """castable: the twins a picker shows; every other one is retired, with its licences still in the tables."""

    look: Look
    castable: Sequence[Twin]
    grants: int


def fill(*, twins: int, castable: int, grants: int, now: datetime, seed: int) -> Roster:
    dice = random.Random(seed)
    owners = _made(Person, [_person(number) for number in range(twins)])
    houses = _made(Organisation, [_house(number) for number in range(200)])
    states = [Twin.State.READY] * castable + [Twin.State.RETIRED] * (twins - castable)
    all_twins = _made(Twin, [_twin(owner, state, now) for owner, state in zip(owners, states, strict=True)])
    _made(Gate, [Gate(twin=twin, changed_at=now) for twin in all_twins])
    _made(StandingRules, [_nevers(twin, dice, now) for twin in all_twins])
    versions = _licences(all_twins, houses, grants, dice, now)
    _made(PieceTaken, [_piece(version, now) for version in versions[::4]])
    _made(Exclusivity, [_exclusivity(version) for version in versions[::50]])
    cast = all_twins[:castable]
    _pictures(cast, now)
    return Roster(_look(houses[0], owners[0], now), cast, grants)


def _made(kind: Any, rows: list[Any]) -> list[Any]:
    return list(kind.objects.bulk_create(rows, batch_size=AT_ONCE))


def _person(number: int) -> Person:
    return Person(email=f"model.{number}@example.com", name=f"Model {number}", password="!", time_zone="Europe/Paris")


def _house(number: int) -> Organisation:
    return Organisation(kind=Organisation.Kind.HOUSE, name=f"House {number}", slug=f"house-{number}")


def _twin(owner: Person, state: str, now: datetime) -> Twin:
    return Twin(
        owner=owner,
        name=owner.name,
        state=state,
        as_of_on=FIRST,
        height_cm=170 + owner.pk.int % 20,
        data_consent_at=now - timedelta(days=30),
        adult_checked_at=now - timedelta(days=30),
        adult_checked_by="the bench",
        adult_document="passport",
        cover_chosen_at=now,
        created_at=now,
    )


def _nevers(twin: Twin, dice: random.Random, now: datetime) -> StandingRules:
    never = Nevers(never_categories=(dice.choice(["fur", "swim", "lingerie"]),), never_territories=("US",))
    return StandingRules(twin=twin, version=1, rules=never.to_json(), by=twin.owner, at=now)


def _licences(
    twins: Sequence[Twin], houses: Sequence[Organisation], grants: int, dice: random.Random, now: datetime
) -> list[GrantVersion]:
    """Each twin has as many; the first of them to the first house, so that her picker has a yes to say."""
    of_each, over = grants // len(twins), (Grant.State.LAPSED, Grant.State.WITHDRAWN)
    rows = [
        Grant(
            number=number + 1,
            twin=twin,
            house=houses[number % len(houses)],
            state=Grant.State.IN_FORCE if number < IN_FORCE else dice.choice(over),
            state_at=now,
        )
        for twin in twins
        for number in range(of_each)
    ]
    return _made(GrantVersion, [_version(grant, dice, now) for grant in _made(Grant, rows)])


def _version(grant: Grant, dice: random.Random, now: datetime) -> GrantVersion:
    categories, channels, territories = COVERED
    terms = Terms(
        starts_on=FIRST,
        ends_on=LAST,
        intended_use="Autumn coats and knitwear, shown on a model",
        purposes=("e-commerce", "social"),
        categories=categories,
        channels=channels,
        territories=territories if grant.number == 1 else tuple(dice.sample(PLACES, 3)),
        pieces=dice.randint(5, 50),
        approval=dice.choice(["none", "each-piece"]),
        notice_days=90,
    )
    return GrantVersion(
        grant=grant, number=1, terms=terms.to_json(), starts_on=FIRST, ends_on=LAST, text="read and signed",
        language="en", wording="bench", sha256="0" * 64, signed_by=grant.twin.owner, signed_at=now, evidence={},
        house_signed_by=grant.twin.owner, house_signed_at=now,
    )  # fmt: skip


def _piece(version: GrantVersion, now: datetime) -> PieceTaken:
    twin, asset, delivery = version.grant.twin, str(uuid7()), str(uuid7())
    return PieceTaken(version=version, twin=twin, asset=asset, delivery=delivery, at=now, ends_on=LAST)


def _exclusivity(version: GrantVersion) -> Exclusivity:
    sold = Exclusive("bags", "SE", FIRST, LAST)
    return Exclusivity(version=version, twin=version.grant.twin, **sold.to_json())


def _pictures(twins: Sequence[Twin], now: datetime) -> None:
    """Three plates and three pictures of a comp card each. No pixel is kept: nothing here is looked at."""
    size = {"width_px": 800, "height_px": 1200}
    blobs = iter(_made(Blob, [_blob(twin, now) for twin in twins for _ in range(3)]))
    captures = _made(Capture, [Capture(twin=twin, captured_on=FIRST, licensed_at=now) for twin in twins])
    plates, cards = [], []
    for twin, capture in zip(twins, captures, strict=True):
        for position in range(3):
            blob = next(blobs)
            same = {"picture": blob, "alpha": blob, "parts": blob, "points": blob}
            plates.append(Plate(twin=twin, capture=capture, pose=f"pose {position}", made_at=now, **same, **size))
            cards.append(CompCardPicture(twin=twin, picture=blob, position=position, alt="standing", chosen_at=now))
    _made(Plate, plates)
    _made(CompCardPicture, cards)


def _blob(twin: Twin, now: datetime) -> Blob:
    return Blob(
        stored_as=secrets.token_hex(16), sha256=secrets.token_hex(32), content_type="image/png", width_px=800,
        height_px=1200, size_bytes=1, sealed_under=twin.gate_name, created_at=now,
    )  # fmt: skip


def _look(house: Organisation, by: Person, now: datetime) -> Look:
    shoot = Shoot.objects.create(house=house, name="Autumn", opened_by=by, opened_at=now)
    categories, channels, territories = COVERED
    Brief.objects.create(
        shoot=shoot,
        intended_use="Coats for the house's own site.",
        purpose="e-commerce",
        categories=list(categories),
        channels=list(channels[:1]),
        territories=list(territories[:2]),
        starts_on=date(2026, 5, 1),
        ends_on=LAST,
    )
    made = Look.objects.create(shoot=shoot, number=1, by=by, at=now)
    return Look.objects.select_related("shoot__brief", "shoot__house").get(pk=made.pk)
