"""Load the demonstration house through the same verbs that people use, so that it holds what theirs would hold."""

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from django.conf import settings
from django.db import transaction
from django.utils import translation
from PIL import Image

from studio.consent import actions as consent
from studio.consent.mandating import MandateTerms
from studio.consent.models import Grant
from studio.consent.terms import Exclusive, Pay, StandingRules, Terms
from studio.decisions import Decision
from studio.imaging import encoding, marks, watermark
from studio.imaging.cropping import crop_to, reduced
from studio.imaging.engines import DRAFT
from studio.imaging.metadata import Provenance, xmp_packet
from studio.imaging.scene import Mask, Rgb
from studio.looks.models import Backdrop, Garment, GarmentView, May, Reuse, Whose
from studio.looks.wearing import proposed
from studio.media import actions as media
from studio.media.models import Blob
from studio.operations.demo.cast import AGENCY, BACKDROPS, GARMENTS, HOUSE, MEMBERS, MODELS, RIVAL, Member, Model
from studio.people import actions as people
from studio.people.models import Organisation, Person, Seat
from studio.register import actions as register
from studio.twins import actions as twins
from studio.twins.models import Capture, Mandate, Plate, Twin
from studio.twins.shots import comp_card_words

PICTURES = Path(__file__).resolve().parent.parent / "demo_house"
COMP_CARD_PX = 900
INTENDED = (
    "Pictures of the season's coats, knits and dresses on a digital twin, as described in the brief of each shoot."
)
PURPOSES = ("e-commerce", "editorial", "campaign", "social")
SHOWN_TO_GUESTS = (*PURPOSES, "internal")
EVERYTHING = (
    "outerwear",
    "knitwear",
    "denim",
    "dresses",
    "jersey",
    "shirts",
    "skirts",
    "trousers",
    "footwear",
    "suiting",
)
Thing = TypeVar("Thing")
Say = Callable[[str], None]


class DemoRefusedError(RuntimeError):
    """A rule refused what the demo wanted: then the demo is wrong, not the rule."""


def granted(answer: tuple[Decision, Thing | None]) -> Thing:
    decision, thing = answer
    if not decision or thing is None:
        raise DemoRefusedError(f"{decision.code} {dict(decision.values)}")
    return thing


@dataclass(slots=True)
class House:
    """What has been loaded so far, by the short keys of `cast`."""

    now: datetime
    password: str
    people: dict[str, Person] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    twins: dict[str, Twin] = field(default_factory=dict)
    garments: dict[str, Garment] = field(default_factory=dict)
    backdrops: dict[str, Backdrop] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return self.now.date()

    def ago(self, days: int) -> datetime:
        return self.now - timedelta(days=days)


def load(now: datetime, say: Say) -> House:
    """Everybody and everything but the shoots. They come after, for they need all of it."""
    house = House(now, password="-".join(secrets.token_hex(2) for _ in range(3)))
    say("People and houses")
    add_people(house)
    say("Garments and places")
    add_garments(house)
    add_stand_ins(house)
    for model in MODELS:
        say(f"The twin of {model.name}")
        add_twin(house, model)
    say("Licences")
    add_consents(house)
    write_sign_ins(house)
    return house


# People


def add_people(house: House) -> None:
    for key, kind, country in ((HOUSE, "house", "FR"), (RIVAL, "house", "DK"), (AGENCY, "agency", "NL")):
        house.organisations[key] = Organisation.objects.create(
            kind=kind, name=key, slug=key.lower(), country=country, created_at=house.ago(400)
        )
    for each in (*MEMBERS, *MODELS):
        house.people[each.key] = person(each, house.password)
    for member in MEMBERS:
        if member.seat:
            add_seat(house, member)


def person(each: Member | Model, password: str) -> Person:
    return Person.objects.create_user(each.email, password, name=each.name, language=each.language, time_zone=each.zone)


@transaction.atomic
def add_seat(house: House, member: Member) -> None:
    """The first seats of an organisation are given by whoever sets it up, as they are on a fresh install."""
    name, role = member.seat or ("", "")
    seat = Seat.objects.create(
        person=house.people[member.key],
        organisation=house.organisations[name],
        role=role,
        may_sign=member.signs,
        may_spend_minor=member.spends_minor,
        currency="EUR",
        starts_on=house.ago(365).date(),
    )
    register.append(
        f"org:{seat.organisation_id}",
        "seat-given",
        subject=f"seat:{seat.id}",
        body={"person": str(seat.person_id), "role": role},
        now=house.ago(365),
    )


def write_sign_ins(house: House) -> None:
    """For the sign-in page and the terminal. The password is this installation's own."""
    rows = [{"name": each.name, "email": each.email, "does": each.does} for each in MEMBERS]
    rows += [{"name": each.name, "email": each.email, "does": each.says} for each in MODELS]
    path = settings.DATA / "demo-sign-ins.json"
    path.touch(mode=0o600)
    path.write_text(json.dumps({"password": house.password, "people": rows}, ensure_ascii=False, indent=1))


