"""A house's shoot with its crew and a licensed twin, as little as a bench needs, built through the studio's own verbs.

Its pictures are small and come from a brush instead of an engine; everything else is what the studio really does.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, datetime, timedelta
from importlib import import_module
from io import BytesIO
from typing import Any
from unittest.mock import patch
from uuid import UUID, uuid4

import numpy as np
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone
from PIL import Image

from studio.approvals import actions as approvals
from studio.approvals import clearance
from studio.approvals.models import Master
from studio.assets import actions as assets
from studio.assets.actions import Wanted
from studio.assets.models import Asset, Rendition
from studio.consent import actions as consent
from studio.consent.models import GrantVersion, Option, PieceApproval
from studio.consent.representing import CONFIRM, HOLD
from studio.consent.terms import WORLD, Exclusive, Pay, Terms
from studio.credits import actions as credits
from studio.decisions import Decision
from studio.imaging import plates
from studio.imaging.engines import DRAFT, Made, Step
from studio.imaging.scene import Figure, Rgb, Scene
from studio.jobs import work
from studio.looks import actions as looks
from studio.looks.models import Garment, GarmentView, Look
from studio.media import actions as media
from studio.media.models import Blob
from studio.money import Money
from studio.operations.bench.places import NONE, Picture, Stage
from studio.people.models import Organisation, Person, Role, Seat
from studio.previews import actions as previews
from studio.previews.models import Preview
from studio.shoots.models import Booking, Brief, Shoot
from studio.twins.actions import keep_figure
from studio.twins.models import Capture, CompCardPicture, Mandate, Plate, StandIn, Twin

CREW = ("photography", "styling", "make-up", "hair", "art-direction")
SET_BY = {
    "photography": ("light", {"set_up": "rembrandt", "ratio": 4}),
    "make-up": ("makeup", {"tints": {"lips": {"colour": "#6b1a20"}}}),
    "hair": ("hair", {"style": "wet"}),
}
SIZE = (500, 400)  # height, width: large enough to carry the invisible mark


class Brush:
    """An engine that paints a small soft picture, in so many steps.

    at_step(number): called before consent is asked there. passed(began): once a step begun at that instant
    (`time.monotonic_ns`) was let pass.
    """

    name, version, source_type = DRAFT.name, DRAFT.version, DRAFT.source_type

    def __init__(
        self,
        steps: int = 2,
        at_step: Callable[[int], object] = lambda number: None,
        passed: Callable[[int], object] = lambda began: None,
    ) -> None:
        self.steps, self.at_step, self.passed = steps, at_step, passed

    def render(self, scene: Scene, *, long_edge_px: int, step: Step) -> Made:
        for number in range(self.steps):
            self.at_step(number)
            began = time.monotonic_ns()
            step((number + 1) / (self.steps + 1), "paint")
            self.passed(began)
        return Made(painted(), np.zeros(SIZE, np.uint8), np.zeros(SIZE, np.uint8))


def painted() -> Rgb:
    """Soft, and each time another: a finished picture is asked about by its pixels."""
    coarse = np.random.default_rng().integers(60, 190, (SIZE[0] // 20, SIZE[1] // 20, 3))
    soft: Rgb = coarse.repeat(20, 0).repeat(20, 1).astype(np.uint8)
    return soft


def signed_quickly(asset: Any, crop: Rgb, aspect: str, lines: Any, twins: Any, authority: Any) -> Any:
    """In place of watermark, encoding and C2PA, which take their time and ask nobody."""
    from studio.assets.sealing import Signed

    out = BytesIO()
    Image.fromarray(crop).save(out, "JPEG")
    return Signed(aspect, out.getvalue(), crop.shape[1], crop.shape[0])


@contextmanager
def quick_engines(brush: Brush | None = None) -> Iterator[None]:
    """Within this, pictures are painted by a brush and files are not really signed."""
    hand = brush or Brush()
    with ExitStack() as stack:
        stack.enter_context(patch("studio.previews.engines.load", lambda name, version, **_: hand))
        stack.enter_context(patch("studio.assets.sealing.signed", signed_quickly))
        yield


def terms(today: date, **fields: Any) -> Terms:
    given: dict[str, Any] = {
        "starts_on": today - timedelta(days=30),
        "ends_on": today + timedelta(days=300),
        "intended_use": "Coats of the season, shown on a model",
        "purposes": ("e-commerce",),
        "categories": ("outerwear",),
        "channels": ("own-site",),
        "territories": ("DE", "FR"),
        "pieces": 1_000_000,
        "approval": "each-piece",
        "notice_days": 0,
        "pay": Pay(day_rate_minor=120_000, channels={"own-site": "1.00"}),
    }
    return Terms(**(given | fields))


def exclusive_terms(today: date) -> Terms:
    """What a rival buys: the same category for itself, everywhere, for a year."""
    first, last = today, today + timedelta(days=200)
    taken = Exclusive(category="outerwear", territory=WORLD, starts_on=first, ends_on=last)
    return terms(today, exclusivity=(taken,))


def represented(twin: Twin, agency: Organisation, now: datetime) -> Mandate:
    """An agency holds options for her, and books what lies inside her signed terms."""
    return Mandate.objects.create(
        twin=twin,
        agency=agency,
        territories=[WORLD],
        may=[HOLD, CONFIRM],
        commission_bps=2000,
        starts_on=now.date() - timedelta(days=30),
        ends_on=now.date() + timedelta(days=300),
        signed_at=now - timedelta(days=30),
    )


def held(twin: Twin, house: Organisation, by: Person, now: datetime) -> Option:
    """The first option of a house, on days that its licence covers."""
    decision, option = consent.place_option(
        twin,
        house,
        category="outerwear",
        territory="DE",
        starts_on=now.date() + timedelta(days=10),
        ends_on=now.date() + timedelta(days=20),
        by=by,
        now=now,
    )
    _done(decision)
    assert option
    return option


def confirmed(option: Option, by: Person, now: datetime) -> Decision:
    """The house's word, for more than any terms ask."""
    fee, evidence = Money(10**9, "EUR"), fresh(now)
    return consent.confirm_option(
        option, pieces=1, channels=["own-site"], fee=fee, by=by, now=now, evidence=evidence
    )[0]


