"""Facts and uses by the hundred for a bench of the pure rule: about as many yes as no, for every reason there is."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from studio.consent import rules
from studio.consent.rules import Answer, Facts, Licence, Taken, Use
from studio.consent.terms import WORLD, StandingRules, Terms

MAY_1, MAY_12, JUNE_30 = date(2026, 5, 1), date(2026, 5, 12), date(2026, 6, 30)
US, RIVAL = "our-house", "their-house"
ACTS = tuple(act for act in rules.ACTS if act != rules.DOWNLOAD)
USUAL: dict[str, Any] = {
    "instant": datetime(2026, 5, 12, 9, tzinfo=UTC),
    "owners_day": MAY_12,
    "house": US,
    "purpose": "e-commerce",
    "categories": ("outerwear",),
    "channels": ("own-site",),
    "territories": ("FR",),
    "starts_on": MAY_12,
    "ends_on": JUNE_30,
    "pixel_hash": "h1",
    "picture": "a2",
}
OTHERWISE: dict[str, tuple[Any, ...]] = {
    "owners_day": (MAY_1, JUNE_30, date(2026, 7, 1)),
    "house": (RIVAL, ""),
    "purpose": ("campaign", ""),
    "categories": (("fur",), ("outerwear", "denim"), ("nudity",)),
    "worn": (("denim",), ("fur",), ("nudity",)),
    "channels": (("instagram",), ("own-site", "tiktok")),
    "territories": (("DE", "FR"), ("US",), (WORLD,)),
    "brands": (("Kessel",), ("Corvane",)),
    "alterations": (("hair-colour",), ("skin",)),
    "pixel_hash": ("h2", ""),
    "picture": ("a1",),
    "shoot": ("s1",),
    "ends_on": (date(2026, 7, 31),),
}


def asked(seed: int, count: int) -> list[tuple[Facts, Use]]:
    dice = random.Random(seed)
    return [(_facts(dice), _use(dice)) for _ in range(count)]


def _use(dice: random.Random) -> Use:
    """What is usual, and in every other case one thing that is not."""
    changed = {name: dice.choice(OTHERWISE[name]) for name in dice.sample(sorted(OTHERWISE), dice.choice([0, 0, 1, 2]))}
    return Use(act=dice.choice(ACTS), **(USUAL | changed))


def _facts(dice: random.Random) -> Facts:
    return Facts(
        twin="t",
        owner="Nia Dembe",
        state="ready",
        data_consent=True,
        comp_card=True,
        cover=True,
        switch=dice.choice(["open"] * 9 + ["paused"]),
        pauses=dice.choice([()] * 8 + [(("shoot", "s1"),), (("house", US),)]),
        standing=StandingRules(never_categories=("fur",), never_territories=("US",), never_alterations=("skin",)),
        licences=tuple(_licences(dice)),
        taken=(Taken(RIVAL, "denim", dice.choice(["FR", WORLD]), MAY_1, JUNE_30),),
        answers=(Answer("v1", "h1", dice.choice(["yes", "yes", "no"]), JUNE_30),),
    )


def _licences(dice: random.Random) -> Iterator[Licence]:
    for number in range(dice.randint(1, 4)):
        terms = Terms(
            starts_on=MAY_1,
            ends_on=JUNE_30,
            brands=("Corvane",),
            purposes=("e-commerce", "social"),
            categories=("outerwear", "denim", "knitwear"),
            channels=dice.choice([("own-site",), ("own-site", "instagram")]),
            territories=dice.choice([("FR", "DE"), (WORLD,), ("IT",)]),
            alterations=dice.choice([(), ("hair-colour",)]),
            competing=dice.choice(["never", "ask", "allow"]),
            pieces=dice.choice([1, 10]),
            pieces_a_month=dice.choice([None, 1]),
            approval=dice.choice(["none", "each-piece"]),
        )
        taken = dice.choice([{}, {"a1": "2026-05"}])
        yield Licence(f"v{number + 1}", dice.choice([US, US, RIVAL]), terms, pieces=taken)