# Pictures


def pixels(name: str, mode: str = "RGB") -> Rgb:
    with Image.open(PICTURES / name) as image:
        return np.asarray(image.convert(mode))


def landmarks(folder: str, name: str) -> dict[str, tuple[float, float]]:
    points = json.loads((PICTURES / folder / f"{name}.json").read_text())["keypoints"]
    return {point: (x, y) for point, (x, y, _seen) in points.items()}


def measured(folder: str, name: str) -> dict[str, Any]:
    """The demo pictures' own truth, so that nothing has to be guessed of them."""
    return {
        "alpha": pixels(f"{folder}/{name}_alpha.png", "L"),
        "parts": pixels(f"{folder}/{name}_parts.png", "L"),
        "landmarks": landmarks(folder, name),
    }


def kept(picture: Rgb | Mask, now: datetime, *, png: bool = False) -> Blob:
    content = encoding.encode(picture, format="PNG" if png else "WEBP", quality=90)
    return media.keep(
        content,
        content_type="image/png" if png else "image/webp",
        width_px=picture.shape[1],
        height_px=picture.shape[0],
        now=now,
    )


@transaction.atomic
def add_garments(house: House) -> None:
    """The house's rack. Its cut-outs come with their anchors."""
    for name, title in GARMENTS.items():
        facts = json.loads((PICTURES / "garments" / f"{name}.json").read_text())
        garment = Garment.objects.create(
            house=house.organisations[HOUSE],
            title=title,
            category=facts["category"],
            declared=proposed(facts["category"], title),
            sku=f"CV-{name.upper().replace('_', '-')}",
            state=Garment.State.READY,
            by=house.people["ana"],
            at=house.ago(60),
            reuse=Reuse.HOUSE,
            whose=Whose.HOUSE,
            may=May.YES,
        )
        cutout = kept(pixels(f"garments/{name}.png", "RGBA"), house.now, png=True)
        GarmentView.objects.create(garment=garment, picture=cutout, cutout=cutout, anchors=facts["anchors"])
        house.garments[name] = garment
    for name, (title, light_from, warmth) in BACKDROPS.items():
        house.backdrops[name] = Backdrop.objects.create(
            name=title,
            picture=kept(pixels(f"backdrops/{name}.jpg"), house.now),
            light_from=light_from,
            warmth=warmth,
        )


def add_stand_ins(house: House) -> None:
    for name, title, body, pose in (
        ("standin_f_a", "Stand-in", "women", "front"),
        ("standin_f_b", "Stand-in", "women", "hand on hip"),
        ("standin_m_a", "Stand-in", "men", "front"),
        ("standin_m_c", "Stand-in", "men", "walking"),
    ):
        picture = (PICTURES / "standins" / f"{name}.jpg").read_bytes()
        granted(twins.add_stand_in(title, body, picture, pose=pose, now=house.now, **measured("standins", name)))


# Twins

POSES = {"a": "front", "b": "hand on hip", "c": "walking", "beauty": "beauty"}


def add_twin(house: House, model: Model) -> None:
    """Looked at, made by the model herself, captured, licensed to her, and, all but one, met and put on a comp card."""
    owner, photographer, now = house.people[model.key], house.people[model.captured[0]], house.ago(200)
    session = twins.show_code(photographer, device=f"demo-{model.key}", now=now)
    allowed(twins.arrive(session, by=owner, now=now))
    granted(twins.record_adult_check(owner, by=photographer, document="passport", now=now))
    twin = granted(
        twins.create_twin(
            model.name,
            by=owner,
            now=now,
            as_of_on=now.date(),
            data_consent=True,
            evidence=signed_in(now),
            fictional=True,
            height_cm=model.height_cm,
            measurements=model.measurements,
            shares_reason=model.shares_reason,
        )
    )
    session = granted(twins.open_session(session, twin, by=owner, now=now, evidence=signed_in(now)))
    capture = session.capture
    assert capture is not None
    Capture.objects.filter(pk=capture.pk).update(place="Studio Vehr, Berlin")
    for key, craft in zip(model.captured[1:], ("make-up", "hair"), strict=True):
        allowed(twins.credit(capture, house.people[key], craft, by=photographer, now=now))
    plates = add_plates(house, model, capture)
    granted(twins.license_captures(capture, by=photographer, now=now, evidence=signed_in(now)))
    allowed(twins.close_session(session, by=owner, now=now))
    if model.key != "arjun":
        show_her(house, model, twin, plates)
    house.twins[model.key] = twin
    for key in (model.key, *model.captured):
        people.read_notices(house.people[key], now=house.now)


