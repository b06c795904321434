"""The texts that are signed at a twin's beginning, as they were read. Their words are what is hashed."""

import hashlib
from datetime import date

import rfc8785
from django.utils import translation
from django.utils.translation import gettext as _

from studio.web import writing

WORDING = "2026-11"  # raised whenever a sentence below changes its meaning
DATA = "data"
ALTERATION = "alteration:"
ALTERATIONS = ("hair-colour", "body-shape", "skin", "marks")  # the codes of a licence's terms
LICENCE = "capture-licence"


def kinds() -> tuple[str, ...]:
    return (DATA, *(f"{ALTERATION}{each}" for each in ALTERATIONS))


def sentences_of(kind: str, language: str) -> list[str]:
    """What she reads before she signs. Raises ValueError for a kind that nobody knows."""
    with translation.override(language):
        if kind == DATA:
            return list(_data())
        code = kind.removeprefix(ALTERATION)
        if not kind.startswith(ALTERATION) or code not in ALTERATIONS:
            raise ValueError(f"kind must be one of {', '.join(kinds())}, got {kind!r}")
        return [_altered()[code], *_of_each_alteration()]


def text_of(kind: str, language: str) -> str:
    return "\n".join(sentences_of(kind, language))


def licence_sentences(language: str, *, name: str, on: date) -> list[str]:
    """What the photographer reads before he signs the captures over."""
    with translation.override(language):
        day = writing.day(on)
        return [
            _("I photographed %(name)s on %(day)s, and nobody else has a right in these photographs.")
            % {"name": name, "day": day},
            _("I license them to %(name)s for good, to make and to use a digital twin: to cut, light and dress them.")
            % {"name": name},
            _("%(name)s may let others use the twin. Each such use is a licence of its own, which is not mine to give.")
            % {"name": name},
            _("I am credited, with that day's crew, wherever a picture is made of one of them."),
            _("The files I bring here are sealed under the twin's key. I publish none and train nothing on them."),
        ]


def digest(kind: str, text: str, language: str, wording: str = WORDING) -> str:
    """SHA-256 in hex over the canonical JSON of what was signed: its kind, its words, their language and version."""
    signed = {"kind": kind, "text": text, "language": language, "wording": wording}
    return hashlib.sha256(rfc8785.dumps(signed)).hexdigest()


def _data() -> tuple[str, ...]:
    return (
        _("I let this studio make and keep my digital twin: photographs of me, and what is measured on them."),
        _("What is measured of my face and body can tell who I am. I consent to it explicitly."),
        _("All of it is encrypted under a key of my own. Captures are seen by me, and by whom I open a session with."),
        _("This is no licence. Nobody may make or show a picture of me because of it: each use needs its own yes."),
        _("It is no condition of anything: not of a licence, not of a booking, not of an agency's mandate."),
        _("Nothing is trained on my pictures."),
        _("Somebody saw a document of mine and knows that I am of age. Its number and my date of birth are not kept."),
        _("I may end it on my own page at any time, as easily as I give it."),
        _("Then the key is destroyed, and with it every capture and every picture of me that this studio keeps."),
        _("What I signed and what I was paid stays on record for as long as the law asks."),
    )


def _altered() -> dict[str, str]:
    return {
        "hair-colour": _("The colour of my hair may be changed in a picture."),
        "body-shape": _("The shape of my body may be changed in a picture."),
        "skin": _("My skin may be retouched in a picture. Its tone stays as it is."),
        "marks": _("My tattoos and marks may be covered or taken away in a picture."),
    }


def _of_each_alteration() -> tuple[str, ...]:
    return (
        _("Only where a licence of mine allows it, too. Without this signature no licence opens it."),
        _("It is a signature of its own and no condition of anything."),
        _("I may end it at any time. From then on nothing more is altered so."),
    )
