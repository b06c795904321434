"""The crew's questions put to Cedar (cedarpy) as well: its policies are written from the same facts, read once.

A licence is a `permit`, so that licences do not add up there either; a never, a pause and another's exclusivity are
each a `forbid`. What Cedar has no word for (the month of a day, a brand in small letters) is reckoned before.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from studio.consent import rules
from studio.consent.rules import Facts, Licence, Use
from studio.consent.terms import CLOSED, WORLD

HOW_TO_INSTALL = "cedarpy is not installed, so nothing stands beside the rule. Install it: pip install -e '.[bench]'"
RESOURCE = {"type": "Twin", "id": "t"}


def asker(facts: Facts) -> Callable[[Use], bool] | None:
    """A question to Cedar about these facts, or None where it is not installed."""
    try:
        import cedarpy
    except ModuleNotFoundError:
        return None
    policies = cedarpy.PolicySet.from_str("\n".join(policies_of(facts)))
    entities = cedarpy.Entities.from_json_str("[]")

    def ask(use: Use) -> bool:
        answer = cedarpy.is_authorized(request_of(use), policies, entities)
        return bool(answer.decision == cedarpy.Decision.Allow)

    return ask


def request_of(use: Use) -> dict[str, Any]:
    first, last = use.starts_on or use.owners_day, use.ends_on or use.owners_day
    return {
        "principal": {"type": "House", "id": use.house or "nobody"},
        "action": {"type": "Action", "id": use.act},
        "resource": RESOURCE,
        "context": {
            "house": use.house,
            "today": number(use.owners_day),
            "first": number(first),
            "last": number(last),
            "month": rules.month_of(use.owners_day),
            "purpose": use.purpose,
            "categories": list(use.categories),
            "seen": list(use.seen),
            "channels": list(use.channels),
            "territories": list(use.territories),
            "brands": [brand.casefold().strip() for brand in use.brands],
            "alterations": list(use.alterations),
            "shoot": use.shoot,
            "picture": use.picture,
            "pixels": use.pixel_hash,
            "complete": bool(use.house and use.purpose and use.starts_on and use.ends_on and first <= last),
        },
    }


def policies_of(facts: Facts) -> Iterator[str]:
    ready = facts.state == "ready" and facts.data_consent and facts.comp_card and facts.cover
    if facts.switch != "open" or not ready:
        yield "forbid(principal, action, resource);"
    yield forbid("!context.complete")
    yield from (forbid(f"context.{name} == []") for name in ("categories", "channels", "territories"))
    yield from (forbid(f"context.{reach} == {said(about)}") for reach, about in facts.pauses)
    nevers = facts.standing
    yield forbid(f"context.seen.containsAny({listed((*CLOSED, *nevers.never_categories))})")
    yield forbid(f"{one_of('house', nevers.never_houses)} || {one_of('purpose', nevers.never_purposes)}")
    for name in ("channels", "alterations", "brands"):
        yield forbid(f"context.{name}.containsAny({listed(getattr(nevers, f'never_{name}'))})")
    yield from (forbid(places_meet([place])) for place in nevers.never_territories)
    for taken in facts.taken:
        days = f"context.first <= {number(taken.ends_on)} && {number(taken.starts_on)} <= context.last"
        category = f"context.seen.contains({said(taken.category)})"
        another = f"context.house != {said(taken.house)}"
        yield forbid(f"{days} && {category} && {another} && {places_meet([taken.territory])}")
    yield from (permit(facts, licence) for licence in facts.licences)


def forbid(when: str) -> str:
    return f"forbid(principal, action, resource) when {{ {when} }};"


def permit(facts: Facts, licence: Licence) -> str:
    terms = licence.terms
    brands = [brand.casefold().strip() for brand in terms.brands]
    when = [
        f"{number(terms.starts_on)} <= context.first && context.last <= {number(terms.last_day)}",
        f"{number(terms.starts_on)} <= context.today && context.today <= {number(terms.last_day)}",
        one_of("purpose", terms.purposes),
        within("categories", terms.categories),
        f"!context.seen.containsAny({listed(terms.never_categories)})",
        within("channels", terms.channels),
        "true" if WORLD in terms.territories else within("territories", terms.territories),
        "true" if terms.competing != "never" else within("brands", brands),
        within("alterations", terms.alterations),
        f'action != Action::"deliver" || {_pieces_left(licence)}',
        f'!(action == Action::"seal" || action == Action::"deliver") || {_approved(facts, licence, brands)}',
    ]
    condition = " && ".join(f"({each})" for each in when)
    return f"permit(principal == House::{said(licence.house)}, action, resource) when {{ {condition} }};"


def _pieces_left(licence: Licence) -> str:
    months = list(licence.pieces.values())
    cap = licence.terms.pieces_a_month
    full = sorted({month for month in months if cap is not None and months.count(month) >= cap})
    room = "true" if len(months) < licence.terms.pieces and cap != 0 else "false"
    return f"({one_of('picture', licence.pieces)} || ({room} && !{one_of('month', full)}))"


def _approved(facts: Facts, licence: Licence, brands: Iterable[str]) -> str:
    said_yes = [a.pixel_hash for a in facts.answers if a.version == licence.version and a.answer == "yes"]
    asks = licence.terms.approval != "none" or facts.standing.asks_each_piece
    by_brand = licence.terms.competing == "ask"
    free = "false" if asks else within("brands", brands) if by_brand else "true"
    return f"({free} || {one_of('pixels', filter(None, said_yes))})"


def places_meet(places: Iterable[str]) -> str:
    if WORLD in places:
        return "true"
    return f"context.territories.containsAny({listed((*places, WORLD))})"


def within(name: str, granted: Iterable[str]) -> str:
    return f"{listed(granted)}.containsAll(context.{name})"


def one_of(name: str, granted: Iterable[str]) -> str:
    return f"{listed(granted)}.contains(context.{name})"


def listed(words: Iterable[str]) -> str:
    return f"[{', '.join(said(word) for word in words)}]"


def said(word: str) -> str:
    return json.dumps(word)


def number(day: date) -> int:
    return day.toordinal()
