"""The terms as a table: one row a term, in the words of the language in force, so that two offers can be compared."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from studio.consent.terms import Exclusive, Pay, Terms
from studio.consent.wording import listed
from studio.consent.words import label, labels
from studio.money import Money
from studio.people.models import Person
from studio.web import writing


@dataclass(frozen=True, slots=True)
class Row:
    """name: of the term, as in `Terms`. words are empty where the term says nothing."""

    name: str
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Change:
    """What one offer says differently from the one before it."""

    name: str
    label: str
    before: str
    after: str


def rows_of(terms: Terms) -> list[Row]:
    """Every term of a licence, in the order of the table of terms."""
    parts = (_who, _what_for, _where, _limits, _pieces, _ending, _money)
    return [Row(name, str(title), words) for part in parts for name, title, words in part(terms)]


def changes_between(before: Terms, after: Terms) -> list[Change]:
    """Term by term, in the order of the table."""
    old = {row.name: row for row in rows_of(before)}
    new = {row.name: row for row in rows_of(after)}
    nothing = _("nothing said")
    found = []
    for name, row in (old | new).items():
        was, now = (words[name].words if name in words else "" for words in (old, new))
        if was != now:
            found.append(Change(name, row.label, was or nothing, now or nothing))
    return found


def approver_name(terms: Terms) -> str:
    """Whom she lets answer for her, where the terms name somebody."""
    if terms.approval != "named" or not terms.approver:
        return ""
    person = Person.objects.active().filter(pk=terms.approver).first()
    return str(person) if person else ""


Said = Iterator[tuple[str, str, str]]


def _who(terms: Terms) -> Said:
    yield "brands", _("Brands"), listed(terms.brands)
    yield "product_lines", _("Product lines"), listed(terms.product_lines)
    yield "represented_by", _("Represented by"), label("represented-by", terms.represented_by)


def _what_for(terms: Terms) -> Said:
    yield "intended_use", _("Intended use"), terms.intended_use
    yield "purposes", _("For"), listed(labels("purpose", terms.purposes))
    if terms.tests_only:
        count = ngettext("%(count)d preview", "%(count)d previews", terms.test_previews)
        yield "test_previews", _("Tests"), count % {"count": terms.test_previews}
    yield "categories", _("Shown in"), listed(labels("category", terms.categories))
    yield "never_categories", _("Never in"), listed(labels("category", terms.never_categories))


def _where(terms: Terms) -> Said:
    if not terms.tests_only:
        yield "channels", _("Channels"), listed(labels("channel", terms.channels))
        yield "territories", _("Places"), listed(labels("territory", terms.territories))
    days = {"first": day_words(terms.starts_on), "last": day_words(terms.ends_on)}
    yield "days", _("When"), _("%(first)s to %(last)s") % days


def _limits(terms: Terms) -> Said:
    yield "never_scenes", _("Never in scenes"), listed(terms.never_scenes)
    yield "never_poses", _("Never in poses"), listed(terms.never_poses)
    yield "never_beside", _("Never beside"), listed(terms.never_beside)
    yield "alterations", _("May be altered"), listed(labels("alteration", terms.alterations)) or _("nothing")
    yield "competing", _("Brands of others"), label("competing", terms.competing)
    yield "exclusivity", _("Nobody else in"), "; ".join(exclusive_words(each) for each in terms.exclusivity)


def exclusive_words(each: Exclusive) -> str:
    return _("%(category)s, %(place)s, %(first)s to %(last)s") % {
        "category": label("category", each.category),
        "place": label("territory", each.territory),
        "first": day_words(each.starts_on),
        "last": day_words(each.ends_on),
    }


def _pieces(terms: Terms) -> Said:
    if not terms.tests_only:
        pieces = ngettext("at most %(count)d", "at most %(count)d", terms.pieces) % {"count": terms.pieces}
        if terms.pieces_a_month is not None:
            pieces = _("at most %(count)d, and %(month)d a month") % {
                "count": terms.pieces,
                "month": terms.pieces_a_month,
            }
        yield "pieces", _("Pieces"), pieces
    approval = label("approval", terms.approval)
    name = approver_name(terms)
    yield "approval", _("Each picture"), writing.headed(approval, name) if name else approval


def _ending(terms: Terms) -> Said:
    yield "notice_days", _("Notice after a withdrawal"), label("notice", terms.notice_days)
    name = label("name-form", terms.name_form)
    yield "name_form", _("Name in the credits"), f"{name} ({terms.shown_name})" if terms.shown_name else name
    prevails = {"owner": _("the owner's language"), "house": _("the house's language")}
    yield "prevails", _("Text that holds"), prevails[terms.prevails]


def _money(terms: Terms) -> Said:
    pay = terms.pay
    if terms.tests_only:
        yield "pay", _("Pay"), _("tests are not paid")
        return
    yield "day_rate", _("Day rate"), _amount(pay, pay.day_rate_minor)
    yield "channel_factors", _("Channel factors"), _factors("channel", terms.channels, pay)
    yield "territory_factors", _("Place factors"), _factors("territory", terms.territories, pay)
    yield "day_factors", _("Factors by days"), ", ".join(f"≤ {most} × {by}" for most, by in pay.days.items())
    yield "notice_factor", _("Notice factor"), _times(pay.notice.get(str(terms.notice_days), ""))
    yield "minimum", _("Least amount"), _amount(pay, pay.minimum_minor) if pay.minimum_minor else ""
    yield "kill_fee", _("Kill fee"), _per_cent(pay.kill_fee_bps)
    yield "commission", _("Agency's commission"), _per_cent(pay.commission_bps)
    yield "crew_share", _("Crew share, on top"), _per_cent(pay.crew_share_bps)
    within = ngettext("%(count)d day after each delivery", "%(count)d days after each delivery", pay.pay_within_days)
    yield "pay_within_days", _("Paid within"), within % {"count": pay.pay_within_days}


def _factors(kind: str, codes: Iterable[str], pay: Pay) -> str:
    factors = pay.channels if kind == "channel" else pay.territories
    return ", ".join(f"{label(kind, code)} × {writing.decimal(factors[code])}" for code in codes if code in factors)


def _times(factor: str) -> str:
    return f"× {writing.decimal(factor)}" if factor else ""


def _per_cent(bps: int) -> str:
    return writing.share(bps) if bps else ""


def _amount(pay: Pay, minor: int) -> str:
    return writing.money(Money(minor, pay.currency))


def day_words(day: date) -> str:
    return writing.day(day)
