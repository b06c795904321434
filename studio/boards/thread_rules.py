"""What may be said on a board, where a talk is pinned, and how names stand in words. Pure functions of plain values."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from studio.boards.contents import FAR, is_text
from studio.decisions import YES, Decision, no

WORDS_MOST = 2_000
KEY_MOST = 80
NAMED = re.compile(r"@\{([0-9a-f-]{36})\}")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of what was said. who: the id of the person it names, if it names one."""

    words: str
    who: str = ""


def may_say(words: str) -> Decision:
    if not words.strip() or not is_text(words):
        return no("comment-empty")
    return YES if len(words) <= WORDS_MOST else no("comment-too-long", most=WORDS_MOST)


def lies(x: float, y: float, *, on_card: bool) -> bool:
    """On a card in parts of it, elsewhere on the board; what is not a number lies nowhere."""
    low, high = (0.0, 1.0) if on_card else (-FAR, FAR)
    return low <= x <= high and low <= y <= high


def may_take_back(*, is_hers: bool) -> Decision:
    """Nobody's words are taken away but by who said them."""
    return YES if is_hers else no("comment-not-yours")


def marked(words: str, names: Mapping[str, str], chosen: Collection[str] = ()) -> str:
    """"@Ana Ruiz" as "@{her id}": whom it means is settled when it is said.

    names: of those who may be named, by id. chosen: the ids picked from the list, which decide where two people bear
    one name; where nobody was picked and two bear it, nobody is meant.
    """
    plain = NAMED.sub(lambda found: found.group(0).replace("@{", "@ {"), words)  # typed by hand it names nobody
    for name in sorted(set(names.values()), key=len, reverse=True):
        bearers = [who for who, theirs in names.items() if theirs == name]
        meant = [who for who in bearers if who in chosen] or bearers
        if name and len(meant) == 1:
            plain = re.sub(rf"@{re.escape(name)}(?!\w)", f"@{{{meant[0]}}}", plain)
    return plain


def named_in(words: str) -> list[str]:
    """Each once, in the order they are named."""
    return list(dict.fromkeys(NAMED.findall(words)))


def parts(words: str, names: Mapping[str, str]) -> list[Part]:
    """What was said, with those named in it as they are called now."""
    found: list[Part] = []
    at = 0
    for mark in NAMED.finditer(words):
        found += [Part(words[at : mark.start()]), Part(f"@{names.get(mark.group(1), '…')}", mark.group(1))]
        at = mark.end()
    return [part for part in [*found, Part(words[at:])] if part.words]
