"""The switch's own screen: what may be stopped and how far, what a withdrawal would do, and what a press did."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from studio.assets.copies import Copy, copies_of
from studio.assets.models import Takedown
from studio.consent.actions import takedown_day
from studio.consent.facts import day_of, owners_day
from studio.consent.models import Grant, GrantVersion, Pause, PieceTaken, StopCard, Withdrawal
from studio.consent.reaches import LICENCE, Counted, counted
from studio.consent.switch import Switch, switch_of, undo_ms
from studio.consent.terms import Terms
from studio.home.licences import Licence, licences_of
from studio.home.money import sums
from studio.home.pictures import Picture, pictured
from studio.home.wall import of_her
from studio.jobs.models import Job, State
from studio.ledger.statements import owed_to
from studio.money import Money
from studio.people.models import Organisation, Person
from studio.previews.models import Preview
from studio.previews.pictures import Shown
from studio.shoots.models import Shoot
from studio.twins.models import Twin

PICTURES_OFFERED = 8


@dataclass(frozen=True, slots=True)
class Stopped:
    """What one press stopped, in four numbers."""

    waiting: int
    running: int
    pictures: int
    downloads: int

    @classmethod
    def of(cls, rows: Iterable[Pause | Withdrawal]) -> "Stopped":
        pressed = list(rows)
        return cls(
            waiting=sum(row.waiting_jobs for row in pressed),
            running=sum(row.running_jobs for row in pressed),
            pictures=sum(row.hidden_pictures for row in pressed),
            downloads=sum(row.refused_downloads for row in pressed),
        )


@dataclass(frozen=True, slots=True)
class Part:
    """One house, shoot or picture that a pause may be kept to. pause: the one in force."""

    reach: str
    about: str
    name: str
    beside: str
    pause: Pause | None
    undo_ms: int

    @property
    def undo_seconds(self) -> int:
        return self.undo_ms // 1000

    @property
    def stopped(self) -> Stopped | None:
        return Stopped.of([self.pause]) if self.pause else None


@dataclass(frozen=True, slots=True)
class Screen:
    """Everything the screen says of one twin."""

    switch: Switch
    parts: tuple[Part, ...]
    pictures: tuple[tuple[Part, Preview, Shown], ...]
    licences: tuple[Licence, ...]
    copies: tuple[Copy, ...]
    coming_down: int
    card: StopCard | None

    @property
    def twin(self) -> Twin:
        return self.switch.twin

    @property
    def stopped(self) -> Stopped | None:
        return Stopped.of([self.switch.pause]) if self.switch.pause else None


def screen_of(twin: Twin, *, viewer: Person, session_key: str, now: datetime) -> Screen:
    switch = switch_of(twin, viewer=viewer, now=now)
    today = owners_day(twin, now)
    held = [each for each in licences_of(today, twin=twin) if each.in_force]
    pauses = {(each.reach, each.about): each for each in switch.narrower}
    pictures = pictures_of(twin, pauses)
    blobs = [Picture(each.picture, each, "card") for each in pictures if each.picture]
    shown = pictured(blobs, viewer=viewer, session_key=session_key, now=now)
    return Screen(
        switch=switch,
        parts=tuple(parts_of(twin, held, pauses, viewer, now)),
        pictures=tuple(
            (part_of("picture", each.pk, str(each), str(each.look.shoot), pauses, viewer, now), each, shown[blob.id])
            for each in pictures
            if (blob := each.picture)
        ),
        licences=tuple(held),
        copies=tuple(copies_of(twin, now)),
        coming_down=Takedown.objects.open().filter(twin=twin).count(),
        card=StopCard.objects.in_force().filter(twin=twin).first(),
    )


def part_of(
    reach: str,
    about: UUID,
    name: str,
    beside: str,
    pauses: Mapping[tuple[str, str], Pause],
    viewer: Person,
    now: datetime,
) -> Part:
    pause = pauses.get((reach, str(about)))
    return Part(reach, str(about), name, beside, pause, undo_ms(pause, viewer, now))


def parts_of(
    twin: Twin, held: Sequence[Licence], pauses: Mapping[tuple[str, str], Pause], viewer: Person, now: datetime
) -> list[Part]:
    """The houses that hold a licence and the shoots she is cast in; and whatever is paused, even if it is neither."""
    houses = {each.grant.house_id: each.grant.house for each in held}
    houses |= {house.pk: house for house in Organisation.objects.filter(pk__in=_ids(pauses, Pause.Reach.HOUSE))}
    cast = Shoot.objects.filter(looks__cast__twin=twin, state=Shoot.State.OPEN)
    named = Shoot.objects.filter(pk__in=_ids(pauses, Pause.Reach.SHOOT))
    shoots = Shoot.objects.filter(Q(pk__in=cast.values("pk")) | Q(pk__in=named.values("pk"))).select_related("house")
    whole = _("all of this house")
    found = [part_of("house", pk, house.name, whole, pauses, viewer, now) for pk, house in houses.items()]
    for shoot in shoots.order_by("house__name", "name"):
        found.append(part_of("shoot", shoot.pk, shoot.name, shoot.house.name, pauses, viewer, now))
    return found


def _ids(pauses: Mapping[tuple[str, str], Pause], reach: str) -> list[str]:
    """What the pauses in force of one reach are about; an id that is none names nothing."""
    return [about for kind, about in pauses if kind == reach and _is_id(about)]


def _is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


def pictures_of(twin: Twin, pauses: Mapping[tuple[str, str], Pause]) -> list[Preview]:
    """Her newest, those that are paused first."""
    rows = of_her([twin]).for_page().select_related("look__shoot__house")
    paused = list(rows.filter(pk__in=_ids(pauses, Pause.Reach.PICTURE)))
    newest = rows.exclude(pk__in=[each.pk for each in paused]).order_by("-made_at")[:PICTURES_OFFERED]
    return [*paused, *newest]


# What a withdrawal would do


@dataclass(frozen=True, slots=True)
class ComesDown:
    """One delivered copy and its last day to be seen, if the licence were withdrawn today."""

    copy: Copy
    on: date


@dataclass(frozen=True, slots=True)
class Effect:
    """Of one licence: what stops, what comes down when, and what it does to money."""

    grant: Grant
    terms: Terms
    waiting: int
    running: int
    hides: Counted
    comes_down: tuple[ComesDown, ...]
    owed: tuple[Money, ...]

    @property
    def notice_days(self) -> int:
        return self.terms.notice_days

    @property
    def kill_fee_bps(self) -> int:
        return self.terms.pay.kill_fee_bps


def effects_of(twin: Twin, grants: Sequence[Grant], now: datetime) -> list[Effect]:
    newest: dict[UUID, GrantVersion] = {}
    for version in GrantVersion.objects.filter(grant__in=grants).order_by("number"):
        newest[version.grant_id] = version
    copies = {str(each.delivery.pk): each for each in copies_of(twin, now)}
    owed = owed_by_delivery(twin.owner, now)
    return [effect_of(grant, newest[grant.pk], copies, owed, now) for grant in grants if grant.pk in newest]


def effect_of(
    grant: Grant, version: GrantVersion, copies: Mapping[str, Copy], owed: Mapping[str, Money], now: datetime
) -> Effect:
    twin, today = grant.twin, owners_day(grant.twin, now)
    pieces = list(PieceTaken.objects.filter(version__grant=grant).select_related("version"))
    alive = Job.objects.alive().filter(stops__name=twin.gate_name)
    stopping = alive.filter(pk__in=Job.objects.filter(stops__name=f"house:{grant.house_id}"))
    out = [
        ComesDown(copies[piece.delivery], min(piece.takedown_on or takedown_day(piece, today), piece.ends_on))
        for piece in pieces
        if piece.delivery in copies and piece.ends_on >= today
    ]
    return Effect(
        grant=grant,
        terms=Terms.from_json(version.terms),
        waiting=stopping.filter(state=State.QUEUED).count(),
        running=stopping.filter(state=State.RUNNING).count(),
        hides=counted(twin, LICENCE, str(grant.pk), now),
        comes_down=tuple(sorted(out, key=lambda each: each.on)),
        owed=tuple(sums(owed[piece.delivery] for piece in pieces if piece.delivery in owed)),
    )


def owed_by_delivery(owner: Person, now: datetime) -> dict[str, Money]:
    """What is still to be paid to her, by the delivery it is for."""
    lines = owed_to(owner, today=day_of(owner, now)).lines
    return {line.about: line.left for line in lines if line.kind == "delivery" and line.left}


def all_owed(effects: Iterable[Effect]) -> list[Money]:
    return sums(each for effect in effects for each in effect.owed)
