"""The thread from a dressed look to a delivered picture, as far as a test wants it spun. Built on `crew`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from unittest import TestCase
from unittest.mock import patch

import numpy as np

from studio.approvals import actions as approvals
from studio.approvals import clearance
from studio.approvals.models import Master, Verdict
from studio.assets import actions as assets
from studio.assets.actions import Wanted
from studio.assets.models import Asset, Delivery, Rendition
from studio.consent.models import GrantVersion
from studio.credits import actions as credits
from studio.imaging.engines import DRAFT, Made, Step
from studio.imaging.scene import Rgb, Scene
from studio.jobs import work
from studio.looks import actions as looks
from studio.looks.models import Garment, Look
from studio.people.models import Organisation, Person
from studio.previews import actions as previews
from studio.previews.models import Preview
from studio.shoots.models import Shoot
from studio.twins.models import Plate, Twin
from tests import crew
from tests.crew import NOW

SIZE = (500, 400)  # height, width: large enough to carry the invisible mark
HTMX = {"HX-Request": "true"}
CREW = {
    "photography": "Jonas Vehr",
    "styling": "Ana Ruiz",
    "make-up": "Mei Lund",
    "hair": "Otto Brandt",
    "art-direction": "Iris Falk",
}
SET_BY = {
    "photography": ("light", {"set_up": "rembrandt", "ratio": 4}),
    "make-up": ("makeup", {"tints": {"lips": {"colour": "#6b1a20"}}}),
    "hair": ("hair", {"style": "wet"}),
}


class Clock:
    """What `timezone.now()` says in a test. It moves only when the test sets it."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def clock(case: TestCase, now: datetime = NOW) -> Clock:
    """For this one test the clock stands still."""
    stands = Clock(now)
    stopped = patch("django.utils.timezone.now", stands)
    stopped.start()
    case.addCleanup(stopped.stop)
    return stands


class Brush:
    """An engine for tests: the same soft picture each time, small whatever size is asked for. Fit to carry a mark.

    meanwhile: called once in the middle of the work, as another person would act.
    """

    name, version, source_type = DRAFT.name, DRAFT.version, DRAFT.source_type

    def __init__(self, meanwhile: Callable[[], object] | None = None, *, seed: int = 7) -> None:
        self.meanwhile, self.seed, self.scenes = meanwhile, seed, list[Scene]()

    def render(self, scene: Scene, *, long_edge_px: int, step: Step) -> Made:
        self.scenes.append(scene)
        step(0.2, "paint")
        if self.meanwhile:
            self.meanwhile()
        step(0.9, "frame")
        return Made(painted(self.seed), np.zeros(SIZE, np.uint8), np.zeros(SIZE, np.uint8))


