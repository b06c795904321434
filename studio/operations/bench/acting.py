"""What the two hands of a race do: one changes consent, the other relies on it. Both through the studio's own verbs."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from importlib import import_module
from typing import Any
from unittest.mock import patch
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import RequestFactory
from django.utils import timezone

from studio.approvals import actions as approvals
from studio.approvals.models import Master, Verdict
from studio.assets import actions as assets
from studio.assets import sealing
from studio.assets.models import Asset, AssetTwin, Delivery, Rendition, Takedown
from studio.consent import actions as consent
from studio.consent.models import (
    Exclusivity,
    Gate,
    Grant,
    Option,
    Pause,
    PieceApproval,
    PieceTaken,
    Request,
    StopCard,
    Withdrawal,
)
from studio.jobs import actions as jobs
from studio.jobs import work
from studio.jobs.models import ALIVE, Job, State
from studio.looks.models import Look
from studio.looks.scenes import recipe_twins
from studio.media import views as media_views
from studio.media.serving import GONE
from studio.operations.bench import stage
from studio.operations.bench.places import Stage
from studio.operations.bench.stage import Brush
from studio.people.models import Notice, Organisation, Person
from studio.previews import actions as previews
from studio.previews import rendering
from studio.previews.models import Preview
from studio.previews.pictures import shown
from studio.twins.models import Mandate, Twin

A_YEAR_ON = timedelta(days=400)
SHOWN = frozenset({200, 304})


@dataclass(slots=True)
class Times:
    """Instants of one act, in nanoseconds of the clock that all processes of a machine share.

    commits: of each transaction of this thread, just before COMMIT was sent and just after it came back.
    passed: when a step was begun that consent let pass.
    """

    commits: list[tuple[int, int]] = field(default_factory=list)
    passed: list[int] = field(default_factory=list)


@contextmanager
def timed() -> Iterator[Times]:
    """Note when this thread's transactions commit."""
    times, mine = Times(), threading.get_ident()
    commit: Callable[[BaseDatabaseWrapper], Any] = vars(BaseDatabaseWrapper)["_commit"]

    def noted(self: BaseDatabaseWrapper) -> Any:
        before = time.monotonic_ns()
        result = commit(self)
        if threading.get_ident() == mine:
            times.commits.append((before, time.monotonic_ns()))
        return result

    with patch.object(BaseDatabaseWrapper, "_commit", noted):
        yield times


class Scene:
    """The stage as rows, and everything put back on it before each try."""

    def __init__(self, ids: Stage) -> None:
        self.ids = ids
        self.twin = Twin.objects.select_related("owner").get(pk=ids.twin)
        self.producer = Person.objects.get(pk=ids.producer)
        self.director = Person.objects.get(pk=ids.director)
        self.stylist = Person.objects.get(pk=ids.stylist)
        self.booker = Person.objects.get(pk=ids.booker)
        self.house, self.rival = (Organisation.objects.get(pk=each) for each in (ids.house, ids.rival))
        self.agency = Organisation.objects.get(pk=ids.agency)
        self.rival_signer = Person.objects.get(pk=ids.rival_signer)
        self.grant = Grant.objects.select_related("twin__owner", "house").get(versions=ids.version)
        session = import_module(settings.SESSION_ENGINE).SessionStore()
        session["kept"] = "by a bench"
        session.save()
        self.session = session

    @property
    def begins(self) -> Look:
        return Look.objects.select_related("shoot__brief", "shoot__house").get(pk=self.ids.begins.look)

    def put_back(self) -> None:
        """As before the first try: her consent as it was, nothing in the making, nothing sealed that is to be."""
        now = timezone.now()
        Job.objects.filter(state__in=ALIVE).update(state=State.CANCELLED, token=None, lease_until=None, ended_at=now)
        Gate.objects.filter(twin=self.twin).update(state=Gate.State.OPEN)
        Pause.objects.filter(twin=self.twin, lifted_at=None).update(lifted_at=now)
        Grant.objects.filter(twin=self.twin, house=self.rival).update(state=Grant.State.DECLINED)
        Exclusivity.objects.filter(twin=self.twin, ended_at=None).update(ended_at=now)
        Withdrawal.objects.filter(twin=self.twin).delete()
        Takedown.objects.filter(twin=self.twin).delete()
        PieceTaken.objects.filter(twin=self.twin).update(takedown_on=None)
        Grant.objects.filter(pk=self.grant.pk).update(state=Grant.State.IN_FORCE)
        self.grant.refresh_from_db(fields=["state", "state_at"])
        PieceApproval.objects.filter(twin=self.twin).update(answer=PieceApproval.Answer.YES)
        StopCard.objects.get_or_create(twin=self.twin, ended_at=None, defaults={"made_at": now})
        Request.objects.open().filter(twin=self.twin).update(state=Request.State.TAKEN_BACK)
        Option.objects.filter(twin=self.twin).update(state=Option.State.RELEASED)
        Mandate.objects.filter(twin=self.twin, ended_at=None).update(ended_at=now)
        Notice.objects.all().delete()
        self.unmake(now)

    def unmake(self, now: Any) -> None:
        Preview.objects.filter(look=self.ids.begins.look).delete()
        Verdict.objects.filter(master=self.ids.signs.master, ended_at=None).update(ended_at=now)
        Master.objects.filter(pk=self.ids.seals.master).update(cleared_at=now)
        Rendition.objects.filter(asset=self.ids.seals.asset).delete()
        AssetTwin.objects.filter(asset=self.ids.seals.asset).delete()
        Asset.objects.filter(pk=self.ids.seals.asset).update(sealed_at=None)


