"""What somebody typed, read: words, and among them perhaps the name of a colour or of a state."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as say

from studio.home.finding.keeping import in_tenths
from studio.home.finding.words import WORD, asked_for, folded
from studio.imaging.colours import SHADES, to_hex
from studio.looks.shades import SHADE_WORDS
from studio.web.sentences.told import Words

TEXT_MOST = 200
HEX = re.compile(r"#([0-9a-f]{6}|[0-9a-f]{3})\b")
PHRASE_MOST = 4  # words

# Of a picture. Those of consent are the words that stand at every thumbnail.
STATES: Mapping[str, Words] = {
    "picked": say("picked"),
    "left": say("left"),
    "making": say("in the making"),
    "failed": say("not made"),
    "signed": say("signed off"),
    "finished": say("finished"),
    "yes": say("yes now"),
    "asks": say("asks first"),
    "paused": say("paused"),
    "lapsed": say("lapsed"),
    "no": say("not to be shown"),
}
OF_CONSENT = frozenset({"yes", "asks", "paused", "lapsed", "no"})


@dataclass(frozen=True, slots=True)
class Colour:
    """As it was asked for, and what else was asked beside it."""

    hex: str
    lab: tuple[int, int, int]
    beside: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """words: what a thing's words begin with. colour, state: what else the same text can mean."""

    text: str = ""
    words: tuple[bytes, ...] = ()
    colour: Colour | None = None
    state: str = ""
    beside_state: tuple[bytes, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words or self.colour or self.state)


def read(text: str, *, state: str = "") -> Query:
    """state: one of STATES that was chosen, and not typed."""
    text = " ".join(text.replace("\0", " ").split())[:TEXT_MOST]
    words = tuple(asked_for(HEX.sub(" ", text.casefold())))
    if state in STATES:
        return Query(text, words, _colour(text), state, words)
    found, rest = _state(text)
    return Query(text, words, _colour(text), found, tuple(asked_for(rest)))


def _colour(text: str) -> Colour | None:
    if found := HEX.search(text.casefold()):
        digits = found[1] if len(found[1]) == 6 else "".join(2 * digit for digit in found[1])
        return Colour(f"#{digits}", in_tenths(f"#{digits}"), tuple(asked_for(HEX.sub(" ", text.casefold()))))
    shade, rest = _phrase(text, _shades())
    if not shade:
        return None
    return Colour(shade, in_tenths(shade), tuple(asked_for(rest)))


def _state(text: str) -> tuple[str, str]:
    return _phrase(text, _states())


def _phrase(text: str, names: Mapping[str, str]) -> tuple[str, str]:
    """The longest run of words that is one of these names, as what it stands for; and the words without it."""
    words = WORD.findall(folded(text))
    for length in range(min(PHRASE_MOST, len(words)), 0, -1):
        for at in range(len(words) - length + 1):
            if found := names.get(" ".join(words[at : at + length])):
                return found, " ".join([*words[:at], *words[at + length :]])
    return "", text


@cache
def _shades() -> Mapping[str, str]:
    return _in_every_language({to_hex(colour): (name, SHADE_WORDS.get(name, name)) for name, colour in SHADES.items()})


@cache
def _states() -> Mapping[str, str]:
    return _in_every_language({name: (name, words) for name, words in STATES.items() if name not in {"left", "no"}})


def _in_every_language(known: Mapping[str, tuple[str, Words]]) -> dict[str, str]:
    """Each name as it is said in any of the studio's languages, folded, to what it stands for."""
    found: dict[str, str] = {}
    for language, _label in settings.LANGUAGES:
        with translation.override(language):
            for value, names in known.items():
                found |= {" ".join(WORD.findall(folded(str(name)))): value for name in names}
    return found
