"""Who may be cast for a brief. Everybody's consent is read at once; what is not hers to tell is not told."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from hashlib import sha256
from typing import Protocol
from uuid import UUID

from django.db.models import Count, TextField
from django.db.models.functions import Cast

from studio.consent import gates
from studio.consent.lines import Ranked, ranked
from studio.consent.models import Option
from studio.consent.offering import Offered, offers_of
from studio.consent.rules import OFFER, Use, outward
from studio.decisions import Decision
from studio.looks.models import Look, LookTwin
from studio.looks.wearing import worn_in, worn_in_any
from studio.media.addresses import Wanted, addresses
from studio.media.rules import names_of
from studio.shoots.models import Shoot
from studio.shoots.uses import use_of
from studio.twins.models import BarredMark, CompCardPicture, Mandate, Plate, Twin
from studio.twins.shots import pose_words

PICTURES_SHOWN = 3
LATELY_DAYS = 30
OF_A_TWIN = ("name", "as_of_on", "height_cm", "measurements", "fictional", "shares_reason", "owner__time_zone")
OF_A_PICTURE = ("twin", "picture", "alt", "picture__sealed_under")
OF_A_POSE = ("twin", "id", "pose", "framing", "drawn", "bare")
DRAWINGS_KEPT = 4_096


@dataclass(frozen=True, slots=True)
class Pose:
    """A plate as a drawing of its pose: never a pixel of it, and on a figure of nobody's build, 40 wide, 60 high."""

    plate: UUID
    name: str
    framing: str
    path: str
    head: tuple[float, float]
    bars: bool = False  # it shows bare where she bars a mark: what is worn there has to cover it


@dataclass(frozen=True, slots=True)
class Card:
    twin: Twin
    decision: Decision  # as a house reads it
    pictures: list[tuple[str, str]] = field(default_factory=list)  # address, what it shows
    poses: list[Pose] = field(default_factory=list)
    agency: str = ""
    asks: bool = False  # each piece is shown to the owner before it goes out
    option: Ranked | None = None  # of the shoot's own house; nobody else's is ever told

    @property
    def state(self) -> str:
        """Yes now, yes and each piece asks, paused, or no. Why it is no shows in none of them."""
        if self.decision:
            return "asks" if self.asks else "yes"
        return "paused" if self.decision.code == "owner-paused" else "no"

    @property
    def ask_from(self) -> date | None:
        """The day after another house's exclusivity."""
        told = [self.decision, *self.decision.others]
        untils = [each.values["until"] for each in told if each.code == "taken-exclusively"]
        return date.fromisoformat(untils[0]) + timedelta(days=1) if untils else None

    @property
    def may_be_held(self) -> bool:
        """Whether to hold is offered: the verb answers, and says no more than this card does."""
        return self.option is None and self.decision.code not in {"owner-paused", "taken-exclusively"}

    @property
    def stats(self) -> str:
        """ "178 cm, 81-62-89, shoe 40"."""
        sizes = self.twin.measurements
        body = "-".join(str(sizes[name]) for name in ("chest_cm", "waist_cm", "hips_cm") if sizes.get(name))
        parts = [f"{self.twin.height_cm} cm" if self.twin.height_cm else "", body]
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Casting:
    yes: list[Card]
    away: list[Card]


@dataclass(frozen=True, slots=True)
class Sieve:
    """What the page filters by: what a garment must fit, and the answer. It never opens what consent closes.

    between: by the name of a measure ("height_cm") the least and the most, either of which may be open.
    """

    name: str = ""
    agency: str = ""
    state: str = ""  # yes | asks | no
    between: Mapping[str, tuple[float | None, float | None]] = field(default_factory=dict)

    def lets(self, card: Card) -> bool:
        if self.agency and card.agency != self.agency:
            return False
        if self.state and self.state != ("no" if card.state == "paused" else card.state):
            return False
        return self.name.casefold() in card.twin.name.casefold() and self._fits(card.twin)

    def _fits(self, twin: Twin) -> bool:
        """Whoever has not said a measure is not found by it."""
        for measure, (least, most) in self.between.items():
            value = twin.height_cm if measure == "height_cm" else twin.measurements.get(measure)
            asked = least is not None or most is not None
            if asked and (value is None or value < (least or 0) or (most is not None and value > most)):
                return False
        return True


class OfAShoot(Protocol):
    """A look, or the whole board."""

    @property
    def shoot(self) -> Shoot: ...


def casting_of(look: OfAShoot, *, session_key: str, now: datetime, sieve: Sieve | None = None) -> Casting:
    """Every twin that may be offered at all, by whether her consent covers this brief, in fair turn."""
    twins = in_turn(Twin.objects.castable().select_related("owner").only(*OF_A_TWIN), now)
    epochs = gates.epochs(gates.gate_names(twins))  # before the facts: a pause between them voids both
    offered = offers_of(twins, look.shoot.house_id, _to_be_offered(look, now), now)
    shown = _Shown([twin for twin in twins if offered[twin.id].decision], epochs, session_key)
    agencies, held = agencies_of(now), options_of(look)
    cards = [
        _card(twin, offered[twin.id], shown, agency=agencies.get(twin.id, ""), option=held.get(twin.id))
        for twin in twins
    ]
    kept = [card for card in cards if sieve is None or sieve.lets(card)]
    return Casting([card for card in kept if card.decision], [card for card in kept if not card.decision])