@dataclass(frozen=True, slots=True)
class Done:
    """What came of an act. took_place: whether something was made, kept, handed out or shown by it."""

    began: int
    ended: int
    commits: tuple[tuple[int, int], ...] = ()
    passed: tuple[int, ...] = ()
    took_place: bool = False
    fault: str = ""


Act = Callable[[], bool]
Prepare = Callable[[Scene, Times], Act]

# Who relies on consent


def requesting(scene: Scene, times: Times) -> Act:
    look, key = scene.begins, uuid4().hex
    return lambda: bool(previews.request_preview(look, by=scene.stylist, now=timezone.now(), key=key)[0])


def asked(scene: Scene) -> Preview:
    now = timezone.now()
    decision, preview = previews.request_preview(scene.begins, by=scene.stylist, now=now, key=uuid4().hex)
    if preview is None:
        raise RuntimeError(f"nothing was changed yet, and yet: {decision}")
    return preview


def starting(scene: Scene, times: Times) -> Act:
    return _working(scene, Brush(steps=2, passed=times.passed.append))


def amid(scene: Scene, times: Times) -> Act:
    brush = Brush(steps=8, at_step=lambda number: time.sleep(0.004), passed=times.passed.append)
    return _working(scene, brush)


def _working(scene: Scene, brush: Brush) -> Act:
    """A worker claims the job and does it, step by step."""
    preview = asked(scene)

    def act() -> bool:
        with stage.quick_engines(brush):
            work.drain("draft")
        return Preview.objects.made().filter(pk=preview.pk).exists()

    return act


def storing(scene: Scene, times: Times) -> Act:
    """The picture is painted; only its keeping is left."""
    preview = Preview.objects.select_related("look__shoot__brief", "look__shoot__house", "recipe").get(
        pk=asked(scene).pk
    )
    twins, job = recipe_twins(preview.recipe), Job.objects.claim("draft", timezone.now())
    if job is None:
        raise RuntimeError("nothing was changed yet, and yet there is no job")
    file = rendering.File.of(stage.painted(), rendering.provenance(preview, timezone.now()))
    return lambda: bool(rendering.store(job, preview, twins, file)) and _is_done(job)


def _is_done(job: Job) -> bool:
    return Job.objects.filter(pk=job.pk, state=State.DONE).exists()


def signing_off(scene: Scene, times: Times) -> Act:
    master, key = stage.master_for_page(scene.ids.signs.master), uuid4().hex
    return lambda: bool(approvals.sign_off(master, by=scene.director, now=timezone.now(), key=key)[0])