def signed_in(at: datetime) -> dict[str, str]:
    return {"method": "password", "signed_in_at": at.isoformat()}


def allowed(decision: Decision) -> None:
    granted((decision, decision))


def add_plates(house: House, model: Model, capture: Capture) -> dict[str, Plate]:
    """By the file each came from."""
    found = {}
    for name in model.files:
        pose = name.removeprefix(f"{model.key}_")
        found[name] = granted(
            twins.add_plate(
                capture,
                (PICTURES / "twins" / f"{name}.jpg").read_bytes(),
                pose=POSES[pose],
                framing="beauty" if pose == "beauty" else "full",
                by=house.people[model.key],
                now=house.ago(200),
                **measured("twins", name),
            )
        )
    return found


@transaction.atomic
def show_her(house: House, model: Model, twin: Twin, plates: dict[str, Plate]) -> None:
    owner, now = house.people[model.key], house.ago(190)
    cards = []
    for name in [model.files[-1], *model.files[:-1]]:
        mark = secrets.randbits(47) + 1
        card = comp_card_picture(house, twin, name, mark)
        own = twins.keep_own_picture(plates[name], card, light="as-photographed", mark=mark, now=now)
        granted(twins.answer_picture(own, "me", by=owner, now=now))
        cards.append((card, alt_of(model, name)))
    granted(twins.choose_comp_card(twin, cards, by=owner, now=now))
    granted(twins.choose_cover(twin, by=owner, now=now))


def alt_of(model: Model, name: str) -> str:
    """In the language the owner reads."""
    with translation.override(model.language):
        return comp_card_words(model.name, "beauty" if name.endswith("beauty") else "full")


def comp_card_picture(house: House, twin: Twin, name: str, mark: int) -> Blob:
    """In her cover, cut to the card's shape, marked like everything that shows a twin."""
    picture = reduced(crop_to(pixels(f"twins/{name}.jpg"), "4:5"), COMP_CARD_PX)
    inside = watermark.embed(picture, mark, secret=settings.WATERMARK_SECRET.encode())
    marked = marks.mark_preview(inside, words="COMP CARD, DIGITAL TWIN", note=twin.name)
    facts = Provenance(
        title=f"Comp card of {twin.name}",
        source_type=DRAFT.source_type,
        studio_id=f"urn:uuid:{twin.id}",
        created_at=house.now,
        ai_system=f"{settings.STUDIO_NAME} {DRAFT.name} engine",
        ai_version=DRAFT.version,
    )
    return media.keep(
        encoding.encode(marked, format="WEBP", quality=88, xmp=xmp_packet(facts)),
        content_type="image/webp",
        width_px=marked.shape[1],
        height_px=marked.shape[0],
        under=twin.gate_name,
        now=house.now,
    )


# Consent


def add_consents(house: House) -> None:
    mandates = {model.key: mandate(house, model) for model in MODELS if model.agency}
    license_to(house, "nia", HOUSE, terms(house, approval="none", purposes=SHOWN_TO_GUESTS), mandates["nia"])
    license_to(house, "marta", HOUSE, terms(house, approval="each-piece", categories=EVERYTHING), mandates["marta"])
    license_to(house, "ren", HOUSE, terms(house, approval="none", purposes=SHOWN_TO_GUESTS))
    license_to(house, "olav", HOUSE, terms(house, channels=("own-site", "print", "lookbook")), mandates["olav"])
    license_to(
        house, "tala", HOUSE, terms(house, categories=("knitwear", "dresses"), never_categories=("fur", "leather"))
    )
    license_to(house, "mei", RIVAL, terms(house, approval="none"))
    license_to(house, "ines", RIVAL, terms(house, exclusivity=(outerwear_in_germany(house),)))
    license_to(house, "kofi", HOUSE, terms(house, starts_in=-190, ends_in=-12), at=house.ago(190))
    consent.lapse_due(house.now)
    never(house, "olav", never_channels=("instagram", "tiktok", "facebook"))
    never(house, "tala", never_categories=("fur", "leather"))
    never(house, "nia", never_categories=("alcohol", "tobacco", "fur"))
    for number, model in enumerate(MODELS):
        ask_for(house, model.key, day_rate_minor=(420 + 20 * number) * 1_000)
    hold(house, "olav", HOUSE, "elif", days_ago=2)
    hold(house, "olav", RIVAL, "rival", days_ago=1)
    hold(house, "nia", HOUSE, "elif", days_ago=3, category="knitwear", territory="FR", begins_in=20, lasts=25)
    hold(house, "mei", RIVAL, "rival", days_ago=4, category="dresses", territory="SE", begins_in=5, lasts=15)
    offered_mandate(
        house,
        "tala",
        house.today + timedelta(days=360),
        at=house.ago(1),
        territories=("FR", "DE", "IT"),
        may=("negotiate", "hold", "pause"),
        mother=False,
        law="FR",
    )
    granted(consent.pause(house.twins["ren"], by=house.people["ren"], now=house.ago(2)))