def _to_be_offered(look: OfAShoot, now: datetime) -> Callable[[Twin], Use]:
    """What the brief and the garments ask is the same of all whose day it is the same."""
    uses: dict[str, Use] = {}
    worn = worn_in(look) if isinstance(look, Look) else worn_in_any(look.shoot)

    def asked(twin: Twin) -> Use:
        zone = twin.owner.time_zone
        if zone not in uses:
            uses[zone] = use_of(look.shoot, OFFER, now=now, twin=twin, worn=worn)
        return uses[zone]

    return asked


def in_turn(twins: Iterable[Twin], now: datetime) -> list[Twin]:
    """Who was cast least of late comes first; among equals the order is another each day, and the same all day."""
    today = now.astimezone(UTC).date()
    since, until = (datetime.combine(day, time.min, UTC) for day in (today - timedelta(days=LATELY_DAYS), today))
    lately = LookTwin.objects.filter(look__at__gte=since, look__at__lt=until).values("twin").annotate(times=Count("id"))
    times: dict[UUID, int] = dict(lately.values_list("twin", "times"))
    return sorted(twins, key=lambda twin: (times.get(twin.pk, 0), sha256(f"{today}:{twin.pk}".encode()).digest()))


def agencies_of(now: datetime) -> dict[UUID, str]:
    rows = Mandate.objects.in_force(now.date()).order_by("-starts_on")
    return dict(rows.values_list("twin", "agency__name"))


def options_of(look: OfAShoot) -> dict[UUID, Ranked]:
    """What the house of this shoot holds: for the shoot itself, or else the one that stands best."""
    options = Option.objects.alive().filter(house=look.shoot.house_id)
    own = look.shoot.topic
    found = sorted(ranked(options), key=lambda each: (each.option.about == own, -each.rank))
    return {each.option.twin_id: each for each in found}


class _Shown:
    """Of those who said yes: the pictures of their comp cards, each behind its gates, and the poses there are.

    Read as plain rows, for this page shows hundreds, and by a query within the query instead of a list of them all.
    """

    def __init__(self, twins: Sequence[Twin], epochs: Mapping[str, int], session_key: str) -> None:
        names = {twin.id: twin.gate_name for twin in twins}
        self.cards: dict[UUID, list[tuple[UUID, str]]] = defaultdict(list)
        self.poses: dict[UUID, list[Pose]] = defaultdict(list)
        wanted = []
        castable = Twin.objects.castable()
        rows = CompCardPicture.objects.filter(twin__in=castable, position__lt=PICTURES_SHOWN)
        for twin, picture, alt, under in rows.order_by("position").values_list(*OF_A_PICTURE):
            own = names.get(twin, "")
            behind = {own} if under == own else {own, *names_of(under)}
            if behind <= epochs.keys():
                wanted.append(Wanted(picture, "card", tuple([(name, epochs[name]) for name in behind])))
                self.cards[twin].append((picture, alt))
        self.addresses = addresses(session_key, wanted, among=rows.values("picture"))
        plates = Plate.objects.usable().filter(twin__in=castable).order_by("-framing", "pose")
        barred: dict[UUID, set[str]] = defaultdict(set)
        for twin, place in BarredMark.objects.in_force().filter(twin__in=castable).values_list("twin", "place"):
            barred[twin].add(place)
        texts = plates.annotate(drawn=Cast("drawing", TextField()), bare=Cast("shows", TextField()))
        words = cache(pose_words)  # said once a page, in its language
        for twin, plate, name, framing, drawn, bare in texts.values_list(*OF_A_POSE):
            bars = twin in barred and not barred[twin].isdisjoint(json.loads(bare))
            path, head = _drawn(drawn)
            self.poses[twin].append(Pose(plate, words(name), framing, path, head, bars))

    def pictures(self, twin: Twin) -> list[tuple[str, str]]:
        return [(self.addresses[picture], alt) for picture, alt in self.cards[twin.id] if picture in self.addresses]


@lru_cache(maxsize=DRAWINGS_KEPT)
def _drawn(text: str) -> tuple[str, tuple[float, float]]:
    """Path and head, read once for each text: what another drawing says is another text."""
    drawing = json.loads(text)
    head = drawing.get("head") or (20.0, 8.0)
    return drawing.get("path", ""), (head[0], head[1])


def _card(twin: Twin, offered: Offered, shown: _Shown, *, agency: str, option: Ranked | None) -> Card:
    if not offered.decision:
        return Card(twin, outward(offered.decision, twin), agency=agency, option=option)
    return Card(twin, offered.decision, shown.pictures(twin), shown.poses[twin.id], agency, offered.asks, option)
