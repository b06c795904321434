"""A licence version in ODRL 2.2 as JSON-LD. What ODRL has no word for stands under a profile of our own. Pure.

An export for contracts and other people's systems; nothing is ever decided by it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from studio.consent.terms import ALTERATIONS, CLOSED, WORLD, Exclusive, Terms

CONTEXT = "http://www.w3.org/ns/odrl.jsonld"
PROFILE = "urn:doublure:odrl:1"
PREFIX = "dbl"
OWN_CONTEXT = {PREFIX: f"{PROFILE}:", "xsd": "http://www.w3.org/2001/XMLSchema#"}

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Signed:
    """A version as it is named outside: ids, never names."""

    version: str
    number: int
    grant: str
    twin: str
    owner: str
    house: str
    sha256: str
    language: str
    signed_at: str
    house_signed_at: str
    in_force: bool


def own(word: str) -> str:
    """A word of our profile."""
    return f"{PREFIX}:{word}"


def urn(id: str) -> str:
    return f"urn:uuid:{id}"


def constraint(left: str, operator: str, right: Any, **more: Any) -> Json:
    return {"leftOperand": left, "operator": operator, "rightOperand": right, **more}


def day(text: str) -> Json:
    return {"@value": text, "@type": "xsd:date"}


def moment(text: str) -> Json:
    return {"@value": text, "@type": "xsd:dateTime"}


def any_of(left: str, values: Sequence[Any]) -> Json:
    """Empty means denied. A list that holds nothing would be no statement at all, so it says that it holds nothing."""
    return constraint(left, "isAnyOf", list(values) or [{"@id": own("nothing")}])


def codes(prefix: str, values: Sequence[str]) -> list[Json]:
    return [{"@id": own(f"{prefix}-{value}")} for value in values]


def policy(signed: Signed, terms: Terms, *, explained_at: str = "") -> Json:
    """An Agreement: what the house may do, what it may not, and what both owe.

    explained_at: the page on which this studio explains the words of the profile (`profile`).
    """
    page: Json = {"rdfs:seeAlso": {"@id": explained_at}} if explained_at else {}
    return {
        "@context": [CONTEXT, OWN_CONTEXT],
        "@type": "Agreement",
        "uid": urn(signed.version),
        "profile": PROFILE,
        "assigner": urn(signed.owner),
        "assignee": urn(signed.house),
        "target": urn(signed.twin),
        **page,
        **_about(signed, terms),
        "permission": permissions(terms),
        "prohibition": prohibitions(terms),
        "obligation": obligations(terms, signed),
    }


def _about(signed: Signed, terms: Terms) -> Json:
    """What is said of the whole."""
    return {
        own("licence"): {"@id": urn(signed.grant)},
        own("version"): signed.number,
        own("inForce"): signed.in_force,
        own("signedAt"): moment(signed.signed_at),
        own("houseSignedAt"): moment(signed.house_signed_at),
        own("textSha256"): signed.sha256,
        own("textLanguage"): signed.language,
        own("prevailingText"): {"@id": own(f"text-of-{terms.prevails}")},
        own("intendedUse"): {"@value": terms.intended_use, "@language": signed.language},
        own("representedBy"): {"@id": own(f"represented-by-{terms.represented_by}")},
        own("renewsItself"): False,
    }


def permissions(terms: Terms) -> list[Json]:
    """To make pictures, to show them, and to alter what she allows. Tests never leave the board: they are only made."""
    inside = [*_days(terms), *_what(terms)]
    if terms.tests_only:
        return [_permission("derive", [*inside, constraint("count", "lteq", terms.test_previews)], terms)]
    outside = [*inside, *_where(terms), *_how_many(terms)]
    found = [_permission("derive", inside, terms), _permission("display", outside, terms)]
    if terms.alterations:
        found.append(_permission("modify", [*inside, _alterations(terms.alterations)], terms))
    return found


def _permission(action: str, constraints: list[Json], terms: Terms) -> Json:
    duties = [{"action": "compensate", "constraint": _pay(terms)}, *_asking(terms), _naming(terms)]
    return {"action": action, "constraint": constraints, "duty": duties}


def _days(terms: Terms) -> list[Json]:
    """Both included, by the clock where the owner lives."""
    clock = {own("clockOf"): {"@id": own("owner")}}
    return [
        constraint("dateTime", "gteq", day(terms.starts_on.isoformat()), **clock),
        constraint("dateTime", "lteq", day(terms.ends_on.isoformat()), **clock),
    ]


def _what(terms: Terms) -> list[Json]:
    found = [
        any_of("purpose", codes("purpose", terms.purposes)),
        any_of("product", codes("category", terms.categories)),
        constraint(own("competingBrands"), "eq", {"@id": own(f"competing-{terms.competing}")}),
    ]
    if terms.brands:
        found.append(any_of(own("brand"), terms.brands))
    if terms.product_lines:
        found.append(any_of(own("productLine"), terms.product_lines))
    return found


def _where(terms: Terms) -> list[Json]:
    places = [{"@id": own("world")} if code == WORLD else code for code in terms.territories]
    return [
        any_of("deliveryChannel", codes("channel", terms.channels)),
        any_of("spatial", places) | {own("codes"): "ISO 3166-1 alpha-2"},
    ]


def _how_many(terms: Terms) -> list[Json]:
    found = [constraint("count", "lteq", terms.pieces)]
    if terms.pieces_a_month is not None:
        found.append(constraint(own("countAMonth"), "lteq", terms.pieces_a_month))
    return found


def _alterations(words: Sequence[str]) -> Json:
    return any_of(own("alteration"), codes("alteration", words))


def _asking(terms: Terms) -> list[Json]:
    """Each finished piece asks somebody: ODRL has the duty, our profile says that it is asked of the very pixels."""
    if terms.approval == "none":
        return []
    whom = urn(terms.approver) if terms.approval == "named" else own("owner")
    return [
        {
            "action": "obtainConsent",
            "consentingParty": {"@id": whom},
            own("of"): {"@id": own("each-finished-file")},
            own("silenceIs"): {"@id": own("no")},
        }
    ]


def _naming(terms: Terms) -> Json:
    duty: Json = {"action": "attribute", own("nameForm"): {"@id": own(f"name-{terms.name_form}")}}
    return duty | ({own("shownName"): terms.shown_name} if terms.shown_name else {})


def _pay(terms: Terms) -> list[Json]:
    """Factors are decimal text, as they are signed; amounts are whole minor units."""
    pay = terms.pay
    factors: Mapping[str, Mapping[str, str]] = {
        "channelFactors": pay.channels,
        "territoryFactors": pay.territories,
        "dayFactors": pay.days,
        "noticeFactors": pay.notice,
    }
    rate = constraint("payAmount", "eq", pay.day_rate_minor, unit={"@id": own(f"minor-{pay.currency}")})
    for name, given in factors.items():
        rate[own(name)] = [{own("forCode"): of, own("factor"): factor} for of, factor in given.items()]
    rate |= {
        own("minimumMinor"): pay.minimum_minor,
        own("killFeeBps"): pay.kill_fee_bps,
        own("commissionBps"): pay.commission_bps,
        own("crewShareBps"): pay.crew_share_bps,
    }
    within = {"@value": f"P{pay.pay_within_days}D", "@type": "xsd:duration"}
    return [rate, constraint("elapsedTime", "lteq", within, **{own("since"): {"@id": own("delivery")}})]


def prohibitions(terms: Terms) -> list[Json]:
    """Exclusions beat any permission; the last ones stand in every licence."""
    said: list[tuple[str, str, list[Any]]] = [
        ("display", own("category"), codes("category", terms.never_categories)),
        ("display", own("scene"), list(terms.never_scenes)),
        ("display", own("pose"), list(terms.never_poses)),
        ("display", own("beside"), list(terms.never_beside)),
    ]
    found: list[Json] = [
        {"action": action, "constraint": [any_of(left, right)]} for action, left, right in said if right
    ]
    kept = [word for word in ALTERATIONS if word not in terms.alterations]
    never = [*kept, "skin-tone", "younger-age"]
    return [
        *found,
        {"action": "modify", "constraint": [_alterations(never)]},
        {"action": "display", "constraint": [any_of(own("category"), codes("category", CLOSED))]},
        {"action": "grantUse"},  # no sublicence
        {"action": own("train")},
        {"action": own("useAsReference")},
    ]


def obligations(terms: Terms, signed: Signed) -> list[Json]:
    """What was delivered comes down after a withdrawal; what was sold to one house alone is kept for it."""
    notice = {"@value": f"P{terms.notice_days}D", "@type": "xsd:duration"}
    down = {
        "action": "delete",
        "constraint": [
            constraint("event", "eq", {"@id": own("withdrawal")}),
            constraint("elapsedTime", "lteq", notice, **{own("since"): {"@id": own("withdrawal")}}),
        ],
    }
    return [down, *(_exclusive(each, signed) for each in terms.exclusivity)]


def _exclusive(each: Exclusive, signed: Signed) -> Json:
    place = {"@id": own("world")} if each.territory == WORLD else each.territory
    return {
        "action": "ensureExclusivity",
        "assignee": urn(signed.owner),
        "constraint": [
            constraint("product", "eq", codes("category", [each.category])[0]),
            constraint("spatial", "eq", place),
            constraint("dateTime", "gteq", day(each.starts_on.isoformat())),
            constraint("dateTime", "lteq", day(each.ends_on.isoformat())),
        ],
    }
