"""The decision table in plain words, read into facts and a use. A clause that nobody knows is an error, never ignored.

Every row begins from what is usual and says only what is otherwise; clauses are parted by "; ", licences by " | ".
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from django.utils import translation

from studio.consent import words
from studio.consent.facts import day_in
from studio.consent.rules import Answer, Facts, Licence, Piece, Taken, Use
from studio.consent.terms import StandingRules, Terms

CITIES = {
    "Stockholm": "Europe/Stockholm",
    "Paris": "Europe/Paris",
    "New York": "America/New_York",
    "Honolulu": "Pacific/Honolulu",
    "Auckland": "Pacific/Auckland",
    "Kiritimati": "Pacific/Kiritimati",
    "a zone nobody knows": "Nowhere/Atall",
}
PLACES = {
    "France": "FR", "Germany": "DE", "Italy": "IT", "Sweden": "SE", "Japan": "JP", "the United States": "US",
    "the world": "WORLD",
}  # fmt: skip
ACTS = {
    "offering her in the picker": "offer",
    "a preview": "preview",
    "rendering": "render",
    "storing": "store",
    "showing": "show",
    "signing off": "sign-off",
    "sealing": "seal",
    "delivering": "deliver",
    "downloading": "download",
    "publishing": "publish",
    "training on it": "train",
}
VIEWERS = {
    "herself": "owner", "her agency": "agency", "the crew": "crew", "a guest": "guest", "the public": "public",
    "the engine": "engine", "a search robot": "robot",
}  # fmt: skip
USUAL_LICENCE = (
    "from 1 May 2026 to 30 June 2026; for e-commerce; of outerwear, knitwear; on own site; in France, Germany; "
    "other brands never; 3 pieces; no piece asks"
)
USUAL_USE = "of outerwear; for e-commerce; on own site; in France; from 12 May 2026 to 30 June 2026"
NOTHING = "nothing said"

Fields = dict[str, Any]
Clauses = Mapping[str, Callable[..., Fields]]


def day(text: str) -> date:
    return datetime.strptime(text, "%d %B %Y").replace(tzinfo=UTC).date()


def codes(kind: str) -> dict[str, str]:
    with translation.override("en"):
        return {str(word): code for code, word in words.KINDS[kind].items()}


def coded(kind: str, text: str) -> tuple[str, ...]:
    known = PLACES if kind == "territory" else codes(kind)
    return () if text == NOTHING else tuple(known[word] for word in text.split(", "))


def named(text: str) -> tuple[str, ...]:
    return () if text == NOTHING else tuple(text.split(", "))


def taken(text: str) -> dict[str, str]:
    """ "a1 in May 2026, a2 in June 2026"."""
    pairs = (each.split(" in ") for each in text.split(", "))
    return {asset: datetime.strptime(month, "%B %Y").strftime("%Y-%m") for asset, month in pairs}


DAY = r"\d{1,2} [A-Z][a-z]+ \d{4}"
PLACE = "|".join(PLACES)
LICENCE: Clauses = {
    r"to ([A-Z]\w+)": lambda house: {"house": house},
    r"not in force": lambda: {"in_force": False},
    r"version (\w+)": lambda version: {"version": version},
    r"(\d+) previews? made": lambda number: {"previews": int(number)},
    r"taken: (.+)": lambda text: {"pieces_taken": taken(text)},
    rf"from ({DAY}) to ({DAY})": lambda first, last: {"starts_on": day(first), "ends_on": day(last)},
    r"for tests only, (\d+) previews?": lambda number: {"purposes": ("tests",), "test_previews": int(number)},
    r"for (.+)": lambda text: {"purposes": coded("purpose", text)},
    r"of (.+)": lambda text: {"categories": coded("category", text)},
    r"never (.+)": lambda text: {"never_categories": coded("category", text)},
    r"lines? (.+)": lambda text: {"product_lines": named(text)},
    r"on (.+)": lambda text: {"channels": coded("channel", text)},
    r"in (.+)": lambda text: {"territories": coded("territory", text)},
    r"brands? (.+)": lambda text: {"brands": named(text)},
    r"other brands (may be seen|never|ask her)": lambda word: {
        "competing": {"may be seen": "allow", "never": "never", "ask her": "ask"}[word]
    },
    r"may alter (.+)": lambda text: {"alterations": coded("alteration", text)},
    r"(\d+) pieces?": lambda number: {"pieces": int(number)},
    r"(\d+) pieces? a month": lambda number: {"pieces_a_month": int(number)},
    r"no piece asks": lambda: {"approval": "none"},
    r"each piece asks her": lambda: {"approval": "each-piece"},
    r"each piece asks whom she names": lambda: {"approval": "named", "approver": "her-booker"},
}
USE: Clauses = {
    r"by ([A-Z]\w+)": lambda house: {"house": house},
    r"by nobody": lambda: {"house": ""},
    r"of (.+)": lambda text: {"categories": coded("category", text)},
    r"worn with (.+)": lambda text: {"worn": coded("category", text)},
    r"for (.+)": lambda text: {"purpose": "".join(coded("purpose", text))},
    r"lines? (.+)": lambda text: {"product_lines": named(text)},
    r"on (.+)": lambda text: {"channels": coded("channel", text)},
    r"in (.+)": lambda text: {"territories": coded("territory", text)},
    rf"from ({DAY}) to ({DAY})": lambda first, last: {"starts_on": day(first), "ends_on": day(last)},
    rf"from {NOTHING}": lambda: {"starts_on": None},
    rf"to {NOTHING}": lambda: {"ends_on": None},
    r"(.+) (?:is|are) seen": lambda text: {"brands": named(text)},
    r"altering (.+)": lambda text: {"alterations": coded("alteration", text)},
    r"shoot (\w+)": lambda shoot: {"shoot": shoot},
    r"picture (\w+)": lambda picture: {"picture": picture},
    r"made from (.+)": lambda text: {"made_from": named(text)},
    r"pixels (\w+)": lambda pixels: {"pixel_hash": pixels},
    r"(\w+) looks": lambda agency: {"agency": agency},
    rf"out on ({DAY})": lambda text: {"embargo_until": datetime.combine(day(text), datetime.min.time(), UTC)},
}
SITUATION: Clauses = {
    rf"it is ({DAY}), (\d\d:\d\d) UTC": lambda text, hour: {"instant": f"{day(text)} {hour}"},
    r"she lives in (.+)": lambda city: {"city": city},
    r"not met yet": lambda: {"state": "captured"},
    r"retired": lambda: {"state": "retired"},
    r"erased": lambda: {"state": "erased"},
    r"no consent to her data": lambda: {"data_consent": False},
    r"no comp card": lambda: {"comp_card": False},
    r"no cover": lambda: {"cover": False},
    r"nothing is known of her": lambda: {
        "state": "captured", "data_consent": False, "comp_card": False, "cover": False, "switch": "closed"
    },
    r"all paused": lambda: {"switch": "paused"},
    r"gate closed": lambda: {"switch": "closed"},
    r"(house|shoot|picture) (\w+) paused": lambda reach, about: {"pauses": ((reach, about),)},
    r"a pause whose reach nobody knows": lambda: {"pauses": (("planet", "x"),)},
    r"never for house (\w+)": lambda house: {"never_houses": (house,)},
    r"never beside (.+)": lambda text: {"never_brands": named(text)},
    r"never for (.+)": lambda text: {"never_purposes": coded("purpose", text)},
    rf"never in ((?:{PLACE})(?:, (?:{PLACE}))*)": lambda text: {"never_territories": coded("territory", text)},
    r"never on (.+)": lambda text: {"never_channels": coded("channel", text)},
    r"never altered: (.+)": lambda text: {"never_alterations": coded("alteration", text)},
    r"never wearing (.+)": lambda text: {"never_categories": coded("category", text)},
    r"each piece asks her, whatever a licence says": lambda: {"asks_each_piece": True},
    rf"(\w+) alone has (.+) in ({PLACE}) from ({DAY}) to ({DAY})": lambda house, category, place, first, last: {
        "taken": (Taken(house, codes("category")[category], PLACES[place], day(first), day(last)),)
    },
    rf"(\w+) delivered until ({DAY})(, its licence ended)?(?:, down on ({DAY}))?": lambda asset, last, ended, down: {
        "pieces": (Piece(asset, "v1", day(last), not ended, day(down) if down else None),)
    },
    rf"(\w+) asks her under (\w+) until ({DAY})": lambda pixels, version, last: {
        "answers": (Answer(version, pixels, "asked", day(last)),)
    },
    r"she said (yes|no) to (\w+) under (\w+)": lambda word, pixels, version: {
        "answers": (Answer(version, pixels, word, date(2026, 5, 19)),)
    },
    r"whom she named said (yes|no) to (\w+) under (\w+)": lambda word, pixels, version: {
        "answers": (Answer(version, pixels, word, date(2026, 5, 19), is_hers=False),)
    },
    r"represented by (\w+)": lambda agency: {"agencies": (agency,)},
}  # fmt: skip
GATHERED = {"pauses", "taken", "pieces", "answers", "agencies"}  # several such clauses add up
OF_RULES = set(StandingRules.__dataclass_fields__)
OF_LICENCE = {"house", "in_force", "version", "previews", "pieces_taken"}


def fields_of(text: str, clauses: Clauses) -> Fields:
    found: Fields = {}
    for clause in filter(None, text.split("; ")):
        matches = [(read, match) for pattern, read in clauses.items() if (match := re.fullmatch(pattern, clause))]
        if not matches:
            raise ValueError(f"nobody knows what is meant by: {clause}")
        read, match = matches[0]
        for name, value in read(*match.groups()).items():
            adds_up = clauses is SITUATION and name in GATHERED
            found[name] = (*found.get(name, ()), *value) if adds_up else value
    return found


def otherwise(text: str) -> str:
    """ "the usual; in Italy" says how it differs from the usual; anything else stands alone."""
    return text.removeprefix("the usual").removeprefix("; ")


def licence_of(text: str, number: int) -> Licence:
    usual = fields_of(USUAL_LICENCE, LICENCE) if text.startswith("the usual") else {}
    said = usual | fields_of(otherwise(text), LICENCE)
    own = {name: said.pop(name) for name in OF_LICENCE & set(said)}
    return Licence(
        version=own.get("version", f"v{number}"),
        house=own.get("house", "Corvane"),
        terms=Terms(**said),
        in_force=own.get("in_force", True),
        pieces=own.get("pieces_taken", {}),
        previews=own.get("previews", 0),
    )


def licences_of(text: str) -> Iterable[Licence]:
    if text != "none":
        yield from (licence_of(each, number) for number, each in enumerate(text.split(" | "), start=1))


def use_of(text: str) -> Use:
    """ "showing to a guest; of fur": the act, to whom, and what is otherwise than usual."""
    act, _, rest = text.partition("; ")
    act, _, viewer = act.partition(" to ")
    said = fields_of(USUAL_USE, USE) | {"house": "Corvane"} | fields_of(rest, USE)
    noon = datetime(2026, 5, 12, 12, tzinfo=UTC)
    known = VIEWERS[viewer] if viewer else "crew"
    return Use(act=ACTS[act], viewer=known, instant=noon, owners_day=noon.date(), **said)


def row_of(situation: str, licence: str, asked: str) -> tuple[Facts, Use]:
    use, said = use_of(asked), fields_of(situation, SITUATION)
    zone = CITIES[said.pop("city", "Stockholm")]
    if at := said.pop("instant", ""):
        instant = datetime.fromisoformat(at).replace(tzinfo=UTC)
        use = replace(use, instant=instant, owners_day=day_in(zone, instant))
    rules = StandingRules(**{name: said.pop(name) for name in OF_RULES & set(said)})
    ready: Fields = {"state": "ready", "data_consent": True, "comp_card": True, "cover": True, "switch": "open"}
    licences = tuple(licences_of(licence))
    return Facts(twin="t", owner="Nia Dembe", standing=rules, licences=licences, **(ready | said)), use
