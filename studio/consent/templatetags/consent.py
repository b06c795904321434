"""`{% load consent %}{% code_label "channel" delivery.channel %}`: the words for the codes of terms and of prices."""

from datetime import date
from typing import Any

from django import template
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from studio.consent import sides
from studio.consent.asked import Asked
from studio.consent.models import Message, Offer, PieceApproval, Request, Side
from studio.consent.questions import BESIDE, POSE, SCENE, Question, questions_of
from studio.consent.terms import StandingRules, Terms
from studio.consent.words import label
from studio.web.writing import share

register = template.Library()

PRICE_LINES = {
    "day-rate": _("day rate"),
    "crew": _("to the crew of the captures, on top"),
    "crew-part": _("the part of each"),
    "channel": _("channel"),
    "territory": _("places"),
    "days": _("days"),
    "notice": _("notice"),
    "minimum": _("least amount"),
    "fee": _("fee"),
    "commission": _("agency's commission"),
    "net": _("net"),
}


@register.simple_tag
def code_label(kind: str, code: str) -> str:
    """kind: one of `words.KINDS`, "territory", or "line" for a line of a price."""
    return str(PRICE_LINES.get(code, code)) if kind == "line" else label(kind, code)


@register.filter
def lapses_on(request: Request) -> date:
    """The last day to answer; it counts whole."""
    return sides.lapses_on(request)


@register.simple_tag
def spoken_by(row: Offer | Message, asked: Asked) -> str:
    """ "You" to herself, and to others by the name her twin is shown under; anybody else with the side spoken for."""
    if row.side == Side.OWNER:
        return asked.named(row)
    return gettext("%(who)s, %(side)s") % {"who": row.by, "side": row.get_side_display()}


ASKED_OF_HER = {
    BESIDE: _("Are you beside this: %(words)s? You said never."),
    POSE: _("Is this your pose: %(words)s? You said never."),
    SCENE: _("Is this the scene: %(words)s? You said never."),
}
ASKED_OF_A_HOUSE = {
    BESIDE: _("Is %(name)s beside this: %(words)s? The licence says never."),
    POSE: _("Is %(name)s posed so: %(words)s? The licence says never."),
    SCENE: _("Is %(name)s in this scene: %(words)s? The licence says never."),
}


@register.simple_tag
def questions_to_her(approval: PieceApproval) -> tuple[Question, ...]:
    """What she looks for with her own eyes before she answers: by this licence, and by her own rules."""
    newest = max(approval.twin.standing_rules.all(), key=lambda row: row.version, default=None)
    nevers = StandingRules.from_json(newest.rules) if newest else None
    return questions_of([Terms.from_json(approval.version.terms)], nevers)


@register.simple_tag
def question(one: Question, name: str = "") -> str:
    """name: of whom a house is asked; without it, she is asked herself."""
    asked = ASKED_OF_A_HOUSE if name else ASKED_OF_HER
    return asked[one.kind] % {"words": one.words, "name": name}


@register.filter
def field(form: Any, name: str) -> Any:
    """`{{ form|field:"channel_print" }}`: a field whose name is itself a value, or nothing where there is none."""
    return form[name] if name in form.fields else ""


@register.filter
def bps(points: int) -> str:
    """ "12.5 %" for 1,250 parts of 10,000."""
    return share(points)