def sealing_one(scene: Scene, times: Times) -> Act:
    """A worker seals the picture that was signed off and confirmed."""
    master = stage.master_for_page(scene.ids.seals.master)
    twins = recipe_twins(master.preview.recipe)
    names = previews.stops_with(
        master.preview.look,
        master.preview.recipe,
        twins,
        master.preview_id,
        master.pk,
        scene.ids.seals.asset,
    )
    jobs.add("seal", str(scene.ids.seals.asset), queue="seal", stops_with=names, now=timezone.now())
    job = Job.objects.claim("seal", timezone.now())
    if job is None:
        raise RuntimeError("nothing was changed yet, and yet there is no job")

    def act() -> bool:
        with stage.quick_engines(), suppress(jobs.Stopped):
            sealing.work(job)
        return Asset.objects.filter(pk=scene.ids.seals.asset, sealed_at__isnull=False).exists()

    return act


def delivering(scene: Scene, times: Times) -> Act:
    rendition, key = stage.rendition_for_page(scene.ids.delivers.rendition), uuid4().hex
    use = stage.wanted(timezone.now().date())
    return lambda: bool(assets.deliver(rendition, use, by=scene.producer, now=timezone.now(), key=key)[0])


def downloading(scene: Scene, times: Times) -> Act:
    delivery = Delivery.objects.for_page().get(pk=scene.ids.delivery)
    return lambda: bool(assets.take(delivery, by=scene.producer, now=timezone.now())[0])


def showing(scene: Scene, times: Times) -> Act:
    """An open page has the address of a picture, and its browser asks for it."""
    url = _address(scene)

    def act() -> bool:
        times.passed.append(time.monotonic_ns())
        return _status(scene, url) in SHOWN

    return act


def a_page(scene: Scene, times: Times) -> Act:
    """A page is made, decides what it may show, and its browser asks for that."""

    def act() -> bool:
        url = _address(scene)
        times.passed.append(time.monotonic_ns())
        return bool(url) and _status(scene, url) in SHOWN

    return act


def _address(scene: Scene) -> str:
    preview = Preview.objects.for_page().get(pk=scene.ids.delivers.preview)
    seen = shown(
        [preview], viewer=scene.stylist, session_key=scene.session.session_key, variant="card", now=timezone.now()
    )
    return seen[preview.pk].url


def _status(scene: Scene, url: str) -> int:
    request = RequestFactory().get(url)
    request.session = scene.session
    return int(media_views.serve(request, url.strip("/").split("/")[-1]).status_code)


def asking(scene: Scene, times: Times) -> Act:
    """Another house asks her for the very category."""
    now = timezone.now()
    what = stage.terms(now.date())

    def act() -> bool:
        at = timezone.now()
        evidence = stage.fresh(at)
        return bool(consent.ask(scene.twin, scene.house, what, by=scene.producer, now=at, evidence=evidence)[0])

    return act


def confirming(scene: Scene, times: Times) -> Act:
    """Another house confirms the option it holds in that category."""
    option = stage.held(scene.twin, scene.house, scene.producer, timezone.now())
    return lambda: bool(stage.confirmed(option, scene.producer, timezone.now()))


def booking(scene: Scene, times: Times) -> Act:
    """Her agency books what that house has confirmed, inside terms she has signed."""
    stage.represented(scene.twin, scene.agency, timezone.now())
    option = stage.held(scene.twin, scene.house, scene.producer, timezone.now())
    if not (decision := stage.confirmed(option, scene.producer, timezone.now())):
        raise RuntimeError(f"nothing was changed yet, and yet: {decision}")
    return lambda: bool(consent.book_option(option, by=scene.booker, now=timezone.now())[0])


EFFECTS: dict[str, Prepare] = {
    "request": requesting,
    "worker start": starting,
    "mid-render": amid,
    "store": storing,
    "sign-off": signing_off,
    "seal": sealing_one,
    "deliver": delivering,
    "download": downloading,
    "show": showing,
    "page": a_page,
    "ask": asking,
    "confirm": confirming,
    "agency books": booking,
}

# Who changes it


def pausing(scene: Scene) -> Act:
    return lambda: bool(consent.pause(scene.twin, by=scene.twin.owner, now=timezone.now())[0])


def pausing_the_house(scene: Scene) -> Act:
    about = str(scene.ids.house)
    owner = scene.twin.owner
    return lambda: bool(consent.pause(scene.twin, by=owner, now=timezone.now(), reach="house", about=about)[0])


def pressing_a_card(scene: Scene) -> Act:
    card = StopCard.objects.in_force().select_related("twin__owner").get(twin=scene.twin)
    return lambda: consent.press_stop_card(card, now=timezone.now()) is not None


