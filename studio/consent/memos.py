"""The one-page deal memo, made on her yes before anything is made: who, what, where, what it pays, who holds what."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from uuid import UUID

import rfc8785
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from studio.consent.facts import day_of
from studio.consent.models import DealMemo, GrantVersion
from studio.consent.quoting import in_one_line, quote
from studio.consent.spelling import day_words, rows_of
from studio.consent.terms import Terms
from studio.consent.wording import WORDING
from studio.consent.words import label
from studio.decisions import YES, Decision, no
from studio.money import Money
from studio.web import writing

Line = list[str]


def make_memo(version: GrantVersion, language: str, *, now: datetime) -> DealMemo:
    """In the language she asked for, in the transaction that puts the licence in force."""
    lines = lines_of(version, language, now=now)
    return DealMemo.objects.create(
        version=version, lines=lines, language=language, wording=WORDING, sha256=digest(lines, language), at=now
    )


def are_there(versions: Iterable[UUID | None]) -> Decision:
    """Nothing is made under a licence whose memo is missing. None: her own eyes, which need no licence."""
    wanted = {version for version in versions if version is not None}
    if not wanted or DealMemo.objects.filter(version__in=wanted).count() == len(wanted):
        return YES
    return no("memo-missing")


def digest(lines: list[Line], language: str, wording: str = WORDING) -> str:
    """SHA-256 in hex over the canonical JSON of the page as it was shown."""
    said = {"lines": lines, "language": language, "wording": wording}
    return hashlib.sha256(rfc8785.dumps(said)).hexdigest()


def lines_of(version: GrantVersion, language: str, *, now: datetime) -> list[Line]:
    """What it is about, and the words: the lines of the page, from top to foot."""
    terms = Terms.from_json(version.terms)
    with translation.override(language):
        parts = (_between(version), _use(terms), _money(version, terms, day_of(version.grant.twin.owner, now)))
        return [[str(title), words] for part in (*parts, _holds(version, terms)) for title, words in part if words]


def commission_of(version: GrantVersion, terms: Terms) -> int:
    """Her agency's share, as the mandate says under which these terms were made."""
    mandate = version.mandate
    return mandate.commission_bps if mandate else terms.pay.commission_bps


Said = Iterator[tuple[str, str]]


def _between(version: GrantVersion) -> Said:
    grant = version.grant
    yield _("Client"), grant.house.name
    yield _("Signed for the client"), _by_on(version.house_signed_by.name, version.house_signed_at.date())
    yield _("Model"), grant.twin.name
    yield _("Signed by the model"), day_words(version.signed_at.date())
    if version.mandate:
        yield _("Agency"), version.mandate.agency.name
    numbers = {"number": grant.number, "version": version.number}
    yield _("Licence"), _("number %(number)d, version %(version)d") % numbers


def _by_on(name: str, day: date) -> str:
    return _("%(name)s, %(day)s") % {"name": name, "day": day_words(day)}


def _use(terms: Terms) -> Said:
    """The scope and the usage; the money has its own lines, with sums."""
    money = {"day_rate", "channel_factors", "territory_factors", "day_factors", "notice_factor", "minimum"}
    after = {"kill_fee", "commission", "crew_share", "pay_within_days", "pay", "prevails"}
    yield from ((row.label, row.words) for row in rows_of(terms) if row.name not in money | after)


def _money(version: GrantVersion, terms: Terms, today: date) -> Said:
    share = commission_of(version, terms)
    reckoned = quote(terms, share, on=today)
    if terms.tests_only:
        yield _("Net to the model"), _("nothing: tests are not paid")
        return
    each = Money(reckoned["net_minor"], terms.pay.currency)
    yield _("Net to the model"), _("%(net)s for one picture in every channel agreed, in all places, for all days") % {
        "net": _amount(each)
    }
    for channel in reckoned["channels"]:
        yield _initial(label("channel", channel["channel"])), in_one_line(channel["lines"], channel["channel"])
    if terms.pieces > 1:
        yield (
            _("At most in all"),
            _("NET %(net)s for %(count)d pictures")
            % {"net": _amount(Money(reckoned["most_net_minor"], terms.pay.currency)), "count": terms.pieces},
        )
    days = terms.pay.pay_within_days
    within = ngettext("%(count)d day after each delivery", "%(count)d days after each delivery", days)
    if reckoned["pay_on"]:
        first = {"first": _iso_day(reckoned["first_on"]), "pay": _iso_day(reckoned["pay_on"])}
        within += _("; delivered on %(first)s at the earliest, it is paid by %(pay)s") % first
    yield _("Pay day"), within % {"count": days}
    yield _("Kill fee"), _kill_fee(terms, reckoned["kill_fee_minor"])
    if share:
        yield _("Agency's commission"), _share(share)
    if terms.pay.crew_share_bps:
        yield _("Crew share, on top"), _share(terms.pay.crew_share_bps)


def _initial(words: str) -> str:
    return words[:1].upper() + words[1:]


def _kill_fee(terms: Terms, minor: int) -> str:
    if not terms.pay.kill_fee_bps:
        return _("none")
    return _("%(share)s of the fee, %(amount)s for one picture") % {
        "share": _share(terms.pay.kill_fee_bps),
        "amount": _amount(Money(minor, terms.pay.currency)),
    }


def _holds(version: GrantVersion, terms: Terms) -> Said:
    yield _("The model holds"), _("the twin, its captures and the switch: a pause at once, a withdrawal any day")
    if terms.tests_only:
        yield _("The client holds"), _("no file: previews are looked at on the board and nowhere else")
    else:
        yield _("The client holds"), _("the files delivered to it until their last day; it passes nothing on")
    if version.mandate:
        yield _("The agency holds"), _("its mandate: it carries no consent")
    yield _("The studio holds"), _("the signed texts and the register, under this memo's fingerprint")


def _iso_day(day: str) -> str:
    return day_words(date.fromisoformat(day))


def _share(bps: int) -> str:
    return writing.share(bps)


def _amount(sum: Money) -> str:
    return writing.money(sum)