def mandate(house: House, model: Model) -> Mandate:
    """Offered by the agency, and signed by the model herself."""
    signed_at = house.ago(185)
    offered = offered_mandate(house, model.key, house.today + timedelta(days=500), at=signed_at)
    return granted(
        consent.sign_mandate(
            offered,
            by=house.people[model.key],
            now=signed_at,
            evidence={"method": "password", "signed_in_at": signed_at.isoformat()},
        )
    )


def offered_mandate(house: House, key: str, ends_on: date, *, at: datetime, **changes: Any) -> Mandate:
    said: dict[str, Any] = {
        "territories": ("WORLD",),
        "may": ("negotiate", "hold", "confirm", "pause"),
        "commission_bps": 2_000,
        "starts_on": at.date(),
        "ends_on": ends_on,
        "mother": True,
        "law": "NL",
    }
    terms = MandateTerms(**(said | changes))
    agency, booker = house.organisations[AGENCY], house.people["booker"]
    return granted(consent.offer_mandate(house.twins[key], agency, terms, by=booker, now=at))


def outerwear_in_germany(house: House) -> Exclusive:
    return Exclusive("outerwear", "DE", house.today - timedelta(days=20), house.today + timedelta(days=190))


def terms(house: House, *, starts_in: int = -150, ends_in: int = 300, **changes: Any) -> Terms:
    """A whole licence; what differs is named."""
    agreed: dict[str, Any] = {
        "starts_on": house.today + timedelta(days=starts_in),
        "ends_on": house.today + timedelta(days=ends_in),
        "intended_use": INTENDED,
        "purposes": PURPOSES,
        "categories": EVERYTHING,
        "channels": ("own-site", "instagram", "print", "lookbook", "newsletter"),
        "territories": ("WORLD",),
        "pieces": 24,
        "approval": "each-piece",
        "notice_days": 30,
        "name_form": "stage",
        "pay": Pay(
            currency="EUR",
            day_rate_minor=480_000,
            channels={"instagram": "1.20", "print": "1.50", "newsletter": "0.60"},
            territories={"WORLD": "1.80"},
            notice={"30": "1.05"},
            minimum_minor=40_000,
            kill_fee_bps=5_000,
            pay_within_days=30,
        ),
    }
    return Terms(**(agreed | changes))


def license_to(
    house: House, key: str, to: str, agreed: Terms, mandate: Mandate | None = None, *, at: datetime | None = None
) -> Grant:
    signed_at = at or house.ago(150)
    signer = next(member.key for member in MEMBERS if member.seat == (to, "admin"))
    version = granted(
        consent.sign_grant(
            house.twins[key],
            house.organisations[to],
            replace(agreed, shown_name=house.twins[key].name),
            by=house.people[key],
            house_signed_by=house.people[signer],
            now=signed_at,
            evidence={"method": "password", "signed_in_at": signed_at.isoformat()},
            mandate=mandate,
        )
    )
    return version.grant


def ask_for(house: House, key: str, *, day_rate_minor: int) -> None:
    """What each model asks for before anything is negotiated."""
    card = Pay(
        day_rate_minor=day_rate_minor,
        channels={"instagram": "1.20", "print": "1.50", "out-of-home": "2.00", "newsletter": "0.60"},
        territories={"WORLD": "1.80", "US": "1.40"},
        days={"30": "0.25", "90": "0.45", "180": "0.70"},
        notice={"30": "1.05", "90": "1.15", "180": "1.30"},
        minimum_minor=40_000,
        kill_fee_bps=5_000,
        crew_share_bps=500,
        pay_within_days=30,
    )
    granted(consent.set_rate_card(house.twins[key], card, by=house.people[key], now=house.ago(149)))


def hold(
    house: House,
    key: str,
    to: str,
    by: str,
    *,
    days_ago: int,
    category: str = "outerwear",
    territory: str = "DE",
    begins_in: int = 8,
    lasts: int = 30,
) -> None:
    """A house keeps days of a model's free; whoever asks later stands behind."""
    first = house.today + timedelta(days=begins_in)
    granted(
        consent.place_option(
            house.twins[key],
            house.organisations[to],
            category=category,
            territory=territory,
            starts_on=first,
            ends_on=first + timedelta(days=lasts),
            by=house.people[by],
            now=house.ago(days_ago),
        )
    )


def never(house: House, key: str, **nevers: Any) -> None:
    rules = StandingRules(**nevers)
    granted(consent.set_standing_rules(house.twins[key], rules, by=house.people[key], now=house.ago(149)))
