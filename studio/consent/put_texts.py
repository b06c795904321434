"""The words of an offer: as it was put, or the same terms in another language of this studio."""

from dataclasses import dataclass, replace

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from studio.consent.models import Offer
from studio.consent.spelling import approver_name
from studio.consent.terms import Terms
from studio.consent.texts import Texts
from studio.consent.wording import WORDING, digest, text_of

READ_IN = {"en": _("Read it in English"), "sv": _("Read it in Swedish"), "fr": _("Read it in French")}


@dataclass(frozen=True, slots=True)
class Read:
    """An offer as it is read: each sentence, and whether the offer before did not have it."""

    texts: Texts
    lines: tuple[tuple[str, bool], ...]

    @property
    def languages(self) -> list[tuple[str, str, str]]:
        """Code, name, and the words that lead there."""
        return [(code, str(name), str(READ_IN[code])) for code, name in settings.LANGUAGES if code in READ_IN]

    @property
    def language(self) -> str:
        return self.texts.language

    @property
    def other_lines(self) -> list[str]:
        """The house's own, where that is another language."""
        return self.texts.house_text.splitlines()


def texts_of_offer(offer: Offer, language: str = "") -> Texts:
    """What is read of it in this language. Where it was put in another, the same typed terms are said anew.

    Each has a fingerprint of its own. What the house reads stays word for word what it read when it signed.
    """
    put = _as_put(offer)
    if language in {"", put.language} or language not in dict(settings.LANGUAGES):
        return put
    terms = Terms.from_json(offer.terms)
    if language == put.house_language:
        text, wording, house_text, house_language = put.house_text, put.wording, "", ""
    else:
        text = text_of(terms, language, house=offer.request.house.name, approver=approver_name(terms))
        wording = WORDING
        house_text, house_language = put.house_text or put.text, put.house_language or put.language
    return replace(
        put,
        text=text,
        language=language,
        house_text=house_text,
        house_language=house_language,
        wording=wording,
        sha256=digest(terms, text, language, wording),
    )


def _as_put(offer: Offer) -> Texts:
    return Texts(
        text=offer.text,
        language=offer.language,
        house_text=offer.house_text,
        house_language=offer.house_language,
        wording=offer.wording,
        sha256=offer.sha256,
    )


def read_in(offer: Offer, before: Offer | None, language: str) -> Read:
    """before: the offer it is compared with, in the same language, so that what is new stands out."""
    texts = texts_of_offer(offer, language)
    old = set(texts_of_offer(before, texts.language).text.splitlines()) if before else None
    lines = tuple((line, old is not None and line not in old) for line in texts.text.splitlines())
    return Read(texts, lines)