def withdrawing(scene: Scene) -> Act:
    return lambda: bool(consent.withdraw(scene.grant, by=scene.twin.owner, now=timezone.now())[0])


def lapsing(scene: Scene) -> Act:
    return lambda: consent.lapse_due(timezone.now() + A_YEAR_ON) == 1


def selling_to_a_rival(scene: Scene) -> Act:
    what = stage.exclusive_terms(timezone.now().date())
    return lambda: bool(stage.licensed(scene.twin, scene.rival, scene.rival_signer, what, timezone.now()))


def saying_no(scene: Scene) -> Act:
    """To each finished piece: the one that is being sealed, and the one that is being delivered."""
    about = [str(scene.ids.seals.master), str(scene.ids.delivers.master)]
    rows = PieceApproval.objects.filter(about__in=about).select_related("twin__owner", "asked_by", "version__grant")
    approvals_asked = list(rows)

    def act() -> bool:
        said = [
            consent.answer_piece(each, yes=False, by=scene.twin.owner, now=timezone.now())[0]
            for each in approvals_asked
        ]
        return len(said) == len(about) and all(said)

    return act


def ending_the_mandate(scene: Scene) -> Act:
    mandate = Mandate.objects.select_related("twin__owner", "agency").get(twin=scene.twin, ended_at=None)
    return lambda: bool(consent.end_mandate(mandate, by=scene.twin.owner, now=timezone.now())[0])


CHANGES: dict[str, Callable[[Scene], Act]] = {
    "pause": pausing,
    "pause one house": pausing_the_house,
    "stop card": pressing_a_card,
    "withdraw": withdrawing,
    "lapse": lapsing,
    "exclusivity": selling_to_a_rival,
    "piece answered no": saying_no,
    "mandate ended": ending_the_mandate,
}

AGREED = ("ask", "confirm", "agency books")  # words between people; no picture is made by them
EVERY = tuple(each for each in EFFECTS if each not in AGREED)
# A delivered piece keeps the days it was delivered for when its licence lapses or another house buys the category;
# her no to a piece concerns what is finished of it.
STOPS: dict[str, tuple[str, ...]] = {
    "pause": EVERY,
    "pause one house": EVERY,
    "stop card": EVERY,
    "withdraw": EVERY,
    "lapse": tuple(each for each in EVERY if each != "download"),
    "exclusivity": (*(each for each in EVERY if each != "download"), *AGREED),
    "piece answered no": ("seal", "deliver"),
    "mandate ended": ("agency books",),
}
PAIRS = tuple((change, effect) for change, effects in STOPS.items() for effect in effects)

WRITTEN = {
    "pause": "paused",
    "pause one house": "paused",
    "stop card": "paused",
    "withdraw": "withdrawn",
    "lapse": "lapsed",
    "exclusivity": "granted",
    "piece answered no": "piece-answered",
    "mandate ended": "mandate-ended",
}
SHOWS = frozenset({"show", "page"})  # judged by when the picture was asked for, not by a transaction
MADE = {
    "sign-off": "signed-off",
    "seal": "sealed",
    "deliver": "delivered",
    "ask": "asked",
    "confirm": "option-confirmed-by-house",
    "agency books": "option-booked",
}


FAULTS = (DatabaseError, *GONE, OSError, LookupError, ValueError, RuntimeError, ObjectDoesNotExist, jobs.Stopped)


def performed(prepared: Act, times: Times, begin_at: int) -> Done:
    """Wait for the instant, act, and note what came of it. A fault is told, not raised: the other hand goes on."""
    _wait_until(begin_at)
    began, took_place, fault = time.monotonic_ns(), False, ""
    try:
        took_place = prepared()
    except FAULTS as error:
        fault = f"{type(error).__name__}: {error}"
    ended = time.monotonic_ns()
    return Done(began, ended, tuple(times.commits), tuple(times.passed), took_place, fault)


def _wait_until(instant: int) -> None:
    """Asleep until shortly before, then awake: a sleeper is late by more than a race lasts."""
    while (left := instant - time.monotonic_ns()) > 0:
        time.sleep(max(0.0, left / 1e9 - 0.001))


def close() -> None:
    connection.close()
