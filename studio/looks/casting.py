"""Who may be cast for a brief. Everybody's consent is read at once; what is not hers to tell is not told."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch

from studio.consent import gates
from studio.consent.facts import facts_of
from studio.consent.lines import Ranked, ranked
from studio.consent.models import Option
from studio.consent.rules import OFFER, Facts, may_use, outward
from studio.decisions import Decision
from studio.looks.models import Look
from studio.media.addresses import Wanted, addresses
from studio.shoots.uses import use_of
from studio.twins.models import Mandate, Plate, Twin


@dataclass(frozen=True, slots=True)
class Pose:
    """A plate as a drawing of its pose: never a pixel of it."""

    plate: Plate
    path: str
    head: tuple[float, float]


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
    """What the page filters by. It never opens what consent closes."""

    name: str = ""
    tall_from_cm: int | None = None
    tall_to_cm: int | None = None
    agency: str = ""

    def lets(self, card: Card) -> bool:
        height = card.twin.height_cm
        if self.tall_from_cm and (height is None or height < self.tall_from_cm):
            return False
        if self.tall_to_cm and (height is None or height > self.tall_to_cm):
            return False
        if self.agency and card.agency != self.agency:
            return False
        return self.name.casefold() in card.twin.name.casefold()


def casting_of(look: Look, *, session_key: str, now: datetime, sieve: Sieve | None = None) -> Casting:
    """Every twin that may be offered at all, by whether her consent covers this brief."""
    twins = castable()
    epochs = gates.epochs(gates.gate_names(twins))  # before the facts: a pause between them voids both
    facts = facts_of(twins, now)
    answers = {twin.id: may_use(facts[twin.id], use_of(look.shoot, OFFER, now=now, twin=twin)) for twin in twins}
    available = [twin for twin in twins if answers[twin.id]]
    found = _comp_cards(available, epochs, session_key)
    held = options_of(look, twins)
    cards = [
        replace(_card(twin, answers[twin.id], facts[twin.id], found, now), option=held.get(twin.id)) for twin in twins
    ]
    kept = [card for card in cards if sieve is None or sieve.lets(card)]
    return Casting([card for card in kept if card.decision], [card for card in kept if not card.decision])


def options_of(look: Look, twins: Sequence[Twin]) -> dict[UUID, Ranked]:
    """What the house of this shoot holds: for the shoot itself, or else the one that stands best."""
    options = Option.objects.alive().filter(house=look.shoot.house_id, twin__in=twins)
    own = f"shoot:{look.shoot_id}"
    found = sorted(ranked(options), key=lambda each: (each.option.about == own, -each.rank))
    return {each.option.twin_id: each for each in found}


def castable() -> list[Twin]:
    mandates = Mandate.objects.filter(signed_at__isnull=False, ended_at=None).select_related("agency")
    twins = Twin.objects.castable().select_related("owner").order_by("name")
    plates = Prefetch("plates", queryset=Plate.objects.usable().order_by("-framing", "pose"))
    return list(twins.prefetch_related("comp_card__picture", plates, Prefetch("mandates", mandates)))


def _comp_cards(twins: Sequence[Twin], epochs: dict[str, int], session_key: str) -> dict[UUID, str]:
    """Behind the gate of the twin, whatever the picture is sealed under."""
    wanted = [
        Wanted(each.picture_id, "card", tuple((name, epochs[name]) for name in {twin.gate_name, *each.picture.names}))
        for twin in twins
        for each in twin.comp_card.all()
        if {twin.gate_name, *each.picture.names} <= set(epochs)
    ]
    return addresses(session_key, wanted)


def _card(twin: Twin, answer: Decision, facts: Facts, found: dict[UUID, str], now: datetime) -> Card:
    today = now.date()
    agency = next((m.agency.name for m in twin.mandates.all() if m.starts_on <= today <= m.ends_on), "")
    if not answer:
        return Card(twin, outward(answer, twin), agency=agency)
    pictures = [(found[each.picture_id], each.alt) for each in twin.comp_card.all() if each.picture_id in found]
    version = answer.values.get("version", "")
    terms = next((licence.terms for licence in facts.licences if licence.version == version), None)
    asks = bool(terms and terms.approval != "none") or facts.standing.asks_each_piece
    return Card(twin, answer, pictures[:3], [pose_of(plate) for plate in twin.plates.all()], agency, asks)


def pose_of(plate: Plate) -> Pose:
    """As it was drawn when the plate was measured: on a figure of nobody's build, 40 wide and 60 high."""
    head = plate.drawing.get("head") or (20.0, 8.0)
    return Pose(plate, plate.drawing.get("path", ""), (head[0], head[1]))