def painted(seed: int = 7) -> Rgb:
    coarse = np.random.default_rng(seed).integers(60, 190, (SIZE[0] // 20, SIZE[1] // 20, 3))
    grain = np.random.default_rng(seed + 1).integers(-12, 12, (*SIZE, 3))
    soft: Rgb = np.clip(coarse.repeat(20, 0).repeat(20, 1) + grain, 0, 255).astype(np.uint8)
    return soft


def paints(case: TestCase, meanwhile: Callable[[], object] | None = None, *, seed: int = 7) -> Brush:
    """From here to the end of the test, pictures are made by a brush."""
    brush = Brush(meanwhile, seed=seed)
    loads = patch("studio.previews.engines.load", lambda name, version, **_: brush)
    loads.start()
    case.addCleanup(loads.stop)
    return brush


@contextmanager
def backstage() -> Iterator[Clock]:
    """What `clock` and `paints` do for a test, for the `setUpTestData` of many."""
    case = TestCase()
    try:
        paints(case)
        yield clock(case)
    finally:
        case.doCleanups()


@dataclass(slots=True)
class Story:
    """A house's shoot with its crew, a garment on the rack, and a twin whose owner has licensed her to the house."""

    house: Organisation
    shoot: Shoot
    producer: Person
    crew: dict[str, Person]
    garment: Garment
    twin: Twin
    plate: Plate
    version: GrantVersion
    look: Look

    @property
    def owner(self) -> Person:
        return self.twin.owner

    @property
    def director(self) -> Person:
        return self.crew["art-direction"]

    @property
    def stylist(self) -> Person:
        return self.crew["styling"]


def begun(*, may_spend_minor: int = 10_000_000, **terms: Any) -> Story:
    """Everything is there, nothing is dressed: the look stands on the stand-in."""
    house, producer = crew.house("Corvane"), crew.person("Vera Holm")
    crew.seat(producer, house, "producer", may_spend_minor=may_spend_minor)
    shoot = crew.shoot(house, opened_by=producer)
    booked = {craft: crew.booked(shoot, craft, name=name) for craft, name in CREW.items()}
    twin = crew.twin(name="Nia")
    version = crew.grant(twin, house, **terms)
    return Story(
        house=house,
        shoot=shoot,
        producer=producer,
        crew=booked,
        garment=crew.garment(shoot),
        twin=twin,
        plate=crew.plate(twin),
        version=version,
        look=crew.look(shoot, by=booked["styling"]),
    )


def dressed(story: Story) -> Story:
    worn = {"pieces": [{"garment": str(story.garment.id)}]}
    set_slot(story, "garments", worn, by=story.stylist)
    for craft, (kind, value) in SET_BY.items():
        set_slot(story, kind, value, by=story.crew[craft])
    return story


def set_slot(story: Story, kind: str, value: object, *, by: Person, now: datetime = NOW) -> None:
    slot = story.look.slots.get(kind=kind)
    decision, _slot = looks.set_slot(story.look, kind, value, base_version=slot.version, by=by, now=now)
    assert decision, decision


def cast(story: Story, twin: Twin | None = None, plate: Plate | None = None) -> Story:
    """The story's own twin, unless another is named."""
    chosen = [(twin or story.twin, plate or story.plate)]
    version = story.look.slots.get(kind="twin").version
    decision, _slot = looks.cast(story.look, chosen, base_version=version, by=story.producer, now=NOW)
    assert decision, decision
    return story


def ready(**terms: Any) -> Story:
    """Dressed and cast: a preview is one press away."""
    return cast(dressed(begun(**terms)))


def asked(story: Story, *, by: Person | None = None, now: datetime = NOW, key: str = "p1") -> Preview:
    decision, preview = previews.request_preview(story.look, by=by or story.stylist, now=now, key=key)
    assert preview, decision
    return preview


def made(story: Story, *, key: str = "p1") -> Preview:
    """A preview that a worker has made. The test has said by whom with `paints`."""
    preview = asked(story, key=key)
    work.drain("draft")
    return fresh(preview)


def fresh(preview: Preview) -> Preview:
    found: Preview = Preview.objects.for_page().get(id=preview.id)
    return found


def picked(story: Story, preview: Preview | None = None) -> Master:
    """Picked by art direction, and rendered at full size."""
    preview = preview or made(story)
    decision, master = approvals.pick(preview, by=story.director, now=NOW, key="pick")
    assert master, decision
    work.drain("draft")
    return again(master)


def again(master: Master) -> Master:
    """As a page would read it now."""
    rows = Master.objects.select_related("preview__look__shoot__brief", "preview__recipe", "job", "picture", "proof")
    return rows.get(id=master.id)


def signed(story: Story, master: Master, *, key: str = "yes", now: datetime = NOW) -> Verdict:
    decision, verdict = approvals.sign_off(master, by=story.director, now=now, key=key)
    assert verdict, decision
    return verdict


def confirmed(story: Story, *, now: datetime = NOW) -> Story:
    """Everybody on the call sheet says yes to her credit."""
    for person in {*story.crew.values(), story.producer}:
        credits.confirm(story.shoot, by=person, now=now)
    return story


def cleared(story: Story) -> Master:
    """Nothing is missing any more; the sealing is queued."""
    master = picked(story)
    signed(story, master)
    confirmed(story)
    left = clearance.settle(master, NOW)
    assert not left, [each.decision for each in left]
    return again(master)


def sealed(story: Story) -> Asset:
    master = cleared(story)
    work.drain("seal")
    return Asset.objects.for_page().get(master=master)


def first_file(asset: Asset) -> Rendition:
    look = "asset__master__preview__look__shoot"
    return asset.renditions.select_related(f"{look}__brief", f"{look}__house", "file").order_by("aspect")[0]


def wanted(**fields: Any) -> Wanted:
    given: dict[str, Any] = {
        "channel": "own-site",
        "territories": ("DE", "FR"),
        "starts_on": crew.WHOLE_BRIEF["starts_on"],
        "ends_on": crew.WHOLE_BRIEF["ends_on"],
    }
    return Wanted(**(given | fields))


def delivered(story: Story, asset: Asset | None = None, *, key: str = "d1", **fields: Any) -> Delivery:
    asset = asset or sealed(story)
    decision, delivery = assets.deliver(first_file(asset), wanted(**fields), by=story.producer, now=NOW, key=key)
    assert delivery, decision
    return Delivery.objects.for_page().get(id=delivery.id)