def fresh(now: datetime) -> dict[str, str]:
    return {"method": "passkey", "signed_in_at": now.isoformat()}


def wanted(today: date) -> Wanted:
    return Wanted("own-site", ("DE", "FR"), today, today + timedelta(days=60))


def person(name: str) -> Person:
    return Person.objects.create_user(f"{uuid4().hex}@example.com", None, name=name)


def session_of(who: Person) -> str:
    """A sign-in, as its row."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(who.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = who.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def house(name: str) -> Organisation:
    return Organisation.objects.create(kind=Organisation.Kind.HOUSE, name=name, slug=uuid4().hex)


def signer(of: Organisation) -> Person:
    """Somebody who may sign, and spend as much as a bench delivers."""
    who = person("Signer")
    Seat.objects.create(
        person=who,
        organisation=of,
        role=Role.ADMIN,
        may_sign=True,
        may_spend_minor=10**15,
        starts_on=date(2020, 1, 1),
    )
    return who


def _done(decision: Decision) -> None:
    """Nothing on the stage is ever refused: its people may do what they do."""
    if not decision:
        raise RuntimeError(f"the stage could not be built: {decision}")


def blob(now: datetime, *, under: str = "", mode: str = "RGB") -> Blob:
    out = BytesIO()
    Image.new(mode, (8, 12), 120 if mode == "L" else (90, 120, 150, 255)[: len(mode)]).save(out, "PNG")
    return media.keep(out.getvalue(), content_type="image/png", width_px=8, height_px=12, under=under, now=now)


def licensed(of: Twin, to: Organisation, by: Person, what: Terms, now: datetime) -> GrantVersion:
    decision, version = consent.sign_grant(
        of,
        to,
        what,
        by=of.owner,
        house_signed_by=by,
        now=now,
        evidence=fresh(now),
    )
    _done(decision)
    assert version
    return version


def ready_twin(now: datetime) -> tuple[Twin, Plate]:
    owner = person("Nia")
    twin = Twin.objects.create(
        owner=owner,
        name="Nia",
        state=Twin.State.READY,
        as_of_on=now.date(),
        data_consent_at=now - timedelta(days=30),
        adult_checked_at=now - timedelta(days=30),
        adult_checked_by="Perron",
        adult_document="passport",
        cover_chosen_at=now - timedelta(days=30),
        created_at=now - timedelta(days=30),
    )
    CompCardPicture.objects.create(twin=twin, picture=blob(now), alt="in her cover", chosen_at=now)
    return twin, plate_of(twin, now)


def plate_of(twin: Twin, now: datetime) -> Plate:
    picture = np.full((48, 32, 3), 90, np.uint8)
    picture[8:44, 10:22] = 190
    alpha = np.where(picture[..., 0] > 127, 255, 0).astype(np.uint8)
    parts = np.where(alpha > 0, plates.PARTS["torso"], 0).astype(np.uint8)
    figure = Figure(picture, alpha, parts, {"left_shoulder": (20.0, 12.0), "right_shoulder": (12.0, 12.0)})
    capture = Capture.objects.create(twin=twin, captured_on=now.date(), licensed_at=now)
    made = Plate(twin=twin, capture=capture, pose="relaxed front", made_at=now)
    keep_figure(made, figure, under=twin.gate_name, now=now)
    return made


class Builder:
    """Makes the stage, step by step, as the people of a shoot would."""

    def __init__(self) -> None:
        self.now = timezone.now()
        self.today = self.now.date()
        self.house, self.rival = house("Corvane"), house("Halden")
        self.producer, self.rival_signer = signer(self.house), signer(self.rival)
        self.agency = Organisation.objects.create(kind=Organisation.Kind.AGENCY, name="Perron", slug=uuid4().hex)
        self.booker = signer(self.agency)
        self.twin, self.plate = ready_twin(self.now)
        self.version = licensed(self.twin, self.house, self.producer, terms(self.today), self.now)
        self.shoot = self.begun()
        self.crew = {craft: self.booked(craft) for craft in CREW}
        self.garment = self.hung()

    def begun(self) -> Shoot:
        shoot = Shoot.objects.create(house=self.house, name="A season", opened_by=self.producer, opened_at=self.now)
        Brief.objects.create(
            shoot=shoot,
            intended_use="Pictures of coats for the house's own site.",
            purpose="e-commerce",
            categories=["outerwear"],
            channels=["own-site"],
            territories=["DE", "FR"],
            starts_on=self.today,
            ends_on=self.today + timedelta(days=60),
        )
        return shoot

    def booked(self, craft: str) -> Person:
        who = person(craft)
        Booking.objects.create(shoot=self.shoot, person=who, craft=craft, booked_by=self.producer, booked_at=self.now)
        return who

    def hung(self) -> Garment:
        made = Garment.objects.create(
            house=self.house,
            shoot=self.shoot,
            title="Long coat",
            category="outerwear",
            whose="house",
            may="yes",
            state=Garment.State.READY,
            by=self.crew["styling"],
            at=self.now,
        )
        anchors = {"hem_L": [6.0, 11.0], "hem_R": [2.0, 11.0]}
        cutout = blob(self.now, mode="RGBA")
        GarmentView.objects.create(garment=made, picture=blob(self.now), cutout=cutout, anchors=anchors)
        return made

    def stand_in(self) -> None:
        if not StandIn.objects.exists():
            StandIn.objects.create(
                name="Stand-in",
                body="women",
                picture=blob(self.now),
                alpha=blob(self.now, mode="L"),
                parts=blob(self.now, mode="L"),
                landmarks={"pose": {"nose": [4.0, 2.0], "left_shoulder": [6.0, 4.0]}, "face": None},
                pose="A-stance",
                width_px=8,
                height_px=12,
            )

    def dressed(self) -> Look:
        """A new look with the coat on, lit, made up, and cast."""
        self.stand_in()
        decision, look = looks.new_look(self.shoot, by=self.crew["styling"], now=self.now)
        _done(decision)
        assert look
        self.set(look, "styling", "garments", {"pieces": [{"garment": str(self.garment.id)}]})
        for craft, (kind, value) in SET_BY.items():
            self.set(look, craft, kind, value)
        base = look.slots.get(kind="twin").version
        _done(looks.cast(look, [(self.twin, self.plate)], base_version=base, by=self.producer, now=self.now)[0])
        return Look.objects.select_related("shoot__brief", "shoot__house").get(pk=look.pk)

    def set(self, look: Look, craft: str, kind: str, value: object) -> None:
        base = look.slots.get(kind=kind).version
        _done(looks.set_slot(look, kind, value, base_version=base, by=self.crew[craft], now=self.now)[0])

    def previewed(self, look: Look) -> Preview:
        key = uuid4().hex
        decision, preview = previews.request_preview(look, by=self.crew["styling"], now=timezone.now(), key=key)
        _done(decision)
        assert preview
        work.drain("draft")
        return Preview.objects.for_page().get(pk=preview.pk)

    def picked(self, preview: Preview) -> Master:
        decision, master = approvals.pick(preview, by=self.crew["art-direction"], now=timezone.now(), key=uuid4().hex)
        _done(decision)
        assert master
        work.drain("draft")
        return master_for_page(master.pk)

    def signed_off(self, master: Master) -> Master:
        approvals.sign_off(master, by=self.crew["art-direction"], now=timezone.now(), key=uuid4().hex)
        for approval in PieceApproval.objects.filter(about=str(master.pk)).select_related("twin__owner"):
            consent.answer_piece(approval, yes=True, by=self.twin.owner, now=timezone.now())
        for who in {*self.crew.values(), self.producer}:
            credits.confirm(self.shoot, by=who, now=timezone.now())
        for left in clearance.settle(master, timezone.now()):
            _done(left.decision)
        return master_for_page(master.pk)

    def build(self) -> Stage:
        begins = self.dressed()
        signs = self.picked(self.previewed(self.dressed()))
        seals = self.signed_off(self.picked(self.previewed(self.dressed())))
        delivers = self.signed_off(self.picked(self.previewed(self.dressed())))
        work.drain("seal")
        rendition = Rendition.objects.filter(asset__master=delivers).order_by("aspect")[0]
        decision, delivery = assets.deliver(
            rendition_for_page(rendition.pk), wanted(self.today), by=self.producer, now=timezone.now(), key=uuid4().hex
        )
        _done(decision)
        assert delivery
        return Stage(
            twin=self.twin.pk,
            house=self.house.pk,
            rival=self.rival.pk,
            rival_signer=self.rival_signer.pk,
            agency=self.agency.pk,
            booker=self.booker.pk,
            producer=self.producer.pk,
            director=self.crew["art-direction"].pk,
            stylist=self.crew["styling"].pk,
            shoot=self.shoot.pk,
            version=self.version.pk,
            begins=Picture(begins.pk, begins.pk),
            signs=Picture(signs.preview.look_id, signs.preview_id, signs.pk),
            seals=self.sealed_as(seals),
            delivers=self.sealed_as(delivers, rendition.pk),
            delivery=delivery.pk,
        )

    def sealed_as(self, master: Master, rendition: UUID = NONE) -> Picture:
        asset = Asset.objects.get(master=master)
        return Picture(master.preview.look_id, master.preview_id, master.pk, asset.pk, rendition)


def master_for_page(master_id: UUID) -> Master:
    rows = Master.objects.select_related("preview__look__shoot__brief", "preview__look__shoot__house")
    return rows.select_related("preview__recipe", "job", "picture", "proof").get(pk=master_id)


def rendition_for_page(rendition_id: UUID) -> Rendition:
    look = "asset__master__preview__look__shoot"
    rows = Rendition.objects.select_related(f"{look}__brief", f"{look}__house", "file")
    return rows.select_related("asset__master__preview__recipe").get(pk=rendition_id)


def built() -> Stage:
    with quick_engines():
        return Builder().build()
