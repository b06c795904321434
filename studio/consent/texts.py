"""What both sides read of the same terms, as it is hashed, signed and kept."""

from dataclasses import dataclass

from studio.consent.spelling import approver_name
from studio.consent.terms import Terms
from studio.consent.wording import WORDING, digest, text_of
from studio.people.models import Organisation


@dataclass(frozen=True, slots=True)
class Texts:
    """The sentences as they are read: in the owner's language, and in the house's where that is another."""

    text: str
    language: str
    house_text: str
    house_language: str
    wording: str
    sha256: str


def texts_of(terms: Terms, language: str, *, house: Organisation, house_language: str = "") -> Texts:
    """What both sides read of these terms. The fingerprint is of the owner's text."""
    names = {"house": house.name, "approver": approver_name(terms)}
    text = text_of(terms, language, **names)
    other = house_language if house_language != language else ""
    return Texts(
        text=text,
        language=language,
        house_text=text_of(terms, other, **names) if other else "",
        house_language=other,
        wording=WORDING,
        sha256=digest(terms, text, language),
    )
