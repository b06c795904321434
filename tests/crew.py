"""Makers that fill in what a test does not care about. Plain functions: what a test says is what it means."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from itertools import count
from typing import Any

import numpy as np
from django.test import Client
from PIL import Image

from studio.consent import actions as consent
from studio.consent.actions import place_option, sign_grant
from studio.consent.models import GrantVersion, Offer, Option, Request
from studio.consent.terms import Pay, Terms
from studio.imaging import plates
from studio.imaging.scene import Figure
from studio.looks import actions as looks
from studio.looks.models import Garment, GarmentView, Look
from studio.media import actions as media
from studio.media.models import Blob
from studio.money import Money
from studio.people.models import Organisation, Person, Seat
from studio.shoots.models import Booking, Brief, Shoot
from studio.twins.actions import keep_figure
from studio.twins.models import AdultCheck, Capture, CompCardPicture, Mandate, OwnPicture, Plate, StandIn, Twin

NOW = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)
PASSWORD = "a long-standing secret"
_numbers = count(1)
WHOLE_BRIEF: dict[str, Any] = {
    "intended_use": "Pictures of coats for the house's own site.",
    "purpose": "e-commerce",
    "categories": ["outerwear"],
    "channels": ["own-site"],
    "territories": ["DE", "FR"],
    "starts_on": date(2026, 5, 1),
    "ends_on": date(2026, 12, 31),
}


def person(name: str = "", **fields: Any) -> Person:
    """Somebody with an account; without a name, a new one each time. `password=PASSWORD` gives her a password."""
    number = next(_numbers)
    name = name or f"Person {number}"
    email = fields.pop("email", f"{name.lower().replace(' ', '.')}.{number}@example.com")
    return Person.objects.create_user(email, fields.pop("password", None), name=name, **fields)


def house(name: str = "", **fields: Any) -> Organisation:
    return _organisation(Organisation.Kind.HOUSE, name or f"House {next(_numbers)}", **fields)


def agency(name: str = "", **fields: Any) -> Organisation:
    return _organisation(Organisation.Kind.AGENCY, name or f"Agency {next(_numbers)}", **fields)


def _organisation(kind: str, name: str, **fields: Any) -> Organisation:
    slug = fields.pop("slug", f"{name.lower().replace(' ', '-')}-{next(_numbers)}")
    return Organisation.objects.create(kind=kind, name=name, slug=slug, **fields)


def seat(who: Person, where: Organisation, role: str = "member", **fields: Any) -> Seat:
    starts_on = fields.pop("starts_on", date(2020, 1, 1))
    return Seat.objects.create(person=who, organisation=where, role=role, starts_on=starts_on, **fields)


def signed_in(client: Client, who: Person) -> Client:
    client.force_login(who, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def shoot(where: Organisation | None = None, name: str = "AW26 Outerwear", **fields: Any) -> Shoot:
    """A shoot with a whole brief, as `brief=None` has an empty one; its producer is `shoot.opened_by`."""
    where = where or house()
    by = fields.pop("opened_by", None) or person()
    if not Seat.objects.filter(person=by, organisation=where, ended_at=None).exists():
        seat(by, where, "producer")
    brief = fields.pop("brief", WHOLE_BRIEF)
    made = Shoot.objects.create(house=where, name=name, opened_by=by, opened_at=NOW, **fields)
    Brief.objects.create(shoot=made, **(brief or {}))
    return made


def booked(where: Shoot, *crafts: str, who: Person | None = None, name: str = "") -> Person:
    """Somebody on the call sheet for these crafts."""
    who = who or person(name)
    for craft in crafts:
        Booking.objects.create(shoot=where, person=who, craft=craft, booked_by=where.opened_by, booked_at=NOW)
    return who


def blob(content: bytes = b"", *, width_px: int = 8, height_px: int = 12, under: str = "", mode: str = "RGB") -> Blob:
    """A kept picture: one flat colour, another each time."""
    if not content:
        number = next(_numbers)
        colour = (number % 256, number // 256 % 256, 120, 255)[: len(mode)]
        out = BytesIO()
        Image.new(mode, (width_px, height_px), colour if len(mode) > 1 else colour[0]).save(out, "PNG")
        content = out.getvalue()
    return media.keep(content, content_type="image/png", width_px=width_px, height_px=height_px, under=under, now=NOW)


def stand_in(name: str = "Stand-in", body: str = "women", **fields: Any) -> StandIn:
    measured: dict[str, Any] = {
        "picture": blob(),
        "alpha": blob(mode="L"),
        "parts": blob(mode="L"),
        "landmarks": {"pose": {"nose": [4.0, 2.0], "left_shoulder": [6.0, 4.0]}, "face": None},
        "pose": "A-stance",
        "width_px": 8,
        "height_px": 12,
    }
    return StandIn.objects.create(name=name, body=body, **{**measured, **fields})


def garment(where: Shoot, title: str = "Long coat", category: str = "outerwear", **fields: Any) -> Garment:
    """A piece on the shoot's rack, cut out and measured."""
    by = fields.pop("by", None) or where.opened_by
    state = fields.pop("state", Garment.State.READY)
    anchors = fields.pop("anchors", {"hem_L": [6.0, 11.0], "hem_R": [2.0, 11.0]})
    fields = {"whose": "house", "may": "yes"} | fields
    made = Garment.objects.create(
        house=where.house, shoot=where, title=title, category=category, state=state, by=by, at=NOW, **fields
    )
    GarmentView.objects.create(garment=made, picture=blob(), cutout=blob(mode="RGBA"), anchors=anchors)
    return made


