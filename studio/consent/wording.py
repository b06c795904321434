"""The sentences she reads and signs, generated from the terms. Their text is what is hashed."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import rfc8785
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from studio.consent.terms import Pay, Terms
from studio.consent.words import label, labels
from studio.money import Money
from studio.web import writing
from studio.web.writing import day, decimal, share
from studio.web.writing import listed as listed

WORDING = "2026-11-25.2"  # raised whenever a sentence below changes its meaning


@dataclass(frozen=True, slots=True)
class Names:
    """Who is meant by what the terms hold as an id, or do not hold."""

    house: str
    approver: str = ""


def sentences_of(terms: Terms, language: str, *, house: str = "", approver: str = "") -> list[str]:
    """One sentence per term, in the given language, in the order of the table of terms. It speaks to the owner.

    approver: the name of whom she lets answer for her, where the terms name somebody.
    """
    with translation.override(language):
        names = Names(house or str(_("The house")), approver)
        parts = (_who, _what_for, _where, _when, _limits, _pieces, _ending, _money, _always)
        return [sentence for part in parts for sentence in part(terms, names)]


def text_of(terms: Terms, language: str, *, house: str = "", approver: str = "") -> str:
    return "\n".join(sentences_of(terms, language, house=house, approver=approver))


def digest(terms: Terms, text: str, language: str, wording: str = WORDING) -> str:
    """SHA-256 in hex over the canonical JSON of the terms and of the very text that was read."""
    signed = {"terms": terms.to_json(), "text": text, "language": language, "wording": wording}
    return hashlib.sha256(rfc8785.dumps(signed)).hexdigest()


def _who(terms: Terms, names: Names) -> Iterator[str]:
    yield _("%(house)s may use your twin as this licence says, and may not pass the licence on.") % {
        "house": names.house
    }
    if terms.brands:
        yield _("It covers these brands: %(brands)s.") % {"brands": listed(terms.brands)}
    if terms.product_lines:
        yield _("It covers these product lines: %(lines)s.") % {"lines": listed(terms.product_lines)}
    if terms.represented_by == "none":
        yield _("No lawyer and no union represented you when you agreed to it.")
    else:
        yield _("You were represented by %(whom)s.") % {"whom": label("represented-by", terms.represented_by)}


def _what_for(terms: Terms, names: Names) -> Iterator[str]:
    yield _("The intended use: %(use)s") % {"use": terms.intended_use}
    if terms.tests_only:
        yield ngettext(
            "It covers %(count)d preview as a test, which never leaves the board.",
            "It covers %(count)d previews as tests, which never leave the board.",
            terms.test_previews,
        ) % {"count": terms.test_previews}
    else:
        yield _("It may be used for %(purposes)s.") % {"purposes": listed(labels("purpose", terms.purposes))}
    yield _("You may be shown in %(categories)s.") % {"categories": listed(labels("category", terms.categories))}
    if terms.never_categories:
        yield _("Never in %(categories)s.") % {"categories": listed(labels("category", terms.never_categories))}


def _where(terms: Terms, names: Names) -> Iterator[str]:
    if terms.tests_only:
        return
    yield _("Pictures may appear on: %(channels)s.") % {"channels": listed(labels("channel", terms.channels))}
    yield _("Where: %(places)s.") % {"places": listed(labels("territory", terms.territories))}


def _when(terms: Terms, names: Names) -> Iterator[str]:
    days = {"first": day(terms.starts_on), "last": day(terms.ends_on)}
    yield _("From %(first)s to %(last)s, both days included, by the clock where you live.") % days
    yield _("It does not renew itself.")


def _limits(terms: Terms, names: Names) -> Iterator[str]:
    for words, what in (
        (terms.never_scenes, _("Never in these scenes: %(words)s. A person checks this on each piece.")),
        (terms.never_poses, _("Never in these poses: %(words)s. A person checks this on each piece.")),
        (terms.never_beside, _("Never beside: %(words)s. A person checks this on each piece.")),
    ):
        if words:
            yield what % {"words": listed(words)}
    if terms.alterations:
        yield _("May be altered: %(what)s. Nothing else of you.") % {
            "what": listed(labels("alteration", terms.alterations))
        }
    else:
        yield _("Nothing of you may be altered.")
    yield _("Brands of others in the picture: %(word)s.") % {"word": label("competing", terms.competing)}
    for each in terms.exclusivity:
        yield _("Nobody else may show you in %(category)s, %(place)s, from %(first)s to %(last)s.") % {
            "category": label("category", each.category),
            "place": label("territory", each.territory),
            "first": day(each.starts_on),
            "last": day(each.ends_on),
        }


def _pieces(terms: Terms, names: Names) -> Iterator[str]:
    if not terms.tests_only:
        yield ngettext(
            "At most %(count)d piece may be delivered.", "At most %(count)d pieces may be delivered.", terms.pieces
        ) % {"count": terms.pieces}
        if terms.pieces_a_month is not None:
            yield _("At most %(count)d of them in a month.") % {"count": terms.pieces_a_month}
    yield _("Approval: %(word)s.") % {"word": label("approval", terms.approval)}
    if terms.approval == "named" and names.approver:
        yield _("Whom you name: %(approver)s. You may always answer yourself.") % {"approver": names.approver}
    if terms.approval != "none":
        yield _("Silence is no.")


def _ending(terms: Terms, names: Names) -> Iterator[str]:
    yield _("You may withdraw at any time. Notice for what was delivered: %(notice)s.") % {
        "notice": label("notice", terms.notice_days)
    }
    yield _("Your name in the credits: %(form)s.") % {"form": _name(terms)}
    if terms.prevails == "owner":
        yield _("Where this text and the house's differ, this text holds.")
    else:
        yield _("Where this text and the house's differ, the house's text holds.")


def _money(terms: Terms, names: Names) -> Iterator[str]:
    pay = terms.pay
    if terms.tests_only:
        yield _("Tests are not paid.")
        return
    yield _("Day rate: %(amount)s, times the factors of channel, place, days and notice.") % {
        "amount": _amount(pay, pay.day_rate_minor)
    }
    yield from _factors(terms)
    if pay.minimum_minor:
        yield _("Never less than %(amount)s for one piece in one channel.") % {
            "amount": _amount(pay, pay.minimum_minor)
        }
    yield ngettext(
        "Paid %(days)d day after each delivery.", "Paid %(days)d days after each delivery.", pay.pay_within_days
    ) % {"days": pay.pay_within_days}
    if pay.commission_bps:
        yield _("Your agency's commission is %(share)s of it.") % {"share": share(pay.commission_bps)}
    if pay.kill_fee_bps:
        yield _("If a commissioned piece is dropped, %(share)s is still paid.") % {"share": share(pay.kill_fee_bps)}
    if pay.crew_share_bps:
        yield _("The house pays the crew another %(share)s of your fee. Nothing of that is taken from you.") % {
            "share": share(pay.crew_share_bps)
        }


def _factors(terms: Terms) -> Iterator[str]:
    """Each factor that is not 1, by what it is for; what is not named counts once."""
    pay = terms.pay
    for sentence, factors in (
        (_("By channel: %(factors)s."), _named("channel", terms.channels, pay.channels)),
        (_("By place: %(factors)s."), _named("territory", terms.territories, pay.territories)),
        (_("By notice: %(factors)s."), _named("notice", [str(terms.notice_days)], pay.notice)),
    ):
        if factors:
            yield sentence % {"factors": factors}
    if pay.days:
        steps = [
            _("up to %(days)s days × %(factor)s") % {"days": most, "factor": decimal(by)}
            for most, by in pay.days.items()
        ]
        yield _("By days: %(factors)s; longer uses by the day, as parts of 365.") % {"factors": listed(steps)}
    else:
        yield _("By days: as many parts of 365 as there are days.")


def _named(kind: str, codes: Sequence[str], factors: Mapping[str, str]) -> str:
    return listed([f"{label(kind, code)} × {decimal(factors[code])}" for code in codes if code in factors])


def _amount(pay: Pay, minor: int) -> str:
    return writing.money(Money(minor, pay.currency))


def _always(terms: Terms, names: Names) -> Iterator[str]:
    yield _("Never: nudity, a younger age, another skin tone, political or medical endorsement.")
    yield _("Never: training on your pictures, or making other pictures from these.")


def _name(terms: Terms) -> str:
    form = label("name-form", terms.name_form)
    return f"{form} ({terms.shown_name})" if terms.shown_name else form
