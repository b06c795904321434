"""The sentences of a mandate, generated in her language. Their text is what she signs and what is hashed."""

import hashlib
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import rfc8785
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as say

from studio.consent.mandating import FAIR_COMMISSION_BPS, FAIR_YEARS, NEW_YORK, MandateTerms
from studio.consent.representing import CONFIRM, HOLD, NEGOTIATE, PAUSE
from studio.consent.wording import listed
from studio.consent.words import Words, labels, law_name
from studio.web import writing

WORDING = "2026-11"  # raised whenever a sentence below changes its meaning

MAY: dict[str, Words] = {
    NEGOTIATE: say("It may negotiate requests for you. Every answer that binds is yours."),
    HOLD: say("It may hold options on your days and give them up."),
    CONFIRM: say("It may confirm a booking that lies whole inside terms you have already signed, and no other."),
    PAUSE: say("It may pause your twin. Only you switch it on again."),
}


def sentences_of(terms: MandateTerms, language: str, *, agency: str) -> list[str]:
    with translation.override(language):
        return list(_sentences(terms, agency))


def text_of(terms: MandateTerms, language: str, *, agency: str) -> str:
    return "\n".join(sentences_of(terms, language, agency=agency))


def digest(terms: MandateTerms, text: str, language: str, wording: str = WORDING) -> str:
    """SHA-256 in hex over the canonical JSON of the terms and of the very text that was read."""
    signed = {"terms": plain(terms), "text": text, "language": language, "wording": wording}
    return hashlib.sha256(rfc8785.dumps(signed)).hexdigest()


def plain(terms: MandateTerms) -> dict[str, Any]:
    days = {"starts_on": terms.starts_on.isoformat(), "ends_on": terms.ends_on.isoformat()}
    return asdict(terms) | days | {"territories": list(terms.territories), "may": list(terms.may)}


def _sentences(terms: MandateTerms, agency: str) -> Iterator[str]:
    named = {"agency": agency}
    yield _("%(agency)s represents you as this mandate says.") % named
    yield _("Where: %(places)s.") % {"places": listed(labels("territory", terms.territories))}
    if terms.exclusive:
        yield _("In these places no other agency represents you.")
    else:
        yield _("Other agencies may represent you in these places, too.")
    if terms.mother:
        yield _("It is your mother agency: it built your career with you and may bring other agencies.")
    yield from (str(MAY[power]) for power in MAY if power in terms.may)
    yield from _money(terms)
    yield from _ending(terms)
    yield from _always(named)


def _money(terms: MandateTerms) -> Iterator[str]:
    share = {"share": writing.share(terms.commission_bps)}
    yield _("Of each fee it negotiated it keeps %(share)s. It takes nothing else, and nothing in advance.") % share


def _ending(terms: MandateTerms) -> Iterator[str]:
    days = {"first": writing.day(terms.starts_on), "last": writing.day(terms.ends_on)}
    yield _("From %(first)s to %(last)s, both days included, by the clock where you live.") % days
    yield _("It does not renew itself.")
    yield _("You may end it at any time, alone and at once. What is pending then waits for you.")
    if terms.law == NEW_YORK:
        most = {"share": writing.share(FAIR_COMMISSION_BPS), "years": FAIR_YEARS}
        yield _("The law of New York governs it: at most %(share)s of a fee, at most %(years)d years.") % most
    elif terms.law:
        yield _("The law of this place governs it: %(place)s.") % {"place": law_name(terms.law)}


def _always(named: dict[str, str]) -> Iterator[str]:
    yield _("It carries no consent: %(agency)s signs nothing for you, and no picture is made because of it.") % named
    yield _("It gives no power of attorney, and none is a condition of it.")