def look(where: Shoot | None = None, **fields: Any) -> Look:
    """A new look on a stand-in, every slot still empty."""
    where = where or shoot()
    if not StandIn.objects.exists():
        stand_in()
    _decision, made = looks.new_look(where, by=fields.pop("by", where.opened_by), now=NOW, **fields)
    assert made is not None
    return made


# Twins and licences


def mandate(of: Twin, to: Organisation, *may: str, **fields: Any) -> Mandate:
    """An agency represents her, for a fifth of her fees."""
    year = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31), "signed_at": NOW - timedelta(days=30)}
    given = {"territories": ["WORLD"], "may": list(may), "commission_bps": 2000}
    return Mandate.objects.create(twin=of, agency=to, **(year | given | fields))


def twin(owner: Person | None = None, name: str = "", **fields: Any) -> Twin:
    """A twin that her owner has met: with a comp card and a cover, and no licence."""
    owner = owner or person()
    ready = {"state": Twin.State.READY, "cover_chosen_at": NOW}
    given = {
        "as_of_on": date(2026, 1, 10),
        "data_consent_at": NOW - timedelta(days=30),
        "adult_checked_at": NOW - timedelta(days=30),
        "adult_checked_by": "Perron",
        "adult_document": "passport",
        "created_at": NOW - timedelta(days=30),
    }
    made = Twin.objects.create(owner=owner, name=name or owner.name, **(given | ready | fields))
    CompCardPicture.objects.create(twin=made, picture=blob(), alt="in her cover", chosen_at=NOW)
    return made


def fresh(now: datetime = NOW) -> dict[str, str]:
    """Evidence of a sign-in of this very moment."""
    return {"method": "password", "signed_in_at": now.isoformat()}


def adult(who: Person, by: Person | None = None) -> AdultCheck:
    """Somebody who runs the studio has seen her passport."""
    by = by or person(is_staff=True)
    return AdultCheck.objects.create(person=who, by=by, part="staff", document="passport", checked_at=NOW)


def own_picture(of: Plate, answer: str = "me", **fields: Any) -> OwnPicture:
    """A picture of her first meeting, made and answered."""
    given = {"light": "loop", "mark": next(_numbers), "asked_at": NOW, "made_at": NOW, "answered_at": NOW}
    picture = fields.pop("picture", None) or blob(under=of.twin.gate_name)
    return OwnPicture.objects.create(twin=of.twin, plate=of, picture=picture, answer=answer, **(given | fields))


