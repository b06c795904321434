"""Words as they are looked for: in small letters, without accents, cut where letters and figures end. Plain values."""

import re
import unicodedata
from collections.abc import Iterable

WORD = re.compile(r"[^\W_]+")
ARTICLE = re.compile(r"[^\W_]+(?:[-/._][^\W_]+)+")  # "BLC-2041/A" is also looked for as one word
SEED = re.compile(r"\bseed\s*[:=]?\s*(\d+)")
ALIKE = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
BYTES_MOST = 48
WORDS_MOST = 300  # of one thing
ASKED_MOST = 8
LAST = b"\xff"  # no UTF-8 has it: above everything that begins alike


def folded(text: str) -> str:
    """ "Élodie's Ærmel" is "elodie's aermel"."""
    plain = unicodedata.normalize("NFKD", text.casefold()).casefold().translate(ALIKE)
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def words_of(text: str) -> list[bytes]:
    """Each word once, in the order they are said."""
    plain = folded(text)
    joined = ["".join(WORD.findall(found)) for found in ARTICLE.findall(plain)]
    return _cut([*WORD.findall(plain), *joined])[:WORDS_MOST]


def asked_for(text: str) -> list[bytes]:
    """What somebody typed, as the beginnings that a thing's words have to have, all of them."""
    plain = folded(text)
    seeds = [f"seed{number}" for number in SEED.findall(plain)]
    return _cut([*WORD.findall(SEED.sub(" ", plain)), *seeds])[:ASKED_MOST]


def _cut(words: Iterable[str]) -> list[bytes]:
    return list(dict.fromkeys(word.encode()[:BYTES_MOST] for word in words))
