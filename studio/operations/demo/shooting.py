"""The demonstration's two shoots: one finished and delivered, one in progress with its first previews asked for."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from studio.approvals import actions as approvals
from studio.approvals import clearance
from studio.approvals.models import Master
from studio.assets import actions as assets
from studio.assets.actions import Wanted
from studio.assets.models import Asset
from studio.boards import actions as boards
from studio.boards.models import Card
from studio.boards.rules import Op
from studio.consent import actions as consent
from studio.consent.models import PieceApproval
from studio.credits import actions as credits
from studio.jobs import work
from studio.looks import actions as looks
from studio.looks.models import Look
from studio.operations.demo.cast import HOUSE, MEMBERS
from studio.operations.demo.loading import DemoRefusedError, House, Say, granted
from studio.people.models import Person
from studio.previews import actions as previews
from studio.previews.models import Preview
from studio.shoots import actions as shoots
from studio.shoots.models import Shoot
from studio.shoots.rules import Fields
from studio.twins.models import Plate

SETTER = {
    "garments": "ana", "makeup": "salome", "hair": "noe", "light": "jonas", "lens": "jonas", "grade": "jonas",
    "place": "ida",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wish:
    """A look as the crew means it."""

    title: str
    worn: tuple[str, ...]
    twin: str = ""
    pose: str = "front"
    place: str = "concrete"
    light: dict[str, Any] = field(default_factory=lambda: {"set_up": "loop", "ratio": 3.0, "kelvin": 5200})
    lens: dict[str, Any] = field(default_factory=dict)
    lips: str = ""
    hair: str = ""
    grade: dict[str, Any] = field(default_factory=dict)


FINISHED = (
    Wish("Slip dress, one hand on the hip", ("dress_emerald",), "nia", "hand on hip", "terracotta", lips="#7a1f24"),
    Wish("Rust knit over satin", ("skirt_satin", "knit_rust"), "marta", "front", "daylight", lips="#a8564d"),
)
IN_PROGRESS = (
    Wish(
        "Camel coat, worn open", ("tee_white", "jeans_indigo", "coat_camel"), "nia", "front", "concrete", lips="#6b1a20"
    ),
    Wish("Stripe and satin", ("skirt_satin", "shirt_blue"), "marta", "walking", "daylight"),
    Wish("Oatmeal on grey", ("trousers_grey", "knit_oat"), "olav", "front", "concrete"),
    Wish("Shirt and column skirt", ("skirt_satin", "shirt_blue"), "", "front", "daylight"),
)


def load(house: House, say: Say) -> None:
    say("A finished shoot: previews, masters, sign-off, seal, delivery")
    finished_shoot(house, say)
    say("A shoot in progress")
    shoot_in_progress(house, say)


def finished_shoot(house: House, say: Say) -> None:
    began = house.ago(40)
    shoot = opened(house, "SS27 Dresses", began, categories=("dresses", "knitwear", "skirts"), days=180)
    granted_yes(shoots.set_embargo(shoot, house.ago(10), by=house.people["elif"], now=began))
    made = [dressed(house, shoot, wish, began) for wish in FINISHED]
    for look in made:
        say(f"  {look}: {look.title}")
        finish(house, look)
    granted_yes(shoots.finish_shoot(shoot, done=True, by=house.people["elif"], now=house.now))


def opened(house: House, name: str, at: datetime, *, categories: tuple[str, ...], days: int) -> Shoot:
    producer = house.people["elif"]
    shoot = granted(shoots.open_shoot(house.organisations[HOUSE], name, by=producer, now=at))
    for member in MEMBERS:
        for craft in member.crafts:
            granted(shoots.book(shoot, house.people[member.key], craft, by=producer, now=at))
    brief = Fields(
        intended_use="Own site and Instagram for the season's launch, in stills, cropped for each place.",
        purpose="campaign",
        categories=categories,
        channels=("own-site",),
        territories=("FR", "DE", "IT"),
        starts_on=house.today,
        ends_on=house.today + timedelta(days=days),
    )
    granted(shoots.set_brief(shoot, brief, by=producer, now=at))
    return shoot


def granted_yes(decision: Any) -> None:
    if not decision:
        raise DemoRefusedError(decision.code)


def dressed(house: House, shoot: Shoot, wish: Wish, at: datetime) -> Look:
    """Each slot by whoever is booked for it, as on any other look."""
    look = granted(looks.new_look(shoot, by=house.people["ana"], now=at, title=wish.title))
    for kind, value in values(house, wish).items():
        set_slot(look, kind, value, by=house.people[SETTER[kind]], at=at)
    if wish.twin:
        twin = house.twins[wish.twin]
        plate = Plate.objects.get(twin=twin, pose=wish.pose, framing="full")
        base = look.slots.get(kind="twin").version
        granted(looks.cast(look, [(twin, plate)], base_version=base, by=house.people["piet"], now=at))
    return look


def values(house: House, wish: Wish) -> dict[str, Any]:
    found: dict[str, Any] = {
        "garments": {"pieces": [{"garment": str(house.garments[name].id)} for name in wish.worn]},
        "light": wish.light,
        "lens": {"framing": "full-length", "aspect": "4:5", "crops": ["4:5", "1:1"]} | wish.lens,
        "place": {"backdrop": str(house.backdrops[wish.place].id)},
        "hair": {"style": wish.hair or "As photographed, brushed back at the temples"},
        "grade": {"exposure": 0.1, "temperature": 0.05, "contrast": 1.05} | wish.grade,
    }
    lips = {"lips": {"colour": wish.lips or "#9c5a55", "strength": 0.75, "finish": "matte"}}
    found["makeup"] = {"tints": lips}
    return found


def set_slot(look: Look, kind: str, value: Any, *, by: Person, at: datetime) -> None:
    base = look.slots.get(kind=kind).version
    granted(looks.set_slot(look, kind, value, base_version=base, by=by, now=at))


def finish(house: House, look: Look) -> None:
    """From the first preview to the delivery, with the work done at once instead of by a worker."""
    director = house.people["margaux"]
    now = timezone.now
    preview = granted(previews.request_preview(look, by=house.people["ana"], now=now(), key=f"demo:{uuid4()}"))
    work.drain("draft")
    preview = Preview.objects.for_page().get(id=preview.id)
    master = granted(approvals.pick(preview, by=director, now=now(), key=f"demo:{uuid4()}"))
    work.drain("draft")
    for member in MEMBERS:
        if member.crafts:
            granted(credits.confirm(look.shoot, by=house.people[member.key], now=now()))
    master = Master.objects.select_related("preview__look__shoot__brief", "preview__recipe").get(id=master.id)
    granted(approvals.sign_off(master, by=director, now=now(), key=f"demo:{uuid4()}"))
    answer_pieces(house, master)
    if left := clearance.settle(master, now()):
        raise DemoRefusedError(", ".join(item.decision.code for item in left))
    work.drain("seal")
    deliver(house, master)


def answer_pieces(house: House, master: Master) -> None:
    for asked in PieceApproval.objects.filter(about=str(master.id)).select_related("twin__owner"):
        granted(consent.answer_piece(asked, yes=True, by=asked.twin.owner, now=timezone.now()))


def deliver(house: House, master: Master) -> None:
    asset = Asset.objects.for_page().get(master=master)
    rendition = asset.renditions.select_related("file").order_by("-aspect").first()
    if rendition is None:
        raise DemoRefusedError(f"not sealed: {asset.state}")
    wanted = Wanted("own-site", ("DE", "FR", "IT"), house.today, house.today + timedelta(days=120))
    rendition.asset = asset
    granted(assets.deliver(rendition, wanted, by=house.people["elif"], now=timezone.now(), key=f"demo:{uuid4()}"))


def shoot_in_progress(house: House, say: Say) -> None:
    began = house.ago(6)
    shoot = opened(house, "AW27 Outerwear", began, categories=("outerwear", "knitwear"), days=120)
    embargo = house.now + timedelta(days=45)
    granted_yes(shoots.set_embargo(shoot, embargo, by=house.people["elif"], now=began))
    for words in ("The coat, open, full length", "Stripe against daylight", "Oatmeal on grey, three-quarter"):
        granted(shoots.add_shot(shoot, words, by=house.people["elif"], now=began))
    made = [dressed(house, shoot, wish, began) for wish in IN_PROGRESS]
    lay_board(house, shoot, made, began)
    on_the_stand_in = made[-1]  # made at once, for it goes with the requests
    granted(previews.request_preview(on_the_stand_in, by=house.people["ana"], now=timezone.now(), key="demo:stand-in"))
    work.drain("draft")
    for look in made:
        granted(previews.request_preview(look, by=house.people["ana"], now=timezone.now(), key=f"demo:{uuid4()}"))


def lay_board(house: House, shoot: Shoot, made: list[Look], at: datetime) -> None:
    """A rack of three columns on the left, the looks beside it, a note of the art director's."""
    ana = house.people["ana"]
    board = boards.board_of(shoot, by=ana, now=at)
    by_hand(board, "section", ana, at, x=24, y=16, width=504, height=40, words="Rack")
    by_hand(board, "section", ana, at, x=568, y=16, width=1212, height=40, words="Looks for Thursday")
    for place, garment in enumerate(house.garments.values()):
        spot = (24.0 + 176 * (place % 3), 56.0 + 208 * (place // 3))
        boards.lay(board, Card.Kind.GARMENT, garment.id, by=ana, now=at, at=spot)
    for place, look in enumerate(made):
        spot = (568.0, 56.0) if place == 0 else (768.0 + 276 * place, 56.0)
        card = boards.lay(board, Card.Kind.LOOK, look.id, by=ana, now=at, at=spot)
        if place == 0:
            large = Op(str(uuid4()), "move", str(card.id), card.geometry_version, {"width": 436.0})
            granted_yes(boards.apply(board, large, by=ana, now=at)[0])
    words = "Concrete, not set.\n\nCoat always open, belt out of frame.\nThe lip is the only red in the story."
    by_hand(board, "note", house.people["margaux"], at, x=1044, y=470, width=260, height=150, words=words)


def by_hand(board: Any, kind: str, by: Person, at: datetime, *, words: str, **geometry: float) -> None:
    patch = {"kind": kind, "content": {"words": words}, **geometry}
    granted_yes(boards.apply(board, Op(str(uuid4()), "add", str(uuid4()), 0, patch), by=by, now=at)[0])