def plate(of: Twin, pose: str = "relaxed front", **fields: Any) -> Plate:
    """A small plate with its pictures really kept and sealed: grey ground, a lighter body."""
    day: dict[str, Any] = {"captured_on": date(2026, 1, 10), "licensed_at": NOW}
    capture = fields.pop("capture", None) or Capture.objects.create(twin=of, **day)
    picture = np.full((48, 32, 3), 90, np.uint8)
    picture[8:44, 10:22] = 190
    alpha = np.where(picture[..., 0] > 127, 255, 0).astype(np.uint8)
    parts = np.where(alpha > 0, plates.PARTS["torso"], 0).astype(np.uint8)
    figure = Figure(picture, alpha, parts, {"left_shoulder": (20.0, 12.0), "right_shoulder": (12.0, 12.0)})
    made = Plate(twin=of, capture=capture, pose=pose, made_at=NOW, **fields)
    keep_figure(made, figure, under=of.gate_name, now=NOW)
    return made


def terms(**fields: Any) -> Terms:
    """What most licences say: knitwear and coats on the own site and Instagram, in three countries, for this year."""
    given: dict[str, Any] = {
        "starts_on": date(2026, 1, 1),
        "ends_on": date(2026, 12, 31),
        "intended_use": "Autumn coats and knitwear, shown on a model",
        "purposes": ("e-commerce", "social"),
        "categories": ("outerwear", "knitwear"),
        "channels": ("own-site", "instagram"),
        "territories": ("FR", "DE", "IT"),
        "pieces": 10,
        "approval": "none",
        "notice_days": 90,
        "pay": Pay(day_rate_minor=120_000, channels={"own-site": "1.00", "instagram": "0.35"}),
    }
    tests: dict[str, Any] = {"starts_on": NOW.date(), "ends_on": NOW.date() + timedelta(days=6), "test_previews": 3}
    return Terms(**(given | (tests if fields.get("purposes") == ("tests",) else {}) | fields))


def grant(
    of: Twin, to: Organisation, *, now: datetime = NOW, mandate: Mandate | None = None, **fields: Any
) -> GrantVersion:
    """A licence in force, signed by her and by somebody who may sign for the house."""
    signer = person()
    seat(signer, to, "admin", may_sign=True)
    decision, version = sign_grant(
        of,
        to,
        terms(**fields),
        by=of.owner,
        house_signed_by=signer,
        now=now,
        evidence={"method": "passkey", "signed_in_at": now.isoformat()},
        mandate=mandate,
    )
    assert version, decision
    return version


# Agencies and options


def booker(of: Organisation, name: str = "", **fields: Any) -> Person:
    """Somebody who books at an agency, and may sign for it."""
    who = person(name)
    seat(who, of, "booker", **({"may_sign": True} | fields))
    return who


def signer(of: Organisation, name: str = "", **fields: Any) -> Person:
    """Somebody of a house who may sign, and spend enough."""
    who = person(name, password=fields.pop("password", None))
    seat(who, of, "admin", **({"may_sign": True, "may_spend_minor": 100_000_000} | fields))
    return who


def option(of: Twin, to: Organisation, *, by: Person | None = None, now: datetime = NOW, **fields: Any) -> Option:
    """A hold of a house: coats, in Germany, in June."""
    window: dict[str, Any] = {
        "category": "outerwear",
        "territory": "DE",
        "starts_on": date(2026, 6, 1),
        "ends_on": date(2026, 6, 30),
    }
    decision, placed = place_option(of, to, by=by or signer(to), now=now, **(window | fields))
    assert placed, decision
    return placed


def tests_only(**fields: Any) -> Terms:
    """A yes to tests only: so many previews in a week, which never leave the board and are not paid."""
    given: dict[str, Any] = {
        "starts_on": NOW.date(),
        "ends_on": NOW.date() + timedelta(days=6),
        "purposes": ("tests",),
        "test_previews": 12,
        "channels": (),
        "territories": (),
        "pay": Pay(),
        "pieces": 0,
    }
    return terms(**(given | fields))


def asked(
    of: Twin,
    to: Organisation,
    *,
    by: Person | None = None,
    now: datetime = NOW,
    asks: Terms | None = None,
    **fields: Any,
) -> Request:
    """A request that waits for the owner's answer."""
    asks = asks or terms(starts_on=now.date(), ends_on=now.date() + timedelta(days=364), pieces=1)
    decision, made = consent.ask(
        of, to, asks, by=by or signer(to), now=now, evidence=fresh(now), **({"title": "Coats"} | fields)
    )
    assert made, decision
    return made


def newest_offer(of: Request) -> Offer:
    return of.offers.latest("number")


def euros(amount: int) -> Money:
    return Money(amount * 100, "EUR")
